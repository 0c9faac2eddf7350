import Core

/// The rows of several files brought into the order of the items: the one rule that decides which row is item i.
///
/// The first side defines the items and their order. The column of each side that holds its ids is chosen by its name and
/// its values (``IDChoice``). Every other side is matched by id where both have ids, else by
/// position, which needs equal counts. Where the items have no ids, all ids that the other sides have must agree row by
/// row. A repeated id is an error wherever it decides anything (``RepeatedIDs``), and a row without an id has no partner.
/// Columns that look like the same ids in files that are matched by position are an error or get a note (``IDDoubts``), and
/// numbers that only count are never matched to neighbors (``Numbering``), nor numbers that are rounded
/// (``LostDigits``). Sides of one file have the same rows, whatever ids they hold.
package struct ItemMatching: Sendable {
  /// The side that defines the items.
  package var items: ItemSide { sides[0] }
  /// All sides with their ids.
  package let sides: [ItemSide]
  /// For each side, the first included, the row of each item; nil where it has none.
  package let rows: [[Int?]]
  /// The items that every side has, ascending.
  package let kept: [Int]
  /// The ids that were not used, and the items and rows that were left out.
  package let notices: [Notice]

  /// Matches the sides to the first of them.
  ///
  /// - Throws: ``ItemError`` for repeated ids, unequal counts, ids that disagree, and ids without a partner unless
  ///   `missing` is ``MissingItems/drop``.
  /// - Precondition: at least one side.
  /// - Complexity: O(rows of all sides).
  package init(_ sides: [ItemSide], missing: MissingItems = .error) throws(ItemError) {
    let leaders = sides.indices.map { side in sides[..<side].firstIndex { $0.isOfFile(of: sides[side]) } ?? side }
    let files = leaders.uniqued
    guard files.count < sides.count else {
      try self.init(files: sides, missing: missing)
      return
    }
    var own = files.map { sides[$0] }
    if own.count == 1, own[0].ids.map({ !IDValues.nameRows($0) }) ?? false { own[0].use(nil) }
    let matching = try ItemMatching(files: own, missing: missing)
    let places = leaders.map { files.firstIndex(of: $0) ?? 0 }
    let matched = zip(sides, places).map { side, place in
      var side = side
      side.use(idsOf: matching.sides[place])
      return side
    }
    // Beside another side of the same file an index is no feature in any reading.
    let notices = matching.notices.filter { own.count > 1 || $0.kind != Self.indexKind }
    self.init(sides: matched, rows: places.map { matching.rows[$0] }, kept: matching.kept, notices: notices)
  }

  /// Matches sides of different files.
  private init(files sides: [ItemSide], missing: MissingItems) throws(ItemError) {
    let choice = try IDChoice(sides, missing: missing)
    let (sides, repeatNotices) = RepeatedIDs.takingOff(choice.sides)
    let items = sides[0]
    self.sides = sides
    try LostDigits.requireAllDigits(sides)
    var positions: [[String: Int]] = []
    for side in sides { positions.append(try side.rowsByID()) }
    let others = Array(sides.dropFirst())
    for side in others { try Numbering.requireOneIndex(items, side) }
    try Self.requireEqualCounts(items, others)
    if items.ids == nil { try Self.requireAgreement(others.filter { $0.ids != nil }, items) }

    var rows = [Array(0..<items.count).map(Optional.some)]
    var extra: [(side: ItemSide, ids: [String])] = []
    for (side, position) in zip(others, positions.dropFirst()) {
      guard let ids = items.ids, let own = side.ids else {
        rows.append(rows[0])
        continue
      }
      try Numbering.requireOneStart(items, side)
      if missing == .error { for holder in [items, side] { try Self.requireIDs(holder, items, side) } }
      let found = ids.map { position[$0] }
      let without = own.filter { positions[0][$0] == nil }
      if missing == .error { try Self.requirePartners(side, found, without, of: items) }
      rows.append(found)
      extra.append((side, without))
    }
    let kept = (0..<items.count).filter { item in rows.allSatisfy { $0[item] != nil } }
    guard !kept.isEmpty else { throw Self.nothingInCommon(sides) }
    let doubts = try IDDoubts(sides, rows: rows)
    self.rows = rows
    self.kept = kept
    notices =
      choice.notices + repeatNotices + doubts.notices + Self.indexNotice(sides)
      + Self.positionNotice(sides, but: doubts.noted) + UnusedNames.notices(sides, but: doubts.noted)
      + Self.namelessNotice(sides)
      + Self.droppedNotice(items, others, rows, kept.count)
      + Self.extraNotice(extra, items)
  }
}

extension ItemMatching {
  /// Matches some items alone.
  ///
  /// - Precondition: the range lies among the items.
  package func cut(to range: Range<Int>) -> ItemMatching {
    ItemMatching(
      sides: [items.cut(to: range)] + sides.dropFirst(), rows: rows.map { Array($0[range]) },
      kept: kept.filter(range.contains).map { $0 - range.lowerBound }, notices: notices)
  }

  /// Notes on how the files were read, without those that call an index no data which holds ids after all.
  ///
  /// - Parameter path: the path of a side's file as the notes write it.
  package func fitting(_ notices: [Notice], at path: (String) -> String = { $0 }) -> [Notice] {
    let paths = sides.filter { $0.columnKind == .counter }.compactMap(\.file).map(path)
    return notices.filter { notice in
      notice.kind != RowNames.countersKind || !paths.contains { notice.message.hasPrefix("\($0): ") }
    }
  }

  private init(sides: [ItemSide], rows: [[Int?]], kept: [Int], notices: [Notice]) {
    self.sides = sides
    self.rows = rows
    self.kept = kept
    self.notices = notices
  }
}

// MARK: - Checks

extension ItemMatching {
  /// Counts must be equal where a side is matched by position.
  private static func requireEqualCounts(_ items: ItemSide, _ others: [ItemSide]) throws(ItemError) {
    let byPosition = others.filter { items.ids == nil || $0.ids == nil }
    guard byPosition.contains(where: { $0.count != items.count }) else { return }
    var count = ItemError.Count(items)
    count.common =
      byPosition.first { $0.count != items.count }.flatMap { items.table?.names(sharedWith: $0.table) } ?? []
    throw ItemError(.counts(count, others.map(ItemError.Count.init)))
  }

  /// Ids that the items do not have must name the same row in every side.
  private static func requireAgreement(_ sides: [ItemSide], _ items: ItemSide) throws(ItemError) {
    guard let first = sides.first, let ids = first.ids else { return }
    for other in sides.dropFirst() {
      func differ(_ one: String, _ other: String) -> Bool {
        one != other && IDDifference.plain(one) != IDDifference.plain(other)
      }
      guard let others = other.ids, let row = ids.indices.first(where: { differ(ids[$0], others[$0]) }) else {
        continue
      }
      let features = sides.compactMap(\.argument).prefix(1) + [items.argument].compactMap(\.self)
      throw ItemError(.idsDisagree(first.name, ids[row], other.name, others[row], row: row, features: Array(features)))
    }
  }

  /// Every row must have an id where rows are matched by them.
  private static func requireIDs(_ holder: ItemSide, _ items: ItemSide, _ side: ItemSide) throws(ItemError) {
    let without = (holder.ids ?? []).indices.filter { holder.ids?[$0].isEmpty == true }
    guard let first = without.first else { return }
    let (way, difference) = wayToWriteAlike(items, side)
    throw ItemError(
      .missingIDs(
        side: holder.name, rows: holder.count, missing: without.count, firstRow: first, way: way, difference: difference
      ))
  }

  /// The way to write the ids of two sides alike, and the difference; nil for both where more than half are equal, and where
  /// no difference with a name makes half of them equal.
  private static func wayToWriteAlike(_ items: ItemSide, _ side: ItemSide) -> (String?, IDDifference.Found?) {
    guard let ids = items.ids, let others = side.ids else { return (nil, nil) }
    let known = Set(others)
    guard 2 * ids.count(where: known.contains) < ids.count, let difference = IDDifference.found(ids, others),
      2 * difference.equal >= min(ids.count, others.count)
    else { return (nil, nil) }
    return (ItemError.writingAlike(ItemError.Count(side), ItemError.Count(items), difference), difference)
  }

  private static func nothingInCommon(_ sides: [ItemSide]) -> ItemError {
    let ways = sides.dropFirst().map { wayToWriteAlike(sides[0], $0) }
    let (way, difference) = ways.first { $0.0 != nil } ?? (nil, nil)
    return ItemError(.nothingInCommon(sides.map(ItemError.Count.init), way: way, difference: difference))
  }

  private static func requirePartners(
    _ side: ItemSide, _ found: [Int?], _ extra: [String], of items: ItemSide
  ) throws(ItemError) {
    let missing = zip(items.ids ?? [], found).filter { $1 == nil }.map(\.0)
    guard missing.isEmpty && extra.isEmpty else {
      throw ItemError(
        .unmatched(
          ItemError.Count(side), of: ItemError.Count(items), missing: missing.count, extra: extra.count,
          firstMissing: Array(missing.prefix(3)), firstExtra: Array(extra.prefix(3)),
          difference: IDDifference.found(items.ids ?? [], side.ids ?? []),
          rounded: LostDigits.areInItems(items.ids ?? [], side.ids ?? []).map { $0 ? items.name : side.name }))
    }
  }
}

// MARK: - Notes

extension ItemMatching {
  /// The kind of the note on an index that is taken for ids.
  private static let indexKind = "index-as-ids"

  /// The note on features of which an index of numbers is taken for ids, though no other file has any.
  private static func indexNotice(_ sides: [ItemSide]) -> [Notice] {
    sides.filter { side in
      side.argument != nil && side.columnKind == .index
        && side.columns.first { $0.name == side.column }?.holdsNumbers == true
        && sides.count { $0.ids != nil } == 1
    }.map { side in
      Notice(
        kind: indexKind,
        message:
          "column \(side.column ?? "") of \(side.name) is read as ids and not as a feature, and no other file has "
          + "ids; if it is a feature, give it another name")
    }
  }

  /// The note on sides that are matched by position, though they or the items have ids.
  ///
  /// - Parameter noted: the sides whose columns another note tells of.
  private static func positionNotice(_ sides: [ItemSide], but noted: Set<Int>) -> [Notice] {
    let items = sides[0]
    let matched = sides.indices.dropFirst().filter {
      (sides[$0].ids == nil) != (items.ids == nil) && !noted.contains($0)
    }.map { sides[$0] }
    let byPosition = matched.map(\.name)
    guard let first = matched.first else { return [] }
    let counter = items.columns.first { $0.kind == .counter }?.name
    let reason = counter.map { "the column \($0) of \(items.name) only counts its rows" } ?? "\(items.name) has none"
    let way =
      counter.map { "; if it holds ids all the same: \(ItemError.option($0))" }
      ?? first.itemIDs.map { "; to name the items by them, in an experiment: \($0)" } ?? ""
    let message =
      items.ids == nil
      ? "the ids of \(list(byPosition.uniqued)) were not used, because \(reason): its rows are matched by position\(way)"
      : "\(list(byPosition.uniqued)) without ids: matched by position to \(items.name), which has ids"
    return [Notice(kind: "matched-by-position", message: message)]
  }

  /// The note on rows without an id of a file alone, where no other one needs it.
  private static func namelessNotice(_ sides: [ItemSide]) -> [Notice] {
    guard sides.count == 1, let ids = sides[0].ids else { return [] }
    let without = ids.count(where: \.isEmpty)
    guard without > 0 else { return [] }
    let have = without == 1 ? "has" : "have"
    let message = "\(without.grouped) of \(counted(ids.count, "row")) of \(sides[0].name) \(have) no id"
    return [Notice(kind: "rows-without-id", message: message)]
  }

  private static func droppedNotice(
    _ items: ItemSide, _ others: [ItemSide], _ rows: [[Int?]], _ kept: Int
  ) -> [Notice] {
    guard kept < items.count else { return [] }
    let without = items.ids.map { ids in (0..<items.count).filter { ids[$0].isEmpty } } ?? []
    let named = Set(0..<items.count).subtracting(without)
    let lacking =
      (without.isEmpty ? [] : ["\(without.count.grouped) without an id"])
      + zip(others, rows.dropFirst()).compactMap { side, rows in
        let count = named.count { rows[$0] == nil }
        guard count > 0 else { return nil }
        let difference = 2 * count > named.count ? wayToWriteAlike(items, side).1 : nil
        let form = difference.map { " (without \($0.words) \($0.equal.grouped) are equal)" } ?? ""
        return "\(count.grouped) not in \(side.name)\(form)"
      }
    let message =
      "\((items.count - kept).grouped) of \(counted(items.count, "item")) of \(items.name) left out: "
      + list(lacking.uniqued)
    return [Notice(kind: "items-left-out", message: message)]
  }

  private static func extraNotice(_ extra: [(side: ItemSide, ids: [String])], _ items: ItemSide) -> [Notice] {
    extra.filter { !$0.ids.isEmpty }.map { side, ids in
      let nameless = ids.count(where: \.isEmpty)
      let reasons = [
        nameless == ids.count ? nil : "\((ids.count - nameless).grouped) not in \(items.name)",
        nameless == 0 ? nil : "\(nameless.grouped) without an id",
      ].compactMap(\.self)
      return Notice(
        kind: "rows-without-item",
        message: "\(ids.count.grouped) of \(counted(side.count, "row")) of \(side.name) left out: "
          + (nameless == 0 ? "no such id in \(items.name)" : list(reasons)))
    }
  }
}
