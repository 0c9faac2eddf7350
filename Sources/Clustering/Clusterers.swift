import Stages

/// The clusterers of this package.
public enum Clusterers {
  /// The types, in the order in which lists show them.
  public static let all: [any Clusterer.Type] = [
    KMeans.self, MiniBatchKMeans.self, BalancedKMeans.self, GaussianMixture.self, Agglomerative.self, Spectral.self,
    HDBSCAN.self, DBSCAN.self, GivenPartition.self, Consensus.self, TwoLevel.self,
  ]
}
