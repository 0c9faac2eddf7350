/// Numbers in `Double` of which a matrix is made, row after row; they are read as often as needed, by several threads.
package struct ExactValues {
  package let rows: Int
  package let columns: Int
  /// Writes some consecutive rows into memory for as many.
  package let read: Reading
  /// Writes, in place of the numbers, what tells those apart that are the same in `Double`, as integers beyond 2⁵³ may be:
  /// 0 for a number that `Double` holds; nil where it holds all.
  package let readRest: Reading?

  /// Writes some consecutive rows into memory for as many.
  package typealias Reading = (_ rows: Range<Int>, _ target: UnsafeMutablePointer<Double>) -> Void

  package init(rows: Int, columns: Int, read: @escaping Reading, rest: Reading? = nil) {
    self.rows = rows
    self.columns = columns
    self.read = read
    readRest = rest
  }

  /// The stored values of a matrix.
  package init(storedIn matrix: Matrix) {
    let columns = matrix.columns
    self.init(rows: matrix.rows, columns: columns) { range, target in
      matrix.withExactRows { rows in
        for row in range { rows.read(row, into: target + (row - range.lowerBound) * columns) }
      }
    }
  }

  /// Calls `body` with chunks of rows, and returns what it makes of each in their order.
  package func mapChunks<Value>(_ body: (_ range: Range<Int>, _ values: UnsafePointer<Double>) -> Value) -> [Value] {
    mapChunks(read, body)
  }

  private func mapChunks<Value>(
    _ read: Reading, _ body: (_ range: Range<Int>, _ values: UnsafePointer<Double>) -> Value
  ) -> [Value] {
    Parallel.mapChunks(of: rows, size: max(64, 65_536 / max(columns, 1))) { _, range in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: max(range.count * columns, 1)) { buffer in
        // A buffer of at least one number has an address.
        let values = buffer.baseAddress!
        read(range, values)
        return body(range, values)
      }
    }
  }

  /// One hash a row; rows that differ in the file have different ones but for one chance in millions, and 0 equals -0.
  package func rowHashes() -> [UInt64] {
    func hashes(_ read: Reading) -> [UInt64] {
      mapChunks(read) { range, values in
        (0..<range.count).map { row in
          var hash = Hasher64()
          for column in 0..<columns {
            let value = values[row * columns + column]
            hash.combine(value.isNaN ? Double.nan.bitPattern : (value + 0).bitPattern)
          }
          return hash.value
        }
      }.flatMap(\.self)
    }
    let found = hashes(read)
    guard let readRest else { return found }
    return zip(found, hashes(readRest)).map { one, rest in
      var hash = Hasher64()
      hash.combine(one)
      hash.combine(rest)
      return hash.value
    }
  }

  /// The least and the largest finite number of each column; nil for a column without any.
  package func extremes() -> [ClosedRange<Double>?] {
    let parts = mapChunks { range, values in
      var lows = [Double](repeating: .infinity, count: columns)
      var highs = [Double](repeating: -.infinity, count: columns)
      lows.withUnsafeMutableBufferPointer { lows in
        highs.withUnsafeMutableBufferPointer { highs in
          guard let lows = lows.baseAddress, let highs = highs.baseAddress else { return }
          for row in 0..<range.count {
            widen(lows, highs, by: values + row * columns, count: columns)
          }
          // Columns with an infinity, which are rare, are looked at once more.
          for column in 0..<columns where lows[column] == -.infinity || highs[column] == .infinity {
            let finite = (0..<range.count).lazy.map { values[$0 * columns + column] }.filter(
              \.isFinite)
            (lows[column], highs[column]) = (finite.min() ?? .infinity, finite.max() ?? -.infinity)
          }
        }
      }
      return (lows: lows, highs: highs)
    }
    return (0..<columns).map { column in
      let low = parts.reduce(Double.infinity) { min($0, $1.lows[column]) }
      let high = parts.reduce(-Double.infinity) { max($0, $1.highs[column]) }
      return low <= high ? low...high : nil
    }
  }

  /// The finite numbers of each column in some rows from all over; all rows where there are few.
  func samples() -> [[Double]] {
    let count = min(rows, max(512, min(4096, (1 << 20) / max(columns, 1))))
    let sampled = Parallel.mapChunks(of: count, size: 64) { _, range in
      [Double](unsafeUninitializedCapacity: range.count * columns) { buffer, filled in
        for position in range {
          let row = position * rows / count
          if let base = buffer.baseAddress { read(row..<row + 1, base + (position - range.lowerBound) * columns) }
        }
        filled = range.count * columns
      }
    }
    return Parallel.mapChunks(of: columns, size: 1) { column, _ in
      var values: [Double] = []
      values.reserveCapacity(count)
      for part in sampled {
        for index in Swift.stride(from: column, to: part.count, by: columns) where part[index].isFinite {
          values.append(part[index])
        }
      }
      return values
    }
  }
}

/// Widens ranges by one number each; NaN changes nothing.
@inline(__always)
private func widen(
  _ lows: UnsafeMutablePointer<Double>, _ highs: UnsafeMutablePointer<Double>,
  by values: UnsafePointer<Double>,
  count: Int
) {
  for index in 0..<count {
    let value = values[index]
    lows[index] = value < lows[index] ? value : lows[index]
    highs[index] = value > highs[index] ? value : highs[index]
  }
}

extension [ClosedRange<Double>?] {
  /// The largest magnitude in any of the columns that have these extremes.
  package var largestMagnitude: Double {
    compactMap(\.self).reduce(0) { Swift.max($0, abs($1.lowerBound), abs($1.upperBound)) }
  }
}

/// A hash of 64 bits, by which as many rows as fit into a memory are told apart but for one chance in millions.
private struct Hasher64 {
  private(set) var value: UInt64 = 0x9e37_79b9_7f4a_7c15

  mutating func combine(_ bits: UInt64) {
    let (high, low) = (value ^ bits).multipliedFullWidth(by: 0xd6e8_feb8_6659_fd93)
    value = (high ^ low) &* 0xff51_afd7_ed55_8ccd
    value ^= value &>> 32
  }
}
