import Foundation

/// A number as a text writes it.
package struct Numeral: Sendable, Equatable {
  package enum Unit: Sendable { case none, percent, points }

  /// As it is written, without its unit.
  package let text: String
  /// The number without its unit: 71.2 for `71.2 %`.
  let written: Double
  /// The digits after the point.
  let digits: Int
  package var unit = Unit.none
  /// The number after `±`.
  var deviation: [Numeral] = []

  /// A number such as `.353`, `0.41` or `60,000`; nil for another text.
  init?(_ text: String) {
    let plain = text.replacing("−", with: "-").replacing(",", with: "")
    guard let value = Double(plain.hasPrefix(".") ? "0" + plain : plain), value.isFinite else { return nil }
    self.text = text
    written = value
    digits = plain.split(separator: ".", omittingEmptySubsequences: false).dropFirst().first?.count ?? 0
  }

  /// True for a number without a point or unit, such as a count.
  var isWhole: Bool { digits == 0 && unit == .none }

  /// The number as a share: .712 for `71.2 %`.
  var value: Double { unit == .none ? written : written / 100 }

  /// Half a unit of the last digit.
  private var tolerance: Double { 0.5 * pow(10, -Double(digits)) * (unit == .none ? 1 : 0.01) + 1e-9 }

  /// Returns whether a value rounds to this number at its digits.
  func rounds(_ other: Double) -> Bool { abs(other - value) <= tolerance }

  /// Returns whether this number is another cut off instead of rounded.
  func cutsOff(_ other: Double) -> Bool { !rounds(other) && other > value && other - value < 2 * tolerance }
}
