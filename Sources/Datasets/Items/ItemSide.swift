import Core

/// One file with a row for each item: features, labels, captions, images or ids.
package struct ItemSide: Sendable, Equatable {
  /// The name in messages, such as `visual (clip.npy)`.
  package let name: String
  /// The number of rows.
  package let count: Int
  /// One id a row, empty for a row without one; nil where the file has none.
  package private(set) var ids: [String]?
  /// The ids that are given otherwise than by a column, also where they are not used.
  let givenIDs: [String]?
  /// True where the file's first line was taken for a header and could be a row.
  package let hasAssumedHeader: Bool
  /// The columns that may hold the ids, the usual one first; none where ``ids`` are given otherwise.
  package let columns: [IDColumn]
  /// The column that ``ids`` are from.
  package private(set) var column: String?
  /// The reason to take that column.
  private(set) var columnKind: IDColumn.Kind?
  /// The path of the file as messages write it.
  package var file: String?
  /// The path by which the file can be opened, to tell where two sides are of one file.
  package var source: String?
  /// The columns of a table, which are compared where rows are matched by position.
  package var table: ComparedTable?
  /// The set as `--features` names it: `visual=clip.npy`.
  package var argument: String?
  /// True where the file's first line was taken for a row and could be a header.
  package var couldHaveHeader = false

  /// - Precondition: as many ids as rows.
  package init(name: String, count: Int, ids: [String]? = nil, hasAssumedHeader: Bool = false) {
    self.init(name: name, count: count, ids: ids, columns: [], hasAssumedHeader: hasAssumedHeader)
  }

  /// A side whose ids are those of a column, without other files those of the first usual one; or `ids` where no column may
  /// hold them.
  ///
  /// - Precondition: as many ids as rows, in each column too.
  package init(
    name: String, count: Int, ids: [String]? = nil, columns: [IDColumn], hasAssumedHeader: Bool = false
  ) {
    precondition(ids.map { $0.count == count } ?? true, "\(ids?.count ?? 0) ids for \(count) rows of \(name)")
    precondition(columns.allSatisfy { $0.ids.count == count }, "a column of \(name) has not \(count) ids")
    self.name = name
    self.count = count
    self.hasAssumedHeader = hasAssumedHeader
    self.columns = columns
    givenIDs = columns.isEmpty ? ids : nil
    if columns.isEmpty { self.ids = ids } else { use(columns.first.flatMap { $0.isUsual ? $0 : nil }) }
  }

  /// Takes the ids of a column; none for nil.
  mutating func use(_ column: IDColumn?) {
    ids = column?.ids
    self.column = column?.name
    columnKind = column?.kind
  }

  /// Takes the ids of another side of the same file.
  mutating func use(idsOf other: ItemSide) {
    (ids, column, columnKind) = (other.ids, other.column, other.columnKind)
  }

  /// The entry of an experiment that takes the ids of a table for those of the items; nil for other files.
  var itemIDs: String? {
    guard table != nil, let file, let column else { return nil }
    return "dataset: { ids: { table: \(yamlWord(file)), column: \(yamlWord(column)) } }"
  }

  /// True where both are read from one file, row by row, or from two with the same bytes.
  func isOfFile(of other: ItemSide) -> Bool {
    guard let source, let otherSource = other.source, count == other.count else { return false }
    return source == otherSource || FileBytes.areEqual(source, otherSource)
  }

  /// Some of its rows.
  func cut(to range: Range<Int>) -> ItemSide {
    var side = ItemSide(name: name, count: range.count, ids: ids.map { Array($0[range]) })
    (side.file, side.column, side.columnKind) = (file, column, columnKind)
    return side
  }

  /// The row of each id; rows without one are left out.
  ///
  /// - Throws: ``ItemError`` for a repeated id.
  func rowsByID() throws(ItemError) -> [String: Int] {
    var rows: [String: Int] = [:]
    rows.reserveCapacity(count)
    var repeated: [String] = []
    var spellings: Spellings?
    for (row, id) in (ids ?? []).enumerated() where !id.isEmpty {
      guard let former = rows.updateValue(row, forKey: id) else { continue }
      repeated.append(id)
      spellings = spellings ?? ids.flatMap { Spellings($0, former, row) }
    }
    guard repeated.isEmpty else {
      throw ItemError(
        .repeatedIDs(
          side: name, rows: count, repeats: repeated.count, first: Array(repeated.prefix(3)), spellings: spellings))
    }
    return rows
  }
}
