import Core

/// Trees that part rows into leaves of near ones, by projections on random directions (Dasgupta and Freund, "Random
/// projection trees and low dimensional manifolds", 2008).
struct NeighborForest {
  /// A tree: its rows, leaf after leaf.
  struct Tree {
    var rows: [Int32]
    var leaves: [Range<Int>]
  }

  /// Large leaves: products of their rows are as fast as those of matrices, and few neighbours are parted.
  private static let largestLeaf = 896
  /// The pairs of rows of which the farthest give the direction.
  private static let pairs = 4

  let trees: [Tree]

  /// Grows trees.
  ///
  /// - Parameter numbers: the number of each tree, from which its random directions follow.
  /// - Complexity: O(trees · rows · columns · log(rows)).
  init(_ block: RowBlock, numbers: Range<Int>) {
    trees = Parallel.mapChunks(of: numbers.count, size: 1) { index, _ in
      Self.tree(block, Seed(0).stream("neighbor tree", numbers.lowerBound + index))
    }
  }

  private static func tree(_ block: RowBlock, _ stream: RandomStream) -> Tree {
    var stream = stream
    let keys = Buffer<UInt64>(count: block.rows)
    var rows = (0..<Int32(block.rows)).map { $0 }
    var (leaves, waiting) = ([Range<Int>](), [0..<block.rows])
    while let range = waiting.popLast() {
      guard range.count > largestLeaf else {
        leaves.append(range)
        continue
      }
      split(block, &rows, range, keys.base, &stream)
      let middle = range.lowerBound + range.count / 2
      waiting.append(middle..<range.upperBound)
      waiting.append(range.lowerBound..<middle)
    }
    return Tree(rows: rows, leaves: leaves)
  }

  /// Puts the half of the rows that lies lower along a direction first.
  private static func split(
    _ block: RowBlock, _ rows: inout [Int32], _ range: Range<Int>, _ keys: UnsafeMutablePointer<UInt64>,
    _ stream: inout RandomStream
  ) {
    var best = (left: 0, right: 0, distance: -1.0)
    for _ in 0..<pairs {
      let left = Int(rows[range.lowerBound + stream.integer(below: range.count)])
      let right = Int(rows[range.lowerBound + stream.integer(below: range.count)])
      let distance = squaredDistance(block.pointer(toRow: left), block.pointer(toRow: right), block.columns)
      if distance > best.distance { best = (left, right, distance) }
    }
    let direction = (0..<block.columns).map { block[best.left, $0] - block[best.right, $0] }
    direction.withUnsafeBufferPointer { direction in
      guard let direction = direction.baseAddress else { return }
      for (place, index) in range.enumerated() {
        let height = dot(block.pointer(toRow: Int(rows[index])), direction, block.columns)
        keys[place] = UInt64(height.orderedBits) << 32 | UInt64(rows[index])
      }
    }
    select(range.count / 2, smallestOf: keys, range.count)
    for (place, index) in range.enumerated() { rows[index] = Int32(truncatingIfNeeded: keys[place]) }
  }
}

/// The product of two rows of numbers, in eight lanes.
func dot(_ left: UnsafePointer<Float>, _ right: UnsafePointer<Float>, _ count: Int) -> Float {
  var lanes = SIMD8<Float>.zero
  var index = 0
  while index + 8 <= count {
    lanes.addProduct(
      UnsafeRawPointer(left + index).loadUnaligned(as: SIMD8<Float>.self),
      UnsafeRawPointer(right + index).loadUnaligned(as: SIMD8<Float>.self))
    index += 8
  }
  var sum = lanes.sum()
  while index < count {
    sum += left[index] * right[index]
    index += 1
  }
  return sum
}
