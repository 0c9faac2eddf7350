import Core

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

  /// Nested arrays of the same length.
  package init(_ values: [[Double]]) {
    let columns = values.first?.count ?? 0
    precondition(values.allSatisfy { $0.count == columns }, "every row needs \(columns) columns")
    self.init(rows: values.count, columns: columns) { range, target in
      for row in range {
        for column in 0..<columns { target[(row - range.lowerBound) * columns + column] = values[row][column] }
      }
    }
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

  /// The numbers of some columns, in that order.
  package func selecting(columns order: [Int]) -> ExactValues {
    let width = columns
    func selecting(_ read: @escaping Reading) -> Reading {
      { rows, target in
        withUnsafeTemporaryAllocation(of: Double.self, capacity: max(rows.count * width, 1)) { buffer in
          // A buffer of at least one number has an address.
          let values = buffer.baseAddress!
          read(rows, values)
          for row in 0..<rows.count {
            for (position, column) in order.enumerated() {
              target[row * order.count + position] = values[row * width + column]
            }
          }
        }
      }
    }
    return ExactValues(
      rows: rows, columns: order.count, read: selecting(read), rest: readRest.map(selecting))
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

  /// One hash for each of some rows; rows that differ in the file have different ones but for one chance in millions, and 0
  /// equals -0.
  package func hashes(ofRows rows: [Int]) -> [UInt64] {
    Parallel.mapChunks(of: rows.count, size: max(1, 16_384 / max(columns, 1))) { _, range in
      withUnsafeTemporaryAllocation(of: Double.self, capacity: max(columns, 1)) { buffer in
        // A buffer of at least one number has an address.
        let values = buffer.baseAddress!
        return rows[range].map { row in
          var hash = Hasher64()
          for read in [read, readRest].compactMap(\.self) {
            read(row..<row + 1, values)
            for column in 0..<columns {
              hash.combine(values[column].isNaN ? Double.nan.bitPattern : (values[column] + 0).bitPattern)
            }
          }
          return hash.value
        }
      }
    }.flatMap(\.self)
  }

  /// The least and the largest finite number of each column; nil for a column without any.
  package func extremes() -> [ClosedRange<Double>?] {
    ColumnExtremes.joined(
      mapChunks { range, values in ColumnExtremes(of: values, rows: range.count, columns: columns) }, columns: columns)
  }

  /// The finite numbers of each column in some rows from all over; all rows where there are few.
  func samples() -> [[Double]] {
    let count = StoragePlan.sampledRows(of: rows, columns: columns)
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

/// A hash of 64 bits, by which as many rows as fit into a memory are told apart but for one chance in millions.
private struct Hasher64 {
  private(set) var value: UInt64 = 0x9e37_79b9_7f4a_7c15

  mutating func combine(_ bits: UInt64) {
    let (high, low) = (value ^ bits).multipliedFullWidth(by: 0xd6e8_feb8_6659_fd93)
    value = (high ^ low) &* 0xff51_afd7_ed55_8ccd
    value ^= value &>> 32
  }
}
