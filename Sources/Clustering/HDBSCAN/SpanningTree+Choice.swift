import Matrices

extension SpanningTree {
  /// Listed neighbors beyond the core distance.
  static let spareNeighbors = 11

  /// The same where a search takes little time.
  static let spareForBoxes = 3

  /// Returns whether a search by boxes pays; with more columns nearly all boxes are near.
  static func usesBoxes(columns: Int) -> Bool { columns <= 15 }

  static func of(_ rows: MeasuredRows, neighbor: Int) -> SpanningTree {
    if usesBoxes(columns: rows.rows.columns) { return byBoxes(rows, neighbor: neighbor) }
    return measuringAllPairs(rows, neighbor: neighbor)
  }
}
