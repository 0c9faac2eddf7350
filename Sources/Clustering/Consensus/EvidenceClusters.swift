import Core

/// The clusters that the evidence of many partitions makes of groups of rows.
struct EvidenceClusters {
  /// The most groups whose evidence is compared with that of all others; rows of further groups join the clusters of these.
  static let mostGroups = 20_000

  /// The cluster of each row, or noise; clusters are numbered by their first rows.
  let labels: [Int32]
  /// The number of clusters that hold a row.
  let count: Int
  /// The mean evidence of each row to lie together with the others of its cluster; 0 for noise.
  let strengths: [Float]
  /// The number of groups that were merged, and of the rows in them; nil where these are all.
  let merged: (groups: Int, rows: Int)?
  /// The number of merges that made the clusters, and of those among equally near sets.
  let merges: (all: Int, tied: Int)

  /// - Parameters:
  ///   - clusters: the number of clusters; nil for the one that lasts longest.
  ///   - mostGroups: the most groups that are merged: the largest, of equally large ones those that are drawn.
  /// - Throws: `CancellationError`.
  init(
    _ groups: LabelGroups, clusters: Int?, mostGroups: Int = Self.mostGroups, seed: Seed, isCancelled: () -> Bool
  ) throws {
    let chosen = Self.chosen(groups, most: mostGroups, seed: seed)
    var clusterOfGroup = [Int32](repeating: -1, count: groups.sizes.count)
    if !chosen.isEmpty {
      var chain = EvidenceChain(groups, chosen)
      let found = try chain.merge(isCancelled: isCancelled)
      let tree = Self.tree(found, of: chosen)
      let wanted = min(clusters ?? tree.longestLived, chosen.count)
      for (group, label) in zip(chosen, tree.labels(clusters: wanted)) { clusterOfGroup[group] = label }
      let done = zip(found, chain.ties).sorted { $0.0.distance < $1.0.distance }.prefix(chosen.count - wanted)
      merges = (done.count, done.count { $0.1 })
    } else {
      merges = (0, 0)
    }
    if chosen.count < groups.sizes.count { Self.join(&clusterOfGroup, groups) }
    let numbers = Self.numbered(groups.groupOfRow.map { $0 < 0 ? -1 : clusterOfGroup[Int($0)] })
    (labels, count) = numbers
    strengths = Self.strengths(numbers.labels, numbers.count, groups)
    let isAll = chosen.count == groups.sizes.count
    merged = isAll ? nil : (chosen.count, chosen.reduce(0) { $0 + groups.sizes[$1] })
  }

  /// Returns the largest groups, ascending.
  private static func chosen(_ groups: LabelGroups, most: Int, seed: Seed) -> [Int] {
    let count = groups.sizes.count
    guard count > most else { return Array(0..<count) }
    var random = seed.stream("consensus groups")
    let drawn = random.sample(count, of: count)
    let order = drawn.indices.sorted { one, other in
      (groups.sizes[drawn[other]], one) < (groups.sizes[drawn[one]], other)
    }
    return order.prefix(most).map { drawn[$0] }.sorted()
  }

  /// The tree of merges of groups, whose items are the positions of the groups.
  private static func tree(_ merges: [Dendrogram.Merge], of chosen: [Int]) -> Dendrogram {
    var position = [Int](repeating: 0, count: (chosen.last ?? 0) + 1)
    for (index, group) in chosen.enumerated() { position[group] = index }
    return Dendrogram(
      merges.map { .init(first: position[$0.first], second: position[$0.second], distance: $0.distance) },
      items: chosen.count)
  }

  /// Puts each group without a cluster into that with the most mean evidence, of equal ones the first.
  ///
  /// - Complexity: O(groups · partitions · clusters).
  private static func join(_ clusterOfGroup: inout [Int32], _ groups: LabelGroups) {
    let count = Int(clusterOfGroup.max() ?? -1) + 1
    let (rows, sizes) = counts(clusterOfGroup, count, groups)
    for group in clusterOfGroup.indices where clusterOfGroup[group] < 0 {
      var (best, most) = (0, -1.0)
      for cluster in 0..<count {
        let sum = groups.places(of: group).reduce(0.0) { $0 + groups.weights[$1] * rows[$1 * count + cluster] }
        let evidence = sum / sizes[cluster]
        if evidence > most { (best, most) = (cluster, evidence) }
      }
      clusterOfGroup[group] = Int32(best)
    }
  }

  /// The rows of each cluster of a partition in each of the found clusters, and the sizes of these.
  private static func counts(
    _ clusterOfGroup: [Int32], _ count: Int, _ groups: LabelGroups
  ) -> (rows: [Double], sizes: [Double]) {
    var rows = [Double](repeating: 0, count: groups.clusters * count)
    var sizes = [Double](repeating: 0, count: count)
    for (group, cluster) in clusterOfGroup.enumerated() where cluster >= 0 {
      sizes[Int(cluster)] += Double(groups.sizes[group])
      for place in groups.places(of: group) { rows[place * count + Int(cluster)] += Double(groups.sizes[group]) }
    }
    return (rows, sizes)
  }

  /// Numbers the labels by their first rows.
  private static func numbered(_ labels: [Int32]) -> (labels: [Int32], count: Int) {
    var numbers: [Int32: Int32] = [:]
    let numbered = labels.map { label -> Int32 in
      guard label >= 0 else { return Partition.noise }
      let number = numbers[label, default: Int32(numbers.count)]
      numbers[label] = number
      return number
    }
    return (numbered, numbers.count)
  }

  private static func strengths(_ labels: [Int32], _ count: Int, _ groups: LabelGroups) -> [Float] {
    var clusterOfGroup = [Int32](repeating: -1, count: groups.sizes.count)
    for (row, group) in groups.groupOfRow.enumerated() where group >= 0 { clusterOfGroup[Int(group)] = labels[row] }
    let (rows, sizes) = counts(clusterOfGroup, count, groups)
    let ofGroups = clusterOfGroup.enumerated().map { group, cluster -> Float in
      let others = sizes[Int(cluster)] - 1
      guard others > 0 else { return 1 }
      // A row lies together with itself wherever it is no noise.
      let together = groups.places(of: group).reduce(0.0) {
        $0 + groups.weights[$1] * (rows[$1 * count + Int(cluster)] - 1)
      }
      return Float(together / (others * groups.total))
    }
    return groups.groupOfRow.map { $0 < 0 ? 0 : ofGroups[Int($0)] }
  }
}

extension Dendrogram {
  /// The number of clusters that stays the same over the longest range of distances from 0 to 1, of equally long ones the
  /// smallest: the lifetime of Fred and Jain (2005).
  var longestLived: Int {
    let ends = [0] + distances + [1]
    var (best, longest) = (1, -1.0)
    // With the first `merges` merges done there are `items - merges` clusters.
    for merges in stride(from: items - 1, through: 0, by: -1) where ends[merges + 1] - ends[merges] > longest {
      (best, longest) = (items - merges, ends[merges + 1] - ends[merges])
    }
    return best
  }
}
