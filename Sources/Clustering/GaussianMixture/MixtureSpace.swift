import Matrices

/// The rows of a space and the maximisation step on them: new weights, means and covariances from the responsibilities
/// and their sums.
struct MixtureSpace {
  let rows: MixtureRows
  private let covariance: GaussianMixture.Covariance
  /// For `tied`: the scatter of all rows around their mean, which no iteration changes.
  private let total: (mean: [Double], scatter: [Double])?

  init(_ rows: Matrix, covariance: GaussianMixture.Covariance) {
    self.rows = MixtureRows(rows, alongAxes: covariance == .diag || covariance == .spherical)
    self.covariance = covariance
    if covariance == .tied {
      let mean = rows.columnMeans()
      total = (mean, rows.scatter(around: mean))
    } else {
      total = nil
    }
  }

  /// What the maximisation needs of an expectation step.
  var wanted: GaussianMixtureModel.Wanted {
    switch covariance {
    case .full: [.sums, .responsibilities]
    case .tied: [.sums]
    case .diag, .spherical: [.sums, .squares]
    }
  }

  /// The mixture that an expectation makes likeliest, and the regularisation it took.
  ///
  /// - Throws: ``ClusteringError`` when a covariance cannot be made positive definite.
  func maximize(_ expectation: Expectation, regularization: Double) throws -> (GaussianMixtureModel, Double) {
    guard let sums = expectation.sums else { preconditionFailure("an expectation without sums") }
    return try maximize(sums, expectation.responsibilities, regularization)
  }

  /// The mixture that given responsibilities (clusters × rows) make likeliest, and the regularisation it took.
  func maximize(_ start: Matrix, regularization: Double) throws -> (GaussianMixtureModel, Double) {
    let squares = wanted.contains(.squares)
    let mean = rows.matrix.columnMeans().map { Float($0) }
    let origins = rows.origins(near: Matrix([[Float]](repeating: mean, count: start.rows)))
    var sums = MixtureSums(rows, responsibilities: start, origins: origins, squares: false)
    if squares {
      // The means may be far from that of all rows.
      let near = rows.origins(near: Matrix(means(sums).map { $0.map { Float($0) } }))
      sums = MixtureSums(rows, responsibilities: start, origins: near, squares: true)
    }
    return try maximize(sums, start, regularization)
  }

  /// The component that takes most of each row: where the first expectation begins to look.
  func guesses(_ start: Matrix) -> [Int32] {
    start.withRows { start in
      (0..<start.columns).map { row in
        var best = 0
        for component in 1..<max(start.rows, 1) where start[component, row] > start[best, row] { best = component }
        return Int32(truncatingIfNeeded: best)
      }
    }
  }

  private func maximize(
    _ sums: MixtureSums, _ responsibilities: Matrix?, _ regularization: Double
  ) throws -> (GaussianMixtureModel, Double) {
    let masses = sums.masses.map { $0 + Self.massFloor }
    let mass = masses.reduce(0, +)
    let means = means(sums)
    let (shapes, raised) =
      switch covariance {
      case .full: try ellipsoids(responsibilities, masses, means, regularization)
      case .tied: try shared(masses, means, regularization)
      case .diag, .spherical: try axes(variances(sums, means), regularization)
      }
    return (GaussianMixtureModel(weights: masses.map { $0 / mass }, means: means, shapes: shapes), raised)
  }

  /// Keeps an empty component from dividing by zero.
  private static var massFloor: Double { 10 * Double(Float.ulpOfOne) }

  private func means(_ sums: MixtureSums) -> [[Double]] {
    let columns = rows.matrix.columns
    return sums.masses.indices.map { component in
      let (mass, origin) = (sums.masses[component], sums.origins.row(component))
      return (0..<columns).map { column in
        (mass * Double(origin[column]) + sums.first[component * columns + column]) / (mass + Self.massFloor)
      }
    }
  }

  /// The variance of each column within each component; for `spherical` their mean.
  private func variances(_ sums: MixtureSums, _ means: [[Double]]) -> [[Double]] {
    let columns = rows.matrix.columns
    return sums.masses.indices.map { component in
      let (mass, origin) = (sums.masses[component], sums.origins.row(component))
      let variances = (0..<columns).map { column in
        let index = component * columns + column
        let shift = means[component][column] - Double(origin[column])
        let square = sums.second[index] - shift * (2 * sums.first[index] - mass * shift)
        return max(square, 0) / (mass + Self.massFloor)
      }
      guard covariance == .spherical else { return variances }
      return [Double](repeating: variances.reduce(0, +) / Double(columns), count: columns)
    }
  }

  /// As many components at once as have room for their sums, each on a thread of its own.
  private func ellipsoids(
    _ responsibilities: Matrix?, _ masses: [Double], _ means: [[Double]], _ regularization: Double
  ) throws -> (ComponentShapes, Double) {
    guard let responsibilities else { preconditionFailure("ellipsoids need the responsibilities") }
    let batch = Matrix.scattersAtOnce(columns: rows.matrix.columns)
    var found: [(triangle: Triangle, added: Double)] = []
    while found.count < masses.count {
      let components = found.count..<min(found.count + batch, masses.count)
      let scatters = rows.matrix.scatters(
        around: means[components], weights: responsibilities, from: components.lowerBound)
      found += try Parallel.tryMapChunks(of: components.count, size: 1) { position, _ in
        let component = components.lowerBound + position
        return try triangle(scatters[position].map { $0 / masses[component] }, component, regularization)
      }
    }
    return (.ellipsoids(found.map(\.triangle)), found.map(\.added).max() ?? regularization)
  }

  private func shared(
    _ masses: [Double], _ means: [[Double]], _ regularization: Double
  ) throws -> (ComponentShapes, Double) {
    guard let total else { preconditionFailure("tied covariances need the scatter of all rows") }
    let (triangle, added) = try triangle(withinScatter(total, masses, means), 0, regularization)
    return (.shared(triangle, origin: total.mean.map { Float($0) }), added)
  }

  private func axes(_ variances: [[Double]], _ regularization: Double) throws -> (ComponentShapes, Double) {
    var raised = regularization
    let scales = try variances.enumerated().map { component, variances in
      let (scales, added) = try raising(regularization, variances, component) { added in
        let regularized = variances.map { $0 + added }
        guard regularized.allSatisfy({ $0 > 0 && $0.isFinite }) else { return [Float]?.none }
        return regularized.map { Float(1 / $0.squareRoot()) }
      }
      raised = max(raised, added)
      return scales
    }
    return (.axes(scales: Matrix(scales)), raised)
  }

  /// The covariance within the components, from that of all rows less that of the means.
  private func withinScatter(
    _ total: (mean: [Double], scatter: [Double]), _ masses: [Double], _ means: [[Double]]
  ) -> [Double] {
    let columns = rows.matrix.columns
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

  /// The triangular shape of a covariance, its regularisation raised tenfold until it is positive definite.
  private func triangle(
    _ covariance: [Double], _ component: Int, _ regularization: Double
  ) throws -> (triangle: Triangle, added: Double) {
    let order = rows.matrix.columns
    let diagonal = (0..<order).map { covariance[$0 * order + $0] }
    return try raising(regularization, diagonal, component) { added in
      var regularized = covariance
      for index in 0..<order { regularized[index * order + index] += added }
      guard let lower = LinearAlgebra.cholesky(regularized, order: order),
        let inverse = LinearAlgebra.inverse(lower: lower, order: order)
      else { return Triangle?.none }
      return Triangle(inverseLower: inverse, order: order)
    }
  }

  /// Tries `make` with the regularisation, then with ten times as much, up to the size of the covariance itself.
  private func raising<Shape>(
    _ regularization: Double, _ diagonal: [Double], _ component: Int, _ make: (Double) -> Shape?
  ) throws -> (Shape, Double) {
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
