import Core

/// The rows of a matrix with all that is stored of them, lent for the time of a call.
@usableFromInline
package struct ExactRows {
  /// The stored values as `Float`.
  @usableFromInline package let high: RowBlock
  /// The low-order part that rounding took from them; nil where none is kept.
  @usableFromInline package let low: RowBlock?
  /// The origin and the unit of the stored values.
  @usableFromInline package let frame: Frame

  @inlinable package var rows: Int { high.rows }
  @inlinable package var columns: Int { high.columns }

  /// The stored value at a row and a column.
  @inlinable
  package subscript(row: Int, column: Int) -> Double {
    Double(high[row, column]) + (low.map { Double($0[row, column]) } ?? 0)
  }

  /// Writes the stored values of a row.
  @inlinable
  package func read(_ row: Int, into target: UnsafeMutablePointer<Double>) {
    read(row, 0..<columns, into: target)
  }

  /// Writes the stored values of some columns of a row.
  @inlinable
  package func read(_ row: Int, _ columns: Range<Int>, into target: UnsafeMutablePointer<Double>) {
    let values = high.pointer(toRow: row) + columns.lowerBound
    guard let low else {
      for column in 0..<columns.count { target[column] = Double(values[column]) }
      return
    }
    let rest = low.pointer(toRow: row) + columns.lowerBound
    for column in 0..<columns.count { target[column] = Double(values[column]) + Double(rest[column]) }
  }

  /// Adds the difference of the stored values of a row from a stored point to `sums`.
  ///
  /// - Returns: the squared length of the difference, as ``squaredDistance(_:to:)`` has it.
  package func addDifference(
    _ row: Int, from point: UnsafePointer<Double>, to sums: UnsafeMutablePointer<Double>
  ) -> Double {
    let values = high.pointer(toRow: row)
    guard let low else { return Matrices.addDifference(values, from: point, to: sums, columns) }
    let rest = low.pointer(toRow: row)
    for column in 0..<columns { sums[column] += (Double(values[column]) + Double(rest[column])) - point[column] }
    return squaredDistance(row, to: point)
  }

  /// Writes the true values of a row.
  package func readTrueValues(_ row: Int, into target: UnsafeMutablePointer<Double>) {
    read(row, into: target)
    if frame.exponent != 0 {
      for column in 0..<columns { target[column] = target[column].scaled(byPowerOfTwo: frame.exponent) }
    }
    if let origin = frame.origin {
      for column in 0..<columns { target[column] += origin[column] }
    }
  }

  /// Returns the squared Euclidean distance between two rows, in stored units.
  package func squaredDistance(_ one: Int, _ other: Int) -> Double {
    let (left, right) = (high.pointer(toRow: one), high.pointer(toRow: other))
    guard let low else { return Matrices.squaredDistance(left, right, columns) }
    let (leftRest, rightRest) = (low.pointer(toRow: one), low.pointer(toRow: other))
    var sum = 0.0
    for column in 0..<columns {
      let difference =
        (Double(left[column]) - Double(right[column])) + (Double(leftRest[column]) - Double(rightRest[column]))
      sum += difference * difference
    }
    return sum
  }

  /// Returns the squared Euclidean distance of a row from a stored point.
  package func squaredDistance(_ row: Int, to point: UnsafePointer<Double>) -> Double {
    let values = high.pointer(toRow: row)
    guard let low else { return Matrices.squaredDistance(values, to: point, columns) }
    let rest = low.pointer(toRow: row)
    var sum = 0.0
    for column in 0..<columns {
      let difference = (Double(values[column]) - point[column]) + Double(rest[column])
      sum += difference * difference
    }
    return sum
  }
}

extension Matrix {
  /// Lends the rows with all that is stored of them to `body`, which must not let them escape.
  package func withExactRows<Result>(_ body: (ExactRows) throws -> Result) rethrows -> Result {
    try withRows { high in
      guard let remainder else { return try body(ExactRows(high: high, low: nil, frame: frame)) }
      return try remainder.withRows { try body(ExactRows(high: high, low: $0, frame: frame)) }
    }
  }

  /// The stored values of a row, in `Double`.
  package func exactRow(_ index: Int) -> [Double] {
    let low = remainder?.row(index)
    return row(index).enumerated().map { Double($1) + Double(low?[$0] ?? 0) }
  }

  /// Returns the true values of a row, with every digit that the matrix holds.
  ///
  /// - Precondition: `index` is a row.
  /// - Complexity: O(columns).
  public func trueRow(_ index: Int) -> [Double] { frame.trueValues(of: exactRow(index)) }

  /// The same true values in another frame; the matrix itself where it is the same frame.
  ///
  /// - Complexity: O(rows · columns).
  package func expressed(in other: Frame) -> Matrix {
    guard other != frame else { return self }
    return withExactRows { source in
      Matrix(rows: rows, columns: columns, frame: other, hasRemainder: true) { high, low in
        Parallel.forEachChunk(of: rows, size: 1024) { _, range in
          for row in range {
            for column in 0..<columns {
              // The difference of the origins comes first, so that what it cancels costs no digits.
              let shift = ((frame.origin?[column] ?? 0) - (other.origin?[column] ?? 0))
                .scaled(byPowerOfTwo: -other.exponent)
              let value = source[row, column].scaled(byPowerOfTwo: frame.exponent - other.exponent) + shift
              high[row, column] = Float(value)
              low?[row, column] = Float(value - Double(high[row, column]))
            }
          }
        }
      }.droppingEmptyRemainder().with(keptDirections)
    }
  }
}
