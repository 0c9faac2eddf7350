import Core
import Matrices

/// The squared distances of rows to centers in `Double`, in stored units.
///
/// They come from products around the mean of the rows, and from differences where a product would lose more than twenty
/// bits, as in clusters that are narrow beside the space.
struct CenterDistances {
  private let rows: Matrix
  private let mean: [Double]

  /// Below this share of both squared lengths a product has lost too much.
  private static let cancellation = 1e-6
  /// The entries of the rows that are multiplied at once: they stay in the second-level cache.
  private static let entries = 1 << 16

  /// Prepares some rows, items × columns.
  ///
  /// - Parameter mean: the point around which products are taken; the mean of the rows where there is none.
  init(_ rows: Matrix, around mean: [Double]? = nil) {
    self.rows = rows
    self.mean = mean ?? rows.columnMeans()
  }

  /// Calls `body` for chunks of rows, on several threads, with their squared distances to the centers, rows × clusters.
  ///
  /// - Complexity: O(rows · clusters · columns).
  func forEachChunk(_ centers: Centers, _ body: (_ range: Range<Int>, _ squares: UnsafeMutablePointer<Double>) -> Void)
  {
    let (columns, clusters) = (rows.columns, centers.clusters)
    let shifted = centers.values.indices.map { centers.values[$0] - mean[$0 % columns] }
    let norms = (0..<clusters).map { cluster in
      shifted[cluster * columns..<(cluster + 1) * columns].reduce(0) { $0 + $1 * $1 }
    }
    rows.withExactRows { block in
      Parallel.forEachChunk(of: rows.rows, size: max(16, Self.entries / max(columns, 1))) { _, range in
        let values = Buffer<Double>(count: range.count * columns)
        let squares = Buffer<Double>(count: range.count * clusters)
        let lengths = range.map { row -> Double in
          let line = values + (row - range.lowerBound) * columns
          block.read(row, into: line)
          var square = 0.0
          for column in 0..<columns {
            line[column] -= mean[column]
            square += line[column] * line[column]
          }
          return square
        }
        LinearAlgebra.product(
          values.base, rows: range.count, transposed: shifted, rows: clusters, columns: columns, into: squares.base)
        centers.withPointer { points in
          for row in range {
            let (own, line) = (lengths[row - range.lowerBound], squares + (row - range.lowerBound) * clusters)
            for cluster in 0..<clusters {
              let both = own + norms[cluster]
              let square = both - 2 * line[cluster]
              line[cluster] =
                square < Self.cancellation * both
                ? block.squaredDistance(row, to: points + cluster * columns) : square
            }
          }
        }
        body(range, squares.base)
      }
    }
  }
}
