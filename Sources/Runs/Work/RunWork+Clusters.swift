import Core
import Experiments
import Results
import Scores
import Words

extension RunWork {
  /// Stores what the figures of the best method's clusters need, and their words; where silhouettes are not defined, a
  /// note has the reason.
  func lookIntoClusters() throws {
    let wanted: [RunFolder.Artifact] = [
      resolution.wants("silhouette") ? .silhouettes : nil, resolution.wants("cards") ? .cards : nil,
      resolution.wantsWords ? .clusterWords : nil,
    ].compactMap(\.self)
    guard !wanted.isEmpty else { return }
    defer { meter.advance(WorkMeter.clusters) }
    let run = Run(record: try record(), trials: trials)
    guard let trial = run.representativeTrial() else { return }
    let missing = try wanted.filter { try !holds($0, of: trial.identity) }
    guard !missing.isEmpty else { return }
    report(.working(on: "the clusters of \(trial.clusterer) on \(trial.space)"))
    let partition = try resolution.partition(of: trial, in: folder)
    if missing.contains(.clusterWords) { try storeWords(of: trial.identity, partition) }
    let others = missing.filter { $0 != .clusterWords }
    guard !others.isEmpty else { return }
    let details = ClusterDetails(
      trial: trial.identity, rows: try spaces.rows(of: trial.space, seed: trial.seed), partition: partition,
      inputs: inputs)
    for artifact in others {
      if artifact == .cards { try storeCards(details) } else { try storeSilhouettes(details) }
    }
  }

  /// Stores the words of the clusters of a trial.
  private func storeWords(of trial: TrialIdentity, _ partition: Partition) throws {
    guard let words = resolution.experiment.words, let captions = inputs.captions else { return }
    let clusters = try words.terms(of: captions, partition).map { cluster, terms in
      ClusterWordsRecord.Cluster(id: cluster, terms: terms)
    }
    try store.begin()
    try folder.write(
      ClusterWordsRecord(
        trial: trial, options: words, clusters: clusters,
        fingerprint: try resolution.fingerprints.clusterWords(of: trial)))
  }

  /// Returns whether the stored artifact belongs to this trial; another trial's artifact is deleted.
  private func holds(_ artifact: RunFolder.Artifact, of trial: TrialIdentity) throws -> Bool {
    guard plan.kept.contains(artifact) else { return false }
    let stored =
      switch artifact {
      case .clusterWords: try folder.clusterWords()?.trial
      case .cards: try folder.cards(itemCount: inputs.itemCount)?.record.trial
      default: try folder.silhouettes(itemCount: inputs.itemCount)?.record.trial
      }
    if stored == trial { return true }
    try store.begin()
    try folder.remove(folder.artifactFiles(of: artifact).map(\.name))
    return false
  }

  private func storeCards(_ details: ClusterDetails) throws {
    var (record, bytes) = details.cards()
    record.fingerprint = try resolution.fingerprints.cards(of: details.trial)
    try store.begin()
    try folder.write(record, bytes: bytes)
  }

  private func storeSilhouettes(_ details: ClusterDetails) throws {
    do {
      var (record, items, values) = try details.silhouettes()
      record.fingerprint = try resolution.fingerprints.silhouettes(of: details.trial)
      try store.begin()
      try folder.write(record, items: items, values: values)
    } catch let error as ScoreError {
      clusterNotices.append(
        Notice(kind: "no-silhouettes", message: "no figure of silhouettes: \(error.cause)"))
    }
  }
}
