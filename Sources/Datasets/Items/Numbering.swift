import Core

/// A column of consecutive whole numbers, such as an index, by which two files may be matched to neighbors of the items.
package struct Numbering: Sendable, Equatable {
  let side: String
  let column: String
  let range: ClosedRange<Int>
  /// The column in pandas; nil for a file that is no table.
  let pandas: String?

  /// - Returns: nil for ids that are no consecutive numbers, and for those that the user names.
  private init?(_ side: ItemSide, _ name: String?, _ kind: IDColumn.Kind?, _ ids: [String]?) {
    guard let name, let kind, kind != .asked, let ids, ids.first.flatMap({ Int($0) }) != nil,
      let range = IDValues.consecutiveRange(ids)
    else { return nil }
    self.side = side.name
    column = name
    self.range = range
    pandas = side.table?.pandas(name)
  }

  /// The ids of a side.
  private init?(idsOf side: ItemSide) { self.init(side, side.column, side.columnKind, side.ids) }

  /// The index that only counts the rows of a side without ids.
  private init?(counterOf side: ItemSide) {
    guard side.ids == nil, let counter = side.columns.first(where: { $0.kind == .counter }) else { return nil }
    self.init(side, counter.name, counter.kind, counter.ids)
  }

  /// True where one counts from 0, the other from 1, and neither holds all of the other, or where both count as far and
  /// one begins one later.
  func isShifted(from other: Numbering) -> Bool {
    let (low, high) = range.lowerBound < other.range.lowerBound ? (range, other.range) : (other.range, range)
    guard high.lowerBound - low.lowerBound == 1, high.upperBound > low.upperBound else { return false }
    return low.lowerBound == 0 || (low.count == high.count && low.count >= IDValues.fewestNumbers)
  }

  /// Throws where the ids of two files both only count, one file from a number one greater than the other.
  static func requireOneStart(_ items: ItemSide, _ side: ItemSide) throws(ItemError) {
    guard let one = Numbering(idsOf: items), let other = Numbering(idsOf: side), one.isShifted(from: other) else {
      return
    }
    throw ItemError(.otherNumbers(one, other))
  }

  /// Throws where the index of one file holds other consecutive numbers than the one that counts the rows of another file.
  static func requireOneIndex(_ items: ItemSide, _ side: ItemSide) throws(ItemError) {
    for (counting, named) in [(items, side), (side, items)] where named.columnKind == .index {
      guard let one = Numbering(counterOf: counting), let other = Numbering(idsOf: named), one.range != other.range
      else { continue }
      throw ItemError(counting.name == items.name ? .otherNumbers(one, other) : .otherNumbers(other, one))
    }
  }

  static func cause(_ one: Numbering, _ other: Numbering) -> String {
    "column \(one.column) of \(one.side) holds \(one.words), column \(other.column) of \(other.side) \(other.words)"
      + (one.isShifted(from: other)
        ? min(one.range.lowerBound, other.range.lowerBound) == 0
          ? ": one counts from 0, the other from 1" : ": one begins one later than the other" : "")
  }

  static func hint(_ one: Numbering, _ other: Numbering) -> String {
    let options = ItemError.options([one.column, other.column])
    let equal = "if equal numbers mean the same item: \(options) --missing drop"
    let order = "if the rows have one order all the same: \(ItemError.noIDs)"
    guard one.isShifted(from: other) else { return "\(equal); \(order)" }
    let lower = one.range.lowerBound < other.range.lowerBound ? one : other
    let step = lower.pandas.map { ", in pandas: \($0) = \($0) + 1" } ?? ""
    return "if both count the same items, add 1 to the ids of \(lower.side)\(step); \(equal); \(order)"
  }

  private var words: String { "the numbers \(range.lowerBound.grouped) to \(range.upperBound.grouped)" }
}
