import Core

/// One or several columns of a file whose values, in whatever way they are written, may tell its rows apart. Facts
/// about them are found when they are asked for; used by one thread.
final class IDKey {
  /// The names of the columns; none for ids that are given otherwise.
  let names: [String]
  let kind: IDColumn.Kind
  let isFeature: Bool
  /// Some of the values, from all parts of the file.
  let sample: [String]
  /// The columns, where there are several.
  let parts: [IDKey]
  private let read: () -> [String]
  /// The one way of writing that equal ids share.
  private let writing: (String) -> String

  private lazy var texts = read()
  /// True where all ids are numbers.
  private(set) lazy var holdsNumbers = IDValues.areNumbers(texts)
  /// One id a row as the file writes it, empty for a row without one.
  private(set) lazy var ids = isCompound ? texts : IDValues.withoutMissing(texts, areNumbers: holdsNumbers)
  /// The ids in the one way of writing that equal ids share.
  private(set) lazy var plain: [String] = isCompound ? Self.joined(parts.map(\.plain)) : ids.map(writing)
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
    && !(holdsNumbers && ids.contains { Double($0).map { $0.rounded() != $0 } ?? false })
  /// True where at most a tenth of the rows, or one, repeats another one or has no id.
  private(set) lazy var tellsRowsApart =
    known.count > 1 && RowsApart.tell(rows: ids.count, distinct: known.count)
    && RowsApart.tell(rows: ids.count, distinct: Set(ids).count)

  /// True for several columns.
  var isCompound: Bool { names.count > 1 }

  /// A column by itself.
  convenience init(_ column: IDColumn) {
    self.init(
      [column.name].filter { !$0.isEmpty && $0 != IDColumn.keys }, column.kind, isFeature: column.isFeature,
      sample: Self.sample(of: column.ids)
    ) { column.ids }
  }

  /// Columns that tell rows apart together.
  convenience init(_ columns: [IDKey]) {
    self.init(
      columns.flatMap(\.names), .clue, isFeature: columns.allSatisfy(\.isFeature),
      sample: Self.sample(of: Self.joined(columns.map(\.plain))), parts: columns
    ) { Self.joined(columns.map(\.ids)) }
  }

  /// The values of several columns in each row.
  private static func joined(_ columns: [[String]]) -> [String] {
    columns[0].indices.map { row in columns.map { $0[row] }.joined(separator: " · ") }
  }

  /// The values of some rows in equal steps.
  private static func sample(of ids: [String]) -> [String] {
    stride(from: 0, to: ids.count, by: max(1, ids.count / 64)).map { ids[$0] }
  }

  init(
    _ names: [String], _ kind: IDColumn.Kind, isFeature: Bool, sample: [String], parts: [IDKey] = [],
    writing: @escaping (String) -> String = IDDifference.plain, read: @escaping () -> [String]
  ) {
    self.names = names
    self.kind = kind
    self.isFeature = isFeature
    self.sample = sample
    self.parts = parts
    self.writing = writing
    self.read = read
  }

  /// True for a column of an array of features, which no option can name.
  func isOfArray(_ side: ItemSide) -> Bool { isFeature && side.table == nil }

  /// True where both have the same names.
  func isNamedLike(_ other: IDKey) -> Bool {
    !names.isEmpty && names.map { $0.lowercased() } == other.names.map { $0.lowercased() }
  }

  /// True where a few values of this key occur in another one, so that comparing all of them is worth while.
  func mayShare(with other: IDKey) -> Bool {
    guard sample.count > 50 else { return true }
    let found = sample.count { other.known.contains(isCompound ? $0 : writing($0)) }
    return 4 * found > sample.count
  }

  /// The same key, read as another one is written: numbers as dates beside dates, and words without what they all begin
  /// with beside numbers.
  func written(like other: IDKey) -> IDKey {
    guard !isCompound, !other.isCompound else { return self }
    let (own, others) = (sample.filter { !$0.isEmpty }, other.sample.filter { !$0.isEmpty })
    guard let first = own.first, let another = others.first else { return self }
    if let order = DateOrder(own), let second = DateOrder(others) {
      // Compact dates are numbers unless the others show that they are dates.
      guard !(order.areCompact && second.areCompact) else { return self }
      let dayFirst = order.dayFirst.flatMap { own in second.dayFirst.map { _ in own } }
      guard let dayFirst else { return order.areCompact ? rewritten(order.plain) : self }
      return rewritten { order.text($0, dayFirst: dayFirst) ?? order.plain($0) }
    }
    if let depth = PathDepth.telling(self, other) { return rewritten { PathDepth.end(of: $0, depth) } }
    guard IDValues.isNumber(another), !IDValues.isNumber(first), IDValues.areNumbers(others) else { return self }
    let start = IDDifference.plain(first).prefix { !$0.isNumber }
    guard !start.isEmpty else { return self }
    func rest(_ id: String) -> String? {
      let plain = IDDifference.plain(id)
      guard plain.hasPrefix(start) else { return nil }
      return IDDifference.plain(String(plain.dropFirst(start.count)))
    }
    guard own.allSatisfy({ rest($0).map(IDValues.isNumber) == true }) else { return self }
    return rewritten { rest($0) ?? IDDifference.plain($0) }
  }

  private func rewritten(_ writing: @escaping (String) -> String) -> IDKey {
    IDKey(names, kind, isFeature: isFeature, sample: sample, writing: writing) { self.ids }
  }

  /// Such as `column patient of f (f.csv)`.
  func title(of side: String) -> String {
    names.isEmpty
      ? "the ids of \(side)" : "\(names.count == 1 ? "column" : "columns") \(list(names)) of \(side)"
  }
}

/// The share of rows that a column may repeat and still tell rows apart.
enum RowsApart {
  /// True where at most a tenth of the rows, or one, is like another one.
  static func tell(rows: Int, distinct: Int) -> Bool { rows - distinct <= max(1, rows / 10) }
}
