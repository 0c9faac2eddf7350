import Core
import Scores
import Testing

@Suite struct ExternalScoreLawTests {
  @Test(arguments: 0..<100 as Range<UInt64>)
  func renamingClustersChangesNothing(seed: UInt64) throws {
    let (truth, clusters) = randomLabelings(seed)
    var stream = Seed(seed).stream("names")
    let names = stream.sample(8, of: 50).map(Int32.init)
    let renamed = clusters.map { names[Int($0)] }
    let table = try ContingencyTable(Partition(clusters), truth: labelSet(truth))
    let other = try ContingencyTable(Partition(renamed), truth: labelSet(truth))
    for score in ExternalScores.all {
      #expect(isSame(score.score(table), score.score(other), 1e-12), "\(score.name)")
    }
  }

  @Test(
    arguments: [
      "ari", "rand", "fowlkes-mallows", "accuracy", "nmi", "nmi-geometric", "nmi-min", "nmi-max",
      "ami", "ami-max",
      "v-measure",
    ], 0..<50 as Range<UInt64>)
  func truthAndClustersMayBeExchanged(name: String, seed: UInt64) throws {
    let (truth, clusters) = randomLabelings(seed)
    let score = try ExternalScores.named(name)
    let there = try score.score(Partition(clusters), truth: labelSet(truth))
    let back = try score.score(Partition(truth), truth: labelSet(clusters))
    #expect(isClose(there, back, 1e-12))
  }

  @Test(arguments: 0..<200 as Range<UInt64>)
  func scoresStayInTheirRange(seed: UInt64) throws {
    let (truth, clusters) = randomLabelings(seed, items: Int(seed % 12) + 1)
    let table = try ContingencyTable(Partition(clusters), truth: labelSet(truth))
    for score in ExternalScores.all {
      let value = score.score(table)
      #expect(score.range.contains(value) || value.isNaN && hasNoKappa(table, score), "\(score.name)")
    }
  }

  @Test func adjustedMutualInformationMayFallBelowMinusOne() throws {
    let table = try ContingencyTable(Partition([0, 1, 0, 0, 0]), truth: labelSet([0, 0, 1, 2, 3]))
    #expect(isClose(AdjustedMutualInformation(mean: .min).score(table), -1.5))
  }

  @Test(arguments: 0..<50 as Range<UInt64>)
  func equalPartitionsScoreOne(seed: UInt64) throws {
    let (truth, _) = randomLabelings(seed, items: 20)
    let table = try ContingencyTable(Partition(truth.map { 9 - $0 }), truth: labelSet(truth))
    for score in ExternalScores.all {
      let value = score.score(table)
      #expect(hasNoKappa(table, score) ? value.isNaN : value == 1, "\(score.name)")
    }
  }

  /// True for a kappa of items that are all of one class, and given this class.
  private func hasNoKappa(_ table: ContingencyTable, _ score: any ExternalScore) -> Bool {
    table.occupiedClasses == 1
      && (score.name == "kappa" || score.name == "kappa-matched" && table.occupiedClusters == 1)
  }

  @Test(arguments: ["ari", "ami", "kappa-matched"])
  func chanceAloneScoresNearZero(name: String) throws {
    let score = try ExternalScores.named(name)
    var stream = Seed(3).stream("chance")
    let values = try (0..<30).map { _ in
      let truth = (0..<2000).map { _ in Int32(stream.integer(below: 5)) }
      let clusters = (0..<2000).map { _ in Int32(stream.integer(below: 5)) }
      return try score.score(Partition(clusters), truth: labelSet(truth))
    }
    // A matching looks for the best of 120, so a little more than chance is left.
    #expect(abs(values.reduce(0, +) / 30) < (name == "kappa-matched" ? 0.05 : 0.001))
  }

  @Test(arguments: 0..<100 as Range<UInt64>)
  func splittingAClusterNeverLowersPurityOrHomogeneity(seed: UInt64) throws {
    let (truth, clusters) = randomLabelings(seed)
    var stream = Seed(seed).stream("split")
    let split = clusters.map { $0 == clusters[0] && stream.uniform() < 0.5 ? 20 : $0 }
    for score in [Purity(), Homogeneity()] as [any ExternalScore] {
      let before = try score.score(Partition(clusters), truth: labelSet(truth))
      let after = try score.score(Partition(split), truth: labelSet(truth))
      #expect(after >= before - 1e-12, "\(score.name)")
    }
  }

  @Test(arguments: 0..<100 as Range<UInt64>)
  func aVoteAgreesOnAtLeastAsManyItemsAsAMatching(seed: UInt64) throws {
    let (truth, clusters) = randomLabelings(seed)
    let table = try ContingencyTable(Partition(clusters), truth: labelSet(truth))
    #expect(Purity().score(table) >= ClusteringAccuracy().score(table))
  }

  @Test func aVoteForTheLargestClassAloneHasNoKappaThoughAMatchingHas() throws {
    let table = try ContingencyTable(counts: [[31, 29], [20, 20]])
    #expect(CohenKappa(matching: .majority).score(table) == 0)
    #expect(
      isClose(CohenKappa(matching: .oneToOne).score(table), (100.0 * 51 - 5020) / (10_000 - 5020)))
  }

  @Test(arguments: 0..<50 as Range<UInt64>)
  func kappaIsThatOfTheMappedLabels(seed: UInt64) throws {
    let (truth, clusters) = randomLabelings(seed)
    let table = try ContingencyTable(Partition(clusters), truth: labelSet(truth))
    for matching in ClusterMatching.allCases {
      let mapping = table.mapping(matching)
      let given = clusters.map { Int32(mapping[cluster: $0] ?? -1) }
      #expect(
        isSame(
          CohenKappa(matching: matching).score(table), try CohenKappa.between(truth, given), 1e-12))
    }
  }

  /// What every score is where all items are of one class, in one cluster and in two.
  @Test func scoresOfOneClassAreThoseOfTheDocuments() throws {
    let (one, two) = try (ContingencyTable(counts: [[6]]), ContingencyTable(counts: [[4, 2]]))
    let known: [String: (Double, Double)] = [
      "kappa": (.nan, .nan), "kappa-matched": (.nan, 0), "ari": (1, 0), "ami": (1, 0), "nmi": (1, 0),
      "homogeneity": (1, 1), "completeness": (1, 0), "v-measure": (1, 0), "purity": (1, 1), "accuracy": (1, 4.0 / 6),
      "rand": (1, 7.0 / 15), "fowlkes-mallows": (1, (7.0 / 15).squareRoot()),
    ]
    for (name, values) in known {
      let score = try ExternalScores.named(name)
      #expect(isSame(score.score(one), values.0) && isSame(score.score(two), values.1), "\(name)")
    }
  }

  @Test func kappaOfOneSharedLabelIsUndefinedAndOfTwoDifferentOnesZero() throws {
    #expect(try CohenKappa.between([4, 4], [4, 4]).isNaN)
    #expect(try CohenKappa.between([4, 4], [5, 5]) == 0)
    #expect(throws: ScoreError(.labelingsDiffer(first: 1, second: 2))) {
      try CohenKappa.between([1], [1, 2])
    }
    #expect(throws: ScoreError(.nothingLabelled(items: 0))) { try CohenKappa.between([], []) }
  }

  @Test func noiseIsOneMoreClusterToAnExternalScore() throws {
    let truth = labelSet([0, 0, 1, 1, 2])
    for score in ExternalScores.all {
      let noisy = try score.score(Partition([0, -1, -1, 1, 1]), truth: truth)
      let named = try score.score(Partition([0, 2, 2, 1, 1]), truth: truth)
      #expect(isClose(noisy, named, 1e-12), "\(score.name)")
    }
  }
}
