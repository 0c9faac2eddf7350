/// Purity: the share of items whose class is the most common one of their cluster.
///
/// It never falls when clusters are split, and is 1 when every item is its own cluster. Manning, Raghavan and Schütze,
/// "Introduction to information retrieval", 2008, section 16.3.
public struct Purity: ExternalScore {
  public let name = "purity"
  public let title = "Purity (majority vote)"
  public var meaning: String { "share of items of the most common class of their cluster" }
  public var assignment: ClusterMatching? { .majority }
  public let risesWithClusters = true

  /// Makes the score.
  public init() {}

  public func score(_ table: ContingencyTable) -> Double {
    Double(table.agreeing(under: table.mapping(.majority))) / Double(table.total)
  }

  public func frozen(on table: ContingencyTable) -> FrozenScore {
    FrozenScore(.voted, original: score(table)) { $0.voted.agreeing / $0.total }
  }
}
