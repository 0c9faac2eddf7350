import Core

/// The nearest other rows of every row, by Euclidean distance, without approximation.
///
/// All pairs are compared through products, ½|c|² − r·c ranking the candidates c of a row r, and a row keeps a short
/// list of the best so far. Rows that the products selected are measured again from differences, so that the distances
/// of near rows carry no cancellation, and those of equal rows are 0. Many rows of many columns are compared along the
/// directions that hold most of their variance (``PairBounds``).
package struct NearestNeighbors: Sendable {
  /// The number of neighbours of each row.
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
    guard rows.remainder == nil else {
      (indices, squaredDistances) = Self.measured(rows, count: count)
      return
    }
    let centered = rows.centered()
    if CenteredPlaces.mayCompareDirections(rows: rows.rows, columns: rows.columns) {
      (indices, squaredDistances) = Self.bounded(centered, count: count)
      return
    }
    let total = rows.rows * count
    var indices = [Int32](repeating: 0, count: total)
    var distances = [Float](repeating: 0, count: total)
    indices.withUnsafeMutableBufferPointer { indices in
      distances.withUnsafeMutableBufferPointer { distances in
        guard let indices = indices.baseAddress, let distances = distances.baseAddress else { return }
        centered.withRows { block in
          let candidates = CandidateTiles(block)
          Parallel.forEachChunk(of: rows.rows, size: Self.queriesAtOnce) { _, range in
            let queries = range.map { NeighborQueue(row: $0, wanted: min(count + Self.spare, rows.rows - 1)) }
            candidates.offer(to: queries, rows: block[range], first: range.lowerBound)
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

  /// The neighbours among those that bounds leave.
  private static func bounded(_ rows: Matrix, count: Int) -> (indices: [Int32], squaredDistances: [Float]) {
    let measured = MeasuredRows(asStored: rows, isCosine: false)
    let bounds = PairBounds(measured)
    let lists = bounds.nearest(min(count + spare, rows.rows - 1), measured)
    var places = [Int](repeating: 0, count: rows.rows)
    for (place, row) in bounds.order.enumerated() { places[row] = place }
    let keys = rows.withRows { block in
      Parallel.mapChunks(of: rows.rows, size: 256) { [places] _, range in
        range.flatMap { row -> ArraySlice<DistanceKey> in
          let listed = (0..<lists.count).map { lists.indices.values[places[row] * lists.count + $0] }
          return listed.map { place in
            let other = bounds.order[Int(place)]
            let distance = Float(
              squaredDistance(block.pointer(toRow: row), block.pointer(toRow: other), block.columns))
            return DistanceKey(distance, row: Int32(truncatingIfNeeded: other))
          }.sorted().prefix(count)
        }
      }.flatMap(\.self)
    }
    return (keys.map(\.row), keys.map(\.distance))
  }

  private init(count: Int, indices: [Int32], squaredDistances: [Float]) {
    (self.count, self.indices, self.squaredDistances) = (count, indices, squaredDistances)
  }

  /// The first neighbours of each row.
  func nearest(_ fewer: Int) -> NearestNeighbors {
    precondition(fewer >= 1 && fewer <= count)
    guard fewer < count else { return self }
    let rows = indices.count / count
    return NearestNeighbors(
      count: fewer, indices: (0..<rows).flatMap { indices[$0 * count..<$0 * count + fewer] },
      squaredDistances: (0..<rows).flatMap { squaredDistances[$0 * count..<$0 * count + fewer] })
  }

  /// The rows whose scores are computed together: 96 × 448 scores stay in the second-level cache.
  private static let queriesAtOnce = 96

  /// The number of candidates beyond those wanted that are measured exactly, since scores are rounded.
  private static let spare = 8
}

extension CandidateTiles {
  /// Among fewer tiles the products of those around the rows are too large a share to be made twice.
  private static let manyTiles = 16

  /// Offers every candidate to the queues of `rows`, one queue a row; they are the candidates from `first` on.
  ///
  /// The tiles around the rows come twice where there are many: what they hold tells the queues which scores are out of
  /// question. Four in ten candidates less are taken where rows that are alike lie near each other (60,000 rows of 50
  /// columns, along their first two).
  fileprivate func offer(to queues: [NeighborQueue], rows: RowBlock, first: Int) {
    func offer(_ tiles: Range<Int>) {
      forEachScores(of: rows, tiles: tiles) { first, scores, width, count in
        for (position, queue) in queues.enumerated() {
          queue.offer(scores + position * width, count: count, first: first)
        }
      }
    }
    if count >= Self.manyTiles {
      let (firstNear, lastNear) = (first / PackedTile.size - 1, (first + rows.rows) / PackedTile.size + 1)
      offer(max(firstNear, 0)..<min(lastNear + 1, count))
      for queue in queues { queue.restart() }
    }
    offer(0..<count)
  }
}

/// The best candidates that a row has met: those whose score is above the worst of the best ones.
///
/// A candidate is one number, its score in the upper and its row in the lower half, so that a smaller number is a
/// better candidate, and of two equal scores the lower row.
final class NeighborQueue {
  let row: Int
  private let wanted: Int
  private let keys: Buffer<UInt64>
  private var filled = 0
  /// Only higher scores can still be among the wanted.
  private var threshold = -Float.infinity

  init(row: Int, wanted: Int) {
    self.row = row
    self.wanted = wanted
    // Room enough that the costly narrowing is rare, little enough that the threshold stays sharp.
    keys = Buffer(count: 3 * wanted + 64)
  }

  /// Takes those of the candidates `first ..< first + count` that score above the threshold.
  ///
  /// `scores` goes on to the next multiple of sixteen. Candidates that are good enough get rare soon, so four vectors
  /// are looked at together first.
  func offer(_ scores: UnsafePointer<Float>, count: Int, first: Int) {
    let vectors = UnsafeRawPointer(scores).assumingMemoryBound(to: SIMD16<Float>.self)
    let total = (count + 15) / 16
    var vector = 0
    while vector + 4 <= total {
      let left = signs(of: vectors[vector], above: threshold) | signs(of: vectors[vector + 1], above: threshold)
      let right = signs(of: vectors[vector + 2], above: threshold) | signs(of: vectors[vector + 3], above: threshold)
      if mask(left | right) != 0 {
        for part in vector..<vector + 4 {
          take(vectors[part], count: count - part * 16, first: first + part * 16)
        }
      }
      vector += 4
    }
    for part in vector..<total { take(vectors[part], count: count - part * 16, first: first + part * 16) }
  }

  /// Takes those of sixteen candidates that score above the threshold, of which only `count` are real.
  private func take(_ scores: SIMD16<Float>, count: Int, first: Int) {
    var hits = mask(signs(of: scores, above: threshold))
    while hits != 0 {
      let lane = hits.trailingZeroBitCount
      hits &= hits - 1
      guard lane < count, first + lane != row else { continue }
      keys[filled] = Self.key(score: scores[lane], row: first + lane)
      filled += 1
    }
    guard filled > keys.count - 16 else { return }
    select(wanted, smallestOf: keys.base, filled)
    filled = wanted
    threshold = Self.score(keys[wanted - 1])
  }

  /// Forgets the candidates, but not that as many as wanted of them scored so high.
  func restart() {
    guard filled >= wanted else {
      filled = 0
      return
    }
    select(wanted, smallestOf: keys.base, filled)
    filled = 0
    // They come again, and those with the lowest of these scores must be taken again.
    threshold = Self.score(keys[wanted - 1]).nextDown
  }

  /// Returns the best candidates, in no order, and a score that no other row exceeds; nil where they are all rows.
  func best() -> (rows: [Int], others: Float?) {
    if filled > wanted { select(wanted, smallestOf: keys.base, filled) }
    let kept = min(filled, wanted)
    let worst = (0..<kept).reduce(UInt64.min) { max($0, keys[$1]) }
    let rows = (0..<kept).map { Int(keys[$0] & 0xffff_ffff) }
    return (rows, filled < wanted ? nil : max(Self.score(worst), threshold))
  }

  /// Measures the candidates and writes the nearest, in order.
  func writeNearest(
    _ count: Int, of block: RowBlock, indices: UnsafeMutablePointer<Int32>, distances: UnsafeMutablePointer<Float>
  ) {
    if filled > wanted { select(wanted, smallestOf: keys.base, filled) }
    let query = block.pointer(toRow: row)
    for position in 0..<wanted {
      let candidate = Int32(truncatingIfNeeded: keys[position])
      let distance = Float(squaredDistance(query, block.pointer(toRow: Int(candidate)), block.columns))
      keys[position] = DistanceKey(distance, row: candidate).bits
    }
    var measured = UnsafeMutableBufferPointer(start: keys.base, count: wanted)
    measured.sort()
    for position in 0..<count {
      let nearest = DistanceKey(bits: keys[position])
      (indices[position], distances[position]) = (nearest.row, nearest.distance)
    }
  }

  private static func key(score: Float, row: Int) -> UInt64 {
    UInt64(~score.orderedBits) << 32 | UInt64(row)
  }

  private static func score(_ key: UInt64) -> Float {
    Float(orderedBits: ~UInt32(key >> 32))
  }
}

/// Returns for each lane, in its sign bit, whether it is above `threshold`: comparisons of vectors compile to one lane
/// at a time.
@inline(__always)
private func signs(of values: SIMD16<Float>, above threshold: Float) -> SIMD16<UInt32> {
  unsafeBitCast(SIMD16(repeating: threshold) - values, to: SIMD16<UInt32>.self)
}

/// The sign bits of all lanes, one bit each.
@inline(__always)
func mask(_ signs: SIMD16<UInt32>) -> UInt32 {
  ((signs &>> 31) &<< SIMD16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)).wrappedSum()
}

/// Moves the `wanted` smallest of `count` different numbers to the front, the largest of them last (Hoare 1961).
func select<Key: Comparable>(_ wanted: Int, smallestOf keys: UnsafeMutablePointer<Key>, _ count: Int) {
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
