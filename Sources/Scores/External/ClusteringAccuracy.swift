/// Accuracy after the best one-to-one matching of clusters and classes, whose numbers may differ.
///
/// Items in clusters that are left over count as wrong. Kuhn, "The Hungarian method for the assignment problem", 1955.
public struct ClusteringAccuracy: ExternalScore {
  public let name = "accuracy"
  public let title = "Accuracy (one-to-one)"
  public var meaning: String { "share of items in the cluster that is matched to their class, one to one" }
  public var assignment: ClusterMatching? { .oneToOne }

  /// Makes the score.
  public init() {}

  public func score(_ table: ContingencyTable) -> Double {
    Double(table.agreeing(under: table.mapping(.oneToOne))) / Double(table.total)
  }

  public func frozen(on table: ContingencyTable) -> FrozenScore {
    FrozenScore(.matched, original: score(table)) { $0.matched.agreeing / $0.total }
  }
}
