import Matrices

/// One column of a file that may hold the ids of its rows.
package struct IDColumn: Sendable, Equatable {
  /// The reason to take a column for ids, the strongest first.
  package enum Kind: Int, Sendable {
    /// The user names it.
    case asked
    /// It is called `id`, `image_id` or `filename`.
    case named
    /// It is an index as pandas and R write it.
    case index
    /// It is an index that counts the rows, which are matched by position unless another file holds the same numbers.
    case counter
    /// Its name ends like that of ids: `caption_id`, `imageId`.
    case alike
    /// Its values are all different.
    case value
  }

  /// The name as messages and options write it; `#` and the position from 0 where it has none.
  package let name: String
  package let kind: Kind
  package let ids: [String]
  /// True where the column is read as a feature as well.
  package let isFeature: Bool

  package init(name: String, kind: Kind, ids: [String], isFeature: Bool = false) {
    self.name = name
    self.kind = kind
    self.ids = ids
    self.isFeature = isFeature
  }

  /// True where the name or the values alone tell that the column holds ids.
  var isTelling: Bool {
    switch kind {
    case .asked, .named, .alike: true
    case .index, .counter, .value: !holdsNumbers
    }
  }

  /// True for a column that holds ids unless another one fits better.
  var isUsual: Bool { kind.rawValue <= Kind.index.rawValue }

  /// True where the ids begin with a digit or a sign, as numbers do.
  var holdsNumbers: Bool { ids.first.flatMap { Double($0) } != nil }

  /// True where two columns with the same values hold the same ids.
  func mayPair(with other: IDColumn) -> Bool {
    if kind == .counter, other.kind == .counter { return false }
    if isUsual || other.isUsual || kind == .counter || other.kind == .counter { return true }
    return !holdsNumbers || name.lowercased() == other.name.lowercased()
  }
}

extension [IDColumn] {
  /// The ids of the column that is taken where no other file says otherwise.
  package var usualIDs: [String]? { first.flatMap { $0.isUsual ? $0.ids : nil } }
}

/// The values of a column of ids, looked at alone.
package enum IDValues {
  /// The fewest rows of which numbers that are all different say something by themselves.
  package static let fewestNumbers = 8

  /// The fewest rows of which the same numbers in another file say something.
  static let fewestSharedNumbers = 3

  /// True where all values are different and each is a word or a whole number.
  package static func areDistinct(_ texts: [String]) -> Bool {
    texts.allSatisfy(isWordOrWhole) && Set(texts).count == texts.count
  }

  /// True where the values alone tell that they may be ids.
  package static func mayBeIDs(_ texts: [String]) -> Bool {
    areDistinct(texts) && (texts.count >= fewestSharedNumbers || texts.allSatisfy { Double($0) == nil })
  }

  static func isWordOrWhole(_ text: String) -> Bool {
    guard !text.isEmpty, !MissingValue.words.contains(text) else { return false }
    guard let number = Double(text) else { return true }
    return number.isFinite && number.rounded() == number
  }

  /// The bounds of consecutive whole numbers that occur once each; nil for any other values.
  package static func consecutiveRange(_ texts: [String]) -> ClosedRange<Int>? {
    let numbers = texts.compactMap { text in Double(text).flatMap { Int(exactly: $0) } }
    guard numbers.count == texts.count, let first = numbers.min(), let last = numbers.max(),
      last.subtractingReportingOverflow(first).overflow == false, last - first == numbers.count - 1,
      Set(numbers).count == numbers.count
    else { return nil }
    return first...last
  }
}
