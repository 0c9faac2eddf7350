/// Something that a run shows, in a sentence with the numbers that it rests on.
package struct Finding: Sendable, Equatable {
  package var text: String
  /// Such as `.579 ± .015`; empty for none.
  package var numbers: [String]

  package init(_ text: String, numbers: [String] = []) {
    self.text = text
    self.numbers = numbers
  }
}
