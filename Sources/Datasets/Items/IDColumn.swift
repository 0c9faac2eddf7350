import Core

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
    /// Its values are never ids by themselves, but may show that the rows of two files are in different orders.
    case clue
    /// The user drops it: it decides nothing, but may be a clue.
    case dropped
  }

  /// The name of ids that are the keys of a JSON object, which no option can name.
  package static let keys = "the keys"

  /// The word that stands for no ids at all, where the column of the ids is named.
  package static let none = "none"

  /// The name as messages and options write it; `#` and the position from 0 where it has none.
  package let name: String
  package let kind: Kind
  /// One id a row, empty for a row without one.
  package let ids: [String]
  /// True where the column is read as a feature as well.
  package let isFeature: Bool
  /// True where all ids are numbers.
  package let holdsNumbers: Bool

  /// - Parameter ids: the texts of the column; a word for a missing value among numbers is no id.
  package init(name: String, kind: Kind, ids: [String], isFeature: Bool = false) {
    self.name = name
    self.kind = kind
    self.isFeature = isFeature
    holdsNumbers = IDValues.areNumbers(ids)
    self.ids = IDValues.withoutMissing(ids, areNumbers: holdsNumbers)
  }

  /// A column without a telling name, judged by its values.
  package init(values texts: [String], name: String, isFeature: Bool = false) {
    let byValue: Kind = IDValues.mayBeIDs(texts) ? RowNames.endsLikeIDs(name) && !isFeature ? .alike : .value : .clue
    let isIndex = RowNames.isIndexName(name) && texts.allSatisfy(IDValues.isWordOrWhole)
    let kind: Kind = isIndex ? IDValues.countRows(texts) ? .counter : .index : byValue
    self.init(name: name, kind: kind, ids: texts, isFeature: isFeature)
  }

  /// True where the name or the values alone tell that the column holds ids.
  var isTelling: Bool {
    switch kind {
    case .asked, .named, .alike: true
    case .index, .counter, .value, .clue, .dropped: !holdsNumbers
    }
  }

  /// True for an index, whether it counts the rows or not.
  var isIndex: Bool { kind == .index || kind == .counter }

  /// True for a column that holds ids unless another one fits better.
  package var isUsual: Bool { kind.rawValue <= Kind.index.rawValue }

  /// True where the names of two columns tell that both hold ids.
  func isNamedLike(_ other: IDColumn) -> Bool {
    func isListed(_ column: IDColumn) -> Bool { column.isUsual || column.kind == .counter }
    return isListed(self) && isListed(other)
      || kind == .alike && other.kind == .alike && name.lowercased() == other.name.lowercased()
  }

  /// True where two columns with the same values hold the same ids.
  func mayPair(with other: IDColumn) -> Bool {
    if kind == .counter, other.kind == .counter { return false }
    if isUsual || other.isUsual || kind == .counter || other.kind == .counter { return true }
    return !holdsNumbers || name.lowercased() == other.name.lowercased()
  }
}

extension [IDColumn] {
  /// The ids of the column that is taken unless another file decides otherwise.
  package var usualIDs: [String]? { first.flatMap { $0.isUsual ? $0.ids : nil } }
}

/// The values of a column of ids, looked at alone.
package enum IDValues {
  /// The fewest rows in which numbers that are all different are evidence by themselves.
  package static let fewestNumbers = 8

  /// The fewest rows in which the same numbers in another file are evidence.
  static let fewestSharedNumbers = 3

  /// True where all values are different and each is a word or a whole number; among words no word stands for a
  /// missing value.
  package static func areDistinct(_ texts: [String]) -> Bool {
    guard Set(texts).count == texts.count, !texts.contains(where: isBlank) else { return false }
    return !areNumbers(texts) || texts.allSatisfy(isWhole)
  }

  /// True where the values alone tell that they may be ids.
  package static func mayBeIDs(_ texts: [String]) -> Bool {
    areDistinct(texts) && (texts.count >= fewestSharedNumbers || !texts.contains(where: isNumber))
  }

  /// True where every row has an id of its own.
  static func nameRows(_ ids: [String]) -> Bool { Set(ids).count == ids.count && !ids.contains("") }

  /// True for a word, a word for a missing value or a whole number.
  static func isWordOrWhole(_ text: String) -> Bool { !isNumber(text) || isWhole(text) }

  /// True where all values that are no words for a missing one are numbers.
  static func areNumbers(_ texts: [String]) -> Bool {
    var found = false
    for text in texts where !isBlank(text) && !MissingValue.words.contains(text) {
      guard isNumber(text) else { return false }
      found = true
    }
    return found
  }

  static func isNumber(_ text: String) -> Bool {
    guard let first = text.utf8.first, first < 0x3a else { return false }
    return Double(text)?.isFinite == true
  }

  private static func isWhole(_ text: String) -> Bool {
    Double(text).map { $0.isFinite && $0.rounded() == $0 } ?? false
  }

  private static func isBlank(_ text: String) -> Bool { text.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 } }

  /// The ids with an empty text for each that is missing.
  static func withoutMissing(_ texts: [String], areNumbers: Bool) -> [String] {
    func isMissing(_ text: String) -> Bool {
      isBlank(text) || (areNumbers && text.utf8.count <= MissingValue.longestWord && MissingValue.words.contains(text))
    }
    return texts.contains { !$0.isEmpty && isMissing($0) } ? texts.map { isMissing($0) ? "" : $0 } : texts
  }

  /// The number of values between the bounds of numbers with as many decimals; nil where some are no plain numbers.
  static func values(_ one: Set<String>, _ other: Set<String>) -> Double? {
    var (least, most, decimals) = (Double.infinity, -Double.infinity, 0)
    for text in one.union(other) {
      guard let number = Double(text), number.isFinite else { return nil }
      (least, most) = (min(least, number), max(most, number))
      if let point = text.utf8.firstIndex(of: UInt8(ascii: ".")) {
        decimals = max(decimals, text.utf8.distance(from: point, to: text.utf8.endIndex) - 1)
      }
    }
    return (most - least) * (0..<min(decimals, 20)).reduce(1) { scale, _ in scale * 10 } + 1
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

  /// True for 0, 1, 2, … or 1, 2, 3, … in the order of the rows.
  static func countRows(_ texts: [String]) -> Bool {
    guard let first = texts.first, first == "0" || first == "1", let start = Int(first) else { return false }
    return zip(texts, start...).allSatisfy { $0 == String($1) }
  }

  /// True for the numbers from 0 or 1 on in any order, which may number anything.
  static func count(_ texts: [String]) -> Bool { [0, 1].contains(consecutiveRange(texts)?.lowerBound) }
}
