import Core
import Foundation
import Statistics
import Testing

@Suite struct GroupMeansTests {
  @Test func meansAndIntervalsAreThoseOfStudentsT() throws {
    // The 97.5 % quantile of t is 4.302653 for 2 degrees of freedom, 12.706205 for 1.
    let found = GroupMeans([1, 2, 6, 10, 14], groups: [0, 0, 0, 2, 2], count: 4)
    let first = try #require(found.groups[0])
    #expect(first.count == 3 && abs(first.mean - 3) < 1e-12)
    let deviation = 7.0.squareRoot()
    #expect(abs((first.deviation ?? 0) - deviation) < 1e-12)
    let margin = 4.302653 * deviation / 3.0.squareRoot()
    #expect(abs((first.interval?.lowerBound ?? 0) - (3 - margin)) < 1e-5)
    #expect(abs((first.interval?.upperBound ?? 0) - (3 + margin)) < 1e-5)
    let last = try #require(found.groups[2])
    #expect(last.mean == 12 && abs((last.interval?.upperBound ?? 0) - (12 + 12.706205 * 2)) < 1e-5)
    #expect(found.groups[1] == nil && found.groups[3] == nil)
    // Between groups 3 · 3.6² + 2 · 5.4², in all 119.2.
    #expect(abs((found.etaSquared ?? 0) - (3 * 3.6 * 3.6 + 2 * 5.4 * 5.4) / 119.2) < 1e-12)
  }

  @Test func aSingleItemHasNoInterval() throws {
    let found = GroupMeans([1, 5, 9], groups: [0, 1, 1], count: 2)
    #expect(try #require(found.groups[0]).interval == nil && found.groups[0]?.deviation == nil)
  }

  @Test func whatCannotVaryHasNoEffect() {
    for (values, groups) in [([1.0, 2], [0, 0]), ([3, 3, 3], [0, 1, 1]), ([1, 2], [0, 1]), ([], [])] {
      let found = GroupMeans(values, groups: groups, count: 2)
      #expect(found.etaSquared == nil && found.p == nil && found.permutations == 0)
    }
  }

  /// Of the 20 ways to choose three of six, two separate the numbers as the groups do.
  @Test func pIsTheShareOfPermutationsThatSeparateAsWell() throws {
    let found = GroupMeans([1, 2, 3, 11, 12, 13], groups: [0, 0, 0, 1, 1, 1], count: 2)
    #expect(found.permutations == 9_999)
    #expect(abs(try #require(found.p) - 0.1) < 0.012)
  }

  @Test(arguments: [(1.0, 0.0), (1e200, 0), (1e-200, 0), (1, 1_000), (2, 1e15)])
  func neitherUnitNorOriginMatters(unit: Double, origin: Double) throws {
    let values = [0.5, 2, 1, 4, 3, 5, 1.5, 2.5]
    let groups = [0, 0, 0, 1, 1, 1, 2, 2]
    let plain = GroupMeans(values, groups: groups, count: 3, seed: 4)
    let other = GroupMeans(values.map { origin + unit * $0 }, groups: groups, count: 3, seed: 4)
    #expect(abs(try #require(plain.etaSquared) - (try #require(other.etaSquared))) < 1e-6 && plain.p == other.p)
  }

  @Test func theThreadsDoNotMatter() {
    var stream = Seed(1).stream("values")
    let values = (0..<300).map { _ in stream.gaussian() }
    let groups = (0..<300).map { $0 % 4 }
    let one = Threads.$count.withValue(1) { GroupMeans(values, groups: groups, count: 4) }
    #expect(Threads.$count.withValue(4) { GroupMeans(values, groups: groups, count: 4) } == one)
    #expect((one.p ?? 0) > 0.001 && (one.etaSquared ?? 1) < 0.2)
  }
}
