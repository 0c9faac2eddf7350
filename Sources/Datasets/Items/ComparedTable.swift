/// The columns of a table, which are read when its rows are compared with those of another file.
package struct ComparedTable: Sendable, Equatable {
  private let table: DelimitedTable
  /// The columns that are read as features.
  let features: Set<Int>
  /// The columns that the user drops.
  let dropped: Set<Int>
  /// The column of labels or captions.
  let data: Int?

  package init(_ table: DelimitedTable, features: Set<Int> = [], dropped: Set<Int> = [], data: Int? = nil) {
    self.table = table
    self.features = features
    self.dropped = dropped
    self.data = data
  }

  package static func == (one: ComparedTable, other: ComparedTable) -> Bool {
    one.table.path == other.table.path && one.features == other.features && one.dropped == other.dropped
      && one.data == other.data
  }

  var columns: Range<Int> { 0..<table.columns }

  /// The name of a column as options write it.
  func name(of column: Int) -> String { table.optionName(of: column) }

  /// The name by which a column of another table may be the same one; nil in a table without names and for a name that
  /// several columns have.
  func sharedName(of column: Int) -> String? {
    guard let names = table.columnNames, names[column].isEmpty || names.count(where: { $0 == names[column] }) == 1
    else { return nil }
    return names[column].isEmpty ? "unnamed: \(column)" : names[column].lowercased()
  }

  /// True where it has a column by the same name as one of another table.
  func hasColumn(_ name: String, of other: ComparedTable?) -> Bool {
    guard let other, let column = other.columns.first(where: { other.name(of: $0) == name }),
      let shared = other.sharedName(of: column)
    else { return false }
    return columns.contains { sharedName(of: $0) == shared }
  }

  /// The names of the columns that another table has as well.
  func names(sharedWith other: ComparedTable?) -> [String] {
    guard let other else { return [] }
    let names = Set(other.columns.filter { $0 != other.data }.compactMap(other.sharedName))
    return columns.filter { $0 != data && sharedName(of: $0).map(names.contains) == true }.map(name)
  }

  /// The texts of a column, with decimal points; none where one is not UTF-8.
  func texts(of column: Int) -> [String] {
    let texts = (try? table.strings(column: column)) ?? []
    guard !table.decimalNotices.isEmpty else { return texts }
    return texts.map { text in
      let number = table.withDecimalPoint(text)
      return IDValues.isNumber(number) ? number : text
    }
  }

  /// The texts of all columns in at most a hundred rows from all parts of the table; nil for a column with one that is
  /// not UTF-8.
  func samples() -> [[String]?] {
    var samples = [[String]?](repeating: [], count: table.columns)
    for row in Self.spread(over: table.rows) {
      var fields = table.fields(of: row)
      for column in columns {
        guard let text = fields.next()?.text else {
          samples[column] = nil
          continue
        }
        samples[column]?.append(text)
      }
    }
    return samples
  }

  /// At most a hundred rows, one at a place of its own in each of as many equal parts, so that no period is missed.
  private static func spread(over rows: Int) -> [Int] {
    let parts = min(rows, 100)
    return (0..<parts).map { part in
      let (start, end) = (part * rows / parts, (part + 1) * rows / parts)
      return start + part * 7919 % 1009 % max(1, end - start)
    }
  }

  /// The column in pandas, where the table is read as `df`.
  func pandas(_ name: String) -> String {
    guard name.hasPrefix("#"), let position = Int(name.dropFirst()), columns.contains(position),
      table.columnNames?.contains(name) != true
    else { return "df[\"\(name.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\"]" }
    return table.columnNames == nil ? "df[\(position)]" : "df[\"Unnamed: \(position)\"]"
  }
}
