import Core

/// The nearest other rows of every row in `Double`, with the distance within which none is missing.
package struct NeighborLists: Sendable {
  /// The number of neighbors of each row.
  package let count: Int
  /// rows × count: the neighbors of each row, nearest first; among equally near ones the lowest row first.
  package let indices: Buffered<Int32>
  /// rows × count: the squared distances to them.
  package let squares: Buffered<Double>
  /// Every row that is not listed is at least so far, squared, from each row.
  package let unlisted: [Double]

  package init(count: Int, indices: Buffered<Int32>, squares: Buffered<Double>, unlisted: [Double]) {
    self.count = count
    self.indices = indices
    self.squares = squares
    self.unlisted = unlisted
  }

  /// The squared distance of a row to its k-th nearest other one, from 1; 0 for the row itself.
  package func square(_ row: Int, nearest place: Int) -> Double {
    place > 0 ? squares.values[row * count + place - 1] : 0
  }
}

/// A buffer that several values share.
package final class Buffered<Element: BitwiseCopyable>: Sendable {
  package let values: Buffer<Element>

  package init(count: Int) { values = Buffer(count: count) }
}

extension KDTree {
  /// Returns the nearest other places of each place.
  ///
  /// - Parameter count: their number, below that of rows.
  /// - Complexity: about O(rows · log rows) in few columns.
  package func nearest(_ count: Int) -> NeighborLists {
    precondition(count >= 1 && count < self.count)
    let (indices, squares) = (Buffered<Int32>(count: self.count * count), Buffered<Double>(count: self.count * count))
    Parallel.forEachChunk(of: leaves, size: 8) { _, range in
      let scratch = SearchScratch()
      for leaf in range {
        for place in places(ofLeaf: leaf) {
          findNearest(count, of: place, scratch, indices.values + place * count, squares.values + place * count)
        }
      }
    }
    let all = count == self.count - 1
    let unlisted = (0..<self.count).map { all ? .infinity : squares.values[($0 + 1) * count - 1] }
    return NeighborLists(count: count, indices: indices, squares: squares, unlisted: unlisted)
  }

  private func findNearest(
    _ wanted: Int, of place: Int, _ scratch: borrowing SearchScratch, _ found: UnsafeMutablePointer<Int32>,
    _ squares: UnsafeMutablePointer<Double>
  ) {
    let (point, stack, boxes) = (point(place), scratch.stack.base, scratch.boxes.base)
    for index in 0..<wanted { (found[index], squares[index]) = (.max, .infinity) }
    let own = leaf(of: place)
    take(leaf: own, point, except: place, wanted, scratch, found, squares)
    stack[0] = .init(node: 0, square: 0)
    var depth = 1
    while depth > 0 {
      depth -= 1
      let (node, square) = (stack[depth].node, stack[depth].square)
      guard square <= squares[wanted - 1] else { continue }
      guard node < innerNodes else {
        if node - innerNodes != own {
          take(leaf: node - innerNodes, point, except: place, wanted, scratch, found, squares)
        }
        continue
      }
      boxSquares(below: node, point, into: boxes)
      // The nearer one lies on top.
      let near = boxes[0] <= boxes[1] ? 0 : 1
      stack[depth] = .init(node: 2 * node + 2 - near, square: boxes[1 - near])
      stack[depth + 1] = .init(node: 2 * node + 1 + near, square: boxes[near])
      depth += 2
    }
  }

  /// Inserts those rows of a leaf that are among the nearest.
  @inline(__always)
  private func take(
    leaf: Int, _ point: UnsafePointer<Double>, except place: Int, _ wanted: Int, _ scratch: borrowing SearchScratch,
    _ found: UnsafeMutablePointer<Int32>, _ squares: UnsafeMutablePointer<Double>
  ) {
    let first = count * leaf / leaves
    let measured = scratch.squares.base
    var hits = self.squares(ofLeaf: leaf, point, within: squares[wanted - 1], into: measured)
    while hits != 0 {
      let lane = hits.trailingZeroBitCount
      hits &= hits - 1
      // Lanes without a row are infinite, and so is the bound of a list that is not full.
      guard measured[lane] <= squares[wanted - 1], measured[lane] < .infinity, first + lane != place else { continue }
      insert(first + lane, measured[lane], wanted, found, squares)
    }
  }

  @inline(__always)
  private func insert(
    _ place: Int, _ square: Double, _ wanted: Int, _ found: UnsafeMutablePointer<Int32>,
    _ squares: UnsafeMutablePointer<Double>
  ) {
    func isBehind(_ index: Int) -> Bool {
      squares[index] > square || (squares[index] == square && rows[Int(found[index])] > rows[place])
    }
    guard isBehind(wanted - 1) else { return }
    var index = wanted - 1
    while index > 0, isBehind(index - 1) {
      (found[index], squares[index]) = (found[index - 1], squares[index - 1])
      index -= 1
    }
    (found[index], squares[index]) = (Int32(truncatingIfNeeded: place), square)
  }
}

/// The memory of a search.
struct SearchScratch: ~Copyable {
  /// A node that is to be visited, with its least square.
  struct Visit: BitwiseCopyable {
    let node: Int
    let square: Double
  }

  /// Deeper than any tree of rows that memory holds.
  let stack = Buffer<Visit>(count: 128)
  let boxes = Buffer<Double>(count: 2)
  let squares = Buffer<Double>(count: KDTree.leafSize)
}
