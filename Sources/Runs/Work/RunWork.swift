import Clustering
import Core
import Experiments
import Foundation
import Matrices
import Reduction
import Results
import Scores
import Stages

/// The work of a run, step by step: each step does the missing work of its plan, stores it, and keeps what is to be
/// said of it.
final class RunWork {
  let resolution: Resolution
  let plan: WorkPlan
  let spaces: Spaces
  let store: RunStore
  let report: (RunEvent) -> Void
  var meter: WorkMeter
  var trials: [TrialRecord] = []
  /// The planned trials that cannot be made.
  private var gaps: [TrialGap]
  private var firstFailure: (method: String, error: any ExplainedError)?
  /// The facts that each space's work gave for `run.json`.
  var signs: [String: JSONValue] = [:]
  var spaceNotices: [Notice] = []
  var clusterNotices: [Notice] = []
  var sweepNotices: [Notice] = []
  var attributionNotices: [Notice] = []
  /// The numbers of the members of trials whose space was at hand.
  var memberMeasures: [TrialIdentity: MemberMeasures] = [:]
  /// The names of references to which the clusters of such trials point.
  var memberNames: [TrialIdentity: [RetrievedNames]] = [:]
  /// The names that a user gave to clusters of a former run, by the numbers of the clusters now.
  var carriedNames: [RunPlan.Method: [Int: String]] = [:]
  /// The transforms that this run has stored.
  var storedTransforms: Set<RunFolder.Artifact> = []
  /// The work on the rows of the space in use that clusterers of a kind share, by kind; none where the rows change with the
  /// seed.
  private var clustererWork: [String: SharedWork]?
  private let timings: TimingLog
  private var clustered = 0

  var folder: RunFolder { store.folder }
  var inputs: Inputs { resolution.inputs }

  /// Finds out whether there is room, and begins with what has to go.
  init(
    _ resolution: Resolution, _ plan: WorkPlan, _ spaces: Spaces, in folder: RunFolder, isFresh: Bool,
    report: @escaping (RunEvent) -> Void
  ) throws {
    self.resolution = resolution
    self.plan = plan
    self.report = report
    self.spaces = spaces
    gaps = plan.gaps
    meter = WorkMeter(total: resolution.workload(of: plan), report: report)
    let counts = plan.counts
    timings = try TimingLog(folder, isFresh: isFresh, reused: counts.trials - counts.clustered)
    let record = try resolution.record(spaces: spaces.json(), gaps: plan.gaps)
    store = RunStore(
      folder, beginning: record, stale: plan.stale, need: try resolution.need(of: plan, record: record),
      formerTruth: plan.formerTruth)
    try folder.make()
    if !plan.isIdle { try store.requireRoom() }
    report(.began(items: inputs.items.count, spaces: resolution.experiment.spaces.count, counts))
    if !plan.stale.isEmpty { try store.begin() }
  }

  // MARK: - The dataset

  /// Stores what the figures and the page need of the dataset, so that they can be made again without it.
  func storeDataset() throws {
    if plan.lacks(.dataset) {
      try store.begin()
      for labelSet in inputs.labelSets {
        try folder.write(
          inputs.restoringPositions(of: labelSet.values, filler: LabelSet.unlabelled), ofLabelSet: labelSet.name)
      }
      if let (sheet, bytes) = inputs.samples() { try folder.write(sheet, bytes: bytes) }
      if let ids = inputs.ids { try folder.write(ids: ids) }
      if resolution.wants("maps") || resolution.wants("cards") { try inputs.storeCaptions(in: folder) }
      try folder.writeDatasetMark(resolution.fingerprints.dataset)
    }
    if plan.lacks(.thumbnails) {
      try store.begin()
      try inputs.storeThumbnails(in: folder, fingerprint: resolution.fingerprints.thumbnails())
    }
  }

  // MARK: - Trials

  /// Clusters a space by every clusterer under every seed, as far as that was not done before, and scores.
  func doTrials(of space: Experiment.Space) throws {
    // Spaces that are not clustered may be parts of several.
    for notice in try spaces.notices(of: space) + resolution.unnamedNotices(of: space)
    where !spaceNotices.contains(notice) {
      spaceNotices.append(notice)
    }
    let planned = resolution.plan.trials.filter { $0.space == space.name }
    var made: [TrialIdentity: TrialRecord] = [:]
    let varies = resolution.experiment.isStochastic(space)
    clustererWork = varies ? nil : [:]
    defer { clustererWork = nil }
    // A space that depends on the seed is in memory under one seed at a time.
    for identity in combinationsLast(varies ? bySeed(planned) : planned) {
      switch plan.tasks[identity] {
      case .nothing(let trial): made[identity] = try upToDate(trial)
      case .scoring(let trial): made[identity] = try score(trial)
      case .gap: break
      case .clustering, .modelling, nil: made[identity] = try clusterOrLeaveOut(identity, after: made)
      }
    }
    trials += planned.compactMap { made[$0] }
    try storeMissingTransforms(of: space)
  }

  /// Trials by seed, then in the order of the plan.
  private func bySeed(_ trials: [TrialIdentity]) -> [TrialIdentity] {
    resolution.plan.seeds.flatMap { seed in trials.filter { $0.seed == seed } }
  }

  /// Returns the work that the clusterers of a kind share on the space in use.
  private func sharedWork(of clusterer: any Clusterer) -> SharedWork {
    guard clustererWork != nil else { return SharedWork() }
    let work = clustererWork?[clusterer.kind] ?? SharedWork()
    clustererWork?[clusterer.kind] = work
    return work
  }

  /// Clusters a trial; where its rows turn out not to allow it, it is a gap.
  ///
  /// - Parameter made: the trials of the space that are there.
  /// - Returns: nil for a gap.
  /// - Throws: ``RunError`` when no planned trial is left.
  private func clusterOrLeaveOut(
    _ identity: TrialIdentity, after made: [TrialIdentity: TrialRecord]
  ) throws -> TrialRecord? {
    do {
      return try cluster(identity, after: made)
    } catch let error as any ExplainedError where error.isOfRows {
      let failure = firstFailure ?? ("\(identity.clusterer) on \(identity.space)", error)
      firstFailure = failure
      gaps.append(TrialGap(identity, cause: error.cause, hint: error.hint))
      meter.advance(WorkMeter.trial)
      guard gaps.count < resolution.plan.trials.count else {
        throw MethodChecks.nothingClustered(failure.method, failure.error, resolution)
      }
      return nil
    }
  }

  /// Clusters, scores and stores.
  private func cluster(_ identity: TrialIdentity, after made: [TrialIdentity: TrialRecord]) throws -> TrialRecord {
    guard let clusterer = resolution.clusterer(named: identity.clusterer) else { throw RunError(.noItems) }
    try Task.checkCancellation()
    report(.working(on: "\(identity.clusterer) on \(identity.space), seed \(identity.seed)"))
    let rows = try spaces.rows(of: identity.space, seed: identity.seed)
    let started = Date()
    let context = resolution.context(of: clusterer, seed: identity.seed, shared: sharedWork(of: clusterer))
    let fit = try combination(identity, by: clusterer, of: made, context) ?? clusterer.cluster(rows, context)
    let seconds = -started.timeIntervalSinceNow
    let (scores, notices) = try resolution.scoring.score(rows, fit.partition, isCosine: clusterer.isCosine)
    let noise = fit.partition.noiseCount
    var trial = TrialRecord(
      identity, clusters: fit.partition.clusters, held: fit.partition.heldClusters,
      objective: fit.objective.map { Objective(name: $0.name, value: $0.value) }, history: fit.history,
      converged: fit.converged, fitNotices: fit.notices, scoreNotices: notices, scores: scores,
      fingerprint: TrialFingerprint(
        fit: try resolution.fingerprints.fit(identity), scores: resolution.fingerprints.scores))
    trial.noise = noise > 0 ? noise : nil
    var files = try files(of: fit, &trial)
    files[.nearest] = try nearest(rows, fit.partition, isCosine: clusterer.isCosine)
    try store.begin()
    let stored = try folder.write(
      trial, labels: inputs.restoringPositions(of: fit.partition.labels, filler: Partition.leftOut), files: files)
    try storeTransforms(of: identity.space, seed: identity.seed)
    try timings.add(identity, seconds: seconds)
    clustered += 1
    report(.finished(stored, seconds: seconds, number: clustered, of: plan.counts.clustered))
    meter.advance(WorkMeter.trial)
    return stored
  }

  /// Stores a trial anew whose model the experiment no longer stores, or whose schema is older, with today's codes of rows
  /// that were left out.
  private func upToDate(_ former: TrialRecord) throws -> TrialRecord {
    var trial = former
    let files = try filesWithoutModel(of: &trial)
    guard trial.isOfOlderSchema || files != nil else { return trial }
    let labels = try folder.labels(of: trial)
    try store.begin()
    return try folder.write(trial, labels: labels, files: files)
  }

  /// Scores the stored labels of a trial.
  private func score(_ former: TrialRecord) throws -> TrialRecord {
    report(.working(on: "the scores of \(former.clusterer) on \(former.space), seed \(former.seed)"))
    let labels = try folder.labels(of: former)
    let partition = try resolution.partition(of: former, in: folder)
    let isCosine = resolution.clusterer(named: former.clusterer)?.isCosine ?? false
    var trial = former
    (trial.scores, trial.scoreNotices) = try resolution.scoring.score(
      spaces.rows(of: former.space, seed: former.seed), partition, isCosine: isCosine)
    trial.fingerprint?.scores = resolution.fingerprints.scores
    trial.noise = partition.noiseCount > 0 ? partition.noiseCount : nil
    // The files stay but for those of its noise as the experiment counts it, and a model that it does not store.
    var files = try filesWithoutModel(of: &trial)
    let nearest = try nearest(spaces.rows(of: former.space, seed: former.seed), partition, isCosine: isCosine)
    if try nearest != folder.data(of: .nearest, former) {
      files = try files ?? folder.files(of: former)
      files?[.nearest] = nearest
    }
    try store.begin()
    meter.advance(WorkMeter.scoring)
    return try folder.write(trial, labels: labels, files: files)
  }

  /// Returns the clusters that are compared with labels where noise counts with the nearest cluster; nil where it does
  /// not, or where there is none.
  private func nearest(_ rows: @autoclosure () throws -> Matrix, _ partition: Partition, isCosine: Bool) throws -> Data?
  {
    guard resolution.experiment.noise == .nearest, partition.noiseCount > 0 else { return nil }
    let compared = try resolution.scoring.compared(rows(), partition, isCosine: isCosine)
    return RunFolder.labels(inputs.restoringPositions(of: compared.labels, filler: Partition.leftOut))
  }

  // MARK: - Maps

  /// Stores the map of a space; where none can be made the scores still stand, and a note has the reason.
  func makeMap(of space: String) throws {
    guard plan.lacks(.map(space: space)) else { return }
    try Task.checkCancellation()
    let method = resolution.experiment.maps.method
    report(.working(on: "\(method.title) of \(space)"))
    defer { meter.advance(WorkMeter.map) }
    let (progress, started) = (meter, Date())
    do {
      var (embedding, points) = try Maps(resolution.experiment.tsne, method: method).map(
        spaces.rows(of: space), space: space, items: inputs.items, itemCount: inputs.itemCount,
        seed: resolution.firstSeed
      ) { progress.tell(partOf: WorkMeter.map, $0) }
      embedding.fingerprint = try resolution.fingerprints.map(of: space, seed: resolution.firstSeed)
      try store.begin()
      try folder.write(embedding, coordinates: points)
      try timings.add(mapOf: space, seconds: -started.timeIntervalSinceNow)
      report(.mapped(space: space, method: embedding.title, embedding.objective))
    } catch let error as any ExplainedError where error is ReductionError || error.isOfRows {
      spaceNotices.append(Notice(kind: "no-map", message: "no map of \(space): \(error.cause)"))
    }
  }

  // MARK: - The end

  /// Writes `run.json` as it now is, and the times.
  ///
  /// - Returns: the run as it stands in the folder.
  func finish() throws -> StoredRun {
    let record = try record()
    try store.write(record)
    if store.hasBegun { try timings.write(record.plan) }
    report(.ended(changed: store.hasBegun))
    return try StoredRun(in: folder)
  }

  /// Returns the record of all that was found.
  func record() throws -> RunRecord {
    var summaries = try spaces.json()
    for (space, values) in signs {
      guard case .object(var summary)? = summaries[space] else { continue }
      summary[SignSpread.key] = values
      summaries[space] = .object(summary)
    }
    return try resolution.record(
      spaces: summaries, notices: spaceNotices + clusterNotices + sweepNotices + attributionNotices, gaps: gaps)
  }
}
