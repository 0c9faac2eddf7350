import Core

/// One or several columns of a file whose values, in whatever way they are written, may tell its rows apart. Facts
/// about them are found when they are asked for; used by one thread.
final class IDKey {
  /// The names of the columns; none for ids that are given otherwise.
  let names: [String]
  /// One id a row as the file writes it, empty for a row without one.
  let ids: [String]
  let kind: IDColumn.Kind
  let isFeature: Bool
  let holdsNumbers: Bool
  /// The ids in the one way of writing that equal ids share.
  private(set) lazy var plain = names.count > 1 ? ids : ids.map(IDDifference.plain)
  /// The different ones among them.
  private(set) lazy var known = Set(plain).subtracting([""])
  /// True for the numbers from 0 or 1 on in any order.
  private(set) lazy var counts = holdsNumbers && IDValues.count(plain)
  /// True where they are in the order of the rows.
  private(set) lazy var countsRows =
    counts && zip(plain, plain.dropFirst()).allSatisfy { Int($0).map { $0 + 1 } == Int($1) }
  /// True where every row has an id of its own, none is a fraction, and the user drops none.
  private(set) lazy var isDistinct =
    kind != .dropped && known.count == ids.count
    && !(holdsNumbers && plain.contains { Double($0).map { $0.rounded() != $0 } ?? true })
  /// True where at most a tenth of the rows, or one, repeats another one or has no id.
  private(set) lazy var tellsRowsApart = {
    let most = max(1, ids.count / Self.leastRowsARepeat)
    guard ids.count - Set(ids).count <= most else { return false }
    return known.count > 1 && ids.count - known.count <= most
  }()

  /// The least number of rows for each that repeats another one or lacks an id.
  private static let leastRowsARepeat = 10

  /// A column by itself.
  convenience init(_ column: IDColumn) {
    self.init(
      [column.name].filter { !$0.isEmpty && $0 != IDColumn.keys }, column.ids, column.kind, isFeature: column.isFeature,
      holdsNumbers: column.holdsNumbers)
  }

  /// Columns that tell rows apart together.
  convenience init(_ columns: [IDColumn]) {
    let rows = columns[0].ids.indices
    self.init(
      columns.map(\.name), rows.map { row in columns.map { IDDifference.plain($0.ids[row]) }.joined(separator: " · ") },
      .clue, isFeature: columns.allSatisfy(\.isFeature), holdsNumbers: false)
  }

  private init(
    _ names: [String], _ ids: [String], _ kind: IDColumn.Kind, isFeature: Bool, holdsNumbers: Bool
  ) {
    self.names = names
    self.kind = kind
    self.ids = ids
    self.isFeature = isFeature
    self.holdsNumbers = holdsNumbers
  }

  /// Such as `column patient of f (f.csv)`.
  func title(of side: String) -> String {
    names.isEmpty
      ? "the ids of \(side)" : "\(names.count == 1 ? "column" : "columns") \(list(names)) of \(side)"
  }
}

extension ItemSide {
  /// The columns that may tell rows apart: the one that the user names, or all; ids that are given otherwise.
  var keys: [IDKey] {
    guard !columns.isEmpty else { return ids.map { [IDKey(IDColumn(name: "", kind: .asked, ids: $0))] } ?? [] }
    let asked = columns.filter { $0.kind == .asked }
    return (asked.isEmpty ? columns : asked).map(IDKey.init)
  }

  /// The columns that repeat their values and have the names of such columns of another side, as one key of each.
  func sharedKeys(_ other: ItemSide) -> (IDKey, IDKey)? {
    guard asksForNoColumn, other.asksForNoColumn else { return nil }
    let pairs = columns.compactMap { own -> (IDColumn, IDColumn)? in
      guard own.kind != .counter, !own.name.hasPrefix("#"),
        let same = other.columns.first(where: { $0.name.lowercased() == own.name.lowercased() })
      else { return nil }
      return (own, same)
    }
    guard pairs.count > 1 else { return nil }
    return (IDKey(pairs.map(\.0)), IDKey(pairs.map(\.1)))
  }

  private var asksForNoColumn: Bool { !columns.contains { $0.kind == .asked } }

  /// True where both are read from one file, whose columns say nothing about each other.
  func isOfFile(of other: ItemSide) -> Bool {
    file != nil && file == other.file || !columns.isEmpty && columns == other.columns
  }
}
