import Core
import Scores

/// The agreement of one method's partitions under different seeds.
package struct SeedStability: Sendable, Equatable {
  /// The adjusted Rand index of each two seeds: the mean and the least.
  package let meanAgreement: Double
  package let leastAgreement: Double
  /// Items that lie in another cluster under at least one seed than under the reference, once clusters are matched one to
  /// one so that the most items stay; and how many there are in all.
  package let changingItems: Int
  package let items: Int
  /// The mean over the pairs of seeds of the share of items that lie in another cluster.
  package let meanChange: Double
  /// The mean agreement with its interval.
  package let agreement: PairwiseAgreement

  /// Compares partitions of the same items; nil for fewer than two. Noise is one more cluster.
  ///
  /// Compares only the first ``mostSeeds`` with each other.
  /// - Parameter reference: the position of the partition that changes are counted from.
  /// - Complexity: O(seeds² · items · log items).
  package init?(_ partitions: [Partition], reference: Int) {
    guard partitions.count > 1, let items = partitions.first?.labels.count, items > 0 else { return nil }
    let compared = min(partitions.count, Self.mostSeeds)
    let pairs = (0..<compared).flatMap { first in (0..<first).map { (first, $0) } }
    let agreements = Parallel.mapChunks(of: pairs.count, size: 1) { pair, _ in
      let agreement = Agreement(partitions[pairs[pair].0], partitions[pairs[pair].1])
      return (agreement.index, Double(agreement.moved.count { $0 }) / Double(items))
    }
    let moved = Self.moved(partitions, reference: reference)
    meanAgreement = agreements.map { $0.0 }.mean
    leastAgreement = agreements.map { $0.0 }.min() ?? .nan
    agreement = PairwiseAgreement(agreements.map { $0.0 }, seeds: compared)
    meanChange = agreements.map { $0.1 }.mean
    changingItems = (0..<items).count { item in moved.contains { $0[item] } }
    self.items = items
  }

  /// The items that have a cluster under one seed at least and were left out under none; items that are noise under every seed
  /// show no agreement.
  ///
  /// - Complexity: O(partitions · items).
  package static func comparableItems(_ partitions: [Partition]) -> [Int] {
    guard let first = partitions.first else { return [] }
    return first.labels.indices.filter { item in
      partitions.contains { $0.labels[item] >= 0 } && !partitions.contains { $0.labels[item] == Partition.leftOut }
    }
  }

  /// Partitions of the same items on ``comparableItems(_:)``.
  package static func comparable(_ partitions: [Partition]) -> [Partition] {
    let items = comparableItems(partitions)
    return partitions.map { partition in
      Partition(labels: items.map { partition.labels[$0] }, clusters: partition.clusters)
    }
  }

  /// The share of the other partitions in which each item lies in the cluster that is matched to its own; nil for fewer than
  /// two partitions.
  ///
  /// - Complexity: O(seeds · items · log items).
  package static func shares(_ partitions: [Partition], reference: Int) -> [Double]? {
    guard partitions.count > 1, let items = partitions.first?.labels.count, items > 0 else { return nil }
    let moved = moved(partitions, reference: reference)
    return (0..<items).map { item in Double(moved.count { !$0[item] }) / Double(moved.count) }
  }

  /// For each partition but the reference, the items that lie outside the cluster that is matched to their own.
  private static func moved(_ partitions: [Partition], reference: Int) -> [[Bool]] {
    let others = partitions.indices.filter { $0 != reference }
    return Parallel.mapChunks(of: others.count, size: 1) { other, _ in
      Agreement(partitions[others[other]], partitions[reference]).moved
    }
  }

  /// The most seeds that are compared pair by pair.
  package static let mostSeeds = 20

  private struct Agreement {
    var index = Double.nan
    /// For each item whether it lies outside the cluster that is matched to its own.
    var moved: [Bool] = []

    init(_ partition: Partition, _ reference: Partition) {
      let classes = [String](repeating: "", count: reference.clusters + 1)
      let truth = LabelSet(name: "", classes: classes, values: reference.labels.map { $0 + 1 })
      // The numbers of items are equal, and each has a class.
      guard let table = try? ContingencyTable(partition, truth: truth) else { return }
      index = AdjustedRandIndex().score(table)
      let classOfColumn = table.mapping(.oneToOne).classOfColumn
      let stays = table.cells.map { classOfColumn[$0.column] == $0.classID }
      moved = table.cellOfItems(partition, truth: truth).map { $0 >= 0 && !stays[Int($0)] }
    }
  }
}
