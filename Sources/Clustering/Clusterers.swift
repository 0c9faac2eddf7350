import Stages

/// The clusterers of this package.
public enum Clusterers {
  public static let all: [any Clusterer.Type] = [KMeans.self, GaussianMixture.self]
}
