/// The first field of a column, and how the fields below compare with it.
struct ColumnHead {
  enum Kind: Equatable {
    case empty, missing, word, idName
    /// A number, and whether it is written as a whole one.
    case number(Double, isWhole: Bool)

    var isNumber: Bool { if case .number = self { true } else { false } }
    var isWhole: Bool { if case .number(_, isWhole: true) = self { true } else { false } }
    var value: Double? { if case .number(let value, _) = self { value } else { nil } }
  }

  let kind: Kind
  /// True for a field between quotes.
  let isQuoted: Bool
  private let text: String
  private let form: String?
  private let digits: Int
  /// The numbers below.
  private(set) var numbers = 0
  /// The least and the greatest number below.
  private var range: ClosedRange<Double>?
  private var fractions = 0
  /// The numbers below with a value that is whole.
  private var wholeValues = 0
  /// The numbers below with as few digits as the first field, or fewer.
  private var short = 0
  private var words = 0
  /// The words below without a digit.
  private var bareWords = 0
  private var missing = 0
  private var quoted = 0
  private var hasRepeat = false
  private var hasOtherForm = false
  private var seen: Set<String> = []
  private var hasEqualRows = false
  /// The different numbers below a whole number.
  private var values: Set<Double> = []

  init(_ field: FieldCursor.Field) {
    text = field.text ?? ""
    kind = Self.kind(of: field, text)
    form = kind == .word ? Self.form(of: text) : nil
    digits = Self.digits(of: field)
    isQuoted = field.isQuoted
  }

  /// Compares one more field with the first.
  ///
  /// - Returns: its number; nil for a word and a missing value.
  mutating func take(_ field: FieldCursor.Field) -> Double? {
    if field.isQuoted { quoted += 1 }
    guard !field.isMissing else {
      missing += 1
      return nil
    }
    if kind == .empty, let text = field.text, !seen.insert(text).inserted { hasEqualRows = true }
    if let number = field.exactNumber {
      take(number, written: field)
      return number
    }
    words += 1
    if !Self.hasDigit(field) { bareWords += 1 }
    guard kind == .word, let other = field.text else { return nil }
    if other == text { hasRepeat = true }
    if !hasOtherForm, Self.form(of: other) != form { hasOtherForm = true }
    return nil
  }

  private mutating func take(_ number: Double, written field: FieldCursor.Field) {
    numbers += 1
    if !Self.isWhole(field) { fractions += 1 }
    if number.rounded() == number { wholeValues += 1 }
    if Self.digits(of: field) <= digits { short += 1 }
    if kind == .word { hasOtherForm = true }
    guard number.isFinite else { return }
    if kind.isWhole { values.insert(number) }
    range = range.map { min($0.lowerBound, number)...max($0.upperBound, number) } ?? number...number
  }

  var isNumeric: Bool { numbers > 0 && words == 0 }

  var holdsOnlyWords: Bool { words > 0 && numbers == 0 }

  /// True where a word below has no digit, as ids rarely are.
  var hasBareWordsBelow: Bool { bareWords > 0 }

  /// True where a number below is not written with digits alone.
  var holdsFractions: Bool { fractions > 0 }

  /// True where all numbers below lie in a range.
  func isAboveNumbers(in bounds: ClosedRange<Double>) -> Bool {
    range.map { bounds.contains($0.lowerBound) && bounds.contains($0.upperBound) } ?? false
  }

  var holdsOnlyFractions: Bool { numbers > 0 && fractions == numbers }

  /// True where no number below is whole, however it is written.
  var holdsNoWholeValue: Bool { numbers > 0 && wholeValues == 0 }

  /// True for a number with fewer digits than all below.
  var isShorterThanItsColumn: Bool { numbers > 0 && short == 0 }

  /// True where nothing stands above whole numbers or words that are all different, as above an index.
  var isAboveIndex: Bool {
    kind == .empty && missing == 0 && !hasEqualRows && (holdsOnlyWords || (numbers > 0 && fractions == 0))
  }

  /// True for a field between quotes above fields without them.
  var isQuotedAlone: Bool { isQuoted && quoted == 0 }

  /// About how many values a number of the column can have.
  var possibleValues: Double {
    guard let range, wholeValues == numbers else { return 1e6 }
    return range.upperBound - range.lowerBound + 1
  }

  /// True for a number below or above all of its column.
  var isOutsideItsColumn: Bool {
    guard let range, let value = kind.value else { return false }
    return !range.contains(value)
  }

  /// True for a number farther from all below than these lie apart.
  var isFarFromItsColumn: Bool {
    guard let range, let value = kind.value else { return false }
    return max(range.lowerBound - value, value - range.upperBound) > range.upperBound - range.lowerBound
  }

  /// True for a whole number far from whole numbers that repeat, as codes of classes do.
  var isFarFromCodes: Bool {
    kind.isWhole && isFarFromItsColumn && isNumeric && fractions == 0 && values.count > 1
      && 2 * values.count <= numbers
  }

  /// True for a word that occurs again below, or that has the form of all words below.
  var looksLikeItsColumn: Bool { hasRepeat || (form != nil && words > 0 && !hasOtherForm) }

  private static func kind(of field: FieldCursor.Field, _ text: String) -> Kind {
    if field.count == 0 { return .empty }
    if field.isMissing { return .missing }
    if let number = field.exactNumber { return .number(number, isWhole: isWhole(field)) }
    return RowNames.isIDName(text) ? .idName : .word
  }

  private static func hasDigit(_ field: FieldCursor.Field) -> Bool {
    (0..<field.count).contains { (0x30...0x39).contains(field.start[$0]) }
  }

  /// True for a number of digits alone, as `12`.
  private static func isWhole(_ field: FieldCursor.Field) -> Bool {
    (0..<field.count).allSatisfy { (0x30...0x39).contains(field.start[$0]) }
  }

  /// The number of digits.
  private static func digits(of field: FieldCursor.Field) -> Int {
    (0..<field.count).count { (0x30...0x39).contains(field.start[$0]) }
  }

  /// True for a word with a letter.
  var hasLetter: Bool { text.contains(where: \.isLetter) }

  /// The word with each run of digits as one `0`; nil when it has none.
  private static func form(of text: String) -> String? {
    var form: [UInt8] = []
    var hasDigits = false
    for byte in text.utf8 {
      let isDigit = (0x30...0x39).contains(byte)
      hasDigits = hasDigits || isDigit
      if !isDigit || form.last != 0x30 { form.append(isDigit ? 0x30 : byte) }
    }
    return hasDigits ? String(decoding: form, as: UTF8.self) : nil
  }
}
