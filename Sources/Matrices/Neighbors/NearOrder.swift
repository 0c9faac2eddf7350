import Core

/// An order of rows in which near ones are close to each other, and its division into tiles.
///
/// Rows are halved at the median along the axis of their largest variance, and the halves again, until a tile is small
/// enough. The number of tiles is a power of two, and tiles whose numbers differ in their last bits alone are near. Tiles
/// are halved further to groups of sixteen rows, the panels of products.
struct NearOrder {
  /// The rows in the order.
  let rows: [Int]

  /// The rows from which an axis is taken, and the iterations that find it.
  private static let (sample, iterations) = (32, 2)

  /// - Complexity: O(rows · (columns + log rows) · log tiles).
  init(_ matrix: Matrix) {
    let tiles = EqualTiles(count: matrix.rows)
    let keys = Buffer<UInt64>(count: matrix.rows)
    let base = keys.base
    for row in 0..<matrix.rows { (base + row).initialize(to: UInt64(row)) }
    matrix.withRows { block in
      var width = 1
      while width < tiles.tiles {
        nonisolated(unsafe) let base = base
        let level = EqualTiles(count: matrix.rows, tiles: width)
        Parallel.forEachChunk(of: width, size: 1) { index, _ in
          let range = level.places(ofTile: index)
          let middle = matrix.rows * (2 * index + 1) / (2 * level.tiles)
          Self.halve(block, base + range.lowerBound, range.count, at: middle - range.lowerBound)
        }
        width *= 2
      }
      nonisolated(unsafe) let base = base
      Parallel.forEachChunk(of: tiles.tiles, size: 1) { tile, _ in
        let places = tiles.places(ofTile: tile)
        Self.halveToPanels(block, base + places.lowerBound, places.count)
      }
    }
    rows = (0..<matrix.rows).map { Int(base[$0] & 0xffff_ffff) }
  }

  /// Orders some rows by groups of sixteen.
  private static func halveToPanels(_ block: RowBlock, _ keys: UnsafeMutablePointer<UInt64>, _ count: Int) {
    guard count > 16 else { return }
    let middle = (count + 31) / 32 * 16
    halve(block, keys, count, at: middle)
    halveToPanels(block, keys, middle)
    halveToPanels(block, keys + middle, count - middle)
  }

  /// Moves the rows that lie lower along the axis of some rows to the front.
  ///
  /// - Parameter keys: the rows in the lower halves of the numbers.
  private static func halve(_ block: RowBlock, _ keys: UnsafeMutablePointer<UInt64>, _ count: Int, at middle: Int) {
    guard middle > 0, middle < count else { return }
    let axis = axis(of: block, keys, count)
    axis.withUnsafeBufferPointer { axis in
      guard let axis = axis.baseAddress else { return }
      for index in 0..<count {
        let row = keys[index] & 0xffff_ffff
        let height = dot(block.pointer(toRow: Int(row)), axis, block.columns)
        keys[index] = UInt64(height.orderedBits) << 32 | row
      }
    }
    select(middle, smallestOf: keys, count)
  }

  /// The axis of the largest variance of a sample, roughly: the power method from the row farthest from the mean.
  private static func axis(of block: RowBlock, _ keys: UnsafeMutablePointer<UInt64>, _ count: Int) -> [Float] {
    let (taken, columns) = (min(count, sample), block.columns)
    var mean = [Float](repeating: 0, count: columns)
    let rows = (0..<taken).map { block.pointer(toRow: Int(keys[$0 * count / taken] & 0xffff_ffff)) }
    for row in rows { for column in 0..<columns { mean[column] += row[column] / Float(taken) } }
    let centered = rows.map { row in (0..<columns).map { row[$0] - mean[$0] } }
    func product(_ left: [Float], _ right: [Float]) -> Float {
      left.withUnsafeBufferPointer { left in
        right.withUnsafeBufferPointer { right in
          guard let left = left.baseAddress, let right = right.baseAddress else { return 0 }
          return dot(left, right, columns)
        }
      }
    }
    let squares = centered.map { product($0, $0) }
    var axis = centered[squares.indices.reduce(0) { squares[$1] > squares[$0] ? $1 : $0 }]
    for _ in 0..<iterations {
      let length = product(axis, axis).squareRoot()
      guard length > 0 else { return axis }
      var next = [Float](repeating: 0, count: columns)
      for row in centered {
        let height = product(row, axis) / length
        for column in 0..<columns { next[column] += height * row[column] }
      }
      axis = next
    }
    return axis
  }
}

/// Consecutive places in tiles of nearly equal size, as many as a power of two.
package struct EqualTiles: Sendable {
  /// The number of places.
  package let count: Int
  /// The number of tiles.
  package let tiles: Int

  /// The most places of a tile: 256 × 256 scores stay in the second-level cache.
  package static let largest = 256

  init(count: Int) {
    var tiles = 1
    while tiles * Self.largest < count { tiles *= 2 }
    self.init(count: count, tiles: tiles)
  }

  init(count: Int, tiles: Int) { (self.count, self.tiles) = (count, tiles) }

  /// The places of a tile.
  package func places(ofTile tile: Int) -> Range<Int> { count * tile / tiles..<count * (tile + 1) / tiles }

  /// The tile that holds a place.
  package func tile(of place: Int) -> Int {
    // The inverse of the rounded bounds, at most one off.
    let tile = place * tiles / count
    return places(ofTile: tile).upperBound <= place ? tile + 1 : tile
  }
}
