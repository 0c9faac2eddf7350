import Core
import Results
import Scores
import Statistics

/// Holds a run against a baseline.
package struct Gate: Sendable {
  /// The scores to judge by; all that both have for `["all"]`, the first of the run for nil.
  package var scores: [String]?
  /// The change that does not matter.
  package var tolerance: Double
  /// The probability of any false alarm among all cells.
  package var alpha: Double

  package static let defaultTolerance = 0.01
  package static let defaultAlpha = 0.05

  /// - Throws: ``RunError`` for a tolerance below zero, or an alpha that is no probability below a half.
  package init(
    scores: [String]? = nil, tolerance: Double = defaultTolerance, alpha: Double = defaultAlpha
  ) throws {
    guard tolerance >= 0, tolerance.isFinite else {
      throw OptionError(
        .invalidOption(name: "--tolerance", value: "\(tolerance)", allowed: "a change of the score, 0 or more"))
    }
    guard alpha > 0, alpha < 0.5 else {
      throw OptionError(.invalidOption(name: "--alpha", value: "\(alpha)", allowed: "above 0 and below 0.5"))
    }
    self.scores = scores
    self.tolerance = tolerance
    self.alpha = alpha
  }

  /// Compares a run with a baseline.
  ///
  /// Only the resamples of the items are drawn at random, and they are the same every time.
  /// - Throws: `BaselineError` when both are of different items or share no cell or score with a value, `ResultsError` when stored
  ///   labels are not those of the run, `ScoreError` for an unknown score.
  package func report(of run: StoredRun, against baseline: Baseline) throws -> GateReport {
    let comparison = try GateComparison(of: run, against: baseline)
    let scores = try comparison.chosen(self.scores)
    let values = try comparison.values(of: scores)
    let entries = values.entries
    guard !entries.isEmpty else {
      let names = scores.map(\.name)
      throw BaselineError(
        .nothingComparable(
          baseline: baseline.name, scores: names, undefined: GateReport.sentences(on: values.undefined),
          others: comparison.others(than: names)))
    }
    let judged = entries.filter { !$0.isReference }
    let gate = RegressionGate(tolerance: tolerance, alpha: alpha)
    // The scores of a place are taken of the same partitions.
    let places = judged.reduce(into: [GateReport.Place: Int]()) { $0[$1.place] = $0[$1.place] ?? $0.count }
    let judgements = gate.judge(
      judged.map(\.change), higherIsBetter: judged.map(\.score.higherIsBetter),
      cells: judged.map { places[$0.place] ?? 0 })
    var next = judgements.makeIterator()
    let cells = entries.map { entry in
      entry.isReference ? GateReport.Cell(reference: entry, alpha: alpha) : GateReport.Cell(entry, next.next())
    }
    var report = GateReport(
      run: run.record.name, in: run.folder.path, baseline: baseline.name, madeBy: baseline.madeBy,
      items: baseline.dataset?.items, tolerance: tolerance, alpha: alpha, scores: scores.map(\.name), cells: cells,
      missing: comparison.missing, new: comparison.new, undefined: values.undefined,
      notes: comparison.notes(on: values, scores, isAsked: self.scores != nil) + fewSeeds(zip(judged, judgements), gate)
    )
    let patterns = try comparison.patterns(of: entries, scores)
    report.patterns = patterns.isEmpty ? nil : patterns
    return report
  }
}

extension Gate {
  /// Says where the seeds are too few to find any change, and how many are enough.
  private func fewSeeds(
    _ judged: Zip2Sequence<[GateComparison.Entry], [RegressionGate.Judgement]>, _ gate: RegressionGate
  ) -> [String] {
    let tested = judged.filter { !$0.0.change.isIdentical && $0.1.p != nil }
    let powerless = Set(tested.filter { $0.1.detectable == nil }.map(\.0.place)).count
    let cells = Set(tested.map(\.0.place)).count
    guard powerless > 0, let fewest = gate.fewestSeeds(cells: cells) else { return [] }
    return [
      "in \(counted(powerless, "cell")) no change of any size can be detected: so few seeds of a method with several "
        + "optima agree by chance too often; \(fewest) seeds on both sides can detect one"
    ]
  }
}

// MARK: - From values to records

extension GateReport.Cell {
  fileprivate init(_ entry: GateComparison.Entry, _ judgement: RegressionGate.Judgement?) {
    self.init(entry, verdict: judgement.flatMap { GateReport.Verdict(rawValue: $0.verdict.rawValue) } ?? .undecided)
    low = judgement?.interval?.lowerBound
    high = judgement?.interval?.upperBound
    p = judgement?.p
    adjusted = judgement?.adjusted
    detectable = judgement?.detectable
    outlook = judgement?.outlook.map(GateReport.Outlook.init)
  }

  /// A published number, with an interval where it has a deviation and enough seeds.
  fileprivate init(reference entry: GateComparison.Entry, alpha: Double) {
    self.init(entry, verdict: .reference)
    let interval = entry.change.interval(missing: alpha)
    (low, high) = (interval?.lowerBound, interval?.upperBound)
  }

  private init(_ entry: GateComparison.Entry, verdict: GateReport.Verdict) {
    let change = entry.change
    let evidence: GateReport.Evidence =
      if change.isIdentical {
        .identical
      } else if change.uncertainty == nil {
        .none
      } else {
        change.items == nil ? .seeds : .items
      }
    self.init(
      place: entry.place, score: entry.score.name, lowerIsBetter: !entry.score.higherIsBetter,
      run: GateReport.Side(mean: change.new.mean, deviation: change.new.deviation, seeds: change.new.seeds),
      baseline: GateReport.Side(
        mean: change.recorded.mean, deviation: change.recorded.deviation,
        seeds: entry.isReference ? entry.publishedSeeds : change.recorded.seeds),
      difference: change.difference, verdict: verdict, evidence: evidence, pairsSeeds: change.pairsSeeds)
  }
}

extension GateReport.Outlook {
  fileprivate init(_ outlook: RegressionGate.Outlook) {
    switch outlook {
    case .seeds(let count): self.init(.seeds, count: count)
    case .items(let count): self.init(.items, count: count)
    case .moreSeeds(let count): self.init(.moreSeeds, count: count)
    case .spread: self.init(.spread, count: nil)
    case .none: self.init(.none, count: nil)
    }
  }
}
