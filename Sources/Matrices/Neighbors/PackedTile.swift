import Core

/// Some rows as the vectors of products: so many that their scores stay in the second-level cache.
final class PackedTile: Sendable {
  let vectors: PackedColumns

  /// The rows of a tile; a multiple of the 32 vectors that the product kernel takes at once.
  static let size = 448

  private init(_ vectors: consuming PackedColumns) { self.vectors = vectors }

  /// Packs rows, tile after tile.
  ///
  /// - Parameter offset: the number that a product with a row begins with.
  /// - Complexity: O(rows · columns) in time and memory.
  static func tiles(of block: RowBlock, offset: (_ row: Int) -> Float) -> [PackedTile] {
    Parallel.mapChunks(of: block.rows, size: size) { _, range in PackedTile(block, range, offset: offset) }
  }

  /// Packs some rows.
  convenience init(_ block: RowBlock, _ rows: Range<Int>, offset: (_ row: Int) -> Float) {
    self.init(PackedColumns(block[rows]) { offset(rows.lowerBound + $0) })
  }
}

/// Rows as candidates, packed for products in tiles.
struct CandidateTiles {
  private let tiles: [PackedTile]

  init(_ block: RowBlock) {
    tiles = PackedTile.tiles(of: block) { row in
      Float(-0.5 * squaredNorm(block.pointer(toRow: row), block.columns))
    }
  }

  /// The number of tiles.
  var count: Int { tiles.count }

  /// Calls `body` with r·c − ½|c|² for all rows and the candidates c of each tile, higher for nearer ones.
  ///
  /// - Parameter range: the tiles; nil for all.
  func forEachScores(
    of rows: RowBlock, tiles range: Range<Int>? = nil,
    _ body: (_ first: Int, _ scores: UnsafePointer<Float>, _ width: Int, _ count: Int) -> Void
  ) {
    let scores = Buffer<Float>(count: rows.rows * PackedTile.size)
    for index in range ?? tiles.indices {
      let tile = tiles[index]
      tile.vectors.products(with: rows, into: scores.base)
      body(index * PackedTile.size, scores.base, tile.vectors.width, tile.vectors.count)
    }
  }
}
