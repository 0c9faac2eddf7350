import Core
import Matrices

/// The distances between all pairs of rows, in stored units.
///
/// Distances of many rows come from products around the mean, in `Float`, and from differences where a product would lose
/// more than four bits; distances of few rows come from differences alone.
///
/// A line of the cache holds the pairs of four rows with two later ones. The pairs of a row with the rows before it, which a
/// merge reads as often as those with the rows after it, lie apart row by row otherwise, and memory is what a merge waits for:
/// 10,000 rows take MEASURE.
package struct PairDistances: ~Copyable {
  /// The number of rows, or of the clusters that are left of them.
  package private(set) var rows: Int
  /// Four rows after four rows: two columns of the four, the next two.
  private let values: Buffer<Double>

  /// The differences up to which all pairs are measured so: a second or two.
  private static let fewDifferences = 2e9
  /// Below this share of both squared lengths a product has lost too much.
  private static let cancellation = 1.0 / 16
  /// Rows whose products are computed together, and the candidates of a tile: both stay in the second-level cache.
  private static let (queries, tile) = (96, 448)

  /// - Complexity: O(rows² · columns) time, 4 · rows² bytes.
  package init(_ matrix: Matrix, _ metric: Agglomerative.Metric) {
    let count = matrix.rows
    rows = count
    // Pairs of one row lie all over the memory, which huge pages let a processor reach at once.
    let bands = (count + 3) / 4
    values = Buffer(zeroes: max(8 * bands * ((count + 1) / 2 - bands + 1), 1))
    let target = PairLines(values.base, rows: count)
    func write(_ row: Int, _ square: (Int) -> Double) {
      for other in row + 1..<count { target[row, other] = Self.distance(ofSquare: square(other), metric) }
    }
    let differences = Double(count) * Double(count) / 2 * Double(matrix.columns)
    guard matrix.remainder == nil, differences > Self.fewDifferences else {
      matrix.withExactRows { block in
        Parallel.forEachChunk(of: count - 1, size: 8) { _, range in
          for row in range { write(row) { block.squaredDistance(row, $0) } }
        }
      }
      return
    }
    Self.multiply(matrix, into: target, metric)
  }

  /// The distances from products: |a|² + |b|² − 2·a·b around the mean.
  private static func multiply(
    _ matrix: Matrix, into target: PairLines, _ metric: Agglomerative.Metric
  ) {
    let centered = matrix.centered()
    let count = matrix.rows
    let norms = centered.squaredRowNorms()
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
            let own = products + (row - rows.lowerBound) * packed.width
            for other in max(row + 1, first)..<max(range.upperBound, max(row + 1, first)) {
              let lengths = norms[row] + norms[other]
              var square = lengths - 2 * Double(own[other - first])
              if square < cancellation * lengths {
                square = squaredDistance(block.pointer(toRow: row), block.pointer(toRow: other), block.columns)
              }
              target[row, other] = distance(ofSquare: square, metric)
            }
          }
        }
      }
    }
  }

  /// The distance of a row to a later one.
  package func distance(_ low: Int, _ high: Int) -> Double { lines[low, high] }

  /// Where the pairs of the rows that are left lie.
  var lines: PairLines { PairLines(values.base, rows: rows) }

  /// Forgets all rows but some ascending ones, whose pairs move together.
  ///
  /// - Complexity: O(kept²).
  mutating func keep(_ kept: [Int]) {
    let (former, target) = (lines, PairLines(values.base, rows: kept.count))
    // Line after line, so that no pair moves onto one that is still to be read.
    for first in stride(from: 0, to: kept.count, by: 4) {
      for column in stride(from: first, to: kept.count, by: 2) {
        var line = SIMD8<Double>.zero
        for row in first..<min(first + 4, kept.count) {
          for other in max(column, row + 1)..<max(min(column + 2, kept.count), max(column, row + 1)) {
            line[2 * (row - first) + other - column] = former[kept[row], kept[other]]
          }
        }
        target.setLine(of: first, column, to: line)
      }
    }
    rows = kept.count
  }

  @inline(__always)
  static func distance(ofSquare square: Double, _ metric: Agglomerative.Metric) -> Double {
    metric == .cosine ? square / 2 : square.squareRoot()
  }
}

/// The place of each pair of rows in memory.
struct PairLines {
  private let base: UnsafeMutablePointer<Double>
  /// Half the number of rows, rounded up.
  private let half: Int

  init(_ base: UnsafeMutablePointer<Double>, rows: Int) { (self.base, half) = (base, (rows + 1) >> 1) }

  /// The distance of a row to a later one.
  @inline(__always)
  subscript(low: Int, high: Int) -> Double {
    get { base[position(low, high)] }
    nonmutating set { base[position(low, high)] = newValue }
  }

  /// The bands of four rows before have 2 half − 0, 2 half − 4, … lines.
  @inline(__always)
  private func position(_ low: Int, _ high: Int) -> Int {
    let band = low >> 2
    return (band * (half - band - 1) + high >> 1) << 3 + (low & 3) << 1 + high & 1
  }

  /// Sets the distances of four rows, of which the first is a multiple of four, to a later pair of rows.
  func setLine(of first: Int, _ column: Int, to line: SIMD8<Double>) {
    UnsafeMutableRawPointer(base + position(first, column)).storeBytes(of: line, as: SIMD8<Double>.self)
  }
}
