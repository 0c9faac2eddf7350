import Core
import Datasets
import Matrices

/// A file format that features are read from.
protocol FeatureImporter: Sendable {
  /// The name of the format in messages, such as `.npy`.
  var format: String { get }
  /// True where its files hold several arrays with names.
  var hasNamedArrays: Bool { get }
  /// True where its files have columns with names.
  var hasNamedColumns: Bool { get }
  /// True for files that may hold ids by a name.
  var hasNamedIDs: Bool { get }

  /// Returns whether a file is of this format, by its first bytes, or by its extension where the format has no mark.
  func accepts(_ file: FileBytes, extension suffix: String) -> Bool

  /// Reads the features; `file` is what lies at `path`.
  func read(_ file: FileBytes, at path: String, _ options: FeatureOptions) throws -> ImportedFeatures
}

extension FeatureImporter {
  var hasNamedArrays: Bool { false }
  var hasNamedColumns: Bool { false }
  var hasNamedIDs: Bool { hasNamedColumns }

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

/// The features of one file: numbers as they are in it, NaN and infinity included.
struct ImportedFeatures {
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
  var notices: [Notice] = []
  /// True where the first line of a table was taken for a header and could be a row.
  var hasAssumedHeader = false

  /// Brings the columns into the order of some names; columns without names are taken by their positions.
  ///
  /// - Throws: ``FeatureError`` that lists both where the names are others.
  mutating func arrange(by names: [String], path: String) throws(FeatureError) {
    guard let own = columnNames, own != names else { return }
    let places = Dictionary(zip(own, 0...)) { first, _ in first }
    let order = names.compactMap { places[$0] }
    guard order.count == own.count, Set(order).count == own.count else {
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

  /// Takes the rows for rows without ids.
  mutating func dropIDs() {
    (ids, idColumns) = (nil, [])
    notices.removeAll { $0.kind == RowNames.wordsKind }
  }
}

/// The formats, in the order in which they are tried.
enum Importers {
  static let all: [any FeatureImporter] = [
    NumpyImporter(), NumpyArchiveImporter(), SafetensorsImporter(), TableImporter(),
  ]

  static func importer(for file: FileBytes, at path: String) throws(FeatureError) -> any FeatureImporter {
    let suffix = fileExtension(path)
    guard ForeignFile.kind(ofExtension: suffix) == nil,
      let importer = all.first(where: { $0.accepts(file, extension: suffix) })
    else {
      throw FeatureError(path: path, reason: .unknownFormat(extension: suffix))
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
      return ImportedFeatures(
        matrix: array.matrix(), exact: array.type.fitsFloat ? nil : array.exactValues,
        storedType: array.type.rawValue)
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
