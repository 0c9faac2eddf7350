import Clustering
import Core
import Experiments
import Foundation
import Matrices
import Report
import Results
import Runs
import Stages
import TestSupport
import Testing

/// Cuts the rows, by their order, into clusters of equal size.
private struct InOrder: FixedCountClusterer {
  static let name = "in-order"
  static let summary = "consecutive rows"
  static let parameters: [Parameter<InOrder>] = [
    .integer("k", \.clusters, in: 1..., "the number of clusters"),
    .number("work", \.work, in: .above(0), "the multiplications of an iteration, for each cluster"),
  ]

  var clusters: Int?
  var work = 1.0
  var isStochastic: Bool { false }

  func cost(_ shape: Shape) -> Cost? { Cost(operations: 1, iteration: work * Double(clusters ?? 1), bytes: 0) }

  func cluster(_ rows: Matrix, _ context: StageContext) throws -> Clustering {
    let k = try requiredClusters()
    return Clustering(Partition(labels: (0..<rows.rows).map { Int32($0 * k / rows.rows) }, clusters: k))
  }
}

/// Sweeps with criteria, on rows whose clusters are known.
@Suite struct ChoiceTests {
  /// Rows in three groups far apart, or uniform ones without any.
  private func run(
    _ sweeps: Experiment.Sweeps, uniform: Bool = false, clusterer: Experiment.NamedClusterer? = nil, seeds: Int = 3,
    body: (StoredRun, RunFolder) throws -> Void
  ) throws {
    try withFolder { folder in
      let rows =
        uniform
        ? Samples.groups(rows: 150, columns: 2, classes: 1, spread: 1, seed: 4) : Self.blobs()
      try Samples.table(rows, to: folder + "/text.csv")
      var experiment = Experiment(
        name: "choice", features: [.init(name: "text", file: "text.csv")], spaces: [.init(name: "text")],
        clusterers: [clusterer ?? .init(KMeans())], seeds: Experiment.seeds(seeds), sweeps: sweeps, folder: folder)
      try experiment.addChoice(of: nil)
      let out = RunFolder(path: folder + "/out")
      try body(Runner(experiment, into: out).run(), out)
    }
  }

  @Test func aClustererThatIsCutByADistanceHasNoK() throws {
    var experiment = Experiment(
      name: "choice", features: [.init(name: "text", file: "text.csv")], spaces: [.init(name: "text")],
      clusterers: [.init(Agglomerative(distance: 1))])
    #expect(throws: RunError(.countIsFound(clusterer: "agglomerative"))) { try experiment.addChoice(of: nil) }
    experiment.clusterers.append(.init(KMeans()))
    try experiment.addChoice(of: nil)
    #expect(experiment.sweeps.k?.clusterer == "kmeans" && experiment.clusterers[0].k == nil)
  }

  private static func blobs() -> [[Float]] {
    var random = Seed(11).stream("blobs")
    let centers: [[Double]] = [[0, 0], [12, 0], [6, 10]]
    return (0..<150).map { row in centers[row % 3].map { Float($0 + random.gaussian()) } }
  }

  private func verdicts(_ run: StoredRun) throws -> [String: [String: Any]] {
    let text = try ChoiceReport(of: run).text(as: .json)
    let json = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    let choice = try #require((json["choices"] as? [[String: Any]])?.first)
    let criteria = try #require(choice["criteria"] as? [[String: Any]])
    return Dictionary(uniqueKeysWithValues: criteria.compactMap { one in (one["name"] as? String).map { ($0, one) } })
  }

  private static let values = [2, 3, 4, 5, 7, 9]

  @Test func allCriteriaFindTheThreeGroups() throws {
    let sweeps = Experiment.Sweeps(k: .init(values: [1] + Self.values, criteria: Experiment.criteria()))
    let mixture = Experiment.NamedClusterer(GaussianMixture())
    try run(sweeps, clusterer: mixture) { run, _ in
      let found = try verdicts(run)
      #expect(found.keys.sorted() == Experiment.criteria().sorted())
      for (name, verdict) in found {
        #expect(verdict["recommended"] as? String == "3", "\(name): \(verdict)")
        #expect(verdict["decides"] as? Bool == true, "\(name): \(verdict)")
      }
      let text = try ChoiceReport(of: run).text(as: .terminal)
      #expect(text.contains("- Together: k = 3, by all that decide (elbow, silhouette, Davies–Bouldin,"), "\(text)")
    }
  }

  @Test func withoutALikelihoodTheInformationCriteriaAreGaps() throws {
    try run(.init(k: .init(values: Self.values, criteria: Experiment.criteria()))) { run, out in
      let found = try verdicts(run)
      #expect(
        found.keys.sorted() == ["calinski-harabasz", "davies-bouldin", "elbow", "gap", "silhouette", "stability"])
      for (name, verdict) in found { #expect(verdict["recommended"] as? String == "3", "\(name): \(verdict)") }
      let sweep = try #require(try out.sweep(.k))
      #expect(sweep.lines[0].points[1].values(of: .bic).allSatisfy { $0.isNaN })
      // The seeds share out the references.
      #expect(sweep.lines[0].points.allSatisfy { $0.trials.map { $0.references?.count } == [17, 17, 16] })
    }
  }

  @Test func ofUniformRowsTheGapStatisticSupportsNoNumber() throws {
    try run(.init(k: .init(values: Self.values, criteria: ["gap", "stability"])), uniform: true) { run, _ in
      let gap = try #require(try verdicts(run)["gap"])
      #expect(gap["decides"] as? Bool == false)
      let text = try ChoiceReport(of: run).text(as: .terminal)
      #expect(text.contains("decides nothing") || text.contains("no criterion decides"), "\(text)")
    }
  }

  @Test(arguments: [2, 4]) func theThreadsMakeNoDifference(threads: Int) throws {
    let sweeps = Experiment.Sweeps(k: .init(values: [2, 3, 4], criteria: Experiment.criteria()))
    var records: [SweepRecord?] = []
    for count in [1, threads] {
      try Threads.$count.withValue(count) { try run(sweeps, seeds: 2) { _, out in records.append(try out.sweep(.k)) } }
    }
    #expect(records[0] != nil && records[0] == records[1])
  }

  @Test func aDeterministicMethodHasAllReferencesInItsOneTrial() throws {
    try withFolder { folder in
      try Samples.table(Self.blobs(), to: folder + "/text.csv")
      var experiment = try ExperimentFile.parse(
        "features: { text: text.csv }\nclusterers: [leader: { radius: 5 }]\nseeds: 3\nfigures: none\n"
          + "sweeps: [{ clusterer: leader, parameter: radius, values: [1, 3, 5, 20, 40], criteria: yes }]",
        file: folder + "/e.yaml",
        vocabulary: .init(
          catalog: Catalog(
            clusterers: Catalog.standard.clusterers + [Leader.self], spaceMakers: Catalog.standard.spaceMakers)))
      experiment.folder = folder
      let out = RunFolder(path: folder + "/out")
      let run = try Runner(experiment, into: out).run()
      let sweep = try #require(try run.choices.first)
      #expect(sweep.criteria == ["silhouette", "davies-bouldin", "calinski-harabasz", "bic", "aic", "stability"])
      #expect(sweep.lines[0].points.allSatisfy { $0.trials.count == 1 && $0.trials[0].references == nil })
      #expect(sweep.lines[0].points[2].values(of: .stability)[0] > 0.9)
      let text = try ChoiceReport(of: run).text(as: .terminal)
      #expect(text.contains("radius = 5"), "\(text)")
    }
  }

  @Test(arguments: [1, 1e12]) func refitsThatTakeLongAreLeftOutWithANote(work: Double) throws {
    var method = InOrder()
    method.work = work
    try run(
      .init(k: .init(values: [2, 3, 5], criteria: ["silhouette", "gap", "stability"])), clusterer: .init(method)
    ) {
      run, out in
      let points = try #require(try out.sweep(.k)).lines[0].points
      let isLeftOut = work > 1
      #expect(points.allSatisfy { $0.trials.map { $0.references?.count ?? 0 } == [isLeftOut ? 0 : 50] })
      for criterion in [ChoiceCriterion.gap, .stability] {
        #expect(points.allSatisfy { $0.values(of: criterion)[0].isNaN == isLeftOut })
      }
      let notes = run.record.notices.filter { $0.kind == SweepRecord.criteriaLeftOut }.map(\.message)
      #expect(notes.map { $0.hasPrefix("gap and stability of ") } == (isLeftOut ? [true] : []))
      #expect(notes.allSatisfy { $0.contains(" at any value: ") })
      // A deterministic method that optimizes nothing has no elbow and no spread.
      #expect(try ChoiceReport(of: run).text(as: .terminal).contains("gap statistic") == !isLeftOut)
    }
  }

  /// Only five clusters take more than 200 million multiplications an iteration.
  @Test func onlyTheValuesThatTakeLongLackGapAndStability() throws {
    let sweeps = Experiment.Sweeps(k: .init(values: [2, 3, 4, 5], criteria: ["silhouette", "gap", "stability"]))
    var (method, quick) = (InOrder(), InOrder())
    method.work = 45_000_000
    quick.work = 1
    try run(sweeps, clusterer: .init(method)) { run, out in
      let points = try #require(try out.sweep(.k)).lines[0].points
      #expect(points.map { $0.trials[0].references?.count ?? 0 } == [50, 50, 50, 0])
      for criterion in [ChoiceCriterion.gap, .stability] {
        #expect(points.map { $0.values(of: criterion)[0].isFinite } == [true, true, true, false], "\(criterion)")
      }
      #expect(points.allSatisfy { $0.values(of: .silhouette)[0].isFinite })
      let notes = run.record.notices.filter { $0.kind == SweepRecord.criteriaLeftOut }.map(\.message)
      #expect(notes.count == 1, "\(notes)")
      #expect(notes[0].contains(" at k = 5: ") && notes[0].contains("225,000,000") && notes[0].contains("200,000,000"))
      // The values within reach are those of a method that leaves none out.
      try self.run(sweeps, clusterer: .init(quick)) { _, other in
        let all = try #require(try other.sweep(.k)).lines[0].points
        for criterion in [ChoiceCriterion.gap, .stability] {
          #expect(zip(points, all).prefix(3).allSatisfy { $0.values(of: criterion) == $1.values(of: criterion) })
        }
        #expect(zip(points, all).prefix(3).allSatisfy { $0.trials[0].references == $1.trials[0].references })
      }
    }
  }

  @Test func theNoteOnCriteriaLeftOutNamesThoseAskedFor() throws {
    var method = InOrder()
    method.work = 1e12
    try run(.init(k: .init(values: [2, 3, 5], criteria: ["silhouette", "gap"])), clusterer: .init(method)) { run, _ in
      let notes = run.record.notices.filter { $0.kind == SweepRecord.criteriaLeftOut }.map(\.message)
      #expect(notes.count == 1 && notes[0].hasPrefix("gap of ") && notes[0].contains("is not computed"), "\(notes)")
    }
  }

  @Test func aRunWithoutCriteriaOffersNoChoice() throws {
    try withFolder { folder in
      try Samples.table(Self.blobs(), to: folder + "/text.csv")
      let experiment = Experiment(
        name: "plain", features: [.init(name: "text", file: "text.csv")], spaces: [.init(name: "text")],
        clusterers: [.init(KMeans(clusters: 3))], seeds: [0], sweeps: .init(k: .init(values: [2, 3])), folder: folder)
      let run = try Runner(experiment, into: RunFolder(path: folder + "/out")).run()
      let error = #expect(throws: ChoiceError.self) { try ChoiceReport(of: run) }
      #expect(error?.cause == "0 of its 1 sweep compare values by criteria")
    }
  }

  @Test func theValuesGrowByAThirdAndEndAtATenthOfTheItems() {
    #expect(Experiment.KSweep.choices(items: 1_000) == [2, 3, 4, 5, 7, 9, 12, 16, 22, 30])
    #expect(Experiment.KSweep.choices(items: 90) == [2, 3, 4, 5, 7, 9])
    #expect(Experiment.KSweep.choices(items: 3) == [2, 3])
    #expect(Experiment.KSweep.choices(items: 1_000, k: 20) == [2, 3, 4, 5, 7, 9, 12, 16, 22, 30, 40, 53])
  }
}
