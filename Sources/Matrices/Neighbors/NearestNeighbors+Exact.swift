import Core

extension NearestNeighbors {
  /// The neighbours of rows with digits that `Float` does not hold, as in narrow clumps far apart: products of such rows
  /// rank nothing within a clump, so every pair is measured from differences in `Double`.
  ///
  /// - Complexity: O(rows² · columns), several times as long as by products.
  static func measured(_ rows: Matrix, count: Int) -> (indices: [Int32], squaredDistances: [Float]) {
    let parts = rows.withExactRows { block in
      Parallel.mapChunks(of: rows.rows, size: 16) { _, range in
        var nearest: [DistanceKey] = []
        nearest.reserveCapacity(range.count * count)
        var keys: [DistanceKey] = []
        keys.reserveCapacity(rows.rows)
        for row in range {
          keys.removeAll(keepingCapacity: true)
          for other in 0..<rows.rows where other != row {
            let distance = Float(block.squaredDistance(row, other))
            keys.append(DistanceKey(distance, row: Int32(truncatingIfNeeded: other)))
          }
          keys.withUnsafeMutableBufferPointer { keys in
            if let base = keys.baseAddress { select(count, smallestOf: base, keys.count) }
          }
          nearest += keys.prefix(count).sorted()
        }
        return nearest
      }
    }
    let keys = parts.flatMap(\.self)
    return (keys.map(\.row), keys.map(\.distance))
  }
}
