import Core

/// The columns that two files have in common, by their names or by their values: they show whether the rows of both have
/// the same order.
///
/// Only columns of which at least half of the values occur in both files, each as often, are looked at. Where some of them
/// agree row by row and tell the rows apart, the order is confirmed.
struct CommonColumns {
  /// True where the columns show that both files have their rows in the same order.
  private(set) var confirmOrder = false
  /// Columns of both that may hold the same ids, alone or together.
  private(set) var keys: [(IDKey, IDKey)] = []
  /// Columns of one name that seem to name the rows and hold other values in either file.
  private(set) var differing: [DifferingColumn] = []

  /// - Parameters:
  ///   - rows: for each item its row in the first file.
  ///   - others: the same in the second file.
  ///   - isByID: true where the rows are matched by the ids that are used.
  init(_ one: ComparedColumns, _ rows: [Int?], _ two: ComparedColumns, _ others: [Int?], isByID: Bool = false) {
    let places = zip(rows, others).compactMap { first, second in first.flatMap { row in second.map { (row, $0) } } }
    var found: [(column: CommonColumn, place: Int)] = []
    for (first, second, place) in one.inCommon(with: two, isByID: isByID) {
      let common = CommonColumn(first.key, second.key, places)
      if common?.agrees != true, let column = DifferingColumn(first, second, places) { differing.append(column) }
      guard let column = common else { continue }
      found.append((column, place))
      guard !column.agrees || !column.tellsRowsApart else {
        confirmOrder = true
        return
      }
    }
    let named = found.sorted { $0.place < $1.place }.map(\.column)
    let agreeing = named.filter(\.agrees)
    if agreeing.count > 1, RowTuples(agreeing).tellRowsApart {
      confirmOrder = true
      return
    }
    keys = named.map { ($0.one, $0.two) }
    let paired = isByID ? [] : Self.pairs(one.underOtherNames(two), places)
    for columns in [named, paired] {
      guard let key = Self.key(of: columns) else { continue }
      keys.append((IDKey(key.map(\.one)), IDKey(key.map(\.two))))
    }
  }

  /// Pairs of columns that hold the same values equally often, each column in one pair, in the order of the files.
  private static func pairs(_ columns: [(IDKey, [IDKey])], _ places: [(Int, Int)]) -> [CommonColumn] {
    var taken: [IDKey] = []
    return columns.compactMap { own, others in
      for other in others where !taken.contains(where: { $0 === other }) {
        guard let pair = CommonColumn(own, other, places), pair.shared == places.count else { continue }
        taken.append(other)
        return pair
      }
      return nil
    }
  }

  /// The most columns that are taken together.
  private static let mostParts = 8

  /// The columns that tell rows apart together and share most rows, without those that hide it; nil where they share less
  /// than half of them.
  private static func key(of columns: [CommonColumn]) -> [CommonColumn]? {
    guard columns.count > 1 else { return nil }
    var parts = columns.count > mostParts ? Array(columns.sorted { $0.distinct > $1.distinct }[..<mostParts]) : columns
    var tuples = RowTuples(parts)
    func without(_ part: Int) -> [CommonColumn] { parts.indices.filter { $0 != part }.map { parts[$0] } }
    while tuples.shared < tuples.rows, parts.count > 2 {
      let fewer = parts.indices.map(without).map { ($0, RowTuples($0)) }.filter {
        tuples.tellRowsApart ? $1.tellRowsApart : $1.mayBeIDs
      }
      guard let best = fewer.max(by: { $0.1.shared < $1.1.shared }), best.1.shared > tuples.shared else { break }
      (parts, tuples) = best
    }
    guard tuples.mayBeIDs, 2 * tuples.shared >= tuples.rows else { return nil }
    var part = parts.count - 1
    while part >= 0, parts.count > 2 {
      let fewer = RowTuples(without(part))
      if fewer.shared == tuples.shared, fewer.distinct == tuples.distinct { parts = without(part) }
      part -= 1
    }
    return parts
  }
}

/// A column of each of two files over the same items, as numbers that equal values share.
struct CommonColumn {
  let one: IDKey
  let two: IDKey
  /// The value of each item in either file; 0 where there is none.
  let first: [Int]
  let second: [Int]
  /// The number of items whose values occur in both files, each value as often as in the file that has fewer.
  let shared: Int
  /// The smaller number of different values.
  let distinct: Int
  /// True where every value that both files share stands in the same row.
  let agrees: Bool

  /// - Returns: nil for columns that share less than half of their values, have one value alone or count the rows.
  init?(_ one: IDKey, _ two: IDKey, _ places: [(Int, Int)]) {
    let (one, two) = (one.written(like: two), two.written(like: one))
    guard one.mayShare(with: two), two.known.count > 1, one.known.count > 1, !one.countsRows, !two.countsRows else {
      return nil
    }
    let (texts, others) = (one.plain, two.plain)
    var codes = ["": 0]
    func code(_ text: String) -> Int {
      if let code = codes[text] { return code }
      codes[text] = codes.count
      return codes.count - 1
    }
    first = places.map { code(texts[$0.0]) }
    second = places.map { code(others[$0.1]) }
    var counts = [(Int, Int)](repeating: (0, 0), count: codes.count)
    for value in first { counts[value].0 += 1 }
    for value in second { counts[value].1 += 1 }
    shared = counts.reduce(0) { $0 + min($1.0, $1.1) }
    guard 2 * shared >= places.count else { return nil }
    distinct = min(counts.dropFirst().count { $0.0 > 0 }, counts.dropFirst().count { $0.1 > 0 })
    agrees = zip(first, second).count { $0 == $1 } == shared
    self.one = one
    self.two = two
  }

  var tellsRowsApart: Bool { RowsApart.tell(rows: first.count, distinct: distinct) }
}

/// The values of several columns taken together, one number for each item and file.
private struct RowTuples {
  let rows: Int
  let shared: Int
  /// The smaller number of different tuples.
  let distinct: Int

  init(_ columns: [CommonColumn]) {
    let count = columns[0].first.count
    func tuples(_ values: (CommonColumn) -> [Int]) -> [UInt64: Int] {
      var tuples = [UInt64](repeating: 0, count: count)
      for column in columns {
        for (row, value) in values(column).enumerated() {
          var mixer = SplitMix64(state: tuples[row] &+ UInt64(value))
          tuples[row] = mixer.next()
        }
      }
      return tuples.reduce(into: [:]) { $0[$1, default: 0] += 1 }
    }
    let (first, second) = (tuples(\.first), tuples(\.second))
    rows = count
    shared = first.reduce(0) { $0 + min($1.value, second[$1.key] ?? 0) }
    distinct = min(first.count, second.count)
  }

  var tellRowsApart: Bool { RowsApart.tell(rows: rows, distinct: distinct) }

  /// True where the tuples may be ids: nearly all differ, or both files have the same ones and half of them differ.
  var mayBeIDs: Bool { tellRowsApart || shared == rows && 2 * distinct >= rows }
}
