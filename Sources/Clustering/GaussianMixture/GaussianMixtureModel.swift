import Matrices

/// A mixture of Gaussians: what ``GaussianMixture`` found.
public struct GaussianMixtureModel: ClusterModel {
  /// The share of each component, summing to 1.
  public let weights: [Double]
  /// The mean of each component.
  public let means: [[Double]]
  /// components × columns: the means in `Float`, from which rows are measured.
  let centers: Matrix
  /// What whitens the rows of each component.
  let shapes: ComponentShapes

  init(weights: [Double], means: [[Double]], shapes: ComponentShapes) {
    self.weights = weights
    self.means = means
    self.shapes = shapes
    centers = Matrix(means.map { $0.map { Float($0) } })
  }

  /// - Complexity: as one expectation step.
  public func predict(_ rows: Matrix) throws -> Partition {
    try validate(rows)
    return Partition(labels: expect(reading(rows)).labels, clusters: weights.count)
  }

  /// The mean log-likelihood of rows: the mean of the logarithm of their density.
  ///
  /// - Throws: ``ClusteringError`` when the columns are not those of the fit, or an entry is not finite.
  public func logLikelihood(_ rows: Matrix) throws -> Double {
    try validate(rows)
    return expect(reading(rows)).logLikelihood
  }

  /// How much of each row each component takes: components × rows, summing to 1 over the components.
  ///
  /// - Throws: ``ClusteringError`` when the columns are not those of the fit, or an entry is not finite.
  public func responsibilities(_ rows: Matrix) throws -> Matrix {
    try validate(rows)
    return expect(reading(rows), .responsibilities).responsibilities ?? Matrix(rows: weights.count, columns: 0)
  }

  private func reading(_ rows: Matrix) -> MixtureRows {
    guard case .axes = shapes else { return MixtureRows(whole: rows) }
    return MixtureRows(rows, alongAxes: true)
  }

  private func validate(_ rows: Matrix) throws {
    guard rows.columns == centers.columns else {
      throw ClusteringError(.columnsDiffer(expected: centers.columns, found: rows.columns))
    }
    try requireFinite(rows)
  }
}
