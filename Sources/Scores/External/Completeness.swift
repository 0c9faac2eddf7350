/// The degree to which each class lies in a single cluster, from 0 to 1. It is 1 when there is one cluster only.
///
/// Rosenberg and Hirschberg, "V-Measure: a conditional entropy-based external cluster evaluation measure", 2007.
public struct Completeness: ExternalScore {
  public let name = "completeness"
  public let title = "Completeness"
  public var meaning: String { "1 where each class lies in one cluster only" }

  /// Makes the score.
  public init() {}

  public func score(_ table: ContingencyTable) -> Double {
    guard table.cells.count > table.occupiedClasses else { return 1 }
    guard table.occupiedClasses > 1 else { return 0 }
    return min(table.mutualInformation / table.clusterEntropy, 1)
  }

  public func frozen(on table: ContingencyTable) -> FrozenScore {
    let original = score(table)
    guard table.cells.count > table.occupiedClasses, table.occupiedClasses > 1 else {
      return FrozenScore([], original: original) { _ in original }
    }
    return FrozenScore(.logarithms, original: original) {
      min($0.mutualInformation / $0.clusterEntropy, 1)
    }
  }
}
