import Core

/// Columns that look like the same ids in two files whose rows are not matched by them.
///
/// Files whose columns hold the same ids in different orders, in whatever way they are written, must not be matched by
/// position. Columns that share half of their values or more, or only count, get a note. Columns of the same names that
/// agree row by row confirm the order, and nothing is in doubt (``CommonColumns``); one that seems to name the rows and
/// differs in most of them gets a note. Ids that only count are compared with such columns in the same way, though the
/// rows are matched by them.
struct IDDoubts {
  private let sides: [ItemSide]
  private let rows: [[Int?]]
  private let columns: [ComparedColumns]
  private(set) var notices: [Notice] = []
  /// The sides that share ids with the items, which must not be called sides without ids.
  private(set) var noted: Set<Int> = []

  /// - Parameter rows: for each side the row of each item.
  /// - Throws: ``ItemError`` where two files hold the same ids in different orders.
  init(_ sides: [ItemSide], rows: [[Int?]]) throws(ItemError) {
    self.sides = sides
    self.rows = rows
    columns = sides.map(ComparedColumns.init)
    for second in sides.indices.dropFirst() {
      for first in 0..<second {
        if !areMatchedByID(first, second) { try compare(first, second) } else { try confirmCounters(first, second) }
      }
    }
  }

  /// True where the ids of the items decide the rows of both sides.
  private func areMatchedByID(_ first: Int, _ second: Int) -> Bool {
    sides[0].ids != nil && sides[first].ids != nil && sides[second].ids != nil
  }

  private mutating func compare(_ first: Int, _ second: Int) throws(ItemError) {
    let common = CommonColumns(columns[first], rows[first], columns[second], rows[second])
    guard !common.confirmOrder else {
      if first == 0 { noted.insert(second) }
      return
    }
    let keys = columns[first].keys.flatMap { one in columns[second].keys.map { (one, $0) } }
    let pairs = keys + common.keys.filter { one, two in !keys.contains { $0 === one && $1 === two } }
    let found = pairs.compactMap { one, two in IDResemblance(one, rows[first], two, rows[second]) }
    let agreeing = found.filter { $0.agreesByRow }
    guard !agreeing.contains(where: { !$0.counts }) else {
      if first == 0 { noted.insert(second) }
      // The rows are right; but an id among the features is clustered.
      if let feature = agreeing.first(where: { $0.isFeatureAndID && !$0.isNamedAlike }) { note(feature, first, second) }
      return
    }
    let doubts = found.filter { doubt in !doubt.agreesByRow && !agreeing.contains { $0.explains(doubt) } }
    guard let worst = doubts.max(by: { $0.weight < $1.weight }) else {
      return note(common.differing.first, first, second, isByID: false)
    }
    guard worst.isCertain else { return note(worst, first, second) }
    if sides[0].ids == nil, first > 0, worst.isWrittenAlike {
      let features = [sides[first].argument, sides[0].argument].compactMap(\.self)
      throw ItemError(
        .idsDisagree(
          sides[first].name, worst.firstPair.0, sides[second].name, worst.firstPair.1, row: worst.firstRow,
          features: features))
    }
    throw ItemError(.sameIDs(ItemError.Alike(worst, sides[first], sides[second])))
  }

  /// Compares the columns of one name of files that are matched by numbers that only count, as those that each file
  /// writes anew.
  private mutating func confirmCounters(_ first: Int, _ second: Int) throws(ItemError) {
    guard Self.onlyCount(sides[first]), Self.onlyCount(sides[second]) else { return }
    let both = rows[first].indices.filter { rows[first][$0] != nil && rows[second][$0] != nil }
    let (own, others) = (both.map { rows[first][$0] }, both.map { rows[second][$0] })
    let common = CommonColumns(columns[first], own, columns[second], others, isByID: true)
    guard !common.confirmOrder else { return }
    let found = common.keys.compactMap { one, two in IDResemblance(one, own, two, others) }
    guard !found.contains(where: { $0.agreesByRow && !$0.counts }) else { return }
    guard let worst = found.filter(\.contradictsCounters).max(by: { $0.weight < $1.weight }) else {
      return note(common.differing.first, first, second, isByID: true)
    }
    guard let column = sides[second].column, !worst.one.isCompound else {
      throw ItemError(.sameIDs(ItemError.Alike(worst, sides[first], sides[second])))
    }
    throw ItemError(.severalIDColumns(sides[second].name, columns: [column] + worst.two.names))
  }

  /// True for ids that are the numbers from 0 or 1 on and that the user does not name.
  private static func onlyCount(_ side: ItemSide) -> Bool {
    guard let kind = side.columnKind, kind != .asked, let ids = side.ids, ids.first.flatMap({ Int($0) }) != nil else {
      return false
    }
    return IDValues.count(ids)
  }

  private mutating func note(_ found: DifferingColumn?, _ first: Int, _ second: Int, isByID: Bool) {
    guard let found else { return }
    let message = found.message(sides[first].name, sides[second].name, isByID: isByID)
    notices.append(Notice(kind: "ids-in-doubt", message: message))
  }

  private mutating func note(_ found: IDResemblance, _ first: Int, _ second: Int) {
    // The same file beside further ones adds no evidence.
    guard first == 0 || !noted.contains(second) else { return }
    if first == 0 { noted.insert(second) }
    let options = (found.one.names + found.two.names).uniqued
    let isOfArray = found.one.isOfArray(sides[first]) || found.two.isOfArray(sides[second])
    let dropped = (found.one.kind == .dropped ? found.one : found.two).names
    let way =
      found.one.kind == .dropped || found.two.kind == .dropped
      ? "if they hold ids, leave \(list(dropped)) out of --drop-columns, or name them: \(ItemError.options(options))"
      : isOfArray
        ? "if they hold ids, \(ItemError.firstColumnAsIDs)"
        : found.one.isCompound || options.isEmpty
          ? "if they hold ids, write them into a column id in both files"
          : "if they hold ids, name them: \(ItemError.options(options))"
    let reason = found.counts ? ", because numbers that only count may be ranks" : ""
    notices.append(
      Notice(
        kind: "ids-in-doubt",
        message: "\(found.one.title(of: sides[first].name)) and \(found.two.title(of: sides[second].name)) share "
          + "\(found.shared.grouped) of \(counted(found.items, "value"))\(found.differenceWords) and are not used as "
          + "ids\(reason): the rows are matched by position; \(way); if they hold no ids: --id-column none"))
  }
}
