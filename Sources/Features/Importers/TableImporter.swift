import Datasets
import Matrices

/// Features in a table, a number a cell or a list a cell: `.csv`, `.tsv`, and the `.txt` of `numpy.savetxt`, GloVe and
/// word2vec.
///
/// The ids are the column asked for, else one that is named like ids (`RowNames`), else a first column of words in a table
/// without names. An index that only counts the rows is left out.
struct TableImporter: FeatureImporter {
  let format = "a table"
  let hasNamedColumns = true

  func accepts(_ file: FileBytes, extension suffix: String) -> Bool {
    ["csv", "tsv", "tab", "txt", "vec"].contains(suffix)
  }

  func read(_ file: FileBytes, at path: String, _ options: FeatureOptions) throws -> ImportedFeatures {
    if options.pooling != nil {
      throw FeatureError(path: path, reason: .optionDoesNotApply("pooling", format: format))
    }
    let table = try DelimitedTable(file, named: path, header: options.header)
    let names = try table.rowNames(asked: options.idColumn)
    var ids = try names.ids.map(table.strings(column:))
    var notices = table.notices + names.notices(of: table)
    var others = Set(
      try options.ignoredColumns.map(table.position(of:)) + names.counters + [names.ids].compactMap(\.self))
    if ids == nil, let words = try table.unnamedIDs() {
      ids = words
      if others.insert(0).inserted { notices.append(RowNames.wordsNotice(path)) }
    }
    var features =
      try options.column.map { [try table.position(of: $0)] }
      ?? (0..<table.columns).filter { !others.contains($0) }
    if options.column == nil, let notice = Self.takingBlankColumn(off: &features, of: table) { notices.append(notice) }
    guard let first = features.first else { throw FeatureError(path: path, reason: .noFeatureColumns) }
    let list = features.first(where: table.holdsLists)
    if let list, features.count > 1 {
      throw FeatureError(path: path, reason: .listAmongColumns(table.name(of: list), columns: features.count))
    }
    guard list == nil else {
      let matrix = try table.lists(column: first)
      let exact = table.exactLists(column: first, length: matrix.columns)
      return ImportedFeatures(
        matrix: matrix, exact: exact, storedType: "text", ids: ids, notices: notices,
        hasAssumedHeader: table.hasAssumedHeader)
    }
    return ImportedFeatures(
      matrix: try table.numbers(columns: features), exact: table.exactNumbers(columns: features), storedType: "text",
      columnNames: table.columnNames.map { names in features.map { names[$0] } }, ids: ids,
      notices: notices + table.decimalNotices, hasAssumedHeader: table.hasAssumedHeader)
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
