import Core

/// Ids that are repeated and decide nothing: those of one file alone, those that all files have row by row, and those of
/// which no other file has any.
enum RepeatedIDs {
  /// Takes them off, with a note where no other file confirms them.
  static func takingOff(_ sides: [ItemSide]) -> (sides: [ItemSide], notices: [Notice]) {
    let holders = sides.filter { $0.ids != nil }
    guard let first = holders.first, holders.contains(where: isRepeated),
      holders.dropFirst().allSatisfy({ $0.ids == first.ids }),
      sides.allSatisfy({ $0.ids != nil || isWithout(first, $0) })
    else { return (sides, []) }
    let taken = sides.map { side in
      var side = side
      side.use(nil)
      return side
    }
    guard holders.count == 1 else { return (taken, []) }
    let place = sides.count == 1 ? "" : ": its rows are matched by position"
    let column = first.column.map { " (column \($0))" } ?? ""
    let message = "the ids of \(first.name)\(column) repeat and are not used\(place)"
    return (taken, [Notice(kind: "repeated-ids", message: message)])
  }

  private static func isRepeated(_ side: ItemSide) -> Bool {
    var known: Set<String> = []
    return side.ids?.contains { !$0.isEmpty && !known.insert($0).inserted } ?? false
  }

  /// True for a side that has neither a column that is called like ids nor the one of another side.
  private static func isWithout(_ holder: ItemSide, _ side: ItemSide) -> Bool {
    guard !side.columns.contains(where: { $0.kind.rawValue <= IDColumn.Kind.alike.rawValue }) else { return false }
    return holder.column.map { side.table?.hasColumn($0, of: holder.table) ?? false } != true
  }
}
