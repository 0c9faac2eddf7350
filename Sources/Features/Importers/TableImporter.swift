import Core
import Datasets
import Matrices

/// Features in a table, a number a cell or a list a cell: `.csv`, `.tsv`, and the `.txt` of `numpy.savetxt`, GloVe and
/// word2vec.
///
/// The ids are the column asked for, else one that is named like ids (`RowNames`), else a first column of words in a table
/// without names. An index that only counts the rows and other columns that are called like ids are left out.
struct TableImporter: FeatureImporter {
  let format = "a table"
  let fileExtensions = ["csv", "tsv", "txt"]
  let hasNamedColumns = true

  func accepts(_ file: FileBytes, extension suffix: String) -> Bool {
    ["csv", "tsv", "tab", "txt", "vec"].contains(suffix)
  }

  func read(_ file: FileBytes, at path: String, _ options: FeatureOptions) throws -> ImportedFeatures {
    if options.pooling != nil {
      throw FeatureError(path: path, reason: .optionDoesNotApply("pooling", format: format))
    }
    let table = try DelimitedTable(file, named: path, header: options.header)
    let dropped = try Set(options.ignoredColumns.map(table.position(of:)))
    let names = try table.rowNames(
      asked: options.idColumn, but: dropped, mayRepeat: options.idsAreNames, ofFeatures: options.column == nil)
    var ids = try names.ids.map(table.strings(column:))
    var notices = table.notices + names.notices(of: table)
    if options.column == nil { notices += names.leftOutNotices(of: table, but: dropped) }
    var others = dropped.union(names.all)
    let words =
      ids == nil && !dropped.contains(0) ? try table.unnamedIDs(areDistinct: !options.idsAreNames) : nil
    if let words {
      ids = words
      if others.insert(0).inserted, !options.idsAreNames { notices.append(RowNames.wordsNotice(of: table)) }
    }
    var features =
      try options.column.map { [try table.position(of: $0)] }
      ?? (0..<table.columns).filter { !others.contains($0) }
    if options.column == nil, let notice = Self.takingBlankColumn(off: &features, of: table) { notices.append(notice) }
    if options.column == nil, let notice = Self.takingLists(of: &features, in: table) { notices.append(notice) }
    if words == nil, ids == nil, features.first == 0, let repeated = try table.repeatedWord() {
      throw FeatureError(path: path, reason: .repeatedWord(repeated.word, repeats: repeated.repeats))
    }
    guard !features.isEmpty else { throw FeatureError(path: path, reason: .noFeatureColumns) }
    let idColumns = try table.idColumns(names, features: Set(features), words: words, but: dropped)
    let compared = ComparedTable(table, features: Set(features), dropped: dropped)
    if options.column == nil { notices += Self.numberNotices(idColumns, of: table) }
    var imported = try Self.values(of: features, in: table, path)
    (imported.ids, imported.idColumns, imported.table) = (ids, idColumns, compared)
    imported.notices = notices + imported.notices
    imported.couldHaveHeader = table.couldHaveHeader
    return imported
  }

  /// Reads the columns of features, or the lists of a single one.
  private static func values(
    of features: [Int], in table: DelimitedTable, _ path: String
  ) throws -> ImportedFeatures {
    guard let list = features.first(where: table.holdsLists) else {
      return ImportedFeatures(
        matrix: try table.numbers(columns: features), exact: table.exactNumbers(columns: features), storedType: "text",
        columnNames: table.columnNames.map { names in features.map { names[$0] } }, notices: table.decimalNotices,
        hasAssumedHeader: table.hasAssumedHeader)
    }
    guard features.count == 1 else {
      throw FeatureError(path: path, reason: .listAmongColumns(table.name(of: list), columns: features.count))
    }
    let matrix = try table.lists(column: list)
    return ImportedFeatures(
      matrix: matrix, exact: table.exactLists(column: list, length: matrix.columns), storedType: "text",
      hasAssumedHeader: table.hasAssumedHeader)
  }

  /// The note on features that number the rows in another order; none without any.
  private static func numberNotices(_ columns: [IDColumn], of table: DelimitedTable) -> [Notice] {
    columns.filter { $0.isFeature && $0.ids.count >= IDValues.fewestNumbers }.compactMap { column in
      guard let range = IDValues.consecutiveRange(column.ids) else { return nil }
      return Notice(
        kind: "row-numbers-as-feature",
        message:
          "\(table.path): column \(column.name) holds each number from \(range.lowerBound) to \(range.upperBound) once "
          + "and is read as a feature; if it numbers the rows, leave it out: "
          + "\(shellOption("--drop-columns", column.name)), drop-columns: [\(yamlWord(column.name))] in an experiment")
    }
  }

  /// Takes the only column of lists alone, where no other one holds numbers.
  private static func takingLists(of features: inout [Int], in table: DelimitedTable) -> Notice? {
    let lists = features.filter(table.holdsLists)
    guard lists.count == 1, features.count > 1 else { return nil }
    let others = features.filter { $0 != lists[0] }
    guard !others.contains(where: table.startsWithNumber) else { return nil }
    features = lists
    return Notice(
      kind: "words-beside-lists",
      message: "\(table.path): the features are the lists of \(table.optionName(of: lists[0])); "
        + "\(list(others.map(table.optionName(of:)), limit: 5)) \(others.count == 1 ? "holds" : "hold") no numbers")
  }

  /// Takes off a last column without a name and without any text, as a delimiter at the end of each line makes.
  private static func takingBlankColumn(off features: inout [Int], of table: DelimitedTable) -> Notice? {
    guard features.count > 1, let last = features.last, last == table.columns - 1,
      table.columnNames?[last].isEmpty ?? true, table.isBlank(last)
    else { return nil }
    features.removeLast()
    return Notice(
      kind: "blank-column-left-out",
      message: "\(table.path): the last column has neither a name nor a number and is left out")
  }
}
