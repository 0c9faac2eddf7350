import Core

/// The best candidates of many rows, each list sorted, none twice.
///
/// A candidate is one number, its score in the upper and its row in the lower half, so that a smaller number is a better
/// candidate, and of two equal scores the lower row. The same pair of rows must always get the same score.
final class CandidateLists: Sendable {
  /// The number of lists.
  let rows: Int
  /// The number of candidates that a list holds.
  let capacity: Int
  private let keys: Buffer<UInt64>

  /// The number in a place that no candidate has yet.
  static let none = UInt64.max

  init(rows: Int, capacity: Int) {
    self.rows = rows
    self.capacity = capacity
    keys = Buffer(repeating: Self.none, count: rows * capacity)
  }

  /// Offers candidates to a list, which only the calling thread changes.
  ///
  /// - Parameters:
  ///   - scores: those of the candidates, higher for better ones; memory goes on to the next multiple of sixteen.
  ///   - ids: the row of each candidate; one that is `row` is left out.
  func offer(
    _ scores: UnsafePointer<Float>, _ ids: UnsafePointer<Int32>, count: Int, to list: Int, leavingOut row: Int
  ) {
    let vectors = UnsafeRawPointer(scores).assumingMemoryBound(to: SIMD16<Float>.self)
    let keys = keys + list * capacity
    var least = Self.score(keys[capacity - 1])
    for vector in 0..<(count + 15) / 16 {
      var hits = lanes(of: vectors[vector], atLeast: least)
      while hits != 0 {
        let index = vector * 16 + hits.trailingZeroBitCount
        hits &= hits - 1
        guard index < count, Int(ids[index]) != row else { continue }
        if insert(Self.key(score: scores[index], row: ids[index]), keys) { least = Self.score(keys[capacity - 1]) }
      }
    }
  }

  /// Offers one candidate to a list.
  func offer(_ candidate: Int32, score: Float, to list: Int) {
    _ = insert(Self.key(score: score, row: candidate), keys + list * capacity)
  }

  private func insert(_ key: UInt64, _ keys: UnsafeMutablePointer<UInt64>) -> Bool {
    guard key < keys[capacity - 1] else { return false }
    var (low, high) = (0, capacity - 1)
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] < key { low = middle + 1 } else { high = middle }
    }
    guard keys[low] != key else { return false }
    (keys + low + 1).update(from: keys + low, count: capacity - 1 - low)
    keys[low] = key
    return true
  }

  /// Calls `body` with the candidates of a list, best first.
  func forEachCandidate(of list: Int, first count: Int, _ body: (Int32) -> Void) {
    for place in list * capacity..<list * capacity + min(count, capacity) where keys[place] != Self.none {
      body(Int32(truncatingIfNeeded: keys[place]))
    }
  }

  private static func key(score: Float, row: Int32) -> UInt64 {
    UInt64(~score.orderedBits) << 32 | UInt64(UInt32(bitPattern: row))
  }

  /// The score of a candidate; that of none is below all.
  private static func score(_ key: UInt64) -> Float {
    key == none ? -.infinity : Float(orderedBits: ~UInt32(key >> 32))
  }
}

/// Returns a bit for each lane that is at least `least`; comparisons of vectors compile to one lane at a time.
@inline(__always)
private func lanes(of values: SIMD16<Float>, atLeast least: Float) -> UInt32 {
  let below = unsafeBitCast(values - SIMD16(repeating: least), to: SIMD16<UInt32>.self) &>> 31
  return ~(below &<< SIMD16(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15)).wrappedSum() & 0xffff
}
