/// The criteria by which the settings of a sweep are compared without labels, by the names that experiments use.
package enum ChoiceCriterion: String, CaseIterable, Sendable {
  /// The setting farthest from the chord of the objective.
  case elbow
  case silhouette
  case daviesBouldin = "davies-bouldin"
  case calinskiHarabasz = "calinski-harabasz"
  /// The gap statistic, with uniform references.
  case gap
  /// Bayesian and Akaike's information criterion, of a clusterer with a likelihood.
  case bic, aic
  /// The agreement of the clusters of two subsamples.
  case stability

  /// The name in tables and figures.
  package var title: String {
    switch self {
    case .daviesBouldin: "Davies–Bouldin"
    case .calinskiHarabasz: "Calinski–Harabasz"
    case .bic, .aic: rawValue.uppercased()
    case .elbow, .silhouette, .gap, .stability: rawValue
    }
  }

  package var lowerIsBetter: Bool {
    switch self {
    case .daviesBouldin, .bic, .aic: true
    case .elbow, .silhouette, .calinskiHarabasz, .gap, .stability: false
    }
  }

  /// True for a criterion that one cluster has no value of, or always the best one.
  package var needsTwoClusters: Bool {
    switch self {
    case .silhouette, .daviesBouldin, .calinskiHarabasz, .stability, .elbow: true
    case .gap, .bic, .aic: false
    }
  }

  /// True for a criterion of the number of clusters alone.
  package var isOfClusters: Bool { self == .elbow || self == .gap }

  /// True for a criterion that clusters some of the rows again.
  package var isOfRefits: Bool { self == .gap || self == .stability }

  /// The criteria of a parameter of a clusterer.
  ///
  /// - Parameter isOfClusters: true for the number of clusters.
  package static func all(isOfClusters: Bool) -> [ChoiceCriterion] {
    allCases.filter { isOfClusters || !$0.isOfClusters }
  }
}
