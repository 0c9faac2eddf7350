import Core
import Matrices
import Stages

/// Clusters of rows that were read block by block.
package struct BlockClustering: Sendable {
  /// The cluster of each row.
  package let partition: Partition
  /// The centers, clusters × columns, stored as the rows are.
  package let centers: Matrix
  /// The sum of the squared distances of the rows to their centers.
  package let inertia: Double
  /// The smoothed inertia of a row after each batch but the first, in stored units.
  package let history: [Double]
  /// False where the number of passes ended the fit.
  package let converged: Bool
}

extension MiniBatchKMeans {
  /// The rows of a block.
  private static let block = 8 * Centers.inertiaChunk

  /// Clusters rows that are read block by block, with the result of ``cluster(_:_:)`` on the same rows.
  ///
  /// All rows are read once to check them, then batches, then all rows for their labels.
  /// - Parameters:
  ///   - rows: a source whose selections have one frame.
  ///   - progress: called with the share of the last pass that is done.
  /// - Returns: the partition with the centers in the unit of the rows.
  /// - Throws: as ``cluster(_:_:)``, and the errors of the source.
  /// - Complexity: as ``cluster(_:_:)``; memory O(rows + (block + batch + clusters) · columns).
  package func cluster(
    blocksOf rows: any RowSource, seed: Seed, isCancelled: () -> Bool = { false }, progress: (Double) -> Void = { _ in }
  ) throws -> BlockClustering {
    try checkSettings()
    let clusters = try requiredClusters()
    guard clusters <= rows.rows else { throw ClusteringError(.tooFewRows(clusters: clusters, rows: rows.rows)) }
    try forEachBlock(of: rows, isCancelled) { start, block in try Self.check(block, from: start) }
    let fit = try fit(rows, in: nil, clusters: clusters, seed: seed, isCancelled: isCancelled)
    let centers = fit.exactCenters
    let form = try rows.selecting(rows: 0..<1)
    var (labels, inertia): ([Int32], Double) = ([], 0)
    labels.reserveCapacity(rows.rows)
    try forEachBlock(of: rows, isCancelled) { _, block in
      let found = CenteredRows(block).nearest(centers)
      for part in centers.inertias(of: block, found) { inertia += part }
      labels += found
      progress(Double(labels.count) / Double(rows.rows))
    }
    return BlockClustering(
      partition: Partition(labels: labels, clusters: clusters),
      centers: centers.stored(like: form), inertia: form.frame.trueSquare(of: inertia), history: fit.history,
      converged: fit.hasConverged)
  }

  private func forEachBlock(
    of rows: any RowSource, _ isCancelled: () -> Bool, _ body: (_ start: Int, Matrix) throws -> Void
  ) throws {
    for start in stride(from: 0, to: rows.rows, by: Self.block) {
      if isCancelled() { throw CancellationError() }
      try body(start, rows.selecting(rows: start..<min(start + Self.block, rows.rows)))
    }
  }

  /// Throws for rows that cannot be clustered, by their places among all.
  private static func check(_ block: Matrix, from start: Int) throws {
    do {
      try validate(block, clusters: 1)
    } catch let error as ClusteringError {
      switch error.reason {
      case .notFinite(let row, let column): throw ClusteringError(.notFinite(row: start + row, column: column))
      case .tooLarge(let row, let length): throw ClusteringError(.tooLarge(row: start + row, length: length))
      default: throw error
      }
    }
  }
}
