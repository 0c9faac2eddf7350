import Matrices

/// A label set as it was read, with the ids of its rows when the file has them.
public struct LabelColumn: Sendable, Equatable {
  public let labels: LabelSet
  /// One id a row, by which the rows of another file can be matched.
  public let ids: [String]?

  package init(labels: LabelSet, ids: [String]?) {
    self.labels = labels
    self.ids = ids
  }
}

/// Where a label set is read from and how.
public struct LabelOptions: Sendable {
  /// The column of a table: its name, else its position from 0. A table of one column, or of one and the ids, needs none.
  public var column: String?
  /// The column of a table that holds the ids; without it a column called `id` is taken when there is one.
  public var idColumn: String?
  /// The names of the classes: numeric labels are positions in it, other labels must occur in it.
  public var classes: [String]?
  /// What the label set is called; without it the name of the column, else that of the file.
  public var name: String?

  public init(column: String? = nil, idColumn: String? = nil, classes: [String]? = nil, name: String? = nil) {
    self.column = column
    self.idColumn = idColumn
    self.classes = classes
    self.name = name
  }
}

extension LabelSet {
  /// Reads labels from a file: an `.npy` array by its first bytes, one label a line from `.txt`, else a table.
  ///
  /// An empty cell or line, NaN, and -1 among whole numbers are ``LabelSet/unlabelled``. Labels that are all whole
  /// numbers from 0 are ordered as numbers, others by the bytes of their UTF-8; ids count the classes that occur, so
  /// labels 3 and 7 have ids 0 and 1 and the names "3" and "7". With ``LabelOptions/classes`` the ids are positions in it.
  /// Numbers written as `3.0` are whole.
  ///
  /// - Throws: ``LabelError``, or what reading the file throws.
  public static func reading(_ path: String, _ options: LabelOptions = LabelOptions()) throws -> LabelColumn {
    let file = try FileBytes(mapping: path)
    if file.starts(with: NumpyHeader.magic) { return try reading(NumpyArray(file, named: path), options) }
    if fileExtension(path) == "txt" { return try reading(lines: file, path: path, options) }
    return try reading(DelimitedTable(file, named: path), options)
  }

  /// Reads one column of a table.
  public static func reading(table path: String, column: String, classes: [String]? = nil) throws -> LabelColumn {
    try reading(DelimitedTable(mapping: path), LabelOptions(column: column, classes: classes))
  }

  /// Reads an array of whole numbers or of texts, of shape (n,) or (n, 1).
  package static func reading(_ array: NumpyArray, _ options: LabelOptions) throws -> LabelColumn {
    try refuseColumns(options, path: array.path)
    let cells: [LabelCell]
    if case .number = array.header.element {
      let rows = try array.columnLength()
      let numbers = try array.numbers()
      cells = (0..<rows).map { row in
        switch numbers.whole(at: row) {
        case .whole(let value): .number(value)
        case .missing: .missing
        case .other(let text): .fraction(text)
        }
      }
    } else {
      cells = LabelCell.cells(of: try array.strings())
    }
    let labels = try LabelEncoding(path: array.path, cells: cells, classes: options.classes)
      .labelSet(named: options.name ?? fileStem(array.path))
    return LabelColumn(labels: labels, ids: nil)
  }

  /// Reads one column of a table, and its ids when it has them.
  package static func reading(_ table: DelimitedTable, _ options: LabelOptions) throws -> LabelColumn {
    let named = try options.idColumn.map(table.position(of:))
    let idColumn = named ?? table.columnNames?.firstIndex { $0.lowercased() == "id" }
    let column: Int
    if let name = options.column {
      column = try table.position(of: name)
    } else {
      let others = (0..<table.columns).filter { $0 != idColumn }
      guard others.count == 1 else {
        throw LabelError(path: table.path, reason: .chooseColumn(others.map(table.name(of:))))
      }
      column = others[0]
    }
    let texts = try table.strings(column: column)
    let labels = try LabelEncoding(path: table.path, cells: LabelCell.cells(of: texts), classes: options.classes)
      .labelSet(named: options.name ?? table.columnNames?[column] ?? fileStem(table.path))
    return LabelColumn(labels: labels, ids: try idColumn.map(table.strings(column:)))
  }

  /// Reads one label a line; no character but the line end is special.
  private static func reading(
    lines file: FileBytes, path: String, _ options: LabelOptions
  ) throws -> LabelColumn {
    try refuseColumns(options, path: path)
    let texts: [String]
    do throws(NotUTF8) {
      texts = try lines(of: file.buffer)
    } catch {
      throw LabelError(path: path, reason: .notUTF8(line: error.line))
    }
    let labels = try LabelEncoding(
      path: path, cells: LabelCell.cells(of: texts), classes: options.classes
    ).labelSet(named: options.name ?? fileStem(path))
    return LabelColumn(labels: labels, ids: nil)
  }

  private static func refuseColumns(_ options: LabelOptions, path: String) throws(LabelError) {
    guard let column = options.column ?? options.idColumn else { return }
    throw LabelError(path: path, reason: .noColumns(asked: column))
  }
}
