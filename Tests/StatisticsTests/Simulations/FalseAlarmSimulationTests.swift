import Core
import Scores
import Statistics
import Testing

/// The rate at which a difference is found where there is none, and where there is one.
@Suite struct FalseAlarmSimulationTests {
  private struct Outcome {
    let isAlarm: Bool
    let leavesOutZero: Bool
    let difference: Double

    init(_ difference: PairedDifference) {
      isAlarm = difference.p < 0.05
      leavesOutZero = difference.low > 0 || difference.high < 0
      self.difference = difference.mean
    }
  }

  private func most(_ repeats: Int) -> Double {
    Simulation.isFull ? 0.07 : 0.05 + 0.87 / Double(repeats).squareRoot()
  }

  private static let scores: [any ExternalScore] = [CohenKappa(), AdjustedRandIndex()]

  private func check(_ what: String, _ outcomes: [[Outcome]]) {
    for (position, score) in Self.scores.enumerated() {
      let ofScore = outcomes.map { $0[position] }
      let (alarms, intervals) = (
        Simulation.share(ofScore.map(\.isAlarm)), Simulation.share(ofScore.map(\.leavesOutZero))
      )
      Simulation.say("false alarms, \(what), \(score.name): \(alarms) of tests, \(intervals) of intervals")
      #expect(alarms <= most(outcomes.count) && intervals <= most(outcomes.count), "\(what), \(score.name)")
    }
  }

  private func compare(
    _ first: SeededPartitions, _ second: SeededPartitions, _ truth: LabelSet, _ seed: Seed
  ) throws -> [Outcome] {
    let resampling = try Resampling(
      [first, second], truth: truth, scores: Self.scores, seed: seed, replicates: Simulation.isFull ? 400 : 200)
    return Self.scores.indices.map { Outcome(resampling.difference(score: $0, 0, over: 1)) }
  }

  /// Two runs of the same method, with other seeds.
  @Test(arguments: [(1, 5), (2, 2), (3, 3), (5, 5), (10, 10)], [0.0, 0.05, 0.2])
  func twoRunsOfOneMethodDoNotDiffer(seeds: (Int, Int), spread: Double) throws {
    let model = LatentOutcomes(seed: spread)
    let outcomes = try Simulation.run("null", Simulation.repeats(20)) { seed, random in
      let truth = model.truth(Simulation.items, &random)
      let difficulties = model.difficulties(Simulation.items, &random)
      return try compare(
        model.partitions(seeds.0, truth, difficulties, &random),
        model.partitions(seeds.1, truth, difficulties, from: 100, &random), model.labelSet(truth), seed)
    }
    check("\(seeds.0) and \(seeds.1) seeds of spread \(spread)", outcomes)
  }

  /// Two different methods that are equally good, under the same seeds.
  @Test(arguments: [2, 3, 5], [0.0, 0.2]) func twoMethodsThatAreEquallyGoodDoNotDiffer(seeds: Int, spread: Double)
    throws
  {
    let model = LatentOutcomes(seed: spread)
    let outcomes = try Simulation.run("methods", Simulation.repeats(20)) { seed, random in
      let truth = model.truth(Simulation.items, &random)
      return try compare(
        model.partitions(seeds, truth, model.difficulties(Simulation.items, &random), &random),
        model.partitions(seeds, truth, model.difficulties(Simulation.items, &random), &random), model.labelSet(truth),
        seed)
    }
    check("two methods, \(seeds) seeds of spread \(spread)", outcomes)
  }

  /// No structure at all: partitions against permuted labels.
  @Test(arguments: [1, 3, 5]) func permutedLabelsRaiseNoAlarm(seeds: Int) throws {
    let outcomes = try Simulation.run("permuted", Simulation.repeats(20)) { seed, random in
      let truth = (0..<1_000).map { Int32($0 % 10) }.shuffled(using: &random)
      func method(_ clusters: Int, from first: UInt64) -> SeededPartitions {
        // Clusters of different sizes, as real ones have.
        SeededPartitions(
          (0..<seeds).map { _ in
            Partition(
              labels: (0..<1_000).map { _ in
                Int32(random.uniform() * random.uniform().squareRoot() * Double(clusters))
              }, clusters: clusters)
          }, seeds: (0..<seeds).map { first + UInt64($0) })
      }
      return try compare(method(10, from: 0), method(10, from: 50), LabelSet(truth), seed)
    }
    check("permuted labels, \(seeds) seeds", outcomes)
  }

  /// The power for a true drop of .02, two independent sets of seeds whose kappas have this standard deviation.
  @Test(arguments: [(0.01, 3), (0.01, 5), (0.02, 5), (0.02, 10), (0.05, 10)])
  func aDropOfTwoPointsOfKappaIsFoundAtTenThousandItems(spread: Double, seeds: Int) throws {
    let (before, after) = (LatentOutcomes(seed: spread), LatentOutcomes(level: 0.25375, seed: spread))
    #expect(abs(before.kappa - after.kappa - 0.02) < 0.0001)
    let outcomes = try Simulation.run("power", Simulation.repeats(4)) { seed, random in
      let truth = before.truth(10_000, &random)
      let difficulties = before.difficulties(10_000, &random)
      let methods = [
        before.partitions(seeds, truth, difficulties, &random),
        after.partitions(seeds, truth, difficulties, from: 100, &random),
      ]
      let resampling = try Resampling(
        methods, truth: before.labelSet(truth), scores: [CohenKappa()], seed: seed, replicates: 200)
      return (
        Outcome(resampling.difference(score: 0, 0, over: 1)), resampling.estimate(score: 0, of: 0).deviation ?? .nan
      )
    }
    let found = Simulation.share(outcomes.map { $0.0.isAlarm && $0.0.difference > 0 })
    Simulation.say(
      "power for a drop of .02 kappa at 10,000 items, \(seeds) seeds of deviation \(outcomes.map(\.1).average): \(found)"
    )
    #expect(found > (spread < 0.05 ? 0.5 : 0.1), "\(found)")
  }
}
