import Core
import Matrices

extension TSNE {
  /// The first column's standard deviation at the start: small, so that the points can still pass each other.
  private static let startDeviation = 1e-4

  /// The start scaled down, each point moved by a hundredth of that so that equal rows can part.
  func startingPoints(for rows: Matrix, from start: Matrix?, seed: Seed) throws -> Matrix {
    let start = try start ?? principalStart(rows)
    let mean = start.columnMeans()
    let deviation = start.columnVariances(around: mean)[0].squareRoot()
    let factor = deviation > 0 && deviation.isFinite ? Self.startDeviation / deviation : 0
    var random = seed.stream("tsne start")
    return Matrix(rows: rows.rows, columns: 2) { block in
      for row in 0..<rows.rows {
        for column in 0..<2 {
          let jitter = random.gaussian() * Self.startDeviation / 100
          block[row, column] = Float((Double(start[row, column]) - mean[column]) * factor + jitter)
        }
      }
    }
  }

  /// The rows along their first two principal components; zeros in place of a second one that a single column lacks.
  private func principalStart(_ rows: Matrix) throws -> Matrix {
    let kept = min(2, rows.columns)
    let coordinates = try PCA(dimensions: kept).fit(rows).transform(rows)
    guard kept < 2 else { return coordinates }
    return Matrix(rows: rows.rows, columns: 2) { block in
      for row in 0..<rows.rows { block[row, 0] = coordinates[row, 0] }
    }
  }
}
