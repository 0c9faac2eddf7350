import Core

/// Something that a run shows, in a sentence with the numbers that it rests on.
package struct Finding: Sendable, Equatable, Encodable {
  package var text: String
  /// Such as `.579 ± .015`; empty for none.
  package var numbers: [String]

  package init(_ text: String, numbers: [String] = []) {
    self.text = text
    self.numbers = numbers
  }

  /// The sentence with its numbers, on one line.
  package var line: String {
    guard !numbers.isEmpty else { return text }
    let sentence = text.hasSuffix(".") ? String(text.dropLast()) : text
    return "\(sentence) (\(numbers.joined(separator: "; ")))."
  }
}
