/// The meaning of -1 among labels that are numbers.
public enum MinusOne: String, Sendable, CaseIterable {
  /// A class where -1 and 1 are all there is, else an item without a label.
  case automatic
  /// An item without a label.
  case missing
  /// A class.
  case `class`
}
