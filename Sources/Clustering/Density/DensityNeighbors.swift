import Core
import Matrices

/// The neighbors of all rows, found by the search that suits the number of columns, and what follows from them: core
/// distances and the edges of the spanning tree.
package struct DensityNeighbors: Sendable {
  let rows: MeasuredRows
  /// The place among the other rows of the one at the core distance; 0 for the row itself.
  let neighbor: Int
  private let search: Search
  /// The row at each place.
  let rowOfPlace: [Int32]
  /// The neighbors of each place.
  let lists: NeighborLists
  /// The squared core distance of each place.
  let cores: [Double]

  private enum Search {
    /// By boxes of the rows, where there are few columns.
    case boxes(KDTree)
    /// By bounds of the distances of all pairs of rows.
    case bounds(PairBounds)
  }

  /// Listed neighbors beyond the core distance: with the edges to them most components of the spanning tree are known to
  /// have their shortest.
  static let spare = 2

  /// Returns whether a search by boxes pays; with more columns nearly all boxes are near.
  package static func usesBoxes(columns: Int) -> Bool { columns <= 15 }

  /// Finds the neighbors.
  ///
  /// - Parameter neighbor: below the number of rows, of which there are two or more.
  init(_ rows: MeasuredRows, neighbor: Int) {
    let count = rows.rows.rows
    (self.rows, self.neighbor) = (rows, neighbor)
    let listed = min(neighbor + Self.spare, count - 1)
    if Self.usesBoxes(columns: rows.rows.columns) {
      let tree = KDTree(rows)
      search = .boxes(tree)
      rowOfPlace = tree.rows
      lists = tree.nearest(listed)
    } else {
      let bounds = PairBounds(rows)
      search = .bounds(bounds)
      rowOfPlace = bounds.order.map { Int32(truncatingIfNeeded: $0) }
      lists = bounds.nearest(listed, rows)
    }
    cores = (0..<count).map { [lists] in lists.square($0, nearest: neighbor) }
  }

  /// Returns the squared distance of each row to one of its nearest others, 0 for the row itself.
  func squares(nearest place: Int) -> [Double] {
    var squares = [Double](repeating: 0, count: cores.count)
    for (position, row) in rowOfPlace.enumerated() { squares[Int(row)] = lists.square(position, nearest: place) }
    return squares
  }

  /// Returns the edges of the minimum spanning tree, ascending.
  ///
  /// - Parameter limit: the squared length of the longest edges that are wanted.
  func spanningEdges(within limit: Double = .infinity) -> [TreeEdge] {
    let known = ComponentEdges(rows: rowOfPlace, lists: lists, cores: cores)
    let last = TreeEdge(limit, Int(Int32.max), Int(Int32.max))
    let edges =
      switch search {
      case .boxes(let tree): self.edges(known, tree, before: last)
      case .bounds(let bounds): self.edges(known, bounds, before: last)
      }
    return edges.filter { $0.square <= limit }.sorted()
  }
}
