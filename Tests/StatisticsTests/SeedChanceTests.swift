import Core
import Foundation
import Gate
import Statistics
import Testing

@Suite struct SeedChanceTests {
  @Test(arguments: [2, 3, 5, 10]) func equalSidesAreSeparatedOnceInHalfOfFourToTheirNumber(seeds: Int) {
    #expect(close(SeedChance.separation(seeds, seeds), 2 / pow(4, Double(seeds)), relative: 1e-12))
    #expect(close(SeedChance.separation(among: [seeds, seeds]), 2 / pow(4, Double(seeds)), relative: 1e-9))
    #expect(SeedChance.agreement(seeds, seeds + 3) == pow(0.5, Double(seeds)) as Double)
  }

  @Test func aSingleSeedOnEachSideProvesNothing() {
    #expect(SeedChance.separation(1, 1) == 1)
    // w² (1 − w) + w (1 − w)² = w (1 − w).
    #expect(close(SeedChance.separation(1, 2), 0.25, relative: 1e-12))
  }

  @Test func moreSeedsOnEitherSideProveMore() {
    for first in 1...8 {
      for second in 1...8 where first + second > 2 {
        #expect(SeedChance.separation(first, second) == SeedChance.separation(second, first))
        #expect(SeedChance.separation(first + 1, second) <= SeedChance.separation(first, second))
        #expect(SeedChance.separation(first + 1, second + 1) < SeedChance.separation(first, second))
      }
    }
    // A long side counts for twice the short one: w² (1 − w)⁴ + w⁴ (1 − w)² is largest at ½.
    #expect(close(SeedChance.separation(2, 20), 1.0 / 32, relative: 1e-12))
  }

  @Test func moreThanTwoOptimaSeparateLess() {
    var random = Seed(5).stream("optima")
    for _ in 0..<2_000 {
      let raw: [Double] = (0..<2 + random.integer(below: 5)).map { _ in -log(1 - random.uniform()) }
      let total: Double = raw.reduce(0, +)
      let weights: [Double] = raw.map { $0 / total }
      let (first, second) = (1 + random.integer(below: 6), 2 + random.integer(below: 6))
      func sum(_ power: Int) -> Double { weights.map { pow($0, Double(power)) }.reduce(0.0, +) }
      // Both sides agree, less both on the same optimum.
      let separated = sum(first) * sum(second) - sum(first + second)
      #expect(separated <= SeedChance.separation(first, second) * (1 + 1e-4), "\(weights), \(first), \(second)")
    }
  }

  @Test func eightMethodsOfFiveSeedsAreRarelySeparated() {
    // Each method agrees on the first of two equal optima with the probability 1 / 32, and on the second.
    let expected: Double = 1.0 - 2.0 * pow(31.0 / 32.0, 8.0) + pow(30.0 / 32.0, 8.0)
    #expect(close(SeedChance.separation(among: [Int](repeating: 5, count: 8)), expected, relative: 1e-9))
    #expect(expected > 0.045 && expected < 0.046)
    #expect(SeedChance.separation(among: [5]) < 1e-12 && SeedChance.separation(among: []) < 1e-12)
  }

  @Test func aMethodBesideAFixedValueSeemsToDifferOnceInHalfOfTwoToItsSeeds() {
    #expect([1, 2, 5, 6].map(SeedChance.unanimity) == [1, 0.5, 0.0625, 0.03125])
    #expect(close(SeedChance.unanimity(among: [6, 6]), 1 - pow(31.0 / 32, 2), relative: 1e-12))
  }

  /// A method of two equal optima, whose mean is that of a method that no seed changes: every number of seeds that fall
  /// into the first optimum, each with its probability.
  @Test(arguments: 2...14) func suchAMethodRaisesFewFalseAlarms(seeds: Int) throws {
    var alarms = 0.0
    for first in 0...seeds {
      let values = (0..<seeds).map { $0 < first ? 1.0 : -1.0 }
      let variance = try #require(SeedVariance(values, itemVariances: nil)).besideFixedValue
      let mean = Double(2 * first - seeds) / Double(seeds)
      let t = StudentT(degreesOfFreedom: variance.degreesOfFreedom)
      let p = variance.ofMean > 0 ? t.beyond(mean / variance.ofMean.squareRoot()) : 0
      if max(p, SeedChance.unanimity(seeds)) < 0.05 { alarms += binomial(seeds, first) / pow(2, Double(seeds)) }
    }
    #expect(alarms <= 0.0704, "\(alarms)")
  }

  private func binomial(_ count: Int, _ chosen: Int) -> Double {
    (0..<chosen).reduce(1) { $0 * Double(count - $1) / Double($1 + 1) }
  }

  @Test func theFewestSeedsAreThoseThatSuffice() {
    let gate = RegressionGate(tolerance: 0, alpha: 0.05)
    // 2 · 25 / 4⁵ is below .05, 2 · 26 / 4⁵ above.
    #expect([1, 2, 6, 7, 25, 26, 102, 103].map { gate.fewestSeeds(cells: $0) } == [3, 4, 4, 5, 5, 6, 6, 7])
    #expect(RegressionGate(tolerance: 0, alpha: 0.2).fewestSeeds(cells: 1) == 2)
    #expect(SeedChance.fewestSeeds(below: 0.1) { _ in 0.5 } == nil)
  }
}
