import Foundation

/// The number of the fewest digits in a range, for a note that names a setting.
func shortestNumber(from lowest: Double, below highest: Double) -> String {
  let middle = highest.isFinite ? (lowest + highest) / 2 : lowest
  for digits in 2..<17 {
    let text = String(format: "%.\(digits)g", middle)
    if let value = Double(text), value >= lowest, value < highest { return text }
  }
  return "\(middle)"
}
