import Core
import Words

/// The words that describe the clusters of a trial, which are taken of the captions.
package struct ClusterWordsRecord: Codable, Sendable, Equatable {
  /// A word or a phrase.
  package struct Term: Codable, Sendable, Equatable {
    package var text: String
    /// The number of times that the captions of the cluster have it.
    package var count: Int
    package var weight: Double

    package init(text: String, count: Int, weight: Double) {
      self.text = text
      self.count = count
      self.weight = weight
    }
  }

  /// One cluster that holds an item, or the noise.
  package struct Cluster: Codable, Sendable, Equatable {
    /// The id of the cluster; `Partition.noise` for the noise.
    package var id: Int
    /// The heaviest first; none where its captions have no words.
    package var terms: [Term]

    package init(id: Int, terms: [Term]) {
      self.id = id
      self.terms = terms
    }

    package init(id: Int, terms: [TypicalTerm]) {
      self.init(id: id, terms: terms.map { Term(text: $0.text, count: $0.count, weight: $0.weight) })
    }
  }

  package var trial: TrialIdentity
  /// The terms that are counted, and their weights.
  package var options: WordOptions
  /// By ascending id, noise last.
  package var clusters: [Cluster]
  /// The fingerprint of all that the words depend on; nil when it is not known.
  package var fingerprint: String?

  package init(trial: TrialIdentity, options: WordOptions, clusters: [Cluster], fingerprint: String? = nil) {
    self.trial = trial
    self.options = options
    self.clusters = clusters
    self.fingerprint = fingerprint
  }

  /// Returns the terms of a cluster, the heaviest first; none for one that is not there.
  package func terms(of cluster: Int) -> [Term] { clusters.first { $0.id == cluster }?.terms ?? [] }
}

extension RunFolder {
  /// Writes the words of clusters.
  package func write(_ record: ClusterWordsRecord) throws {
    try write(JSONFile.data(record, path: path(of: Self.clusterWordsFile)), to: Self.clusterWordsFile)
  }

  /// Returns the stored words of clusters, or nil when the run has none.
  ///
  /// - Throws: ``ResultsError`` for a file that was changed.
  package func clusterWords() throws -> ClusterWordsRecord? {
    let path = path(of: Self.clusterWordsFile)
    guard let data = try contents(of: Self.clusterWordsFile) else { return nil }
    let record = try JSONFile.record(ClusterWordsRecord.self, in: data, path: path)
    guard Set(record.clusters.map(\.id)).count == record.clusters.count,
      record.clusters.allSatisfy({ $0.id >= Int(Partition.noise) && $0.terms.allSatisfy { $0.count > 0 } })
    else {
      throw ResultsError(.malformed(path: path, detail: "the words are not those of clusters, each once"))
    }
    return record
  }

  static let clusterWordsFile = "clusters/words.json"
}
