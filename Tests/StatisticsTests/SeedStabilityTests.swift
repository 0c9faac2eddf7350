import Core
import Scores
import Statistics
import Testing

@Suite struct SeedStabilityTests {
  @Test func renamedClustersAreStable() throws {
    let labels: [Int32] = [0, 0, 1, 1, 2, 2, -1]
    let renamed: [Int32] = labels.map { $0 < 0 ? $0 : 2 - $0 }
    let stability = try #require(SeedStability([Partition(labels), Partition(renamed)], reference: 1))
    #expect(stability.meanAgreement == 1 && stability.leastAgreement == 1)
    #expect(stability.changingItems == 0 && stability.meanChange == 0 && stability.items == 7)
  }

  @Test func itemsThatMoveAreCountedOnce() throws {
    let first: [Int32] = [0, 0, 0, 0, 1, 1, 1, 1]
    let second: [Int32] = [1, 1, 1, 0, 0, 0, 0, 0]
    let third: [Int32] = [0, 0, 0, 1, 1, 1, 1, 0]
    let stability = try #require(SeedStability([first, second, third].map { Partition($0) }, reference: 0))
    // The fourth item moves under both other seeds, the last under one.
    #expect(stability.changingItems == 2)
    #expect(abs(stability.meanChange - (1 + 2 + 1) / 24.0) < 1e-12)
    let index = { try AdjustedRandIndex().score(Partition($0), truth: LabelSet($1)) }
    let pairs = try [index(first, second), index(first, third), index(second, third)]
    #expect(abs(stability.meanAgreement - pairs.reduce(0, +) / 3) < 1e-12)
    #expect(stability.leastAgreement == pairs.min())
  }

  /// Noise under one seed counts, noise under all seeds does not, nor does an item that a seed left out.
  @Test func itemsThatNoSeedClusteredAreNotCompared() {
    let compared = SeedStability.comparable([Partition([0, -1, -1, -2, 1]), Partition([0, 1, -1, 0, 1])])
    #expect(compared.map(\.labels) == [[0, -1, 1], [0, 1, 1]] && compared.map(\.clusters) == [2, 2])
    #expect(SeedStability.comparable([]).isEmpty)
  }

  @Test func theShareOfAnItemCountsTheSeedsThatKeepIt() throws {
    let partitions = [[0, 0, 0, 0, 1, 1, 1, 1], [1, 1, 1, 0, 0, 0, 0, 0], [0, 0, 0, 1, 1, 1, 1, 0]].map {
      Partition($0.map(Int32.init))
    }
    let shares = try #require(SeedStability.shares(partitions, reference: 0))
    #expect(shares == [1, 1, 1, 0, 1, 1, 1, 0.5])
    #expect(shares.count { $0 < 1 } == SeedStability(partitions, reference: 0)?.changingItems)
  }

  @Test func oneSeedHasNoStability() {
    #expect(SeedStability([Partition([0, 1])], reference: 0) == nil)
    #expect(SeedStability.shares([Partition([0, 1])], reference: 0) == nil)
  }
}
