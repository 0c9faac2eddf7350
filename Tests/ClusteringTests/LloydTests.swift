import Clustering
import Core
import Matrices
import Stages
import Testing

/// Checks that bounds and leading coordinates change nothing: k-means against a textbook implementation of Lloyd's
/// algorithm.
@Suite struct LloydTests {
  /// Rows, clusters, columns and the spread of the blobs; where 64 columns or more meet enough work, leading
  /// coordinates are used.
  struct Shape: CustomTestStringConvertible {
    let rows: Int
    let clusters: Int
    let columns: Int
    let spread: Double

    var testDescription: String { "\(rows) × \(columns), \(clusters) clusters, spread \(spread)" }
  }

  static let shapes = [
    Shape(rows: 1500, clusters: 1, columns: 3, spread: 1), Shape(rows: 1500, clusters: 4, columns: 2, spread: 1),
    Shape(rows: 6000, clusters: 10, columns: 64, spread: 0.3), Shape(rows: 6000, clusters: 10, columns: 64, spread: 1),
    Shape(rows: 1500, clusters: 16, columns: 100, spread: 0.5),
    Shape(rows: 6000, clusters: 16, columns: 80, spread: 0.5),
    Shape(rows: 6000, clusters: 17, columns: 80, spread: 0.5), Shape(rows: 1500, clusters: 40, columns: 5, spread: 1),
    Shape(rows: 1500, clusters: 40, columns: 64, spread: 0.3), Shape(rows: 1500, clusters: 300, columns: 3, spread: 1),
    Shape(rows: 1500, clusters: 150, columns: 70, spread: 0.4),
    Shape(rows: 1500, clusters: 300, columns: 64, spread: 0.2),
  ]

  @Test(arguments: shapes, [0, 1])
  func theBoundsChangeNothing(_ shape: Shape, seed: UInt64) throws {
    let rows = blobs(rows: shape.rows, columns: shape.columns, clusters: 12, spread: shape.spread, seed: Seed(seed))
    let start = rows.selecting(rows: (0..<shape.clusters).map { $0 * (shape.rows - 1) / shape.clusters })
    try compare(rows, start)
  }

  @Test func norWithRepeatedRows() throws {
    let some = blobs(rows: 1000, columns: 64, clusters: 5, spread: 0.5, seed: 3)
    let rows = some.selecting(rows: (0..<5000).map { $0 % 1000 })
    try compare(rows, rows.selecting(rows: [7, 30, 61, 99, 140]))
  }

  @Test func norWithOneRowFarFromAllOthers() throws {
    let near = blobs(rows: 5000, columns: 64, clusters: 6, spread: 0.5, seed: 4)
    var entries = (0..<5000).map { near.row($0) }
    entries[500] = entries[500].map { $0 * 10_000 }
    let rows = Matrix(entries)
    try compare(rows, rows.selecting(rows: [1, 100, 200, 300, 500, 600]))
  }

  @Test func norFarFromTheOrigin() throws {
    let near = blobs(rows: 5000, columns: 64, clusters: 6, spread: 2, seed: 5)
    let rows = Matrix((0..<5000).map { near.row($0).map { $0 + 300 } })
    try compare(rows, rows.selecting(rows: [0, 150, 301, 452, 603, 754]))
  }

  @Test(arguments: [4, 16, 40])
  func norWhereMostEntriesAreZero(clusters: Int) throws {
    let whole = blobs(rows: 3000, columns: 70, clusters: 12, spread: 1, seed: 6)
    let rows = Matrix((0..<3000).map { whole.row($0).map { max($0 - 1.7, 0) } })
    #expect(SparseRows(rows) != nil)
    try compare(rows, rows.selecting(rows: (0..<clusters).map { $0 * 2999 / clusters }))
  }

  private func compare(_ rows: Matrix, _ start: Matrix) throws {
    let fit = try KMeans(clusters: start.rows, tolerance: 0, start: .centers(start)).cluster(rows, seed: 0)
    let expected = lloyd(rows, start)
    #expect(fit.partition.labels == expected.labels)
    #expect(fit.history.count == expected.inertias.count)
    for (found, wanted) in zip(fit.history, expected.inertias) {
      #expect(abs(found - wanted) <= 1e-6 * wanted + 1e-9)
    }
  }
}
