import Core
import Foundation
import Statistics
import Testing

/// The mean agreement of partitions with its jackknife, against closed forms.
@Suite struct PairwiseAgreementTests {
  /// With agreements g = (a, b, c) of three seeds, leaving out one seed leaves one pair: the jackknife's variance is
  /// (2/3) Σ (g − mean)², and the spread of the pairs over their number is Σ (g − mean)² / 6.
  @Test func threeSeedsHaveTheVarianceOfTheirPairs() throws {
    let found = PairwiseAgreement([0.2, 0.5, 0.8], seeds: 3)
    let sum = 0.18
    let variance = try #require(found.variance)
    #expect(abs(found.mean - 0.5) < 1e-12 && abs(variance.ofMean - (2 * sum / 3 + sum / 6)) < 1e-12)
    // Student's t with two degrees of freedom: 4.302653 at 97.5 %. The interval ends where the index does.
    let margin = 4.302653 * variance.ofMean.squareRoot()
    #expect(margin > 1 && found.interval == -0.5...1)
  }

  /// One seed of four agrees with the others by .4, those among each other by .8. Leaving it out leaves .8, another .5333.
  @Test func fourSeedsHaveTheVarianceOfTheJackknife() throws {
    // (1, 0), (2, 0), (2, 1), (3, 0), (3, 1), (3, 2): seed 3 stands apart.
    let found = PairwiseAgreement([0.8, 0.8, 0.8, 0.4, 0.4, 0.4], seeds: 4)
    let without = [1.6 / 3, 1.6 / 3, 1.6 / 3, 0.8]
    let mean = without.reduce(0, +) / 4
    let jackknife = 0.75 * without.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let ofPairs = 6 * 0.04 / 5 / 6
    let variance = try #require(found.variance)
    #expect(abs(found.mean - 0.6) < 1e-12 && abs(variance.ofMean - (jackknife + ofPairs)) < 1e-12)
    #expect(variance.degreesOfFreedom == 3)
    let interval = try #require(found.interval)
    let margin = 3.182446 * (jackknife + ofPairs).squareRoot()
    #expect(abs(interval.lowerBound - max(0.6 - margin, -0.5)) < 1e-6 && interval.upperBound == min(0.6 + margin, 1))
  }

  @Test(arguments: [3, 5, 10, 20]) func equalPartitionsAreBoundedByTheirNumber(seeds: Int) throws {
    let found = PairwiseAgreement([Double](repeating: 1, count: seeds * (seeds - 1) / 2), seeds: seeds)
    let interval = try #require(found.interval)
    #expect(found.mean == 1 && interval.upperBound == 1)
    #expect(abs(interval.lowerBound - pow(0.05, 2 / Double(seeds))) < 1e-9)
  }

  @Test func twoSeedsHaveNoInterval() {
    let two = PairwiseAgreement([0.5], seeds: 2)
    #expect(two.mean == 0.5 && two.interval == nil && two.variance == nil)
    #expect(two.difference(from: PairwiseAgreement([0.2, 0.5, 0.8], seeds: 3)) == nil)
  }

  @Test func differencesAreAntisymmetricAndFarOnesAreSignificant() throws {
    func near(_ center: Double) -> PairwiseAgreement {
      PairwiseAgreement((0..<45).map { center + 0.01 * Double($0 % 3) }, seeds: 10)
    }
    let (low, high) = (near(0.3), near(0.8))
    let forth = try #require(high.difference(from: low))
    let back = try #require(low.difference(from: high))
    #expect(abs(forth.mean - 0.5) < 1e-12 && forth.mean == -back.mean && forth.low == -back.high && forth.p == back.p)
    #expect(forth.p < 1e-6 && forth.low > 0.45 && forth.high < 0.55)
    let none = try #require(low.difference(from: low))
    #expect(none.mean == 0 && none.p == 1 && none.low < 0 && none.high > 0)
  }
}

/// The stable cores of clusters and the items that move.
@Suite struct StableCoresTests {
  @Test func coresHoldTheItemsThatAlwaysStayAndMoversTheOthers() throws {
    let partitions = [[0, 0, 0, 0, 1, 1, 1, 1, -1], [1, 1, 1, 0, 0, 0, 0, 0, -1], [0, 0, 0, 1, 1, 1, 1, 0, -1]].map {
      Partition($0.map(Int32.init))
    }
    let shares = try #require(SeedStability.shares(partitions, reference: 0))
    #expect(shares == [1, 1, 1, 0, 1, 1, 1, 0.5, 1])
    let found = StableCores(partitions[0], shares: shares)
    #expect(found.cores == [.init(cluster: 0, size: 4, stable: 3), .init(cluster: 1, size: 4, stable: 3)])
    #expect(found.movers == [.init(item: 3, share: 0), .init(item: 7, share: 0.5)])
  }

  @Test func clustersWithoutItemsHaveNoCoreAndFewMoversAreListed() {
    let partition = Partition(labels: (0..<40).map { Int32($0 % 2 * 2) }, clusters: 4)
    let found = StableCores(partition, shares: (0..<40).map { Double($0 % 4) / 4 })
    #expect(found.cores.map(\.cluster) == [0, 2] && found.cores.allSatisfy { $0.stable == 0 && $0.size == 20 })
    #expect(found.movers.map(\.item) == Array(stride(from: 0, to: 40, by: 4)))
  }
}
