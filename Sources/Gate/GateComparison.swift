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
    /// The run's values by seed, for a published number.
    var values: [UInt64: Double] = [:]
  }

  let run: StoredRun
  let baseline: Baseline
  let truth: LabelSet?
  /// The cells of the baseline that the run has trials of.
  let shared: [Baseline.Cell]
  let missing: [GateReport.Place]
  let new: [GateReport.Place]
  /// The cells of published numbers that the run lacks.
  let unmatched: [GateReport.Place]

  /// - Throws: `BaselineError` when they are of different items or share no cell.
  init(of run: StoredRun, against baseline: Baseline) throws {
    self.run = run
    self.baseline = baseline
    truth = try run.truth.flatMap { $0.unlabelledCount < run.itemCount ? $0 : nil }
    let places = run.methods.filter { !run.trials(of: $0).isEmpty }
    shared = baseline.cells.filter { places.contains($0.place) }
    missing = baseline.cells.filter { $0.labels != nil && !places.contains($0.place) }.map(\.place)
    unmatched = baseline.cells.filter { $0.labels == nil && !places.contains($0.place) }.map(\.place)
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
          name: name, classes: dataset.classes ?? 0, labelled: dataset.labelled ?? 0,
          checksum: name.flatMap { dataset.labelSets[$0] })
      }
      throw BaselineError(
        .otherLabels(baseline: baseline.name, run: labels(own, truth?.name), recorded: labels(dataset, name)))
    }
  }

  /// Checks that noise counts in the same way on both sides, where both have some.
  func requireSameNoise() throws {
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
    // Scores against labels that have no value in the baseline are named as undefined.
    let usual = common.isEmpty ? plan : common
    let chosen = names == ["all"] ? usual : names ?? Array(usual.prefix(1))
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

  // MARK: - Notes

  /// Returns the notes on the comparison.
  func notes(on values: Values, _ scores: [any Score], isAsked: Bool) -> [String] {
    let entries = values.entries
    var notes = run.record.gapNotes + [run.missingNote, changedInputs].compactMap(\.self)
    if !isAsked, let first = run.plan.scores.first, let chosen = scores.first?.name, chosen != first {
      notes.append(
        "\(first), the first score of the run, has no value in the baseline: \(chosen) is compared instead")
    }
    if run.record.items?.ids != nil, let dataset = baseline.dataset, dataset.ids == nil {
      notes.append(
        "the items of the run have ids, and the baseline records none: the order of the items is checked by the labels "
          + "alone; record it again with fusebench baseline RUN --force")
    }
    notes += [leftOutNote(on: values)].compactMap(\.self) + values.notes
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
    if !unmatched.isEmpty {
      notes.append(
        "\(counted(unmatched.count, "published method")) \(unmatched.count == 1 ? "is" : "are") not in the run: "
          + "\(list(unmatched.map(\.text))); of a table, --map names the methods of the run")
    }
    return notes
  }

  /// States the input files that are not those of the baseline, by which every score may have changed.
  private var changedInputs: String? {
    baseline.dataset?.inputs.flatMap { ChangedInputs(from: $0, to: run.record.inputs).text }.map {
      "the inputs changed since the baseline was recorded: \($0)"
    }
  }

  /// Counts the items that are compared where noise is left out.
  private func leftOutNote(on values: Values) -> String? {
    let labelled = truth.map { $0.values.count - $0.unlabelledCount } ?? run.itemCount
    let compared = values.entries.filter { !$0.change.isIdentical }.compactMap(\.change.items).min()
    guard run.record.noise == .exclude, let compared, compared < labelled else { return nil }
    guard !values.areAlone else {
      return "noise is left out, and the items that no method leaves as noise on either side are none, of one class or "
        + "without a score: each method is compared on its own, on \(compared.grouped) of \(labelled.grouped) items or more"
    }
    return "noise is left out: scores against labels are compared on the \(counted(compared, "item")) of "
      + "\(labelled.grouped) that no compared method leaves as noise on either side"
  }
}

extension Baseline.Cell {
  var place: GateReport.Place { GateReport.Place(clusterer: clusterer, space: space) }
}
