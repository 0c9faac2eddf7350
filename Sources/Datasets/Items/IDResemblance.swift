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
  /// True where both keys have the same names.
  let isNamedAlike: Bool
  /// True where equal ids are written alike.
  let isWrittenAlike: Bool
  /// True where one of the keys only counts, unless the other one holds words by the same name.
  let counts: Bool
  /// The difference in writing; nil where equal ids are written alike or differ in a way that has no name.
  let difference: IDDifference.Found?

  /// - Returns: nil where the keys share less than half of the values or no more than by chance, or have no bearing on the
  ///   order of rows.
  init?(_ one: IDKey, _ rows: [Int?], _ two: IDKey, _ others: [Int?]) {
    let isNamedAlike = one.isNamedLike(two)
    let isRewritten = one.written(like: two) !== one || two.written(like: one) !== two
    let (one, two) = (one.written(like: two), two.written(like: one))
    // Words beside equal numbers of the same name are no ranks.
    let countsAlone = !(isNamedAlike && isRewritten && (!one.holdsNumbers || !two.holdsNumbers))
    guard !(isRewritten && (one.counts || two.counts) && countsAlone),
      !(one.kind == .counter && !two.holdsNumbers), !(two.kind == .counter && !one.holdsNumbers),
      one.mayShare(with: two), Self.mayBeIDs(one), Self.mayBeIDs(two),
      isNamedAlike || ![one, two].contains(where: { $0.kind == .dropped && $0.counts }),
      isNamedAlike
        || !(one.isFeature && two.isFeature && (one.counts || two.counts || !one.isDistinct || !two.isDistinct))
    else { return nil }
    func ofItems(_ texts: [String], _ rows: [Int?]) -> [String] { rows.map { $0.map { texts[$0] } ?? "" } }
    let (first, second) = (ofItems(one.plain, rows), ofItems(two.plain, others))
    let values = SharedValues(first, second)
    let shared = values.shared
    guard shared > 0, 2 * shared >= first.count,
      one.tellsRowsApart && two.tellsRowsApart || values.areTheSame,
      shared == first.count || Self.mayShareParts(one, two) && !Self.isChance(one, two, values)
    else { return nil }
    let both = first.indices.filter { !first[$0].isEmpty && !second[$0].isEmpty }
    let differing = both.first { first[$0] != second[$0] }
    self.one = one
    self.two = two
    self.isNamedAlike = isNamedAlike
    counts = (one.counts || two.counts) && countsAlone
    items = first.count
    self.shared = shared
    agreesByRow = both.count { first[$0] == second[$0] } == shared || (one.countsRows && two.countsRows)
    firstRow = differing ?? 0
    let texts = (ofItems(one.ids, rows), ofItems(two.ids, others))
    firstPair = (texts.0[firstRow], texts.1[firstRow])
    let known = Set(texts.1)
    isWrittenAlike = texts.0.count { !$0.isEmpty && known.contains($0) } >= shared
    difference = agreesByRow || isWrittenAlike || one.isCompound ? nil : IDDifference.found(texts.0, texts.1)
  }

  /// True where a key has enough different values.
  private static func mayBeIDs(_ key: IDKey) -> Bool {
    if key.tellsRowsApart { return true }
    let known = key.known.count
    let repeats = known < key.plain.count { !$0.isEmpty }
    return known >= (repeats ? IDValues.fewestNumbers : IDValues.fewestSharedNumbers) && 2 * known >= key.ids.count
  }

  /// True unless an index that counts the rows shares some numbers with a column that need not hold ids.
  private static func mayShareParts(_ one: IDKey, _ two: IDKey) -> Bool {
    func isListed(_ key: IDKey) -> Bool { key.kind.rawValue <= IDColumn.Kind.counter.rawValue }
    return isListed(one) && isListed(two) || one.kind != .counter && two.kind != .counter
  }

  /// True where numbers share no more values than random ones of their range would.
  private static func isChance(_ one: IDKey, _ two: IDKey, _ counts: SharedValues) -> Bool {
    guard one.holdsNumbers, two.holdsNumbers, !counts.areTheSame, let range = IDValues.values(one.known, two.known)
    else { return false }
    // The number of values that two random draws without replacement share is hypergeometric.
    let (first, second) = (Double(one.known.count), Double(two.known.count))
    let mean = first * second / range
    let variance: Double = mean * (1 - first / range) * (range - second) / max(1, range - 1)
    return Double(counts.distinct) <= mean + 4 * variance.squareRoot()
  }

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
      && (isNamedAlike || !one.isCompound)
      && !(isFeatureAndID && one.holdsNumbers && items < IDValues.fewestNumbers)
      && !(one.holdsNumbers && items < IDValues.fewestSharedNumbers)
  }

  /// True where columns of one name in another order contradict ids that only count.
  var contradictsCounters: Bool {
    !agreesByRow && !counts && one.isDistinct && two.isDistinct && isNamedAlike
      && !(isFeatureAndID && one.holdsNumbers && items < IDValues.fewestNumbers)
  }

  /// The weight of the evidence that ids are not used: certain ones first, then those that share most.
  var weight: (Int, Int) { (isCertain ? 2 : counts ? 0 : 1, shared) }

  var differenceWords: String {
    difference.map { " without \($0.words)" } ?? (isWrittenAlike ? "" : ", written in another way,")
  }
}

/// The values that two lists share, each as often as in the list that has fewer of it; empty ones apart.
private struct SharedValues {
  let shared: Int
  /// The number of different ones.
  let distinct: Int
  /// True where both lists hold the same values, each equally often.
  let areTheSame: Bool

  init(_ first: [String], _ second: [String]) {
    var counts: [String: Int] = [:]
    for value in second where !value.isEmpty { counts[value, default: 0] += 1 }
    let different = counts.count
    let known = counts.values.reduce(0, +)
    var (shared, own, unknown) = (0, 0, 0)
    var found: Set<String> = []
    for value in first where !value.isEmpty {
      own += 1
      guard let left = counts[value] else {
        unknown += 1
        continue
      }
      found.insert(value)
      guard left > 0 else { continue }
      counts[value] = left - 1
      shared += 1
    }
    self.shared = shared
    distinct = found.count
    areTheSame = unknown == 0 && shared == own && shared == known && different == found.count
  }
}
