import Core
import Datasets
import Matrices

/// One imported matrix of features, audited: a row for each item, a column for each feature.
public struct FeatureSet: Sendable {
  /// The name of the feature set, such as `visual`.
  public let name: String
  /// The numbers, kept rows × columns, every entry finite; with an origin, a scale or a remainder where `Float` would
  /// lose digits that matter.
  public let matrix: Matrix
  /// One id for each of all ``rowCount`` rows, dropped ones included; nil when the file has none.
  public let rowIDs: [String]?
  /// Each row's position among the rows of the file or, once aligned, among the items of the dataset; ascending.
  public let keptRows: [Int]
  /// The number of rows among which ``keptRows`` counts: those of the file or, once aligned, the items of the dataset.
  public let rowCount: Int
  /// The counts of the file, taken before rows were dropped.
  public let audit: FeatureAudit
  /// The number of rows that differ from another one in the file and are equal to it in ``matrix``, for lack of digits.
  public let mergedRows: Int
  /// The notes on what was done to the rows on the way.
  public let notices: [Notice]
  /// True where the first line of the file was taken for a header and could be a row.
  private(set) var hasAssumedHeader = false
  /// True where the first line of the file was taken for a row and could be a header.
  private(set) var couldHaveHeader = false
  /// The columns of the file that may hold the ids of its rows; none where ``rowIDs`` are given otherwise.
  private(set) var idColumns: [IDColumn] = []
  /// The columns of a table, by which its rows are compared with those of other files.
  private(set) var table: ComparedTable?
  /// The path of the file that it was read from.
  private(set) var path: String?
  /// The names of the columns of the matrix as they were read, where the file has any.
  package private(set) var columnNames: [String]?

  init(
    name: String, matrix: Matrix, rowIDs: [String]?, keptRows: [Int], rowCount: Int, audit: FeatureAudit,
    mergedRows: Int, notices: [Notice]
  ) {
    self.name = name
    self.matrix = matrix
    self.rowIDs = rowIDs
    self.keptRows = keptRows
    self.rowCount = rowCount
    self.audit = audit
    self.mergedRows = mergedRows
    self.notices = notices
  }

  /// One id for each row of ``matrix``; nil when the file has none.
  public var ids: [String]? { rowIDs.map { ids in keptRows.map { ids[$0] } } }

  /// Reads a file: `.npy`, `.npz`, `.safetensors` or a table (`.csv`, `.tsv`, `.txt`), told apart by their first bytes,
  /// or another format by an importer of your own.
  ///
  /// - Parameter importers: the formats, in the order in which they are tried.
  /// - Throws: ``FeatureError``, or the errors of the file's format.
  public init(
    reading path: String, _ options: FeatureOptions = FeatureOptions(),
    by importers: [any FeatureImporter] = FeatureImporters.all
  ) throws {
    let file = try FileBytes(mapping: path)
    let importer = try FeatureImporters.importer(for: file, at: path, among: importers)
    var asked = options
    if options.idColumn == IDColumn.none { asked.idColumn = nil }
    try importer.checkOptions(asked, path: path)
    var imported = try importer.read(file, at: path, asked)
    if options.idColumn == IDColumn.none { imported.dropIDs(path: path) }
    if let names = options.columnNames { try imported.arrange(by: names, path: path) }
    try self.init(imported, name: options.name ?? fileStem(path), path: path, nonFinite: options.nonFinite)
    hasAssumedHeader = imported.hasAssumedHeader
    couldHaveHeader = imported.couldHaveHeader
    idColumns = imported.idColumns
    table = imported.table
    self.path = path
    columnNames = imported.columnNames
  }

  /// Makes a feature set of a matrix at hand.
  ///
  /// - Throws: ``FeatureError`` when an entry is NaN or infinite and `nonFinite` is ``NonFinitePolicy/error``, when there
  ///   are no entries, or when `ids` has another length than the matrix has rows.
  public init(name: String, matrix: Matrix, ids: [String]? = nil, nonFinite: NonFinitePolicy = .error) throws {
    let imported = ImportedFeatures(matrix: matrix, storedType: "float32", ids: ids)
    try self.init(imported, name: name, path: name, nonFinite: nonFinite)
  }

  private init(_ imported: ImportedFeatures, name: String, path: String, nonFinite: NonFinitePolicy) throws {
    guard imported.matrix.rows > 0, imported.matrix.columns > 0 else {
      throw FeatureError(path: path, reason: .noValues([imported.matrix.rows, imported.matrix.columns]))
    }
    let stored = StoredNumbers(imported)
    let matrix = stored.matrix
    let notices = imported.notices + stored.notes(name, columnNames: imported.columnNames)
    if let ids = imported.ids, ids.count != matrix.rows {
      throw FeatureError(path: path, reason: .idCount(ids: ids.count, rows: matrix.rows))
    }
    let (audit, notFinite) = stored.measured
    if let reason = stored.overflow, notFinite.isEmpty || nonFinite == .drop {
      throw FeatureError(path: path, reason: reason)
    }
    guard let first = notFinite.first else {
      self.init(
        name: name, matrix: matrix, rowIDs: imported.ids, keptRows: Array(0..<matrix.rows), rowCount: matrix.rows,
        audit: audit, mergedRows: stored.mergedRows, notices: notices)
      return
    }
    guard nonFinite == .drop else {
      let column = (0..<matrix.columns).first { !matrix[first, $0].isFinite } ?? 0
      throw FeatureError(
        path: path,
        reason: .notFinite(
          rows: notFinite.count, total: matrix.rows, firstRow: first, firstColumn: column,
          value: "\(matrix[first, column])"))
    }
    guard notFinite.count < matrix.rows else {
      throw FeatureError(path: path, reason: .everyRowDropped(rows: matrix.rows))
    }
    let dropped = Set(notFinite)
    let kept = (0..<matrix.rows).filter { !dropped.contains($0) }
    let notice = Notice(
      kind: "rows-dropped",
      message:
        "\(name): \(notFinite.count.grouped) of \(counted(matrix.rows, "row")) dropped for NaN or infinity")
    self.init(
      name: name, matrix: matrix.selecting(rows: kept), rowIDs: imported.ids, keptRows: kept, rowCount: matrix.rows,
      audit: audit, mergedRows: stored.mergedRows, notices: notices + [notice])
  }

  /// True where rows that differ in the file are equal as stored, or all but alike beside entries that are far larger.
  package var hasLostRows: Bool { mergedRows > 0 || notices.contains { $0.kind == FarEntries.kind } }

  /// Returns the same rows with other numbers in them, such as scaled ones.
  ///
  /// - Precondition: as many rows as there are now.
  public func replacing(matrix: Matrix) -> FeatureSet {
    precondition(matrix.rows == self.matrix.rows, "\(matrix.rows) rows cannot replace \(self.matrix.rows)")
    return FeatureSet(
      name: name, matrix: matrix, rowIDs: rowIDs, keptRows: keptRows, rowCount: rowCount, audit: audit,
      mergedRows: mergedRows, notices: notices)
  }

  /// Returns one value for each of all ``rowCount`` rows: those of the kept rows in their places, `filler` in the
  /// others.
  ///
  /// - Precondition: one value for each row of ``matrix``.
  public func restoringPositions<Value>(of values: [Value], filler: Value) -> [Value] {
    precondition(values.count == keptRows.count, "\(values.count) values for \(keptRows.count) rows")
    var all = [Value](repeating: filler, count: rowCount)
    for (value, row) in zip(values, keptRows) { all[row] = value }
    return all
  }
}
