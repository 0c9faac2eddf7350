import Core
import Foundation
import Statistics
import Testing

/// Kendall's tau-b against scipy and its definition, from `make_ranks.py`.
@Suite struct RankAgreementTests {
  private struct Ranks: Decodable {
    struct Tau: Decodable {
      let first, second: [Double]
      let tau: Double?
    }
    struct Interval: Decodable {
      let fixed: [Double]
      let series: [[Double]]
      let low, high: Double
      let single: [Double]
    }
    let taus: [Tau]
    let intervals: [Interval]
  }

  private func ranks() throws -> Ranks {
    let url = try #require(Bundle.module.url(forResource: "Fixtures/ranks", withExtension: "json"))
    return try JSONDecoder().decode(Ranks.self, from: Data(contentsOf: url))
  }

  private func isNear(_ found: Double?, _ expected: Double?) -> Bool {
    guard let found, let expected else { return found == nil && expected == nil }
    return abs(found - expected) < 1e-12
  }

  @Test func tauIsThatOfScipy() throws {
    let cases = try ranks().taus
    #expect(cases.count == 12)
    for value in cases {
      #expect(isNear(RankAgreement.tau(value.first, value.second), value.tau))
      #expect(isNear(RankAgreement.tau(value.second, value.first), value.tau))
      #expect(isNear(RankAgreement.tau(value.first, value.second.map { -$0 }), value.tau.map { -$0 }))
    }
  }

  /// The expected ones are of all draws of the seeds, ours of 10,000 of them.
  @Test func theIntervalIsThatOfAllDraws() throws {
    for value in try ranks().intervals {
      let interval = try #require(RankAgreement.interval(of: value.series, against: value.fixed))
      #expect(isNear(interval.lowerBound, value.low) && isNear(interval.upperBound, value.high))
      // The first method has the same value under every seed.
      let series = value.series.enumerated().map { $0 == 0 ? [$1[0]] : $1 }
      #expect(RankAgreement.interval(of: series, against: value.fixed) == interval)
      let single = RankAgreement.ofSingleSeeds(series)
      #expect(zip(single, value.single).allSatisfy { isNear($0, $1) } && single.count == 5)
    }
  }

  @Test func fewSeedsHaveNoInterval() {
    let series = [[0.1, 0.2, 0.3, 0.2], [0.4, 0.5, 0.6, 0.4]]
    #expect(RankAgreement.interval(of: series, against: [1, 2]) == nil)
    #expect(RankAgreement.interval(of: [[0.1], [0.2]], against: [1, 2]) == nil)
    #expect(RankAgreement.ofSingleSeeds([[0.1], [0.2]]).isEmpty)
  }

  @Test func roundingIsNoOrder() {
    #expect(RankAgreement.tau([0.1 + 0.2, 0.3], [1, 2]) == nil)
    #expect(RankAgreement.tau([0.3, 0.1 + 0.2, 0.5], [1, 2, 3]) == 2 / 6.0.squareRoot())
  }
}
