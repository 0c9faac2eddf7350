import Matrices

/// The maximization step from sums around the means of the iteration before, which the expectation step makes in passing.
///
/// Taking the means out of the sums afterwards, and rounding them to `Float`, costs digits where components are narrow
/// compared with their distances. ``FastRounding`` bounds what it costs; beyond it the step throws ``LostDigits``.
struct FastMaximization: Maximization {
  let rows: MixtureRows
  private let covariance: GaussianMixture.Covariance
  private let units: MixtureUnits
  /// For `tied`: the scatter of all rows around their mean, which no iteration changes.
  private let total: (mean: [Double], scatter: [Double])?

  init(_ rows: Matrix, covariance: GaussianMixture.Covariance, units: MixtureUnits) {
    self.rows = MixtureRows(rows, alongAxes: covariance == .diag || covariance == .spherical)
    self.covariance = covariance
    self.units = units
    if covariance == .tied {
      let mean = rows.columnMeans()
      total = (mean, rows.scatter(around: mean))
    } else {
      total = nil
    }
  }

  var wanted: GaussianMixtureModel.Wanted {
    switch covariance {
    case .full: [.sums, .responsibilities]
    case .tied: [.sums]
    case .diag, .spherical: [.sums, .squares]
    }
  }

  func maximize(_ expectation: Expectation, of model: GaussianMixtureModel) throws -> Maximum {
    guard let sums = expectation.sums else { preconditionFailure("an expectation without sums") }
    return try maximize(sums, expectation.responsibilities)
  }

  func maximize(_ start: Matrix) throws -> Maximum {
    let squares = wanted.contains(.squares)
    let mean = rows.matrix.columnMeans().map { Float($0) }
    let origins = rows.origins(near: Matrix([[Float]](repeating: mean, count: start.rows)))
    var sums = MixtureSums(rows, responsibilities: start, origins: origins, squares: false)
    if squares {
      // The means may be far from that of all rows.
      let near = rows.origins(near: Matrix(means(sums).map { $0.map { Float($0) } }))
      sums = MixtureSums(rows, responsibilities: start, origins: near, squares: true)
    }
    return try maximize(sums, start)
  }

  private func maximize(_ sums: MixtureSums, _ responsibilities: Matrix?) throws -> Maximum {
    try sums.masses.forEach(requireMass)
    let masses = sums.masses.map { $0 + Self.massFloor }
    let mass = masses.reduce(0, +)
    let means = means(sums)
    let errors = zip(sums.masses, means).map { squaredErrors($0, $1) }
    let shapes =
      switch covariance {
      case .full: try ellipsoids(responsibilities, masses, means, errors)
      case .tied: try shared(masses, means, errors)
      case .diag, .spherical: try axes(sums, means, errors)
      }
    let model = GaussianMixtureModel(weights: masses.map { $0 / mass }, means: means, shapes: shapes, units: units)
    return Maximum(model: model, regularization: units.regularization)
  }

  /// Keeps an empty component from dividing by zero.
  private static var massFloor: Double { 10 * Double(Float.ulpOfOne) }

  /// A mass that leaves a component empty whatever the arithmetic.
  private static var emptyMass: Double { 1e-18 }

  /// Throws when the floor is a share of a component's mass that matters.
  private func requireMass(_ mass: Double) throws {
    if mass > Self.emptyMass { try FastRounding.check(shares: [Self.massFloor / mass]) }
  }

  /// The squares of what rounding to `Float` and the floor take from the mean of a component.
  private func squaredErrors(_ mass: Double, _ mean: [Double]) -> [Double] {
    let share = mass > Self.emptyMass ? Self.massFloor / mass : 0
    return mean.enumerated().map { column, mean in
      let error = abs(Double(Float(mean)) - mean) + abs(mean) * share
      // Without its zeros a row is measured from zero, and the square of the mean is taken out again.
      let isWhole = rows.sparse == nil || rows.whole.contains(column)
      return error * error + (isWhole ? 0 : mean * mean * 0x1p-52)
    }
  }

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

  private func ellipsoids(
    _ responsibilities: Matrix?, _ masses: [Double], _ means: [[Double]], _ errors: [[Double]]
  ) throws -> ComponentShapes {
    guard let responsibilities else { preconditionFailure("ellipsoids need the responsibilities") }
    let triangles = try rows.mapScatters(responsibilities, around: means, inDouble: false) { component, scatter in
      let covariance = scatter.map { $0 / masses[component] }
      return try triangle(covariance, spread: diagonal(covariance), errors[component])
    }
    return .ellipsoids(triangles)
  }

  private func shared(_ masses: [Double], _ means: [[Double]], _ errors: [[Double]]) throws -> ComponentShapes {
    guard let total else { preconditionFailure("tied covariances need the scatter of all rows") }
    let spread = diagonal(total.scatter).map { $0 / Double(rows.count) }
    let largest = spread.indices.map { column in errors.reduce(0) { max($0, $1[column]) } }
    let triangle = try triangle(withinScatter(total, masses, means), spread: spread, largest)
    // The floor is a part of the masses whose means' scatter is taken away.
    let share = Self.massFloor / (masses.min() ?? 1)
    try FastRounding.check(shares: zip(spread, triangle.precisions).map { share * $0 * $1 })
    return .shared(triangle, origin: total.mean.map { Float($0) })
  }

  private func axes(_ sums: MixtureSums, _ means: [[Double]], _ errors: [[Double]]) throws -> ComponentShapes {
    let columns = rows.matrix.columns
    let scales = try variances(sums, means).enumerated().map { component, variances in
      let regularized = variances.map { $0 + units.regularization }
      guard regularized.allSatisfy({ $0 > 0 && $0.isFinite }) else { throw LostDigits() }
      let precisions = regularized.map { 1 / $0 }
      try FastRounding.checkRange(precisions)
      try FastRounding.check(errors[component], precisions: precisions)
      let mass = sums.masses[component] + Self.massFloor
      try FastRounding.check(
        shares: (0..<columns).map { 0x1p-50 * sums.second[component * columns + $0] / mass * precisions[$0] })
      return regularized.map { Float(1 / $0.squareRoot()) }
    }
    return .axes(scales: Matrix(scales))
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

  /// The triangular shape of a covariance.
  ///
  /// - Parameters:
  ///   - spread: the mean squares by column of the differences that the covariance and the distances are made of.
  ///   - errors: the means of the squares.
  private func triangle(_ covariance: [Double], spread: [Double], _ errors: [Double]) throws -> Triangle {
    let order = rows.matrix.columns
    var regularized = covariance
    for index in 0..<order { regularized[index * order + index] += units.regularization }
    guard let lower = LinearAlgebra.cholesky(regularized, order: order),
      let inverse = LinearAlgebra.inverse(lower: lower, order: order)
    else { throw LostDigits() }
    let triangle = Triangle(inverseLower: inverse, order: order)
    try FastRounding.checkRange(triangle.precisions)
    try FastRounding.check(zip(errors, spread).map { $0 + 0x1p-46 * $1 }, precisions: triangle.precisions)
    if !rows.matrix.scattersInDouble {
      try FastRounding.check(shares: zip(spread, triangle.precisions).map { 0x1p-31 * $0 * $1 })
    }
    return triangle
  }

  private func diagonal(_ matrix: [Double]) -> [Double] {
    let order = rows.matrix.columns
    return (0..<order).map { matrix[$0 * order + $0] }
  }
}
