import Core
import Gate
import Scores
import Statistics
import Testing

@Suite struct ScoreChangeTests {
  private let truth = LabelSet((0..<600).map { Int32($0 % 4) })

  private func partitions(_ share: Double, seeds: Range<UInt64>, stream: Int) -> SeededPartitions {
    var random = Seed(8).stream("change", stream)
    return SeededPartitions(
      seeds.map { _ in Partition(noisy(truth.values, share: share, classes: 4, &random)) }, seeds: Array(seeds))
  }

  private func change(_ new: SeededPartitions, _ recorded: SeededPartitions) throws -> ScoreChange {
    try ScoreChange.between([.init(new: new, recorded: recorded)], truth: truth, scores: [CohenKappa()])[0][0]
  }

  @Test(arguments: [1, 2, 5]) func identicalPartitionsDoNotDifferAtAll(seeds: UInt64) throws {
    let recorded = partitions(0.5, seeds: 0..<seeds, stream: 0)
    // The same clusters, numbered otherwise, in another order of the seeds.
    let renamed = SeededPartitions(
      recorded.partitions.reversed().map { Partition(labels: $0.labels.map { 3 - $0 }, clusters: 4) },
      seeds: recorded.seeds.reversed())
    let change = try change(renamed, recorded)
    #expect(change.isIdentical && change.difference == 0 && change.uncertainty?.margin == 0)
    #expect(change.new == change.recorded && change.new.seeds == Int(seeds))
  }

  @Test func moreSeedsThanTheBaselineChangeNothing() throws {
    let new = partitions(0.5, seeds: 0..<8, stream: 0)
    let recorded = SeededPartitions(Array(new.partitions.prefix(3)), seeds: [0, 1, 2])
    let change = try change(new, recorded)
    #expect(change.isIdentical && change.difference == 0 && change.new.seeds == 3)
  }

  @Test func oneOtherPartitionIsAChange() throws {
    let recorded = partitions(0.5, seeds: 0..<5, stream: 0)
    var labels = recorded.partitions
    labels[4] = Partition(labels[4].labels.map { $0 == 0 ? 1 : $0 })
    let change = try change(SeededPartitions(labels, seeds: recorded.seeds), recorded)
    #expect(!change.isIdentical && change.difference < 0 && change.pairsSeeds && change.new.seeds == 5)
    // One seed of five is no evidence.
    let gate = RegressionGate(tolerance: 0, alpha: 0.05)
    #expect(gate.judge([change], higherIsBetter: [true])[0].verdict == .undecided)
  }

  @Test func otherSeedsAreNotPaired() throws {
    let change = try change(
      partitions(0.5, seeds: 10..<15, stream: 1), partitions(0.5, seeds: 0..<5, stream: 2))
    #expect(!change.pairsSeeds && change.items == 600)
    #expect(abs(change.difference - (change.new.mean - change.recorded.mean)) < 1e-12)
    #expect((change.uncertainty?.standardError ?? 0) > 0)
  }

  @Test func singleSeedsOfOtherPartitionsLeaveTheErrorUnknown() throws {
    let one = partitions(0.5, seeds: 0..<1, stream: 3)
    let other = partitions(0.4, seeds: 1..<2, stream: 4)
    #expect(try change(one, other).uncertainty == nil)
    // Also under the same seed.
    let same = SeededPartitions(other.partitions, seeds: one.seeds)
    #expect(try change(one, same).uncertainty == nil)
  }

  @Test func someMethodsMayBeIdentical() throws {
    let (first, second) = (partitions(0.5, seeds: 0..<3, stream: 5), partitions(0.6, seeds: 5..<8, stream: 6))
    let changes = try ScoreChange.between(
      [.init(new: first, recorded: first), .init(new: second, recorded: first)], truth: truth,
      scores: [CohenKappa(), AdjustedRandIndex()])
    #expect(changes.map { $0.map(\.isIdentical) } == [[true, false], [true, false]])
    #expect(try change(second, first) == changes[0][1])
    #expect(changes[1][1].difference > 0)
  }

  @Test func publishedNumbersGiveWelchsInterval() throws {
    let published = ScoreChange(new: [0.30, 0.32, 0.34], published: 0.365, deviation: 0.0129099444873581, seeds: 4)
    let values = ScoreChange(
      new: [0: 0.30, 1: 0.32, 2: 0.34], recorded: [7: 0.35, 8: 0.36, 9: 0.37, 10: 0.38])
    let (first, second) = (try #require(published.uncertainty), try #require(values.uncertainty))
    #expect(close(first.margin, second.margin, relative: 1e-9))
    #expect(ScoreChange(new: [0.3, 0.4], published: 0.3, deviation: nil, seeds: nil).uncertainty == nil)
    #expect(ScoreChange(new: [0.3, 0.4], published: 0.3, deviation: 0.1, seeds: 1).uncertainty == nil)
  }

  @Test func theMarginOfALevelIsThatOfItsProbability() throws {
    var random = Seed(9).stream("levels")
    for count in [2, 3, 5, 20] {
      let change = try change(
        partitions(0.5, seeds: 0..<UInt64(count), stream: count), partitions(0.6, seeds: 50..<52, stream: 50))
      let uncertainty = try #require(change.uncertainty)
      for _ in 0..<5 {
        let alpha = 0.001 + 0.9 * random.uniform()
        #expect(close(uncertainty.probability(beyond: uncertainty.margin(missing: alpha)), alpha, relative: 1e-6))
      }
      #expect(uncertainty.probability(beyond: 0) == 1)
    }
  }
}
