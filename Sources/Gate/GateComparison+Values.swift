import Core
import Results
import Scores
import Statistics

/// The values of both sides, and where one has none.
extension GateComparison {
  /// The scores of the cells that both have.
  struct Values {
    /// By score, then in the order of the baseline.
    var entries: [Entry] = []
    /// In the same order.
    var undefined: [GateReport.Undefined] = []
    var notes: [String] = []
    /// True where methods share too few items, so that each is compared on its own ones.
    var areAlone = false
  }

  /// The changes of the scores, and the scores without a value to compare.
  ///
  /// - Throws: `ResultsError`, `BaselineError` when labels are not those of the recorded values, or noise counts by other
  ///   rules on either side.
  func values(of scores: [any Score]) throws -> Values {
    let external = scores.compactMap { $0 as? any ExternalScore }
    if !external.isEmpty { try requireSameNoise() }
    let labelled = shared.filter { $0.labels != nil }
    var values = Values()
    var outcomes: [[Outcome]] = []
    if let truth, !external.isEmpty, !labelled.isEmpty {
      let pairs = try labelled.map { try pair($0) }
      for (cell, pair) in zip(labelled, pairs) {
        try requireRecordedValues(cell, pair.recorded, external, truth)
      }
      let compared = try LabelledScores(
        pairs.map { ScoreChange.Pair(new: $0.new, recorded: $0.recorded) }, truth: truth, scores: external,
        leavesOutNoise: run.record.noise == .exclude)
      (outcomes, values.areAlone) = (compared.outcomes, compared.areAlone)
    }
    var next = outcomes.makeIterator()
    for score in scores {
      let isFromLabels = score is any ExternalScore
      var ofLabels = (isFromLabels ? next.next() ?? [] : []).makeIterator()
      for cell in shared {
        let known = isFromLabels && cell.labels != nil ? ofLabels.next() : nil
        values.add(try known ?? outcome(of: score, in: cell), score, cell.place)
      }
    }
    return values
  }

  /// The scores that both have and that are none of those.
  func others(than names: [String]) -> [String] {
    run.plan.scores.filter { baseline.scores.contains($0) && !names.contains($0) }
  }

  /// The outcome of looking at a score of a cell.
  enum Outcome {
    case change(ScoreChange, partial: Gap?)
    /// A number that was published.
    case published(ScoreChange, seeds: Int?, values: [UInt64: Double])
    case undefined(Gap)
    /// Neither was it published, nor has a run of labels it.
    case absent
  }

  /// The seeds under which both sides have a score.
  struct Gap {
    let run: GateReport.Undefined.Seeds
    let baseline: GateReport.Undefined.Seeds
    var cause: String?
    var isLost: Bool

    /// True where the run has the score under a smaller share of its seeds.
    static func isLost(_ run: GateReport.Undefined.Seeds, _ baseline: GateReport.Undefined.Seeds) -> Bool {
      run.defined * baseline.all < baseline.defined * run.all
    }
  }

  // MARK: - Labels

  /// The labels of both sides.
  private func pair(_ cell: Baseline.Cell) throws -> (new: SeededPartitions, recorded: SeededPartitions) {
    let trials = run.trials(of: cell.place)
    let new = SeededPartitions(
      try trials.map { try run.comparedPartition(of: $0) }, seeds: trials.map(\.seed),
      isDeterministic: run.plan.isDeterministic(cell.place))
    let labels = cell.labels ?? []
    let recorded = SeededPartitions(
      try labels.map { packed in
        let labels: [Int32]
        do throws(PackedLabels.Damage) {
          labels = try packed.labels(items: run.itemCount)
        } catch {
          throw BaselineError(.malformed(path: baseline.name, detail: error.detail))
        }
        return try Partition(checking: labels, clusters: packed.clusters)
      }, seeds: labels.map(\.seed), isDeterministic: cell.isDeterministic == true && labels.count == 1)
    return (new, recorded)
  }

  /// Checks that the values of a cell are those of its labels.
  private func requireRecordedValues(
    _ cell: Baseline.Cell, _ recorded: SeededPartitions, _ scores: [any ExternalScore], _ truth: LabelSet
  ) throws {
    for (seed, partition) in zip(recorded.seeds, recorded.partitions) {
      for score in scores {
        guard let value = cell.scores[score.name]?.values?.first(where: { $0.seed == seed })?.value else { continue }
        let found = try score.value(of: partition, truth: truth)
        // Baselines of before kappa counted as undefined for items of one class have 1 there.
        guard found.isNaN || Baseline.isClose(found, value) else {
          throw BaselineError(
            .malformed(
              path: baseline.name,
              detail: "\(score.name) of \(cell.place.text), seed \(seed), is \(value), and \(found) by its labels"))
        }
      }
    }
  }

  // MARK: - Values alone

  /// The change of a score that is known by its values alone.
  private func outcome(of score: any Score, in cell: Baseline.Cell) throws -> Outcome {
    let trials = run.trials(of: cell.place)
    let external = score as? any ExternalScore
    let values = try trials.compactMap { trial -> (UInt64, Double)? in
      if let value = trial.scores[score.name] { return value.isFinite ? (trial.seed, value) : nil }
      guard let truth, let external else { return nil }
      let value = try external.value(of: run.comparedPartition(of: trial), truth: truth)
      return value.isFinite ? (trial.seed, value) : nil
    }
    let recorded = cell.scores[score.name]
    let own = GateReport.Undefined.Seeds(defined: values.count, all: trials.count)
    guard cell.labels != nil, recorded == nil || recorded?.values?.isEmpty == false else {
      guard let recorded else { return .absent }
      let seeds = recorded.seeds ?? 1
      guard !values.isEmpty else {
        return .undefined(Gap(run: own, baseline: .init(defined: seeds, all: seeds), isLost: false))
      }
      return .published(
        ScoreChange(
          new: values.map(\.1), published: recorded.mean, deviation: recorded.deviation, seeds: recorded.seeds),
        seeds: recorded.seeds, values: Dictionary(values) { first, _ in first })
    }
    let known = recorded?.values ?? []
    let seeds = max(cell.labels?.count ?? 0, cell.scores.values.compactMap { $0.values?.count }.max() ?? 0)
    let other = GateReport.Undefined.Seeds(defined: known.count, all: seeds)
    let gap = Gap(run: own, baseline: other, isLost: Gap.isLost(own, other))
    guard !known.isEmpty, !values.isEmpty, !gap.isLost else { return .undefined(gap) }
    return .change(
      ScoreChange(
        new: Dictionary(values) { first, _ in first },
        recorded: Dictionary(known.map { ($0.seed, $0.value) }) { first, _ in first }),
      partial: own.defined < own.all || other.defined < other.all ? gap : nil)
  }
}

extension GateComparison.Values {
  fileprivate mutating func add(
    _ outcome: GateComparison.Outcome, _ score: any Score, _ place: GateReport.Place
  ) {
    func undefined(_ gap: GateComparison.Gap) -> GateReport.Undefined {
      GateReport.Undefined(
        place: place, score: score.name, run: gap.run, baseline: gap.baseline, cause: gap.cause, isLost: gap.isLost)
    }
    switch outcome {
    case .change(let change, let partial):
      entries.append(GateComparison.Entry(place: place, score: score, change: change))
      if let partial { notes.append("\(undefined(partial).sentence); these seeds do not count") }
    case .published(let change, let seeds, let values):
      entries.append(
        GateComparison.Entry(
          place: place, score: score, change: change, isReference: true, publishedSeeds: seeds, values: values))
    case .undefined(let gap): self.undefined.append(undefined(gap))
    case .absent: break
    }
  }
}
