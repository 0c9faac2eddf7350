import Core
import Matrices

/// A table in a text file: records of fields with a delimiter between them (CSV, TSV; RFC 4180 quotes), or with blanks
/// between them, as `numpy.savetxt` writes, and the text formats of GloVe and word2vec.
///
/// The file stays mapped; fields are read when a column is asked for. Blank lines at the end are no rows.
package struct DelimitedTable: Sendable {
  package let path: String
  /// The names of the columns, when the table has a header.
  package let columnNames: [String]?
  package let columns: Int
  /// The number of records, the header not counted.
  package let rows: Int
  /// Notes on a first line that could be a header or a row, and on lines that were left out.
  package let notices: [Notice]
  /// True where the first line was taken for a header without words above numbers, so that it could be a row.
  package let hasAssumedHeader: Bool
  /// True where the first line was taken for a row and could name the columns: its fields are all different.
  package let couldHaveHeader: Bool
  /// True for vectors of words below a first line of their number and length, as word2vec writes them.
  let holdsWordVectors: Bool

  private let file: FileBytes
  // The pointer inside stays valid as long as the file, which lives beside it.
  nonisolated(unsafe) private let records: DelimitedRecords

  /// Maps a file, finds its records and checks that all have the same number of fields.
  ///
  /// - Parameter delimiter: the character between fields; nil finds it from the extension and the first records.
  /// - Throws: ``FileError``, or ``TableError`` with the line.
  package init(mapping path: String, header: TableHeader = .automatic, delimiter: UInt8? = nil) throws {
    try self.init(FileBytes(mapping: path), named: path, header: header, delimiter: delimiter)
  }

  package init(
    _ file: FileBytes, named path: String, header: TableHeader = .automatic, delimiter: UInt8? = nil
  ) throws(TableError) {
    self.path = path
    self.file = file
    do throws(TableError.Reason) {
      if let kind = ForeignFile.kind(of: file, extension: fileExtension(path)) { throw .foreign(kind) }
      let found = try DelimitedRecords(file, extension: fileExtension(path), delimiter: delimiter).withoutBlankLines
      guard found.count > 0 else { throw .empty }
      let vectors = try found.withoutVectorCount()
      holdsWordVectors = vectors.count < found.count
      let header = holdsWordVectors && header == .automatic ? .absent : header
      let opened = try OpenedRecords.open(vectors, header: header)
      columns = opened.columns
      columnNames = opened.names
      records = opened.rows
      rows = opened.rows.count
      hasAssumedHeader = opened.couldBeRow
      couldHaveHeader = opened.names == nil && header == .automatic && opened.rows.holdsDifferentTexts(in: 0)
      notices =
        (opened.isAmbiguous ? [Self.headerNotice(opened.names, try found.texts(of: 0), path)] : [])
        + found.leftOutNotices(path)
      guard rows > 0 else { throw .onlyHeader }
    } catch {
      throw TableError(path: path, reason: error)
    }
  }

  /// The position of a column: by its name, or from `#0`, `#1`, …, the positions from 0.
  ///
  /// - Throws: ``TableError`` that lists the columns when there is none, or several of that name.
  package func position(of column: String) throws(TableError) -> Int {
    let matches = (columnNames ?? []).indices.filter { columnNames?[$0] == column }
    guard matches.count <= 1 else { throw error(.ambiguousColumn(column, positions: matches)) }
    if let match = matches.first { return match }
    if column.hasPrefix("#"), let position = Int(column.dropFirst()), (0..<columns).contains(position) {
      return position
    }
    let isInFirstLine = columnNames == nil && (try? records.texts(of: 0))?.contains(column) == true
    throw error(.unknownColumn(column, columns: columnNames, count: columns, isInFirstLine: isInFirstLine))
  }

  /// The name of a column, or `#` and its position from 0.
  package func name(of column: Int) -> String { columnNames?[column] ?? "#\(column)" }

  /// The texts of a column, one a row.
  ///
  /// - Throws: ``TableError`` when a text is not UTF-8.
  package func strings(column: Int) throws -> [String] {
    precondition(column >= 0 && column < columns)
    let parts = try Parallel.tryMapChunks(of: rows, size: 1024) { _, range in
      try range.map { row in
        var fields = records.fields(of: row)
        for _ in 0..<column { _ = fields.next() }
        guard let text = fields.next()?.text else { throw error(.notUTF8(line: records.line(of: row))) }
        return text
      }
    }
    return Array(parts.joined())
  }

  /// The numbers of some columns, in ascending order, as a matrix of rows × columns; an empty field and a word for a
  /// missing value are NaN.
  ///
  /// - Throws: ``TableError`` that names the line and the column of the first field that is no number.
  /// - Complexity: one pass over the file, by all threads.
  package func numbers(columns wanted: [Int]) throws -> Matrix {
    precondition(wanted.allSatisfy { $0 >= 0 && $0 < columns } && zip(wanted, wanted.dropFirst()).allSatisfy(<))
    try FileError.requireMemory(rows: rows, columns: wanted.count, path: path)
    return try Matrix(rows: rows, columns: wanted.count) { target in
      _ = try Parallel.tryMapChunks(of: rows, size: 256) { _, range in
        for row in range { try read(row, columns: wanted, into: target.pointer(toRow: row)) }
      }
    }
  }

  /// The numbers of the same columns in `Double`, parsed when they are asked for; what is no number is NaN.
  package func exactNumbers(columns wanted: [Int]) -> ExactValues {
    let table = self
    func reading(_ value: @escaping (FieldCursor.Field) -> Double?) -> ExactValues.Reading {
      { rows, target in
        for row in rows {
          let to = target + (row - rows.lowerBound) * wanted.count
          var fields = table.records.fields(of: row)
          var column = 0
          for (position, next) in wanted.enumerated() {
            while column < next {
              _ = fields.next()
              column += 1
            }
            to[position] = fields.next().flatMap(value) ?? .nan
            column += 1
          }
        }
      }
    }
    return ExactValues(
      rows: rows, columns: wanted.count, read: reading(\.exactNumber), rest: reading(\.digitsBeyondDouble))
  }

  private func read(_ row: Int, columns wanted: [Int], into target: UnsafeMutablePointer<Float>) throws {
    var fields = records.fields(of: row)
    var column = 0
    for (position, next) in wanted.enumerated() {
      while column < next {
        _ = fields.next()
        column += 1
      }
      guard let field = fields.next() else { return }
      column += 1
      guard let number = field.number else {
        throw error(notANumber(field, line: records.line(of: row), next))
      }
      target[position] = number
    }
  }

  private func notANumber(_ field: FieldCursor.Field, line: Int, _ position: Int) -> TableError.Reason {
    let column = name(of: position)
    let text = field.text ?? "bytes that are not UTF-8"
    if let marks = DecimalComma.thousandsMarks(in: text) {
      return .thousands(text, line: line, column: column, mark: marks.mark, decimal: marks.decimal)
    }
    switch DecimalComma.role(of: field) {
    case .decimal, .either:
      return .commaInNumber(text, line: line, column: column, canPartThousands: DecimalComma.role(of: field) == .either)
    case .none, .point:
      return .notANumber(text, line: line, column: column, namesRows: holdsDifferentWords(position))
    }
  }

  /// True for a column of different words without a number among them.
  private func holdsDifferentWords(_ column: Int) -> Bool {
    guard rows > 2, let texts = try? strings(column: column) else { return false }
    return IDValues.areDistinct(texts) && !texts.contains(where: IDValues.isNumber)
  }

  /// The note where commas are read as decimal signs.
  package var decimalNotices: [Notice] { records.syntax.hasDecimalCommas ? [DecimalComma.notice(path)] : [] }

  /// A text with the decimal comma of the table as a point, as numbers are told from words.
  package func withDecimalPoint(_ text: String) -> String {
    records.syntax.hasDecimalCommas ? text.replacing(",", with: ".", maxReplacements: 1) : text
  }

  /// The fields of a row, one after the other.
  func fields(of row: Int) -> FieldCursor { records.fields(of: row) }

  /// One field of a row.
  func field(row: Int, column: Int) -> FieldCursor.Field? {
    var fields = records.fields(of: row)
    for _ in 0..<column { _ = fields.next() }
    return fields.next()
  }

  /// True where a column has no text in any row.
  package func isBlank(_ column: Int) -> Bool {
    (0..<rows).allSatisfy { field(row: $0, column: column)?.trimmed.count == 0 }
  }

  /// True where more than half of the rows begin with a word; a number or a word for a missing value may be the name of
  /// a row, too, as in vectors of words.
  var startsWithWords: Bool {
    let words = (0..<rows).count { row in
      var fields = records.fields(of: row)
      return fields.next()?.trimmed.number == nil
    }
    return 2 * words > rows
  }

  /// The line of a row, from 1, as messages name it.
  func line(of row: Int) -> Int { records.line(of: row) }

  private func error(_ reason: TableError.Reason) -> TableError { TableError(path: path, reason: reason) }

  /// The note on a first line of numbers, which are names or a row.
  private static func headerNotice(_ names: [String]?, _ first: [String], _ path: String) -> Notice {
    if let names {
      return Notice(
        kind: "numbers-as-header",
        message:
          "\(path): the first line (\(list(names.filter { !$0.isEmpty }, limit: 5))) is read as the names of the columns, "
          + "as pandas writes them; if it is a row, set header: no (--header no)")
    }
    return Notice(
      kind: "numbers-as-row",
      message:
        "\(path): the first line (\(list(first, limit: 5))) is read as a row, as numpy.savetxt writes them; if it holds "
        + "the names of the columns, set header: yes (--header yes)")
  }
}

/// The role of the first record of a table.
public enum TableHeader: String, Sendable, CaseIterable {
  /// Names of the columns where it looks unlike the others: words above numbers, words that do not occur again, numbers
  /// that count 0, 1, 2, … as pandas does for columns without names, or ascend by equal steps as no row does; else a row.
  case automatic
  /// Names of the columns.
  case present
  /// A row.
  case absent
}
