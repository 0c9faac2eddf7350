import Core
import Scores

/// The values of a score that the same clusters have under permuted labels.
///
/// Scores that are not adjusted for chance rise with the numbers of classes and clusters, so that values against
/// different label sets are comparable only beside this level.
package struct ChanceLevel: Sendable, Equatable {
  /// The mean over the permutations.
  package let mean: Double
  /// The value that 5 % of the permutations exceed.
  package let high: Double

  /// 100; fewer, but at least 20, where items × partitions exceed a million.
  package static func permutations(items: Int, partitions: Int) -> Int {
    let work = max(items.multipliedReportingOverflow(by: partitions).partialValue, 1)
    return min(max(100_000_000 / work, 20), 100)
  }

  /// Measures several partitions of the same items, all with the same permutations: one array a partition, with a level
  /// for each score. Items that one of them left out do not count.
  ///
  /// - Parameter permutations: by default those of ``permutations(items:partitions:)``.
  /// - Throws: `ScoreError` when the numbers of items differ, or no item has a class.
  /// - Complexity: O(permutations · partitions · items · log items), and that of the scores.
  package static func measure(
    _ partitions: [Partition], truth: LabelSet, scores: [any ExternalScore], seed: Seed = 0, permutations: Int? = nil
  ) throws -> [[ChanceLevel]] {
    let truth = truth.onItems(of: partitions)
    let labelled = truth.values.indices.filter { truth.values[$0] != LabelSet.unlabelled }
    let count = permutations ?? Self.permutations(items: labelled.count, partitions: partitions.count)
    precondition(count > 0, "there is no permutation")
    let values = try Parallel.tryMapChunks(of: count, size: 1) { permutation, _ in
      var random = seed.stream("permuted label set", permutation)
      let permuted = truth.permuted(labelled, using: &random)
      return try partitions.map { partition in
        let table = try ContingencyTable(partition, truth: permuted)
        return scores.map { $0.score(table) }
      }
    }
    return partitions.indices.map { partition in
      scores.indices.map { score in ChanceLevel(values.map { $0[partition][score] }.filter(\.isFinite)) }
    }
  }

  /// - Parameter values: one a permutation, but for those without a value.
  private init(_ values: [Double]) {
    mean = values.mean
    high = values.isEmpty ? .nan : values.sorted()[(values.count * 95 + 99) / 100 - 1]
  }
}

extension LabelSet {
  /// The same with the labels of some items exchanged among them at random.
  fileprivate func permuted(_ items: [Int], using random: inout RandomStream) -> LabelSet {
    var permuted = values
    for (item, label) in zip(items, items.map { values[$0] }.shuffled(using: &random)) { permuted[item] = label }
    return LabelSet(name: name, classes: classes, values: permuted)
  }
}
