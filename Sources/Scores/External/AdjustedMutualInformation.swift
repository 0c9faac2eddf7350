/// Mutual information corrected for chance: 1 for equal partitions, 0 on average for random ones of the same sizes.
///
/// The value is 1 for equal partitions and 0 otherwise where chance leaves nothing open (one side is a single group, or
/// every item is a group of its own). Vinh, Epps and Bailey, "Information theoretic measures for clusterings
/// comparison", 2010.
/// - Complexity: O(pairs of different sizes · the width of the distribution of their overlap).
public struct AdjustedMutualInformation: ExternalScore {
  /// The mean of both entropies that stands for the most information that there can be.
  public let mean: EntropyMean

  /// Makes the score.
  public init(mean: EntropyMean = .arithmetic) { self.mean = mean }

  public var name: String { "ami" + mean.nameSuffix }
  public var shortName: String { "AMI" + mean.nameSuffix }
  public var title: String { "Adjusted mutual information" + mean.titleSuffix }
  public var meaning: String {
    "adjusted mutual information of clusters and classes; 0 is chance, 1 is perfect"
  }
  /// The values up to 1. There is no least value: with the minimum of the entropies, it falls below any bound as items
  /// grow in number.
  public var range: ClosedRange<Double> { -Double.infinity...1 }

  public func score(_ table: ContingencyTable) -> Double {
    if table.isPerfect { return 1 }
    let groups = [table.occupiedClasses, table.occupiedClusters]
    guard !groups.contains(1), !groups.contains(table.total) else { return 0 }
    let expected = expectedMutualInformation(
      classSizes: table.classTotals.filter { $0 > 0 }, clusterSizes: table.clusterTotals)
    let most = mean(table.classEntropy, table.clusterEntropy)
    return min((table.mutualInformation - expected) / (most - expected), 1)
  }

  public func frozen(on table: ContingencyTable) -> FrozenScore {
    let original = score(table)
    let groups = [table.occupiedClasses, table.occupiedClusters]
    guard !table.isPerfect, !groups.contains(1), !groups.contains(table.total) else {
      return FrozenScore([], original: original) { _ in original }
    }
    let expected = expectedMutualInformation(
      classSizes: table.classTotals.filter { $0 > 0 }, clusterSizes: table.clusterTotals)
    return FrozenScore(.logarithms, original: original) { [mean] sums in
      min(
        (sums.mutualInformation - expected)
          / (mean(sums.classEntropy, sums.clusterEntropy) - expected), 1)
    }
  }
}
