import Core

/// The merges of groups of rows by average linkage on the evidence of many partitions (Fred and Jain, "Combining multiple
/// clusterings using evidence accumulation", 2005).
///
/// The evidence for two rows is the share of the partitions that put them into one cluster. Its mean over the pairs of two
/// sets of rows, A and B, is Σ a·b / (S·|A|·|B|), where a and b are the numbers of their rows in each cluster of each of the
/// S partitions; of weighted partitions S is the sum of the weights, and each product counts with that of its partition. So neither all pairs of rows nor all pairs of groups are held: each set has its counts. The counts are whole
/// numbers, so that equal evidence is exactly equal.
///
/// The merges are those of a chain of nearest neighbors, as in ``MergeChain``: of equally near sets the last but one of the
/// chain comes first, then that with the first row.
struct EvidenceChain {
  private let groups: LabelGroups
  /// The number of rows of the set at each place; sets stand at the place of their first group.
  private var sizes: [Int]
  /// The counts of a set that was merged; nil for a single group, whose rows lie in its places alone.
  private var counts: [[Count]?]
  /// The places of the sets that are left, ascending.
  private var places: [Int]
  /// The counts of the set whose neighbor is sought, times the weights of their partitions, by cluster; zeros between two searches.
  private var sought: [Double]
  /// For each merge, true where another set was as near, so that the order of the rows decided.
  private(set) var ties: [Bool] = []

  /// The number of rows in a cluster of a partition.
  struct Count {
    let cluster: Int32
    var rows: Double
  }

  /// - Parameter chosen: the groups to merge, ascending.
  init(_ groups: LabelGroups, _ chosen: [Int]) {
    self.groups = groups
    sizes = groups.sizes
    counts = [[Count]?](repeating: nil, count: groups.sizes.count)
    places = chosen
    sought = [Double](repeating: 0, count: groups.clusters)
  }

  /// Merges all groups into one set; the distance of a merge is one less the mean evidence.
  ///
  /// - Throws: `CancellationError`.
  /// - Complexity: O(groups² · partitions) time; memory O(groups · partitions).
  mutating func merge(isCancelled: () -> Bool) throws -> [Dendrogram.Merge] {
    var merges: [Dendrogram.Merge] = []
    var chain: [Int] = []
    while places.count > 1 {
      if isCancelled() { throw CancellationError() }
      if chain.isEmpty { chain.append(places[0]) }
      let (first, second, evidence, isTie) = grow(&chain)
      chain.removeLast(2)
      ties.append(isTie)
      merges.append(.init(first: min(first, second), second: max(first, second), distance: 1 - evidence))
      join(max(first, second), to: min(first, second))
    }
    return merges
  }

  /// Extends the chain until its last two are each other's nearest.
  private mutating func grow(_ chain: inout [Int]) -> (Int, Int, Double, isTie: Bool) {
    while true {
      let last = chain[chain.count - 1]
      let former = chain.count > 1 ? chain[chain.count - 2] : nil
      let (next, evidence, isTie) = nearest(to: last, former)
      if next == former { return (last, next, evidence, isTie) }
      chain.append(next)
    }
  }

  /// Returns the set with the most mean evidence to lie together with another one, and whether a further one has as much.
  private mutating func nearest(to place: Int, _ former: Int?) -> (Int, Double, isTie: Bool) {
    let own = profile(of: place)
    for count in own { sought[Int(count.cluster)] = count.rows * groups.weights[Int(count.cluster)] }
    defer { for count in own { sought[Int(count.cluster)] = 0 } }
    var (nearest, most) = (former ?? -1, former.map { pairs(with: $0) } ?? -1)
    var isTie = false
    for other in places where other != place && other != former {
      let found = pairs(with: other)
      if found > most {
        (nearest, most, isTie) = (other, found, false)
      } else if found == most {
        isTie = true
      }
    }
    return (nearest, most / (Double(sizes[place]) * groups.total), isTie)
  }

  /// Returns the pairs of rows, one of the set that is sought and one of the set at a place, that lie together, summed over
  /// the partitions, for each row of the latter.
  private func pairs(with place: Int) -> Double {
    if let counts = counts[place] {
      let sum = counts.withUnsafeBufferPointer { counts in
        sought.withUnsafeBufferPointer { sought in
          var sum = 0.0
          for count in counts { sum += sought[Int(count.cluster)] * count.rows }
          return sum
        }
      }
      return sum / Double(sizes[place])
    }
    return groups.places.withUnsafeBufferPointer { clusters in
      sought.withUnsafeBufferPointer { sought in
        var sum = 0.0
        for index in place * groups.partitions..<(place + 1) * groups.partitions where clusters[index] >= 0 {
          sum += sought[Int(clusters[index])]
        }
        return sum
      }
    }
  }

  /// The counts of the set at a place, by ascending cluster.
  private func profile(of place: Int) -> [Count] {
    counts[place] ?? groups.places(of: place).map { Count(cluster: Int32($0), rows: Double(sizes[place])) }
  }

  private mutating func join(_ gone: Int, to kept: Int) {
    counts[kept] = Self.sum(profile(of: kept), profile(of: gone))
    counts[gone] = nil
    sizes[kept] += sizes[gone]
    if let index = places.firstIndex(of: gone) { places.remove(at: index) }
  }

  /// Adds two lists that ascend by cluster.
  private static func sum(_ first: [Count], _ second: [Count]) -> [Count] {
    var sum: [Count] = []
    sum.reserveCapacity(first.count + second.count)
    var (left, right) = (0, 0)
    while left < first.count || right < second.count {
      if right == second.count || (left < first.count && first[left].cluster < second[right].cluster) {
        sum.append(first[left])
        left += 1
      } else if left == first.count || second[right].cluster < first[left].cluster {
        sum.append(second[right])
        right += 1
      } else {
        sum.append(Count(cluster: first[left].cluster, rows: first[left].rows + second[right].rows))
        (left, right) = (left + 1, right + 1)
      }
    }
    return sum
  }
}
