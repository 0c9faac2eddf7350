/// An edge of a spanning tree, in the one order that makes the tree unique: by length, then by the smaller row, then by the
/// larger one.
package struct TreeEdge: Sendable, Equatable, Comparable {
  /// The squared length, in stored units.
  package let square: Double
  /// The smaller row.
  package let low: Int32
  /// The larger row.
  package let high: Int32

  package init(_ square: Double, _ one: Int, _ other: Int) {
    self.square = square
    low = Int32(truncatingIfNeeded: min(one, other))
    high = Int32(truncatingIfNeeded: max(one, other))
  }

  /// An edge after all others.
  package static let none = TreeEdge(.infinity, Int(Int32.max), Int(Int32.max))

  package static func < (left: TreeEdge, right: TreeEdge) -> Bool {
    if left.square != right.square { return left.square < right.square }
    return (left.low, left.high) < (right.low, right.high)
  }
}
