import Core

/// Rows in some order less their mean, times a power of two that makes the largest entry about 1: products of them cancel
/// least, and no square leaves the range.
struct CenteredPlaces {
  let measured: MeasuredRows
  let order: [Int]
  let mean: [Double]
  let scale: Double

  /// The directions along which rows of many columns are compared; 112 of 896 columns of image and text features leave 4
  /// pairs in 10,000 for measurement where 2 are near.
  private static let directions = 112
  /// The fewest columns and rows for which directions are worth finding.
  private static let (manyColumns, manyRows) = (256, 1_000)
  /// The share of the squared lengths that directions must hold; with less they tell few pairs apart. Of image and text
  /// features it is .77 to 1, of random numbers in 896 columns .2.
  private static let leastShare = 0.6

  /// Returns whether rows of this shape are compared along directions, where these hold enough.
  static func mayCompareDirections(rows: Int, columns: Int) -> Bool { columns >= manyColumns && rows >= manyRows }

  init(_ measured: MeasuredRows, _ order: [Int]) {
    (self.measured, self.order) = (measured, order)
    let columns = measured.rows.columns
    let center = measured.mean(of: order)
    let largest =
      measured.mapChunks(of: order) { _, values, count in
        (0..<count * columns).reduce(0.0) { max($0, abs(values[$1] - center[$1 % columns])) }
      }.max() ?? 0
    mean = center
    scale = largest > 0 ? Double(sign: .plus, exponent: -Int(largest.exponent), significand: 1) : 1
  }

  /// Returns the rows as they are compared, and ½(|a|² − ε|a′|²) of each, where a is compared and a′ the whole row.
  func compared() -> (rows: Matrix, halves: [Double]) {
    let columns = measured.rows.columns
    // Products, offsets, sums with thresholds, and the rounding of the rows themselves.
    let error = 2 * PackedColumns.rounding(columns: columns) + Double(Float.ulpOfOne) * 8
    func wholeRows() -> (rows: Matrix, halves: [Double]) {
      let rows = centered(order)
      return (rows, rows.squaredRowNorms().map { 0.5 * (1 - error) * $0 })
    }
    guard Self.mayCompareDirections(rows: order.count, columns: columns) else { return wholeRows() }
    let directions = directions()
    let packed = PackedColumns(count: directions.rows, dimensions: columns)
    directions.withRows { block in
      for index in 0..<block.rows { packed.set(index, to: block.pointer(toRow: index), offset: 0) }
    }
    // Each coordinate is rounded, and the directions are orthonormal to a part in 100,000.
    let projectionError = 4 * Double(directions.rows).squareRoot() * error + 1e-4
    let halves = Buffer<Double>(count: order.count)
    nonisolated(unsafe) var shares: [Double] = []
    let rows = Matrix(rows: order.count, columns: directions.rows) { (target: MutableRowBlock) in
      nonisolated(unsafe) let target = target
      shares = Parallel.mapChunks(of: order.count, size: MeasuredRows.chunk) { _, range in
        let whole = centered(Array(order[range]))
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
    let share = shares.reduce(0, +) / Double(order.count)
    return share < Self.leastShare ? wholeRows() : (rows, (0..<order.count).map { halves[$0] })
  }

  private func centered(_ order: [Int]) -> Matrix { measured.centered(order, around: mean, scale: scale) }

  /// Orthonormal directions that hold most of the variance of a sample, by two iterations on a random subspace (Halko,
  /// Martinsson and Tropp, "Finding structure with randomness", 2011). Any directions would bound; these bound well.
  private func directions() -> Matrix {
    let count = min(order.count, 1_024)
    let sample = centered((0..<count).map { order[$0 * order.count / count] })
    let turned = Matrix(rows: sample.columns, columns: count) { (target: MutableRowBlock) in
      for column in 0..<sample.columns { for row in 0..<count { target[column, row] = sample[row, column] } }
    }
    var random = Seed(0).stream("directions")
    var basis = Self.orthonormal(
      (0..<Self.directions).map { _ in (0..<sample.columns).map { _ in random.gaussian() } })
    for _ in 0..<2 {
      let coordinates = Self.product(basis, sample)
      let further = Self.product(coordinates, turned)
      basis = Self.orthonormal((0..<further.rows).map { row in further.row(row).map(Double.init) })
    }
    return basis
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
