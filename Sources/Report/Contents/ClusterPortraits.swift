import Core
import Results
import Words

/// The clusters of the representative trial with what shows each: its nearest and farthest items and its typical words.
struct ClusterPortraits {
  struct Cluster {
    let record: ClusterCardRecord.Cluster
    let facts: ClusterFacts
    /// The most typical first; none where the run has neither captions nor words.
    let words: [Word]
  }

  /// A word or phrase of a cluster, with the number beside it on the cards.
  struct Word {
    let text: String
    let count: Int
  }

  let trial: TrialRecord
  let record: ClusterCardRecord
  /// The weights of the words that the experiment asks for, such as `c-tf-idf`; nil for the typical words.
  let wordMethod: String?
  /// The names of references to which the clusters point; none where the space reads no reference.
  let retrieved: [RetrievedNames]
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
    let facts = ClusterFacts.all(
      of: partition, truth: try stored.truth, names: try stored.names(of: trial.identity))
    let noise = ClusterFacts.noise(of: partition, truth: try stored.truth)
    let asked = try stored.clusterWords.flatMap { $0.trial == record.trial ? $0 : nil }
    let typical = asked == nil ? try stored.captions.map { TypicalWords(captions: $0, partition: partition) } : nil
    func words(of cluster: Int) -> [Word] {
      if let asked { return asked.terms(of: cluster).map { Word(text: $0.text, count: $0.count) } }
      guard let typical, cluster >= 0 else { return [] }
      return typical.words(of: cluster, most: TypicalWords.most).map { Word(text: $0.text, count: $0.count) }
    }
    self.trial = trial
    retrieved = try stored.retrievedNames(of: record.trial)
    wordMethod = asked?.options.method.rawValue
    self.record = record
    self.bytes = bytes
    (ids, captions) = (try stored.ids, try stored.captions)
    clusters = record.clusters.map { cluster in
      Cluster(
        record: cluster, facts: cluster.id < 0 ? noise : facts[cluster.id],
        words: words(of: cluster.id))
    }
  }
}
