import Core
import Matrices

extension Agglomerative {
  /// The merges by single linkage: the edges of a minimum spanning tree, grown from the first row (Prim 1957; Gower and
  /// Ross 1969). Of equally near rows the lowest comes first.
  ///
  /// - Complexity: O(rows² · columns) time, O(rows) memory.
  func spanningMerges(of rows: MeasuredRows) -> [Dendrogram.Merge] {
    let count = rows.rows.rows
    var merges: [Dendrogram.Merge] = []
    var outside = Array(1..<max(count, 1))
    let reached = Buffer<Double>(repeating: .infinity, count: count)
    var last = 0
    rows.withMeasure { measure in
      while !outside.isEmpty {
        let (squares, open, from) = (reached.base, outside, last)
        let nearest = Parallel.mapChunks(of: open.count, size: 512) { _, range in
          var nearest = range.lowerBound
          for position in range {
            let row = open[position]
            squares[row] = min(squares[row], measure.square(from, row))
            if squares[row] < squares[open[nearest]] { nearest = position }
          }
          return nearest
        }
        let found = nearest.reduce(nearest[0]) { squares[open[$1]] < squares[open[$0]] ? $1 : $0 }
        let next = outside.remove(at: found)
        merges.append(
          .init(first: last, second: next, distance: rows.storedDistance(ofSquare: squares[next])))
        last = next
      }
    }
    return merges
  }
}
