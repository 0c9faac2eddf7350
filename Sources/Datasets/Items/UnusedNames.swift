import Core

/// Columns of words that seem to name the rows of a file, by a name that tells nothing, where rows are matched by position
/// to a file without ids.
struct UnusedNames {
  private let sides: [ItemSide]

  /// The notes on such columns, one a file.
  ///
  /// - Parameter noted: the sides of which another note tells, and those whose order is confirmed.
  static func notices(_ sides: [ItemSide], but noted: Set<Int>) -> [Notice] {
    guard sides[0].ids == nil else { return [] }
    let names = UnusedNames(sides: sides)
    let others = sides.indices.dropFirst().filter { !noted.contains($0) && sides[$0].ids == nil }
    let partner = others.first { !names.hasNames($0) }
    let pairs = (partner.map { [(0, $0)] } ?? []) + (names.hasNames(0) ? [] : others.map { ($0, 0) })
    return pairs.compactMap { names.notice($0, beside: $1) }.uniqued
  }

  /// True where a column other than the features and an index that counts the rows may hold ids.
  private func hasNames(_ side: Int) -> Bool {
    sides[side].columns.contains { !$0.isFeature && $0.kind.rawValue <= IDColumn.Kind.value.rawValue && !$0.counts }
  }

  private func notice(_ side: Int, beside other: Int) -> Notice? {
    guard let column = sides[side].columns.first(where: \.namesRows) else { return nil }
    let way =
      column.name == IDColumn.keys
      ? ""
      : "; to match them by id, \(sides[other].name) needs the same ids: \(ItemError.option(column.name)), id-column: "
        + "\(yamlWord(column.name)) in an experiment"
    return Notice(
      kind: "matched-by-position",
      message: "the ids of \(sides[side].name) (column \(column.name)) were not used, because \(sides[other].name) has "
        + "none: its rows are matched by position\(way); if they are no ids: --id-column none")
  }
}

extension IDColumn {
  /// True for an index that counts the rows.
  fileprivate var counts: Bool { kind == .counter }

  /// True for different words in every row, of a column without a usual name of ids, each a single word or the name of a
  /// file.
  fileprivate var namesRows: Bool {
    (kind == .alike || kind == .value) && !isFeature && !holdsNumbers && ids.count >= IDValues.fewestSharedNumbers
      && ids.allSatisfy { Self.isName($0.trimmed()) } && IDValues.areDistinct(ids)
  }

  /// True for a text without blanks inside, and for the name of a file; not for a list in a cell.
  private static func isName(_ text: String) -> Bool {
    guard text.contains(" ") || text.contains("\t") else { return !text.hasPrefix("[") }
    guard let point = text.lastIndex(of: "."), point != text.startIndex else { return false }
    let ending = text[text.index(after: point)...]
    return (2...5).contains(ending.count) && ending.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
      && ending.contains(where: \.isLetter)
  }
}
