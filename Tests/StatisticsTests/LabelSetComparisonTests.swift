import Core
import Foundation
import Scores
import Statistics
import Testing

/// The comparison of two label sets by the clusters of a method, against `make_label_sets.py`.
@Suite struct LabelSetComparisonTests {
  private struct Reference: Decodable {
    struct Case: Decodable {
      let clusters: [[Int32]]
      let first, second: [Int32]
      let items, seedsOfFirst: Int
      let ami, agreement: [Double]
      let p: Double
      let isExact: Bool

      /// The labels as sets of classes; −1 is no label.
      var labelSets: [LabelSet] { [first, second].map { LabelSet($0) } }
    }

    let cases: [Case]
  }

  private func cases() throws -> [Reference.Case] {
    let url = try #require(Bundle.module.url(forResource: "Fixtures/label_sets", withExtension: "json"))
    return try JSONDecoder().decode(Reference.self, from: Data(contentsOf: url)).cases
  }

  private func comparison(
    _ clusters: [[Int32]], _ first: LabelSet, _ second: LabelSet, seed: Seed = 0
  ) throws -> LabelSetComparison {
    try #require(try LabelSetComparison.compare([SeededPartitions(clusters)], first, second, seed: seed)?.first)
  }

  @Test func theComparisonIsThatOfItsDefinition() throws {
    let cases = try cases()
    #expect(cases.count == 6 && cases.count(where: \.isExact) == 3)
    for known in cases {
      let found = try comparison(known.clusters, known.labelSets[0], known.labelSets[1])
      #expect(found.items == known.items && found.seedsOfFirst == known.seedsOfFirst)
      #expect(found.seedsOfFirst + found.seedsOfSecond == known.clusters.count)
      #expect(abs(found.first - known.ami[0]) < 1e-9 && abs(found.second - known.ami[1]) < 1e-9)
      switch found.method {
      case .normal: #expect(!known.isExact && abs(found.p - known.p) < 1e-6, "\(found.p) against \(known.p)")
      case .drawn:
        // Ten thousand draws: four standard errors. The fixture has the normal limit of many contributions.
        let error = 4 * (known.p * (1 - known.p) / 10_000).squareRoot() + (known.isExact ? 1e-4 : 0.01)
        #expect(abs(found.p - known.p) < error, "\(found.p) against \(known.p)")
      case .noItemDiffers: Issue.record("items differ")
      }
    }
  }

  @Test func theAgreementOfLabelSetsIsScikitLearns() throws {
    for known in try cases() {
      let found = try #require(try LabelSetAgreement(known.labelSets[0], known.labelSets[1]))
      #expect(found.items == known.items)
      #expect(abs(found.information.mean - known.agreement[0]) < 1e-9)
      #expect(abs(found.rand - known.agreement[1]) < 1e-9)
      #expect(found.information.low <= found.information.mean && found.information.mean <= found.information.high)
    }
  }

  /// The same numbers with the other sign; the p-values are those of other drawn signs.
  @Test func exchangedLabelSetsGiveTheOppositeDifference() throws {
    for known in try cases() {
      let there = try comparison(known.clusters, known.labelSets[0], known.labelSets[1])
      let back = try comparison(known.clusters, known.labelSets[1], known.labelSets[0])
      #expect(abs(there.difference + back.difference) < 1e-12)
      #expect(abs(there.low + back.high) < 1e-9 && abs(there.high + back.low) < 1e-9)
      #expect(abs(there.p - back.p) < 0.03)
      #expect(there.seedsOfFirst == back.seedsOfSecond && there.items == back.items)
    }
  }

  @Test func aLabelSetWithOtherNamesIsTheSame() throws {
    let labels = (0..<200).map { Int32($0 % 4) }
    let found = try comparison([(0..<200).map { Int32($0 % 5) }], LabelSet(labels), LabelSet(labels.map { 3 - $0 }))
    #expect(found.p == 1 && abs(found.difference) < 1e-12 && found.seedsOfFirst == 0 && found.seedsOfSecond == 0)
    #expect(abs(found.low) < 1e-9 && abs(found.high) < 1e-9 && found.method == .noItemDiffers)
  }

  /// Only labels that differ can be exchanged, however many items contribute a little: 2 / 2ᵐ for m of them.
  @Test(arguments: 1...6) func fewItemsClassedOtherwiseAreNotSignificant(count: Int) throws {
    let clusters = (0..<90).map { Int32($0 % 3) }
    let second = clusters.enumerated().map { $0 < count ? ($1 + 1) % 3 : $1 }
    let found = try comparison([clusters], LabelSet(clusters), LabelSet(second))
    #expect(found.first == 1 && found.second < 1 && found.p >= exp2(1 - Double(count)))
  }

  @Test func onlyItemsCountThatBothLabelAndAllMethodsClustered() throws {
    var random = Seed(4).stream("gaps")
    let truth = (0..<300).map { _ in Int32(random.integer(below: 3)) }
    let first = noisy(truth, share: 0.8, classes: 3, &random), second = noisy(truth, share: 0.4, classes: 3, &random)
    let clusters = noisy(truth, share: 0.9, classes: 3, &random)
    // Items 250 and on have no label in one set, and 240 to 249 are left out by the second method.
    let gaps = second.enumerated().map { $0 < 250 ? $1 : LabelSet.unlabelled }
    let leftOut = clusters.enumerated().map { (240..<250).contains($0) ? Partition.leftOut : $1 }
    let found = try #require(
      try LabelSetComparison.compare(
        [SeededPartitions([clusters]), SeededPartitions([leftOut])], LabelSet(first), LabelSet(gaps)))
    let whole = try comparison(
      [Array(clusters.prefix(240))], LabelSet(Array(first.prefix(240))), LabelSet(Array(second.prefix(240))))
    #expect(found.count == 2 && found[0].items == 240)
    #expect(found[0].first == whole.first && found[0].second == whole.second && found[0].p == whole.p)
    #expect(found[1].difference == found[0].difference)
  }

  @Test func setsThatNoItemSharesAreNotCompared() throws {
    let first = LabelSet([0, 1, 0, 1, -1, -1, -1, -1]), second = LabelSet([-1, -1, -1, -1, 0, 1, 0, 1])
    let clusters = SeededPartitions([[0, 0, 1, 1, 0, 0, 1, 1]])
    #expect(try LabelSetComparison.compare([clusters], first, second) == nil)
    #expect(try LabelSetAgreement(first, second) == nil)
  }

  @Test func theResultIsTheSameForAnyNumberOfThreads() throws {
    let known = try #require(try cases().first { $0.items == 600 })
    func results() throws -> (LabelSetComparison, [[ChanceLevel]]) {
      let partitions = known.clusters.map { Partition($0) }
      return (
        try comparison(known.clusters, known.labelSets[0], known.labelSets[1]),
        try ChanceLevel.measure(partitions, truth: known.labelSets[1], scores: ExternalScores.all, permutations: 30)
      )
    }
    let one = try Threads.$count.withValue(1) { try results() }
    for count in [2, 4] {
      let several = try Threads.$count.withValue(count) { try results() }
      #expect(several.0 == one.0 && several.1 == one.1)
    }
  }
}

/// The level of scores under permuted labels.
@Suite struct ChanceLevelTests {
  /// The mean of the mutual information over all permutations has a closed form; NMI is that over a mean entropy.
  @Test(arguments: [(4, 5), (27, 20)]) func theLevelOfNMIIsTheExpectedInformation(classes: Int, clusters: Int) throws {
    var random = Seed(3).stream("level")
    let truth = LabelSet((0..<400).map { _ in Int32(random.integer(below: classes)) })
    let partition = Partition((0..<400).map { _ in Int32(random.integer(below: clusters)) })
    let table = try ContingencyTable(partition, truth: truth)
    let expected = expectedMutualInformation(
      classSizes: table.classTotals.filter { $0 > 0 }, clusterSizes: table.clusterTotals)
    func entropy(_ counts: [Int]) -> Double {
      counts.filter { $0 > 0 }.reduce(0) { $0 - Double($1) / 400 * log(Double($1) / 400) }
    }
    let level = expected / ((entropy(table.classTotals) + entropy(table.clusterTotals)) / 2)
    let found = try ChanceLevel.measure(
      [partition], truth: truth, scores: [NormalizedMutualInformation(), AdjustedMutualInformation()],
      permutations: 400)[0]
    #expect(abs(found[0].mean - level) < 0.004 && found[0].high > found[0].mean)
    #expect(abs(found[1].mean) < 0.004 && found[1].high > 0)
  }

  /// Clusters that are the classes keep their level, since only the labels are permuted.
  @Test func itemsWithoutLabelOrClusterAreNotPermuted() throws {
    let truth: [Int32] = (0..<60).map { $0 < 50 ? Int32($0 % 2) : LabelSet.unlabelled }
    let clusters: [Int32] = (0..<60).map { $0 < 40 ? Int32($0 % 2) : Partition.leftOut }
    let found = try ChanceLevel.measure(
      [Partition(clusters)], truth: LabelSet(truth), scores: [Purity()], seed: 2, permutations: 50)
    let alone = try ChanceLevel.measure(
      [Partition(Array(clusters.prefix(40)))], truth: LabelSet(Array(truth.prefix(40))), scores: [Purity()], seed: 2,
      permutations: 50)
    #expect(found == alone && found[0][0].mean < 0.75)
  }

  @Test func fewerPermutationsAreDrawnOfMoreItems() {
    #expect(ChanceLevel.permutations(items: 1_000, partitions: 8) == 100)
    #expect(ChanceLevel.permutations(items: 60_000, partitions: 40) == 41)
    #expect(ChanceLevel.permutations(items: 10_000_000, partitions: 100) == 20)
  }
}
