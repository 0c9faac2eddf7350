import Matrices

/// The rows of a space with what k-means needs to know about them: their mean, and their distances from it.
///
/// Distances come from products, |x − c|² = |x|² − 2 x·c + |c|², which cancels badly when all rows lie far from the
/// origin. Measuring from the mean m keeps the digits, and needs no centred copy of the rows:
/// |x − c|² = |x − m|² − 2 (x·c′ − m·c′ − |c′|²/2) with c′ = c − m.
struct CenteredRows {
  let rows: Matrix
  let mean: [Double]
  /// |x − m|² for each row.
  let squaredNorms: [Double]
  /// The mean over the columns of their variance.
  let meanVariance: Double

  init(_ rows: Matrix) {
    self.rows = rows
    let mean = rows.columnMeans()
    self.mean = mean
    squaredNorms = rows.withRows { block in
      Parallel.mapChunks(of: rows.rows, size: 2048) { _, range in
        range.map { squaredDistance(block.pointer(toRow: $0), to: mean, block.columns) }
      }.flatMap(\.self)
    }
    meanVariance = squaredNorms.reduce(0, +) / Double(rows.rows) / Double(rows.columns)
  }
}

/// Finds the nearest of several sets of centres (one a restart) for each row, in one pass over the rows.
struct Assignment: ~Copyable {
  /// Rows taken at a time: their products with a hundred centres stay in the first-level cache.
  private static let tile = 48

  private let packed: PackedColumns
  private let sets: Int
  private let clusters: Int

  init(centers: [Matrix], around mean: [Double], spherical: Bool) {
    sets = centers.count
    clusters = centers[0].rows
    let columns = mean.count
    packed = PackedColumns(count: sets * clusters, dimensions: columns)
    var shifted = [Float](repeating: 0, count: columns)
    for (set, matrix) in centers.enumerated() {
      matrix.withRows { block in
        for cluster in 0..<clusters {
          let center = block.pointer(toRow: cluster)
          // The product x·c′ minus (m·c′ + |c′|²/2) is largest for the nearest centre. For directions it is the
          // cosine alone.
          var offset = 0.0
          for column in 0..<columns {
            let difference = spherical ? Double(center[column]) : Double(center[column]) - mean[column]
            shifted[column] = Float(difference)
            if !spherical { offset += mean[column] * difference + difference * difference / 2 }
          }
          packed.set(set * clusters + cluster, to: shifted, offset: Float(-offset))
        }
      }
    }
  }

  /// Writes the nearest centre of each set for the rows of `range`; ties go to the lowest.
  ///
  /// - Parameters:
  ///   - labels: one array of `stride` labels for each set.
  ///   - norms: |x − m|² for each row; nil when the inertia is not wanted.
  /// - Returns: the sum of the squared distances to the nearest centre, for each set; zeros without norms.
  @discardableResult
  borrowing func assign(
    _ rows: RowBlock, _ range: Range<Int>, labels: UnsafeMutablePointer<Int32>, stride: Int,
    norms: UnsafePointer<Double>?
  ) -> [Double] {
    var inertia = [Double](repeating: 0, count: sets)
    let products = UnsafeMutablePointer<Float>.allocate(capacity: Self.tile * packed.width)
    defer { products.deallocate() }
    var first = range.lowerBound
    while first < range.upperBound {
      let last = min(first + Self.tile, range.upperBound)
      packed.products(with: rows[first..<last], into: products)
      for row in first..<last {
        let line = products + (row - first) * packed.width
        for set in 0..<sets {
          let (best, score) = largest(line + set * clusters, clusters)
          labels[set * stride + row] = Int32(truncatingIfNeeded: best)
          if let norms { inertia[set] += max(norms[row] - 2 * Double(score), 0) }
        }
      }
      first = last
    }
    return inertia
  }
}

/// The position and value of the largest of `count` numbers; the lowest position of equals.
@inline(__always)
private func largest(_ values: UnsafePointer<Float>, _ count: Int) -> (Int, Float) {
  var best = 0
  var score = values[0]
  for index in 1..<max(count, 1) where values[index] > score {
    best = index
    score = values[index]
  }
  return (best, score)
}
