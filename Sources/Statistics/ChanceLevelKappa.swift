import Core
import Scores

/// Cohen's kappa of a majority vote beside what tells how much of it the vote alone brings.
///
/// Clusters that choose their class from the labels they are scored against agree with labels that mean nothing, too,
/// and the more so the smaller they are: the value under permuted labels says by how much.
package struct ChanceLevelKappa: Sendable, Equatable {
  /// Each cluster takes its most common class; NaN, as are the values under permuted labels, where all items are of one class.
  package let kappa: Double
  /// The mean under permuted labels.
  package let permutedMean: Double
  /// The value that 5 % of the permutations exceed.
  package let permutedHigh: Double
  /// Each cluster takes a class of its own; NaN where all items are of one class and in one cluster.
  package let matched: Double
  /// The share of items in a cluster of their class, kappa · (1 − 1 / c) + 1 / c for c classes; nil where classes differ
  /// in size.
  ///
  /// If all of c classes have the same size, agreement by chance is 1 / c whatever the clusters are. Sizes count as the
  /// same when each is within 1 % of their mean, which moves the share by at most .01 / c.
  package let accuracy: Double?
  package let classes: Int
  /// Those that hold an item of a known class, without noise.
  package let clusters: Int

  package static let permutations = 200
  static let tolerance = 0.01

  /// Measures several partitions of the same items, all with the same permutations.
  ///
  /// - Throws: `ScoreError` when the numbers of items differ, or no item has a class.
  /// - Complexity: O(permutations · items · partitions).
  package static func measure(
    _ partitions: [Partition], truth: LabelSet, seed: Seed = 0, permutations: Int = permutations
  ) throws -> [ChanceLevelKappa] {
    precondition(permutations > 0, "there is no permutation")
    let truth = truth.onItems(of: partitions)
    let tables = try partitions.map { try ContingencyTable($0, truth: truth) }
    guard let first = tables.first else { return [] }
    let labels = first.classTotals.enumerated().flatMap { repeatElement(Int32($0), count: $1) }
    let values = Parallel.mapChunks(of: permutations, size: 1) { permutation, _ in
      var random = seed.stream("permuted labels", permutation)
      var labels = labels
      labels.shuffle(using: &random)
      return tables.map { kappa(of: labels, in: $0.clusterTotals, classTotals: $0.classTotals) }
    }
    return tables.enumerated().map { position, table in
      ChanceLevelKappa(table, permuted: values.map { $0[position] }.sorted())
    }
  }

  private init(_ table: ContingencyTable, permuted: [Double]) {
    kappa = CohenKappa(matching: .majority).score(table)
    matched = CohenKappa(matching: .oneToOne).score(table)
    permutedMean = permuted.mean
    permutedHigh = permuted[(permuted.count * 95 + 99) / 100 - 1]
    classes = table.occupiedClasses
    clusters = table.foundClusters
    let sizes = table.classTotals.filter { $0 > 0 }
    let mean = Double(table.total) / Double(sizes.count)
    let isBalanced = sizes.allSatisfy { abs(Double($0) - mean) <= Self.tolerance * mean }
    accuracy = isBalanced && sizes.count > 1 ? Purity().score(table) : nil
  }

  /// The kappa of clusters of given sizes that take the labels in their order.
  private static func kappa(of labels: [Int32], in clusters: [Int], classTotals: [Int]) -> Double {
    var counts = [Int32](repeating: 0, count: classTotals.count)
    var (agreeing, chance) = (0, 0.0)
    labels.withUnsafeBufferPointer { labels in
      counts.withUnsafeMutableBufferPointer { counts in
        var start = 0
        for size in clusters {
          let members = UnsafeBufferPointer(rebasing: labels[start..<start + size])
          start += size
          for label in members { counts[Int(label)] += 1 }
          var (most, given) = (Int32(0), 0)
          // In a small cluster only the classes that it holds are looked at; the lowest of equally common ones counts.
          if size < counts.count {
            for label in members where (counts[Int(label)], -Int(label)) > (most, -given) {
              (most, given) = (counts[Int(label)], Int(label))
            }
            for label in members { counts[Int(label)] = 0 }
          } else {
            for label in counts.indices {
              if counts[label] > most { (most, given) = (counts[label], label) }
              counts[label] = 0
            }
          }
          agreeing += Int(most)
          chance += Double(classTotals[given]) * Double(size)
        }
      }
    }
    let total = Double(labels.count)
    let certain = total * total
    return chance < certain ? (Double(agreeing) * total - chance) / (certain - chance) : .nan
  }
}
