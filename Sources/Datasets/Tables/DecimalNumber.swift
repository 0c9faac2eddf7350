import Core
import Foundation
import Matrices

/// Reads decimal numbers from bytes as `Float` or `Double`, correctly rounded.
///
/// For `Float` the number is computed in `Double`, whose error here is below two units in its last place. That decides the
/// `Float` unless the `Double` lies within that error of the middle between two of them, or outside the normal range;
/// then the C library's `strtof` decides (compare Clinger, "How to read floating point numbers accurately", 1990).
package enum DecimalNumber {
  /// The number that `count` bytes spell, or nil when they spell none.
  ///
  /// Accepted are digits with a point, a sign and an exponent, and `nan`, `inf` and `infinity` in any case; spaces
  /// around are not.
  @inline(__always) package static func parse(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Float? {
    guard let parts = Parts(bytes, count) else { return word(bytes, count) }
    if parts.digits == 0 { return parts.isNegative ? -0.0 : 0 }
    guard let value = parts.approximation, isFarFromMiddle(value) else { return exact(bytes, count) }
    return Float(parts.isNegative ? -value : value)
  }

  /// The number in `Double`, correctly rounded; nil when the bytes spell none.
  ///
  /// Digits and powers of ten that `Double` holds give it in one rounding, a quotient of whole numbers of 128 bits gives
  /// most others, and the C library's `strtod` the rest.
  package static func parseExactly(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Double? {
    guard let parts = Parts(bytes, count) else { return word(bytes, count).map(Double.init) }
    if parts.digits == 0 { return parts.isNegative ? -0.0 : 0 }
    guard let value = parts.rounded else {
      return Double(
        String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self))
    }
    return parts.isNegative ? -value : value
  }

  /// Returns whether no number within four units in the last place rounds to another `Float`.
  private static func isFarFromMiddle(_ value: Double) -> Bool {
    guard value >= 0x1p-126, value < 0x1p127 else { return false }
    let low = Int64(bitPattern: value.bitPattern & 0x1fff_ffff)
    return abs(low - 0x1000_0000) > 4
  }

  private static func exact(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Float? {
    Float(String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self))
  }

  private static func word(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Float? {
    guard (3...9).contains(count) else { return nil }
    switch String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self).lowercased() {
    case "nan", "+nan", "-nan": return .nan
    case "inf", "+inf", "infinity", "+infinity": return .infinity
    case "-inf", "-infinity": return -.infinity
    default: return nil
    }
  }
}

/// The parts of a decimal number: ± digits · 10^exponent.
private struct Parts {
  private(set) var isNegative = false
  /// The first nineteen significant digits.
  private(set) var digits: UInt64 = 0
  private(set) var exponent = 0
  /// True where no digit other than zero was left out.
  private(set) var isComplete = true

  /// Nil when the bytes do not follow the grammar.
  @inline(__always) init?(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
    var position = 0
    if count > 0, bytes[0] == UInt8(ascii: "-") || bytes[0] == UInt8(ascii: "+") {
      isNegative = bytes[0] == UInt8(ascii: "-")
      position = 1
    }
    var seen = 0
    var kept = 0
    var afterPoint = false
    while position < count {
      let digit = bytes[position] &- UInt8(ascii: "0")
      if digit < 10 {
        seen += 1
        if kept < 19 {
          digits = digits &* 10 &+ UInt64(digit)
          if digits > 0 { kept += 1 }
          if afterPoint { exponent -= 1 }
        } else {
          if digit > 0 { isComplete = false }
          if !afterPoint { exponent += 1 }
        }
      } else if bytes[position] == UInt8(ascii: "."), !afterPoint {
        afterPoint = true
      } else {
        break
      }
      position += 1
    }
    guard seen > 0 else { return nil }
    if position < count {
      guard bytes[position] | 0x20 == UInt8(ascii: "e"),
        let power = Self.power(bytes + position + 1, count - position - 1)
      else { return nil }
      exponent += power
    }
  }

  private static func power(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int? {
    guard count > 0 else { return nil }
    let isSigned = bytes[0] == UInt8(ascii: "-") || bytes[0] == UInt8(ascii: "+")
    guard count > (isSigned ? 1 : 0) else { return nil }
    var power = 0
    for position in (isSigned ? 1 : 0)..<count {
      let digit = bytes[position] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      // Beyond this every number is 0 or infinite.
      power = min(power * 10 + Int(digit), 1_000_000)
    }
    return bytes[0] == UInt8(ascii: "-") ? -power : power
  }

  /// The magnitude: three roundings and at most one unit of the nineteenth digit away; nil for far exponents.
  @inline(__always) var approximation: Double? {
    guard abs(exponent) < Self.powers.count else { return nil }
    return exponent < 0 ? Double(digits) / Self.powers[-exponent] : Double(digits) * Self.powers[exponent]
  }

  /// The magnitude in `Double`, rounded once; nil where that takes more than 128 bits.
  var rounded: Double? {
    guard isComplete, abs(exponent) <= 22 else { return nil }
    if digits < 1 << 53 {
      return exponent < 0
        ? Double(digits) / Self.powers[-exponent] : Double(digits) * Self.powers[exponent]
    }
    guard exponent <= 0, exponent >= -19 else { return nil }
    // The quotient has more than 53 bits, and the last of the leading ones stands for all that follow.
    let shift = digits.leadingZeroBitCount + 63
    let (quotient, rest) = (UInt128(digits) << UInt128(shift)).quotientAndRemainder(
      dividingBy: (0..<(-exponent)).reduce(UInt128(1)) { power, _ in power * 10 })
    let excess = max(0, UInt128.bitWidth - quotient.leadingZeroBitCount - 62)
    let leading = UInt64(truncatingIfNeeded: quotient >> UInt128(excess))
    let isExact = rest == 0 && quotient.trailingZeroBitCount >= excess
    return Double(leading | (isExact ? 0 : 1)).scaled(byPowerOfTwo: excess - shift)
  }

  /// 10⁰ to 10⁶³, each correctly rounded.
  private static let powers: [Double] = (0..<64).map { strtod("1e\($0)", nil) }
}
