import Core

/// The mean and population variance of the stored values of each column, summed in `Double`.
package struct ColumnMoments: Sendable, Equatable {
  package let means: [Double]
  package let variances: [Double]
  /// The number of rows that were summed.
  package let rows: Int

  /// - Complexity: two passes over the matrix.
  package init(of matrix: Matrix) {
    rows = matrix.rows
    means = matrix.columnMeans()
    variances = matrix.columnVariances(around: means)
  }

  package init(means: [Double], variances: [Double], rows: Int) {
    self.means = means
    self.variances = variances
    self.rows = rows
  }

  /// The divisor of each column: its standard deviation, or 1 when the variance is no more than rounding makes of equal
  /// numbers.
  package var scales: [Double] {
    let epsilon = Double.ulpOfOne
    return zip(means, variances).map { mean, variance in
      let rounding = Double(rows) * mean * epsilon
      let isConstant = variance <= Double(rows) * epsilon * variance + rounding * rounding
      return isConstant ? 1 : variance.squareRoot()
    }
  }

  /// Each entry less its column's mean, divided by its column's scale.
  package func standardizing(_ matrix: Matrix) -> Matrix {
    precondition(matrix.columns == means.count)
    let scales = scales
    guard matrix.isPlain else {
      return matrix.withExactRows { source in
        Matrix.storing(rows: matrix.rows, columns: matrix.columns) { range, target in
          for row in range {
            let to = target + (row - range.lowerBound) * source.columns
            source.read(row, into: to)
            for column in 0..<source.columns {
              to[column] = (to[column] - means[column]) / scales[column]
            }
          }
        }
      }
    }
    return matrix.withRows { source in
      Matrix(rows: matrix.rows, columns: matrix.columns) { target in
        Parallel.forEachChunk(of: matrix.rows, size: 1024) { _, rows in
          means.withUnsafeBufferPointer { means in
            scales.withUnsafeBufferPointer { scales in
              for row in rows {
                let (from, to) = (source.pointer(toRow: row), target.pointer(toRow: row))
                for column in 0..<source.columns {
                  to[column] = Float((Double(from[column]) - means[column]) / scales[column])
                }
              }
            }
          }
        }
      }
    }
  }
}

extension Matrix {
  /// Each column to mean 0 and population variance 1; a constant column becomes zeros.
  ///
  /// - Complexity: O(rows · columns).
  package func standardized() -> Matrix { ColumnMoments(of: self).standardizing(self) }
}
