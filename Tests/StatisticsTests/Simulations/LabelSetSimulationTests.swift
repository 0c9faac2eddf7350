import Core
import Scores
import Statistics
import Testing

/// The rate at which clusters seem to follow one label set more closely where they follow neither or both alike, and
/// where they do follow one.
@Suite struct LabelSetSimulationTests {
  /// A label set that follows eight latent groups: a share of its items is classed at random, the others by their group,
  /// each group with a class of its own, half of one, or two of its own.
  private struct Coding {
    var classes: Int
    var noise: Double

    func labels(_ groups: [Int], _ random: inout RandomStream) -> LabelSet {
      let values = groups.map { group -> Int32 in
        let own = classes > 8 ? 2 * group + random.integer(below: 2) : group * classes / 8
        let other = random.integer(below: classes)
        return Int32(random.uniform() < noise ? other : own)
      }
      return LabelSet(name: "\(classes)", classes: (0..<classes).map(String.init), values: values)
    }
  }

  private struct Outcome {
    let comparison: LabelSetComparison
    var isAlarm: Bool { comparison.p < 0.05 }
    var leavesOutZero: Bool { comparison.low > 0 || comparison.high < 0 }
  }

  private static let items = Simulation.items

  private func most(_ repeats: Int) -> Double {
    Simulation.isFull ? 0.07 : 0.05 + 0.87 / Double(repeats).squareRoot()
  }

  /// Clusters of so many seeds, each the latent groups with a tenth of the items placed at random.
  private func clusters(_ seeds: Int, _ groups: [Int], _ random: inout RandomStream) -> SeededPartitions {
    SeededPartitions(
      (0..<seeds).map { _ in
        groups.map { group in
          let other = random.integer(below: 8)
          return Int32(random.uniform() < 0.1 ? other : group)
        }
      })
  }

  private func outcomes(
    _ purpose: StaticString, _ repeats: Int, seeds: Int, _ first: Coding, _ second: Coding
  ) throws -> [Outcome] {
    try Simulation.run(purpose, repeats) { seed, random in
      let groups = (0..<Self.items).map { _ in random.integer(below: 8) }
      let method = clusters(seeds, groups, &random)
      let found = try LabelSetComparison.compare(
        [method], first.labels(groups, &random), second.labels(groups, &random), seed: seed,
        replicates: Simulation.isFull ? 400 : 200)
      return Outcome(comparison: try #require(found?.first))
    }
  }

  private func check(_ what: String, _ outcomes: [Outcome]) {
    let alarms = Simulation.share(outcomes.map(\.isAlarm))
    let intervals = Simulation.share(outcomes.map(\.leavesOutZero))
    let difference = outcomes.map(\.comparison.difference).average
    Simulation.say("label sets, \(what): \(alarms) of tests, \(intervals) of intervals, mean difference \(difference)")
    #expect(alarms <= most(outcomes.count) && intervals <= most(outcomes.count), "\(what)")
  }

  /// Labels that have nothing to do with the clusters. NMI is larger for the set with more classes each time.
  @Test(arguments: [(4, 20), (20, 20), (2, 100)], [1, 5])
  func labelsWithoutMeaningAreNotFollowed(classes: (Int, Int), seeds: Int) throws {
    let repeats = Simulation.repeats(40)
    let found = try Simulation.run("no coding", repeats) { seed, random in
      let groups = (0..<Self.items).map { _ in random.integer(below: 8) }
      func labels(_ count: Int) -> LabelSet {
        LabelSet(
          name: "", classes: (0..<count).map(String.init),
          values: groups.map { _ in Int32(random.integer(below: count)) })
      }
      let method = clusters(seeds, groups, &random)
      let (first, second) = (labels(classes.0), labels(classes.1))
      let nmi = NormalizedMutualInformation()
      let favorsSecond =
        try nmi.score(method.partitions[0], truth: second) > nmi.score(method.partitions[0], truth: first)
      let comparison = try LabelSetComparison.compare(
        [method], first, second, seed: seed, replicates: Simulation.isFull ? 400 : 200)
      return (Outcome(comparison: try #require(comparison?.first)), favorsSecond)
    }
    check("no coding with \(classes.0) and \(classes.1) classes, \(seeds) seeds", found.map(\.0))
    if classes.0 < classes.1 { #expect(Simulation.share(found.map(\.1)) > 0.9) }
  }

  /// Two sets that are drawn alike.
  @Test(arguments: [4, 8, 16], [1, 5]) func codingsOfOneKindDoNotDiffer(classes: Int, seeds: Int) throws {
    let coding = Coding(classes: classes, noise: 0.5)
    let found = try outcomes("one kind", Simulation.repeats(40), seeds: seeds, coding, coding)
    check("two codings with \(classes) classes, \(seeds) seeds", found)
  }

  /// Sets with few and many classes whose expected AMI is equal: the share of noise in the second one is found on samples
  /// of their own.
  @Test(arguments: [1, 5]) func codingsThatAreFollowedAlikeDoNotDiffer(seeds: Int) throws {
    let first = Coding(classes: 4, noise: 0.4)
    var (low, high) = (0.0, 1.0)
    for _ in 0..<12 {
      let noise = (low + high) / 2
      if try meanDifference(first, Coding(classes: 16, noise: noise)) < 0 { low = noise } else { high = noise }
    }
    let second = Coding(classes: 16, noise: (low + high) / 2)
    let found = try outcomes("alike", Simulation.repeats(40), seeds: seeds, first, second)
    check("4 and 16 classes followed alike, \(seeds) seeds", found)
  }

  /// The mean over 400 samples of the AMI of the first coding minus that of the second.
  private func meanDifference(_ first: Coding, _ second: Coding) throws -> Double {
    try Simulation.run("calibration", 400) { _, random in
      let groups = (0..<Self.items).map { _ in random.integer(below: 8) }
      let partition = clusters(1, groups, &random).partitions[0]
      return try LabelSetComparison.score.score(partition, truth: first.labels(groups, &random))
        - LabelSetComparison.score.score(partition, truth: second.labels(groups, &random))
    }.average
  }

  /// The known answer: clusters follow the coding with less noise, whichever has more classes.
  @Test(arguments: [(8, 4), (8, 16), (4, 16), (16, 4)], [1, 5])
  func theCodingThatIsFollowedIsFound(classes: (Int, Int), seeds: Int) throws {
    let found = try outcomes(
      "followed", Simulation.repeats(20), seeds: seeds, Coding(classes: classes.0, noise: 0.25),
      Coding(classes: classes.1, noise: 0.75))
    let share = Simulation.share(found.map { $0.isAlarm && $0.comparison.seedsOfFirst == seeds })
    Simulation.say("label sets, \(classes.0) classes followed, \(classes.1) hardly, \(seeds) seeds: found in \(share)")
    #expect(share >= 0.95, "\(share)")
  }
}
