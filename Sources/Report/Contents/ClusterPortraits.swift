import Core
import Results

/// The clusters of the representative trial with what shows each: its nearest and farthest items and its typical words.
struct ClusterPortraits {
  struct Cluster {
    let record: ClusterCardRecord.Cluster
    let facts: ClusterFacts
    /// The most typical first; none where the run has no captions.
    let words: [TypicalWords.Word]
  }

  /// The most words of a cluster.
  private static let mostWords = 12

  let trial: TrialRecord
  let record: ClusterCardRecord
  let clusters: [Cluster]
  /// The ids and captions of all items of the run; nil for none.
  let ids, captions: [String]?
  /// The images of all items of the clusters, in their order; empty without images.
  let bytes: [UInt8]

  /// Nil for a run that stored none.
  ///
  /// - Throws: `ResultsError` when stored files are not those of the run.
  init?(of stored: StoredRun) throws {
    guard let (record, bytes) = try stored.cards, !record.clusters.isEmpty, let trial = stored.trial(record.trial)
    else { return nil }
    let partition = try stored.partition(of: trial)
    guard record.clusters.allSatisfy({ $0.id < partition.clusters }) else {
      throw ResultsError(
        .malformed(
          path: stored.folder.path(of: "clusters/cards.json"), detail: "a cluster is not one of \(trial.clusters)"))
    }
    let facts = ClusterFacts.all(of: partition, truth: try stored.truth)
    let noise = ClusterFacts.noise(of: partition, truth: try stored.truth)
    let words = try stored.captions.map { TypicalWords(captions: $0, partition: partition) }
    self.trial = trial
    self.record = record
    self.bytes = bytes
    (ids, captions) = (try stored.ids, try stored.captions)
    clusters = record.clusters.map { cluster in
      Cluster(
        record: cluster, facts: cluster.id < 0 ? noise : facts[cluster.id],
        words: cluster.id < 0 ? [] : words?.words(of: cluster.id, most: Self.mostWords) ?? [])
    }
  }
}
