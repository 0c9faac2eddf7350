import Core

/// The answers of raters who chose for sets of items, each drawn from one cluster, the description of a cluster.
///
/// Arminio et al., 2025: descriptions that people match with their clusters make a clustering interpretable.
package struct SetMatching: Sendable {
  /// The number of clusters, whose descriptions raters chose from.
  package let clusters: Int
  /// The cluster that each set was drawn from.
  package let shown: [Int]
  /// The clusters that raters chose for each set, in any order; empty where nobody rated it.
  package let chosen: [[Int]]

  private let seed: Seed
  private let replicates: Int

  /// - Precondition: there are as many sets as lists of answers, and all clusters are in `0..<clusters`.
  package init(
    clusters: Int, shown: [Int], chosen: [[Int]], seed: Seed = 0, replicates: Int = StratifiedBootstrap.replicates
  ) {
    precondition(shown.count == chosen.count, "each set needs its answers")
    precondition((shown + chosen.joined()).allSatisfy { (0..<clusters).contains($0) }, "there is no such cluster")
    (self.clusters, self.shown, self.chosen) = (clusters, shown, chosen)
    (self.seed, self.replicates) = (seed, replicates)
  }

  /// The share of right answers of a rater who guesses.
  package var chance: Double { 1 / Double(clusters) }

  /// The number of answers.
  package var answers: Int { chosen.reduce(0) { $0 + $1.count } }

  /// The agreement of the raters on the descriptions, whether right or wrong.
  package var agreement: KrippendorffAlpha {
    KrippendorffAlpha(chosen.map { $0.map(Double.init) }, scale: .nominal, seed: seed, replicates: replicates)
  }

  /// The numbers of answers: a row for each cluster that was shown, a column for each that was chosen.
  package var confusion: [[Int]] {
    var table = [[Int]](repeating: [Int](repeating: 0, count: clusters), count: clusters)
    for (shown, chosen) in zip(shown, chosen) {
      for choice in chosen { table[shown][choice] += 1 }
    }
    return table
  }

  /// A share with its 95 % interval, by a bootstrap of the sets of each cluster.
  package struct Share: Sendable, Equatable {
    /// NaN where there are no answers.
    package let value: Double
    /// Nil where a cluster has one set with answers, which says nothing of the spread between its sets.
    package let interval: ConfidenceInterval?
  }

  /// Accuracy, macro precision and macro recall.
  package struct Shares: Sendable, Equatable {
    /// The share of right answers.
    package let accuracy: Share
    /// The mean over the clusters of the right answers among those that chose the cluster; a cluster that was shown and
    /// never chosen counts as 0.
    package let precision: Share
    /// The mean over the clusters of the right answers among those to sets of the cluster.
    package let recall: Share
  }

  /// True where each cluster with answers has two sets with some, so that the spread between them is known.
  private var hasSpread: Bool {
    var sets = [Int](repeating: 0, count: clusters)
    for (cluster, choices) in zip(shown, chosen) where !choices.isEmpty { sets[cluster] += 1 }
    return !sets.contains(1)
  }

  /// The shares over all clusters.
  package var shares: Shares {
    let whole = SharesOfClusters(self, counting: nil)
    // Sets of one cluster are a stratum, so that each resample shows every cluster as often as it was.
    let values =
      hasSpread
      ? StratifiedBootstrap(strata: shown, seed: seed).values(replicates) { times in
        SharesOfClusters(self, counting: times)
      } : []
    func share(_ value: (SharesOfClusters) -> Double) -> Share {
      Share(value: value(whole), interval: ConfidenceInterval(of: values.map(value), level: 0.95))
    }
    return Shares(accuracy: share(\.accuracy), precision: share(\.macroPrecision), recall: share(\.macroRecall))
  }

  /// The precision and the recall of each cluster; nil where nobody chose it, or where none of its sets was rated.
  package var ofClusters: [(precision: Double?, recall: Double?)] {
    let found = SharesOfClusters(self, counting: nil)
    return (0..<clusters).map { (found.precision[$0], found.recall[$0]) }
  }

  /// The same answers where each group of clusters is one; the numbers of the others move up.
  ///
  /// - Parameter groups: groups without a cluster in common; the smallest cluster stands for its group.
  package func merging(_ groups: [[Int]]) -> SetMatching {
    var kept = Array(0..<clusters)
    for group in groups {
      for cluster in group { kept[cluster] = group.min() ?? cluster }
    }
    let left = Set(kept).sorted()
    let positions = Dictionary(uniqueKeysWithValues: left.enumerated().map { ($1, $0) })
    func renamed(_ cluster: Int) -> Int { positions[kept[cluster]] ?? 0 }
    return SetMatching(
      clusters: left.count, shown: shown.map(renamed), chosen: chosen.map { $0.map(renamed) }, seed: seed,
      replicates: replicates)
  }

  /// The pairs of clusters that raters took for each other, those confused most often first.
  package var confusedPairs: [(first: Int, second: Int, answers: Int)] {
    let table = confusion
    let pairs = (0..<clusters).flatMap { first in
      (first + 1..<clusters).map { (first, $0, table[first][$0] + table[$0][first]) }
    }
    return pairs.filter { $0.2 > 0 }.sorted { ($1.2, $0.0, $0.1) < ($0.2, $1.0, $1.1) }
  }
}

/// Precision and recall of each cluster, where each set counts so many times.
private struct SharesOfClusters {
  let precision: [Double?]
  let recall: [Double?]
  let accuracy: Double

  init(_ matching: SetMatching, counting times: [Double]?) {
    var right = [Double](repeating: 0, count: matching.clusters)
    var (shown, chosen) = (right, right)
    for (set, choices) in matching.chosen.enumerated() {
      let (cluster, weight) = (matching.shown[set], times?[set] ?? 1)
      for choice in choices {
        shown[cluster] += weight
        chosen[choice] += weight
        if choice == cluster { right[cluster] += weight }
      }
    }
    precision = zip(right, chosen).map { $1 > 0 ? $0 / $1 : nil }
    recall = zip(right, shown).map { $1 > 0 ? $0 / $1 : nil }
    accuracy = right.reduce(0, +) / shown.reduce(0, +)
  }

  /// The clusters that were shown: others can be chosen, but not found.
  private var tested: [Int] { recall.indices.filter { recall[$0] != nil } }
  var macroPrecision: Double { tested.map { precision[$0] ?? 0 }.mean }
  var macroRecall: Double { tested.compactMap { recall[$0] }.mean }
}
