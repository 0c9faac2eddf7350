import Core
import Results
import Scores
import Statistics

/// A run and a baseline that were found to be of the same items: what they share, and how their scores differ.
struct GateComparison {
  /// A score of a cell that both have.
  struct Entry {
    let place: GateReport.Place
    let score: any Score
    let change: ScoreChange
    /// True where the baseline's number is a published one.
    var isReference = false
    var publishedSeeds: Int?
  }

  private let run: StoredRun
  private let baseline: Baseline
  private let truth: LabelSet?
  /// The cells of the baseline that the run has trials of.
  private let shared: [Baseline.Cell]
  let missing: [GateReport.Place]
  let new: [GateReport.Place]

  /// - Throws: `BaselineError` when they are of different items or share no cell.
  init(of run: StoredRun, against baseline: Baseline) throws {
    self.run = run
    self.baseline = baseline
    truth = try run.truth.flatMap { $0.unlabelledCount < run.itemCount ? $0 : nil }
    let places = run.methods.filter { !run.trials(of: $0).isEmpty }
    shared = baseline.cells.filter { places.contains($0.place) }
    missing = baseline.cells.filter { $0.labels != nil && !places.contains($0.place) }.map(\.place)
    new = places.filter { place in !baseline.cells.contains { $0.place == place } }
    guard !shared.isEmpty else {
      throw BaselineError(
        .nothingInCommon(
          baseline: baseline.name, run: run.methods.map(\.text), recorded: baseline.cells.map(\.place.text)))
    }
    try requireSameItems()
  }

  private func requireSameItems() throws {
    guard let dataset = baseline.dataset else { return }
    guard run.itemCount == dataset.items else {
      throw BaselineError(
        .otherItems(baseline: baseline.name, run: run.itemCount, recorded: dataset.items))
    }
    if let ids = run.record.items?.ids, let recorded = dataset.ids, ids != recorded {
      throw BaselineError(.otherOrder(baseline: baseline.name, run: ids, recorded: recorded))
    }
    guard let name = dataset.truth else { return }
    let own = Baseline.Dataset(items: dataset.items, truth: truth, labelSets: [truth].compactMap(\.self))
    let recorded = dataset.labelSets[name]
    guard let truth, own.labelSets[truth.name] == recorded else {
      func labels(_ dataset: Baseline.Dataset, _ name: String?) -> BaselineError.Labels {
        BaselineError.Labels(
          name: name ?? "none", classes: dataset.classes ?? 0, labelled: dataset.labelled ?? 0,
          checksum: name.flatMap { dataset.labelSets[$0] } ?? "none")
      }
      throw BaselineError(
        .otherLabels(baseline: baseline.name, run: labels(own, truth?.name), recorded: labels(dataset, name)))
    }
  }

  /// Checks that noise counts in the same way on both sides, where both have some.
  private func requireSameNoise() throws {
    guard
      let recorded = baseline.dataset?.noise
        ?? (shared.contains { $0.labels?.contains(where: \.noise) == true } ? .cluster : nil),
      shared.contains(where: { run.trials(of: $0.place).contains { $0.noise != nil } })
    else { return }
    let own = run.record.noise ?? .cluster
    guard own == recorded else {
      throw BaselineError(.otherNoise(baseline: baseline.name, run: own, recorded: recorded))
    }
  }

  // MARK: - Scores

  /// The scores to judge by.
  ///
  /// - Parameter names: the scores that were asked for; all that both have for `["all"]`, the run's first for nil.
  /// - Throws: `ScoreError` for an unknown name, `BaselineError` for one that is not in both.
  func chosen(_ names: [String]?) throws -> [any Score] {
    let plan = run.plan.scores
    let common = plan.filter { baseline.scores.contains($0) }
    let chosen = names == ["all"] ? common : names ?? Array(common.prefix(1))
    guard !chosen.isEmpty else {
      throw BaselineError(
        .noScore(baseline: baseline.name, score: names?.first ?? "no score", run: plan, recorded: baseline.scores))
    }
    return try chosen.map { name in
      let score = try score(named: name)
      // Numbers that follow from labels need not be recorded.
      let isKnown = score is any ExternalScore && truth != nil
      guard isKnown || plan.contains(name), (isKnown && baseline.holdsLabels) || baseline.scores.contains(name) else {
        throw BaselineError(.noScore(baseline: baseline.name, score: name, run: plan, recorded: baseline.scores))
      }
      return score
    }
  }

  /// A score of the catalog, or one of another origin that is known by its values alone.
  private func score(named name: String) throws -> any Score {
    let isOfRunAlone = run.plan.scores.contains(name) && !ScoreCatalog.all.contains { $0.name == name }
    return isOfRunAlone ? RecordedScore(run.record.score(name)) : try ScoreCatalog.named(name)
  }

  /// The changes of the scores, by score, then in the order of the baseline.
  ///
  /// - Throws: `ResultsError`, `BaselineError` when labels are not those of the recorded values, or noise counts by other
  ///   rules on either side.
  func entries(_ scores: [any Score]) throws -> [Entry] {
    let external = scores.compactMap { $0 as? any ExternalScore }
    if !external.isEmpty { try requireSameNoise() }
    let labelled = shared.filter { $0.labels != nil }
    var changes: [[ScoreChange]] = []
    if let truth, !external.isEmpty, !labelled.isEmpty {
      let pairs = try labelled.map { try pair($0) }
      for (cell, pair) in zip(labelled, pairs) {
        try requireRecordedValues(cell, pair.recorded, external, truth)
      }
      changes = try ScoreChange.between(
        pairs.map { ScoreChange.Pair(new: $0.new, recorded: $0.recorded) }, truth: truth, scores: external)
    }
    var next = changes.makeIterator()
    return try scores.flatMap { score -> [Entry] in
      let isFromLabels = score is any ExternalScore
      var ofLabels = (isFromLabels ? next.next() ?? [] : []).makeIterator()
      return try shared.compactMap { cell in
        if isFromLabels, cell.labels != nil, let change = ofLabels.next() {
          // Such as a kappa of items that are all of one class.
          let isDefined = change.new.mean.isFinite && change.recorded.mean.isFinite
          return isDefined ? Entry(place: cell.place, score: score, change: change) : nil
        }
        return try entry(score, of: cell)
      }
    }
  }

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
        let found = try score.score(partition, truth: truth)
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

  /// A score that is known by its values alone; nil where one side has none.
  private func entry(_ score: any Score, of cell: Baseline.Cell) throws -> Entry? {
    let trials = run.trials(of: cell.place)
    let external = score as? any ExternalScore
    let values = try trials.compactMap { trial -> (UInt64, Double)? in
      if let value = trial.scores[score.name] { return value.isFinite ? (trial.seed, value) : nil }
      guard let truth, let external else { return nil }
      let value = try external.score(run.comparedPartition(of: trial), truth: truth)
      return value.isFinite ? (trial.seed, value) : nil
    }
    guard let recorded = cell.scores[score.name], !values.isEmpty else { return nil }
    if cell.labels != nil, let known = recorded.values, !known.isEmpty {
      return Entry(
        place: cell.place, score: score,
        change: ScoreChange(
          new: Dictionary(values) { first, _ in first },
          recorded: Dictionary(known.map { ($0.seed, $0.value) }) { first, _ in first }))
    }
    return Entry(
      place: cell.place, score: score,
      change: ScoreChange(
        new: values.map(\.1), published: recorded.mean, deviation: recorded.deviation, seeds: recorded.seeds),
      isReference: true, publishedSeeds: recorded.seeds)
  }

  // MARK: - Notes

  /// Returns the notes on the comparison.
  func notes(on entries: [Entry]) -> [String] {
    var notes = run.record.gapNotes + [run.missingNote].compactMap(\.self)
    if run.record.items?.ids != nil, let dataset = baseline.dataset, dataset.ids == nil {
      notes.append(
        "the items of the run have ids, and the baseline records none: the order of the items is checked by the labels "
          + "alone; record it again with fusebench baseline RUN --force")
    }
    notes += [leftOutNote(on: entries)].compactMap(\.self)
    let unused = entries.filter { entry in
      guard !entry.isReference, entry.change.isIdentical else { return false }
      let recorded = shared.first { $0.place == entry.place }?.labels?.count ?? 0
      return max(run.trials(of: entry.place).count, recorded) > entry.change.new.seeds
    }
    if !unused.isEmpty {
      notes.append(
        "in \(counted(unused.count, "cell")) the shared seeds gave the same clusters, so nothing changed: only these "
          + "seeds are shown and used")
    }
    let judged = entries.filter { !$0.isReference && !$0.change.isIdentical }
    let lonely = judged.filter {
      min($0.change.new.seeds, $0.change.recorded.seeds) == 1 && $0.change.uncertainty != nil
        && !$0.change.isDeterministic
    }
    if !lonely.isEmpty {
      notes.append(
        "in \(counted(lonely.count, "cell")) one side has a single seed: the spread of the other side is used"
      )
    }
    if judged.contains(where: { $0.change.items == nil && $0.change.uncertainty != nil }) {
      notes.append(
        "scores that use the features are compared over the seeds alone, without the variation between items")
    }
    if entries.contains(where: \.isReference) {
      notes.append("published numbers without labels are shown beside the run and never judged")
    }
    return notes
  }

  /// Counts the items that are compared where noise is left out.
  private func leftOutNote(on entries: [Entry]) -> String? {
    let labelled = truth.map { $0.values.count - $0.unlabelledCount } ?? run.itemCount
    let compared = entries.filter { !$0.change.isIdentical }.compactMap(\.change.items).min()
    guard run.record.noise == .exclude, let compared, compared < labelled else { return nil }
    return "noise is left out: scores against labels are compared on the \(counted(compared, "item")) of "
      + "\(labelled.grouped) that no method leaves as noise on either side"
  }
}

extension Baseline.Cell {
  var place: GateReport.Place { GateReport.Place(clusterer: clusterer, space: space) }
}
