import Core
import Matrices

/// An array of numbers where it lies in a file: its type, order and shape, read as `Float` on demand.
///
/// Whoever makes one has checked that the shape's numbers lie inside the bytes.
package struct StoredArray: Sendable {
  package let bytes: FileBytes
  /// The position of the first number.
  package let offset: Int
  package let type: NumericType
  package let bigEndian: Bool
  /// True where the first dimension varies fastest (Fortran order).
  package let columnMajor: Bool
  package let shape: [Int]

  /// - Precondition: the numbers of `shape` fit into the bytes after `offset`.
  package init(
    bytes: FileBytes, offset: Int, type: NumericType, bigEndian: Bool = false, columnMajor: Bool = false, shape: [Int]
  ) {
    let fits = Self.byteCount(shape: shape, size: type.size).map { $0 <= bytes.count - offset } ?? false
    precondition(offset >= 0 && fits, "the array lies outside its file")
    self.bytes = bytes
    self.offset = offset
    self.type = type
    self.bigEndian = bigEndian
    self.columnMajor = columnMajor
    self.shape = shape
  }

  /// The bytes that numbers of `size` bytes take in this shape, or nil when that is more than an `Int` holds or a
  /// dimension is negative. An empty array takes none, whatever its other dimensions.
  package static func byteCount(shape: [Int], size: Int) -> Int? {
    guard shape.allSatisfy({ $0 >= 0 }) else { return nil }
    guard !shape.contains(0) else { return 0 }
    var total = size
    for dimension in shape {
      let (product, overflow) = total.multipliedReportingOverflow(by: dimension)
      guard !overflow else { return nil }
      total = product
    }
    return total
  }

  /// The number of values.
  package var count: Int { shape.contains(0) ? 0 : shape.reduce(1, *) }

  /// The numbers as a matrix, converted by all threads.
  ///
  /// - Precondition: two dimensions, none of them 0.
  /// - Complexity: O(rows · columns).
  package func matrix() -> Matrix {
    precondition(shape.count == 2 && count > 0)
    return Matrix(rows: shape[0], columns: shape[1]) { target in
      Parallel.forEachChunk(of: shape[0], size: max(1, 65_536 / shape[1])) { _, rows in
        columnMajor ? transpose(rows, into: target) : copy(rows, into: target)
      }
    }
  }

  /// The numbers in `Double`, read from the file when they are asked for.
  ///
  /// - Precondition: two dimensions, none of them 0.
  package var exactValues: ExactValues {
    precondition(shape.count == 2 && count > 0)
    let (array, height, columns) = (self, shape[0], shape[1])
    return ExactValues(
      rows: height, columns: columns,
      read: { rows, target in
        guard array.columnMajor else {
          return array.readExactly(rows.lowerBound * columns, rows.count * columns, target)
        }
        withUnsafeTemporaryAllocation(of: Double.self, capacity: max(rows.count, 1)) { buffer in
          guard let buffer = buffer.baseAddress else { return }
          for column in 0..<columns {
            array.readExactly(column * height + rows.lowerBound, rows.count, buffer)
            for row in 0..<rows.count { target[row * columns + column] = buffer[row] }
          }
        }
      }, rest: type == .int64 || type == .uint64 ? { rows, target in array.readRest(rows, target) } : nil)
  }

  /// The last twelve bits of integers of 64, by which those differ that round to the same `Double`.
  private func readRest(_ rows: Range<Int>, _ target: UnsafeMutablePointer<Double>) {
    let (height, columns) = (shape[0], shape[1])
    for row in rows {
      for column in 0..<columns {
        let index = columnMajor ? column * height + row : row * columns + column
        let bits = (bytes.base + offset + index * type.size).loadUnaligned(as: UInt64.self)
        let value = bigEndian ? UInt64(bigEndian: bits) : UInt64(littleEndian: bits)
        target[(row - rows.lowerBound) * columns + column] = Double(value & 0xfff)
      }
    }
  }

  /// All numbers of an array that is stored row by row.
  package func doubles() -> [Double] {
    [Double](unsafeUninitializedCapacity: count) { target, filled in
      if count > 0, let base = target.baseAddress { readExactly(0, count, base) }
      filled = count
    }
  }

  private func readExactly(_ first: Int, _ count: Int, _ target: UnsafeMutablePointer<Double>) {
    type.convert(
      bytes.base + offset + first * type.size, stride: type.size, count: count,
      bigEndian: bigEndian, into: target)
  }

  /// One token of one item of an items × tokens × columns array.
  ///
  /// - Precondition: three dimensions; `target` holds as many numbers as there are columns.
  package func readToken(_ token: Int, of item: Int, into target: UnsafeMutablePointer<Double>) {
    let (items, tokens, columns) = (shape[0], shape[1], shape[2])
    assert(item < items && token < tokens)
    let first = columnMajor ? item + items * token : (item * tokens + token) * columns
    let stride = columnMajor ? items * tokens : 1
    type.convert(
      bytes.base + offset + first * type.size, stride: stride * type.size, count: columns, bigEndian: bigEndian,
      into: target)
  }

  private func copy(_ rows: Range<Int>, into target: MutableRowBlock) {
    let columns = target.columns
    let (start, count) = (offset + rows.lowerBound * columns * type.size, rows.count * columns)
    type.convert(
      bytes.base + start, stride: type.size, count: count, bigEndian: bigEndian,
      into: target.pointer(toRow: rows.lowerBound))
    bytes.release(from: start, count: count * type.size)
  }

  /// Sixteen columns at a time go through a buffer, so that both sides are touched a cache line at a time.
  private func transpose(_ rows: Range<Int>, into target: MutableRowBlock) {
    let (length, columns) = (rows.count, target.columns)
    withUnsafeTemporaryAllocation(of: Float.self, capacity: 16 * length) { buffer in
      guard let buffer = buffer.baseAddress else { return }
      for block in Swift.stride(from: 0, to: columns, by: 16) {
        let width = min(16, columns - block)
        for column in 0..<width {
          type.convert(
            bytes.base + offset + ((block + column) * target.rows + rows.lowerBound) * type.size, stride: type.size,
            count: length, bigEndian: bigEndian, into: buffer + column * length)
        }
        for row in 0..<length {
          let line = target.pointer(toRow: rows.lowerBound + row) + block
          for column in 0..<width { line[column] = buffer[column * length + row] }
        }
      }
    }
  }
}

extension StoredArray {
  /// A number as a whole one.
  package enum Whole: Equatable {
    case whole(Int64)
    /// A whole number beyond 64 bits with a sign.
    case large(String)
    case missing
    case other(String)
  }

  /// The number at a position in storage order: whole, missing (NaN), or what stands there instead.
  package func whole(at index: Int) -> Whole {
    precondition(index >= 0 && index < count)
    let place = bytes.base + offset + index * type.size
    func load<Bits: FixedWidthInteger & BitwiseCopyable>(_: Bits.Type) -> Bits {
      let bits = place.loadUnaligned(as: Bits.self)
      return bigEndian ? Bits(bigEndian: bits) : Bits(littleEndian: bits)
    }
    switch type {
    case .bool: return .whole(load(UInt8.self) == 0 ? 0 : 1)
    case .int8: return .whole(Int64(load(Int8.self)))
    case .int16: return .whole(Int64(load(Int16.self)))
    case .int32: return .whole(Int64(load(Int32.self)))
    case .int64: return .whole(load(Int64.self))
    case .uint8: return .whole(Int64(load(UInt8.self)))
    case .uint16: return .whole(Int64(load(UInt16.self)))
    case .uint32: return .whole(Int64(load(UInt32.self)))
    case .uint64:
      let value = load(UInt64.self)
      return Int64(exactly: value).map(Whole.whole) ?? .large(String(value))
    case .float16: return Self.whole(Double(Float16(bitPattern: load(UInt16.self))))
    case .bfloat16: return Self.whole(Double(Float(bitPattern: UInt32(load(UInt16.self)) << 16)))
    case .float32: return Self.whole(Double(Float(bitPattern: load(UInt32.self))))
    case .float64: return Self.whole(Double(bitPattern: load(UInt64.self)))
    }
  }

  private static func whole(_ value: Double) -> Whole {
    if value.isNaN { return .missing }
    return Int64(exactly: value).map(Whole.whole) ?? .other("\(value)")
  }
}
