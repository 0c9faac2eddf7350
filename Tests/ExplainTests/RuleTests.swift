import Clustering
import Core
import Experiments
import Explain
import Foundation
import Fusion
import Matrices
import Scores
import Stages
import TestSupport
import Testing

/// The rules: where they apply, what they change, and the methods that they bring.
@Suite struct RuleTests {
  private static func subject(
    _ spaces: String = "[visual]", clusterer: String = "kmeans: { k: 3 }", score: any Score = AdjustedRandIndex(),
    items: Int = 100, lines: String = ""
  ) throws -> Subject {
    let experiment = try ExperimentFile.parse(
      "features: { visual: v.npy, text: t.npy }\nspaces: \(spaces)\nclusterers: [\(clusterer)]\n\(lines)",
      file: "e.yaml")
    return Subject(experiment, score: score, items: items)
  }

  private static func applying(_ subject: Subject) -> [String] {
    Rule.all.filter { $0.applies(to: subject) }.map(\.name)
  }

  private static func edited(_ name: String, _ subject: Subject) throws -> Experiment {
    let rule = try #require(Rule.all.first { $0.name == name })
    guard case .experiment(let experiment)? = rule.change(of: subject) else { throw CancellationError() }
    return experiment
  }

  @Test func namesDifferAndSentencesHaveNoFullStop() {
    #expect(Set(Rule.all.map(\.name)).count == Rule.all.count)
    #expect(Rule.all.allSatisfy { !$0.sentence.isEmpty && !$0.sentence.hasSuffix(".") })
  }

  @Test func rulesOfScoresApplyToTheirScores() throws {
    let means = ["mean-geometric", "mean-min", "mean-max"]
    let refits = ["faiss", "one-start", "cosine", "unit-before", "standardized-before"]
    let cases: [(any Score, [String])] = [
      (NormalizedMutualInformation(), means), (AdjustedMutualInformation(), means),
      (NormalizedMutualInformation(mean: .max), ["mean-arithmetic", "mean-geometric", "mean-min"]),
      (CohenKappa(matching: .majority), ["one-to-one"]), (CohenKappa(matching: .oneToOne), ["majority-vote"]),
      (ClusteringAccuracy(), ["majority-vote"]), (Purity(), ["one-to-one"]), (AdjustedRandIndex(), []),
    ]
    for (score, rules) in cases {
      let found = try Self.applying(Self.subject(score: score))
      #expect(found == rules + refits)
    }
  }

  @Test func partsAreScoredWhereThereAreEnoughItems() throws {
    #expect(try Self.applying(Self.subject(items: 1_001)).prefix(2) == ["first-items", "subsample"])
    let split = "dataset: { split: { table: items.csv, column: part } }\n"
    #expect(try Self.applying(Self.subject(lines: split)).prefix(2) == ["test-scored", "test-only"])
    let scored = try Self.subject(lines: split + "score-on: test\n")
    #expect(Self.applying(scored).first == "all-parts")
    #expect(try Self.edited("all-parts", scored).scoreOn == nil)
  }

  @Test func drawsAreDifferentItemsInTheSameOrderEveryTime() throws {
    let rule = try #require(Rule.all.first { $0.name == "subsample" })
    guard case .items(let draws)? = rule.change(of: try Self.subject(items: 1_500)) else { throw CancellationError() }
    let first = try draws()
    let second = try draws()
    #expect(first == second && Set(first).count == 20)
    #expect(first.allSatisfy { $0.count == 1_000 && Set($0).count == 1_000 && $0.allSatisfy((0..<1_500).contains) })
  }

  @Test func parametersChangeOnlyWhereTheMethodTakesThem() throws {
    let ward = Self.applying(try Self.subject(clusterer: "agglomerative: { k: 3 }"))
    #expect(ward == ["unit-before", "standardized-before"])
    let average = try Self.subject(clusterer: "agglomerative: { k: 3, linkage: average }")
    #expect(try Self.edited("cosine", average).clusterers[0].method.settings["metric"] == .text("cosine"))
    let spherical = try Self.subject(clusterer: "kmeans: { k: 3, metric: spherical, restarts: 1 }")
    #expect(Self.applying(spherical).prefix(3) == ["faiss", "ten-starts", "euclidean"])
  }

  @Test func scalingMovesBeforeOrAfterTheFusion() throws {
    let fused = try Self.subject("[{ concatenation: { of: [visual, text] } }]")
    let after = try Self.edited("unit-after", fused).clusteredSpaces[0]
    #expect(
      after.steps.map(\.kind) == ["concatenation", "l2"] && after.steps[0].settings["normalize"] == .text("none"))
    let before = try Self.edited("standardized-before", fused).clusteredSpaces[0]
    #expect(
      before.steps.map(\.kind) == ["concatenation"] && before.steps[0].settings["normalize"] == .text("standardize"))
    #expect(try Self.edited("unscaled", fused).clusteredSpaces[0].steps[0].settings["normalize"] == .text("none"))
    // A method without a scaling of its own is preceded by one of each feature set.
    let average = try Self.subject("[{ pca-average: { of: [visual, text] } }]")
    let preceded = try Self.edited("standardized-before", average)
    #expect(preceded.clusteredSpaces.map(\.inputs) == [["visual (standardize)", "text (standardize)"]])
    #expect(preceded.spaces.map(\.isClustered) == [false, false, true])
  }

  @Test func signsAreThoseOfTheOtherKinds() throws {
    let drawn = Self.applying(try Self.subject("[{ pca-average: { of: [visual, text] } }]"))
    #expect(drawn.filter { $0.hasPrefix("signs") } == ["signs-fixed", "signs-by-rows"])
    let aligned = Self.applying(try Self.subject("[{ pca-average: { of: [visual, text], align: procrustes } }]"))
    #expect(!aligned.contains("signs-by-rows"))
  }

  @Test func aPartitionFromAFileIsOnlyScoredAgain() throws {
    let given = try Self.subject(clusterer: "labels: { file: l.npy }", score: NormalizedMutualInformation())
    #expect(Self.applying(given) == ["mean-geometric", "mean-min", "mean-max"])
  }

  // MARK: - Methods

  /// In each component the coordinate of largest magnitude is positive in all parts, so that their sum of equal parts is, too.
  @Test func signsByRowsMakeTheLargestCoordinatePositive() throws {
    let rows = randomRows(50, 6, seed: Seed(4))
    let space = try PCAAverageByRows(PCAAverage(dimensions: 3)).make([rows, rows], seed: Seed(0)).rows
    for column in 0..<3 {
      let values = (0..<50).map { space.trueRow($0)[column] }
      #expect((values.max { abs($0) < abs($1) } ?? 0) > 0)
    }
  }

  @Test func singlePrecisionRoundsTrueValues() throws {
    let far = [[30_000_001.0, 1], [30_000_002.5, 2], [30_000_003, 3]]
    let rows = Matrix.storing(ExactValues(far))
    #expect(!rows.isPlain)
    let rounded = try SinglePrecision().make([rows], seed: Seed(0)).rows
    for row in 0..<3 { #expect(rounded.trueRow(row) == far[row].map { Double(Float($0)) }) }
  }

  @Test(arguments: 0..<5) func faissLearnsFromASampleAndAssignsAllRows(seed: UInt64) throws {
    let rows = Matrix(Samples.groups(rows: 1_500, columns: 3, classes: 2))
    let faiss = FaissKMeans(KMeans(clusters: 2))
    let found = try faiss.cluster(rows, seed: Seed(seed))
    #expect(found.partition.labels.count == 1_500 && found.partition.heldClusters == 2)
    let again = try Threads.$count.withValue(3) { try faiss.cluster(rows, seed: Seed(seed)) }
    #expect(found.partition == again.partition)
    // Two groups apart have one optimum, which 512 rows show as well.
    let all = try KMeans(clusters: 2).cluster(rows, seed: Seed(0)).partition
    let truth = all.asLabels(named: "all")
    #expect(try AdjustedRandIndex().score(found.partition, truth: truth) == 1)
  }

  // MARK: - The order of rows

  private static func row(_ name: String, _ values: [Double], target: Double) -> Explanation.Row {
    Explanation.Row(name, "", isRefit: true, values: values, target: target)
  }

  @Test func rowsThatReachComeFirstAndNarrowOnesBeforeWideOnes() {
    let rows = [
      Self.row("undefined", [.nan], target: 0.5), Self.row("near", [0.51, 0.512], target: 0.5),
      Self.row("far", [0.7, 0.71], target: 0.5), Self.row("wide", [0.4, 0.5, 0.6], target: 0.5),
      Self.row("narrow", [0.499, 0.5, 0.5], target: 0.5),
    ]
    #expect(
      Explanation.Cell.ordered(rows, target: 0.5, seeds: 1).map(\.rule)
        == ["narrow", "wide", "near", "far", "undefined"])
  }

  @Test func roundingIsThatOfTheLastDigit() {
    #expect(abs(0.553.rounding - 0.0005) < 1e-15 && abs(0.5531.rounding - 0.00005) < 1e-15)
    #expect(0.5.rounding == 0.005 && 1.0.rounding == 0.005 && 0.123_456_789_012.rounding == 1e-9)
    #expect(Explanation.Spread([0.5526, 0.5528])?.reaches(0.553) == true)
    #expect(Explanation.Spread([0.5520, 0.5522])?.reaches(0.553) == false)
  }
}
