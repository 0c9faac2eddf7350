import CKernels
import Core

/// A tree of boxes over rows of few columns, halved at the median of the widest column until sixteen rows are left (Bentley,
/// "Multidimensional binary search trees used for associative searching", 1975; Friedman, Bentley and Finkel 1977).
///
/// Nodes are numbered level by level, the children of node i are 2i + 1 and 2i + 2, and all leaves are on the last level.
/// The coordinates of a leaf's rows lie column by column, so that a point is measured against sixteen rows at once. Squares
/// are summed in the order of the columns everywhere, so that no rounding brings a row nearer than its box.
package final class KDTree: Sendable {
  /// The number of rows.
  package let count: Int
  /// The number of columns.
  package let columns: Int
  /// The row at each place of the tree.
  package let rows: [Int32]
  /// The number of nodes above the leaves, one fewer than leaves.
  package let innerNodes: Int
  /// place × column: the coordinates.
  private let points: Buffer<Double>
  /// leaf × column × 16: the coordinates, infinite where a leaf has fewer rows.
  private let panels: Buffer<Double>
  /// inner node × column × 4: the lower bounds of both children, then the upper ones.
  private let boxes: Buffer<Double>

  /// The number of leaves.
  package var leaves: Int { innerNodes + 1 }
  /// The number of nodes.
  package var nodes: Int { 2 * innerNodes + 1 }

  /// The most rows of a leaf.
  package static let leafSize = 16

  /// Makes the tree of all rows.
  ///
  /// - Complexity: O(rows · (log rows + columns)) and one sort's passes a level.
  package init(_ measured: MeasuredRows) {
    (count, columns) = (measured.rows.rows, measured.rows.columns)
    var leaves = 1
    while leaves * Self.leafSize < count { leaves *= 2 }
    innerNodes = leaves - 1
    let coordinates = Buffer<Double>(count: count * columns)
    measured.withMeasure { measure in
      Parallel.forEachChunk(of: measure.count, size: 1024) { _, range in
        for row in range { measure.read(row, into: coordinates + row * measure.columns) }
      }
    }
    boxes = Buffer(count: innerNodes * 4 * columns)
    rows = Self.order(coordinates, count: count, columns: columns, leaves: leaves, boxes: boxes)
    points = Buffer(count: count * columns)
    panels = Buffer(repeating: .infinity, count: leaves * columns * Self.leafSize)
    fill(from: coordinates)
  }

  private func fill(from coordinates: borrowing Buffer<Double>) {
    for leaf in 0..<leaves {
      let range = places(ofLeaf: leaf)
      for place in range {
        for column in 0..<columns {
          let value = coordinates[Int(rows[place]) * columns + column]
          points[place * columns + column] = value
          panels[(leaf * columns + column) * Self.leafSize + place - range.lowerBound] = value
        }
      }
    }
  }

  /// The places of a leaf's rows.
  package func places(ofLeaf leaf: Int) -> Range<Int> { count * leaf / leaves..<count * (leaf + 1) / leaves }

  /// The leaf that holds a place.
  package func leaf(of place: Int) -> Int {
    // The inverse of the rounded bounds, at most one off.
    var leaf = place * leaves / count
    while places(ofLeaf: leaf).upperBound <= place { leaf += 1 }
    return leaf
  }

  /// The coordinates of a place.
  package func point(_ place: Int) -> UnsafePointer<Double> { UnsafePointer(points + place * columns) }

  /// Writes the squared distances of a point from the boxes of an inner node's children; 0 inside.
  @inline(__always)
  func boxSquares(below node: Int, _ point: UnsafePointer<Double>, into squares: UnsafeMutablePointer<Double>) {
    kernels_two_boxes(boxes + node * 4 * columns, columns, point, squares)
  }

  /// Writes the squared distances of a point from the sixteen rows of a leaf, infinite where it has fewer.
  ///
  /// - Parameter floors: the least that each of them counts.
  /// - Returns: a bit for each row within `bound`.
  @inline(__always)
  func squares(
    ofLeaf leaf: Int, _ point: UnsafePointer<Double>, floors: UnsafePointer<Double>? = nil, within bound: Double,
    into squares: UnsafeMutablePointer<Double>
  ) -> UInt32 {
    kernels_sixteen_squares(panels + leaf * columns * Self.leafSize, columns, point, floors, bound, squares)
  }
}

// MARK: - Order

extension KDTree {
  /// A coordinate with its row.
  private struct Key: Comparable {
    let value: Double
    let row: Int32

    @inline(__always)
    static func < (left: Key, right: Key) -> Bool {
      left.value < right.value || (left.value == right.value && left.row < right.row)
    }
  }

  /// Orders the rows by the leaves, and writes the box of each node.
  private static func order(
    _ coordinates: borrowing Buffer<Double>, count: Int, columns: Int, leaves: Int, boxes: borrowing Buffer<Double>
  ) -> [Int32] {
    let keys = Buffer<Key>(count: count)
    let (base, coordinates, boxes) = (keys.base, coordinates.base, boxes.base)
    for row in 0..<count { (base + row).initialize(to: Key(value: 0, row: Int32(truncatingIfNeeded: row))) }
    var nodesOfLevel = 1
    while nodesOfLevel <= leaves {
      nonisolated(unsafe) let (base, coordinates, boxes) = (base, coordinates, boxes)
      let width = nodesOfLevel
      Parallel.forEachChunk(of: width, size: 1) { index, _ in
        let range = count * index / width..<count * (index + 1) / width
        let box = bounds(base, range, coordinates, columns)
        if width > 1 {
          let (parent, side) = (width / 2 - 1 + index / 2, index % 2)
          for column in 0..<columns {
            boxes[(parent * columns + column) * 4 + side] = box[column].lower
            boxes[(parent * columns + column) * 4 + 2 + side] = box[column].upper
          }
        }
        guard width < leaves, range.count > 1 else { return }
        let widest = box.indices.max { box[$0].upper - box[$0].lower < box[$1].upper - box[$1].lower } ?? 0
        for place in range {
          let row = base[place].row
          base[place] = Key(value: coordinates[Int(row) * columns + widest], row: row)
        }
        let middle = count * (2 * index + 1) / (2 * width)
        select(middle - range.lowerBound + 1, smallestOf: base + range.lowerBound, range.count)
      }
      nodesOfLevel *= 2
    }
    return (0..<count).map { base[$0].row }
  }

  /// The box of some rows; an empty one is infinitely far.
  private static func bounds(
    _ keys: UnsafeMutablePointer<Key>, _ range: Range<Int>, _ coordinates: UnsafeMutablePointer<Double>, _ columns: Int
  ) -> [(lower: Double, upper: Double)] {
    var box = [(lower: Double, upper: Double)](repeating: (.infinity, -.infinity), count: columns)
    for place in range {
      let point = coordinates + Int(keys[place].row) * columns
      for column in 0..<columns {
        box[column] = (min(box[column].lower, point[column]), max(box[column].upper, point[column]))
      }
    }
    return box
  }
}
