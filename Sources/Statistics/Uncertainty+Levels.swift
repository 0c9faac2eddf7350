extension Uncertainty {
  /// Half the width of the interval that misses what is estimated with the probability `alpha`; the margin is that of .05.
  ///
  /// - Precondition: `alpha` lies between 0 and 1.
  package func margin(missing alpha: Double) -> Double {
    guard itemError != nil || seedError != nil else { return .infinity }
    guard standardError > 0 else { return 0 }
    guard let seeds, seeds.isFromFew else {
      return standardError * StudentT(degreesOfFreedom: degreesOfFreedom).quantile(above: alpha / 2)
    }
    // So few seeds tell too little of the degrees of freedom: each part has a margin of its own.
    let ofItems = (itemError ?? 0) * StudentT(degreesOfFreedom: .infinity).quantile(above: alpha / 2)
    let ofSeeds = (seedError ?? 0) * StudentT(degreesOfFreedom: seeds.degreesOfFreedom).quantile(above: alpha / 2)
    return (ofItems * ofItems + ofSeeds * ofSeeds).squareRoot()
  }

  /// The probability of an estimate that is farther than `distance` from what is estimated, to either side: the `alpha`
  /// whose margin is that distance.
  package func probability(beyond distance: Double) -> Double {
    // The rest of equal scores is rounding.
    guard distance > 1e-12 else { return 1 }
    guard itemError != nil || seedError != nil else { return 1 }
    guard standardError > 0 else { return 0 }
    guard let seeds, seeds.isFromFew else {
      return StudentT(degreesOfFreedom: degreesOfFreedom).beyond(distance / standardError)
    }
    guard margin(missing: Self.leastProbability) > distance else { return Self.leastProbability }
    var (low, high) = (Self.leastProbability, 1 - 1e-9)
    for _ in 0..<60 {
      let middle = (low * high).squareRoot()
      if margin(missing: middle) > distance { low = middle } else { high = middle }
    }
    return high
  }

  private static let leastProbability = 1e-12

  /// The same with other numbers of seeds.
  ///
  /// - Parameters:
  ///   - share: the variance of the mean, as a share of what it is.
  ///   - degrees: the degrees of freedom that it then has.
  ///   - floor: the part of the items' variance that is left however many seeds there are.
  package func withSeeds(variance share: Double, degrees: Double, itemFloor floor: Double) -> Self {
    Self(
      items: itemError.map { floor + ($0 * $0 - floor) * share },
      seeds: seeds.map {
        SeedVariance(ofMean: $0.ofMean * share, whole: $0.whole * share, degreesOfFreedom: degrees)
      })
  }
}
