import Core
import Matrices
import Stages

/// The arrays of a mixture, of which it is made again to the bit.
extension GaussianMixtureModel {
  public var stored: StoredArrays? {
    var arrays = StoredArrays(["weights": .init(weights), "means": .init(table: storedMeans)])
    arrays.add(units.frame)
    arrays["density"] = .init([units.regularization, units.logDensity])
    switch shapes {
    case .ellipsoids(let triangles): arrays.add(triangles)
    case .shared(let triangle, let origin):
      arrays.add([triangle])
      arrays["amid"] = .init(origin.map(Double.init))
    case .axes(let scales): arrays["scales"] = .init(table: (0..<scales.rows).map { scales.row($0).map(Double.init) })
    case .exact(.ellipsoids(let factors)): arrays.add(factors)
    case .exact(.shared(let factor)): arrays.add([factor])
    case .exact(.axes(let scales)): arrays["exact-scales"] = .init(table: scales)
    }
    return arrays
  }

  /// The mixture that ``stored`` gives.
  ///
  /// - Throws: `StoredArraysError`.
  init(of stored: StoredArrays, _ covariance: GaussianMixture.Covariance) throws {
    let weights = try stored.list("weights")
    let means = try stored.table("means", rows: weights.count)
    let columns = means.first?.count ?? 0
    let density = try stored.list("density", count: 2)
    let units = MixtureUnits(
      frame: try stored.frame(columns: columns), regularization: density[0], logDensity: density[1])
    let shapes: ComponentShapes
    let isShared = covariance == .tied
    if stored["amid"] != nil || stored["triangles"] != nil {
      let triangles = try stored.triangles(isShared ? 1 : weights.count, order: columns)
      shapes =
        isShared
        ? .shared(triangles[0], origin: try stored.list("amid", count: columns).map { Float($0) })
        : .ellipsoids(triangles)
    } else if stored["factors"] != nil {
      let factors = try stored.factors(isShared ? 1 : weights.count, order: columns)
      shapes = .exact(isShared ? .shared(factors[0]) : .ellipsoids(factors))
    } else if stored["exact-scales"] != nil {
      shapes = .exact(.axes(scales: try stored.table("exact-scales", rows: weights.count, columns: columns)))
    } else {
      let scales = try stored.table("scales", rows: weights.count, columns: columns)
      shapes = .axes(scales: Matrix(scales.map { $0.map { Float($0) } }))
    }
    self.init(weights: weights, means: means, shapes: shapes, units: units)
  }

  /// Returns the share of each row that its likeliest component takes, from 0 to 1.
  ///
  /// - Throws: ``ClusteringError`` when the columns are not those of the fit, or an entry is not finite.
  public func strengths(_ rows: Matrix) throws -> [Float]? {
    let (labels, shares) = (try predict(rows).labels, try responsibilities(rows))
    return labels.enumerated().map { shares[Int($1), $0] }
  }
}

extension GaussianMixture {
  public func model(of stored: StoredArrays) throws -> (any ClusterModel)? {
    try GaussianMixtureModel(of: stored, covariance)
  }
}

extension StoredArrays {
  fileprivate mutating func add(_ triangles: [Triangle]) {
    let order = triangles[0].precisions.count
    self["triangles"] = Entry(
      triangles.flatMap { $0.entries.map(Double.init) }, shape: [triangles.count, order, order])
    self["determinants"] = Entry(triangles.map(\.logDeterminant))
    self["precisions"] = Entry(table: triangles.map(\.precisions))
  }

  fileprivate func triangles(_ count: Int, order: Int) throws(StoredArraysError) -> [Triangle] {
    let entries = try required("triangles", [count, order, order]).values
    let determinants = try list("determinants", count: count)
    let precisions = try table("precisions", rows: count, columns: order)
    return (0..<count).map { index in
      Triangle(
        entries: entries[index * order * order..<(index + 1) * order * order].map { Float($0) },
        logDeterminant: determinants[index], precisions: precisions[index])
    }
  }

  fileprivate mutating func add(_ factors: [CholeskyFactor]) {
    let order = Int(Double(factors[0].lower.count).squareRoot().rounded())
    self["factors"] = Entry(factors.flatMap(\.lower), shape: [factors.count, order, order])
  }

  fileprivate func factors(_ count: Int, order: Int) throws(StoredArraysError) -> [CholeskyFactor] {
    let entries = try required("factors", [count, order, order]).values
    return (0..<count).map { index in
      CholeskyFactor(lower: Array(entries[index * order * order..<(index + 1) * order * order]), order: order)
    }
  }
}
