import Core

/// Pairs of items for people to rate, drawn so that every pair of items has a known probability.
///
/// Two items drawn at random are seldom in one cluster, and two clusterings treat few pairs differently. The draw
/// therefore divides all pairs into strata and takes equally many of each. The stratum of a pair is the finest of the
/// partitions that puts both items into one cluster, which is the one with the fewest such pairs; pairs that no
/// partition joins are the last stratum. A stratum is drawn without replacement, and one that has too few pairs is
/// taken whole. Without partitions there is one stratum, and the draw is uniform.
package struct PairDraw: Sendable, Equatable {
  /// A pair of items, the first with the smaller position.
  package struct Pair: Sendable, Equatable {
    package let first: Int
    package let second: Int
    /// The number of pairs that it stands for: one over the probability of its draw.
    package let weight: Double
    /// The position of its stratum.
    package let stratum: Int
  }

  /// Pairs of items that were drawn with the same probability.
  package struct Stratum: Sendable, Equatable {
    /// The position of the partition that joins the pairs; nil for pairs that none joins.
    package let partition: Int?
    /// The number of all its pairs.
    package let pairs: Int
    /// The number of those drawn.
    package let drawn: Int
  }

  /// The pairs by their positions, so that the order tells nothing of the strata.
  package let pairs: [Pair]
  /// The strata by the number of pairs that their partition joins, the finest first.
  package let strata: [Stratum]

  /// Draws `count` pairs of `items`, or all where there are fewer.
  ///
  /// - Parameters:
  ///   - items: the positions of the items to be drawn from, ascending.
  ///   - partitions: labels of all items; a negative one stands alone.
  /// - Complexity: O(items² · partitions).
  package init(_ count: Int, of items: [Int], partitions: [[Int32]], seed: Seed) {
    let sizes = partitions.map { Self.joinedPairs($0, of: items) }
    let order = partitions.indices.sorted { (sizes[$0], $0) < (sizes[$1], $1) }
    let rows = StratumRows(items: items, partitions: order.map { partitions[$0] })
    let counts = rows.counts()
    let totals = (0...order.count).map { stratum in counts.reduce(0) { $0 + $1[stratum] } }
    let shares = Self.shares(count, of: totals)
    strata = zip(totals, shares).enumerated().map { position, entry in
      Stratum(partition: position < order.count ? order[position] : nil, pairs: entry.0, drawn: entry.1)
    }
    var drawn: [Pair] = []
    for stratum in totals.indices where shares[stratum] > 0 {
      var stream = seed.stream("pairs", stratum)
      let ranks = stream.distinct(shares[stratum], below: totals[stratum])
      let weight = Double(totals[stratum]) / Double(shares[stratum])
      drawn += rows.pairs(ranks, of: stratum, counts: counts).map {
        Pair(first: $0.first, second: $0.second, weight: weight, stratum: stratum)
      }
    }
    pairs = drawn.sorted { ($0.first, $0.second) < ($1.first, $1.second) }
  }

  /// The number of pairs of items in one cluster.
  private static func joinedPairs(_ labels: [Int32], of items: [Int]) -> Int {
    let sizes = Dictionary(items.map { (labels[$0], 1) }, uniquingKeysWith: +)
    return sizes.reduce(0) { $1.key < 0 ? $0 : $0 + $1.value * ($1.value - 1) / 2 }
  }

  /// Equal shares of `count`; a stratum with fewer pairs leaves the rest of its share to the others.
  private static func shares(_ count: Int, of totals: [Int]) -> [Int] {
    var shares = [Int](repeating: 0, count: totals.count)
    var left = count
    for (position, stratum) in totals.indices.sorted(by: { totals[$0] < totals[$1] }).enumerated() {
      shares[stratum] = min(left / (totals.count - position), totals[stratum])
      left -= shares[stratum]
    }
    return shares
  }
}

/// The strata of all pairs of items, row by row: a row holds the pairs of an item with those after it.
private struct StratumRows {
  let items: [Int]
  /// The labels of the items in each partition, the finest first.
  let labels: [[Int32]]

  init(items: [Int], partitions: [[Int32]]) {
    self.items = items
    labels = partitions.map { partition in items.map { partition[$0] } }
  }

  /// The number of pairs of each stratum in each row.
  func counts() -> [[Int]] {
    let chunks = Parallel.mapChunks(of: items.count, size: 64) { _, range in
      var strata = [Int32](repeating: 0, count: items.count)
      return range.map { row in
        fill(&strata, row)
        var counts = [Int](repeating: 0, count: labels.count + 1)
        for column in row + 1..<items.count { counts[Int(strata[column])] += 1 }
        return counts
      }
    }
    return Array(chunks.joined())
  }

  /// The pairs of a stratum with these ranks, ascending, in the order of the rows.
  func pairs(_ ranks: [Int], of stratum: Int, counts: [[Int]]) -> [(first: Int, second: Int)] {
    var found: [(first: Int, second: Int)] = []
    var strata = [Int32](repeating: 0, count: items.count)
    var (row, before) = (0, 0)
    var columns: [Int]?
    for rank in ranks {
      while before + counts[row][stratum] <= rank {
        before += counts[row][stratum]
        row += 1
        columns = nil
      }
      if columns == nil {
        fill(&strata, row)
        columns = (row + 1..<items.count).filter { strata[$0] == stratum }
      }
      if let columns { found.append((items[row], items[columns[rank - before]])) }
    }
    return found
  }

  /// Writes the stratum of each pair of a row: the first partition with equal labels, or their number.
  private func fill(_ strata: inout [Int32], _ row: Int) {
    for column in row + 1..<items.count { strata[column] = Int32(labels.count) }
    for (position, labels) in labels.enumerated().reversed() where labels[row] >= 0 {
      let (own, stratum) = (labels[row], Int32(position))
      labels.withUnsafeBufferPointer { labels in
        strata.withUnsafeMutableBufferPointer { strata in
          for column in row + 1..<labels.count where labels[column] == own { strata[column] = stratum }
        }
      }
    }
  }
}

extension RandomStream {
  /// Returns `count` different numbers of `0..<total`, ascending (Floyd, in Bentley, "A sample of brilliance", 1987).
  ///
  /// - Precondition: `count` is from 0 to `total`.
  /// - Complexity: O(count), whatever the total.
  mutating func distinct(_ count: Int, below total: Int) -> [Int] {
    precondition(count <= total, "cannot draw \(count) of \(total)")
    var chosen: Set<Int> = []
    for last in total - count..<total {
      let number = integer(below: last + 1)
      if !chosen.insert(number).inserted { chosen.insert(last) }
    }
    return chosen.sorted()
  }
}
