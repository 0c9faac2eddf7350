import Foundation
import Stages

/// The number of the fewest digits in a range, for a note that names a setting.
func shortestNumber(from lowest: Double, below highest: Double) -> String {
  let middle = highest.isFinite ? (lowest + highest) / 2 : lowest
  for digits in 2..<17 {
    let text = String(format: "%.\(digits)g", middle)
    if let value = Double(text), value >= lowest, value < highest { return text }
  }
  return "\(middle)"
}

/// A number as notes print it, with as many more digits as keep what is printed out of a range of other settings.
func distinctNumber(_ value: Double, outside range: Range<Double>?) -> String {
  let text = ParameterValue.number(value).description
  guard let range, !range.contains(value) else { return text }
  func isApart(_ text: String) -> Bool { Double(text).map { !range.contains($0) } ?? false }
  return ([text] + (7..<17).map { String(format: "%.\($0)g", value) }).first(where: isApart) ?? "\(value)"
}

/// A number as notes print it, or the next larger one, with as many more digits as a condition needs.
func sufficientNumber(_ value: Double, where suffices: (String) -> Bool) -> String {
  func rounded(_ digits: Int) -> [String] {
    let nearest = String(format: "%.\(digits)g", value)
    guard let number = Double(nearest), number < value else { return [nearest] }
    let step = pow(10, floor(log10(value)) + 1 - Double(digits))
    return [nearest, String(format: "%.\(digits)g", number + step)]
  }
  return ([ParameterValue.number(value).description] + (6..<18).flatMap(rounded)).first(where: suffices) ?? "\(value)"
}
