import Foundation

/// The spelling of numbers in tables: `.354`, without the zero before the point, as papers on clustering do, with the
/// minus sign `−`; LaTeX turns a hyphen into one.
public struct NumberStyle: Sendable, Equatable {
  /// The digits after the point, 0 to 17.
  public var digits: Int
  /// True where a number between -1 and 1 keeps the zero before its point.
  public var leadingZero: Bool

  /// Makes a spelling; the digits are brought into their range.
  public init(digits: Int = 3, leadingZero: Bool = false) {
    self.digits = min(max(digits, 0), 17)
    self.leadingZero = leadingZero
  }

  /// Returns the number rounded to the digits; a number that rounds to zero has no sign, and NaN and infinity are
  /// `n/a`. From 10⁹ on it has a power of ten, such as `4.187e+72`.
  public func text(_ value: Double) -> String {
    guard value.isFinite else { return "n/a" }
    var text = String(format: abs(value) < 1e9 ? "%.\(digits)f" : "%.\(digits)e", value)
    let isNegative = text.first == "-"
    if isNegative { text.removeFirst() }
    let isZero = text.allSatisfy { "0.".contains($0) }
    if !leadingZero, digits > 0, text.hasPrefix("0.") { text.removeFirst() }
    return isNegative && !isZero ? "−" + text : text
  }
}
