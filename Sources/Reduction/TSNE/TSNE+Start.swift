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

  /// The rows along their first two principal components.
  private func principalStart(_ rows: Matrix) throws -> Matrix {
    let mean = rows.columnMeans()
    let kept = min(2, rows.columns)
    let scatter = rows.scatter(around: mean)
    guard let eigen = LinearAlgebra.symmetricEigen(scatter, order: rows.columns, largest: kept) else {
      throw ReductionError(.notConverged(columns: rows.columns))
    }
    return Matrix(rows: rows.rows, columns: 2) { block in
      for row in 0..<rows.rows {
        for component in 0..<kept {
          var sum = 0.0
          for column in 0..<rows.columns {
            sum += (Double(rows[row, column]) - mean[column]) * eigen.vectors[component * rows.columns + column]
          }
          block[row, component] = Float(sum)
        }
      }
    }
  }
}
