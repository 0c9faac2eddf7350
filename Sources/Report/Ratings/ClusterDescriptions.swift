import Core
import Foundation
import Results
import Words

/// Descriptions of clusters by the heaviest words of their captions: by the weights that the experiment asks for, else by
/// TF-IDF, where a cluster is a document.
///
/// Without the experiment's words, the weight of a word is its count in the cluster, times ln((1 + K) / (1 + the clusters that
/// have it)) + 1 for K clusters. A word that half of all captions hold describes none of them and is left out, whatever the
/// language.
package struct ClusterDescriptions {
  /// The description of each cluster that has a word.
  package let texts: [Int: String]

  /// The number of words in a description.
  package static let length = 5

  /// The descriptions of the clusters of a trial.
  ///
  /// - Parameters:
  ///   - captions: one an item.
  ///   - partition: the clusters of these items.
  /// - Throws: `ResultsError` for stored words that were changed.
  package init(captions: [String], partition: Partition, of run: StoredRun) throws {
    guard var options = try run.clusterWords?.options else {
      self.init(captions: captions, partition: partition)
      return
    }
    options.top = Self.length
    let described = try options.terms(of: captions, partition).filter { $0.cluster >= 0 && !$0.terms.isEmpty }
    let texts = described.map { ($0.cluster, $0.terms.map(\.text).joined(separator: ", ")) }
    self.init(texts: Dictionary(uniqueKeysWithValues: texts))
  }

  private init(texts: [Int: String]) { self.texts = texts }

  /// - Parameters:
  ///   - captions: one an item; those of items without a cluster do not count.
  ///   - words: the number of words in a description.
  /// - Precondition: there are as many captions as items.
  package init(captions: [String], partition: Partition, words: Int = length) {
    var counts = [[String: Int]](repeating: [:], count: partition.clusters)
    var holders: [String: Int] = [:]
    var total = 0
    for (caption, label) in zip(captions, partition.labels) where label >= 0 {
      let found = TypicalWords.words(in: caption)
      for word in found { counts[Int(label)][word, default: 0] += 1 }
      for word in Set(found) { holders[word, default: 0] += 1 }
      total += 1
    }
    let occupied = Double(Set(partition.labels.filter { $0 >= 0 }).count)
    let clusters = counts.reduce(into: [String: Int]()) { clusters, words in
      for word in words.keys { clusters[word, default: 0] += 1 }
    }
    texts = counts.enumerated().reduce(into: [:]) { texts, cluster in
      let weights = cluster.element.filter { 2 * (holders[$0.key] ?? 0) <= total }.map { word, count in
        (word: word, weight: Double(count) * (log((1 + occupied) / Double(1 + (clusters[word] ?? 0))) + 1))
      }
      let ranked = weights.sorted { ($1.weight, $0.word) < ($0.weight, $1.word) }.prefix(words)
      if !ranked.isEmpty { texts[cluster.offset] = ranked.map(\.word).joined(separator: ", ") }
    }
  }
}
