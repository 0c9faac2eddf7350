import Core
import Matrices

/// The box along the principal components of some rows that just holds them; uniform rows in it have no clusters, and
/// are the reference of the gap statistic.
///
/// Tibshirani, Walther and Hastie, "Estimating the number of clusters in a data set via the gap statistic", 2001,
/// section 3 (b).
package struct PrincipalBox: Sendable {
  /// The center of the rows, in stored values.
  private let center: [Double]
  /// The components, columns × components; the entry of largest magnitude of each is positive.
  private let directions: Matrix
  /// The range of the rows along each component.
  private let ranges: [ClosedRange<Float>]
  private let frame: Frame

  /// Finds the box of `rows`, items × columns, every entry finite.
  ///
  /// - Returns: nil without rows or columns, and where the components do not converge.
  /// - Complexity: O(items · columns · m + m³), m the smaller of items and columns; memory O(items · columns + m²).
  package init?(_ rows: Matrix) {
    guard rows.rows > 0, rows.columns > 0 else { return nil }
    center = rows.columnMeans()
    frame = rows.frame
    let centered = Self.centered(rows, around: center)
    guard let components = Self.components(of: centered) else { return nil }
    directions = components.transposed()
    ranges = Self.product(centered, components).columnRanges()
  }

  /// The number of uniform numbers that a row takes.
  package var components: Int { ranges.count }

  /// Returns uniform rows in the frame of the rows that the box holds.
  ///
  /// - Parameter uniform: the source of numbers from 0 to 1, one a row and component, row after row.
  /// - Complexity: O(count · columns · components).
  package func draw(_ count: Int, _ uniform: () -> Double) -> Matrix {
    let coordinates = Matrix(rows: count, columns: ranges.count) { block in
      for row in 0..<count {
        for (component, range) in ranges.enumerated() {
          let (low, high) = (Double(range.lowerBound), Double(range.upperBound))
          block[row, component] = Float(low + uniform() * (high - low))
        }
      }
    }
    let offsets = Self.product(coordinates, directions)
    return offsets.withRows { offsets in
      Matrix(rows: count, columns: center.count, frame: frame) { block, _ in
        for row in 0..<count {
          for column in center.indices { block[row, column] = Float(center[column] + Double(offsets[row, column])) }
        }
      }
    }
  }

  private static func centered(_ rows: Matrix, around center: [Double]) -> Matrix {
    rows.withExactRows { source in
      Matrix(rows: rows.rows, columns: rows.columns) { block in
        Parallel.forEachChunk(of: rows.rows, size: 256) { _, range in
          for row in range {
            for column in center.indices { block[row, column] = Float(source[row, column] - center[column]) }
          }
        }
      }
    }
  }

  /// The principal components of centered rows, components × columns, of as many as the rows span at most; of fewer rows
  /// than columns by way of the products of the rows.
  private static func components(of centered: Matrix) -> Matrix? {
    let isWide = centered.columns > centered.rows
    let narrow = isWide ? centered.transposed() : centered
    let order = narrow.columns
    let scatter = narrow.scatter(around: [Double](repeating: 0, count: order))
    guard let eigen = LinearAlgebra.symmetricEigen(scatter, order: order, largest: order) else { return nil }
    // Directions along which the rows differ by rounding alone are left out.
    let least = (eigen.values.first ?? 0) * 1e-12
    let kept = max(1, eigen.values.count { $0 > least })
    let vectors = Matrix(rows: kept, columns: order) { block in
      for row in 0..<kept {
        for column in 0..<order { block[row, column] = Float(eigen.vectors[row * order + column]) }
      }
    }
    return (isWide ? product(vectors, narrow).withRowsOfLengthOne() : vectors).withPositiveLargestEntries()
  }

  /// `left` · `right`ᵀ.
  private static func product(_ left: Matrix, _ right: Matrix) -> Matrix {
    left.withRows { left in
      right.withRows { right in
        Matrix(rows: left.rows, columns: right.rows) { block in
          LinearAlgebra.product(left, transposed: right, into: block.base, stride: right.rows)
        }
      }
    }
  }
}

extension Matrix {
  fileprivate func transposed() -> Matrix {
    withRows { source in
      Matrix(rows: columns, columns: rows) { target in
        for row in 0..<rows { for column in 0..<columns { target[column, row] = source[row, column] } }
      }
    }
  }

  /// The least and the largest stored value of each column.
  fileprivate func columnRanges() -> [ClosedRange<Float>] {
    withRows { source in
      var (low, high) = (row(0), row(0))
      for row in 1..<max(rows, 1) {
        for column in 0..<columns {
          low[column] = min(low[column], source[row, column])
          high[column] = max(high[column], source[row, column])
        }
      }
      return zip(low, high).map { $0...$1 }
    }
  }

  fileprivate func withRowsOfLengthOne() -> Matrix {
    scalingRows { row in
      let length = row.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
      return length > 0 ? 1 / length : 0
    }
  }

  fileprivate func withPositiveLargestEntries() -> Matrix {
    scalingRows { row in (row.max { abs($0) < abs($1) } ?? 0) < 0 ? -1 : 1 }
  }

  private func scalingRows(_ factor: ([Float]) -> Double) -> Matrix {
    Matrix(rows: rows, columns: columns) { target in
      for index in 0..<rows {
        let row = row(index)
        let factor = factor(row)
        for column in 0..<columns { target[index, column] = Float(Double(row[column]) * factor) }
      }
    }
  }
}
