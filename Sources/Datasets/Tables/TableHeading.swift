/// Tells whether the first record of a table names its columns.
///
/// Words above numbers are names. Numbers above numbers are names where ``HeadNumbers`` says so, but not between blanks,
/// where `numpy.savetxt` writes no names. Among words alone the first record is data where one of its words occurs again
/// in its column, or looks like all that follow it (`img0.png` above `img1.png`).
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
    var sequences = RowSequences()
    for record in 1..<max(1, min(records.count, sampled + 1)) {
      var fields = records.fields(of: record)
      var column = 0
      var row = RowSequence()
      while let field = fields.next(), column < heads.count {
        let value = heads[column].take(field.trimmed)
        if heads[column].kind.isNumber { row.take(value) }
        column += 1
      }
      sequences.count(row)
    }
    self.init(
      heads, sequences, hasRows: records.count > 1, isBlankSeparated: records.syntax.isBlankSeparated)
  }

  /// Decides from the first text of each column and up to a thousand that follow, for lines between whose texts
  /// `numpy.savetxt` could have written.
  init(ofLines columns: [[String]]) {
    let heads = columns.filter { !$0.isEmpty }.map { column in
      var head = column[0].withField { ColumnHead($0.trimmed) }
      for text in column.dropFirst().prefix(1000) { text.withField { _ = head.take($0.trimmed) } }
      return head
    }
    self.init(heads, RowSequences(), hasRows: (columns.first?.count ?? 0) > 1, isBlankSeparated: true)
  }

  private init(_ heads: [ColumnHead], _ sequences: RowSequences, hasRows: Bool, isBlankSeparated: Bool) {
    self = Self.decided(heads, sequences, hasRows: hasRows, isBlankSeparated: isBlankSeparated)
    couldBeRow = isHeader && !heads.contains { $0.isNumeric && ($0.kind == .word || $0.kind == .idName) }
    namesIDs = isHeader && heads.contains { $0.kind == .idName }
    isWordsAlone = couldBeRow && heads.allSatisfy { $0.kind == .word }
  }

  private static func decided(
    _ heads: [ColumnHead], _ sequences: RowSequences, hasRows: Bool, isBlankSeparated: Bool
  ) -> TableHeading {
    let isNamed = heads.contains { $0.kind == .word || $0.kind == .idName }
    let numbered = heads.filter { $0.kind.isNumber && ($0.isNumeric || $0.holdsOnlyWords || !hasRows) }
    guard hasRows else { return TableHeading(isNamed && numbered.isEmpty) }
    let isData = heads.contains(where: \.looksLikeItsColumn)
    if numbered.isEmpty {
      if heads.contains(where: { $0.isNumeric && ($0.kind == .word || $0.kind == .idName) }) {
        return TableHeading(true)
      }
      return TableHeading(isNamed && (!isData || heads.contains { $0.kind == .idName }))
    }
    guard !isData else { return TableHeading(false) }
    let numbers = HeadNumbers(numbered, among: heads, sequences, isBlankSeparated: isBlankSeparated)
    return TableHeading(numbers.areNames, isAmbiguous: numbers.areAmbiguous)
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
