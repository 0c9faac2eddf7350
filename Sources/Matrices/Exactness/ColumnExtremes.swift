import Core

/// The least and the largest finite number of each column of some rows; infinite the other way round for a column without any.
struct ColumnExtremes<Number: BinaryFloatingPoint> {
  private var lows: [Number]
  private var highs: [Number]

  /// - Parameter values: rows × columns, row after row.
  @inline(__always)
  init(of values: UnsafePointer<Number>, rows: Int, columns: Int) {
    lows = [Number](repeating: .infinity, count: columns)
    highs = [Number](repeating: -.infinity, count: columns)
    lows.withUnsafeMutableBufferPointer { lows in
      highs.withUnsafeMutableBufferPointer { highs in
        guard let lows = lows.baseAddress, let highs = highs.baseAddress else { return }
        for row in 0..<rows { widen(lows, highs, by: values + row * columns, count: columns) }
        // Columns with an infinity, which are rare, are looked at once more.
        for column in 0..<columns where lows[column] == -.infinity || highs[column] == .infinity {
          let finite = (0..<rows).lazy.map { values[$0 * columns + column] }.filter(\.isFinite)
          (lows[column], highs[column]) = (finite.min() ?? .infinity, finite.max() ?? -.infinity)
        }
      }
    }
  }

  /// The extremes of all rows; nil for a column without a finite number.
  static func joined(_ parts: [ColumnExtremes], columns: Int) -> [ClosedRange<Double>?] {
    (0..<columns).map { column in
      let low = parts.reduce(Number.infinity) { min($0, $1.lows[column]) }
      let high = parts.reduce(-Number.infinity) { max($0, $1.highs[column]) }
      return low <= high ? Double(low)...Double(high) : nil
    }
  }
}

/// Widens ranges by one number each; NaN changes nothing.
@inline(__always)
private func widen<Number: BinaryFloatingPoint>(
  _ lows: UnsafeMutablePointer<Number>, _ highs: UnsafeMutablePointer<Number>, by values: UnsafePointer<Number>,
  count: Int
) {
  for index in 0..<count {
    let value = values[index]
    lows[index] = value < lows[index] ? value : lows[index]
    highs[index] = value > highs[index] ? value : highs[index]
  }
}

extension Matrix {
  /// The least and the largest finite stored value of each column; nil for a column without any.
  ///
  /// - Complexity: O(rows · columns), by all threads.
  package func extremes() -> [ClosedRange<Double>?] {
    guard remainder == nil else { return ExactValues(storedIn: self).extremes() }
    return withRows { block in
      ColumnExtremes.joined(
        Parallel.mapChunks(of: rows, size: max(64, 65_536 / max(columns, 1))) { _, range in
          ColumnExtremes(of: block.pointer(toRow: range.lowerBound), rows: range.count, columns: columns)
        }, columns: columns)
    }
  }
}

extension [ClosedRange<Double>?] {
  /// The largest magnitude in any of the columns that have these extremes.
  package var largestMagnitude: Double {
    compactMap(\.self).reduce(0) { Swift.max($0, abs($1.lowerBound), abs($1.upperBound)) }
  }
}
