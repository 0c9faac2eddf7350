import Clustering
import Core
import Experiments
import Foundation
import Fusion
import Matrices
import Reduction
import Results
import Runs
import Stages
import TestSupport
import Testing

/// Spaces of spaces, and spaces that depend on the seed, on their way through a run.
@Suite struct SpacesOfSpacesTests {
  private static let visual = Samples.groups(rows: 60, columns: 6, classes: 3, spread: 3, seed: 1)
  private static let text = Samples.groups(rows: 60, columns: 4, classes: 3, spread: 3, seed: 2)

  private func experiment(_ spaces: [Experiment.Space], in folder: String) throws -> Experiment {
    try Samples.table(Self.visual, to: folder + "/visual.csv")
    try Samples.table(Self.text, to: folder + "/text.csv")
    try Samples.write("kind\n" + (0..<60).map { "k\($0 % 3)\n" }.joined(), to: folder + "/labels.csv")
    return Experiment(
      name: "spaces",
      dataset: .init(labels: [.init(name: "kind", source: .table(.init(table: "labels.csv", column: "kind")))]),
      features: ["visual", "text"].map { Experiment.Feature(name: $0, file: "\($0).csv") }, spaces: spaces,
      clusterers: [.init(KMeans(restarts: 2)), .init(GaussianMixture(covariance: .diag))], seeds: [4, 1, 7],
      scores: ["kappa", "ari"], figures: ["maps"], tsne: .init(perplexity: 5, iterations: 20), folder: folder)
  }

  private func run(_ experiment: Experiment, into path: String) throws -> (run: StoredRun, work: RunEvent.Work) {
    nonisolated(unsafe) var found: RunEvent.Work?
    let run = try Runner(experiment, into: RunFolder(path: path)) { event in
      if case .began(_, _, let work) = event { found = work }
    }.run()
    return (run, try #require(found))
  }

  /// A space of one column with the number that its stream draws first.
  private struct Drawn: SpaceMaker {
    static let name = "drawn"
    static let summary = "one number of a stream"
    static let inputs = 1...2
    static let parameters: [Parameter<Drawn>] = []

    var isStochastic: Bool { true }

    static func number(_ seed: Seed) -> Float {
      var stream = seed.stream("drawn")
      return Float(stream.next() >> 40)
    }

    func columns(_ shape: Shape) -> Int { 1 }

    func make(_ inputs: [Matrix], _ context: StageContext) throws -> Space {
      Space(Matrix((0..<inputs[0].rows).map { _ in [Self.number(context.seed)] }))
    }
  }

  /// One cluster, whose objective is the first number of the rows.
  private struct FirstNumber: Clusterer {
    static let name = "first-number"
    static let summary = "one cluster"
    static let parameters: [Parameter<FirstNumber>] = []

    func cluster(_ rows: Matrix, _ context: StageContext) throws -> Clustering {
      Clustering(
        Partition(labels: [Int32](repeating: 0, count: rows.rows), clusters: 1),
        objective: .init("first number", Double(rows[0, 0])))
    }
  }

  /// Spaces of feature sets draw from the seed itself; those that are made of others draw other numbers than these.
  @Test func aSpaceOfSpacesHasAStreamOfItsOwn() throws {
    try withFolder { folder in
      var experiment = try experiment(
        [
          .init(Drawn(), of: ["visual"], name: "first"), .init(Drawn(), of: ["visual", "text"], name: "beside"),
          .init(Drawn(), of: ["first"], name: "second"), .init(Drawn(), of: ["text", "second"], name: "third"),
          .init(steps: [Drawn(), Drawn()], of: ["text"], name: "chain"),
        ], in: folder)
      experiment.clusterers = [.init(FirstNumber())]
      experiment.figures = []
      #expect(["visual", "first", "beside", "second", "third", "chain"].map(experiment.depth) == [0, 0, 0, 1, 2, 0])
      let run = try run(experiment, into: folder + "/out").run
      let numbers = try ["first", "beside", "second", "third", "chain"].map { name in
        try #require(run.trials.first { $0.space == name && $0.seed == 7 }?.objective?.value)
      }
      #expect(numbers[0] == Double(Drawn.number(7)) && numbers[1] == numbers[0])
      #expect(Set(numbers).count == 4)
    }
  }

  private func labels(_ run: StoredRun, _ folder: RunFolder, _ space: String, seed: UInt64) throws -> [Int32] {
    let trial = try #require(run.trials.first { $0.space == space && $0.clusterer == "kmeans" && $0.seed == seed })
    return try folder.labels(of: trial)
  }

  /// The steps of a chain one by one give the labels of the chain, and those of the same work done by hand.
  @Test func aChainIsItsStepsOneByOne() throws {
    try withFolder { folder in
      let spaces: [Experiment.Space] = [
        .init(UnitLength(), of: ["visual"], name: "unit", isClustered: false),
        .init(PCA(dimensions: 3), of: ["unit"], name: "small"),
        .init(steps: [UnitLength(), PCA(dimensions: 3)], of: ["visual"], name: "chain"),
      ]
      let (run, _) = try run(experiment(spaces, in: folder), into: folder + "/out")
      #expect(run.record.plan.spaces == ["small", "chain"])
      let byHand = try PCA(dimensions: 3).make([Matrix(Self.visual).l2Normalized()]).rows
      let out = RunFolder(path: folder + "/out")
      for seed in [4, 1, 7] as [UInt64] {
        let expected = try KMeans(clusters: 3, restarts: 2).cluster(byHand, seed: Seed(seed)).partition.labels
        #expect(try labels(run, out, "small", seed: seed) == expected)
        #expect(try labels(run, out, "chain", seed: seed) == expected)
      }
    }
  }

  @Test func whatASpaceIsMadeOfIsRecorded() throws {
    try withFolder { folder in
      let spaces: [Experiment.Space] = [
        .init(name: "text"), .init(PCA(dimensions: 2), of: ["visual"], name: "v2"),
        .init(PCAAverage(dimensions: 2), of: ["v2", "text"], name: "both"),
        .init(Standardization(), of: ["both"], name: "late"),
      ]
      let record = try run(experiment(spaces, in: folder), into: folder + "/out").run.record
      #expect(record.facts(of: "text") == SpaceFacts(inputs: ["text"], featureSets: ["text"], steps: []))
      #expect(record.facts(of: "v2") == SpaceFacts(inputs: ["visual"], featureSets: ["visual"], steps: ["pca"]))
      #expect(
        record.facts(of: "both")
          == SpaceFacts(
            inputs: ["v2", "text"], featureSets: ["visual", "text"], steps: ["pca-average"], isStochastic: true,
            scaling: "l2"))
      #expect(
        record.facts(of: "late")
          == SpaceFacts(
            inputs: ["both"], featureSets: ["visual", "text"], steps: ["standardize"], isStochastic: true))
      #expect(record.facts(of: "both").isFused)
      #expect(!record.facts(of: "v2").isFused && !record.facts(of: "late").isFused)
    }
  }

  /// The trials of a space that depends on the seed are those of the space under their seed; of the first, by convention.
  @Test func everyTrialClustersTheSpaceOfItsSeed() throws {
    try withFolder { folder in
      let average = PCAAverage(dimensions: 4)
      let spaces: [Experiment.Space] = [
        .init(average, of: ["visual", "text"], name: "average"),
        .init(Standardization(), of: ["average"], name: "late"),
        .init(PCAAverage(dimensions: 4, signs: .fixed), of: ["visual", "text"], name: "fixed"),
      ]
      let (run, _) = try run(experiment(spaces, in: folder), into: folder + "/out")
      let out = RunFolder(path: folder + "/out")
      let (parts, method) = ([Matrix(Self.visual), Matrix(Self.text)], KMeans(clusters: 3, restarts: 2))
      var distinct: Set<[Int32]> = []
      for seed in [4, 1, 7] as [UInt64] {
        let made = try average.make(parts, StageContext(seed: Seed(seed), isFirstSeed: seed == 4)).rows
        let expected = try method.cluster(made, seed: Seed(seed)).partition.labels
        #expect(try labels(run, out, "average", seed: seed) == expected)
        let late = try Standardization().make([made]).rows
        #expect(
          try labels(run, out, "late", seed: seed) == method.cluster(late, seed: Seed(seed)).partition.labels)
        let fixed = try method.cluster(average.make(parts).rows, seed: Seed(seed)).partition.labels
        #expect(try labels(run, out, "fixed", seed: seed) == fixed)
        #expect((expected == fixed) == (seed == 4))
        distinct.insert(expected)
      }
      #expect(distinct.count == 3)
    }
  }

  @Test func aSecondRunMakesNothingAnewAndAnotherFirstSeedOnlyWhatDependsOnIt() throws {
    try withFolder { folder in
      let spaces: [Experiment.Space] = [
        .init(name: "text"), .init(PCAAverage(dimensions: 3), of: ["visual", "text"], name: "average"),
      ]
      var experiment = try experiment(spaces, in: folder)
      let first = try run(experiment, into: folder + "/out")
      #expect(first.work.clustered == 12)
      let again = try run(experiment, into: folder + "/out")
      #expect(again.work.clustered == 0 && again.run.run == first.run.run)
      // The trials of the average under the old and the new first seed have other signs now: 2 clusterers × 2 seeds.
      experiment.seeds = [1, 4, 7]
      #expect(try run(experiment, into: folder + "/out").work.clustered == 4)
    }
  }

  /// A space that cannot be made is a gap, and so are those that are made of it.
  @Test func spacesOfASpaceThatCannotBeMadeAreGaps() throws {
    try withFolder { folder in
      let spaces: [Experiment.Space] = [
        .init(name: "text"), .init(PCA(dimensions: 5), of: ["text"], name: "wide"),
        .init(Standardization(), of: ["wide"], name: "late"),
      ]
      let record = try run(experiment(spaces, in: folder), into: folder + "/out").run.record
      let gaps = try #require(record.gaps)
      #expect(Set(gaps.map(\.trial.space)) == ["wide", "late"] && gaps.count == 12)
      #expect(gaps.allSatisfy { $0.cause.contains("allow 4") })
    }
  }

  @Test func aSpaceOfItselfMadeInCodeIsAnError() throws {
    try withFolder { folder in
      let circle: [Experiment.Space] = [
        .init(UnitLength(), of: ["b"], name: "a"), .init(UnitLength(), of: ["a"], name: "b"),
      ]
      #expect(throws: RunError(.spaceOfItself(["a", "b"]))) {
        try run(experiment(circle, in: folder), into: folder + "/out")
      }
      let unknown: [Experiment.Space] = [.init(UnitLength(), of: ["sound"])]
      #expect(throws: RunError.self) { try run(experiment(unknown, in: folder), into: folder + "/out") }
    }
  }
}
