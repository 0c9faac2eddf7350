import Clustering
import Foundation
import Fusion
import Harness
import Matrices
import Results
import Scores
import Stages
import Testing

/// The spaces that an experiment names, and how far a PCA average depends on its signs.
@Suite struct SpaceTests {
  private let visual = Samples.groups(rows: 30, columns: 6, classes: 3, spread: 3, seed: 1)
  private let text = Samples.groups(rows: 30, columns: 4, classes: 3, spread: 3, seed: 2)

  private func build(_ kind: Experiment.Space.Kind, named name: String = "space") throws -> SpaceBuilder.Built {
    try Samples.withFolder { folder in
      try Samples.table(visual, to: folder + "/visual.csv")
      try Samples.table(text, to: folder + "/text.csv")
      let space = Experiment.Space(name: name, kind: kind)
      let experiment = Experiment(
        name: "spaces",
        features: ["visual", "text"].map { Experiment.Feature(name: $0, file: "\($0).csv") }, spaces: [space],
        clusterers: [], folder: folder)
      return try SpaceBuilder(inputs: Inputs(experiment)).build(space)
    }
  }

  @Test func aFeatureSetIsASpaceAsItIs() throws {
    #expect(try build(.feature, named: "text").rows == Matrix(text))
  }

  @Test func aConcatenationHasBothPartsOfLengthOne() throws {
    let rows = try build(.concatenation(.init(of: ["visual", "text"]))).rows
    #expect(rows.columns == 10)
    for row in 0..<rows.rows {
      let values = rows.row(row)
      #expect(abs(values[..<6].reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
      #expect(abs(values[6...].reduce(0) { $0 + $1 * $1 } - 1) < 1e-5)
    }
  }

  @Test func withoutNormalisationTheValuesStay() throws {
    let rows = try build(.concatenation(.init(of: ["text", "visual"], normalize: .none))).rows
    #expect(rows.row(7) == text[7] + visual[7])
  }

  @Test func standardisedColumnsHaveMeanZeroAndVarianceOne() throws {
    let rows = try build(.concatenation(.init(of: ["visual", "text"], normalize: .standardize))).rows
    for column in 0..<rows.columns {
      let values = (0..<rows.rows).map { Double(rows[$0, column]) }
      let mean = values.reduce(0, +) / 30
      #expect(abs(mean) < 1e-5)
      #expect(abs(values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 30 - 1) < 1e-4)
    }
  }

  @Test func aPCAAverageHasTheDimensionsOfTheSmallestPartAndSaysSo() throws {
    let built = try build(.pcaAverage(.init(of: ["visual", "text"])))
    #expect(built.rows.columns == 4)
    #expect(built.notices.map(\.kind) == ["dimensions-lowered"])
    #expect(try build(.pcaAverage(.init(of: ["visual", "text"], dimensions: 2))).rows.columns == 2)
  }

  // MARK: Signs

  private func values(weights: [Double], seed: UInt64 = 0) throws -> (published: Double, drawn: [Double]) {
    let truth = Samples.truth(rows: 30, classes: 3)
    let parts = [Matrix(visual), Matrix(text)]
    let fusion = PCAAverage(dimensions: 4, weights: weights)
    let clusterer = KMeans(clusters: 3, restarts: 5)
    let score = CohenKappa(matching: .majority)
    let published = try score.score(
      clusterer.cluster(fusion.fuse(parts).rows, seed: Seed(seed)).partition, truth: truth)
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
    #expect(message.contains("0.500") && message.contains("from 0.250 to 0.750 over 3"))
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
