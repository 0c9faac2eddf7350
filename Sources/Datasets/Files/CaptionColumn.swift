import Matrices

/// Captions as they were read, with the ids of their rows when the file has them.
public struct CaptionColumn: Sendable, Equatable {
  public let captions: [String]
  /// One id a row.
  public let ids: [String]?
  /// Notes on how the file was read.
  public let notices: [Notice]
  /// True where the first line of a table was taken for a header and could be a row.
  package let hasAssumedHeader: Bool

  private init(
    _ captions: [String], ids: [String]? = nil, notices: [Notice] = [], hasAssumedHeader: Bool = false
  ) {
    self.captions = captions
    self.ids = ids
    self.notices = notices
    self.hasAssumedHeader = hasAssumedHeader
  }

  /// Reads a text file of one caption a line, texts in `.npy`, `.npz` or `.json`, or a column of a table.
  ///
  /// A `.csv` or `.tsv` is a table where it has a column of ids, a column called `caption`, `captions` or `text`, or where
  /// a column is asked for; else its lines are the captions.
  ///
  /// - Parameters:
  ///   - column: the column of a table, the array of an `.npz` or the list of a `.json`.
  ///   - idColumn: the column of a table that holds the ids.
  ///   - header: tells whether a table begins with the names of its columns.
  /// - Throws: ``DatasetError``, or what reading a table, an array or a list throws.
  public init(
    reading path: String, column: String? = nil, idColumn: String? = nil, header: TableHeader = .automatic
  ) throws {
    let asksForTable = idColumn != nil || header != .automatic
    let suffix = fileExtension(path)
    if !asksForTable, let texts = try Self.arrays(at: path, suffix: suffix, column) {
      self = texts
    } else if asksForTable || column != nil {
      let table = try DelimitedTable(mapping: path, header: header)
      self = try Self.column(column, of: table, try table.rowNames(asked: idColumn))
    } else if ["csv", "tsv", "tab"].contains(suffix), let table = try? DelimitedTable(mapping: path),
      let names = try? table.rowNames(),
      names.ids != nil || !names.counters.isEmpty || Self.namedColumn(of: table) != nil
    {
      self = try Self.column(nil, of: table, names)
    } else {
      self.init(try readCaptions(at: path))
    }
  }

  private static let usualNames = ["captions", "caption", "texts", "text"]

  private static func namedColumn(of table: DelimitedTable) -> Int? {
    table.columnNames?.firstIndex { usualNames.contains($0.lowercased()) }
  }

  /// The texts of an array or a list; nil for a file that holds neither.
  private static func arrays(at path: String, suffix: String, _ name: String?) throws -> CaptionColumn? {
    if suffix == "json" {
      let file = try FileBytes(mapping: path)
      let list = try LabelLists(file, at: path).chosen(name, preferring: usualNames)
      return CaptionColumn(list.texts, ids: list.ids)
    }
    guard suffix == "npy" || suffix == "npz" else { return nil }
    let file = try FileBytes(mapping: path)
    guard NumpyArchive.accepts(file) else {
      if let name { throw LabelError(path: path, reason: .noColumns(asked: name)) }
      return CaptionColumn(try NumpyArray(file, named: path).strings())
    }
    let archive = try NumpyArchive(file, at: path)
    let chosen = try archive.chosen(name, preferring: usualNames)
    return CaptionColumn(try archive.array(chosen.array).strings(), ids: try chosen.ids.map(archive.ids))
  }

  private static func column(
    _ asked: String?, of table: DelimitedTable, _ names: RowNames
  ) throws -> CaptionColumn {
    let others = (0..<table.columns).filter { $0 != names.ids && !names.counters.contains($0) }
    guard
      let column = try asked.map(table.position(of:)) ?? namedColumn(of: table) ?? (others.count == 1 ? others[0] : nil)
    else { throw DatasetError(.noCaptionColumn(path: table.path, columns: others.map(table.name(of:)))) }
    return CaptionColumn(
      try table.strings(column: column), ids: try names.ids.map(table.strings(column:)),
      notices: table.notices + names.notices(of: table), hasAssumedHeader: table.hasAssumedHeader)
  }
}
