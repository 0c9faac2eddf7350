/// Asks files for columns, arrays and lists by their names, before they are read.
package enum NamedColumns {
  /// Opens a table, an `.npz` or a `.json`, and returns an answer to whether it holds a name.
  ///
  /// - Throws: the error of reading the file.
  package static func holding(_ path: String, header: TableHeader) throws -> (_ name: String) -> Bool {
    switch fileExtension(path) {
    case "npz":
      let names = try NumpyArchive(FileBytes(mapping: path), at: path).names
      return { names.contains($0) }
    case let ending where LabelLists.endings.contains(ending):
      let names = try LabelLists(FileBytes(mapping: path), at: path).names
      return { names.contains($0) }
    default: return try DelimitedTable(mapping: path, header: header).hasColumn
    }
  }
}
