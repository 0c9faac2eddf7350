import Core
import Foundation

/// Numbers as figures show them: a true minus sign, and no zero before the point, as scores are reported.
package enum NumberText {
  /// A score to some digits: `.354`, `−.012`, `1.000`.
  package static func score(_ value: Double, digits: Int = 3) -> String {
    guard value.isFinite else { return "–" }
    guard abs(value) < 1e6 else { return scientific(value) }
    var text = fixed(abs(value), digits: digits)
    let isZero = text.allSatisfy { $0 == "0" || $0 == "." }
    if text.hasPrefix("0."), text.count > 2 { text.removeFirst() }
    return (value < 0 && !isZero ? "−" : "") + text
  }

  /// The value of a tick, with as many digits as its step asks for: `0`, `.2`, `1`, `2,500`.
  static func tick(_ value: Double, step: Double) -> String {
    if abs(value) < step * 1e-6 { return "0" }
    if abs(value) >= 1e6 || abs(value) < 1e-4 { return scientific(value) }
    var digits = max(0, Int((-log10(step) - 1e-9).rounded(.up)))
    // A step such as .025 or 2.5 needs one digit more than its size suggests.
    let units = step * pow(10, Double(digits))
    if step < 1e3, abs(units - units.rounded()) > 1e-6 { digits += 1 }
    if digits == 0 { return count(Int(value.rounded())) }
    var text = score(value, digits: digits)
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  /// A whole number with its thousands apart: `60,000`.
  static func count(_ value: Int) -> String { value.grouped.replacingOccurrences(of: "-", with: "−") }

  /// A plain decimal with a point, whatever the locale.
  static func fixed(_ value: Double, digits: Int) -> String {
    String(format: "%.\(digits)f", locale: Locale(identifier: "en_US_POSIX"), value)
  }

  private static func scientific(_ value: Double) -> String {
    String(format: "%.3g", locale: Locale(identifier: "en_US_POSIX"), value).replacingOccurrences(of: "-", with: "−")
  }
}
