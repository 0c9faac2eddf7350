import Core

/// Orthonormal directions that hold most of the variance of a sample, by two iterations on a random subspace (Halko,
/// Martinsson and Tropp, "Finding structure with randomness", 2011). Coordinates along any directions bring no pair of rows
/// farther apart; along these the bounds are good.
struct LeadingDirections {
  /// direction × column.
  private let basis: Matrix

  private static let (sample, chunk) = (1_024, 512)

  /// Returns the rows of a sample.
  static func sampledRows(of rows: Int) -> [Int] {
    let count = min(rows, sample)
    return (0..<count).map { $0 * rows / count }
  }

  /// - Parameters:
  ///   - sample: rows around their mean.
  ///   - number: the number of directions, a multiple of sixteen.
  init(of sample: Matrix, count number: Int) {
    let turned = Matrix(rows: sample.columns, columns: sample.rows) { (target: MutableRowBlock) in
      for column in 0..<sample.columns { for row in 0..<sample.rows { target[column, row] = sample[row, column] } }
    }
    var random = Seed(0).stream("directions")
    var basis = Self.orthonormal((0..<number).map { _ in (0..<sample.columns).map { _ in random.gaussian() } })
    for _ in 0..<2 {
      let coordinates = Self.product(basis, sample)
      let further = Self.product(coordinates, turned)
      basis = Self.orthonormal((0..<further.rows).map { row in further.row(row).map(Double.init) })
    }
    self.basis = basis
  }

  /// Returns the coordinates of rows, ½(|a|² − ε|a′|²) of each, where a are the coordinates and a′ the whole row, and the
  /// mean share of the squared lengths that the coordinates hold.
  ///
  /// - Parameters:
  ///   - error: the share ε of products of whole rows.
  ///   - read: returns some of the rows.
  func coordinates(
    ofRows count: Int, error: Double, _ read: (Range<Int>) -> Matrix
  ) -> (rows: Matrix, halves: [Double], share: Double) {
    let packed = PackedColumns(count: basis.rows, dimensions: basis.columns)
    basis.withRows { block in
      for index in 0..<block.rows { packed.set(index, to: block.pointer(toRow: index), offset: 0) }
    }
    // Each coordinate is rounded, and the directions are orthonormal to a part in 100,000.
    let projectionError = 4 * Double(basis.rows).squareRoot() * error + 1e-4
    let halves = Buffer<Double>(count: count)
    nonisolated(unsafe) var shares: [Double] = []
    let rows = Matrix(rows: count, columns: basis.rows) { (target: MutableRowBlock) in
      nonisolated(unsafe) let target = target
      shares = Parallel.mapChunks(of: count, size: Self.chunk) { _, range in
        let whole = read(range)
        whole.withRows { packed.products(with: $0, into: target.pointer(toRow: range.lowerBound)) }
        return whole.squaredRowNorms().enumerated().reduce(0.0) { sum, row in
          let (index, square) = row
          let place = range.lowerBound + index
          let inside = squaredNorm(target.pointer(toRow: place), target.columns)
          (halves + place).initialize(to: 0.5 * (inside - (error + projectionError) * square))
          return sum + (square > 0 ? inside / square : 1)
        }
      }
    }
    return (rows, (0..<count).map { halves[$0] }, shares.reduce(0, +) / Double(count))
  }

  private static func product(_ left: Matrix, _ right: Matrix) -> Matrix {
    Matrix(rows: left.rows, columns: right.rows) { (target: MutableRowBlock) in
      left.withRows { left in
        right.withRows { right in
          LinearAlgebra.product(left, transposed: right, into: target.base, stride: target.columns)
        }
      }
    }
  }

  /// Gram–Schmidt, twice so that rounding does not count; a vector within the span of others becomes 0.
  private static func orthonormal(_ vectors: [[Double]]) -> Matrix {
    var basis: [[Double]] = []
    for vector in vectors {
      var vector = vector
      let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for _ in 0..<2 {
        for other in basis {
          var product = 0.0
          for column in vector.indices { product += vector[column] * other[column] }
          for column in vector.indices { vector[column] -= product * other[column] }
        }
      }
      let rest = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
      basis.append(rest > 1e-6 * length ? vector.map { $0 / rest } : vector.map { _ in 0 })
    }
    return Matrix(basis.map { $0.map { Float($0) } })
  }
}
