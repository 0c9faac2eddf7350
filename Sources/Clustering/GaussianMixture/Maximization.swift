import Matrices

/// The maximization step on the rows of a space: new weights, means and covariances from responsibilities.
protocol Maximization {
  var rows: MixtureRows { get }
  /// The parts of an expectation that the step reads.
  var wanted: GaussianMixtureModel.Wanted { get }

  /// Finds the mixture that given responsibilities (clusters × rows) make likeliest.
  ///
  /// - Throws: ``ClusteringError`` when a covariance cannot be made positive definite, ``LostDigits`` when the
  ///   arithmetic loses digits that matter.
  func maximize(_ start: Matrix) throws -> Maximum

  /// Finds the mixture that the expectation of another one makes likeliest.
  ///
  /// - Throws: as ``maximize(_:)``.
  func maximize(_ expectation: Expectation, of model: GaussianMixtureModel) throws -> Maximum
}

/// The result of a maximization step.
struct Maximum {
  let model: GaussianMixtureModel
  /// The regularization that made the covariances positive definite, in stored units.
  let regularization: Double
}
