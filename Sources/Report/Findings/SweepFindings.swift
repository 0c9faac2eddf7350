import Core
import Figures
import Foundation
import Results

/// The results of a run's sweeps: the best weight against the parts alone, and the best value of other parameters.
extension FindingSource {
  /// The best weight of each fused space, against the best part alone.
  ///
  /// - Throws: `ResultsError` when a stored sweep cannot be read.
  func bestWeights() throws -> [Finding] {
    guard let sweep = try stored.sweep(.weights), sweep.scores.contains(scores.facts.name) else { return [] }
    return try sweep.lines.compactMap { line in
      guard let part = line.part, let best = SweepReading(sweep, score: scores.facts).best(of: line) else { return nil }
      let noise = try noise(of: best, line, sweep)
      let start =
        "Among \(counted(line.points.count, "weight")) of \(part.shortened) in \(line.space.shortened)\(Self.range(line)), "
        + "\(Self.value(line.points[best.index])) \(predicate(noise: noise)) for \(sweep.clusterer.shortened) "
        + Self.extent(line)
      let own = "\(scores.name) \(Self.text(best.summary))"
      guard let alone = bestAlone(line.parts, sweep), let (evidence, opposite) = evidence(best, line, alone, sweep)
      else {
        return Finding(
          start + reserve(line, sweep, isOtherSpace: true) + ".", numbers: [own] + Self.noiseNumbers(noise, nil))
      }
      let isAhead = evidence.mean > 0
      let shown = isAhead || evidence.isTie ? evidence : opposite
      // The best of several weights was chosen on these seeds, so that it is never said to beat the part, even where a test of
      // the run's own space stands beside it.
      let relation = evidence.isTie ? "equal to" : isAhead ? "ahead of" : "behind"
      let difference =
        "\(isAhead ? "better" : "worse") by \(Self.text(shown.mean, shown.deviation))\(shown.share)"
      let setting = line.points[best.index].setting
      let isAtEdge = [0, line.points.count - 1].contains(best.index) && setting > 0 && setting < 1
      let edge = isAtEdge ? ", at the edge of the values tried" : ""
      let signs =
        isAhead && dependsOnSigns(line.space) ? "; arbitrary signs of \(line.space.shortened) can explain it" : nil
      return Finding(
        "\(start)\(edge), \(relation) \(alone.name.shortened) alone"
          + (signs ?? (isAtEdge ? "" : reserve(line, sweep, isOtherSpace: true))) + ".",
        numbers: ["\(own) against \(Self.text(alone.summary))"]
          + (evidence.isTie ? [] : [difference] + [shown.test].compactMap(\.self))
          + Self.noiseNumbers(noise, alone.noise))
    }
  }

  /// The best value of each other parameter that was swept, in the space that is best there.
  ///
  /// - Throws: `ResultsError` when a stored sweep cannot be read.
  func bestParameters() throws -> [Finding] {
    try (stored.record.sweeps ?? []).compactMap { kind -> Finding? in
      guard let sweep = try stored.sweep(kind), let parameter = sweep.parameter,
        sweep.scores.contains(scores.facts.name)
      else { return nil }
      let reading = SweepReading(sweep, score: scores.facts)
      let found = sweep.lines.compactMap { line in reading.best(of: line).map { (line, $0) } }
      guard
        let (line, best) = found.min(by: { first, second in
          let (mean, other) = (first.1.summary.mean, second.1.summary.mean)
          return scores.facts.lowerIsBetter ? mean < other : mean > other
        }), line.points.count > 1
      else { return nil }
      // Where the values do not differ beyond the spread over seeds, none is best.
      guard Self.moves(line, scores.facts.name) != false else { return nil }
      let owner = sweep.sweptSpace.map { " of \($0.shortened)" } ?? line.part.map { " of \($0.shortened)" } ?? ""
      let point = line.points[best.index]
      let isAtEdge = point.word == nil && [0, line.points.count - 1].contains(best.index)
      let noise = try noise(of: best, line, sweep)
      return Finding(
        "Among \(line.points.count) values of \(parameter)\(owner)\(Self.range(line)), \(Self.value(point)) "
          + "\(predicate(noise: noise)) for \(sweep.clusterer.shortened) on \(line.space.shortened) \(Self.extent(line))"
          + (isAtEdge ? ", at the edge of the values tried" : "")
          + reserve(line, sweep, isOtherSpace: sweep.sweptSpace != nil || line.part != nil, isAtEdge: isAtEdge) + ".",
        numbers: ["\(scores.name) \(Self.text(best.summary))"] + Self.noiseNumbers(noise, nil))
    }
  }

  // MARK: - Reserves

  /// The reserve on a best value: where the first score does not compare the values well, or other scores are best at another
  /// one; empty elsewhere.
  ///
  /// - Parameters:
  ///   - isOtherSpace: true where each value makes a space of its own.
  ///   - isAtEdge: true where the sentence has the edge as its reserve.
  private func reserve(_ line: SweepRecord.Line, _ sweep: SweepRecord, isOtherSpace: Bool, isAtEdge: Bool = false)
    -> String
  {
    if isOtherSpace, scores.facts.isInternal { return "; \(scores.name) compares different spaces only roughly" }
    if sweep.isOfClusters, scores.facts.risesWithClusters { return "; \(scores.name) rises with k by itself" }
    guard !isAtEdge, let own = SweepReading(sweep, score: scores.facts).best(of: line) else { return "" }
    let elsewhere = others.map(\.facts).filter { facts in
      guard sweep.scores.contains(facts.name), !facts.isInternal || scores.facts.isInternal || !isOtherSpace,
        let best = SweepReading(sweep, score: facts).best(of: line)
      else { return false }
      let values = SummaryTable.Cell(line.points[own.index].values(of: facts.name).filter(\.isFinite))
      return best.index != own.index && best.summary.mean != values?.mean
    }.map(\.shortName)
    return elsewhere.isEmpty
      ? "" : "; \(Claim.scores(elsewhere)) \(elsewhere.count == 1 ? "is" : "are") best elsewhere"
  }

  /// True where a score differs between the values of a parameter beyond the spread over seeds; nil where one seed leaves that
  /// open.
  private static func moves(_ line: SweepRecord.Line, _ score: String) -> Bool? {
    SweepMovement(
      score, values: line.points.map { (value: value($0), ofSeeds: $0.values(of: score)) },
      isDeterministic: line.isDeterministic == true
    )?.isBeyondSeeds
  }

  /// The predicate of the best setting, which is not called so where it leaves most items as noise.
  private func predicate(noise: Double) -> String {
    noise > Self.mostlyNoise ? "has the best \(scores.name)" : "is best"
  }

  /// The extent for which the best setting is known.
  private static func extent(_ line: SweepRecord.Line) -> String {
    line.isDeterministic == true ? "on these items" : "on these seeds"
  }

  // MARK: - Values

  /// The mean share of noise at the best setting; 0 where the score counts every item with a cluster.
  private func noise(of best: SweepReading.Best, _ line: SweepRecord.Line, _ sweep: SweepRecord) throws -> Double {
    countsNoiseWithNearest ? 0 : try noiseShares(of: line, sweep)[best.index]
  }

  /// The mean share of noise at each setting; none in sweeps without stored labels.
  func noiseShares(of line: SweepRecord.Line, _ sweep: SweepRecord) throws -> [Double] {
    try stored.meanNoise(of: line, in: sweep) ?? line.points.map { _ in 0 }
  }

  /// Such as ` from 5 to 30`; empty for words and for one value.
  static func range(_ line: SweepRecord.Line) -> String {
    guard line.points.count > 1, line.points.allSatisfy({ $0.word == nil }), let first = line.points.first,
      let last = line.points.last
    else { return "" }
    return " from \(value(first)) to \(value(last))"
  }

  /// A value with as many digits as it needs: `0`, `.35`, `1`, `full`.
  static func value(_ point: SweepRecord.Point) -> String {
    if let word = point.word { return word }
    let value = point.setting
    return value == value.rounded() ? String(Int(value)) : NumberText.score(value, digits: 3).trimmingZeros
  }

  /// A part alone with its scores under the sweep's seeds, and the mean share of noise.
  private typealias PartAlone = (name: String, values: [Double], summary: SummaryTable.Cell, noise: Double)

  /// The part that does best alone with the sweep's clusterer, under the sweep's seeds.
  private func bestAlone(_ parts: [String], _ sweep: SweepRecord) -> PartAlone? {
    parts.compactMap { part -> PartAlone? in
      let trials = sweep.seeds.map { seed in stored.trials(part, sweep.clusterer).first { $0.seed == seed } }
      let values = trials.map { $0?.scores[scores.facts.name] ?? .nan }
      guard values.allSatisfy(\.isFinite), let summary = SummaryTable.Cell(values) else { return nil }
      let shares = countsNoiseWithNearest ? [] : trials.compactMap { $0.map(stored.record.noiseShare) }
      let noise = SummaryTable.Cell(shares)?.mean ?? 0
      return (part, values, summary, noise)
    }.max { scores.facts.lowerIsBetter ? $0.summary.mean > $1.summary.mean : $0.summary.mean < $1.summary.mean }
  }

  /// The evidence for the best weight over a part alone, and for the part over it. Where the weight is that of the run's own
  /// space, this is a comparison of two methods of the run, with its test; other weights have none.
  private func evidence(
    _ best: SweepReading.Best, _ line: SweepRecord.Line, _ alone: PartAlone, _ sweep: SweepRecord
  ) -> (forward: SeedEvidence, opposite: SeedEvidence)? {
    func standing(_ space: String) -> Standing? {
      ranking.first { $0.space == space && $0.clusterer == sweep.clusterer }
    }
    if let own = standing(line.space), let part = standing(alone.name), own.isSame(as: best.values),
      let forward = scores.evidence(own, over: part), let opposite = scores.evidence(part, over: own)
    {
      return (forward, opposite)
    }
    let isLower = scores.facts.lowerIsBetter
    guard let forward = SeedEvidence(best.values, over: alone.values, lowerIsBetter: isLower),
      let opposite = SeedEvidence(alone.values, over: best.values, lowerIsBetter: isLower)
    else { return nil }
    return (forward, opposite)
  }
}

extension String {
  /// A decimal number without zeros at its end.
  fileprivate var trimmingZeros: String {
    var text = self
    while text.hasSuffix("0") { text.removeLast() }
    return text
  }
}
