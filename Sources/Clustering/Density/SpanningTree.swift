import Core
import Matrices

/// The minimum spanning tree of the mutual reachability distances of some rows: the largest of a pair's distance and the
/// core distances of both (Campello, Moulavi and Sander 2013).
///
/// Equal lengths are the rule, since one core distance is the length of many edges. ``TreeEdge`` puts all edges into one
/// strict order, so that there is one tree, whichever way it is found.
package struct SpanningTree: Sendable {
  /// The edges, ascending; one fewer than rows.
  package let edges: [TreeEdge]
  /// The squared distance of each row to its k-th nearest other row, in stored units.
  package let cores: [Double]
  /// The same to the one before that, which is 0 where there is none: core distances with the row itself counted.
  package let innerCores: [Double]
}

extension SpanningTree {
  /// Finds the tree by the search that suits the number of columns, once for the same rows and neighbor: the other settings of
  /// a method do not change it.
  ///
  /// - Precondition: `neighbor` is below the number of rows, of which there are two or more.
  package static func of(_ rows: MeasuredRows, neighbor: Int) -> SpanningTree {
    rows.rows.derived("spanning tree \(rows.isCosine) \(neighbor)") { found(rows, neighbor: neighbor) }
  }

  private static func found(_ rows: MeasuredRows, neighbor: Int) -> SpanningTree {
    let neighbors = DensityNeighbors(rows, neighbor: neighbor)
    return SpanningTree(
      edges: neighbors.spanningEdges(), cores: neighbors.squares(nearest: neighbor),
      innerCores: neighbors.squares(nearest: max(neighbor - 1, 0)))
  }
}
