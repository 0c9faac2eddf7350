import Core
import Scores

/// The agreement of the clusters that a method finds in two overlapping parts of the rows.
///
/// Ben-Hur, Elisseeff and Guyon, "A stability based method for discovering structure in clustered data", 2002; here by the
/// adjusted Rand index of the rows that both parts have.
package enum SubsampleStability {
  /// The share of the rows that a part has.
  package static let share = 0.8

  /// Draws two parts of the rows, each ascending; of more rows than `most` allows, the parts share as many as parts of
  /// that size do.
  ///
  /// - Parameter most: the largest number of rows of a part.
  /// - Complexity: O(rows · log rows).
  package static func draw(of rows: Int, most: Int, seed: Seed) -> (first: [Int], second: [Int]) {
    let wanted = Int((Double(rows) * share).rounded())
    let size = min(wanted, most)
    var random = seed.stream("stability")
    let pool =
      wanted > most
      ? random.sample(min(rows, Int((Double(most) / share).rounded())), of: rows) : Array(0..<rows)
    let first = random.sample(size, of: pool.count).map { pool[$0] }
    let second = random.sample(size, of: pool.count).map { pool[$0] }
    return (first.sorted(), second.sorted())
  }

  /// Returns the adjusted Rand index of two clusterings on the rows that both have; noise is one more cluster.
  ///
  /// - Parameter rows: those of each partition, ascending, one a label.
  /// - Returns: NaN where they share no row, or where both put all shared rows together, as a single cluster does.
  /// - Complexity: O(n log n).
  package static func agreement(
    _ first: (rows: [Int], partition: Partition), _ second: (rows: [Int], partition: Partition)
  ) -> Double {
    let labels = Dictionary(zip(second.rows, second.partition.labels)) { first, _ in first }
    let shared = zip(first.rows, first.partition.labels).compactMap { row, label in labels[row].map { (label, $0) } }
    guard Set(shared.map(\.0)).count > 1 || Set(shared.map(\.1)).count > 1 else { return .nan }
    let classes = [String](repeating: "", count: second.partition.clusters + 1)
    let truth = LabelSet(name: "", classes: classes, values: shared.map { max($0.1, Partition.noise) + 1 })
    let partition = Partition(labels: shared.map(\.0), clusters: first.partition.clusters)
    guard let table = try? ContingencyTable(partition, truth: truth) else { return .nan }
    return AdjustedRandIndex().score(table)
  }
}
