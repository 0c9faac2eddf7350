import Clustering
import Core
import Experiments
import Foundation
import Fusion
import Matrices
import Results
import Runs
import Scores
import Stages
import TestSupport
import Testing

/// The spaces that an experiment names, and how far a PCA average depends on its signs.
@Suite struct SpaceTests {
  private let visual = Samples.groups(rows: 30, columns: 6, classes: 3, spread: 3, seed: 1)
  private let text = Samples.groups(rows: 30, columns: 4, classes: 3, spread: 3, seed: 2)

  private func build(_ space: Experiment.Space) throws -> Space {
    try SpaceBuilder(
      inputs: space.inputs.map { Matrix($0 == "text" ? text : visual) }, seed: 0, isFirstSeed: true
    ).build(space)
  }

  private func build(_ maker: any SpaceMaker, of inputs: [String]) throws -> Space {
    try build(Experiment.Space(maker, of: inputs))
  }

  @Test func aFeatureSetIsASpaceAsItIs() throws {
    #expect(try build(Experiment.Space(name: "text")).rows == Matrix(text))
  }

  @Test func aConcatenationHasBothPartsOfLengthOne() throws {
    let rows = try build(Concatenation(), of: ["visual", "text"]).rows
    #expect(rows.columns == 10)
    for row in 0..<rows.rows {
      let values = rows.row(row)
      #expect(abs(values[..<6].reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
      #expect(abs(values[6...].reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
    }
  }

  @Test func withoutNormalizationTheValuesStay() throws {
    let rows = try build(Concatenation(normalize: .none), of: ["text", "visual"]).rows
    #expect(rows.row(7) == text[7] + visual[7])
  }

  @Test func standardizedColumnsHaveMeanZeroAndVarianceOne() throws {
    let rows = try build(Concatenation(normalize: .standardize), of: ["visual", "text"]).rows
    for column in 0..<rows.columns {
      let values = (0..<rows.rows).map { Double(rows[$0, column]) }
      let mean = values.reduce(0, +) / 30
      #expect(abs(mean) < 1e-5)
      #expect(abs(values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 30 - 1) < 1e-4)
    }
  }

  @Test func aPCAAverageHasTheDimensionsOfTheSmallestPartAndSaysSo() throws {
    let built = try build(PCAAverage(), of: ["visual", "text"])
    #expect(built.rows.columns == 4)
    #expect(built.notices.map(\.kind) == ["dimensions-lowered"])
    #expect(try build(PCAAverage(dimensions: 2), of: ["visual", "text"]).rows.columns == 2)
  }

  // MARK: Signs

  private func values(weights: [Double], seed: UInt64 = 0) throws -> (published: Double, drawn: [Double]) {
    let truth = Samples.truth(rows: 30, classes: 3)
    let parts = [Matrix(visual), Matrix(text)]
    let fusion = PCAAverage(dimensions: 4, weights: weights)
    let clusterer = KMeans(clusters: 3, restarts: 5)
    let score = CohenKappa(matching: .majority)
    let published = try score.score(
      clusterer.cluster(fusion.make(parts).rows, seed: Seed(seed)).partition, truth: truth)
    let sensitivity = SignSensitivity(clusterer: clusterer, score: score, truth: truth, seed: Seed(seed))
    var calls: [Int] = []
    let draws = try sensitivity.cluster(fusion, parts: parts) { calls.append($0) }
    let spread = try #require(try sensitivity.spread(of: draws, published: published))
    #expect(calls == Array(1...SignSensitivity.draws))
    #expect(spread.published == published)
    return (published, spread.values)
  }

  @Test func ofAPartThatWeighsEverythingSignsChangeNothing() throws {
    let (published, drawn) = try values(weights: [1, 0])
    #expect(drawn == [Double](repeating: published, count: SignSensitivity.draws))
  }

  /// The signs of the other part mirror the whole space, which moves no distance.
  @Test func mirroringTheWholeSpaceChangesNothing() throws {
    let (published, drawn) = try values(weights: [0, 1])
    #expect(drawn.allSatisfy { abs($0 - published) < 1e-9 })
  }

  @Test func ofTwoPartsTheScoreDependsOnTheSigns() throws {
    let (_, drawn) = try values(weights: [0.5, 0.5])
    #expect(drawn.count == SignSensitivity.draws)
    #expect(Set(drawn).count > 1)
    let again = try values(weights: [0.5, 0.5]).drawn
    #expect(drawn == again)
  }

  private func spread(_ values: [Double]) throws -> SignSpread {
    try #require(SignSpread(clusterer: "kmeans", score: "kappa", seed: 0, published: 0.5, values: values))
  }

  @Test func whereSignsChangeNothingThereIsNoNotice() throws {
    #expect(SignSensitivity.notice("average", try spread([0.5, 0.5])) == nil)
  }

  @Test func theNoticeHasTheRange() throws {
    let message = SignSensitivity.notice("average", try spread([0.25, 0.75, 0.5]))?.message ?? ""
    #expect(message.contains("0.500") && message.contains("and 0.250 to 0.750 over 3"))
  }

  @Test func theSpreadIsReadAsItWasWritten() throws {
    let spread = try spread([0.25, 1, 0.5])
    let plan = RunPlan(spaces: ["average", "visual"], clusterers: ["kmeans"], seeds: [0], scores: ["kappa"])
    let record = RunRecord(
      name: "run", experiment: .null, plan: plan, version: "1",
      platform: Platform(processor: "", cores: 1, system: "", swift: "", blas: ""), dataset: DatasetSummary(items: 3),
      spaces: ["average": [SignSpread.key: spread.json], "visual": [:]])
    let read = try JSONDecoder().decode(RunRecord.self, from: JSONEncoder().encode(record))
    #expect(read.signSpread(of: "average") == spread)
    #expect(read.signSpread(of: "visual") == nil)
    #expect(read.signSpread(of: "text") == nil)
  }
}
