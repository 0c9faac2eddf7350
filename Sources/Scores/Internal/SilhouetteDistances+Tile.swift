import Matrices

extension SilhouetteDistances {
  /// The mean distance of a row to the others of its cluster, and to the nearest other cluster.
  struct MeanDistances {
    var own = 0.0
    var nearest = Double.infinity
    /// The sum over the part that has been seen of the cluster under way.
    var underWay = 0.0
  }

  /// Below this share of both squared lengths a squared distance has lost digits to cancellation.
  private static let cancellation: Float = 1 / 16

  /// For the rows at consecutive entries of `positions`, whose centred values are `left`.
  func meanDistances(
    of positions: ArraySlice<Int>, owners: ArraySlice<Int>, _ left: RowBlock
  ) -> [MeanDistances] {
    var means = [MeanDistances](repeating: MeanDistances(), count: positions.count)
    let products = UnsafeMutablePointer<Float>.allocate(capacity: left.rows * Self.tileColumns)
    defer { products.deallocate() }
    centred.withRows { right in
      for tile in tiles {
        LinearAlgebra.product(
          left, transposed: right[tile.columns], scale: -2, into: products, stride: Self.tileColumns)
        for row in 0..<left.rows {
          let position = positions[positions.startIndex + row]
          let owner = owners[owners.startIndex + row]
          for segment in tile.segments {
            means[row].underWay += distanceSum(
              products + row * Self.tileColumns, segment.columns, firstColumn: tile.columns.lowerBound, from: position)
            if segment.isLast { means[row].finish(segment.cluster, owner: owner, clustered) }
          }
        }
      }
    }
    return means
  }

  /// The sum of the distances from a row to the columns of a segment. `products` are -2 x·y of the row and the tile.
  private func distanceSum(
    _ products: UnsafePointer<Float>, _ columns: Range<Int>, firstColumn: Int, from position: Int
  ) -> Double {
    squaredNorms.withUnsafeBufferPointer { norms in
      guard let columnNorms = norms.baseAddress.map({ $0 + firstColumn }) else { return 0 }
      let norm = norms[position]
      var low = SIMD8<Double>.zero
      var high = SIMD8<Double>.zero
      var column = columns.lowerBound
      while column + 16 <= columns.upperBound {
        let both =
          UnsafeRawPointer(columnNorms + column).loadUnaligned(as: SIMD16<Float>.self)
          + SIMD16(repeating: norm)
        var squares = UnsafeRawPointer(products + column).loadUnaligned(as: SIMD16<Float>.self) + both
        let cancelled = squares .<= both * Self.cancellation
        if any(cancelled) {
          for lane in 0..<16 where cancelled[lane] {
            squares[lane] = squaredDistance(from: position, to: firstColumn + column + lane)
          }
        }
        let distances = squares.squareRoot()
        low += SIMD8<Double>(distances.lowHalf)
        high += SIMD8<Double>(distances.highHalf)
        column += 16
      }
      var sum = (low + high).sum()
      while column < columns.upperBound {
        let both = columnNorms[column] + norm
        var square = products[column] + both
        if square <= both * Self.cancellation { square = squaredDistance(from: position, to: firstColumn + column) }
        sum += Double(square.squareRoot())
        column += 1
      }
      return sum
    }
  }

  /// The squared distance of two positions from the rows themselves, in the unit of the centred ones.
  private func squaredDistance(from left: Int, to right: Int) -> Float {
    matrix.withRows { block in
      let square = Matrices.squaredDistance(
        block.pointer(toRow: clustered.order[left]), block.pointer(toRow: clustered.order[right]), block.columns)
      return Float(square * scale * scale)
    }
  }
}

extension SilhouetteDistances.MeanDistances {
  /// Takes the sum over a whole cluster.
  fileprivate mutating func finish(_ cluster: Int, owner: Int, _ clustered: ClusteredRows) {
    let size = clustered.range(of: cluster).count
    if cluster == owner {
      own = size > 1 ? underWay / Double(size - 1) : 0
    } else {
      nearest = min(nearest, underWay / Double(size))
    }
    underWay = 0
  }
}
