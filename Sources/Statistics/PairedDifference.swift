/// By how much one method scores above another on the same items, on average over seeds and items.
package struct PairedDifference: Sendable, Equatable {
  /// Positive where the first has the larger score.
  package let mean: Double
  package let uncertainty: Uncertainty
  package let low: Double
  package let high: Double
  /// The p-value of the permutation test by itself: how probable a difference at least as large is if the methods'
  /// outcomes are exchangeable, item by item, and the seeds vary as they do. Not corrected for other tests.
  package let testP: Double
  /// The probability that the seeds alone separate two methods with the same optima; 0 where each method has a single
  /// seed, so that the items alone are tested.
  package let chance: Double
  /// True where the methods share their seeds, so that differences are taken seed by seed.
  package let pairsSeeds: Bool
  /// The way in which the items' part of the test was taken.
  package let method: SignFlips.Method

  init(
    mean: Double, _ uncertainty: Uncertainty, testP: Double, chance: Double, pairsSeeds: Bool, method: SignFlips.Method
  ) {
    self.mean = mean
    self.uncertainty = uncertainty
    low = mean - uncertainty.margin
    high = mean + uncertainty.margin
    self.testP = testP
    self.chance = chance
    self.pairsSeeds = pairsSeeds
    self.method = method
  }

  /// The p-value of the difference: no smaller than what so few seeds prove.
  package var p: Double { max(testP, chance) }

  /// The same with the methods exchanged.
  package var reversed: Self {
    Self(mean: -mean, uncertainty, testP: testP, chance: chance, pairsSeeds: pairsSeeds, method: method)
  }
}
