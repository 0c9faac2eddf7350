import Clustering
import Matrices

extension Experiment.Clusterer {
  /// The clusterer itself, with the number of classes where no k is given.
  ///
  /// - Throws: ``HarnessError`` when neither is known.
  func clusterer(classes: Int?) throws -> any Clusterer {
    guard let clusters = k ?? classes else { throw HarnessError(.noClusterCount(clusterer: name)) }
    switch kind {
    case .kmeans(let options):
      return KMeans(
        clusters: clusters, restarts: options.restarts, maximumIterations: options.iterations,
        tolerance: options.tolerance, metric: options.metric == .spherical ? .spherical : .euclidean)
    case .gmm(let options):
      return GaussianMixture(
        clusters: clusters, covariance: GaussianMixture.Covariance(rawValue: options.covariance.rawValue) ?? .full,
        restarts: options.restarts, maximumIterations: options.iterations, tolerance: options.tolerance,
        regularization: options.regularization)
    }
  }
}
