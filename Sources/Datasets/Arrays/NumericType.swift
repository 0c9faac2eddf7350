/// A kind of number as files store it.
package enum NumericType: String, Sendable, CaseIterable {
  case bool
  case int8, int16, int32, int64
  case uint8, uint16, uint32, uint64
  case float16, bfloat16, float32, float64

  /// Bytes a number.
  package var size: Int {
    switch self {
    case .bool, .int8, .uint8: 1
    case .int16, .uint16, .float16, .bfloat16: 2
    case .int32, .uint32, .float32: 4
    case .int64, .uint64, .float64: 8
    }
  }

  /// True where `Float` holds every number of the type.
  package var fitsFloat: Bool {
    switch self {
    case .int32, .uint32, .int64, .uint64, .float64: false
    default: true
    }
  }
}

extension NumericType {
  /// Writes `count` numbers that lie `stride` bytes apart as `Float`, each rounded to nearest.
  ///
  /// A `float64` or integer beyond the range of `Float` becomes infinite; a `bool` is 1 unless its byte is 0.
  package func convert(
    _ source: UnsafeRawPointer, stride: Int, count: Int, bigEndian: Bool, into target: UnsafeMutablePointer<Float>
  ) {
    if self == .float16 {
      return Run(source: source, stride: stride, count: count, bigEndian: bigEndian, target: target)
        .convertHalves()
    }
    convert(source, stride: stride, count: count, bigEndian: bigEndian, rounding: target)
  }

  /// Writes `count` numbers that lie `stride` bytes apart as `Double`, which holds all but the longest integers.
  package func convert(
    _ source: UnsafeRawPointer, stride: Int, count: Int, bigEndian: Bool,
    into target: UnsafeMutablePointer<Double>
  ) {
    convert(source, stride: stride, count: count, bigEndian: bigEndian, rounding: target)
  }

  @inline(__always)
  private func convert<Number: RoundedNumber>(
    _ source: UnsafeRawPointer, stride: Int, count: Int, bigEndian: Bool,
    rounding target: UnsafeMutablePointer<Number>
  ) {
    let run = Run(
      source: source, stride: stride, count: count, bigEndian: bigEndian, target: target)
    switch self {
    case .bool: run.convert { (bits: UInt8) in bits == 0 ? 0 : 1 }
    case .int8: run.convert { (bits: UInt8) in Number(Int8(bitPattern: bits)) }
    case .int16: run.convert { (bits: UInt16) in Number(Int16(bitPattern: bits)) }
    case .int32: run.convert { (bits: UInt32) in Number(Int32(bitPattern: bits)) }
    case .int64: run.convert { (bits: UInt64) in Number(Int64(bitPattern: bits)) }
    case .uint8: run.convert { (bits: UInt8) in Number(bits) }
    case .uint16: run.convert { (bits: UInt16) in Number(bits) }
    case .uint32: run.convert { (bits: UInt32) in Number(bits) }
    case .uint64: run.convert { (bits: UInt64) in Number(bits) }
    case .float16: run.convert { (bits: UInt16) in Number(Float16(bitPattern: bits)) }
    case .bfloat16: run.convert { (bits: UInt16) in Number(Float(bitPattern: UInt32(bits) << 16)) }
    case .float32: run.convert { (bits: UInt32) in Number(Float(bitPattern: bits)) }
    case .float64: run.convert { (bits: UInt64) in Number(Double(bitPattern: bits)) }
    }
  }
}

/// A type that the numbers of files are rounded to.
private protocol RoundedNumber: ExpressibleByIntegerLiteral {
  init(_ value: Int8)
  init(_ value: Int16)
  init(_ value: Int32)
  init(_ value: Int64)
  init(_ value: UInt8)
  init(_ value: UInt16)
  init(_ value: UInt32)
  init(_ value: UInt64)
  init(_ value: Float16)
  init(_ value: Float)
  init(_ value: Double)
}

extension Float: RoundedNumber {}
extension Double: RoundedNumber {}

/// Numbers at equal distances in a file, and where they go.
private struct Run<Number: RoundedNumber> {
  let source: UnsafeRawPointer
  let stride: Int
  let count: Int
  let bigEndian: Bool
  let target: UnsafeMutablePointer<Number>
}

extension Run<Float> {
  /// Sixteen halves at a time, which is one F16C instruction; the rest one by one.
  func convertHalves() {
    var done = 0
    if stride == 2, !bigEndian {
      while done + 16 <= count {
        let halves = (source + 2 * done).loadUnaligned(as: SIMD16<Float16>.self)
        UnsafeMutableRawPointer(target + done).storeBytes(of: SIMD16<Float>(halves), as: SIMD16<Float>.self)
        done += 16
      }
    }
    Run(
      source: source + stride * done, stride: stride, count: count - done, bigEndian: bigEndian, target: target + done
    ).convert { (bits: UInt16) in Float(Float16(bitPattern: bits)) }
  }
}

extension Run {
  /// Each number from its bits; the loops are written apart so that the compiler can use vectors.
  @inline(__always)
  func convert<Bits: FixedWidthInteger & BitwiseCopyable>(_ number: (Bits) -> Number) {
    let (source, stride, count, target) = (source, stride, count, target)
    let size = MemoryLayout<Bits>.size
    switch (stride == size, bigEndian) {
    case (true, false):
      for index in 0..<count {
        target[index] = number(Bits(littleEndian: (source + index * size).loadUnaligned(as: Bits.self)))
      }
    case (true, true):
      for index in 0..<count {
        target[index] = number(Bits(bigEndian: (source + index * size).loadUnaligned(as: Bits.self)))
      }
    case (false, _):
      for index in 0..<count {
        let bits = (source + index * stride).loadUnaligned(as: Bits.self)
        target[index] = number(bigEndian ? Bits(bigEndian: bits) : Bits(littleEndian: bits))
      }
    }
  }
}
