/// The Rand index: the share of pairs of items that both labelings keep together or both keep apart; 1 for one item.
///
/// Rand, "Objective criteria for the evaluation of clustering methods", 1971.
public struct RandIndex: ExternalScore {
  public let name = "rand"
  public let title = "Rand index"
  public var meaning: String {
    "share of pairs of items on which clusters and classes agree; not adjusted for chance"
  }

  /// Makes the score.
  public init() {}

  public func score(_ table: ContingencyTable) -> Double {
    let pairs = PairCounts(table)
    let all = table.total * (table.total - 1)
    return all == 0 ? 1 : Double(pairs.together + pairs.apart) / Double(all)
  }

  public func frozen(on table: ContingencyTable) -> FrozenScore {
    FrozenScore(.squares, original: score(table)) { sums in
      (sums.together + sums.apart) / (sums.total * (sums.total - 1))
    }
  }
}
