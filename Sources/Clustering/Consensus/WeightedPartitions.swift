import Core
import Matrices

/// Partitions of the same rows with a weight for each: the structure of a space whose rows are such partitions.
package struct WeightedPartitions: RowStructure {
  package let partitions: [Partition]
  /// The weight of each partition as a whole number, so that equal evidence is exactly equal.
  package let weights: [Double]

  /// The whole number of a weight of 1.
  private static let unit = 65_536.0

  /// Makes a set of partitions; weights are rounded to multiples of 1/65,536 of the largest one.
  ///
  /// - Precondition: as many weights as partitions, none below 0, one of them above 0.
  package init(_ partitions: [Partition], weights: [Double]) {
    precondition(partitions.count == weights.count)
    self.partitions = partitions
    let largest = weights.max() ?? 1
    // Equal weights are 1, as those of partitions without weights are.
    self.weights =
      Set(weights).count <= 1
      ? weights.map { _ in 1 } : weights.map { max(($0 / largest * Self.unit).rounded(), 1) }
  }

  package func selecting(rows indices: [Int]) -> any RowStructure {
    WeightedPartitions(
      partitions.map { partition in
        Partition(labels: indices.map { partition.labels[$0] }, clusters: partition.clusters)
      }, weights: weights)
  }
}
