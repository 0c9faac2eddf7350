import Core

/// Texts as they were read, such as captions, with the ids of their rows when the file has them.
package struct TextColumn: Sendable, Equatable {
  /// The meaning of the texts, by which their column is found.
  package enum Kind: String, Sendable {
    case captions
    case names

    /// The names of the columns, arrays and lists that usually hold them.
    fileprivate var usualNames: [String] {
      switch self {
      case .captions: ["captions", "caption", "texts", "text"]
      case .names: ["names", "name"]
      }
    }
  }

  package let texts: [String]
  /// One id a row.
  package let ids: [String]?
  /// Notes on how the file was read.
  package let notices: [Notice]
  /// True where the first line of a table was taken for a header and could be a row.
  package let hasAssumedHeader: Bool
  private let idColumns: [IDColumn]
  /// The columns of a table, by which its rows are compared with those of other files.
  private let table: ComparedTable?

  private init(
    _ texts: [String], idColumns: [IDColumn] = [], table: ComparedTable? = nil, notices: [Notice] = [],
    hasAssumedHeader: Bool = false
  ) {
    self.texts = texts
    self.idColumns = idColumns
    self.table = table
    ids = idColumns.usualIDs
    self.notices = notices
    self.hasAssumedHeader = hasAssumedHeader
  }

  /// The texts as a side of an ``ItemMatching``.
  package func side(of name: String) -> ItemSide {
    var side = ItemSide(name: name, count: texts.count, columns: idColumns, hasAssumedHeader: hasAssumedHeader)
    side.table = table
    return side
  }

  /// Reads a text file of one text a line, texts in `.npy`, `.npz`, `.json` or JSON lines, or a column of a table.
  ///
  /// A `.csv` or `.tsv` is a table where it has a column of ids, one that is called like the kind of text (`caption`), or
  /// where a column is asked for; else its lines are the texts.
  ///
  /// - Parameters:
  ///   - kind: the meaning of the texts.
  ///   - column: the column of a table, the array of an `.npz` or the list of a `.json`.
  ///   - idColumn: the column, array or list that holds the ids.
  ///   - header: tells whether a table begins with the names of its columns.
  /// - Throws: ``DatasetError``, or what reading a table, an array or a list throws.
  package init(
    reading path: String, as kind: Kind = .captions, column: String? = nil, idColumn: String? = nil,
    header: TableHeader = .automatic
  ) throws {
    guard idColumn != IDColumn.none else {
      let column = try TextColumn(reading: path, as: kind, column: column, header: header)
      self.init(column.texts, notices: column.notices, hasAssumedHeader: column.hasAssumedHeader)
      return
    }
    let suffix = fileExtension(path)
    let isTable = !LabelLists.endings.union(["npy", "npz"]).contains(suffix)
    let asksForTable = header != .automatic || idColumn != nil && isTable
    if !asksForTable, let texts = try Self.arrays(at: path, suffix: suffix, kind, column, ids: idColumn) {
      self = texts
    } else if asksForTable || column != nil {
      let table = try DelimitedTable(mapping: path, header: header)
      self = try Self.column(column, kind, of: table, try table.rowNames(asked: idColumn))
    } else if ["csv", "tsv", "tab"].contains(suffix), let table = try? DelimitedTable(mapping: path),
      let names = try? table.rowNames(),
      !names.all.isEmpty || Self.namedColumn(kind, of: table) != nil
    {
      self = try Self.column(nil, kind, of: table, names)
    } else {
      if let foreign = ForeignFile.kind(ofExtension: suffix) { throw TableError(path: path, reason: .foreign(foreign)) }
      self.init(lines: try readCaptions(at: path))
    }
  }

  /// Takes lines of a name, a tab and a text for both, where all names differ; else whole lines for texts.
  private init(lines: [String]) {
    let parts = lines.map { $0.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false) }
    let names = parts.map { $0[0].trimmed() }
    guard lines.count > 1, parts.allSatisfy({ $0.count == 2 }), IDValues.areDistinct(names) else {
      self.init(lines)
      return
    }
    self.init(parts.map { $0[1].trimmed() }, idColumns: [IDColumn(values: names, name: "#0")])
  }

  /// The first column by a name that is usual for the kind of text; names that are more usual come first.
  private static func namedColumn(_ kind: Kind, of table: DelimitedTable) -> Int? {
    let names = (table.columnNames ?? []).map { $0.lowercased() }
    return kind.usualNames.lazy.compactMap { names.firstIndex(of: $0) }.first
  }

  /// The texts of an array or a list; nil for a file that holds neither.
  private static func arrays(
    at path: String, suffix: String, _ kind: Kind, _ name: String?, ids: String?
  ) throws -> TextColumn? {
    if LabelLists.endings.contains(suffix) {
      let file = try FileBytes(mapping: path)
      let list = try LabelLists(file, at: path).chosen(name, preferring: kind.usualNames, ids: ids)
      return TextColumn(list.texts, idColumns: list.idColumns)
    }
    guard suffix == "npy" || suffix == "npz" else { return nil }
    let file = try FileBytes(mapping: path)
    guard NumpyArchive.accepts(file) else {
      if let name = name ?? ids { throw LabelError(path: path, reason: .noColumns(asked: name)) }
      return TextColumn(try NumpyArray(file, named: path).strings())
    }
    let archive = try NumpyArchive(file, at: path)
    let chosen = try archive.chosen(name, preferring: kind.usualNames, ids: ids)
    let texts = try archive.array(chosen.array).strings()
    let columns = try archive.idColumns(chosen, rows: texts.count)
    if let ids = columns.usualIDs, ids.count != texts.count {
      throw LabelError(path: path, reason: .idCount(ids: ids.count, labels: texts.count))
    }
    return TextColumn(texts, idColumns: columns)
  }

  private static func column(
    _ asked: String?, _ kind: Kind, of table: DelimitedTable, _ names: RowNames
  ) throws -> TextColumn {
    let others = (0..<table.columns).filter { !names.all.contains($0) }
    guard
      let column = try asked.map(table.position(of:)) ?? namedColumn(kind, of: table)
        ?? (others.count == 1 ? others[0] : nil)
    else { throw DatasetError(.noTextColumn(kind, path: table.path, columns: others.map(table.name(of:)))) }
    let guess = asked == nil ? try Self.notice(of: column, kind, of: table, among: others) : nil
    return TextColumn(
      try table.strings(column: column),
      idColumns: try table.idColumns(names, data: names.isAsked && column == names.ids ? nil : column),
      table: ComparedTable(table, data: column),
      notices: table.notices + names.notices(of: table, data: column) + [guess].compactMap(\.self),
      hasAssumedHeader: table.hasAssumedHeader)
  }

  /// The note on a column that was chosen without being named, where other columns could be meant or its own name tells
  /// nothing; nil for a usual name beside ids alone.
  private static func notice(
    of column: Int, _ kind: Kind, of table: DelimitedTable, among others: [Int]
  ) throws -> Notice? {
    let further = others.filter { $0 != column }
    guard !further.isEmpty || namedColumn(kind, of: table) != column else { return nil }
    let beside =
      further.isEmpty ? "its only column beside the ids" : "beside \(list(further.map(table.name(of:)), limit: 5))"
    let other = further.first ?? column
    let way = further.isEmpty ? "name it" : "name another"
    return Notice(
      kind: "column-chosen",
      message:
        "\(table.path): the \(kind.rawValue) are those of the column \(table.name(of: column)), \(beside); to \(way): "
        + "\(table.path):\(table.name(of: other))")
  }
}
