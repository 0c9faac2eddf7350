import Clustering
import Core
import Experiments
import Foundation
import Matrices
import Results
import Scores
import Stages

/// Clusters again at every setting of a sweep, under the run's seeds; a setting that the run has takes its trials.
package struct Sweeper {
  /// The most rows whose silhouettes are computed at a setting; of more, a stratified sample.
  package static let silhouetteLimit = 2_000

  private let inputs: Inputs
  private let seeds: [UInt64]
  /// The run's scores that compare with labels; the sweeps of an experiment without labels have the silhouette.
  private let external: [String]
  /// The run's first score, where it needs no labels and is not the silhouette, which sweeps have beside it.
  private let own: String?
  private let noise: NoiseRule
  private let catalog: Catalog
  private let trials: [TrialIdentity: TrialRecord]
  private let folder: RunFolder

  /// - Parameters:
  ///   - scores: the scores of the run.
  ///   - trials: the run's, whose labels are in `folder`.
  package init(
    inputs: Inputs, seeds: [UInt64], scores: [String], trials: [TrialRecord], folder: RunFolder,
    noise: NoiseRule = .cluster, catalog: Catalog = .standard
  ) {
    self.inputs = inputs
    self.noise = noise
    self.catalog = catalog
    self.seeds = seeds
    self.trials = Dictionary(trials.map { ($0.identity, $0) }) { first, _ in first }
    self.folder = folder
    external = inputs.truth == nil ? [] : scores.filter { (try? catalog.score(named: $0)) is any ExternalScore }
    own = Self.ownScore(of: scores, catalog)
  }

  /// Returns the first of a run's scores, where it needs no labels and is not the silhouette; else nil.
  static func ownScore(of scores: [String], _ catalog: Catalog) -> String? {
    scores.first.flatMap { $0 != "silhouette" && (try? catalog.score(named: $0)) is any InternalScore ? $0 : nil }
  }

  /// A sweep with the labels of each line's settings and trials.
  struct Outcome {
    var record: SweepRecord
    var labels: [[[Int32]]]
  }

  /// A fit, and its labels; nil where the setting cannot be clustered.
  private struct Fit {
    var trial: SweepRecord.Trial
    let partition: Partition?

    var asOfCriteria: SweepCriteria.Fit? { partition.map { .init(partition: $0, objective: trial.objective?.value) } }
  }

  /// Runs a sweep.
  ///
  /// - Parameters:
  ///   - spaces: the run's spaces.
  ///   - progress: called before each fit with what is being clustered, and after it with nil.
  /// - Throws: the methods' errors; a setting that cannot be clustered is a gap with a notice.
  func run(
    _ sweep: SweepPlan.Sweep, of experiment: Experiment, spaces: Spaces, progress: (String?) -> Void
  ) throws -> Outcome {
    // Silhouettes of one space can be compared, those of different spaces only roughly.
    let withSilhouette: Bool =
      if case .clusterer = sweep.subject { true } else { external.isEmpty }
    var notices: [Notice] = []
    var gaps = SweepGaps(sweep)
    var labels: [[[Int32]]] = []
    let lines = try sweep.lines.map { line -> SweepRecord.Line in
      let isDeterministic = try isDeterministic(line.space, sweep, in: experiment)
      let work = LineWork(
        line: line, sweep: sweep, rows: Rows(line, of: experiment, by: spaces),
        seeds: isDeterministic ? Array(seeds.prefix(1)) : seeds, withSilhouette: withSilhouette,
        shared: sweep.isOfClusterer && !experiment.isStochastic(line.space) ? SharedWork() : nil)
      var fits = try self.fits(of: work, progress, &gaps)
      try addCriteria(to: &fits, of: work, progress, &notices)
      labels.append(fits.joined().map(allLabels))
      let one = sweep.isOfClusters ? try oneCluster(sweep.clusterer, spaces.rows(of: line.space.name)) : nil
      var record = SweepRecord.Line(
        space: line.space.name, part: line.part, parts: line.space.inputs, oneCluster: one,
        points: Self.points(at: sweep.settings, fits))
      record.isDeterministic = isDeterministic ? true : nil
      return record
    }
    var record = SweepRecord(
      kind: sweep.kind, clusterer: sweep.clusterer.name, seeds: seeds,
      scores: (withSilhouette ? [own].compactMap(\.self) : []) + external + (withSilhouette ? ["silhouette"] : []),
      lines: lines,
      silhouetteRows: withSilhouette && inputs.items.count > Self.silhouetteLimit ? Self.silhouetteLimit : nil,
      notices: gaps.notices + notices)
    (record.parameter, record.sweptSpace) = sweep.names
    if !sweep.criteria.isEmpty {
      record.criteria = sweep.criteria.map(\.rawValue)
      record.refitRows =
        sweep.criteria.contains(where: \.isOfRefits) && inputs.items.count > SweepCriteria.mostRows
        ? SweepCriteria.mostRows : nil
    }
    return Outcome(record: record, labels: labels)
  }

  /// Takes the scores against labels again from the stored labels of a sweep; all else stays.
  ///
  /// - Parameter former: a sweep of the same lines, settings and seeds.
  /// - Throws: `ResultsError` where stored labels cannot be read, and the errors of scores and spaces.
  func rescored(
    _ former: SweepRecord, _ sweep: SweepPlan.Sweep, of experiment: Experiment, spaces: Spaces,
    progress: (String?) -> Void
  ) throws -> Outcome {
    var record = former
    let kept = former.scores.filter { $0 == "silhouette" || $0 == own }
    record.scores = kept.filter { $0 == own } + external + kept.filter { $0 != own }
    var labels: [[[Int32]]] = []
    let scoring = try Scoring(external, truth: inputs.truth, noise: noise, catalog: catalog)
    for (index, line) in sweep.lines.enumerated() {
      let stored = try folder.labels(of: former.lines[index], in: former) ?? []
      let rows = Rows(line, of: experiment, by: spaces)
      for (point, setting) in sweep.settings.enumerated() {
        let changed = try sweep.space(at: setting)
        for trial in record.lines[index].points[point].trials.indices {
          try Task.checkCancellation()
          progress("the scores of \(sweep.place(line, setting)), seed \(seeds[trial])")
          defer { progress(nil) }
          var known = record.lines[index].points[point].trials[trial]
          guard let clusters = known.clusters, !external.isEmpty else { continue }
          let partition = Partition(labels: inputs.items.map { stored[point][trial][$0] }, clusters: clusters)
          let others = known.scores.filter { kept.contains($0.key) }
          let isCosine = try sweep.clusterer(at: setting).method.isCosine
          known.scores = try scoring.score(
            rows.rows(at: setting, changed, seed: seeds[trial]), partition, isCosine: isCosine
          ).values
            .mapValues(NullUnlessFinite.init(wrappedValue:))
          known.scores.merge(others) { $1 }
          record.lines[index].points[point].trials[trial] = known
        }
      }
      labels.append(stored.joined().map { $0 })
    }
    return Outcome(record: record, labels: labels)
  }

  /// A line of a sweep with all that its fits share.
  private struct LineWork {
    let line: SweepPlan.Line
    let sweep: SweepPlan.Sweep
    let rows: Rows
    let seeds: [UInt64]
    let withSilhouette: Bool
    /// The work on the rows that all seeds and settings share; nil where the rows differ.
    let shared: SharedWork?
  }

  /// Returns the fits of a line, settings × seeds.
  ///
  /// Where the settings are those of a clusterer, all are fitted under one seed before the next, since a space that depends on
  /// the seed is in memory under one seed at a time.
  private func fits(
    of work: LineWork, _ progress: (String?) -> Void, _ gaps: inout SweepGaps
  ) throws -> [[Fit]] {
    guard work.sweep.isOfClusterer else {
      return try work.sweep.settings.map { setting in
        try work.seeds.map { try fit(of: work, at: setting, seed: $0, progress, &gaps) }
      }
    }
    let bySeed = try work.seeds.map { seed in
      try work.sweep.settings.map { try fit(of: work, at: $0, seed: seed, progress, &gaps) }
    }
    return work.sweep.settings.indices.map { setting in bySeed.map { $0[setting] } }
  }

  /// Returns the fit of a line at a setting under a seed: that of the run, or a new one.
  private func fit(
    of work: LineWork, at setting: ParameterValue, seed: UInt64, _ progress: (String?) -> Void, _ gaps: inout SweepGaps
  ) throws -> Fit {
    let (line, sweep) = (work.line, work.sweep)
    let clusterer = try sweep.clusterer(at: setting)
    let changed = try sweep.space(at: setting)
    progress("\(sweep.place(line, setting)), seed \(seed)")
    defer { progress(nil) }
    let identity = TrialIdentity(space: line.space.name, clusterer: clusterer.name, seed: seed)
    let rows = { try work.rows.rows(at: setting, changed, seed: seed) }
    if try isOfRun(line, sweep, setting), let trial = trials[identity] {
      return try known(trial, rows, withSilhouette: work.withSilhouette)
    }
    return try fit(clusterer, rows, seed: seed, of: work, at: setting, &gaps)
  }

  /// Adds the values of the sweep's criteria to the fits of a line, settings × seeds.
  private func addCriteria(
    to fits: inout [[Fit]], of work: LineWork, _ progress: (String?) -> Void, _ notices: inout [Notice]
  ) throws {
    let sweep = work.sweep
    guard !sweep.criteria.isEmpty else { return }
    let method = "\(sweep.clusterer.name) on \(work.line.space.name)"
    let classes = inputs.truth?.occupiedClasses
    let criteria = SweepCriteria(
      criteria: sweep.criteria,
      clusterers: try sweep.settings.map { try sweep.clusterer(at: $0).method(classes: classes) }, seeds: seeds,
      inputs: inputs.references)
    for (trial, seed) in work.seeds.enumerated() {
      progress("criteria of \(method), seed \(seed)")
      defer { progress(nil) }
      let rows = try work.rows.spaces.rows(of: work.line.space.name, seed: seed)
      let found = try criteria.values(
        of: fits.map { $0[trial].asOfCriteria }, rows: rows, trial: trial, of: work.seeds.count)
      for setting in fits.indices {
        fits[setting][trial].trial.criteria = found[setting].criteria
        fits[setting][trial].trial.references = found[setting].references
      }
      if trial == 0, let note = criteria.noteOnLeftOut(of: rows, sweep, method) { notices.append(note) }
    }
  }

  /// Returns the labels of a fit for all items, with none for those that are not clustered.
  private func allLabels(of fit: Fit) -> [Int32] {
    inputs.restoringPositions(
      of: fit.partition?.labels ?? inputs.items.map { _ in Partition.leftOut }, filler: Partition.leftOut)
  }

  private static func points(at settings: [ParameterValue], _ fits: [[Fit]]) -> [SweepRecord.Point] {
    zip(settings, fits).enumerated().map { position, point in
      SweepRecord.Point(
        setting: point.0.number ?? Double(position), word: point.0.number == nil ? point.0.description : nil,
        trials: point.1.map(\.trial))
    }
  }

  /// The rows of a line at its settings.
  private struct Rows {
    let weighted: WeightedSpaces?
    let changed: ChangedSpaces
    let spaces: Spaces
    let name: String

    init(_ line: SweepPlan.Line, of experiment: Experiment, by spaces: Spaces) {
      weighted = line.part.map { spaces.weighted(line.space, part: $0) }
      changed = ChangedSpaces(of: line.space.name, experiment, by: spaces)
      self.spaces = spaces
      name = line.space.name
    }

    func rows(at setting: ParameterValue, _ space: Experiment.Space?, seed: UInt64) throws -> Matrix {
      if let space { return try changed.rows(changing: space, seed: seed) }
      if let weighted, let weight = setting.number { return try weighted.rows(at: weight, seed: seed) }
      return try spaces.rows(of: name, seed: seed)
    }
  }

  /// True where no seed changes the space or the clusterer at any setting.
  private func isDeterministic(
    _ space: Experiment.Space, _ sweep: SweepPlan.Sweep, in experiment: Experiment
  ) throws -> Bool {
    try sweep.settings.allSatisfy { setting in
      let changed = try sweep.space(at: setting).map(experiment.replacing) ?? experiment
      let isMadeOnce = changed.space(named: space.name).map { !changed.isStochastic($0) } ?? false
      return try isMadeOnce && !sweep.clusterer(at: setting).method.isStochastic
    }
  }

  /// Returns whether the run itself has clustered so.
  private func isOfRun(
    _ line: SweepPlan.Line, _ sweep: SweepPlan.Sweep, _ setting: ParameterValue
  ) throws -> Bool {
    if let part = line.part, let weight = setting.number { return line.space.weighing(part, weight) == line.space }
    switch sweep.subject {
    case .space(let space, _), .weightOf(_, let space): return try sweep.space(at: setting) == space
    case .weight, .clusterer: break
    }
    let classes = inputs.truth?.occupiedClasses
    return try sweep.clusterer.method(classes: classes).settings
      == sweep.clusterer(at: setting).method(classes: classes).settings
  }

  private func known(_ trial: TrialRecord, _ rows: () throws -> Matrix, withSilhouette: Bool) throws -> Fit {
    var scores = trial.scores.filter { external.contains($0.key) }
    let partition = try folder.partition(of: trial, at: inputs.items, of: inputs.itemCount)
    if withSilhouette {
      scores["silhouette"] = try silhouette(rows(), partition, seed: trial.seed)
      if let own { scores[own] = trial.scores[own] ?? .nan }
    }
    return Fit(
      trial: SweepRecord.Trial(
        objective: trial.objective, scores: scores, clusters: trial.clusters, held: trial.heldClusters),
      partition: partition)
  }

  private func fit(
    _ options: Experiment.NamedClusterer, _ rows: () throws -> Matrix, seed: UInt64, of work: LineWork,
    at setting: ParameterValue, _ gaps: inout SweepGaps
  ) throws -> Fit {
    try Task.checkCancellation()
    let clusterer = try options.method(classes: inputs.truth?.occupiedClasses)
    do {
      let rows = try rows()
      let context = inputs.references.context(
        of: clusterer, seed: Seed(seed), shared: work.shared ?? SharedWork())
      try clusterer.check(rows, context)
      let fit = try clusterer.cluster(rows, context)
      gaps.note(fit.notices, at: work.sweep.place(work.line, setting))
      var scores: [String: Double] = [:]
      if !external.isEmpty {
        scores = try Scoring(external, truth: inputs.truth, noise: noise, catalog: catalog)
          .score(rows, fit.partition, isCosine: clusterer.isCosine).values
      }
      if work.withSilhouette {
        scores["silhouette"] = try silhouette(rows, fit.partition, seed: seed)
        if let own {
          let found = try Scoring([own], truth: nil, catalog: catalog).score(rows, fit.partition)
          scores.merge(found.values) { $1 }
        }
      }
      let objective = fit.objective.map { Objective(name: $0.name, value: $0.value) }
      return Fit(
        trial: SweepRecord.Trial(
          objective: objective, scores: scores, clusters: fit.partition.clusters, held: fit.partition.heldClusters),
        partition: fit.partition)
    } catch let error as any ExplainedError where error.isOfRows {
      // A part alone may have too few distinct rows where the fusion has enough; the other settings still stand.
      gaps.add(work.line, work.sweep, setting, cause: error.cause)
      return Fit(trial: SweepRecord.Trial(objective: nil, scores: [:]), partition: nil)
    }
  }

  /// NaN where it is not defined, as for a single cluster.
  private func silhouette(_ rows: Matrix, _ partition: Partition, seed: UInt64) throws -> Double {
    let sample = Silhouette.Sample(size: max(Self.silhouetteLimit, partition.clusters), seed: Seed(seed))
    do {
      return try Silhouette(sample: sample).score(rows, partition).value
    } catch is ScoreError {
      return .nan
    }
  }

  /// The objective of one cluster, of which that of more is a share, as with inertia; nil where more is better.
  private func oneCluster(_ options: Experiment.NamedClusterer, _ rows: Matrix) throws -> Double? {
    guard let fixed = options.method as? any FixedCountClusterer, type(of: fixed).minimizesObjective else { return nil }
    let single = options.forming(1).method
    let context = inputs.references.context(of: single, seed: Seed(seeds.first ?? 0))
    return try single.cluster(rows, context).objective?.value
  }
}

extension SweepPlan.Sweep {
  /// The parameter and its space, as results name them; nil for the two sweeps with names of their own.
  fileprivate var names: (parameter: String?, space: String?) {
    guard kind != .weights, kind != .k else { return (nil, nil) }
    return switch subject {
    case .weight: (parameterName, lines.first?.space.name)
    case .clusterer: (parameterName, nil)
    case .space(let space, _), .weightOf(_, let space): (parameterName, space.name)
    }
  }
}
