import Matrices

/// The columns of a table that name its rows or only count them.
package struct RowNames {
  /// The column of the ids.
  package var ids: Int?
  /// Columns that count the rows, which are neither ids nor data.
  package var counters: [Int] = []

  /// The names of columns that hold ids, the first that occurs in a table before the others.
  static let idNames = ["id", "image_id", "filename"]

  static func isIDName(_ name: String) -> Bool { idNames.contains(name.lowercased()) || isIndexName(name) }

  /// True for the names that an index gets when pandas writes and reads it.
  static func isIndexName(_ name: String) -> Bool {
    let name = name.lowercased()
    return name == "index" || name.hasPrefix("unnamed: 0")
  }

  /// The note on a first column of words that are taken for ids.
  package static func wordsNotice(_ path: String) -> Notice {
    Notice(
      kind: "words-as-ids",
      message: "\(path): the first column holds a different word in each row; the words are read as ids")
  }

  /// One note on the columns that count the rows; none without any.
  package func notices(of table: DelimitedTable) -> [Notice] {
    guard !counters.isEmpty else { return [] }
    let names = counters.map {
      table.name(of: $0).isEmpty ? "the first column, which has no name," : table.name(of: $0)
    }
    return [
      Notice(
        kind: "row-numbers-left-out",
        message:
          "\(table.path): \(names.joined(separator: ", ")) only \(counters.count == 1 ? "counts" : "count") the rows: "
          + "neither ids nor data")
    ]
  }
}

extension DelimitedTable {
  /// The columns that name the rows: the one asked for, else one called `id`, `image_id` or `filename`, else an index:
  /// a column called `index`, or a first one without a name (`Unnamed: 0`), unless it only counts the rows.
  ///
  /// - Throws: ``TableError`` when there is no column of the name asked for.
  package func rowNames(asked: String? = nil) throws -> RowNames {
    var names = RowNames()
    names.ids = try asked.map(idPosition(of:))
    guard let columnNames else { return names }
    let lowered = columnNames.map { $0.lowercased() }
    if names.ids == nil { names.ids = RowNames.idNames.lazy.compactMap { lowered.firstIndex(of: $0) }.first }
    for (column, name) in columnNames.enumerated() where column != names.ids {
      guard RowNames.isIndexName(name) || (column == 0 && name.isEmpty && columns > 1) else { continue }
      if try countsRows(column) {
        names.counters.append(column)
      } else if names.ids == nil {
        names.ids = column
      }
    }
    return names
  }

  /// In a table without names a number alone is a position, as experiment files write it.
  private func idPosition(of name: String) throws(TableError) -> Int {
    if columnNames == nil, let position = Int(name), (0..<columns).contains(position) { return position }
    return try position(of: name)
  }

  /// True when a column holds 0, 1, 2, … or 1, 2, 3, … in the order of the rows.
  private func countsRows(_ column: Int) throws -> Bool {
    let texts = try strings(column: column)
    guard let first = texts.first, first == "0" || first == "1", let start = Int(first) else { return false }
    return zip(texts, start...).allSatisfy { $0 == String($1) }
  }

  /// The column of ids of a table without names: a first one of different words, beside columns that hold none.
  package func unnamedIDs() throws -> [String]? {
    guard columnNames == nil, columns > 1, startsWithWords else { return nil }
    let ids = try strings(column: 0)
    return Set(ids).count == ids.count ? ids : nil
  }
}
