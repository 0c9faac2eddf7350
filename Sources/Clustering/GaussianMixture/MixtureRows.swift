import Core
import Matrices

/// The rows of a space as a mixture reads them: in some columns whole, in the others without their zeros.
///
/// A concatenation of what a convolutional network and a text model gave is read at less than half of its size, and
/// reading it is what an iteration along the axes takes most of its time for.
package struct MixtureRows {
  let matrix: Matrix
  /// The columns that are read whole.
  let whole: Range<Int>
  /// The entries of the other columns that are not zero; nil where there are no others.
  package let sparse: SparseRows?

  var count: Int { matrix.rows }

  private init(_ matrix: Matrix, whole: Range<Int>, sparse: SparseRows?) {
    self.matrix = matrix
    self.whole = whole
    self.sparse = sparse
  }

  /// The rows as they are.
  package init(whole matrix: Matrix) { self.init(matrix, whole: 0..<matrix.columns, sparse: nil) }

  /// Without zeros where that pays and distances are sums over columns.
  package init(_ matrix: Matrix, alongAxes: Bool) {
    let whole = alongAxes ? matrix.columnsWorthReadingWhole : 0..<matrix.columns
    guard whole.count < matrix.columns, let sparse = SparseRows(matrix, without: whole) else {
      self.init(whole: matrix)
      return
    }
    self.init(matrix, whole: whole, sparse: sparse)
  }

  /// The origin of the sums for the maximisation: near the means; in the columns without zeros at zero, where a zero
  /// adds nothing.
  func origins(near centers: Matrix) -> Matrix {
    guard sparse != nil else { return centers }
    return Matrix(rows: centers.rows, columns: centers.columns) { origins in
      for row in 0..<centers.rows {
        for column in whole { origins[row, column] = centers[row, column] }
      }
    }
  }

  /// Maps the scatter of each component around its mean: as many at once as have room for their sums, each on a thread of
  /// its own.
  func mapScatters<Value>(
    _ responsibilities: Matrix, around means: [[Double]], inDouble: Bool,
    _ body: (_ component: Int, _ scatter: [Double]) throws -> Value
  ) throws -> [Value] {
    let batch = Matrix.scattersAtOnce(columns: matrix.columns)
    var found: [Value] = []
    while found.count < means.count {
      let components = found.count..<min(found.count + batch, means.count)
      let scatters = matrix.scatters(
        around: means[components], weights: responsibilities, from: components.lowerBound, inDouble: inDouble)
      found += try Parallel.tryMapChunks(of: components.count, size: 1) { position, _ in
        try body(components.lowerBound + position, scatters[position])
      }
    }
    return found
  }

  /// Lends what cuts the rows into tiles.
  func withTiles<Result>(_ body: ((Range<Int>) -> RowTile) throws -> Result) rethrows -> Result {
    try matrix.withExactRows { rows in
      try body { RowTile(block: rows.high[$0], whole: whole, sparse: sparse, stored: rows, range: $0) }
    }
  }
}

/// Some rows that follow each other.
struct RowTile {
  /// All of their entries.
  let block: RowBlock
  /// The columns in which they are read.
  let whole: Range<Int>
  /// The entries of the other columns, of all rows of the space.
  let sparse: SparseRows?
  /// The stored values of all rows of the space.
  let stored: ExactRows
  /// The columns of the rows in the space.
  let range: Range<Int>

  var count: Int { range.count }
}
