/// The verdict of a mean Jaccard index on a cluster, by the thresholds of its author: Hennig, "Cluster-wise assessment of
/// cluster stability", 2007, and the documentation of his `clusterboot`.
package enum ClusterStabilityVerdict: String, CaseIterable, Sendable {
  /// At least .85.
  case highlyStable = "highly stable"
  /// At least .75: a valid, stable cluster.
  case stable
  /// At least .6: a pattern in the data, of which it is doubtful which items belong to it.
  case doubtful
  /// Below .6: not to be trusted.
  case untrusted = "not to be trusted"

  /// The least mean Jaccard index.
  package var least: Double {
    switch self {
    case .highlyStable: 0.85
    case .stable: 0.75
    case .doubtful: 0.6
    case .untrusted: 0
    }
  }

  /// Nil for a cluster that was in no resample.
  package init?(jaccard: Double) {
    guard let verdict = Self.allCases.first(where: { jaccard >= $0.least }) else { return nil }
    self = verdict
  }
}

extension StatisticsRecord.Resamples {
  /// The clusters of a verdict, the most stable first.
  package func clusters(_ verdict: ClusterStabilityVerdict) -> [StatisticsRecord.Cluster] {
    clusters.filter { ClusterStabilityVerdict(jaccard: $0.jaccard) == verdict }.sorted {
      ($1.jaccard, $0.id) < ($0.jaccard, $1.id)
    }
  }
}
