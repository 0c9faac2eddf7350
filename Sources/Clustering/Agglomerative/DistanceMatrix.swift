import Core
import Matrices

/// The distances between all rows or clusters in stored units, from products in `Float`; for the cosine half the squared
/// distances of their directions. Each row holds its distances to all others side by side.
///
/// The pairs held once, in `Double`, take as much memory, but half of those of a row lie in lines of their own. With 10,000
/// rows the merges of such pairs took 1.9 s; they take .7 s here.
package struct DistanceMatrix: ~Copyable {
  package private(set) var count: Int
  /// count × `width`; infinite from a row to itself.
  private let values: Buffer<Float>
  /// The numbers from one row to the next: whole vectors, and no power of two, which would put a column into few lines of
  /// the caches.
  private var width: Int
  /// 0 for each cluster, infinite where there is none any more.
  private let absence: Buffer<Float>

  /// The differences up to which all pairs are measured so: a second or two.
  private static let fewDifferences = 2e9
  /// Below this share of both squared lengths a product has lost more than four bits, and is measured by differences.
  private static let cancellation = 1.0 / 16
  /// Rows whose products are computed together, and the candidates of a tile.
  private static let (queries, tile) = (96, 448)
  /// The lines of a column that are asked for ahead.
  private static let ahead = 16

  /// Returns whether differences of all pairs would take long.
  package static func suits(_ rows: Matrix) -> Bool {
    Double(rows.rows) * Double(rows.rows) / 2 * Double(rows.columns) > fewDifferences
  }

  private static func width(_ count: Int) -> Int { ((count + 15) / 16 | 1) * 16 }

  /// - Complexity: O(rows² · columns) time, 4 · rows² bytes.
  package init(_ measured: MeasuredRows) {
    count = measured.rows.rows
    width = Self.width(count)
    // Huge pages let a processor reach all rows at once.
    values = Buffer(zeroes: count * width)
    absence = Buffer(repeating: .infinity, count: width)
    for place in 0..<count {
      absence[place] = 0
      values[place * width + place] = .infinity
    }
    multiply(measured)
  }

  /// The distances from products: |a|² + |b|² − 2·a·b around the mean.
  private func multiply(_ measured: MeasuredRows) {
    let centered = measured.centered()
    let norms = centered.squaredRowNorms()
    measured.withMeasure { measure in
      centered.withRows { block in
        for first in stride(from: 0, to: count, by: Self.tile) {
          let range = first..<min(first + Self.tile, count)
          let packed = PackedColumns(block[range])
          // The rows before the end of the tile, each with the candidates after it.
          Parallel.forEachChunk(of: range.upperBound, size: Self.queries) { _, rows in
            let products = Buffer<Float>(count: rows.count * packed.width)
            packed.products(with: block[rows], into: products.base)
            for row in rows {
              let own = products + (row - rows.lowerBound) * packed.width
              for other in max(row + 1, first)..<max(range.upperBound, max(row + 1, first)) {
                let lengths = norms[row] + norms[other]
                var square = lengths - 2 * Double(own[other - first])
                if square < Self.cancellation * lengths { square = measure.square(row, other) }
                own[other - first] = Float(measured.storedDistance(ofSquare: square))
              }
            }
            store(rows, range, products.base, packed.width)
          }
        }
      }
    }
  }

  /// Writes the distances of rows to later candidates at both of their places.
  private func store(_ rows: Range<Int>, _ candidates: Range<Int>, _ distances: UnsafePointer<Float>, _ stride: Int) {
    for row in rows {
      let own = distances + (row - rows.lowerBound) * stride - candidates.lowerBound
      let line = values + row * width
      let first = max(row + 1, candidates.lowerBound)
      for other in first..<max(candidates.upperBound, first) { line[other] = own[other] }
    }
    for other in candidates {
      let column = distances + (other - candidates.lowerBound)
      let line = values + other * width
      let end = min(other, rows.upperBound)
      for row in rows.lowerBound..<max(end, rows.lowerBound) { line[row] = column[(row - rows.lowerBound) * stride] }
    }
  }
}

extension DistanceMatrix: ClusterDistances {
  package func distance(_ one: Int, _ other: Int) -> Double { Double(values[one * width + other]) }

  package func nearest(to place: Int, of places: [Int], below bound: Double) -> (place: Int, distance: Double)? {
    let (line, absence) = (values + place * width, absence.base)
    var least = SIMD16<Float>(repeating: .infinity)
    for start in stride(from: 0, to: width, by: 16) {
      let distances = sixteen(line + start) + sixteen(absence + start)
      least.replace(with: distances, where: distances .< least)
    }
    let nearest = least.min()
    guard Double(nearest) < bound else { return nil }
    return (0..<count).first { line[$0] + absence[$0] == nearest }.map { ($0, Double(nearest)) }
  }

  package mutating func join(_ gone: Int, to kept: Int, of places: [Int], sizes: [Double], _ update: LinkageUpdate) {
    let (first, second) = (values + gone * width, values + kept * width)
    sizes.withUnsafeBufferPointer { sizes in
      for start in stride(from: 0, to: count, by: 8) {
        var theirs = SIMD8<Double>.one
        if start + 8 <= count {
          theirs = UnsafeRawPointer(sizes.baseAddress! + start).loadUnaligned(as: SIMD8<Double>.self)
        } else {
          for place in start..<count { theirs[place - start] = sizes[place] }
        }
        let found = update.distances(eight(first + start), eight(second + start), sizes: theirs)
        UnsafeMutableRawPointer(second + start).storeBytes(of: SIMD8<Float>(found), as: SIMD8<Float>.self)
      }
    }
    second[kept] = .infinity
    absence[gone] = .infinity
    let (column, width) = (values + kept, width)
    for (index, place) in places.enumerated() where place != kept {
      prefetch(column + places[min(index + Self.ahead, places.count - 1)] * width)
      column[place * width] = second[place]
    }
  }

  /// - Complexity: O(kept²).
  package mutating func keep(_ kept: [Int]) {
    let narrow = Self.width(kept.count)
    kept.withUnsafeBufferPointer { kept in
      for (index, place) in kept.enumerated() {
        // No number moves behind one that is still to be read.
        let (line, target) = (values + place * width, values + index * narrow)
        for (position, other) in kept.enumerated() { target[position] = line[other] }
      }
    }
    (count, width) = (kept.count, narrow)
    for place in 0..<narrow { absence[place] = place < count ? 0 : .infinity }
  }
}

@inline(__always)
private func sixteen(_ values: UnsafeMutablePointer<Float>) -> SIMD16<Float> {
  UnsafeRawPointer(values).loadUnaligned(as: SIMD16<Float>.self)
}

@inline(__always)
private func eight(_ values: UnsafeMutablePointer<Float>) -> SIMD8<Double> {
  SIMD8<Double>(UnsafeRawPointer(values).loadUnaligned(as: SIMD8<Float>.self))
}
