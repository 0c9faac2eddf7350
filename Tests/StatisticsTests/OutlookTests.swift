import Core
import Gate
import Scores
import Statistics
import Testing

/// The stated needs of an undecided change, against the outcome once they are met.
@Suite struct OutlookTests {
  private static let gate = RegressionGate(tolerance: 0.01, alpha: 0.05)

  /// A change of one method on few items, whose seeds differ by this much, under so many seeds a side.
  private struct Study {
    let (before, after): (LatentOutcomes, LatentOutcomes)
    let truth: [Int32]
    let difficulties: [Double]
    /// Forty partitions a side, of which studies of fewer seeds take the first.
    let sides: [SeededPartitions]

    init(drop: Double, spread: Double, items: Int, _ random: inout RandomStream) {
      (before, after) = (
        LatentOutcomes(seed: spread, both: 0.2), LatentOutcomes(level: 0.3 - drop, seed: spread, both: 0.2)
      )
      truth = before.truth(items, &random)
      difficulties = before.difficulties(items, &random)
      let others = before.difficulties(items, &random)
      sides = [
        after.partitions(40, truth, others, &random), before.partitions(40, truth, difficulties, from: 100, &random),
      ]
    }

    func judgement(seeds: Int) throws -> RegressionGate.Judgement {
      let kept = sides.map {
        SeededPartitions(Array($0.partitions.prefix(seeds)), seeds: Array($0.seeds.prefix(seeds)))
      }
      let change = try ScoreChange.between(
        [.init(new: kept[0], recorded: kept[1])], truth: before.labelSet(truth), scores: [CohenKappa()],
        replicates: 200)[0][0]
      return OutlookTests.gate.judge([change], higherIsBetter: [true])[0]
    }
  }

  private func studies(_ count: Int, spread: Double, seeds: Int) throws -> [(
    outlook: RegressionGate.Outlook?, isSettled: Bool
  )] {
    try Parallel.tryMapChunks(of: count, size: 1) { number, _ in
      var random = Seed(12).stream("outlook", number)
      let study = Study(drop: 0.2 * random.uniform(), spread: spread, items: 250, &random)
      let few = try study.judgement(seeds: seeds)
      return (few.outlook, try study.judgement(seeds: 40).verdict != .undecided)
    }
  }

  /// With five seeds or more: where no number of seeds is said to do, forty do not settle it.
  @Test(arguments: [0.01, 0.02]) func whatNoNumberOfSeedsSettlesFortyDoNot(spread: Double) throws {
    let never = try studies(60, spread: spread, seeds: 5).filter {
      if case .items? = $0.outlook { true } else { false }
    }
    #expect(never.count >= 5)
    #expect(
      never.count(where: \.isSettled) <= max(1, never.count / 10),
      "\(never.count(where: \.isSettled)) of \(never.count)")
  }

  /// With fewer than five nothing is known of what others would show: more seeds then often settle it.
  @Test(arguments: [2, 3, 4]) func ofFewSeedsItIsNeverSaidThatNoNumberDoes(seeds: Int) throws {
    let open = try studies(60, spread: 0.2, seeds: seeds).filter { $0.outlook != nil }
    #expect(!open.contains { if case .items? = $0.outlook { true } else { false } })
    let perhaps = open.compactMap { study -> (least: Int, isSettled: Bool)? in
      if case .moreSeeds(let least)? = study.outlook { (least, study.isSettled) } else { nil }
    }
    #expect(perhaps.count >= 3 && perhaps.allSatisfy { $0.least >= max(3, seeds + 1) })
    #expect(perhaps.count(where: \.isSettled) > 0)
  }

  /// Two seeds that happen to be near each other in difference: four others settle it.
  @Test func moreSeedsThanTwoMaySettleWhatTheySeemNotTo() {
    func change(_ new: [Double], _ recorded: [Double]) -> ScoreChange {
      func values(_ list: [Double], from seed: UInt64) -> [UInt64: Double] {
        Dictionary(uniqueKeysWithValues: list.enumerated().map { (seed + UInt64($0), $1) })
      }
      return ScoreChange(new: values(new, from: 50), recorded: values(recorded, from: 0))
    }
    let two = Self.gate.judge([change([0.495, 0.485], [0.498, 0.502])], higherIsBetter: [true])[0]
    #expect(two.verdict == .undecided && two.outlook == .moreSeeds(3))
    let four = Self.gate.judge(
      [change([0.495, 0.485, 0.44, 0.45], [0.498, 0.502, 0.5, 0.503])], higherIsBetter: [true])[0]
    #expect(four.verdict == .undecided)
    let more = Self.gate.judge(
      [change([0.475, 0.465, 0.47, 0.472], [0.498, 0.502, 0.5, 0.503])], higherIsBetter: [true])[0]
    #expect(more.verdict == .regressed)
  }
}
