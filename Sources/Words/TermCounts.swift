import Core

/// The numbers of times that the captions of each cluster have each term, all that the weights of terms look at.
///
/// Rows are the clusters that hold at least one item, by ascending id; noise is a cluster of its own, the last. Columns
/// are the terms, ascending. Items that were not clustered are left out. Only the pairs that occur are stored.
public struct TermCounts: Sendable, Equatable {
  /// A term that a cluster has.
  public struct Entry: Sendable, Equatable {
    /// The position of the term in ``TermCounts/terms``.
    public let term: Int
    /// The number of times that it occurs; at least 1.
    public let count: Int
  }

  /// The terms of all clusters, each once, ascending.
  public let terms: [String]
  /// The id of each row's cluster, ascending; `Partition.noise` comes last.
  public let clusterIDs: [Int32]
  /// The terms of each cluster, ascending.
  public let rows: [[Entry]]
  /// The number of terms that each cluster has, repetitions counted.
  public let clusterTotals: [Int]
  /// The number of times that each term occurs in all clusters; at least 1.
  public let termTotals: [Int]
  /// The number of clusters that have each term; at least 1.
  public let clusterFrequencies: [Int]
  /// The number of terms in all clusters, repetitions counted.
  public let total: Int

  /// Counts the terms of captions, one an item; an empty caption has none.
  ///
  /// - Throws: ``WordError`` when there are not as many captions as items.
  /// - Complexity: O(characters + terms · log terms) time, on all threads; O(pairs that occur) memory.
  public init(_ captions: [String], _ partition: Partition, _ tokenizer: Tokenizer = Tokenizer()) throws {
    guard captions.count == partition.labels.count else {
      throw WordError(.countsDiffer(captions: captions.count, items: partition.labels.count))
    }
    let labels = partition.labels
    let clustered = labels.indices.filter { labels[$0] != Partition.leftOut }
    let members = Dictionary(grouping: clustered) { labels[$0] }
    // Noise becomes the largest and so sorts last.
    let ids = members.keys.sorted { UInt32(bitPattern: $0) < UInt32(bitPattern: $1) }
    let counts = Parallel.mapChunks(of: ids.count, size: 1) { row, _ in
      tokenizer.counts(of: (members[ids[row]] ?? []).map { captions[$0] })
    }
    self.init(counts, clusterIDs: ids)
  }

  /// One dictionary a cluster.
  private init(_ counts: [[String: Int]], clusterIDs: [Int32]) {
    let terms = Set(counts.flatMap(\.keys)).sorted()
    let positions = Dictionary(uniqueKeysWithValues: zip(terms, 0...))
    var termTotals = [Int](repeating: 0, count: terms.count)
    var clusterFrequencies = termTotals
    rows = counts.map { counts in
      let entries = counts.map { term, count in Entry(term: positions[term] ?? 0, count: count) }
      for entry in entries {
        termTotals[entry.term] += entry.count
        clusterFrequencies[entry.term] += 1
      }
      return entries.sorted { $0.term < $1.term }
    }
    self.terms = terms
    self.clusterIDs = clusterIDs
    self.termTotals = termTotals
    self.clusterFrequencies = clusterFrequencies
    clusterTotals = rows.map { $0.reduce(0) { $0 + $1.count } }
    total = clusterTotals.reduce(0, +)
  }
}
