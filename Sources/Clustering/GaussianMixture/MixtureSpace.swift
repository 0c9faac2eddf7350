import Matrices

/// The rows of a space and what the maximisation step needs of them: new weights, means and covariances from the
/// responsibilities. Means and covariances are summed in `Double`.
struct MixtureSpace {
  private let rows: Matrix
  private let covariance: GaussianMixture.Covariance
  /// For `tied`: the scatter of all rows around their mean, which no iteration changes.
  private let total: (mean: [Double], scatter: [Double])?

  init(_ rows: Matrix, covariance: GaussianMixture.Covariance) {
    self.rows = rows
    self.covariance = covariance
    if covariance == .tied {
      let mean = rows.columnMeans()
      total = (mean, rows.scatter(around: mean))
    } else {
      total = nil
    }
  }

  /// The mixture that the responsibilities (clusters × rows) make likeliest, and the regularisation it took.
  ///
  /// - Throws: ``ClusteringError`` when a covariance cannot be made positive definite.
  func maximize(_ responsibilities: Matrix, regularization: Double) throws -> (GaussianMixtureModel, Double) {
    let masses = responsibilities.withRows { block in
      (0..<block.rows).map { component in
        // The floor keeps an empty component from dividing by zero.
        (0..<block.columns).reduce(0.0) { $0 + Double(block[component, $1]) } + 10 * Double(Float.ulpOfOne)
      }
    }
    let mass = masses.reduce(0, +)
    let means = weightedMeans(responsibilities, masses)
    var raised = regularization
    var shapes: [GaussianMixtureModel.Shape] = []
    for component in masses.indices {
      if covariance == .tied, let first = shapes.first {
        shapes.append(first)
        continue
      }
      let (shape, used) = try shape(of: component, responsibilities, masses, means, regularization)
      shapes.append(shape)
      raised = max(raised, used)
    }
    let model = GaussianMixtureModel(weights: masses.map { $0 / mass }, means: means, shapes: shapes)
    return (model, raised)
  }

  /// Each thread sums columns of its own over all rows, in their order; rows of responsibility zero are passed over.
  private func weightedMeans(_ responsibilities: Matrix, _ masses: [Double]) -> [[Double]] {
    let columns = rows.columns
    let slices = rows.withRows { block in
      responsibilities.withRows { responsibilities in
        Parallel.mapChunks(of: columns, size: 64) { _, slice in
          masses.indices.map { component in
            var sums = [Double](repeating: 0, count: slice.count)
            let weights = responsibilities.pointer(toRow: component)
            sums.withUnsafeMutableBufferPointer { sums in
              for row in 0..<block.rows where weights[row] > 0 {
                let weight = Double(weights[row])
                let values = block.pointer(toRow: row) + slice.lowerBound
                for index in 0..<slice.count { sums[index] += weight * Double(values[index]) }
              }
            }
            return sums.map { $0 / masses[component] }
          }
        }
      }
    }
    return masses.indices.map { component in slices.flatMap { $0[component] } }
  }

  private func shape(
    of component: Int, _ responsibilities: Matrix, _ masses: [Double], _ means: [[Double]], _ regularization: Double
  ) throws -> (GaussianMixtureModel.Shape, Double) {
    switch covariance {
    case .full:
      let scatter = responsibilities.withRows {
        rows.scatter(around: means[component], weights: $0.pointer(toRow: component))
      }
      return try ellipsoid(scatter.map { $0 / masses[component] }, component, regularization)
    case .tied:
      return try ellipsoid(withinScatter(masses, means), component, regularization)
    case .diag:
      let variances = variances(component, responsibilities, masses[component], means[component])
      return try axes(variances, component, regularization)
    case .spherical:
      let variances = variances(component, responsibilities, masses[component], means[component])
      let mean = variances.reduce(0, +) / Double(variances.count)
      return try axes([Double](repeating: mean, count: variances.count), component, regularization)
    }
  }

  /// The covariance within the components, from that of all rows less that of the means.
  private func withinScatter(_ masses: [Double], _ means: [[Double]]) -> [Double] {
    guard let total else { return [] }
    let columns = rows.columns
    var result = total.scatter
    for (component, mass) in masses.enumerated() {
      let shift = zip(means[component], total.mean).map { $0 - $1 }
      for i in 0..<columns {
        let factor = mass * shift[i]
        for j in 0..<columns { result[i * columns + j] -= factor * shift[j] }
      }
    }
    let mass = masses.reduce(0, +)
    return result.map { $0 / mass }
  }

  /// Each column's variance within a component; each thread has columns of its own.
  private func variances(
    _ component: Int, _ responsibilities: Matrix, _ mass: Double, _ mean: [Double]
  ) -> [Double] {
    rows.withRows { block in
      responsibilities.withRows { responsibilities in
        let weights = responsibilities.pointer(toRow: component)
        return Parallel.mapChunks(of: rows.columns, size: 64) { _, slice in
          var sums = [Double](repeating: 0, count: slice.count)
          sums.withUnsafeMutableBufferPointer { sums in
            for row in 0..<block.rows where weights[row] > 0 {
              let weight = Double(weights[row])
              let values = block.pointer(toRow: row) + slice.lowerBound
              for index in 0..<slice.count {
                let difference = Double(values[index]) - mean[slice.lowerBound + index]
                sums[index] += weight * difference * difference
              }
            }
          }
          return sums.map { $0 / mass }
        }.flatMap(\.self)
      }
    }
  }

  /// The triangular shape of a covariance, its regularisation raised tenfold until it is positive definite.
  private func ellipsoid(
    _ covariance: [Double], _ component: Int, _ regularization: Double
  ) throws -> (GaussianMixtureModel.Shape, Double) {
    let order = rows.columns
    let diagonal = (0..<order).map { covariance[$0 * order + $0] }
    return try raising(regularization, diagonal, component) { added in
      var regularized = covariance
      for index in 0..<order { regularized[index * order + index] += added }
      guard let lower = LinearAlgebra.cholesky(regularized, order: order),
        let inverse = LinearAlgebra.inverse(lower: lower, order: order)
      else { return nil }
      return .triangular(GaussianMixtureModel.Triangle(inverseLower: inverse, order: order))
    }
  }

  private func axes(
    _ variances: [Double], _ component: Int, _ regularization: Double
  ) throws -> (GaussianMixtureModel.Shape, Double) {
    try raising(regularization, variances, component) { added in
      let regularized = variances.map { $0 + added }
      guard regularized.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
      return .axes(scales: regularized.map { Float(1 / $0.squareRoot()) })
    }
  }

  /// Tries `make` with the regularisation, then with ten times as much, up to the size of the covariance itself.
  private func raising(
    _ regularization: Double, _ diagonal: [Double], _ component: Int,
    _ make: (Double) -> GaussianMixtureModel.Shape?
  ) throws -> (GaussianMixtureModel.Shape, Double) {
    let largest = max(diagonal.max() ?? 0, 1e-6)
    var added = regularization
    while true {
      if let shape = make(added) { return (shape, added) }
      guard added < largest else {
        throw ClusteringError(.notPositiveDefinite(component: component, regularization: added))
      }
      added = max(added * 10, largest * 1e-12)
    }
  }
}
