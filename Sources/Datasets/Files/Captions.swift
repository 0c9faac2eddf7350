/// The captions in a UTF-8 text file, one a line, in the order of the images; lines may end in LF or CRLF.
///
/// A blank line is an empty caption, except at the end of the file.
/// - Throws: ``DatasetError`` when the file cannot be read, is empty, or holds a line that is not UTF-8.
public func readCaptions(at path: String) throws -> [String] {
  var captions = try readLines(at: path)
  while captions.last?.allSatisfy(\.isWhitespace) == true { captions.removeLast() }
  guard !captions.isEmpty else { throw DatasetError(.emptyFile(path: path)) }
  return captions
}

/// Captions as they were read, with the ids of their rows when the file has them.
public struct CaptionColumn: Sendable, Equatable {
  public let captions: [String]
  /// One id a row.
  public let ids: [String]?

  /// Reads a text file of one caption a line or, from `.csv` and `.tsv` with a column of ids, the column of the
  /// captions: the one called `caption`, else the only other one.
  ///
  /// - Throws: ``DatasetError``, or what reading a table throws.
  public init(reading path: String) throws {
    guard ["csv", "tsv", "tab"].contains(fileExtension(path)),
      let table = try? DelimitedTable(mapping: path), let names = try? table.rowNames(), let idColumn = names.ids
    else {
      captions = try readCaptions(at: path)
      ids = nil
      return
    }
    let others = (0..<table.columns).filter { $0 != idColumn && !names.counters.contains($0) }
    let named = others.first { ["caption", "captions", "text"].contains(table.name(of: $0).lowercased()) }
    guard let column = named ?? (others.count == 1 ? others[0] : nil) else {
      throw DatasetError(.noCaptionColumn(path: path, columns: others.map(table.name(of:))))
    }
    captions = try table.strings(column: column)
    ids = try table.strings(column: idColumn)
  }
}
