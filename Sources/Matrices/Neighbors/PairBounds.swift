import Core

/// Lower bounds of the squared distances of all pairs of rows, from products in `Float`.
///
/// |a − b|² = |a|² + |b|² − 2 a·b for rows around their mean. Rounding takes at most a share ε of |a|² + |b|² from it, so
/// (1 − ε)(|a|² + |b|²) − 2 a·b is never above the distance. A *score* is a·b − ½(1 − ε)|b|²: pairs within a distance have at
/// least some score, whatever was rounded, and the few that have it are measured in `Double`.
package final class PairBounds: Sendable {
  /// The number of rows.
  package let count: Int
  /// The rows at the places; all in their order where nil.
  private let rows: Matrix
  private let tiles: [Tile]
  /// ½(1 − ε)|a|² of each place.
  private let halves: [Double]
  /// The factor from stored squares to those of the scaled rows.
  private let factor: Double

  /// The places of a tile; a multiple of the 112 vectors that the product kernel takes at once.
  package static let tileSize = 448
  /// The rows whose scores are computed together: 96 × 448 scores stay in the second-level cache.
  package static let blockSize = 96
  /// Squares below this one are no longer told apart, where the longest row has about 1.
  private static let smallestSquare = 1e-30

  private final class Tile: Sendable {
    let vectors: PackedColumns
    init(_ vectors: consuming PackedColumns) { self.vectors = vectors }
  }

  /// - Parameter order: the rows at the places.
  /// - Complexity: O(rows · columns) in time and memory.
  package init(_ measured: MeasuredRows, order: [Int]) {
    count = order.count
    let (centered, scale) = Self.centered(measured, order)
    rows = centered
    factor = scale * scale
    // Products, offsets, sums with thresholds, and the rounding of the centered rows themselves.
    let error = 2 * PackedColumns.rounding(columns: centered.columns) + Double(Float.ulpOfOne) * 8
    let halves = centered.squaredRowNorms().map { 0.5 * (1 - error) * $0 }
    self.halves = halves
    tiles = centered.withRows { block in
      Parallel.mapChunks(of: block.rows, size: Self.tileSize) { _, range in
        let packed = PackedColumns(count: range.count, dimensions: block.columns)
        for index in 0..<packed.count {
          let place = range.lowerBound + index
          packed.set(index, to: block.pointer(toRow: place), offset: Float(-halves[place]))
        }
        return Tile(packed)
      }
    }
  }

  /// The rows less their mean, times a power of two that makes the longest about 1.
  private static func centered(_ measured: MeasuredRows, _ order: [Int]) -> (Matrix, scale: Double) {
    measured.withMeasure { measure in
      let columns = measure.columns
      func mapRows<Value>(_ body: (_ place: Int, UnsafeMutablePointer<Double>) -> Value) -> [[Value]] {
        Parallel.mapChunks(of: order.count, size: 512) { _, range in
          let values = Buffer<Double>(count: columns)
          return range.map { place in
            measure.read(order[place], into: values.base)
            return body(place, values.base)
          }
        }
      }
      var mean = [Double](repeating: 0, count: columns)
      let sums = Parallel.mapChunks(of: order.count, size: 512) { _, range in
        let values = Buffer<Double>(count: columns)
        var sum = [Double](repeating: 0, count: columns)
        for place in range {
          measure.read(order[place], into: values.base)
          for column in 0..<columns { sum[column] += values[column] }
        }
        return sum
      }
      for sum in sums { for column in 0..<columns { mean[column] += sum[column] / Double(order.count) } }
      let longest = mapRows { _, values in (0..<columns).reduce(0.0) { max($0, abs(values[$1] - mean[$1])) } }
        .joined().max() ?? 0
      let scale = longest > 0 ? Double(sign: .plus, exponent: -Int(longest.exponent), significand: 1) : 1
      let rows = Matrix(rows: order.count, columns: columns) { (target: MutableRowBlock) in
        nonisolated(unsafe) let target = target
        _ = mapRows { place, values in
          let row = target.pointer(toRow: place)
          for column in 0..<columns { row[column] = Float((values[column] - mean[column]) * scale) }
        }
      }
      return (rows, scale)
    }
  }

  /// The number of tiles.
  package var tileCount: Int { tiles.count }

  /// The places of a tile.
  package func places(ofTile tile: Int) -> Range<Int> {
    tile * Self.tileSize..<min((tile + 1) * Self.tileSize, count)
  }

  /// Writes the scores of some places with those of a tile, rows ``tileSize`` apart; those after the last place of the tile
  /// are of no row.
  package func scores(_ places: [Int], tile: Int, into scores: UnsafeMutablePointer<Float>) {
    rows.withRows { block in
      withUnsafeTemporaryAllocation(of: UnsafePointer<Float>.self, capacity: max(places.count, 1)) { pointers in
        for (index, place) in places.enumerated() {
          pointers.initializeElement(at: index, to: block.pointer(toRow: place))
        }
        let pointers = UnsafeBufferPointer(rebasing: pointers[..<places.count])
        let tile = tiles[tile]
        for panel in 0..<tile.vectors.panels {
          tile.vectors.products(
            panel: panel, columns: block.columns, with: pointers, into: scores + panel * 16, stride: Self.tileSize)
        }
      }
    }
  }

  /// Returns a square, in stored units, that no distance of a pair with at most this score is below.
  package func leastSquare(_ place: Int, score: Float) -> Double {
    // `Float` rounds the score once more.
    max(2 * (halves[place] - Double(score.nextUp)) - Self.smallestSquare, 0) / factor
  }

  /// Returns a number of a square in stored units: every pair of a place within it has at least a score of
  /// ``offset(_:)`` less that number.
  package func reach(_ square: Double) -> Float {
    Float(0.5 * (square * factor + Self.smallestSquare) * (1 + 0x1p-20)).nextUp
  }

  /// Returns the score of a place that a pair at the distance 0 has at least.
  package func offset(_ place: Int) -> Float { Float(halves[place] * (1 - 0x1p-22)).nextDown }
}

/// Returns for each of sixteen lanes whether its score plus its reach is at least an offset, one bit each.
@inline(__always)
package func reachingScores(
  _ scores: UnsafePointer<Float>, _ reaches: UnsafePointer<Float>, _ offset: Float
) -> UInt32 {
  let sums =
    UnsafeRawPointer(scores).loadUnaligned(as: SIMD16<Float>.self)
    + UnsafeRawPointer(reaches).loadUnaligned(as: SIMD16<Float>.self)
  return ~mask(unsafeBitCast(sums - SIMD16(repeating: offset), to: SIMD16<UInt32>.self)) & 0xffff
}
