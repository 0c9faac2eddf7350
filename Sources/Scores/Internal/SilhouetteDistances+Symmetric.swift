import Core
import Matrices

/// All rows against all rows, with each distance computed once: a tile above the diagonal serves its rows and, turned
/// over, its columns. That halves the work and takes the sums of every row over every cluster in memory.
extension SilhouetteDistances {
  /// True where those sums, twice rows × clusters in `Double`, take no more memory than the rows.
  var sumsFit: Bool { clustered.clusterCount * 4 <= centered.columns }

  /// The means of all rows.
  ///
  /// In round r, tile i meets tile i + r, around the end: each tile is met once by its rows and once by its columns,
  /// which add to sums of their own, so threads never write the same ones and the order of every sum is fixed.
  func symmetricMeans(_ owners: [Int]) -> [MeanDistances] {
    let count = clustered.order.count
    var rowSums = [Double](repeating: 0, count: count * clustered.clusterCount)
    var columnSums = rowSums
    rowSums.withUnsafeMutableBufferPointer { rowSums in
      columnSums.withUnsafeMutableBufferPointer { columnSums in
        guard let rowSums = rowSums.baseAddress, let columnSums = columnSums.baseAddress else {
          return
        }
        for round in 0...tiles.count / 2 {
          // Half way round, the second half of the tiles would repeat the pairs of the first.
          let pairs = round > 0 && 2 * round == tiles.count ? round : tiles.count
          Parallel.forEachChunk(of: pairs, size: 1) { tile, _ in
            add(distancesOf: tile, and: (tile + round) % tiles.count, to: rowSums, columnSums)
          }
        }
      }
    }
    return owners.indices.map { position in
      var means = MeanDistances()
      for cluster in 0..<clustered.clusterCount {
        let entry = position * clustered.clusterCount + cluster
        means.underWay = rowSums[entry] + columnSums[entry]
        means.finish(cluster, owner: owners[position], clustered)
      }
      return means
    }
  }

  /// Adds the distances of two tiles' rows to the sums of the first's rows and, unless it is one tile, to the sums of
  /// the second's.
  private func add(
    distancesOf first: Int, and second: Int, to rowSums: UnsafeMutablePointer<Double>,
    _ columnSums: UnsafeMutablePointer<Double>
  ) {
    let (rows, columns) = (tiles[first].columns, tiles[second].columns)
    let clusterCount = clustered.clusterCount
    let products = Buffer<Float>(count: rows.count * Self.side)
    let clusterSums = Buffer<Double>(count: Self.side)
    let stride = centered.withRows { block in
      let packed = PackedColumns(block[columns])
      packed.products(with: block[rows], into: products.base)
      return packed.width
    }
    // Rows of one cluster at a time, so that each column has one sum under way.
    for segment in tiles[first].segments {
      clusterSums.base.initialize(repeating: 0, count: columns.count)
      for row in segment.columns {
        let position = rows.lowerBound + row
        for other in tiles[second].segments {
          rowSums[position * clusterCount + other.cluster] += distanceSum(
            products + row * stride, other.columns, firstColumn: columns.lowerBound,
            from: position,
            addingTo: first == second ? nil : clusterSums.base)
        }
      }
      guard first != second else { continue }
      for column in 0..<columns.count {
        columnSums[(columns.lowerBound + column) * clusterCount + segment.cluster] +=
          clusterSums[column]
      }
    }
  }
}
