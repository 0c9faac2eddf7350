/// Tells whether the first record of a table names its columns.
///
/// Words above numbers are names. Numbers above numbers are names where they count the columns from 0, as pandas
/// writes them, or where whole numbers stand above fractions or words only; but not between blanks, where
/// `numpy.savetxt` writes no names. Among words alone the first record is data where one of its words occurs again in its
/// column, or looks like all that follow it (`img0.png` above `img1.png`).
struct TableHeading {
  let isHeader: Bool
  /// A decision about numbers that another table of the same look would contradict, either way.
  let isAmbiguous: Bool
  /// A header without a word above numbers, which a row could be as well.
  private(set) var couldBeRow = false
  /// A header with the name of a column of ids.
  private(set) var namesIDs = false
  /// A header of words above words in columns without a name that ids have.
  private(set) var isWordsAlone = false

  private init(_ isHeader: Bool, isAmbiguous: Bool = false) {
    self.isHeader = isHeader
    self.isAmbiguous = isAmbiguous
  }

  /// Decides from the first record and up to a thousand that follow; a hundred where there are many columns.
  ///
  /// - Parameter columns: the number of fields of the first record.
  init(of records: DelimitedRecords, columns: Int) {
    var heads: [ColumnHead] = []
    var header = records.fields(of: 0)
    while let field = header.next() { heads.append(ColumnHead(field.trimmed)) }
    let sampled = columns <= 16 ? 1000 : 100
    for record in 1..<max(1, min(records.count, sampled + 1)) {
      var fields = records.fields(of: record)
      var column = 0
      while let field = fields.next(), column < heads.count {
        heads[column].take(field.trimmed)
        column += 1
      }
    }
    self.init(heads, hasRows: records.count > 1, isBlankSeparated: records.syntax.isBlankSeparated)
  }

  /// Decides from the first text of each column and up to a thousand that follow, for lines between whose texts
  /// `numpy.savetxt` could have written.
  init(ofLines columns: [[String]]) {
    let heads = columns.filter { !$0.isEmpty }.map { column in
      var head = column[0].withField { ColumnHead($0.trimmed) }
      for text in column.dropFirst().prefix(1000) { text.withField { head.take($0.trimmed) } }
      return head
    }
    self.init(heads, hasRows: (columns.first?.count ?? 0) > 1, isBlankSeparated: true)
  }

  private init(_ heads: [ColumnHead], hasRows: Bool, isBlankSeparated: Bool) {
    self = Self.decided(heads, hasRows: hasRows, isBlankSeparated: isBlankSeparated)
    couldBeRow = isHeader && !heads.contains { $0.isNumeric && ($0.kind == .word || $0.kind == .idName) }
    namesIDs = isHeader && heads.contains { $0.kind == .idName }
    isWordsAlone = couldBeRow && heads.allSatisfy { $0.kind == .word }
  }

  private static func decided(_ heads: [ColumnHead], hasRows: Bool, isBlankSeparated: Bool) -> TableHeading {
    let isNamed = heads.contains { $0.kind == .word || $0.kind == .idName }
    let numbers = heads.filter { $0.isNumeric }
    let numbered = heads.filter { $0.kind.isNumber && ($0.isNumeric || $0.holdsOnlyWords || !hasRows) }
    guard hasRows else { return TableHeading(isNamed && numbered.isEmpty) }
    let isData = heads.contains(where: \.looksLikeItsColumn)
    if numbered.isEmpty {
      if numbers.contains(where: { $0.kind == .word || $0.kind == .idName }) { return TableHeading(true) }
      return TableHeading(isNamed && (!isData || heads.contains { $0.kind == .idName }))
    }
    let isOdd = heads.contains { $0.kind == .word && $0.isNumeric }
    let wholes = numbered.compactMap(\.kind.whole)
    guard !isData, !isOdd, wholes.count == numbered.count else { return TableHeading(false) }
    let isUnlike =
      numbered.allSatisfy { $0.holdsOnlyFractions || $0.holdsOnlyWords } && Set(wholes).count == wholes.count
    let names = heads.filter { $0.kind == .word }.count
    let counts = wholes == Array(0..<wholes.count) && (names == 0 || wholes.count > 1)
    let couldBeNames = counts || (isUnlike && wholes.count > 1)
    // Numbers between blanks are what numpy.savetxt writes, which names no columns.
    let isSaved =
      isBlankSeparated && (names == 0 || !isUnlike)
      && !heads.contains { $0.kind == .empty || $0.kind == .idName || ($0.kind.isNumber && $0.holdsOnlyWords) }
    if isSaved { return TableHeading(false, isAmbiguous: couldBeNames && names == 0) }
    return TableHeading(couldBeNames, isAmbiguous: couldBeNames && !heads.contains { $0.kind == .idName })
  }
}

extension String {
  /// Calls a closure with the text as a field of a table.
  fileprivate func withField<Result>(_ body: (FieldCursor.Field) -> Result) -> Result {
    var copy = self
    return copy.withUTF8 { bytes in
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 1) { none in
        // An empty text may have no address.
        let start = bytes.baseAddress ?? none.baseAddress.map { UnsafePointer($0) }
        guard let start else { preconditionFailure("a temporary allocation without an address") }
        return body(FieldCursor.Field(start: start, count: bytes.count, hasDoubledQuotes: false))
      }
    }
  }
}

/// The first field of a column, and how the fields below compare with it.
private struct ColumnHead {
  enum Kind: Equatable {
    case empty, missing, word, idName
    /// A number, and its value where it is written as a whole one.
    case number(Int?)

    var isNumber: Bool { if case .number = self { true } else { false } }
    var whole: Int? { if case .number(let value) = self { value } else { nil } }
  }

  let kind: Kind
  private let text: String
  private let form: String?
  private var numbers = 0
  private var fractions = 0
  private var words = 0
  private var hasRepeat = false
  private var hasOtherForm = false

  init(_ field: FieldCursor.Field) {
    text = field.text ?? ""
    kind = Self.kind(of: field, text)
    form = kind == .word ? Self.form(of: text) : nil
  }

  /// Compares one more field with the first.
  mutating func take(_ field: FieldCursor.Field) {
    guard !field.isMissing else { return }
    if field.number != nil {
      numbers += 1
      if !Self.isWhole(field) { fractions += 1 }
      if kind == .word { hasOtherForm = true }
      return
    }
    words += 1
    guard kind == .word, let other = field.text else { return }
    if other == text { hasRepeat = true }
    if !hasOtherForm, Self.form(of: other) != form { hasOtherForm = true }
  }

  var isNumeric: Bool { numbers > 0 && words == 0 }

  var holdsOnlyWords: Bool { words > 0 && numbers == 0 }

  var holdsOnlyFractions: Bool { numbers > 0 && fractions == numbers }

  /// True for a word that occurs again below, or that has the form of all words below.
  var looksLikeItsColumn: Bool { hasRepeat || (form != nil && words > 0 && !hasOtherForm) }

  private static func kind(of field: FieldCursor.Field, _ text: String) -> Kind {
    if field.count == 0 { return .empty }
    if field.isMissing { return .missing }
    if field.number != nil { return .number(isWhole(field) ? Int(text) : nil) }
    return RowNames.isIDName(text) ? .idName : .word
  }

  /// True for a number of digits alone, as `12`.
  private static func isWhole(_ field: FieldCursor.Field) -> Bool {
    (0..<field.count).allSatisfy { (0x30...0x39).contains(field.start[$0]) }
  }

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
