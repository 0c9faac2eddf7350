import Core
import Matrices

/// A label set as it was read, with the ids of its rows when the file has them.
public struct LabelColumn: Sendable, Equatable {
  /// One label a row, and the names of the classes.
  public let labels: LabelSet
  /// One id a row, by which the rows of another file can be matched; nil where the file has none.
  public private(set) var ids: [String]?
  /// The notes on how the file was read.
  public private(set) var notices: [Notice]
  /// The positions of rows whose items were not clustered; empty for a file of classes.
  public let leftOut: [Int]
  /// True where the first line of a table was taken for a header and could be a row.
  package var hasAssumedHeader = false
  /// The columns that may hold the ids of the rows; none where ``ids`` are given otherwise.
  package var idColumns: [IDColumn] = []
  /// The columns of a table, by which its rows are compared with those of other files.
  package var table: ComparedTable?
  /// True where the first line was taken for a row and could be a header.
  package var couldHaveHeader = false

  package init(labels: LabelSet, ids: [String]?, notices: [Notice] = [], leftOut: [Int] = []) {
    self.labels = labels
    self.ids = ids
    self.notices = notices
    self.leftOut = leftOut
  }

  /// The same labels with rows that have no ids.
  var withoutIDs: LabelColumn {
    var copy = self
    (copy.ids, copy.idColumns, copy.table) = (nil, [], nil)
    copy.notices.removeAll { $0.kind == RowNames.wordsKind }
    return copy
  }

  /// The labels as a side of an ``ItemMatching``.
  package func side(of name: String) -> ItemSide {
    var side = ItemSide(
      name: name, count: labels.values.count, ids: ids, columns: idColumns, hasAssumedHeader: hasAssumedHeader)
    side.couldHaveHeader = couldHaveHeader
    side.table = table
    return side
  }
}

/// The source of a label set and the way in which it is read.
package struct LabelOptions: Sendable {
  /// The column of a table (its name, or `#` and its position from 0), the array of an `.npz` or the list of a `.json`;
  /// not needed where there is one beside the ids, or one called `labels`, `label` or `y` in an archive.
  package var column: String?
  /// The column of a table, the array of an `.npz` or the list of a `.json` that holds the ids; without it one called `id`, `image_id`, `filename` or `index`, or a first
  /// one without a name, or one with the ids of another file.
  package var idColumn: String?
  /// Tells whether the first record of a table names its columns.
  package var header: TableHeader
  /// The names of the classes: numeric labels are positions in it, other labels must occur in it.
  package var classes: [String]?
  /// The name of the label set; without it the name of the column, else that of the file.
  package var name: String?
  /// The meaning of -1 among labels that are numbers.
  package var minusOne: MinusOne
  /// True where the labels are clusters: -1 is noise, -2 or a missing one an item that was not clustered.
  package var areClusters = false

  package init(
    column: String? = nil, idColumn: String? = nil, header: TableHeader = .automatic, classes: [String]? = nil,
    name: String? = nil, minusOne: MinusOne = .automatic
  ) {
    self.column = column
    self.idColumn = idColumn
    self.header = header
    self.classes = classes
    self.name = name
    self.minusOne = minusOne
  }

  /// The same for rows without ids.
  fileprivate var withoutIDs: LabelOptions {
    var copy = self
    copy.idColumn = nil
    return copy
  }

  /// The option that only a table can follow.
  fileprivate var columns: String? { column ?? idColumn }
}

extension LabelSet {
  /// Reads labels from a file: an `.npy` array or `.npz` archive by its first bytes, a list from `.json` or JSON
  /// lines, one label a line from `.txt`, else a table.
  ///
  /// An empty cell or line, NaN, a word for a missing value (`NA`, `nan`, `None`, …) and -1 among whole numbers, unless
  /// -1 and 1 are all there is, are ``LabelSet/unlabelled``. Labels that are all whole numbers from 0 are ordered as
  /// numbers, others by the bytes of their UTF-8; ids count the classes that occur, so labels 3 and 7 have ids 0 and 1
  /// and the names "3" and "7". Numbers written as `3.0` are whole.
  ///
  /// - Throws: an ``ExplainedError`` where the file cannot be read as labels.
  /// - Complexity: O(bytes).
  public static func reading(_ path: String) throws -> LabelColumn { try reading(path, LabelOptions()) }

  /// Reads labels from a file, as the options say. With ``LabelOptions/classes`` ids are positions in it.
  ///
  /// - Throws: ``LabelError``, or what reading the file throws.
  package static func reading(_ path: String, _ options: LabelOptions) throws -> LabelColumn {
    guard options.idColumn != IDColumn.none else { return try reading(path, options.withoutIDs).withoutIDs }
    let file = try FileBytes(mapping: path)
    if !LabelLists.endings.contains(fileExtension(path)), let kind = ForeignFile.kind(ofExtension: fileExtension(path))
    {
      throw TableError(path: path, reason: .foreign(kind))
    }
    if file.starts(with: NumpyHeader.magic) { return try reading(NumpyArray(file, named: path), options) }
    if NumpyArchive.accepts(file) { return try reading(NumpyArchive(orTable: file, at: path), options) }
    if LabelLists.endings.contains(fileExtension(path)) {
      try refuseHeader(options, path: path)
      let list = try LabelLists(file, at: path).chosen(options.column, ids: options.idColumn)
      var column = try LabelTexts(path: path, texts: list.texts, ids: list.idColumns.usualIDs)
        .column(options, name: list.name ?? fileStem(path))
      column.idColumns = list.idColumns
      return column
    }
    if fileExtension(path) == "txt", options.columns == nil { return try reading(lines: file, path: path, options) }
    return try reading(DelimitedTable(file, named: path, header: options.header), options)
  }

  /// Reads one column of a table.
  package static func reading(table path: String, column: String, classes: [String]? = nil) throws -> LabelColumn {
    try reading(DelimitedTable(mapping: path), LabelOptions(column: column, classes: classes))
  }

  /// Reads an array of whole numbers or of texts, of shape (n,) or (n, 1).
  package static func reading(_ array: NumpyArray, _ options: LabelOptions) throws -> LabelColumn {
    try refuseHeader(options, path: array.path)
    if let column = options.column ?? options.idColumn {
      throw LabelError(path: array.path, reason: .noColumns(asked: column))
    }
    return try column(array, options, name: fileStem(array.path), ids: nil)
  }

  /// Reads one array of an archive, and the ids of its rows from another.
  private static func reading(_ archive: NumpyArchive, _ options: LabelOptions) throws -> LabelColumn {
    try refuseHeader(options, path: archive.path)
    let chosen = try archive.chosen(options.column, preferring: usualNames, ids: options.idColumn)
    let ids = try chosen.ids.map(archive.ids)
    var labels = try column(archive.array(chosen.array), options, name: chosen.array, ids: ids)
    if let ids, ids.count != labels.labels.values.count {
      throw LabelError(path: archive.path, reason: .idCount(ids: ids.count, labels: labels.labels.values.count))
    }
    labels.idColumns = try archive.idColumns(chosen, rows: labels.labels.values.count)
    return labels
  }

  private static func column(
    _ array: NumpyArray, _ options: LabelOptions, name: String, ids: [String]?
  ) throws -> LabelColumn {
    guard case .number = array.header.element else {
      return try LabelTexts(path: array.path, texts: array.strings(), ids: ids).column(options, name: name)
    }
    try refuseOneHot(array)
    let rows = try array.columnLength()
    let numbers = try array.numbers()
    let cells = LabelCell.cells(of: (0..<rows).lazy.map(numbers.whole(at:)))
    return try LabelEncoding(path: array.path, cells: cells, options).column(named: options.name ?? name, ids: ids)
  }

  /// Reads one column of a table, and its ids when it has them.
  package static func reading(_ table: DelimitedTable, _ options: LabelOptions) throws -> LabelColumn {
    let names = try table.rowNames(asked: options.idColumn)
    let unnamed = names.ids == nil ? try table.unnamedIDs() : nil
    let column: Int
    if let name = options.column {
      column = try table.position(of: name)
    } else {
      let known = names.all + (unnamed == nil ? [] : [0])
      let others = (0..<table.columns).filter { !known.contains($0) }
      guard others.count == 1 else {
        try refuseOneHot(table, columns: others)
        let listed = others.isEmpty ? Array(0..<table.columns) : others
        throw LabelError(path: table.path, reason: .chooseColumn(listed.map(table.name(of:))))
      }
      column = others[0]
    }
    let isUnnamed = unnamed != nil && column != 0
    let known = Set(names.all + (isUnnamed ? [0] : []))
    let oneHot = OneHotColumns.notices(table, column, among: (0..<table.columns).filter { !known.contains($0) })
    let idColumns = try table.idColumns(
      names, data: names.isAsked && column == names.ids ? nil : column, words: isUnnamed ? unnamed : nil)
    let texts = try LabelTexts(path: table.path, texts: table.strings(column: column), ids: idColumns.usualIDs)
    var labels = try texts.column(
      options, name: table.columnNames?[column] ?? fileStem(table.path),
      notices: table.notices + names.notices(of: table, data: column) + oneHot
        + (isUnnamed ? [RowNames.wordsNotice(of: table)] : []))
    labels.idColumns = idColumns
    labels.table = ComparedTable(table, data: column)
    labels.hasAssumedHeader = table.hasAssumedHeader
    labels.couldHaveHeader = table.couldHaveHeader
    return labels
  }

  /// Reads one label a line, in which no character is special, or a name and a label a line, below a header where the
  /// first line looks like one. Blank lines at the end are not items.
  private static func reading(
    lines file: FileBytes, path: String, _ options: LabelOptions
  ) throws -> LabelColumn {
    var texts: [String]
    do throws(NotUTF8) {
      texts = try lines(of: file.buffer)
    } catch {
      throw LabelError(path: path, reason: .notUTF8(line: error.line))
    }
    while texts.last?.allSatisfy(\.isWhitespace) == true { texts.removeLast() }
    let lines = LabelLines(texts, header: options.header)
    if lines.ids == nil, let first = lines.labels.first, lines.labels.allSatisfy(\.isSeveralWholeNumbers) {
      throw LabelError(path: path, reason: .severalNumbers(first))
    }
    var column = try LabelTexts(path: path, texts: lines.labels, ids: lines.ids)
      .column(options, name: lines.header ?? fileStem(path), notices: lines.notices(path))
    column.hasAssumedHeader = lines.hasAssumedHeader
    column.couldHaveHeader = lines.couldHaveHeader
    return column
  }

  /// The names of arrays and lists that hold labels where none is asked for.
  static let usualNames = ["labels", "label", "y"]

  /// Refuses an option that only a table can follow.
  private static func refuseHeader(_ options: LabelOptions, path: String) throws(LabelError) {
    if options.header != .automatic { throw LabelError(path: path, reason: .noHeader) }
  }

  /// Refuses rows of which each marks its class with a 1 or with the largest number.
  private static func refuseOneHot(_ array: NumpyArray) throws {
    guard array.shape.count == 2, array.shape[1] > 1, array.shape[0] > 1 else { return }
    let numbers = try array.numbers()
    try FileError.requireMemory(rows: array.shape[0], columns: array.shape[1], path: array.path)
    let matrix = numbers.matrix()
    if isOneHot(matrix) {
      throw LabelError(path: array.path, reason: .oneHot(rows: matrix.rows, classes: matrix.columns))
    }
  }

  /// Refuses a table in which those of the columns that hold numbers are one a class.
  private static func refuseOneHot(_ table: DelimitedTable, columns: [Int]) throws {
    if let marked = OneHotColumns(table, among: columns) {
      throw LabelError(path: table.path, reason: .oneHotColumns(marked.columns, rows: table.rows))
    }
    let numbers = columns.filter { table.field(row: 0, column: $0)?.number != nil }
    guard numbers.count > 1, let matrix = try? table.numbers(columns: numbers), isOneHot(matrix) else { return }
    throw LabelError(path: table.path, reason: .oneHotColumns(numbers, rows: matrix.rows))
  }

  /// True where each row is a distribution over the columns, or has one of two numbers once and the lower one elsewhere.
  private static func isOneHot(_ matrix: Matrix) -> Bool {
    let isDistribution = (0..<matrix.rows).allSatisfy { row in
      let entries = matrix.row(row)
      return entries.allSatisfy { $0 >= 0 && $0 <= 1 } && abs(entries.reduce(0, +) - 1) < 1e-3
    }
    if isDistribution { return true }
    guard let high = matrix.row(0).max(), let low = matrix.row(0).min(), low < high else { return false }
    return (0..<matrix.rows).allSatisfy { row in
      let entries = matrix.row(row)
      return entries.count { $0 == high } == 1 && entries.allSatisfy { $0 == low || $0 == high }
    }
  }
}
