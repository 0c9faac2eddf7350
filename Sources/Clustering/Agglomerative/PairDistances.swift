import Core
import Matrices

/// The distances between all pairs of rows in stored units; for the cosine half the squared distances of their directions.
///
/// Distances of many rows come from products around the mean, in `Float`, and from differences in `Double` where a product
/// would lose more than four bits; distances of few rows come from differences alone.
package struct PairDistances: ~Copyable {
  /// The number of rows, or of the clusters that are left of them.
  package private(set) var rows: Int
  /// The pairs (0, 1), (0, 2), …, (1, 2), …
  package let values: Buffer<Double>

  /// The differences up to which all pairs are measured so: a second or two.
  private static let fewDifferences = 2e9
  /// Below this share of both squared lengths a product has lost too much.
  private static let cancellation = 1.0 / 16
  /// Rows whose products are computed together, and the candidates of a tile: both stay in the second-level cache.
  private static let (queries, tile) = (96, 448)

  /// - Complexity: O(rows² · columns) time, 4 · rows² bytes.
  package init(_ measured: MeasuredRows) {
    let count = measured.rows.rows
    rows = count
    // Pairs of one row lie all over the memory, which huge pages let a processor reach at once.
    values = Buffer(zeroes: max(count * (count - 1) / 2, 1))
    let target = values.base
    let differences = Double(count) * Double(count) / 2 * Double(measured.rows.columns)
    guard differences > Self.fewDifferences else {
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
      return
    }
    Self.multiply(measured, into: target)
  }

  /// The distances from products: |a|² + |b|² − 2·a·b around the mean.
  private static func multiply(_ measured: MeasuredRows, into target: UnsafeMutablePointer<Double>) {
    let centered = measured.centered()
    let count = centered.rows
    let norms = centered.squaredRowNorms()
    measured.withMeasure { measure in
      centered.withRows { block in
        for first in stride(from: 0, to: count, by: tile) {
          let range = first..<min(first + tile, count)
          let packed = PackedColumns(count: range.count, dimensions: block.columns)
          for index in 0..<range.count { packed.set(index, to: block.pointer(toRow: first + index), offset: 0) }
          // The rows before the end of the tile, each with the candidates after it.
          Parallel.forEachChunk(of: range.upperBound, size: queries) { _, rows in
            let products = Buffer<Float>(count: rows.count * packed.width)
            packed.products(with: block[rows], into: products.base)
            for row in rows {
              let line = target + start(of: row, count) - row - 1
              let own = products + (row - rows.lowerBound) * packed.width
              for other in max(row + 1, first)..<max(range.upperBound, max(row + 1, first)) {
                let lengths = norms[row] + norms[other]
                var square = lengths - 2 * Double(own[other - first])
                if square < cancellation * lengths { square = measure.square(row, other) }
                line[other] = measured.storedDistance(ofSquare: square)
              }
            }
          }
        }
      }
    }
  }

  /// Forgets all rows but some ascending ones, whose pairs move together.
  ///
  /// - Complexity: O(kept²).
  mutating func keep(_ kept: [Int]) {
    var target = values.base
    kept.withUnsafeBufferPointer { kept in
      for (index, row) in kept.enumerated() {
        // No pair moves behind one that is still to be read.
        let line = values.base + Self.start(of: row, rows) - row - 1
        for other in index + 1..<max(kept.count, index + 1) { target[other - index - 1] = line[kept[other]] }
        target += kept.count - index - 1
      }
    }
    rows = kept.count
  }

  /// The position of the first pair of a row.
  @inline(__always)
  static func start(of row: Int, _ count: Int) -> Int { row * count - row * (row + 1) / 2 }
}
