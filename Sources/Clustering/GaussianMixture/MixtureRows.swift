import Matrices

/// The rows of a space as a mixture reads them: whole, or without their zeros where that pays.
package struct MixtureRows {
  let matrix: Matrix
  /// The same rows without their zeros; nil where the whole ones are read.
  let sparse: SparseRows?

  var count: Int { matrix.rows }

  /// The rows as they are.
  package init(whole matrix: Matrix) {
    self.matrix = matrix
    sparse = nil
  }

  /// Without zeros where most entries are zero and distances are sums over columns.
  package init(_ matrix: Matrix, alongAxes: Bool) {
    self.matrix = matrix
    sparse = alongAxes ? SparseRows(matrix) : nil
  }

  /// Where the sums for the maximisation are taken around: near the means, or at zero, where a zero adds nothing.
  func origins(near centers: Matrix) -> Matrix {
    sparse == nil ? centers : Matrix(rows: centers.rows, columns: centers.columns, repeating: 0)
  }

  /// Lends what cuts the rows into tiles.
  func withTiles<Result>(_ body: ((Range<Int>) -> RowTile) throws -> Result) rethrows -> Result {
    try matrix.withRows { block in
      try body { RowTile(block: block[$0], sparse: sparse, range: $0) }
    }
  }
}

/// Some rows that follow each other.
struct RowTile {
  /// Their entries.
  let block: RowBlock
  /// All rows of the space without their zeros, if these are read.
  let sparse: SparseRows?
  /// Where the rows lie in the space.
  let range: Range<Int>

  var count: Int { range.count }
}
