import Datasets
import Matrices

/// Features in a table, a number a cell: `.csv`, `.tsv`, and the `.txt` of `numpy.savetxt`.
///
/// The ids are the column asked for, else one called `id`, else a first column without a name, as pandas writes its
/// index; when that only counts the rows it is left out.
struct TableImporter: FeatureImporter {
  let format = "a table"
  let hasNamedColumns = true

  func accepts(_ file: FileBytes, extension suffix: String) -> Bool {
    ["csv", "tsv", "tab", "txt"].contains(suffix)
  }

  func read(_ file: FileBytes, at path: String, _ options: FeatureOptions) throws -> ImportedFeatures {
    if options.pooling != nil {
      throw FeatureError(path: path, reason: .optionDoesNotApply("pooling", format: format))
    }
    let table = try DelimitedTable(file, named: path, header: options.header)
    let ignored = Set(try options.ignoredColumns.map(table.position(of:)))
    let idColumn = try self.idColumn(of: table, options)
    let features = (0..<table.columns).filter { $0 != idColumn && !ignored.contains($0) }
    guard !features.isEmpty else { throw FeatureError(path: path, reason: .noFeatureColumns) }
    let matrix = try table.numbers(columns: features)

    var imported = ImportedFeatures(
      matrix: matrix, exact: table.exactNumbers(columns: features), storedType: "text",
      columnNames: table.columnNames.map { names in features.map { names[$0] } })
    if let idColumn {
      let ids = try table.strings(column: idColumn)
      if options.idColumn == nil, table.name(of: idColumn) == "", zip(ids, 0...).allSatisfy({ $0 == String($1) }) {
        imported.notices.append(
          Notice(
            kind: "row-numbers-left-out",
            message: "\(path): the first column has no name and counts the rows; it is no feature"))
      } else {
        imported.ids = ids
      }
    }
    return imported
  }

  private func idColumn(of table: DelimitedTable, _ options: FeatureOptions) throws -> Int? {
    if let name = options.idColumn { return try table.position(of: name) }
    guard let names = table.columnNames else { return nil }
    return names.firstIndex { $0.lowercased() == "id" } ?? (names.first == "" ? 0 : nil)
  }
}
