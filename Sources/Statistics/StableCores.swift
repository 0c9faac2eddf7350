import Core

/// The items of each cluster that stay in it under all other seeds, and the items that move most.
package struct StableCores: Sendable, Equatable {
  /// A cluster with the number of its items that stay.
  package struct Core: Sendable, Equatable {
    package let cluster: Int
    package let size: Int
    package let stable: Int

    package init(cluster: Int, size: Int, stable: Int) {
      self.cluster = cluster
      self.size = size
      self.stable = stable
    }
  }

  /// An item with the share of the other seeds under which it stays in its cluster.
  package struct Mover: Sendable, Equatable {
    package let item: Int
    package let share: Double

    package init(item: Int, share: Double) {
      self.item = item
      self.share = share
    }
  }

  /// The clusters that hold an item, in the order of their numbers.
  package let cores: [Core]
  /// The items with the smallest shares, these first; of equal shares in the order of the items. None that stays always.
  package let movers: [Mover]

  /// The most items that are listed.
  package static let mostMovers = 10

  /// - Parameters:
  ///   - partition: the one that changes are counted from.
  ///   - shares: the share of the other partitions in which each item lies in the cluster that is matched to its own
  ///     (``SeedStability/shares(_:reference:)``).
  /// - Precondition: as many shares as labels.
  /// - Complexity: O(items · log items).
  package init(_ partition: Partition, shares: [Double]) {
    var sizes = [Int](repeating: 0, count: partition.clusters)
    var stable = sizes
    for (item, label) in partition.labels.enumerated() where label >= 0 {
      sizes[Int(label)] += 1
      if shares[item] == 1 { stable[Int(label)] += 1 }
    }
    cores = sizes.indices.filter { sizes[$0] > 0 }.map { Core(cluster: $0, size: sizes[$0], stable: stable[$0]) }
    let moving = shares.indices.filter { shares[$0] < 1 }.sorted { (shares[$0], $0) < (shares[$1], $1) }
    movers = moving.prefix(Self.mostMovers).map { Mover(item: $0, share: shares[$0]) }
  }
}
