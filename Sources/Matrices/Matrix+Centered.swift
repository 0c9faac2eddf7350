import Core

extension Matrix {
  /// Returns the stored values moved so that each column's mean is 0: squared lengths are then as small as they can be,
  /// and so is what products of rows lose by cancellation.
  package func centered() -> Matrix {
    let means = columnMeans().map { Float($0) }
    return withRows { source in
      Matrix(rows: rows, columns: columns) { target in
        Parallel.forEachChunk(of: rows, size: 1024) { _, range in
          for row in range {
            for column in 0..<source.columns { target[row, column] = source[row, column] - means[column] }
          }
        }
      }
    }
  }
}
