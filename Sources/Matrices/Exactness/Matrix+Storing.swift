extension Matrix {
  /// Stores numbers in `Double` with as little loss as matters: plain `Float` for ordinary data.
  ///
  /// - Parameters:
  ///   - rounded: the numbers rounded to `Float`, where they are at hand; returned where that is enough.
  ///   - keepsEveryDigit: true where the low-order part of each number is kept where it has any.
  /// - Complexity: O(rows · columns), by all threads; the numbers are read two or three times.
  package static func storing(
    _ values: ExactValues, rounded: Matrix? = nil, keepsEveryDigit: Bool = false
  ) -> Matrix {
    let plan = StoragePlan(for: values, keepsEveryDigit: keepsEveryDigit)
    if plan.isPlain, let rounded { return rounded }
    let columns = values.columns
    let made = Matrix(
      rows: values.rows, columns: columns, frame: plan.frame, hasRemainder: plan.remainders.contains(true)
    ) { high, low in
      _ = values.mapChunks { range, entries in
        for row in range {
          plan.store(
            entries + (row - range.lowerBound) * columns, to: high.pointer(toRow: row), low?.pointer(toRow: row))
        }
      }
    }
    return made.droppingEmptyRemainder()
  }

  /// Rounds numbers to `Float`, whatever that loses.
  package init(rounding values: ExactValues) {
    self.init(rows: values.rows, columns: values.columns) { target in
      _ = values.mapChunks { range, entries in
        let to = target.pointer(toRow: range.lowerBound)
        for index in 0..<range.count * values.columns { to[index] = Float(entries[index]) }
      }
    }
  }

  /// Stores numbers that `read` writes, row after row; see ``storing(_:rounded:keepsEveryDigit:)``.
  package static func storing(
    rows: Int, columns: Int, keepsEveryDigit: Bool = false,
    read: (_ rows: Range<Int>, _ target: UnsafeMutablePointer<Double>) -> Void
  ) -> Matrix {
    withoutActuallyEscaping(read) { read in
      storing(ExactValues(rows: rows, columns: columns, read: read), keepsEveryDigit: keepsEveryDigit)
    }
  }

  /// Makes a matrix of nested arrays of numbers in `Double`, a row each, without losing digits that matter.
  ///
  /// - Precondition: all arrays are of one length.
  /// - Complexity: O(rows · columns); the numbers are read two or three times.
  public init(exactly values: [[Double]]) {
    let exact = ExactValues(values)
    self = Matrix.storing(exact).keepingDirections(of: exact)
  }

  /// Returns whether finite numbers that were rounded to `Float` may have lost digits that matter, so that they must be
  /// looked at again.
  ///
  /// - Parameter extremes: the extremes of the stored values, where they are known.
  package func mayHaveLostDigits(extremes: [ClosedRange<Double>?]? = nil) -> Bool {
    let extremes = extremes ?? self.extremes()
    if remainder == nil, let windows = NarrowWindows(extremes), !windows.mayMatter(in: self) { return false }
    return !StoragePlan(for: ExactValues(storedIn: self), extremes: extremes, rounded: true).isPlain
  }

  /// The same true values with a scale, where they are so large or small that squares leave the range of `Float`.
  ///
  /// - Parameter extremes: the extremes of the stored values, where they are known.
  /// - Complexity: O(rows · columns) where there is something to do, else one pass to find the extremes.
  package func scaledIntoRange(extremes: [ClosedRange<Double>?]? = nil) -> Matrix {
    guard frame == .plain else { return self }
    return expressed(in: StoragePlan.scalingFrame(for: extremes ?? self.extremes()))
  }
}
