/// The Fowlkes–Mallows index: the geometric mean of the precision and the recall of pairs that belong together.
///
/// It is 0 when no pair is together in both, as in scikit-learn: also where every item is its own class and cluster.
/// Fowlkes and Mallows, "A method for comparing two hierarchical clusterings", 1983.
public struct FowlkesMallows: ExternalScore {
  public let name = "fowlkes-mallows"
  public let title = "Fowlkes–Mallows index"
  public var meaning: String { "geometric mean of precision and recall over pairs of items; 1 is perfect" }

  /// Makes the score.
  public init() {}

  public func score(_ table: ContingencyTable) -> Double {
    let pairs = PairCounts(table)
    guard pairs.together > 0 else { return 0 }
    let together = Double(pairs.together)
    let precision = together / Double(pairs.together + pairs.merged)
    let recall = together / Double(pairs.together + pairs.split)
    return (precision * recall).squareRoot()
  }

  public func frozen(on table: ContingencyTable) -> FrozenScore {
    FrozenScore(.squares, original: score(table)) { sums in
      guard sums.together > 0 else { return 0 }
      let precision = sums.together / (sums.together + sums.merged)
      return (precision * sums.together / (sums.together + sums.split)).squareRoot()
    }
  }
}
