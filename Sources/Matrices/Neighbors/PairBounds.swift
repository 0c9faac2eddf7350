import Core

/// Lower bounds of the squared distances of all pairs of rows, from products in `Float`.
///
/// |a − b|² = |a|² + |b|² − 2 a·b for rows around their mean. Rounding takes at most a share ε of |a|² + |b|² from it, so
/// (1 − ε)(|a|² + |b|²) − 2 a·b is never above the distance. A *score* is a·b − ½(1 − ε)|b|²: pairs within a distance have at
/// least some score, whatever was rounded, and the few that have it are measured in `Double`. Of many columns, coordinates
/// along a few directions are compared, which bring no pair farther apart.
package final class PairBounds: Sendable {
  /// The number of rows.
  package let count: Int
  /// The rows at the places, as they are compared.
  private let rows: Matrix
  private let tiles: [PackedTile]
  /// ½(1 − ε)|a|² of each place.
  private let halves: [Double]
  /// The factor from stored squares to those of the scaled rows.
  private let factor: Double

  /// The places of a tile.
  package static let tileSize = PackedTile.size
  /// The rows whose scores are computed together: 96 × 448 scores stay in the second-level cache.
  package static let blockSize = 96
  /// Squares below this one are no longer told apart, where the longest row has about 1.
  static let smallestSquare = 1e-30

  /// - Parameter order: the rows at the places.
  /// - Complexity: O(rows · columns) in time and memory.
  package convenience init(_ measured: MeasuredRows, order: [Int]) {
    let centered = CenteredPlaces(measured, order)
    let (rows, halves) = centered.compared()
    self.init(rows, halves: halves, factor: centered.scale * centered.scale)
  }

  /// The same bounds of some places, in another order.
  ///
  /// - Complexity: O(places · columns) in time and memory.
  package convenience init(_ bounds: PairBounds, places: [Int]) {
    self.init(bounds.rows.selecting(rows: places), halves: places.map { bounds.halves[$0] }, factor: bounds.factor)
  }

  private init(_ rows: Matrix, halves: [Double], factor: Double) {
    (count, self.rows, self.halves, self.factor) = (rows.rows, rows, halves, factor)
    tiles = rows.withRows { block in PackedTile.tiles(of: block) { Float(-halves[$0]) } }
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
