import Core
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
  /// Below this square, in units of the largest entry's, `Float` has lost digits or the whole to underflow.
  private static let underflow: Float = 0x1p-100

  /// The means of the rows at some positions, each compared with all rows: O(rows) memory.
  func rowMeans(of positions: [Int], _ owners: [Int]) -> [MeanDistances] {
    let left =
      positions.count < clustered.order.count ? centered.selecting(rows: positions) : centered
    let blocks = Parallel.mapChunks(of: positions.count, size: Self.side) { _, range in
      left.withRows { rowMeans(of: positions[range], owners[range], $0[range]) }
    }
    return Array(blocks.joined())
  }

  /// For the rows at consecutive entries of `positions`, whose centered values are `left`.
  private func rowMeans(
    of positions: ArraySlice<Int>, _ owners: ArraySlice<Int>, _ left: RowBlock
  ) -> [MeanDistances] {
    var means = [MeanDistances](repeating: MeanDistances(), count: positions.count)
    let products = Buffer<Float>(count: left.rows * Self.side)
    centered.withRows { right in
      for tile in tiles {
        let packed = PackedColumns(right[tile.columns])
        packed.products(with: left, into: products.base)
        for row in 0..<left.rows {
          let position = positions[positions.startIndex + row]
          for segment in tile.segments {
            means[row].underWay += distanceSum(
              products + row * packed.width, segment.columns, firstColumn: tile.columns.lowerBound,
              from: position)
            guard segment.isLast else { continue }
            means[row].finish(segment.cluster, owner: owners[owners.startIndex + row], clustered)
          }
        }
      }
    }
    return means
  }

  /// The sum of the distances from a row to the columns of a segment. `products` are x·y of the row and the tile.
  /// Each distance is also added to `columnSums`, if there are any, which has an entry for each column of the tile.
  func distanceSum(
    _ products: UnsafePointer<Float>, _ columns: Range<Int>, firstColumn: Int, from position: Int,
    addingTo columnSums: UnsafeMutablePointer<Double>? = nil
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
        let squares =
          both - 2 * UnsafeRawPointer(products + column).loadUnaligned(as: SIMD16<Float>.self)
        // The sign is set where enough is left; comparisons of vectors compile to one lane at a time.
        let excess = both * Self.cancellation + Self.underflow - squares
        let distances = squares.squareRoot()
        var (first, second) = (SIMD8<Double>(distances.lowHalf), SIMD8<Double>(distances.highHalf))
        if unsafeBitCast(excess, to: SIMD16<Int32>.self).max() >= 0 {
          for lane in 0..<16 where excess[lane] >= 0 {
            let distance = exactDistance(from: position, to: firstColumn + column + lane)
            if lane < 8 { first[lane] = distance } else { second[lane - 8] = distance }
          }
        }
        low += first
        high += second
        if let columnSums {
          add(first, to: columnSums + column)
          add(second, to: columnSums + column + 8)
        }
        column += 16
      }
      let rest = column..<columns.upperBound
      return (low + high).sum()
        + remainingSum(
          products, rest, firstColumn: firstColumn, from: position, addingTo: columnSums)
    }
  }

  /// The same for columns too few to fill a vector.
  private func remainingSum(
    _ products: UnsafePointer<Float>, _ columns: Range<Int>, firstColumn: Int, from position: Int,
    addingTo columnSums: UnsafeMutablePointer<Double>?
  ) -> Double {
    var sum = 0.0
    for column in columns {
      let both = squaredNorms[firstColumn + column] + squaredNorms[position]
      let square = both - 2 * products[column]
      let distance =
        square <= both * Self.cancellation + Self.underflow
        ? exactDistance(from: position, to: firstColumn + column) : Double(square.squareRoot())
      sum += distance
      columnSums?[column] += distance
    }
    return sum
  }

  /// The distance of two positions from the rows themselves, in the unit of the centered ones: in `Double`, since beside a row
  /// that is far from all others the square of their distances may be beyond the range of `Float`.
  private func exactDistance(from left: Int, to right: Int) -> Double {
    matrix.withExactRows { block in
      block.squaredDistance(clustered.order[left], clustered.order[right]).squareRoot() * scale
    }
  }
}

@inline(__always)
private func add(_ values: SIMD8<Double>, to sums: UnsafeMutablePointer<Double>) {
  let memory = UnsafeMutableRawPointer(sums)
  memory.storeBytes(
    of: memory.loadUnaligned(as: SIMD8<Double>.self) + values, as: SIMD8<Double>.self)
}

extension SilhouetteDistances.MeanDistances {
  /// Takes the sum over a whole cluster.
  mutating func finish(_ cluster: Int, owner: Int, _ clustered: ClusteredRows) {
    let size = clustered.range(of: cluster).count
    if cluster == owner {
      own = size > 1 ? underWay / Double(size - 1) : 0
    } else {
      nearest = min(nearest, underWay / Double(size))
    }
    underWay = 0
  }
}
