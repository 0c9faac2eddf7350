import Core

/// Rows whose distances are measured from differences in `Double`, so that equal rows are exactly 0 apart.
///
/// Distances are Euclidean, or cosine: 1 − cos is half the squared distance of the directions, which cancels no digits
/// where rows are nearly parallel, and is 0 where one row is a multiple of the other. Searches compare squares, of which ``distance(ofSquare:)`` makes distances.
package struct MeasuredRows: Sendable {
  /// The rows, or their directions where the matrix is not plain and the distance is cosine.
  package let rows: Matrix
  /// True for the cosine distance.
  package let isCosine: Bool
  /// The reciprocal length of each row, by which its entries are multiplied; nil where they are taken as stored.
  private let reciprocals: [Double]?

  /// - Precondition: no row of zeros for the cosine distance.
  package init(_ rows: Matrix, isCosine: Bool) {
    self.init(asStored: isCosine && !rows.isPlain ? rows.exactDirections() : rows, isCosine: isCosine)
  }

  /// Makes them of ``rows`` of others.
  package init(asStored rows: Matrix, isCosine: Bool) {
    self.isCosine = isCosine
    let rows = isCosine && rows.isPlain ? rows.withoutCommonFactors() : rows
    self.rows = rows
    reciprocals = isCosine && rows.isPlain ? rows.squaredRowNorms().map { 1 / $0.squareRoot() } : nil
  }

  /// Returns the coordinates whose differences are measured less their mean, rounded once.
  ///
  /// - Complexity: O(rows · columns).
  package func centered() -> Matrix { centered(all, around: mean(), scale: 1) }

  /// All rows in their order.
  var all: [Int] { Array(0..<rows.rows) }

  /// The mean of the measured coordinates of all rows.
  func mean() -> [Double] {
    let columns = rows.columns
    let sums = mapChunks(of: all) { _, values, count in
      (0..<columns).map { column in (0..<count).reduce(0.0) { $0 + values[$1 * columns + column] } }
    }
    var mean = [Double](repeating: 0, count: columns)
    for sum in sums { for column in 0..<columns { mean[column] += sum[column] / Double(rows.rows) } }
    return mean
  }

  /// Returns the measured coordinates of some rows less a mean, times a scale, rounded once.
  func centered(_ some: [Int], around mean: [Double], scale: Double) -> Matrix {
    let columns = rows.columns
    return Matrix(rows: some.count, columns: columns) { (target: MutableRowBlock) in
      nonisolated(unsafe) let target = target
      _ = mapChunks(of: some) { first, values, count in
        for row in 0..<count {
          let to = target.pointer(toRow: first + row)
          for column in 0..<columns { to[column] = Float((values[row * columns + column] - mean[column]) * scale) }
        }
      }
    }
  }

  /// Calls `body` with the measured coordinates of chunks of some rows, and returns the results in their order.
  func mapChunks<Value>(
    of some: [Int], _ body: (_ first: Int, _ values: UnsafeMutablePointer<Double>, _ count: Int) -> Value
  ) -> [Value] {
    withMeasure { measure in
      Parallel.mapChunks(of: some.count, size: Self.chunk) { _, range in
        let values = Buffer<Double>(count: range.count * measure.columns)
        for place in range {
          measure.read(some[place], into: values + (place - range.lowerBound) * measure.columns)
        }
        return body(range.lowerBound, values.base, range.count)
      }
    }
  }

  /// The rows of a chunk.
  static let chunk = 512

  /// Lends the rows to `body` for measurements.
  package func withMeasure<Result>(_ body: (Measure) throws -> Result) rethrows -> Result {
    try rows.withExactRows { block in
      guard let reciprocals else { return try body(Measure(rows: block, reciprocals: nil)) }
      return try reciprocals.withUnsafeBufferPointer {
        try body(Measure(rows: block, reciprocals: $0.baseAddress))
      }
    }
  }

  /// Returns the distance in true units for a square of stored ones.
  package func distance(ofSquare square: Double) -> Double {
    let stored = storedDistance(ofSquare: square)
    return isCosine ? rows.frame.trueSquare(of: stored) : rows.frame.trueLength(of: stored)
  }

  /// Returns the distance in stored units; for the cosine half the square, of which one of true units is a power of two.
  @inlinable @inline(__always)
  package func storedDistance(ofSquare square: Double) -> Double { isCosine ? square / 2 : square.squareRoot() }

  /// Returns the square of stored units for a distance in true ones, the inverse of ``distance(ofSquare:)``; the largest
  /// finite number where that is too large.
  package func square(ofDistance distance: Double) -> Double {
    let exponent = rows.frame.exponent
    let stored = distance.scaled(byPowerOfTwo: -(isCosine ? 2 * exponent : exponent))
    return min(isCosine ? 2 * stored : stored * stored, .greatestFiniteMagnitude)
  }

  /// The largest square that rounding alone gives two rows of one direction; 0 for the Euclidean distance, which is that of the
  /// rows as stored.
  package var roundingSquare: Double { isCosine ? square(ofDistance: rows.directionRounding) : 0 }

  /// Returns other rows in the units of these, so that both can be measured against each other.
  package func matching(_ others: Matrix) -> MeasuredRows {
    guard isCosine, reciprocals == nil || !others.isPlain else {
      return MeasuredRows(asStored: others.expressed(in: rows.frame), isCosine: isCosine)
    }
    return MeasuredRows(asStored: others.exactDirections().expressed(in: rows.frame), isCosine: true)
  }
}

extension Matrix {
  /// The largest cosine distance that rounding alone gives two rows of one direction.
  ///
  /// Entries are rounded to 24 bits, with low-order parts to 48, which moves each of two directions by 2⁻²⁴ or 2⁻⁴⁸ at most.
  package var directionRounding: Double { remainder == nil ? 0x1p-47 : 0x1p-95 }
}

/// Rows lent for measurements.
package struct Measure {
  let rows: ExactRows
  let reciprocals: UnsafePointer<Double>?

  package var count: Int { rows.rows }
  package var columns: Int { rows.columns }

  /// Returns the squared distance of two rows, the same bits in either order.
  package func square(_ one: Int, _ other: Int) -> Double { square(one, self, other) }

  /// Returns the squared distance of a row and one of other rows in the same units.
  package func square(_ one: Int, _ others: Measure, _ other: Int) -> Double {
    let (left, right) = (rows.high.pointer(toRow: one), others.rows.high.pointer(toRow: other))
    if rows.low != nil || others.rows.low != nil { return squareWithRemainders(one, others, other) }
    guard reciprocals != nil || others.reciprocals != nil else { return squaredDifferences(left, right, columns) }
    return squaredDifferences(left, factor(of: one), right, others.factor(of: other), columns)
  }

  /// Returns false where a quick sum in `Float` proves that a squared distance is above a limit.
  func mayBeWithin(_ limit: Double, _ one: Int, _ other: Int) -> Bool {
    guard rows.low == nil, reciprocals == nil else { return true }
    // Each difference, square and sum is rounded once at most.
    let share = 1 - Double(columns + 8) * Double(Float.ulpOfOne)
    let square = quickSquare(
      rows.high.pointer(toRow: one), rows.high.pointer(toRow: other), columns, within: Float(limit / share).nextUp)
    return Double(square) * share <= limit
  }

  private func squareWithRemainders(_ one: Int, _ others: Measure, _ other: Int) -> Double {
    let (left, right) = (rows.high.pointer(toRow: one), others.rows.high.pointer(toRow: other))
    let (leftRest, rightRest) = (rows.low?.pointer(toRow: one), others.rows.low?.pointer(toRow: other))
    let (own, theirs) = (factor(of: one), others.factor(of: other))
    var sum = 0.0
    for column in 0..<columns {
      let rest = Double(leftRest?[column] ?? 0) * own - Double(rightRest?[column] ?? 0) * theirs
      let difference = (Double(left[column]) * own - Double(right[column]) * theirs) + rest
      sum += difference * difference
    }
    return sum
  }

  /// The factor of the entries of a row.
  private func factor(of row: Int) -> Double { reciprocals?[row] ?? 1 }

  /// Writes the coordinates whose differences are measured.
  package func read(_ row: Int, into target: UnsafeMutablePointer<Double>) {
    rows.read(row, into: target)
    guard let factor = reciprocals?[row] else { return }
    for column in 0..<columns { target[column] *= factor }
  }
}

/// The squared Euclidean distance between two rows, differences and sums in `Double`.
func squaredDifferences(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, _ count: Int) -> Double {
  var lanes = SIMD8<Double>.zero
  var index = 0
  while index + 8 <= count {
    let difference =
      SIMD8<Double>(UnsafeRawPointer(left + index).loadUnaligned(as: SIMD8<Float>.self))
      - SIMD8<Double>(UnsafeRawPointer(right + index).loadUnaligned(as: SIMD8<Float>.self))
    lanes.addProduct(difference, difference)
    index += 8
  }
  var sum = lanes.sum()
  while index < count {
    let difference = Double(left[index]) - Double(right[index])
    sum += difference * difference
    index += 1
  }
  return sum
}

/// The same between two rows times a factor each.
func squaredDifferences(
  _ left: UnsafePointer<Float>, _ leftFactor: Double, _ right: UnsafePointer<Float>, _ rightFactor: Double, _ count: Int
) -> Double {
  let (leftFactors, rightFactors) = (SIMD8(repeating: leftFactor), SIMD8(repeating: rightFactor))
  var lanes = SIMD8<Double>.zero
  var index = 0
  while index + 8 <= count {
    // Both products are rounded, so that the order of the rows does not matter.
    let difference =
      SIMD8<Double>(UnsafeRawPointer(left + index).loadUnaligned(as: SIMD8<Float>.self)) * leftFactors
      - SIMD8<Double>(UnsafeRawPointer(right + index).loadUnaligned(as: SIMD8<Float>.self)) * rightFactors
    lanes.addProduct(difference, difference)
    index += 8
  }
  var sum = lanes.sum()
  while index < count {
    let difference = Double(left[index]) * leftFactor - Double(right[index]) * rightFactor
    sum += difference * difference
    index += 1
  }
  return sum
}

/// The squared Euclidean distance between two rows in `Float`, in sums that do not wait for each other; that of the first
/// columns where it is above a limit.
private func quickSquare(
  _ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, _ count: Int, within limit: Float
) -> Float {
  var sum: Float = 0
  var index = 0
  while index + 64 <= count {
    var (even, odd) = (SIMD16<Float>.zero, SIMD16<Float>.zero)
    let end = min(index + 256, count - 31)
    while index < end {
      let first =
        UnsafeRawPointer(left + index).loadUnaligned(as: SIMD16<Float>.self)
        - UnsafeRawPointer(right + index).loadUnaligned(as: SIMD16<Float>.self)
      let second =
        UnsafeRawPointer(left + index + 16).loadUnaligned(as: SIMD16<Float>.self)
        - UnsafeRawPointer(right + index + 16).loadUnaligned(as: SIMD16<Float>.self)
      even.addProduct(first, first)
      odd.addProduct(second, second)
      index += 32
    }
    sum += (even + odd).sum()
    if sum > limit { return sum }
  }
  var lanes = SIMD8<Float>.zero
  while index + 8 <= count {
    let difference =
      UnsafeRawPointer(left + index).loadUnaligned(as: SIMD8<Float>.self)
      - UnsafeRawPointer(right + index).loadUnaligned(as: SIMD8<Float>.self)
    lanes.addProduct(difference, difference)
    index += 8
  }
  sum += lanes.sum()
  while index < count {
    let difference = left[index] - right[index]
    sum += difference * difference
    index += 1
  }
  return sum
}
