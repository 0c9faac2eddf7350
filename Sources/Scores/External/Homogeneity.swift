/// The degree to which each cluster holds a single class, from 0 to 1. It is 1 when there is one class only.
///
/// Rosenberg and Hirschberg, "V-Measure: a conditional entropy-based external cluster evaluation measure", 2007.
public struct Homogeneity: ExternalScore {
  public let name = "homogeneity"
  public let title = "Homogeneity"
  public var meaning: String { "1 where each cluster has items of one class only" }
  public let risesWithClusters = true

  /// Makes the score.
  public init() {}

  public func score(_ table: ContingencyTable) -> Double {
    // Every cluster in one class: exactly 1, whatever the rounding.
    guard table.cells.count > table.occupiedClusters else { return 1 }
    guard table.occupiedClusters > 1 else { return 0 }
    return min(table.mutualInformation / table.classEntropy, 1)
  }

  public func frozen(on table: ContingencyTable) -> FrozenScore {
    let original = score(table)
    guard table.cells.count > table.occupiedClusters, table.occupiedClusters > 1 else {
      return FrozenScore([], original: original) { _ in original }
    }
    return FrozenScore(.logarithms, original: original) {
      min($0.mutualInformation / $0.classEntropy, 1)
    }
  }
}
