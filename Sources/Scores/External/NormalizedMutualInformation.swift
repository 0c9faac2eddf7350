/// Normalized mutual information: the mutual information over a mean of both entropies.
///
/// It is 1 for one class in one cluster, and 0 when only one side has a single group. Strehl and Ghosh, "Cluster
/// ensembles: a knowledge reuse framework for combining multiple partitions", 2002.
public struct NormalizedMutualInformation: ExternalScore {
  /// The mean of both entropies that the mutual information is divided by.
  public let mean: EntropyMean

  /// Makes the score.
  public init(mean: EntropyMean = .arithmetic) { self.mean = mean }

  public var name: String { "nmi" + mean.nameSuffix }
  public var shortName: String { "NMI" + mean.nameSuffix }
  public var title: String { "Normalized mutual information" + mean.titleSuffix }
  public var meaning: String {
    "normalized mutual information of clusters and classes; 1 is perfect, not adjusted for chance"
  }

  public func score(_ table: ContingencyTable) -> Double {
    if table.isPerfect { return 1 }
    let information = table.mutualInformation
    guard information > 0, table.occupiedClasses > 1, table.occupiedClusters > 1 else { return 0 }
    return min(information / mean(table.classEntropy, table.clusterEntropy), 1)
  }

  public func frozen(on table: ContingencyTable) -> FrozenScore {
    let original = score(table)
    guard !table.isPerfect, table.occupiedClasses > 1, table.occupiedClusters > 1 else {
      return FrozenScore([], original: original) { _ in original }
    }
    return FrozenScore(.logarithms, original: original) { [mean] sums in
      min(sums.mutualInformation / mean(sums.classEntropy, sums.clusterEntropy), 1)
    }
  }
}
