import Core
import Scores
import Statistics
import Testing

@Suite struct ResamplingTests {
  @Test func theErrorOfKappaIsThatOfFleissCohenAndEveritt() throws {
    #expect(Fixture.shared.kappas.count == 4)
    for kappa in Fixture.shared.kappas {
      let resampling = try Resampling(
        [SeededPartitions([kappa.given])], truth: LabelSet(kappa.truth), scores: [CohenKappa()],
        replicates: 20_000)
      let estimate = resampling.estimate(score: 0, of: 0)
      #expect(abs(estimate.mean - kappa.kappa) < 1e-12)
      #expect(close(estimate.uncertainty.standardError, kappa.error, relative: 0.03))
    }
  }

  @Test func theErrorOfAccuracyIsThatOfAShare() throws {
    var random = Seed(3).stream("accuracy")
    let truth = (0..<5_000).map { _ in Int32(random.integer(below: 4)) }
    let given = noisy(truth, share: 0.5, classes: 4, &random)
    let resampling = try Resampling(
      [SeededPartitions([given])], truth: LabelSet(truth), scores: [ClusteringAccuracy()],
      replicates: 20_000)
    let estimate = resampling.estimate(score: 0, of: 0)
    let error = (estimate.mean * (1 - estimate.mean) / 5_000).squareRoot()
    #expect(close(estimate.uncertainty.standardError, error, relative: 0.02))
    #expect(close(estimate.high - estimate.low, 2 * 1.959964 * error, relative: 0.02))
  }

  @Test(arguments: ExternalScores.all.map(\.name))
  func theBootstrapAgreesWithTheJackknife(name: String) throws {
    var random = Seed(4).stream("jackknife")
    let truth = (0..<400).map { _ in Int32(random.integer(below: 3)) }
    let given = noisy(truth, share: 0.6, classes: 4, &random)
    let score = try ExternalScores.named(name)
    let resampling = try Resampling(
      [SeededPartitions([given])], truth: LabelSet(truth), scores: [score], replicates: 4_000)
    // The jackknife of the score itself, which votes and matches anew without each item.
    let without = try (0..<400).map { item in
      let kept = (0..<400).filter { $0 != item }
      return score.score(
        try ContingencyTable(
          Partition(kept.map { given[$0] }), truth: LabelSet(truth).selecting(kept)))
    }
    let mean = without.reduce(0, +) / 400
    let variance = without.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } * 399 / 400
    #expect(
      close(
        resampling.estimate(score: 0, of: 0).uncertainty.standardError, variance.squareRoot(),
        relative: 0.1))
  }

  @Test func itemsWithoutAClassAndNoiseAreAsInTheScore() throws {
    let truth = LabelSet(
      name: "truth", classes: ["a", "b", "empty"], values: [0, 0, -1, 1, 1, 0, 1, -1])
    let partition = Partition([1, 1, 7, -1, -1, -1, 4, 1])
    let resampling = try Resampling(
      [SeededPartitions([partition], seeds: [9])], truth: truth, scores: ExternalScores.all)
    #expect(resampling.items == 6)
    for (position, score) in ExternalScores.all.enumerated() {
      let estimate = resampling.estimate(score: position, of: 0)
      #expect(estimate.mean == (try score.score(partition, truth: truth)))
      #expect(estimate.deviation == nil && estimate.uncertainty.seedError == nil)
      #expect(estimate.low <= estimate.mean && estimate.mean <= estimate.high)
    }
  }

  @Test func everyNumberOfThreadsGivesTheSameBits() throws {
    var random = Seed(5).stream("threads")
    let truth = (0..<9_001).map { _ in Int32(random.integer(below: 10)) }
    let methods = [0.5, 0.52].map { share in
      SeededPartitions((0..<3).map { _ in noisy(truth, share: share, classes: 10, &random) })
    }
    let results = try [1, 2, 4].map { threads in
      try Threads.$count.withValue(threads) {
        let resampling = try Resampling(
          methods, truth: LabelSet(truth), scores: ExternalScores.all, replicates: 203)
        return ExternalScores.all.indices.map { score in
          (
            resampling.estimate(score: score, of: 1),
            resampling.difference(score: score, 0, over: 1)
          )
        }
      }
    }
    for other in results.dropFirst() {
      for (left, right) in zip(results[0], other) { #expect(left == right) }
    }
  }

  @Test func anotherSeedGivesOtherReplicates() throws {
    let truth: [Int32] = (0..<300).map { Int32($0 % 3) }
    let given: [Int32] = (0..<300).map { Int32($0 % 7 % 3) }
    let errors = try [0, 1].map { seed in
      try Resampling(
        [SeededPartitions([given])], truth: LabelSet(truth), scores: [AdjustedRandIndex()],
        seed: Seed(seed)
      ).estimate(score: 0, of: 0).uncertainty.standardError
    }
    #expect(errors[0] != errors[1])
    #expect(close(errors[0], errors[1], relative: 0.2))
  }

  @Test func kappaOfOneClassIsNotDefined() throws {
    let methods = [SeededPartitions([[0, 1, 0, 1, 2]]), SeededPartitions([[0, 1, 0, 1, 1]])]
    let scores: [any ExternalScore] = [CohenKappa(), AdjustedRandIndex(), CohenKappa(matching: .oneToOne)]
    #expect(try Resampling(methods, truth: LabelSet([0, 0, 0, 0, 1]), scores: scores).definedScores == [0, 1, 2])
    #expect(try Resampling(methods, truth: LabelSet([0, 0, 0, 0, 0]), scores: scores).definedScores == [1, 2])
  }

  @Test func partitionsOfOtherItemsAreRefused() {
    #expect(throws: ScoreError.self) {
      try Resampling(
        [SeededPartitions([[0, 1]])], truth: LabelSet([0, 1, 1]), scores: [CohenKappa()])
    }
  }

  @Test func theNumberOfReplicatesFollowsFromTheSizes() {
    #expect(Resampling.replicates(items: 60_000, trials: 40) == 1_000)
    #expect(Resampling.replicates(items: 1_000_000, trials: 60) == 500)
    #expect(Resampling.replicates(items: 100_000_000, trials: 1_000) == 200)
  }
}
