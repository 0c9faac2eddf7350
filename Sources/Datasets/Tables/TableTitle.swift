/// Lines above the names of a table's columns that describe it: up to five of fewer fields than all below them.
struct TableTitle: Equatable {
  /// The number of lines.
  let lines: Int
  /// The number of fields of each record below.
  let columns: Int

  /// - Parameter counts: the number of fields of each record; nil where they do not look so.
  init?(above counts: [Int]) {
    guard let columns = counts.last, columns > 1 else { return nil }
    let lines = counts.lastIndex { $0 != columns }.map { $0 + 1 } ?? 0
    guard (1...5).contains(lines), counts.count - lines >= 2, counts[..<lines].allSatisfy({ $0 < columns }) else {
      return nil
    }
    self.lines = lines
    self.columns = columns
  }
}
