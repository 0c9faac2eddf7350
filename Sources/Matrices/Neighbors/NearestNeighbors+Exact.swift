import Core

extension NearestNeighbors {
  /// The neighbours of rows with digits that `Float` does not hold, as in narrow clumps far apart: products of such rows
  /// rank nothing within a clump, so every pair is measured from differences in `Double`.
  ///
  /// - Complexity: O(rows² · columns), several times as long as by products.
  static func measured(_ rows: Matrix, count: Int) -> (indices: [Int32], squaredDistances: [Float]) {
    let parts = rows.withExactRows { block in
      Parallel.mapChunks(of: rows.rows, size: 16) { _, range in
        var nearest: [UInt64] = []
        nearest.reserveCapacity(range.count * count)
        var keys: [UInt64] = []
        keys.reserveCapacity(rows.rows)
        for row in range {
          keys.removeAll(keepingCapacity: true)
          for other in 0..<rows.rows where other != row {
            // The bits of a number that is not negative are in the order of the numbers.
            keys.append(
              UInt64(Float(block.squaredDistance(row, other)).bitPattern) << 32 | UInt64(other))
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
    return (
      keys.map { Int32(truncatingIfNeeded: $0) }, keys.map { Float(bitPattern: UInt32($0 >> 32)) }
    )
  }
}
