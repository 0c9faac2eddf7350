import Core
import Datasets
import Matrices

/// A file format that features are read from.
public protocol FeatureImporter: Sendable {
  /// The format in messages, such as `.npy`.
  var format: String { get }
  /// The usual extensions of its files without a dot, for help and hints; none by default.
  var fileExtensions: [String] { get }
  /// True for files of several arrays with names; false, the default, makes the option `member` an error.
  var hasNamedArrays: Bool { get }
  /// True for files of columns with names; false, the default, makes options that name columns errors.
  var hasNamedColumns: Bool { get }
  /// True for files that may hold ids by a name; false makes the option `id-column` an error. It is ``hasNamedColumns``
  /// by default.
  var hasNamedIDs: Bool { get }

  /// Returns whether a file is of this format, by its first bytes, or by its extension where the format has no mark.
  ///
  /// - Parameter suffix: the extension in lower case, without its dot.
  func accepts(_ file: FileBytes, extension suffix: String) -> Bool

  /// Reads the features.
  ///
  /// - Parameters:
  ///   - file: the bytes of the file.
  ///   - path: the place of the file, for messages.
  ///   - options: the options asked for; those that the format has no use for are refused before.
  /// - Throws: an `ExplainedError` for a damaged file.
  func read(_ file: FileBytes, at path: String, _ options: FeatureOptions) throws -> ImportedFeatures
}

extension FeatureImporter {
  public var fileExtensions: [String] { [] }
  public var hasNamedArrays: Bool { false }
  public var hasNamedColumns: Bool { false }
  public var hasNamedIDs: Bool { hasNamedColumns }

  /// An option that means nothing for the format would be ignored in silence; it is an error.
  func checkOptions(_ options: FeatureOptions, path: String) throws(FeatureError) {
    var wrong: String?
    if options.array != nil, !hasNamedArrays { wrong = "member" }
    if options.column != nil, !hasNamedColumns { wrong = "column" }
    if options.idColumn != nil, !hasNamedIDs { wrong = "id column" }
    if !options.ignoredColumns.isEmpty, !hasNamedColumns { wrong = "ignored columns" }
    if options.header != .automatic, !hasNamedColumns { wrong = "header" }
    if options.mask != nil, options.pooling == nil { wrong = "mask without pooling" }
    if let wrong { throw FeatureError(path: path, reason: .optionDoesNotApply(wrong, format: format)) }
  }
}

/// The features that an importer hands on: numbers as they are in the file, NaN and infinity included.
public struct ImportedFeatures {
  /// The numbers rounded to `Float`.
  private(set) var matrix: Matrix
  /// The numbers themselves; nil where `Float` holds them.
  var exact: ExactValues?
  /// The type of the numbers in the file.
  let storedType: String
  /// The names of the columns, where the file has any.
  var columnNames: [String]?
  var ids: [String]?
  /// The columns that may hold the ids, where the file has any.
  var idColumns: [IDColumn] = []
  /// The columns of a table, by which its rows are compared with those of other files.
  var table: ComparedTable?
  var notices: [Notice] = []
  /// True where the first line of a table was taken for a header and could be a row.
  var hasAssumedHeader = false
  /// True where the first line of a table was taken for a row and could be a header.
  var couldHaveHeader = false

  /// Brings the columns into the order of some names; columns without names are taken by their positions.
  ///
  /// - Throws: ``FeatureError`` that lists both where the names are others.
  mutating func arrange(by names: [String], path: String) throws(FeatureError) {
    guard let own = columnNames, own != names else { return }
    let places = Dictionary(zip(own, 0...)) { first, _ in first }
    let order = names.compactMap { places[$0] }
    guard order.count == names.count, own.count == names.count, Set(order).count == own.count else {
      throw FeatureError(path: path, reason: .otherColumns(expected: names, found: own))
    }
    let former = matrix
    matrix = Matrix(rows: former.rows, columns: order.count) { target in
      for row in 0..<former.rows {
        for (position, column) in order.enumerated() { target.pointer(toRow: row)[position] = former[row, column] }
      }
    }
    exact = exact?.selecting(columns: order)
    columnNames = names
    notices.append(
      Notice(
        kind: "columns-reordered",
        message: "\(path): its columns (\(list(own, limit: 5))) are taken by their names, in the order of the run "
          + "(\(list(names, limit: 5)))"))
  }

  /// Takes the rows for rows without ids, with a note on a column that is left out for its name all the same.
  mutating func dropIDs(path: String) {
    if columnNames != nil, let column = idColumns.first(where: \.isUsual), !column.isFeature {
      notices.append(RowNames.leftOutNotice(path, [column.name]))
    }
    (ids, idColumns, table) = (nil, [], nil)
    notices.removeAll { $0.kind == RowNames.wordsKind }
  }
}

extension ImportedFeatures {
  /// Makes features of numbers in `Float`.
  ///
  /// - Parameters:
  ///   - matrix: rows × columns.
  ///   - ids: one a row.
  ///   - columnNames: one a column.
  ///   - storedType: the type of the numbers in the file, such as `float32`.
  ///   - notices: notes on how the file was read.
  public init(
    _ matrix: Matrix, ids: [String]? = nil, columnNames: [String]? = nil, storedType: String = "float32",
    notices: [Notice] = []
  ) {
    self.init(
      matrix: matrix, storedType: storedType, columnNames: columnNames, ids: ids, notices: notices)
  }

  /// Makes features of numbers in `Double`, of which no digit that matters is lost.
  ///
  /// - Parameters:
  ///   - values: a list a row, all of the same length.
  ///   - ids: one a row.
  ///   - columnNames: one a column.
  ///   - storedType: the type of the numbers in the file.
  ///   - notices: notes on how the file was read.
  public init(
    exactly values: [[Double]], ids: [String]? = nil, columnNames: [String]? = nil, storedType: String = "float64",
    notices: [Notice] = []
  ) {
    let exact = ExactValues(values)
    self.init(
      matrix: Matrix(rounding: exact), exact: exact, storedType: storedType, columnNames: columnNames, ids: ids,
      notices: notices)
  }
}

extension [any FeatureImporter] {
  /// The usual endings of the files, such as `.npy, .csv or .tsv`.
  package var fileEndings: String {
    let endings = flatMap(\.fileExtensions).map { ".\($0)" }
    guard let last = endings.last, endings.count > 1 else { return endings.joined() }
    return "\(endings.dropLast().joined(separator: ", ")) or \(last)"
  }
}

/// The formats of this package.
public enum FeatureImporters {
  /// The importers, in the order in which they are tried.
  public static let all: [any FeatureImporter] = [
    NumpyImporter(), NumpyArchiveImporter(), SafetensorsImporter(), TableImporter(),
  ]

  /// The first importer that takes a file. Those of this package take no file that is known to be of another program.
  static func importer(
    for file: FileBytes, at path: String, among importers: [any FeatureImporter]
  ) throws(FeatureError) -> any FeatureImporter {
    let suffix = fileExtension(path)
    let isForeign = ForeignFile.kind(ofExtension: suffix) != nil
    let own = Set(all.map(\.format))
    guard
      let importer = importers.first(where: {
        !(isForeign && own.contains($0.format)) && $0.accepts(file, extension: suffix)
      })
    else {
      throw FeatureError(path: path, reason: .unknownFormat(extension: suffix, known: importers.fileEndings))
    }
    return importer
  }
}

/// Makes rows × columns of an array in a file, pooling its tokens on the way.
struct ArrayConversion {
  let path: String
  let options: FeatureOptions

  /// - Throws: ``FeatureError`` when the shape is not that of a matrix, or of tokens when pooling is asked for.
  func features(from array: StoredArray) throws -> ImportedFeatures {
    let shape = array.shape
    guard array.count > 0 else { throw error(.noValues(shape)) }
    switch (shape.count, options.pooling) {
    case (2, nil):
      try FileError.requireMemory(rows: shape[0], columns: shape[1], path: path)
      let matrix = array.matrix()
      let numbers = firstNumbers(matrix)
      return ImportedFeatures(
        matrix: matrix, exact: array.type.fitsFloat ? nil : array.exactValues, storedType: array.type.rawValue,
        idColumns: numbers.map { [IDColumn(name: "#0", kind: .clue, ids: $0, isFeature: true)] } ?? [],
        notices: numbers.map(numberNotices) ?? [])
    case (3, let pooling?):
      try FileError.requireMemory(rows: shape[0], columns: shape[2], path: path)
      let pooled = pooling.pool(array, mask: try options.mask.map { try mask(at: $0, for: shape) })
      return ImportedFeatures(
        matrix: Matrix(rounding: pooled), exact: array.type.fitsFloat ? nil : pooled,
        storedType: array.type.rawValue)
    case (3, nil): throw error(.tokensWithoutPooling(shape))
    case (2, _?): throw error(.poolingWithoutTokens(shape))
    default: throw error(.notAMatrix(shape))
    }
  }

  /// The whole numbers of a first column that may number the rows or hold their ids; nil for other numbers.
  private func firstNumbers(_ matrix: Matrix) -> [String]? {
    guard matrix.columns > 1, matrix.rows >= IDValues.fewestNumbers else { return nil }
    var texts: [String] = []
    for row in 0..<matrix.rows {
      guard let number = Int(exactly: matrix[row, 0]) else { return nil }
      texts.append(String(number))
    }
    return IDValues.mayBeIDs(texts) ? texts : nil
  }

  /// The note on a first column that numbers the rows; none without one.
  private func numberNotices(_ numbers: [String]) -> [Notice] {
    guard let range = IDValues.consecutiveRange(numbers) else { return [] }
    return [
      Notice(
        kind: "row-numbers-as-feature",
        message:
          "\(path): column #0 holds each number from \(range.lowerBound) to \(range.upperBound) once and is read as "
          + "a feature; if it numbers the rows, leave it out: array[:, 1:] in NumPy")
    ]
  }

  private func mask(at maskPath: String, for shape: [Int]) throws -> Matrix {
    let array = try NumpyArray(mapping: maskPath)
    guard array.shape == Array(shape.prefix(2)) else {
      throw FeatureError(path: maskPath, reason: .maskShape(expected: Array(shape.prefix(2)), found: array.shape))
    }
    let mask = try array.matrix()
    let empty = mask.withRows { block in
      (0..<block.rows).first { row in (0..<block.columns).allSatisfy { block[row, $0] == 0 } }
    }
    if let empty { throw FeatureError(path: maskPath, reason: .maskedRow(empty)) }
    return mask
  }

  private func error(_ reason: FeatureError.Reason) -> FeatureError { FeatureError(path: path, reason: reason) }
}
