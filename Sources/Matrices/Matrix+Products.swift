import Core

extension Matrix {
  /// The products of all rows with those of another matrix: rows × its rows. Equal rows have equal products.
  ///
  /// - Parameter center: the point that is taken off each row before; nil for none.
  /// - Precondition: both matrices have the same number of columns, and no low-order part.
  /// - Complexity: O(rows · columns · rows of the other).
  package func products(with others: Matrix, around center: [Float]? = nil) -> Matrix {
    let products = withRows { source in
      others.withRows { others in
        Matrix(rows: rows, columns: others.rows) { target in
          Parallel.forEachChunk(of: rows, size: 512) { _, range in
            let output = target.pointer(toRow: range.lowerBound)
            guard let center else {
              return LinearAlgebra.product(source[range], transposed: others, into: output, stride: target.columns)
            }
            let centered = Buffer<Float>(count: range.count * columns)
            for (position, row) in range.enumerated() {
              let (from, to) = (source.pointer(toRow: row), centered + position * columns)
              for column in 0..<columns { to[column] = from[column] - center[column] }
            }
            LinearAlgebra.product(
              RowBlock(base: centered.base, rows: range.count, columns: columns), transposed: others, into: output,
              stride: target.columns)
          }
        }
      }
    }
    // A product's last bits depend on the place of its row among those that are multiplied together.
    guard let first = RowGroups.firstRows(of: self) else { return products }
    return products.selecting(rows: first)
  }
}
