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
  /// Finds the tree by the search that suits the number of columns.
  ///
  /// - Precondition: `neighbor` is below the number of rows, of which there are two or more.
  package static func of(_ rows: MeasuredRows, neighbor: Int) -> SpanningTree {
    let neighbors = DensityNeighbors(rows, neighbor: neighbor)
    return SpanningTree(
      edges: neighbors.spanningEdges(), cores: neighbors.squares(nearest: neighbor),
      innerCores: neighbors.squares(nearest: max(neighbor - 1, 0)))
  }

  /// The tree by Prim's algorithm with every pair measured, by which the searches are tested.
  ///
  /// - Precondition: `neighbor` is below the number of rows, of which there are two or more.
  /// - Complexity: O(rows² · columns); memory O(rows).
  package static func measuringAllPairs(_ rows: MeasuredRows, neighbor: Int) -> SpanningTree {
    let (cores, innerCores) = measuredCores(rows, neighbor: neighbor)
    return rows.withMeasure { measure in
      var edges: [TreeEdge] = []
      var nearest = [TreeEdge](repeating: .none, count: measure.count)
      var outside = Array(1..<measure.count)
      var last = 0
      while !outside.isEmpty {
        nearest.withUnsafeMutableBufferPointer { nearest in
          nonisolated(unsafe) let nearest = nearest
          Parallel.forEachChunk(of: outside.count, size: max(64, 65_536 / measure.columns)) { _, range in
            for position in range {
              let row = outside[position]
              let square = max(measure.square(row, last), cores[row], cores[last])
              nearest[row] = min(nearest[row], TreeEdge(square, row, last))
            }
          }
        }
        // `outside` is never empty here.
        let next = outside.indices.min { nearest[outside[$0]] < nearest[outside[$1]] }!
        last = outside[next]
        edges.append(nearest[last])
        outside.swapAt(next, outside.count - 1)
        outside.removeLast()
      }
      return SpanningTree(edges: edges.sorted(), cores: cores, innerCores: innerCores)
    }
  }

  private static func measuredCores(_ rows: MeasuredRows, neighbor: Int) -> ([Double], [Double]) {
    let pairs = rows.withMeasure { measure in
      Parallel.mapChunks(of: measure.count, size: 16) { _, range in
        range.map { row -> (Double, Double) in
          guard neighbor > 0 else { return (0, 0) }
          let squares = (0..<measure.count).filter { $0 != row }.map { measure.square(row, $0) }.sorted()
          return (squares[neighbor - 1], neighbor > 1 ? squares[neighbor - 2] : 0)
        }
      }.flatMap(\.self)
    }
    return (pairs.map(\.0), pairs.map(\.1))
  }
}
