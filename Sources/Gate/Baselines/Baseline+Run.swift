import Core
import Results

extension Baseline {
  /// The baseline of a stored run: every cell's scores and the labels of its trials.
  ///
  /// - Parameters:
  ///   - name: its name; else the run's name.
  ///   - seedsKept: the labels of so many seeds are kept, the first ones; all when nil.
  /// - Throws: `BaselineError` when trials are missing, `ResultsError` when stored labels are not those of the run.
  package init(of run: StoredRun, name: String? = nil, seedsKept: Int? = nil) throws {
    guard run.missing.isEmpty, !run.trials.isEmpty else {
      throw BaselineError(
        .unfinishedRun(path: run.folder.path, missing: run.missing.count, trials: run.record.expectedTrials.count))
    }
    let labelSets = try run.record.dataset.labelSets.compactMap { try run.labelSet($0) }
    let truth = labelSets.first { $0.name == run.record.dataset.labelSets.first?.name }
    let cells = try run.methods.compactMap { place -> Cell? in
      let trials = run.trials(of: place).sorted { $0.seed < $1.seed }
      // A gap has nothing to be recorded.
      guard !trials.isEmpty else { return nil }
      let kept = trials.prefix(seedsKept ?? trials.count)
      return Cell(
        clusterer: place.clusterer, space: place.space, scores: Self.scores(of: trials, run.plan.scores),
        labels: try kept.map { PackedLabels(try run.comparedPartition(of: $0).labels, seed: $0.seed) },
        isDeterministic: run.plan.isDeterministic(place))
    }
    self.init(
      name: name ?? run.record.name, madeBy: "fusebench \(run.record.version)",
      dataset: Dataset(
        items: run.itemCount, truth: truth, labelSets: labelSets, ids: run.record.items?.ids,
        noise: run.trials.contains { $0.noise != nil } ? run.record.noise : nil, inputs: run.record.inputs),
      cells: cells)
  }

  private static func scores(of trials: [TrialRecord], _ names: [String]) -> [String: Score] {
    names.reduce(into: [:]) { scores, name in
      let values = trials.compactMap { trial in
        trial.scores[name].flatMap { $0.isFinite ? SeedValue(seed: trial.seed, value: $0) : nil }
      }
      scores[name] = Score(values)
    }
  }
}
