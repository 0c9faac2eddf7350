import Core

/// Affinities as the descent reads them: for points in a certain order, in blocks of sixteen entries that fill one cache
/// line.
///
/// Every iteration reads every entry, and with 60,000 points they exceed all caches. An entry takes four bytes in place
/// of eight, which takes an eighth off the time of the attraction: the columns of a block share all but their lower 16
/// bits, and of the probabilities the upper 16 bits are kept. These are off by 0.1 % then, each in its own direction,
/// where the interpolated repulsion is off by 1 %.
final class PackedAffinities {
  /// The blocks of point i are `starts[i] ..< starts[i + 1]`.
  let starts: [Int]
  /// The offset of the columns of each block.
  let bases: Buffer<Int32>
  /// Each block: the lower 16 bits of sixteen columns, then the upper 16 bits of their probabilities; what is not
  /// filled is 0.
  let blocks: Buffer<UInt16>

  /// - Parameter order: the row of each point.
  /// - Complexity: O(entries).
  init(_ affinities: Affinities, order: [Int]) {
    let count = order.count
    let places = inverse(of: order).map { Int32($0) }
    let groups = (count - 1) >> 16 + 1
    let sizes = Parallel.mapChunks(of: count, size: 1024) { _, range in
      var members = [Int](repeating: 0, count: groups)
      return range.map { point in
        for group in 0..<groups { members[group] = 0 }
        affinities.forEachEntry(ofRow: order[point]) { column, _ in members[Int(places[Int(column)] >> 16)] += 1 }
        return members.reduce(0) { $0 + ($1 + 15) / 16 }
      }
    }
    var starts = [0]
    starts.reserveCapacity(count + 1)
    for size in sizes.joined() { starts.append(starts[starts.count - 1] + size) }

    self.starts = starts
    self.bases = Buffer(count: starts[count])
    self.blocks = Buffer(count: starts[count] * 32)
    let (bases, blocks) = (self.bases.base, self.blocks.base)
    Parallel.forEachChunk(of: count, size: 1024) { _, range in
      let (first, end) = (starts[range.lowerBound], starts[range.upperBound])
      (blocks + first * 32).initialize(repeating: 0, count: (end - first) * 32)
      // Where the next entry of each group goes; a group begins a block when its last one is full.
      var next = [Int](repeating: 0, count: groups)
      for point in range {
        for group in 0..<groups { next[group] = 0 }
        var free = starts[point]
        affinities.forEachEntry(ofRow: order[point]) { column, value in
          let place = places[Int(column)]
          let group = Int(place >> 16)
          if next[group] % 16 == 0 {
            bases[free] = place & ~0xffff
            next[group] = free * 32
            free += 1
          }
          blocks[next[group]] = UInt16(truncatingIfNeeded: place)
          blocks[next[group] + 16] = upperBits(of: value)
          next[group] += 1
        }
      }
    }
  }
}

/// The upper 16 bits of a number, rounded to the nearest.
private func upperBits(of value: Float) -> UInt16 {
  let bits = value.bitPattern
  return UInt16(truncatingIfNeeded: (bits + 0x7fff + (bits >> 16 & 1)) >> 16)
}
