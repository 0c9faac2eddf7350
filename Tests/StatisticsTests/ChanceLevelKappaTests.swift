import Core
import Scores
import Statistics
import Testing

@Suite struct ChanceLevelKappaTests {
  private func random(_ items: Int, below bound: Int, _ purpose: StaticString, _ seed: UInt64 = 1) -> [Int32] {
    var stream = Seed(seed).stream(purpose)
    return (0..<items).map { _ in Int32(stream.integer(below: bound)) }
  }

  @Test(arguments: [(10, 0.06), (500, 0.5)])
  func pureNoiseHasTheKappaOfItsClusters(clusters: Int, expected: Double) throws {
    // A thousand items in ten classes.
    let truth = LabelSet(random(1_000, below: 10, "truth"))
    let measured = try ChanceLevelKappa.measure([Partition(random(1_000, below: clusters, "clusters"))], truth: truth)[
      0]
    #expect(abs(measured.permutedMean - expected) < 0.035, "\(measured.permutedMean)")
    #expect(abs(measured.kappa - measured.permutedMean) < 0.03)
    #expect(measured.permutedHigh > measured.permutedMean && measured.permutedHigh < measured.permutedMean + 0.04)
    #expect(measured.matched < 0.08)
    #expect(measured.accuracy == nil)
  }

  @Test func permutedValuesAreThoseOfPermutedLabels() throws {
    let truth = random(300, below: 4, "truth").map { $0 == 3 ? 2 : $0 }
    let partition = Partition(random(300, below: 7, "clusters"))
    var stream = Seed(9).stream("permutations")
    let values = try (0..<2_000).map { _ in
      try CohenKappa().score(partition, truth: LabelSet(truth.shuffled(using: &stream)))
    }.sorted()
    let measured = try ChanceLevelKappa.measure([partition], truth: LabelSet(truth), permutations: 2_000)[0]
    let mean = values.reduce(0, +) / 2_000
    #expect(abs(measured.permutedMean - mean) < 0.003)
    #expect(abs(measured.permutedHigh - values[1_899]) < 0.006)
    #expect(measured.kappa == (try CohenKappa().score(partition, truth: LabelSet(truth))))
    #expect(measured.matched == (try CohenKappa(matching: .oneToOne).score(partition, truth: LabelSet(truth))))
  }

  @Test func manySmallClustersCountLikeFewLargeOnes() throws {
    // More classes than a cluster has items: the other way to find the most common class.
    let truth = random(600, below: 40, "truth")
    let partition = Partition(random(600, below: 100, "clusters"))
    var stream = Seed(9).stream("permutations")
    let values = try (0..<500).map { _ in
      try CohenKappa().score(partition, truth: LabelSet(truth.shuffled(using: &stream)))
    }
    let measured = try ChanceLevelKappa.measure([partition], truth: LabelSet(truth), permutations: 500)[0]
    #expect(abs(measured.permutedMean - values.reduce(0, +) / 500) < 0.003)
  }

  @Test func balancedClassesHaveAnAccuracy() throws {
    let truth = (0..<1_000).map { Int32($0 % 10) }
    let clusters = random(1_000, below: 30, "clusters").enumerated().map { $0 % 3 == 0 ? Int32($0 % 10) : $1 }
    let measured = try ChanceLevelKappa.measure([Partition(clusters)], truth: LabelSet(truth))[0]
    let accuracy = try #require(measured.accuracy)
    #expect(abs(accuracy - (measured.kappa * 0.9 + 0.1)) < 1e-12)
    // One item more of a class of a hundred is 1 %, two are not balanced any more.
    #expect(try ChanceLevelKappa.measure([Partition(clusters + [0])], truth: LabelSet(truth + [0]))[0].accuracy != nil)
    #expect(
      try ChanceLevelKappa.measure([Partition(clusters + [0, 0])], truth: LabelSet(truth + [0, 0]))[0].accuracy == nil)
  }

  @Test func everyNumberOfThreadsGivesTheSameValues() throws {
    let truth = LabelSet(random(2_000, below: 10, "truth"))
    let partitions = [10, 40].map { Partition(random(2_000, below: $0, "clusters")) }
    let results = try [1, 2, 4].map { threads in
      try Threads.$count.withValue(threads) { try ChanceLevelKappa.measure(partitions, truth: truth) }
    }
    #expect(results[0] == results[1] && results[0] == results[2])
  }

  @Test func ofOneClassItIsUndefined() throws {
    let measured = try ChanceLevelKappa.measure([Partition([0, 0, 1, 1])], truth: LabelSet([0, 0, 0, 0]))[0]
    #expect(measured.classes == 1 && measured.kappa.isNaN && measured.permutedMean.isNaN && measured.matched == 0)
  }

  @Test func noiseIsScoredAndIsNoCluster() throws {
    let truth = LabelSet(name: "class", classes: ["a", "b"], values: [0, 0, 1, 1, 1, -1])
    let measured = try ChanceLevelKappa.measure([Partition([0, 0, 1, 1, -1, 2])], truth: truth)[0]
    // Of three clusters one holds no labelled item. Noise takes b, so that all agree.
    #expect(measured.clusters == 2 && measured.classes == 2 && measured.kappa == 1)
  }
}
