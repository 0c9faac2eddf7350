import Matrices

/// The merges of rows along the edges of a spanning tree, shortest first.
package struct SingleLinkage: Sendable {
  /// A merge of two nodes; nodes from the number of rows on are earlier merges.
  package struct Merge: Sendable {
    /// The node that holds the smaller row of the edge.
    let left: Int32
    let right: Int32
    /// The distance, in true units.
    let distance: Double
    /// The number of rows below.
    let size: Int32

    package init(left: Int32, right: Int32, distance: Double, size: Int32) {
      (self.left, self.right, self.distance, self.size) = (left, right, distance, size)
    }
  }

  /// The number of rows.
  let rows: Int
  /// One merge fewer than rows, by distance.
  let merges: [Merge]

  package init(rows: Int, merges: [Merge]) {
    self.rows = rows
    self.merges = merges
  }

  /// Makes the merges of a tree's ascending edges.
  ///
  /// - Parameter distance: makes the distance in true units of a square in stored ones.
  init(_ edges: [TreeEdge], rows: Int, distance: (Double) -> Double) {
    self.rows = rows
    var sets = DisjointSets(rows)
    var nodes = (0..<rows).map { Int32(truncatingIfNeeded: $0) }
    var sizes = [Int32](repeating: 1, count: rows)
    merges = edges.enumerated().map { position, edge in
      let (first, second) = (sets.find(Int(edge.low)), sets.find(Int(edge.high)))
      let merge = Merge(
        left: nodes[first], right: nodes[second], distance: distance(edge.square), size: sizes[first] + sizes[second])
      sets.join(first, second)
      nodes[min(first, second)] = Int32(truncatingIfNeeded: rows + position)
      sizes[min(first, second)] = merge.size
      return merge
    }
  }

  /// The number of rows below a node.
  func size(of node: Int32) -> Int32 { node < rows ? 1 : merges[Int(node) - rows].size }

  /// Calls `body` with each row below a node.
  func forEachRow(below node: Int32, _ body: (Int) -> Void) {
    var stack = [node]
    while let node = stack.popLast() {
      guard node >= rows else {
        body(Int(node))
        continue
      }
      let merge = merges[Int(node) - rows]
      stack.append(merge.right)
      stack.append(merge.left)
    }
  }

  /// The merges in SciPy's linkage layout, (rows − 1) × 4.
  var linkage: Matrix {
    Matrix(rows: merges.count, columns: 4) { block in
      for (row, merge) in merges.enumerated() {
        block[row, 0] = Float(merge.left)
        block[row, 1] = Float(merge.right)
        block[row, 2] = Float(merge.distance)
        block[row, 3] = Float(merge.size)
      }
    }
  }
}
