import Matrices

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A mixture of Gaussians: what ``GaussianMixture`` found.
public struct GaussianMixtureModel: ClusterModel {
  /// The share of each component, summing to 1.
  public let weights: [Double]
  /// The mean of each component.
  public let means: [[Double]]
  /// What whitens the rows of each component.
  let shapes: [Shape]

  /// The transformation after which a component's rows have covariance 1.
  enum Shape: Sendable {
    /// Multiply by a triangular matrix.
    case triangular(Triangle)
    /// Multiply each column by its own scale.
    case axes(scales: [Float])
  }

  /// The inverse of a covariance's Cholesky factor, ready for products with rows: x − μ ↦ (x − μ)·L⁻ᵀ.
  struct Triangle: Sendable {
    /// Upper triangular, columns × columns.
    let upper: Matrix
    /// log det L⁻¹.
    let logDeterminant: Double

    init(inverseLower: [Double], order: Int) {
      upper = Matrix(rows: order, columns: order) { block in
        for row in 0..<order {
          for column in row..<order { block[row, column] = Float(inverseLower[column * order + row]) }
        }
      }
      logDeterminant = (0..<order).reduce(0) { $0 + log(inverseLower[$1 * order + $1]) }
    }
  }

  /// What the expectation step finds.
  struct Expectation {
    /// components × rows, summing to 1 over the components.
    let responsibilities: Matrix
    /// The likeliest component of each row; the lowest of equals.
    let labels: [Int32]
    /// The mean over the rows of the logarithm of their density.
    let logLikelihood: Double
  }

  /// - Complexity: as one expectation step.
  public func predict(_ rows: Matrix) throws -> Partition {
    guard rows.columns == means[0].count else {
      throw ClusteringError(.columnsDiffer(expected: means[0].count, found: rows.columns))
    }
    try requireFinite(rows)
    return Partition(labels: expect(rows).labels, clusters: weights.count)
  }

  /// The mean log-likelihood of rows: the mean of the logarithm of their density.
  ///
  /// - Throws: ``ClusteringError`` when the columns are not those of the fit, or an entry is not finite.
  public func logLikelihood(_ rows: Matrix) throws -> Double {
    guard rows.columns == means[0].count else {
      throw ClusteringError(.columnsDiffer(expected: means[0].count, found: rows.columns))
    }
    try requireFinite(rows)
    return expect(rows).logLikelihood
  }

  /// How much of each row each component takes.
  func expect(_ rows: Matrix) -> Expectation {
    let components = weights.count
    let count = rows.rows
    let constants = zip(weights, shapes).map { weight, shape in
      log(weight) + shape.logDeterminant - 0.5 * Double(rows.columns) * log(2 * Double.pi)
    }
    let centers = means.map { $0.map { Float($0) } }
    var labels = [Int32](repeating: 0, count: count)
    var sums: [Double] = []
    let responsibilities = labels.withUnsafeMutableBufferPointer { labels in
      let labels = labels.baseAddress!
      return Matrix(rows: components, columns: count) { target in
        rows.withRows { block in
          sums = Parallel.mapChunks(of: count, size: 256) { _, range in
            let distances = squaredDistances(block[range], centers)
            return normalize(range, distances, constants, target, labels)
          }
        }
      }
    }
    return Expectation(
      responsibilities: responsibilities, labels: labels, logLikelihood: sums.reduce(0, +) / Double(count))
  }

  /// The squared Mahalanobis distance of each row to each component: components × rows.
  private func squaredDistances(_ rows: RowBlock, _ centers: [[Float]]) -> [Double] {
    var distances = [Double](repeating: 0, count: shapes.count * rows.rows)
    let columns = rows.columns
    let whitened = MutableRowBlock(
      base: .allocate(capacity: rows.rows * columns), rows: rows.rows, columns: columns)
    defer { whitened.base.deallocate() }
    for (component, shape) in shapes.enumerated() {
      for row in 0..<rows.rows {
        let (from, to) = (rows.pointer(toRow: row), whitened.pointer(toRow: row))
        centers[component].withUnsafeBufferPointer { center in
          for column in 0..<columns { to[column] = from[column] - center[column] }
        }
      }
      switch shape {
      case .triangular(let triangle):
        triangle.upper.withRows { LinearAlgebra.multiply(whitened, byUpper: $0.base) }
      case .axes(let scales):
        scales.withUnsafeBufferPointer { scales in
          for row in 0..<rows.rows {
            let values = whitened.pointer(toRow: row)
            for column in 0..<columns { values[column] *= scales[column] }
          }
        }
      }
      for row in 0..<rows.rows {
        distances[component * rows.rows + row] = squaredNorm(whitened.pointer(toRow: row), columns)
      }
    }
    return distances
  }

  /// Turns distances into responsibilities and labels of `range`; returns the sum of the rows' log densities.
  private func normalize(
    _ range: Range<Int>, _ distances: [Double], _ constants: [Double], _ target: MutableRowBlock,
    _ labels: UnsafeMutablePointer<Int32>
  ) -> Double {
    var total = 0.0
    var logs = [Double](repeating: 0, count: constants.count)
    for (position, row) in range.enumerated() {
      var best = 0
      for component in logs.indices {
        logs[component] = constants[component] - 0.5 * distances[component * range.count + position]
        if logs[component] > logs[best] { best = component }
      }
      labels[row] = Int32(truncatingIfNeeded: best)
      var sum = 0.0
      for component in logs.indices { sum += exp(logs[component] - logs[best]) }
      let logDensity = logs[best] + log(sum)
      total += logDensity
      for component in logs.indices { target[component, row] = Float(exp(logs[component] - logDensity)) }
    }
    return total
  }
}

extension GaussianMixtureModel.Shape {
  /// The logarithm of the factor by which the transformation changes volumes.
  var logDeterminant: Double {
    switch self {
    case .triangular(let triangle): triangle.logDeterminant
    case .axes(let scales): scales.reduce(0) { $0 + log(Double($1)) }
    }
  }
}
