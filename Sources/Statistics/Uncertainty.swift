/// The uncertainty of an estimate: its standard error, of two parts, and an interval.
///
/// The items' part stands for other items of the same population. It comes from a bootstrap over items. The seeds' part
/// stands for other seeds. It is the sample variance over the seeds, less what the items' part already holds of it
/// (that the seeds differ partly because they err on different items), over their number. Adding the variance over
/// seeds as it is would count that share twice, as resampling both does (Owen, "The pigeonhole bootstrap", 2007);
/// resampling so few seeds with replacement would give a share of (S − 1)/S of their variance.
///
/// The interval is the estimate ± a quantile of Student's t, with the degrees of freedom of Welch and Satterthwaite:
/// infinitely many for the items, one fewer than the seeds for theirs. Two or three seeds are too few to estimate these
/// degrees: then each part has a margin of its own, and the squares of both are added (Zou and Donner, "Construction of
/// confidence limits about effect measures", 2008). With two seeds nothing is taken off the seeds' part, so that the
/// interval is wide rather than wrong. All this takes the seeds' spread from the seeds: an optimum that none of them
/// found lies in no interval (``SeedChance``).
package struct Uncertainty: Sendable, Equatable {
  /// The standard error from the items; nil for scores that have none here, such as the silhouette.
  package let itemError: Double?
  /// The standard error from the seeds; nil for a single seed, of whose spread nothing is known.
  package let seedError: Double?
  /// Both together.
  package let standardError: Double
  /// Infinite where only the items count.
  package let degreesOfFreedom: Double
  /// The source of the standard error from the seeds.
  package let seeds: SeedVariance?
  /// Half the width of the interval; infinite where nothing is known of any part.
  package let margin: Double

  /// The share of intervals that hold what is estimated.
  package static let level = 0.95

  /// - Parameters:
  ///   - items: the variance from the items.
  ///   - seeds: the variance from the seeds.
  package init(items: Double?, seeds: SeedVariance?) {
    let variance = (items ?? 0) + (seeds?.ofMean ?? 0)
    self.seeds = seeds
    itemError = items?.squareRoot()
    seedError = seeds?.ofMean.squareRoot()
    standardError = variance.squareRoot()
    degreesOfFreedom = seeds?.degreesOfFreedom(ofTotal: variance) ?? .infinity
    func quantile(_ degrees: Double) -> Double {
      StudentT(degreesOfFreedom: degrees).quantile(above: (1 - Self.level) / 2)
    }
    if items == nil, seeds == nil {
      margin = .infinity
    } else if variance == 0 {
      margin = 0
    } else if let seeds, seeds.isFromFew {
      let (ofItems, ofSeeds) = (quantile(.infinity), quantile(seeds.degreesOfFreedom))
      margin = (ofItems * ofItems * (items ?? 0) + ofSeeds * ofSeeds * seeds.ofMean).squareRoot()
    } else {
      margin = standardError * quantile(degreesOfFreedom)
    }
  }
}

/// The part that the seeds add to the variance of a mean over them.
package struct SeedVariance: Sendable, Equatable {
  /// The variance of the mean, less the share that the items' part holds.
  package let ofMean: Double
  /// The same with that share.
  let whole: Double
  package let degreesOfFreedom: Double
  /// True where it is known as badly as from two or three seeds.
  package var isFromFew: Bool { degreesOfFreedom < 3 }

  /// From the values of the seeds; nil for a single one.
  ///
  /// - Parameter shared: the mean over the seeds of the items' variance of each value, and the items' variance of their
  ///   mean; nil where there is no items' part.
  package init?(_ values: [Double], itemVariances shared: (ofEach: Double, ofMean: Double)?) {
    guard values.count > 1 else { return nil }
    let seeds = Double(values.count)
    whole = values.sampleVariance / seeds
    // The mean keeps a + c / S of the variance a + c of each value, where c differs between the seeds.
    let counted = shared.map { max($0.ofEach - $0.ofMean, 0) / (seeds - 1) } ?? 0
    degreesOfFreedom = seeds - 1
    ofMean = values.count == 2 ? whole : max(whole - counted, 0)
  }

  /// Takes the deviation of a published mean; nil for a single seed.
  package init?(deviation: Double, seeds: Int) {
    guard seeds > 1 else { return nil }
    let variance = deviation * deviation / Double(seeds)
    (ofMean, whole, degreesOfFreedom) = (variance, variance, Double(seeds - 1))
  }

  /// Variance of the difference of two means that share no seed, with three quarters of Welch's degrees of freedom.
  ///
  /// Scores of a method that falls into two or three optima have lighter tails than normal ones, and a small spread on
  /// both sides goes together with a large difference. With all of Welch's degrees up to 9 of 100 gates over eight
  /// cells with ten seeds a side raise a false alarm, with three quarters of them at most 5 (`ManyOptimaTests`).
  package init(_ first: Self, _ second: Self) {
    whole = first.whole + second.whole
    ofMean = first.ofMean + second.ofMean
    let below =
      first.whole * first.whole / first.degreesOfFreedom + second.whole * second.whole
      / second.degreesOfFreedom
    let welch = below > 0 ? whole * whole / below : first.degreesOfFreedom + second.degreesOfFreedom
    degreesOfFreedom = Self.shareOfWelch * welch
  }

  package static let shareOfWelch = 0.75

  init(ofMean: Double, whole: Double, degreesOfFreedom: Double) {
    self.ofMean = ofMean
    self.whole = whole
    self.degreesOfFreedom = degreesOfFreedom
  }

  func scaled(by factor: Double) -> Self {
    Self(ofMean: ofMean * factor, whole: whole * factor, degreesOfFreedom: degreesOfFreedom)
  }

  /// Welch and Satterthwaite: those of a sum of this variance and others that are known.
  package func degreesOfFreedom(ofTotal total: Double) -> Double {
    guard whole > 0 else { return .infinity }
    let ratio = total / whole
    return max(ratio * ratio, 1) * degreesOfFreedom
  }
}

extension Array where Element == Double {
  /// The sum over the number.
  package var mean: Double {
    guard let first else { return .nan }
    return first + reduce(0) { $0 + ($1 - first) } / Double(count)
  }

  /// With the divisor n − 1; 0 for a single value.
  package var sampleVariance: Double {
    guard count > 1 else { return 0 }
    let mean = mean
    return reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count - 1)
  }
}
