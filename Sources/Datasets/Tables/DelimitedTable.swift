import Matrices

/// A table in a text file: records of fields with a delimiter between them (CSV, TSV; RFC 4180 quotes).
///
/// The file stays mapped; fields are read when a column is asked for. A last line end closes the last record. Empty
/// lines at the end are left out when there are several columns; with one column each is an empty field.
package struct DelimitedTable: Sendable {
  package let path: String
  /// The names of the columns, when the table has a header.
  package let columnNames: [String]?
  package let columns: Int
  /// The number of records, the header not counted.
  package let rows: Int

  private let file: FileBytes
  // The pointer inside stays valid as long as the file, which lives beside it.
  nonisolated(unsafe) private let records: DelimitedRecords
  private var firstRecord: Int { columnNames == nil ? 0 : 1 }

  /// Maps a file, finds its records and checks that all have the same number of fields.
  ///
  /// - Parameter delimiter: the character between fields; nil finds it from the extension and the first record.
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
      let suffix = fileExtension(path)
      var records = try DelimitedRecords(file, extension: suffix, delimiter: delimiter)
      columns = Self.fieldCount(records, 0)
      if columns > 1 { records = Self.droppingEmptyLines(records) }
      guard records.count > 0 else { throw .empty }
      try Self.checkFieldCounts(records, columns: columns)
      let hasHeader = header == .present || (header == .automatic && Self.looksLikeHeader(records, columns: columns))
      columnNames = hasHeader ? try Self.texts(records, 0) : nil
      rows = records.count - (hasHeader ? 1 : 0)
      self.records = records
      guard rows > 0 else { throw .onlyHeader }
    } catch {
      throw TableError(path: path, reason: error)
    }
  }

  /// The position of a column: by its name, else, when it is a whole number, by its position from 0.
  ///
  /// - Throws: ``TableError`` that lists the columns when there is none, or several of that name.
  package func position(of column: String) throws(TableError) -> Int {
    let matches = (columnNames ?? []).indices.filter { columnNames?[$0] == column }
    guard matches.count <= 1 else { throw error(.ambiguousColumn(column, positions: matches)) }
    if let match = matches.first { return match }
    if let position = Int(column), (0..<columns).contains(position) { return position }
    throw error(.unknownColumn(column, columns: columnNames, count: columns))
  }

  /// The name of a column, or its position from 0.
  package func name(of column: Int) -> String { columnNames?[column] ?? String(column) }

  /// The texts of a column, one a row.
  ///
  /// - Throws: ``TableError`` when a text is not UTF-8.
  package func strings(column: Int) throws -> [String] {
    precondition(column >= 0 && column < columns)
    let parts = try Parallel.tryMapChunks(of: rows, size: 1024) { _, range in
      try range.map { row in
        var fields = records.fields(of: firstRecord + row)
        for _ in 0..<column { _ = fields.next() }
        guard let text = fields.next()?.text else { throw error(.notUTF8(line: records.line(of: firstRecord + row))) }
        return text
      }
    }
    return Array(parts.joined())
  }

  /// The numbers of some columns, in ascending order, as a matrix of rows × columns; an empty field is NaN.
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
    return ExactValues(rows: rows, columns: wanted.count) { rows, target in
      for row in rows {
        let to = target + (row - rows.lowerBound) * wanted.count
        var fields = table.records.fields(of: table.firstRecord + row)
        var column = 0
        for (position, next) in wanted.enumerated() {
          while column < next {
            _ = fields.next()
            column += 1
          }
          to[position] = fields.next()?.exactNumber ?? .nan
          column += 1
        }
      }
    }
  }

  private func read(_ row: Int, columns wanted: [Int], into target: UnsafeMutablePointer<Float>) throws {
    var fields = records.fields(of: firstRecord + row)
    var column = 0
    for (position, next) in wanted.enumerated() {
      while column < next {
        _ = fields.next()
        column += 1
      }
      guard let field = fields.next() else { return }
      column += 1
      guard let number = field.number else {
        let line = records.line(of: firstRecord + row)
        throw error(.notANumber(field.text ?? "bytes that are not UTF-8", line: line, column: name(of: next)))
      }
      target[position] = number
    }
  }

  private func error(_ reason: TableError.Reason) -> TableError { TableError(path: path, reason: reason) }
}

/// Whether the first record of a table names its columns.
public enum TableHeader: String, Sendable, CaseIterable {
  /// It does when no column that holds numbers further down has a number there, or when it counts 0, 1, 2, … as pandas
  /// does for columns without names.
  case automatic
  case present
  case absent
}

// MARK: - Checks while a table is opened

extension DelimitedTable {
  private static func fieldCount(_ records: DelimitedRecords, _ record: Int) -> Int {
    var fields = records.fields(of: record)
    var count = 0
    while fields.next() != nil { count += 1 }
    return count
  }

  private static func texts(_ records: DelimitedRecords, _ record: Int) throws(TableError.Reason) -> [String] {
    var fields = records.fields(of: record)
    var texts: [String] = []
    while let field = fields.next() {
      guard let text = field.trimmed.text else { throw .notUTF8(line: records.line(of: record)) }
      texts.append(text)
    }
    return texts
  }

  private static func droppingEmptyLines(_ records: DelimitedRecords) -> DelimitedRecords {
    let empty = (0..<records.count).reversed().prefix { records.range(of: $0).isEmpty }.count
    return records.dropping(last: empty)
  }

  private static func checkFieldCounts(_ records: DelimitedRecords, columns: Int) throws(TableError.Reason) {
    let ragged = Parallel.mapChunks(of: records.count, size: 1024) { _, range in
      range.lazy.map { (record: $0, found: fieldCount(records, $0)) }.first { $0.found != columns }
    }
    if let first = ragged.lazy.compactMap(\.self).first {
      throw .ragged(line: records.line(of: first.record), expected: columns, found: first.found)
    }
  }

  /// See ``TableHeader/automatic``; numbers are looked for in the first hundred rows. A table without any has a header.
  private static func looksLikeHeader(_ records: DelimitedRecords, columns: Int) -> Bool {
    var header = records.fields(of: 0)
    var first: [FieldCursor.Field] = []
    while let field = header.next() { first.append(field.trimmed) }
    func isNumber(_ field: FieldCursor.Field) -> Bool { field.trimmed.count > 0 && field.number != nil }

    let names = first.map(\.text)
    let counted = names.first == "" ? names.dropFirst() : names[...]
    if counted.count > 2, zip(counted, 0...).allSatisfy({ $0 == String($1) }) { return true }

    var hasNumbers = [Bool](repeating: false, count: columns)
    var hasWords = hasNumbers
    for record in 1..<max(1, min(records.count, 101)) {
      var fields = records.fields(of: record)
      var column = 0
      while let field = fields.next(), column < columns {
        if isNumber(field) { hasNumbers[column] = true } else if field.trimmed.count > 0 { hasWords[column] = true }
        column += 1
      }
    }
    if records.count == 1 { return !first.contains(where: isNumber) }
    return !first.indices.contains { hasNumbers[$0] && !hasWords[$0] && isNumber(first[$0]) }
  }
}
