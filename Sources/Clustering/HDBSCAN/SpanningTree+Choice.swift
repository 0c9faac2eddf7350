import Matrices

extension SpanningTree {
  /// Listed neighbors beyond the core distance.
  static let spareNeighbors = 11

  /// The same where a search takes little time.
  static let spareForBoxes = 3

  /// Returns whether a search by boxes pays; with more columns nearly all boxes are near.
  package static func usesBoxes(columns: Int) -> Bool { columns <= 15 }

  /// Finds the tree by the search that suits the number of columns.
  ///
  /// - Precondition: `neighbor` is below the number of rows, of which there are two or more.
  package static func of(_ rows: MeasuredRows, neighbor: Int) -> SpanningTree {
    usesBoxes(columns: rows.rows.columns)
      ? byBoxes(rows, neighbor: neighbor) : byProducts(rows, neighbor: neighbor)
  }
}
