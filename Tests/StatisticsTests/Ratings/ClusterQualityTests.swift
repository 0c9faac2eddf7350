import Core
import Statistics
import Testing

@Suite struct ClusterQualityTests {
  private let ratings: [Double] = [3, 2, 1, 2.5, 1, 1]
  private let joined: [PairPlace] = [.together, .together, .together, .apart, .apart, .apart]

  private func pairs(_ weights: [Double], strata: [Int]? = nil) -> RatedPairs {
    RatedPairs(ratings: ratings, weights: weights, strata: strata ?? [0, 0, 0, 1, 1, 1], replicates: 500)
  }

  /// The six pairs, each so many times.
  private func quality(times: Int, strata: [Int]? = nil, whole: Set<Int> = []) throws -> ClusterQuality {
    let positions = (0..<6 * times).map { $0 % 6 }
    let rated = RatedPairs(
      ratings: positions.map { ratings[$0] }, weights: positions.map { _ in 1 },
      strata: positions.map { (strata ?? [0, 0, 0, 1, 1, 1])[$0] }, whole: whole, replicates: 500)
    return try #require(rated.quality([positions.map { joined[$0] }]))
  }

  @Test func itIsTheDifferenceOfTwoMeans() throws {
    let quality = try quality(times: 10)
    #expect(abs(quality.value - (2 - 1.5)) < 1e-12)
    #expect(quality.pairs == 60 && quality.joined == 30 && quality.scarcity == nil)
    let (narrow, wide) = try (#require(quality.narrow), #require(quality.wide))
    #expect(narrow.level == 0.8 && wide.level == 0.95)
    #expect(wide.low <= narrow.low && narrow.low < quality.value && quality.value < narrow.high)
    #expect(narrow.high <= wide.high)
  }

  @Test func weightsCountAsSoManyPairs() throws {
    let quality = try #require(pairs([1, 1, 2, 5, 1, 4]).quality([joined]))
    #expect(abs(quality.value - (7.0 / 4 - 17.5 / 10)) < 1e-12)
    // Only the relations of weights count.
    let other = try #require(pairs([10, 10, 20, 50, 10, 40]).quality([joined]))
    #expect(abs(quality.value - other.value) < 1e-12)
  }

  @Test func severalPartitionsCountByTheirMean() throws {
    let rated = pairs([1, 1, 1, 1, 1, 1])
    let second: [PairPlace] = [.together, .apart, .apart, .apart, .apart, .apart]
    let (one, other) = try (#require(rated.quality([joined])), #require(rated.quality([second])))
    let both = try #require(rated.quality([joined, second]))
    #expect(abs(both.value - (one.value + other.value) / 2) < 1e-12)
  }

  @Test func withoutAPairOfEachKindThereIsNone() {
    let rated = pairs([1, 1, 1, 1, 1, 1])
    let all = [PairPlace](repeating: .together, count: 6)
    #expect(rated.quality([all]) == nil && rated.quality([[PairPlace](repeating: .absent, count: 6)]) == nil)
    #expect(rated.quality([joined, all]) == nil && rated.difference([joined], [all]) == nil)
  }

  @Test func aMethodDiffersNotFromItself() throws {
    let difference = try #require(pairs([1, 2, 3, 1, 2, 3]).difference([joined, joined], [joined]))
    #expect(difference.value == 0 && difference.wide == nil && difference.scarcity?.pairs == 2)
  }

  @Test func differencesAreTakenOnThePairsThatBothPlace() throws {
    let rated = pairs([1, 1, 1, 1, 1, 1])
    var other = joined
    other[0] = .absent
    let difference = try #require(rated.difference([joined], [other]))
    #expect(difference.value == 0 && difference.pairs == 5 && difference.joined == 2)
    let swapped = joined.map { $0 == .together ? PairPlace.apart : .together }
    let one = try #require(rated.difference([joined], [swapped]))
    let back = try #require(rated.difference([swapped], [joined]))
    #expect(abs(one.value + back.value) < 1e-12)
  }

  /// Few pairs of one kind, in one partition of several too, are too much alike for an interval.
  @Test func fewPairsOfAKindHaveNoInterval() throws {
    let few = try quality(times: 7)
    #expect(few.wide == nil && few.narrow == nil && few.value == 0.5)
    #expect(few.scarcity == ClusterQuality.Scarcity(place: .together, pairs: 21))
    #expect(try quality(times: 8).scarcity == nil)
    let many = 100
    let rated = RatedPairs(
      ratings: (0..<many).map { Double($0 % 3 + 1) }, weights: [Double](repeating: 1, count: many),
      strata: [Int](repeating: 0, count: many), replicates: 100)
    func places(together: Int) -> [PairPlace] { (0..<many).map { $0 < together ? .together : .apart } }
    #expect(rated.quality([places(together: 50)])?.wide != nil)
    let scarcity = rated.quality([places(together: 98)])?.scarcity
    #expect(scarcity == ClusterQuality.Scarcity(place: .apart, pairs: 2))
    // Of two partitions both pairs of the second have the share 1/4 + 1/100, and 48 others 1/100: 1 / .14.
    #expect(rated.quality([places(together: 50), places(together: 98)])?.scarcity?.pairs == 7)
    #expect(rated.difference([places(together: 50)], [places(together: 4)])?.wide == nil)
  }

  /// Pairs of a stratum that was taken whole are known without error, and so is the quality where all are.
  @Test func strataTakenWholeAreNotResampled() throws {
    let exact = try quality(times: 1, whole: [0, 1])
    #expect(exact.wide == ConfidenceInterval(level: 0.95, low: 0.5, high: 0.5) && exact.scarcity == nil)
    #expect(exact.narrow == ConfidenceInterval(level: 0.8, low: 0.5, high: 0.5))
    let (half, none) = try (quality(times: 10, whole: [0]), quality(times: 10))
    let (narrower, wider) = try (#require(half.wide), #require(none.wide))
    #expect(narrower.low > wider.low && narrower.high < wider.high && narrower.low < 0.5)
    // The pairs in different clusters are few, and drawn.
    #expect(try quality(times: 1, whole: [0]).scarcity == ClusterQuality.Scarcity(place: .apart, pairs: 3))
  }

  /// A pair that stands alone in its stratum is in every resample.
  @Test func strataKeepTheirShares() {
    let counts = StratifiedBootstrap(strata: [7, 2, 2, 2]).values(50) { $0 }
    #expect(counts.allSatisfy { $0[0] == 1 && abs($0.dropFirst().reduce(0, +) - 3) < 1e-12 })
  }

  @Test func noiseIsAloneOrLeftOut() {
    #expect(PairPlace(3, 3, noise: .exclude) == .together && PairPlace(3, 0, noise: .exclude) == .apart)
    #expect(PairPlace(-1, 0, noise: .exclude) == .absent && PairPlace(-1, -1, noise: .exclude) == .absent)
    #expect(PairPlace(-1, 0, noise: .alone) == .apart && PairPlace(-1, -1, noise: .alone) == .apart)
    #expect(PairPlace(-2, -2, noise: .alone) == .absent && PairPlace(1, -2, noise: .exclude) == .absent)
  }

  /// The variance of resamples is that of the mean, s² / n, also for few pairs.
  @Test func theSpreadOfResamplesIsTheStandardError() {
    let bootstrap = StratifiedBootstrap(strata: [0, 0, 0, 1, 1, 1, 1])
    let values: [Double] = [1, 2, 4, 10, 13, 11, 17]
    let means = bootstrap.values(20_000) { counts in
      zip(counts, values).prefix(3).reduce(0) { $0 + $1.0 * $1.1 } / 3
        + zip(counts, values).suffix(4).reduce(0) { $0 + $1.0 * $1.1 } / 4
    }
    let expected = Array(values.prefix(3)).sampleVariance / 3 + Array(values.suffix(4)).sampleVariance / 4
    #expect(abs(means.sampleVariance / expected - 1) < 0.05, "\(means.sampleVariance), expected \(expected)")
    #expect(abs(means.mean - (7.0 / 3 + 51.0 / 4)) < 0.05)
  }
}
