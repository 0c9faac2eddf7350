import Core
import Matrices

/// The distances between all pairs of rows or clusters in stored units, from differences in `Double`; for the cosine half
/// the squared distances of their directions. Each pair is held once.
package struct PairDistances: ~Copyable {
  package private(set) var count: Int
  /// The pairs (0, 1), (0, 2), …, (1, 2), …
  private let values: Buffer<Double>

  /// The pairs that are asked for ahead: those with lower places lie in lines of their own all over the memory.
  private static let ahead = 16

  /// - Complexity: O(rows² · columns) time, 4 · rows² bytes.
  package init(_ measured: MeasuredRows) {
    let count = measured.rows.rows
    self.count = count
    // Pairs of one row lie all over the memory, which huge pages let a processor reach at once.
    values = Buffer(zeroes: max(count * (count - 1) / 2, 1))
    let target = values.base
    measured.withMeasure { measure in
      Parallel.forEachChunk(of: count - 1, size: 8) { _, range in
        for row in range {
          let line = target + Self.start(of: row, count) - row - 1
          for other in row + 1..<count {
            line[other] = measured.storedDistance(ofSquare: measure.square(row, other))
          }
        }
      }
    }
  }
}

extension PairDistances: ClusterDistances {
  package func distance(_ one: Int, _ other: Int) -> Double { values[position(one, other)] }

  package func nearest(to place: Int, of places: [Int], below bound: Double) -> (place: Int, distance: Double)? {
    let values = values.base
    var (nearest, least) = (-1, bound)
    places.withUnsafeBufferPointer { places in
      var index = 0
      // The pairs with lower places lie apart, those with higher ones side by side.
      while places[index] < place {
        let other = places[index]
        let next = places[min(index + Self.ahead, places.count - 1)]
        if next < place { prefetch(values + Self.start(of: next, count) + place - next - 1) }
        let value = values[Self.start(of: other, count) + place - other - 1]
        if value < least { (nearest, least) = (other, value) }
        index += 1
      }
      let line = values + Self.start(of: place, count) - place - 1
      for index in index + 1..<max(places.count, index + 1) {
        let value = line[places[index]]
        if value < least { (nearest, least) = (places[index], value) }
      }
    }
    return nearest >= 0 ? (nearest, least) : nil
  }

  package mutating func join(_ gone: Int, to kept: Int, of places: [Int], sizes: [Double], _ update: LinkageUpdate) {
    let others = places.filter { $0 != gone && $0 != kept }
    let values = values.base
    for start in stride(from: 0, to: others.count, by: 8) {
      let eight = others[start..<min(start + 8, others.count)]
      var (first, second, theirs) = (SIMD8<Double>.zero, SIMD8<Double>.zero, SIMD8<Double>.one)
      for (lane, other) in eight.enumerated() {
        let next = others[min(start + lane + Self.ahead, others.count - 1)]
        prefetch(values + position(next, kept))
        prefetch(values + position(next, gone))
        (first[lane], second[lane]) = (values[position(gone, other)], values[position(kept, other)])
        theirs[lane] = sizes[other]
      }
      let found = update.distances(first, second, sizes: theirs)
      for (lane, other) in eight.enumerated() { values[position(kept, other)] = found[lane] }
    }
  }

  /// - Complexity: O(kept²).
  package mutating func keep(_ kept: [Int]) {
    var target = values.base
    kept.withUnsafeBufferPointer { kept in
      for (index, row) in kept.enumerated() {
        // No pair moves behind one that is still to be read.
        let line = values.base + Self.start(of: row, count) - row - 1
        for other in index + 1..<max(kept.count, index + 1) { target[other - index - 1] = line[kept[other]] }
        target += kept.count - index - 1
      }
    }
    count = kept.count
  }

  /// The position of the first pair of a row.
  @inline(__always)
  private static func start(of row: Int, _ count: Int) -> Int { row * count - row * (row + 1) / 2 }

  @inline(__always)
  private func position(_ one: Int, _ other: Int) -> Int {
    let (low, high) = one < other ? (one, other) : (other, one)
    return Self.start(of: low, count) + high - low - 1
  }
}
