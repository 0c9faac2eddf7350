import Core
import Matrices

/// The maximization step in `Double`: two passes over all that is stored of the rows, the first for the means, around
/// those of the iteration before, and the second for the covariances, each about its component's own mean.
struct ExactMaximization: Maximization {
  let rows: MixtureRows
  private let covariance: GaussianMixture.Covariance
  private let units: MixtureUnits

  var wanted: GaussianMixtureModel.Wanted { [.responsibilities] }

  init(_ rows: Matrix, covariance: GaussianMixture.Covariance, units: MixtureUnits) {
    self.rows = MixtureRows(whole: rows)
    self.covariance = covariance
    self.units = units
  }

  func maximize(_ start: Matrix) throws -> Maximum {
    try maximize(start, near: [[Double]](repeating: rows.matrix.columnMeans(), count: start.rows))
  }

  func maximize(_ expectation: Expectation, of model: GaussianMixtureModel) throws -> Maximum {
    guard let responsibilities = expectation.responsibilities else {
      preconditionFailure("an expectation without responsibilities")
    }
    return try maximize(responsibilities, near: model.storedMeans)
  }

  /// Keeps an empty component from dividing by zero; its mean stays where it was.
  private static var massFloor: Double { 10 * Double.ulpOfOne }

  private func maximize(_ responsibilities: Matrix, near points: [[Double]]) throws -> Maximum {
    let masses = masses(responsibilities)
    let mass = masses.reduce(0, +)
    let shifts = sums(responsibilities, around: points) { $0 }
    let means = points.indices.map { component in
      zip(points[component], shifts[component]).map { $0 + $1 / masses[component] }
    }
    let (shapes, regularization) =
      switch covariance {
      case .full: try ellipsoids(responsibilities, masses, means)
      case .tied: try shared(responsibilities, mass, means)
      case .diag, .spherical: try axes(variances(responsibilities, masses, means))
      }
    let model = GaussianMixtureModel(
      weights: masses.map { $0 / mass }, means: means, shapes: .exact(shapes), units: units)
    return Maximum(model: model, regularization: regularization)
  }

  private func masses(_ responsibilities: Matrix) -> [Double] {
    responsibilities.withRows { responsibilities in
      (0..<responsibilities.rows).map { component in
        let shares = responsibilities.pointer(toRow: component)
        return (0..<responsibilities.columns).reduce(Self.massFloor) { $0 + Double(shares[$1]) }
      }
    }
  }

  /// Returns Σ r·term(x − center) for each component and column.
  private func sums(
    _ responsibilities: Matrix, around centers: [[Double]], of term: (Double) -> Double
  ) -> [[Double]] {
    let columns = rows.matrix.columns
    let centers = centers.flatMap(\.self)
    let parts = rows.matrix.withExactRows { rows in
      responsibilities.withRows { responsibilities in
        Parallel.mapChunks(of: rows.rows, size: MixtureSums.chunk(of: rows.rows)) { _, range in
          var sums = [Double](repeating: 0, count: centers.count)
          var values = [Double](repeating: 0, count: columns)
          for row in range {
            values.withUnsafeMutableBufferPointer { rows.read(row, into: $0.baseAddress!) }
            for component in 0..<responsibilities.rows where responsibilities[component, row] > 0 {
              let (share, first) = (Double(responsibilities[component, row]), component * columns)
              for column in 0..<columns {
                sums[first + column] += share * term(values[column] - centers[first + column])
              }
            }
          }
          return sums
        }
      }
    }
    var total = parts[0]
    for part in parts.dropFirst() {
      for index in total.indices { total[index] += part[index] }
    }
    return (0..<responsibilities.rows).map { Array(total[$0 * columns..<($0 + 1) * columns]) }
  }

  /// Returns the variance of each column within each component; for `spherical` their mean.
  private func variances(_ responsibilities: Matrix, _ masses: [Double], _ means: [[Double]]) -> [[Double]] {
    let squares = sums(responsibilities, around: means) { $0 * $0 }
    return zip(squares, masses).map { squares, mass in
      let variances = squares.map { $0 / mass }
      guard covariance == .spherical else { return variances }
      return [Double](
        repeating: variances.reduce(0, +) / Double(variances.count), count: variances.count)
    }
  }

  private func axes(_ variances: [[Double]]) throws -> (ExactShapes, Double) {
    let found = try variances.enumerated().map { component, variances in
      try raising(variances, component) { added in
        let regularized = variances.map { $0 + added }
        guard regularized.allSatisfy({ $0 > 0 && $0.isFinite }) else { return [Double]?.none }
        return regularized.map { 1 / $0.squareRoot() }
      }
    }
    return (.axes(scales: found.map(\.shape)), found.map(\.added).max() ?? units.regularization)
  }

  private func ellipsoids(
    _ responsibilities: Matrix, _ masses: [Double], _ means: [[Double]]
  ) throws -> (ExactShapes, Double) {
    let found = try rows.mapScatters(responsibilities, around: means, inDouble: true) { component, scatter in
      try factor(scatter.map { $0 / masses[component] }, component)
    }
    return (.ellipsoids(found.map(\.shape)), found.map(\.added).max() ?? units.regularization)
  }

  private func shared(
    _ responsibilities: Matrix, _ mass: Double, _ means: [[Double]]
  ) throws -> (ExactShapes, Double) {
    let columns = rows.matrix.columns
    var total = [Double](repeating: 0, count: columns * columns)
    for component in means.indices {
      let scatter = rows.matrix.scatters(
        around: means[component...component], weights: responsibilities, from: component, inDouble: true)[0]
      for index in total.indices { total[index] += scatter[index] }
    }
    let (factor, added) = try factor(total.map { $0 / mass }, 0)
    return (.shared(factor), added)
  }

  private func factor(_ covariance: [Double], _ component: Int) throws -> (shape: CholeskyFactor, added: Double) {
    let order = rows.matrix.columns
    let diagonal = (0..<order).map { covariance[$0 * order + $0] }
    return try raising(diagonal, component) { added in
      var regularized = covariance
      for index in 0..<order { regularized[index * order + index] += added }
      return LinearAlgebra.cholesky(regularized, order: order).map { CholeskyFactor(lower: $0, order: order) }
    }
  }

  /// Tries `make` with the regularization, then with ten times as much, up to the size of the covariance itself.
  private func raising<Shape>(
    _ diagonal: [Double], _ component: Int, _ make: (Double) -> Shape?
  ) throws -> (shape: Shape, added: Double) {
    let largest = max(diagonal.max() ?? 0, 1e-6)
    var added = units.regularization
    while true {
      if let shape = make(added) { return (shape, added) }
      guard added < largest else {
        throw ClusteringError(
          .notPositiveDefinite(component: component, regularization: units.frame.trueSquare(of: added)))
      }
      added = max(added * 10, largest * 1e-12)
    }
  }
}
