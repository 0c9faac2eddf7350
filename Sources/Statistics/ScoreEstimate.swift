/// The estimand is a method's expected score over seeds, and over items of the population of which the items at hand
/// are a sample. The estimate is the mean over the seeds of the score on all items.
package struct ScoreEstimate: Sendable, Equatable {
  package let mean: Double
  /// The sample standard deviation over the seeds; nil for one.
  package let deviation: Double?
  package let minimum: Double
  package let maximum: Double
  package let seeds: Int
  package let uncertainty: Uncertainty
  /// The ends of the interval, within the score's range, whose ends they are where nothing is known of the spread.
  package let low: Double
  package let high: Double

  /// The interval; nil where nothing is known of the spread, neither over items nor over seeds.
  package var interval: ClosedRange<Double>? {
    uncertainty.margin.isFinite && low <= high ? low...high : nil
  }

  /// - Parameter range: the values that the score can take.
  init(_ values: [Double], _ uncertainty: Uncertainty, range: ClosedRange<Double>) {
    mean = values.mean
    deviation = values.count > 1 ? values.sampleVariance.squareRoot() : nil
    minimum = values.min() ?? .nan
    maximum = values.max() ?? .nan
    seeds = values.count
    self.uncertainty = uncertainty
    low = max(mean - uncertainty.margin, range.lowerBound)
    high = min(mean + uncertainty.margin, range.upperBound)
  }

  /// An estimate from the seeds alone, for scores that look at the features, such as the silhouette. Nil without values.
  ///
  /// One seed gives no interval: nothing is known of the spread.
  package init?(seedsOnly values: [Double], range: ClosedRange<Double>) {
    guard !values.isEmpty else { return nil }
    self.init(
      values, Uncertainty(items: nil, seeds: SeedVariance(values, itemVariances: nil)), range: range
    )
  }
}
