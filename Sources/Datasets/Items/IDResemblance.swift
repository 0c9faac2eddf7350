/// Two keys over the same items, compared value by value.
struct IDResemblance {
  let one: IDKey
  let two: IDKey
  /// The number of items.
  let items: Int
  /// The number of values that both have, however they are written.
  let shared: Int
  /// True where every row that has both ids has the same one twice.
  let agreesByRow: Bool
  /// The first row whose ids differ, and those.
  let firstRow: Int
  let firstPair: (String, String)
  /// The difference in writing; nil where equal ids are written alike.
  let difference: IDDifference.Found?

  /// - Returns: nil where the keys share less than half of the values, or say nothing about the order of rows.
  init?(_ one: IDKey, _ rows: [Int?], _ two: IDKey, _ others: [Int?]) {
    guard !(one.kind == .counter && !two.holdsNumbers), !(two.kind == .counter && !one.holdsNumbers),
      two.tellsRowsApart, Self.mayShare(one, two), one.tellsRowsApart,
      ![one, two].contains(where: { $0.kind == .dropped && $0.counts }),
      !(one.isFeature && two.isFeature && (one.counts || two.counts || !one.isDistinct || !two.isDistinct))
    else { return nil }
    func values(_ texts: [String], _ rows: [Int?]) -> [String] { rows.map { $0.map { texts[$0] } ?? "" } }
    let (first, second) = (values(one.plain, rows), values(two.plain, others))
    var counts: [String: Int] = [:]
    for value in second where !value.isEmpty { counts[value, default: 0] += 1 }
    var shared = 0
    for value in first where !value.isEmpty {
      guard let left = counts[value], left > 0 else { continue }
      counts[value] = left - 1
      shared += 1
    }
    guard shared > 0, 2 * shared >= first.count, shared == first.count || Self.mayShareParts(one, two) else {
      return nil
    }
    let both = first.indices.filter { !first[$0].isEmpty && !second[$0].isEmpty }
    let differing = both.first { first[$0] != second[$0] }
    self.one = one
    self.two = two
    items = first.count
    self.shared = shared
    agreesByRow = (differing == nil && !both.isEmpty) || (one.countsRows && two.countsRows)
    firstRow = differing ?? 0
    let texts = (values(one.ids, rows), values(two.ids, others))
    firstPair = (texts.0[firstRow], texts.1[firstRow])
    let known = Set(texts.1)
    difference =
      agreesByRow || texts.0.count(where: { !$0.isEmpty && known.contains($0) }) >= shared
      ? nil : IDDifference.found(texts.0, texts.1)
  }

  /// True unless an index that counts the rows shares some numbers with a column that need not hold ids.
  private static func mayShareParts(_ one: IDKey, _ two: IDKey) -> Bool {
    func isListed(_ key: IDKey) -> Bool { key.kind.rawValue <= IDColumn.Kind.counter.rawValue }
    return isListed(one) && isListed(two) || one.kind != .counter && two.kind != .counter
  }

  /// True where a few values of one key occur in the other, so that comparing all of them is worth while.
  private static func mayShare(_ one: IDKey, _ two: IDKey) -> Bool {
    guard one.ids.count > 200 else { return true }
    let sample = stride(from: 0, to: one.ids.count, by: one.ids.count / 64).map { one.ids[$0] }
    let found = sample.count { two.known.contains(one.names.count > 1 ? $0 : IDDifference.plain($0)) }
    return 4 * found > sample.count
  }

  /// True where one of the keys only counts.
  var counts: Bool { one.counts || two.counts }

  /// True where equal ids are written alike.
  var isWrittenAlike: Bool { difference == nil }

  /// True where an id is read as a feature.
  var isFeatureAndID: Bool { one.isFeature != two.isFeature }

  /// True where columns that count the rows, by other names than those of an index, make ranks of another column.
  func explains(_ doubt: IDResemblance) -> Bool {
    guard counts, doubt.counts, doubt.one.names != doubt.two.names, one.kind != .counter, two.kind != .counter else {
      return false
    }
    return one.names == doubt.one.names || two.names == doubt.two.names
  }

  /// True where nothing but the same ids in another order explains the values.
  var isCertain: Bool {
    !agreesByRow && !counts && one.isDistinct && two.isDistinct && shared == items
      && !(isFeatureAndID && one.holdsNumbers && items < IDValues.fewestNumbers)
      && !(one.holdsNumbers && items < IDValues.fewestSharedNumbers)
  }

  /// The weight of the evidence that ids are not used: certain ones first, then those that share most.
  var weight: (Int, Int) { (isCertain ? 2 : counts ? 0 : 1, shared) }

  var differenceWords: String { difference.map { " without \($0.words)" } ?? "" }
}
