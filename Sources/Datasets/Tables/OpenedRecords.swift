import Core

/// The records of a table parted into the names of its columns and its rows, all of the same number of fields.
struct OpenedRecords {
  let names: [String]?
  let rows: DelimitedRecords
  let columns: Int
  /// True where the first record is numbers that could be names as well as a row.
  let isAmbiguous: Bool
  /// True where nothing but their look tells the names from a row.
  let couldBeRow: Bool

  /// Parts records, and checks that all have the same number of fields.
  static func open(_ records: DelimitedRecords, header: TableHeader) throws(TableError.Reason) -> OpenedRecords {
    let columns = records.fieldCount(records.range(of: 0))
    if header != .absent, let table = try withRowNames(records, namesAbove: columns) { return table }
    try check(records, columns: columns)
    if header == .automatic, let comment = records.commentedNames {
      return OpenedRecords(names: try records.texts(in: comment), rows: records, columns: columns)
    }
    let heading = TableHeading(of: records, columns: columns)
    guard header == .present || (header == .automatic && heading.isHeader) else {
      if let decimal = records.partedDecimal {
        throw .partedDecimal(decimal.text, line: decimal.line, columns: columns)
      }
      return OpenedRecords(
        names: nil, rows: records, columns: columns, isAmbiguous: header == .automatic && heading.isAmbiguous)
    }
    return OpenedRecords(
      names: try records.texts(of: 0), rows: records.withoutFirst, columns: columns,
      isAmbiguous: header == .automatic && heading.isAmbiguous,
      couldBeRow: header == .automatic && heading.couldBeRow && !heading.namesIDs)
  }

  private init(
    names: [String]?, rows: DelimitedRecords, columns: Int, isAmbiguous: Bool = false, couldBeRow: Bool = false
  ) {
    self.names = names
    self.rows = rows
    self.columns = columns
    self.isAmbiguous = isAmbiguous
    self.couldBeRow = couldBeRow
  }

  /// A table as R writes it: the names are one fewer than the fields of each row, whose first is the row's name.
  private static func withRowNames(
    _ records: DelimitedRecords, namesAbove first: Int
  ) throws(TableError.Reason) -> OpenedRecords? {
    guard records.count > 1, records.fieldCount(records.range(of: 1)) == first + 1 else { return nil }
    let names = try records.texts(of: 0)
    // Numbers are names where a blank stands before them in place of the name of the index.
    let isIndented = records.isIndented(0) && !records.isIndented(1)
    var header = records.fields(of: 0)
    while let field = header.next() { if field.number != nil, !isIndented, !field.isQuoted { return nil } }
    let rows = records.withoutFirst
    guard firstRagged(rows, columns: first + 1) == nil else { return nil }
    if let decimal = rows.partedDecimal { throw .partedDecimal(decimal.text, line: decimal.line, columns: first + 1) }
    let heading = TableHeading(of: rows, columns: first + 1)
    if heading.isHeader, !heading.couldBeRow, rows.count > 1 { throw title(of: records, lines: 1, columns: first + 1) }
    return OpenedRecords(names: [""] + names, rows: rows, columns: first + 1)
  }

  private static func check(_ records: DelimitedRecords, columns: Int) throws(TableError.Reason) {
    guard let first = firstRagged(records, columns: columns) else { return }
    if first.record == 1, first.found == 2 * columns, let decimal = records.withoutFirst.partedDecimal {
      throw .partedDecimal(decimal.text, line: decimal.line, columns: first.found)
    }
    if !isNumeric(records, record: 0), let found = TableTitle(above: records.fieldCounts) {
      throw title(of: records, lines: found.lines, columns: found.columns)
    }
    throw .ragged(line: records.line(of: first.record), expected: columns, found: first.found)
  }

  private static func isNumeric(_ records: DelimitedRecords, record: Int) -> Bool {
    var fields = records.fields(of: record)
    while let field = fields.next() { if field.number == nil { return false } }
    return true
  }

  private static func title(of records: DelimitedRecords, lines: Int, columns: Int) -> TableError.Reason {
    .title(records.text(of: 0), lines: records.line(of: lines) - 1, columns: columns)
  }

  private static func firstRagged(_ records: DelimitedRecords, columns: Int) -> (record: Int, found: Int)? {
    Parallel.mapChunks(of: records.count, size: 1024) { _, range in
      range.lazy.map { (record: $0, found: records.fieldCount(records.range(of: $0))) }.first { $0.found != columns }
    }.lazy.compactMap(\.self).first
  }
}

extension DelimitedRecords {
  func texts(of record: Int) throws(TableError.Reason) -> [String] { try texts(in: range(of: record)) }

  /// True where the fields of a record are all different and none is missing, as names are.
  func holdsDifferentTexts(in record: Int) -> Bool {
    var fields = fields(of: record)
    var seen: Set<String> = []
    while let field = fields.next()?.trimmed {
      guard !field.isMissing, let text = field.text, seen.insert(text).inserted else { return false }
    }
    return true
  }

  /// The texts of the fields in a range, without blanks around them.
  fileprivate func texts(in range: Range<Int>) throws(TableError.Reason) -> [String] {
    var fields = fields(in: range)
    var texts: [String] = []
    while let field = fields.next() {
      guard let text = field.trimmed.text else { throw .notUTF8(line: line(ofByte: range.lowerBound)) }
      texts.append(text)
    }
    return texts
  }

  /// Notes on single quotes, and on comments, blank lines between the rows and rows without text at the end, which were left
  /// out.
  func leftOutNotices(_ path: String) -> [Notice] {
    var notices = syntax.quote == TableSyntax.singleQuote ? [SingleQuotes.notice(path)] : []
    if blankLines > 0 {
      notices.append(
        Notice(
          kind: "blank-lines-left-out",
          message:
            "\(path): \(counted(blankLines, "blank line")) between the rows \(blankLines == 1 ? "is" : "are") left out")
      )
    }
    if lateComments > 0 {
      let lines = lateComments == 1 ? "line that begins with # is" : "lines that begin with # are"
      notices.append(
        Notice(
          kind: "comments-left-out", message: "\(path): \(lateComments.grouped) \(lines) left out as comments"))
    }
    if emptyEnd > 0 {
      notices.append(
        Notice(
          kind: "empty-rows-left-out",
          message:
            "\(path): \(counted(emptyEnd, "line")) at the end without any text \(emptyEnd == 1 ? "is" : "are") left out"
        ))
    }
    return notices
  }

  /// The vectors of word2vec's text format, whose first line has their number and their length.
  ///
  /// - Throws: ``TableError/Reason`` when there are more or fewer.
  func withoutVectorCount() throws(TableError.Reason) -> DelimitedRecords {
    guard syntax.isBlankSeparated, count > 1, fieldCount(range(of: 0)) == 2 else { return self }
    var first = fields(of: 0)
    guard let expected = first.next()?.text.flatMap({ Int($0) }), let size = first.next()?.text.flatMap({ Int($0) }),
      expected > 0, size > 0, size < .max, fieldCount(range(of: 1)) == size + 1
    else { return self }
    // Two columns of whole numbers could be any table.
    var second = fields(of: 1)
    if size == 1, second.next()?.number != nil || expected != count - 1 { return self }
    guard expected == count - 1 else { throw .vectorCount(expected: expected, found: count - 1) }
    return withoutFirst
  }
}
