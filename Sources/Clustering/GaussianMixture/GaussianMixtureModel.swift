import Core
import Matrices
import Stages

/// The mixture of Gaussians that ``GaussianMixture`` found.
public struct GaussianMixtureModel: ClusterModel {
  /// The share of each component, summing to 1.
  public let weights: [Double]
  /// The mean of each component in true values, components × columns.
  public let means: [[Double]]
  /// The means in the frame of the fit.
  let storedMeans: [[Double]]
  /// components × columns: the stored means in `Float`, from which the fast searches measure rows.
  let centers: Matrix
  /// The shapes of the components, which whiten their rows.
  let shapes: ComponentShapes
  let units: MixtureUnits

  /// True where distances are measured in `Double`, since `Float` loses digits that matter.
  package var isExact: Bool {
    guard case .exact = shapes else { return false }
    return true
  }

  /// - Parameter means: in the frame of the units.
  init(weights: [Double], means: [[Double]], shapes: ComponentShapes, units: MixtureUnits) {
    self.weights = weights
    self.means = means.map { units.frame.trueValues(of: $0) }
    self.shapes = shapes
    self.units = units
    storedMeans = means
    centers = Matrix(means.map { $0.map { Float($0) } })
  }

  /// Returns the likeliest component of each row.
  ///
  /// - Throws: ``ClusteringError`` when the columns are not those of the fit, or an entry is not finite.
  /// - Complexity: that of one expectation step.
  public func predict(_ rows: Matrix) throws -> Partition {
    try validate(rows)
    return Partition(labels: expect(reading(rows)).labels, clusters: weights.count)
  }

  /// Returns the mean over the rows of the logarithm of their density, in nats.
  ///
  /// - Throws: ``ClusteringError`` when the columns are not those of the fit, or an entry is not finite.
  public func logLikelihood(_ rows: Matrix) throws -> Double {
    try validate(rows)
    return expect(reading(rows)).logLikelihood
  }

  /// Returns the share of each row that each component takes: components × rows, summing to 1 over the components.
  ///
  /// - Throws: ``ClusteringError`` when the columns are not those of the fit, or an entry is not finite.
  public func responsibilities(_ rows: Matrix) throws -> Matrix {
    try validate(rows)
    return expect(reading(rows), .responsibilities).responsibilities ?? Matrix(rows: weights.count, columns: 0)
  }

  private func reading(_ rows: Matrix) -> MixtureRows {
    let rows = rows.expressed(in: units.frame)
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
