import Matrices

extension SpanningTree {
  /// Listed neighbors beyond the core distance.
  static let spareNeighbors = 11

  /// Returns whether a search by boxes pays; with more columns nearly all boxes are near.
  static func usesBoxes(columns: Int) -> Bool { columns <= 15 }

  static func of(_ rows: MeasuredRows, neighbor: Int) -> SpanningTree {
    measuringAllPairs(rows, neighbor: neighbor)
  }
}
