extension Resampling {
  /// The items' variance of a difference that would be left with ever more seeds on both sides.
  ///
  /// Seeds differ partly because they err on different items: that share is divided by the number of seeds like their
  /// own spread. The part that all seeds of a method share stays.
  package func itemFloor(score: Int, _ first: Int, over second: Int, of total: Double) -> Double {
    let sides = [first, second].map { method in
      (starts[method]..<starts[method + 1]).map { trials[$0].replicates[score] }
    }
    if methods[first].seeds == methods[second].seeds {
      let differences = zip(sides[0], sides[1]).map { zip($0, $1).map { $0 - $1 } }
      return max(total - (Self.ownVariance(differences) ?? 0) / Double(differences.count), 0)
    }
    let own = sides.map(Self.ownVariance)
    let shares = zip(own, zip(own.reversed(), sides)).map { own, other in
      (own ?? other.0 ?? 0) / Double(other.1.count)
    }
    return max(total - shares.reduce(0, +), 0)
  }

  /// Returns the part that each series adds by itself to the variance; nil for a single one.
  private static func ownVariance(_ series: [[Double]]) -> Double? {
    guard series.count > 1 else { return nil }
    let ofMean = series[0].indices.map { replicate in series.map { $0[replicate] }.mean }.sampleVariance
    let count = Double(series.count)
    return max(series.map(\.sampleVariance).mean - ofMean, 0) * count / (count - 1)
  }
}
