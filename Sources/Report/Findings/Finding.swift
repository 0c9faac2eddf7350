/// Something that a run shows, in a sentence with the numbers that it rests on.
public struct Finding: Sendable, Equatable {
  public var text: String
  /// Such as `.579 ± .015`; empty for none.
  public var numbers: [String]

  public init(_ text: String, numbers: [String] = []) {
    self.text = text
    self.numbers = numbers
  }
}
