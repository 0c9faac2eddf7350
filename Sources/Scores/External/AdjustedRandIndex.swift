/// The Rand index corrected for chance: 1 for equal partitions, 0 on average for random ones of the same sizes.
///
/// It is 1 when no pair is treated differently, so also for one class in one cluster. Hubert and Arabie, "Comparing
/// partitions", 1985.
public struct AdjustedRandIndex: ExternalScore {
  public let name = "ari"
  public let shortName = "ARI"
  public let title = "Adjusted Rand index"
  public var meaning: String {
    "adjusted Rand index, agreement on pairs of items; 0 is chance, 1 is perfect"
  }
  public var range: ClosedRange<Double> { -0.5...1 }

  /// Makes the score.
  public init() {}

  public func score(_ table: ContingencyTable) -> Double {
    let pairs = PairCounts(table)
    guard pairs.split > 0 || pairs.merged > 0 else { return 1 }
    // Products of two numbers of pairs leave 64 bits from 55,000 items on.
    let (together, apart) = (Int128(pairs.together), Int128(pairs.apart))
    let (split, merged) = (Int128(pairs.split), Int128(pairs.merged))
    let above = 2 * (together * apart - split * merged)
    let below = (together + split) * (split + apart) + (together + merged) * (merged + apart)
    return Double(above) / Double(below)
  }

  public func frozen(on table: ContingencyTable) -> FrozenScore {
    FrozenScore(.squares, original: score(table)) { sums in
      guard sums.split > 0 || sums.merged > 0 else { return 1 }
      let above = 2 * (sums.together * sums.apart - sums.split * sums.merged)
      let below =
        (sums.together + sums.split) * (sums.split + sums.apart)
        + (sums.together + sums.merged) * (sums.merged + sums.apart)
      return above / below
    }
  }
}
