import Clustering
import Core
import Experiments
import Matrices
import Results

/// The work of a run: the artifacts that the folder holds already, and those that have to be made.
struct WorkPlan {
  /// The work that a trial needs.
  enum Task {
    case nothing(TrialRecord)
    /// Its labels stand; its scores are others.
    case scoring(TrialRecord)
    case clustering
    /// It is clustered again only because the experiment now stores its model.
    case modelling
    /// The rows do not allow it or its space.
    case gap(TrialGap)
  }

  /// The record of the former run in the folder; nil when there is none.
  let former: RunRecord?
  private(set) var tasks: [TrialIdentity: Task] = [:]
  /// The artifacts that the folder holds as they would be made.
  private(set) var kept: Set<RunFolder.Artifact> = []
  /// The artifacts that have to be made, those of the best method's clusters not among them: which it is shows later.
  private(set) var missing: Set<RunFolder.Artifact> = []
  /// The files of artifacts that do not belong to the run, or not any more.
  private(set) var stale: [(name: String, bytes: Int)] = []
  /// The artifacts among those that are not made anew, trials aside, in words.
  private var unwanted: [String] = []
  /// The truth of a former run that is kept, since this run is scored against another one; nil where none is.
  private(set) var formerTruth: String?

  /// - Parameter isFresh: true where nothing that is there is used again.
  /// - Throws: `ResultsError` when the system refuses to read, or a newer fusebench wrote what is there.
  init(_ resolution: Resolution, in folder: RunFolder, isFresh: Bool) throws {
    former = isFresh ? nil : try folder.unlessDamaged { try folder.record() }
    try lookAtTrials(resolution, folder, isFresh: isFresh)
    for artifact in Self.artifacts(of: resolution) {
      if !isFresh, try Self.holds(folder, artifact, of: resolution) {
        kept.insert(artifact)
      } else {
        missing.insert(artifact)
        if case .sweep(let kind) = artifact, !isFresh, try Self.holdsLabels(folder, of: kind, resolution) {
          kept.insert(artifact)
        }
      }
    }
    if !isFresh { kept.formUnion(try Self.clusterArtifacts(folder, resolution, tasks)) }
    stale = try folder.artifactFiles(except: kept)
    unwanted = unwanted(resolution)
    // Results against another truth are not computed anew, so that even a fresh run keeps them.
    let stored = isFresh ? try? folder.record() : former
    if let stored, stored.truthName != resolution.truthName { formerTruth = stored.truthName }
  }

  private func unwanted(_ resolution: Resolution) -> [String] {
    var remade = missing
    if resolution.wants("silhouette") { remade.insert(.silhouettes) }
    if resolution.wants("cards") { remade.insert(.cards) }
    if resolution.wantsWords { remade.insert(.clusterWords) }
    let files = stale.map(\.name).filter { file in file.hasSuffix(".json") && !remade.contains { $0.holds(file) } }
    func count(_ folder: String, _ noun: String, _ plural: String? = nil) -> String? {
      let count = files.count { $0.hasPrefix(folder) }
      return count > 0 ? counted(count, noun, plural: plural) : nil
    }
    func one(_ artifact: RunFolder.Artifact, _ name: String) -> String? {
      files.contains(where: artifact.holds) ? name : nil
    }
    return [
      count("embeddings/", "map"), count("sweeps/", "sweep"), count("signs/", "measure of signs", "measures of signs"),
      one(.truths, "the scores against other label sets"), one(.attribution, "the attribution"),
      one(.thumbnails, "the thumbnails"),
      one(.silhouettes, "the silhouettes"), one(.cards, "the cluster cards"),
      one(.clusterWords, "the words of the clusters"),
    ].compactMap(\.self)
  }

  /// The trials that cannot be made, in no order.
  var gaps: [TrialGap] { tasks.values.compactMap { if case .gap(let gap) = $0 { gap } else { nil } } }

  /// Leaves trials out that cannot be made.
  mutating func leaveOut(_ gaps: [TrialGap]) {
    for gap in gaps {
      tasks[gap.trial] = .gap(gap)
      guard gap.isOfSpace == true else { continue }
      unmade.insert(gap.trial.space)
      let space = gap.trial.space
      missing.subtract([.map(space: space), .signs(space: space), .partWeights(space: space)])
      missing = missing.filter { artifact in
        if case .transform(gap.trial.space, _) = artifact { false } else { true }
      }
    }
    let made = Set(tasks.filter { if case .gap = $0.value { false } else { true } }.keys.map(\.method))
    missing = missing.filter { if case .members(let method) = $0 { made.contains(method) } else { true } }
  }

  /// The spaces that cannot be made.
  private(set) var unmade: Set<String> = []

  private mutating func lookAtTrials(_ resolution: Resolution, _ folder: RunFolder, isFresh: Bool) throws {
    for identity in resolution.plan.trials {
      tasks[identity] = .clustering
      guard !isFresh, let (trial, labels) = try folder.finishedTrial(identity),
        trial.fingerprint?.fit == (try resolution.fingerprints.fit(identity)),
        labels.count == resolution.inputs.itemCount, trial.clusters <= labels.count,
        labels.allSatisfy({ $0 >= Partition.leftOut && Int($0) < trial.clusters }),
        resolution.inputs.items.allSatisfy({ labels[$0] != Partition.leftOut })
      else { continue }
      if let bytes = trial.omittedModel, resolution.experiment.models.stores(bytes: bytes) {
        tasks[identity] = .modelling
        continue
      }
      let isScored = trial.fingerprint?.scores == resolution.fingerprints.scores
      tasks[identity] = isScored ? .nothing(trial) : .scoring(trial)
      kept.insert(.trial(identity))
    }
  }

  /// The artifacts beside the trials that the experiment asks for, as far as they are known before the trials.
  private static func artifacts(of resolution: Resolution) -> [RunFolder.Artifact] {
    var artifacts: [RunFolder.Artifact] = [.dataset, .statistics] + resolution.transforms
    if !resolution.inputs.truths.isEmpty { artifacts.append(.truths) }
    if !resolution.attribution.lines.isEmpty { artifacts.append(.attribution) }
    if resolution.wants("maps") {
      artifacts += resolution.experiment.clusteredSpaces.map { .map(space: $0.name) }
      if resolution.inputs.images != nil { artifacts.append(.thumbnails) }
    }
    artifacts += resolution.experiment.clusteredSpaces.filter(\.hasPartWeights).map { .partWeights(space: $0.name) }
    artifacts += resolution.plan.methods.map { .members($0) }
    artifacts += resolution.sweeps.sweeps.map { .sweep($0.kind) }
    return artifacts
      + resolution.experiment.clusteredSpaces.filter(resolution.measuresSigns).map { .signs(space: $0.name) }
  }

  /// Returns whether the labels of a sweep stand, whatever its scores.
  private static func holdsLabels(
    _ folder: RunFolder, of kind: SweepRecord.Kind, _ resolution: Resolution
  ) throws -> Bool {
    try folder.unlessDamaged { () -> Bool? in
      guard let sweep = try folder.sweep(kind), try sweep.fit == resolution.sweepFit(kind), sweep.fit != nil else {
        return nil
      }
      return try sweep.lines.allSatisfy { try folder.labels(of: $0, in: sweep) != nil }
    } ?? false
  }

  private static func holds(_ folder: RunFolder, _ artifact: RunFolder.Artifact, of resolution: Resolution) throws
    -> Bool
  {
    let (fingerprints, items) = (resolution.fingerprints, resolution.inputs.itemCount)
    switch artifact {
    case .dataset: return try folder.datasetMark() == fingerprints.dataset
    case .map(let space):
      let map = try folder.unlessDamaged { try folder.embedding(of: space) }
      return map?.record.fingerprint == (try fingerprints.map(of: space, seed: resolution.firstSeed))
    case .partWeights(let space):
      let weights = try folder.unlessDamaged { try folder.partWeights(of: space, itemCount: items) }
      return try weights != nil && weights?.record.fingerprint == fingerprints.partWeights(of: space)
    case .signs(let space):
      guard let fingerprint = try resolution.signFingerprint(of: space) else { return false }
      return try folder.signs(of: space, fingerprint: fingerprint) != nil
    case .thumbnails:
      let thumbnails = try folder.unlessDamaged { try folder.thumbnails(itemCount: items) }
      return thumbnails?.record.fingerprint == (try fingerprints.thumbnails())
    case .sweep(let kind):
      let sweep = try folder.unlessDamaged { try folder.sweep(kind) }
      return try sweep != nil && sweep?.fingerprint == resolution.sweepFingerprint(kind)
    case .statistics:
      let statistics = try folder.unlessDamaged { try folder.statistics() }
      return statistics?.fingerprint == (try fingerprints.statistics(of: resolution.plan))
    case .truths:
      let truths = try folder.unlessDamaged { try folder.truths() }
      return truths?.fingerprint == (try fingerprints.truths(of: resolution.plan))
    case .attribution:
      let attribution = try folder.unlessDamaged { try folder.attribution() }
      return try attribution != nil
        && attribution?.fingerprint == fingerprints.attribution(resolution.attribution, of: resolution.plan)
    case .members(let method):
      let members = try folder.unlessDamaged { try folder.membersRecord(of: method) }
      return try members != nil && members?.fingerprint == fingerprints.members(of: method, in: resolution.plan)
        && members?.givenNames == folder.clusterNamesMark(of: method)
    case .transform(let space, let seed):
      let isWhole = try folder.unlessDamaged { () -> Bool? in
        guard let record = try folder.transform(of: space, seed: seed) else { return nil }
        _ = try folder.arrays(of: record)
        return try record.fingerprint == fingerprints.transform(of: space, seed: seed)
      }
      return isWhole ?? false
    case .trial, .silhouettes, .cards, .clusterWords: return false
    }
  }

  /// Returns the artifacts in the folder of the clusters of a trial that stands.
  private static func clusterArtifacts(
    _ folder: RunFolder, _ resolution: Resolution, _ tasks: [TrialIdentity: Task]
  ) throws -> Set<RunFolder.Artifact> {
    func stands(_ trial: TrialIdentity) -> Bool {
      switch tasks[trial] {
      case .nothing, .scoring: true
      case .clustering, .modelling, .gap, nil: false
      }
    }
    var artifacts: Set<RunFolder.Artifact> = []
    let items = resolution.inputs.itemCount
    if resolution.wants("silhouette"),
      let record = try folder.unlessDamaged({ try folder.silhouettes(itemCount: items) })?.record, stands(record.trial),
      record.fingerprint == (try resolution.fingerprints.silhouettes(of: record.trial))
    {
      artifacts.insert(.silhouettes)
    }
    if resolution.wants("cards"), let record = try folder.unlessDamaged({ try folder.cards(itemCount: items) })?.record,
      stands(record.trial), record.fingerprint == (try resolution.fingerprints.cards(of: record.trial))
    {
      artifacts.insert(.cards)
    }
    if resolution.wantsWords, let record = try folder.unlessDamaged({ try folder.clusterWords() }),
      stands(record.trial), record.fingerprint == (try resolution.fingerprints.clusterWords(of: record.trial))
    {
      artifacts.insert(.clusterWords)
    }
    return artifacts
  }
}

// MARK: - Counting

extension WorkPlan {
  /// The numbers of trials by their needs.
  var counts: RunEvent.Work {
    var work = RunEvent.Work(trials: tasks.count - gaps.count)
    work.gaps = gaps.count
    for task in tasks.values {
      switch task {
      case .nothing, .gap: break
      case .scoring: work.scored += 1
      case .clustering: work.clustered += 1
      case .modelling:
        work.clustered += 1
        work.modelled += 1
      }
    }
    work.maps = missing.count { if case .map = $0 { true } else { false } }
    work.unwanted = unwanted
    work.formerTruth = formerTruth
    work.stale = stale.count { $0.name.hasPrefix("trials/") && $0.name.hasSuffix(".json") } - work.modelled
    return work
  }

  /// True where no artifact has to be made or removed before the clusters of the best method are looked at.
  var isIdle: Bool {
    let work = counts
    return work.scored == 0 && work.clustered == 0 && missing.isEmpty && stale.isEmpty
  }

  func lacks(_ artifact: RunFolder.Artifact) -> Bool { missing.contains(artifact) }

  /// Returns whether the scores of a sweep are to be taken again from its labels.
  func rescores(_ sweep: SweepRecord.Kind) -> Bool { missing.contains(.sweep(sweep)) && kept.contains(.sweep(sweep)) }

  /// Returns whether the scores of a trial are to be taken.
  func scores(_ trial: TrialIdentity) -> Bool {
    switch tasks[trial] {
    case .nothing, .gap: false
    case .scoring, .clustering, .modelling, nil: true
    }
  }

  /// Returns whether a trial is to be clustered.
  func clusters(_ trial: TrialIdentity) -> Bool {
    switch tasks[trial] {
    case .clustering, .modelling: true
    case .nothing, .scoring, .gap, nil: false
    }
  }
}
