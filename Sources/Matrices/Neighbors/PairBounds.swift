import CKernels
import Core

/// Lower bounds of the squared distances of all pairs of rows, from products in `Float`.
///
/// |a − b|² = |a|² + |b|² − 2 a·b for rows around their mean. Rounding takes at most a share ε of |a|² + |b|² from it, so
/// (1 − ε)(|a|² + |b|²) − 2 a·b is never above the distance. A *score* is a·b − ½(1 − ε)|b|²: pairs within a distance have at
/// least some score, whatever was rounded, and the few that have it are measured in `Double`. Of many columns, coordinates
/// along a few directions are compared, which bring no pair farther apart.
package final class PairBounds: Sendable {
  /// The row at each place; near rows have near places.
  package let order: [Int]
  /// The rows at the places, as they are compared.
  private let rows: Matrix
  private let packed: [PackedTile]
  /// ½(1 − ε)|a|² of each place.
  private let halves: [Double]
  /// The factor from stored squares to those of the scaled rows.
  private let factor: Double
  /// The places in tiles.
  package let tiles: EqualTiles
  /// The mean of each tile.
  private let centers: [[Float]]
  /// The most that rounding adds to a difference of heights.
  private let heightError: Double
  /// The most by which the squared distance of two compared rows is above that of the rows.
  private let squareError: Double

  /// The scores of a place with a tile lie so far from those of the next one.
  package static let stride = EqualTiles.largest
  /// Squares below this one are no longer told apart, where the longest row has about 1.
  static let smallestSquare = 1e-30

  /// The number of places.
  package var count: Int { order.count }

  /// Makes the bounds of all rows, in an order of its own.
  ///
  /// - Complexity: O(rows · columns) in time and memory.
  package convenience init(_ measured: MeasuredRows) {
    let centered = CenteredPlaces(measured)
    let (rows, halves) = centered.compared()
    let order = NearOrder(rows).rows
    self.init(
      rows.selecting(rows: order), order: order, halves: order.map { halves[$0] },
      factor: centered.scale * centered.scale)
  }

  /// The same bounds of some places, in another order; along a few directions where those hold enough, for searches that
  /// few pairs are near enough for.
  ///
  /// - Complexity: O(places · columns) in time and memory.
  package convenience init(_ bounds: PairBounds, places: [Int]) {
    let (rows, order) = (bounds.rows.selecting(rows: places), places.map { bounds.order[$0] })
    let halves = places.map { bounds.halves[$0] }
    guard let along = Self.alongDirections(rows, halves) else {
      self.init(rows, order: order, halves: halves, factor: bounds.factor)
      return
    }
    self.init(along.rows, order: order, halves: along.halves, factor: bounds.factor)
  }

  /// The directions of bounds along a few, and the share of the squared lengths that they must hold: 32 of 50 columns cost a
  /// third less.
  private static let (directions, leastShare) = (32, 0.75)

  private static func alongDirections(_ rows: Matrix, _ halves: [Double]) -> (rows: Matrix, halves: [Double])? {
    guard rows.columns > directions, rows.columns <= 96, rows.rows >= 1_000 else { return nil }
    let directions = LeadingDirections(
      of: rows.selecting(rows: LeadingDirections.sampledRows(of: rows.rows)), count: Self.directions)
    let error = 2 * PackedColumns.rounding(columns: rows.columns) + Double(Float.ulpOfOne) * 8
    let along = directions.coordinates(ofRows: rows.rows, error: error) { range in
      rows.selecting(rows: Array(range))
    }
    guard along.share >= leastShare else { return nil }
    // The same part is taken off as from the bounds of the whole rows.
    let squares = rows.squaredRowNorms()
    return (along.rows, along.halves.indices.map { along.halves[$0] - max(0.5 * squares[$0] - halves[$0], 0) })
  }

  private init(_ rows: Matrix, order: [Int], halves: [Double], factor: Double) {
    (self.rows, self.order, self.halves, self.factor) = (rows, order, halves, factor)
    let tiles = EqualTiles(count: rows.rows)
    self.tiles = tiles
    centers = (0..<tiles.tiles).map { Self.center(rows, tiles.places(ofTile: $0)) }
    let squares = rows.squaredRowNorms()
    let longest = (squares.max() ?? 0).squareRoot()
    heightError = 2 * longest * Double(rows.columns + 16) * Double(Float.ulpOfOne)
    squareError = 2 * zip(squares, halves).reduce(0) { max($0, $1.0 - 2 * $1.1) } + Self.smallestSquare
    packed = rows.withRows { block in
      Parallel.mapChunks(of: tiles.tiles, size: 1) { tile, _ in
        PackedTile(block, tiles.places(ofTile: tile)) { Float(-halves[$0]) }
      }
    }
  }

  /// The mean of a tile.
  package func center(ofTile tile: Int) -> [Float] { centers[tile] }

  /// Returns the mean of some consecutive places.
  package func center(of places: Range<Int>) -> [Float] { Self.center(rows, places) }

  private static func center(_ rows: Matrix, _ places: Range<Int>) -> [Float] {
    rows.withRows { block in
      [Float](unsafeUninitializedCapacity: block.columns) { sums, size in
        size = block.columns
        guard let base = sums.baseAddress else { return }
        base.initialize(repeating: 0, count: block.columns)
        for place in places {
          let row = block.pointer(toRow: place)
          for column in 0..<block.columns { base[column] += row[column] }
        }
        for column in 0..<block.columns { base[column] /= Float(places.count) }
      }
    }
  }

  /// Writes the heights of some places and those of a tile along the line from a center to that of the tile: two places
  /// are at least as far apart as their heights. Tiles whose boxes overlap in every column are often apart along it.
  package func writeHeights(
    of places: Range<Int>, around center: [Float], _ heights: UnsafeMutablePointer<Float>, tile: Int,
    _ others: UnsafeMutablePointer<Float>
  ) {
    let columns = rows.columns
    let axis = zip(centers[tile], center).map { $0 - $1 }
    let length = axis.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
    // A little shorter than 1, so that rounding makes no height larger.
    let factor = length > 0 ? (1 - 0x1p-20) / length : 0
    let unit = axis.map { Float(Double($0) * factor) }
    unit.withUnsafeBufferPointer { unit in
      guard let unit = unit.baseAddress else { return }
      rows.withRows { block in
        for (index, place) in places.enumerated() { heights[index] = dot(block.pointer(toRow: place), unit, columns) }
        for (index, place) in tiles.places(ofTile: tile).enumerated() {
          others[index] = dot(block.pointer(toRow: place), unit, columns)
        }
      }
    }
  }

  /// Returns a difference of heights that no pair within a square, in stored units, exceeds.
  package func heightReach(_ square: Double) -> Float {
    Float(((square * factor + squareError).squareRoot() + heightError) * (1 + 0x1p-20)).nextUp
  }

  /// Writes the scores of some places with those of some panels of a tile, side by side, and from place to place `stride`
  /// apart; those after the last place of the tile are of no row.
  ///
  /// - Parameter scores: has room for a multiple of eight places, which are multiplied at a time.
  package func writeScores(
    _ places: [Int], tile: Int, panels: Range<Int>, into scores: UnsafeMutablePointer<Float>, stride: Int
  ) {
    rows.withRows { block in
      let padded = (places.count + 7) & ~7
      withUnsafeTemporaryAllocation(of: UnsafePointer<Float>.self, capacity: max(padded, 1)) { pointers in
        for index in 0..<padded {
          pointers.initializeElement(at: index, to: block.pointer(toRow: places[min(index, places.count - 1)]))
        }
        packed[tile].vectors.products(
          panels: panels, columns: block.columns, with: UnsafeBufferPointer(rebasing: pointers[..<padded]),
          into: scores, stride: stride, step: 16)
      }
    }
  }

  /// The number of panels of sixteen of a tile.
  package func panels(ofTile tile: Int) -> Int { packed[tile].vectors.panels }

  /// Returns a number of a square in stored units: every pair of a place within it has at least a score of
  /// ``offset(_:)`` less that number.
  package func reach(_ square: Double) -> Float {
    Float(0.5 * (square * factor + Self.smallestSquare) * (1 + 0x1p-20)).nextUp
  }

  /// Returns the score of a place that a pair at the distance 0 has at least.
  package func offset(_ place: Int) -> Float { Float(halves[place] * (1 - 0x1p-22)).nextDown }
}

/// Calls `body` with each of some lanes whose score plus its reach, or plus a reach of all, is at least an offset; scores
/// and reaches go on to a multiple of sixteen.
@inline(__always)
package func forEachHit(
  _ scores: UnsafePointer<Float>, _ reaches: UnsafePointer<Float>, orWithin reach: Float, _ offset: Float,
  lanes: Range<Int>, _ body: (Int) -> Void
) {
  var first = lanes.lowerBound & ~15
  var wanted = UInt32.max << UInt32(lanes.lowerBound - first)
  while first < lanes.upperBound {
    var hits = kernels_reaching_scores(scores + first, reaches + first, reach, offset) & wanted
    if lanes.upperBound - first < 16 { hits &= ~(UInt32.max << UInt32(lanes.upperBound - first)) }
    while hits != 0 {
      body(first + hits.trailingZeroBitCount)
      hits &= hits - 1
    }
    first += 16
    wanted = .max
  }
}
