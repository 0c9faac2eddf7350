import Core

/// Sets of items, each drawn from one cluster, for people to match with descriptions of the clusters.
package struct SetDraw: Sendable, Equatable {
  /// Some items of a cluster, in random order.
  package struct ItemSet: Sendable, Equatable {
    package let cluster: Int
    package let items: [Int]
  }

  /// The sets in random order.
  package let sets: [ItemSet]
  /// The clusters that have too few items for a set.
  package let tooSmall: [Int]

  /// Draws `count` sets of `size` items, equally many from each cluster, but for a rest of clusters drawn at random.
  ///
  /// No item is twice in a set; sets of one cluster share items only where the cluster has too few for all of them.
  /// - Precondition: both numbers are positive.
  package init(_ count: Int, size: Int, from partition: Partition, seed: Seed) {
    precondition(count > 0 && size > 0, "a draw needs a set and an item")
    var members = [[Int]](repeating: [], count: partition.clusters)
    for (item, label) in partition.labels.enumerated() where label >= 0 { members[Int(label)].append(item) }
    let clusters = members.indices.filter { members[$0].count >= size }
    tooSmall = members.indices.filter { members[$0].count < size }
    guard !clusters.isEmpty else {
      sets = []
      return
    }
    var stream = seed.stream("sets")
    let (each, rest) = count.quotientAndRemainder(dividingBy: clusters.count)
    let more = Set(stream.sample(rest, of: clusters.count))
    var drawn: [ItemSet] = []
    for (position, cluster) in clusters.enumerated() {
      var stream = seed.stream("sets of a cluster", cluster)
      var left: [Int] = []
      for _ in 0..<each + (more.contains(position) ? 1 : 0) {
        if left.count < size {
          left = stream.sample(members[cluster].count, of: members[cluster].count).map { members[cluster][$0] }
        }
        drawn.append(ItemSet(cluster: cluster, items: Array(left.suffix(size))))
        left.removeLast(size)
      }
    }
    sets = stream.sample(drawn.count, of: drawn.count).map { drawn[$0] }
  }
}
