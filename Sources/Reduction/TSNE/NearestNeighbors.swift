import Matrices

/// The nearest other rows of every row, by Euclidean distance, without approximation.
///
/// All pairs are compared through products, ½|c|² − r·c ranking the candidates c of a row r, and a row keeps a short
/// list of the best so far. What the products selected is measured again from differences, so that the distances of
/// near rows carry no cancellation, and those of equal rows are 0.
package struct NearestNeighbors: Sendable {
  /// How many neighbours each row has.
  package let count: Int
  /// rows × count: the neighbours of each row, nearest first; among equally near ones the lowest row first.
  package let indices: [Int32]
  /// rows × count: the squared distances to them.
  package let squaredDistances: [Float]

  /// Finds the `count` nearest rows of each row.
  ///
  /// - Precondition: `count < rows.rows`, and every entry is finite.
  /// - Complexity: O(rows² · columns), at the speed of a matrix product.
  package init(of rows: Matrix, count: Int) {
    precondition(count >= 1 && count < rows.rows)
    self.count = count
    let centered = Self.centered(rows)
    let total = rows.rows * count
    var indices = [Int32](repeating: 0, count: total)
    var distances = [Float](repeating: 0, count: total)
    indices.withUnsafeMutableBufferPointer { indices in
      distances.withUnsafeMutableBufferPointer { distances in
        guard let indices = indices.baseAddress, let distances = distances.baseAddress else { return }
        centered.withRows { block in
          let candidates = PackedCandidates(block)
          Parallel.forEachChunk(of: rows.rows, size: Self.queriesAtOnce) { _, range in
            let queries = range.map { NeighborQueue(row: $0, wanted: min(count + Self.spare, rows.rows - 1)) }
            candidates.offer(to: queries, rows: block[range])
            for query in queries {
              query.writeNearest(
                count, of: block, indices: indices + query.row * count, distances: distances + query.row * count)
            }
          }
        }
      }
    }
    self.indices = indices
    self.squaredDistances = distances
  }

  /// The rows whose scores are computed together: 48 × 448 scores stay in the second-level cache.
  private static let queriesAtOnce = 48

  /// How many more candidates than wanted are measured exactly, since scores are rounded.
  private static let spare = 8

  /// The rows moved so that each column's mean is 0: squared lengths are then as small as they can be, and so is what
  /// the products lose by cancellation.
  private static func centered(_ rows: Matrix) -> Matrix {
    let means = rows.columnMeans().map { Float($0) }
    return rows.withRows { source in
      Matrix(rows: rows.rows, columns: rows.columns) { target in
        for row in 0..<source.rows {
          for column in 0..<source.columns { target[row, column] = source[row, column] - means[column] }
        }
      }
    }
  }
}

/// All rows as candidates, packed for products in tiles that fit the second-level cache.
private final class PackedCandidates {
  private let tiles: UnsafeMutablePointer<PackedColumns>
  private let tileCount: Int

  /// A multiple of the 112 vectors that the product kernel takes at once.
  private static let tileSize = 448

  init(_ block: RowBlock) {
    tileCount = (block.rows + Self.tileSize - 1) / Self.tileSize
    tiles = .allocate(capacity: tileCount)
    for tile in 0..<tileCount {
      let first = tile * Self.tileSize
      let packed = PackedColumns(count: min(Self.tileSize, block.rows - first), dimensions: block.columns)
      for index in 0..<packed.count {
        let row = block.pointer(toRow: first + index)
        packed.set(index, to: row, offset: Float(-0.5 * squaredNorm(row, block.columns)))
      }
      (tiles + tile).initialize(to: packed)
    }
  }

  deinit {
    tiles.deinitialize(count: tileCount)
    tiles.deallocate()
  }

  /// Offers every row to the queues of `rows`, one queue a row.
  func offer(to queues: [NeighborQueue], rows: RowBlock) {
    let scores = UnsafeMutableRawPointer.allocate(byteCount: rows.rows * Self.tileSize * 4, alignment: 64)
      .bindMemory(to: Float.self, capacity: rows.rows * Self.tileSize)
    defer { scores.deallocate() }
    for tile in 0..<tileCount {
      tiles[tile].products(with: rows, into: scores)
      let (width, count) = (tiles[tile].width, tiles[tile].count)
      for (position, queue) in queues.enumerated() {
        queue.offer(scores + position * width, count: count, first: tile * Self.tileSize)
      }
    }
  }
}

/// The best candidates that a row has met: those whose score is above the worst of the best ones.
///
/// A candidate is one number, its score in the upper and its row in the lower half, so that a smaller number is a
/// better candidate, and of two equal scores the lower row.
private final class NeighborQueue {
  let row: Int
  private let wanted: Int
  private let keys: UnsafeMutablePointer<UInt64>
  private let capacity: Int
  private var filled = 0
  /// Only higher scores can still be among the wanted.
  private var threshold = -Float.infinity

  init(row: Int, wanted: Int) {
    self.row = row
    self.wanted = wanted
    // Room enough that the costly narrowing is rare, little enough that the threshold stays sharp.
    capacity = 4 * wanted + 64
    keys = .allocate(capacity: capacity)
  }

  deinit { keys.deallocate() }

  /// Takes those of the candidates `first ..< first + count` that score above the threshold.
  func offer(_ scores: UnsafePointer<Float>, count: Int, first: Int) {
    var (filled, threshold) = (filled, threshold)
    let (keys, row, limit) = (keys, row, capacity - 16)
    var position = 0
    while position < count {
      let lanes = UnsafeRawPointer(scores + position).load(as: SIMD16<Float>.self)
      if any(lanes .> SIMD16(repeating: threshold)) {
        for lane in 0..<min(16, count - position) where lanes[lane] > threshold && first + position + lane != row {
          keys[filled] = Self.key(score: lanes[lane], row: first + position + lane)
          filled += 1
        }
        if filled > limit {
          select(wanted, smallestOf: keys, filled)
          filled = wanted
          threshold = Self.score(keys[wanted - 1])
        }
      }
      position += 16
    }
    (self.filled, self.threshold) = (filled, threshold)
  }

  /// Measures the candidates and writes the nearest, in order.
  func writeNearest(
    _ count: Int, of block: RowBlock, indices: UnsafeMutablePointer<Int32>, distances: UnsafeMutablePointer<Float>
  ) {
    if filled > wanted { select(wanted, smallestOf: keys, filled) }
    let query = block.pointer(toRow: row)
    for position in 0..<wanted {
      let candidate = keys[position] & 0xffff_ffff
      let distance = Float(squaredDistance(query, block.pointer(toRow: Int(candidate)), block.columns))
      // The bits of a number that is not negative are in the order of the numbers.
      keys[position] = UInt64(distance.bitPattern) << 32 | candidate
    }
    var measured = UnsafeMutableBufferPointer(start: keys, count: wanted)
    measured.sort()
    for position in 0..<count {
      indices[position] = Int32(truncatingIfNeeded: keys[position])
      distances[position] = Float(bitPattern: UInt32(keys[position] >> 32))
    }
  }

  private static func key(score: Float, row: Int) -> UInt64 {
    let bits = score.bitPattern
    let ascending = bits & 0x8000_0000 == 0 ? bits | 0x8000_0000 : ~bits
    return UInt64(~ascending) << 32 | UInt64(row)
  }

  private static func score(_ key: UInt64) -> Float {
    let ascending = ~UInt32(key >> 32)
    return Float(bitPattern: ascending & 0x8000_0000 != 0 ? ascending & 0x7fff_ffff : ~ascending)
  }
}

/// Moves the `wanted` smallest of `count` different numbers to the front, the largest of them last (Hoare 1961).
private func select(_ wanted: Int, smallestOf keys: UnsafeMutablePointer<UInt64>, _ count: Int) {
  var (low, high) = (0, count - 1)
  let target = wanted - 1
  while low < high {
    let pivot = max(min(keys[low], keys[high]), min(max(keys[low], keys[high]), keys[(low + high) / 2]))
    var (left, right) = (low, high)
    while left <= right {
      while keys[left] < pivot { left += 1 }
      while keys[right] > pivot { right -= 1 }
      if left <= right {
        (keys[left], keys[right]) = (keys[right], keys[left])
        left += 1
        right -= 1
      }
    }
    if target <= right {
      high = right
    } else if target >= left {
      low = left
    } else {
      return
    }
  }
}
