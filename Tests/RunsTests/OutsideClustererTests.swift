import Clustering
import Core
import Experiments
import Foundation
import Gate
import Report
import Results
import Runs
import Stages
import TestSupport
import Testing

/// A clusterer from outside the package, with noise and a number of clusters of its own, on its way through a run and
/// all that reads it.
@Suite struct OutsideClustererTests {
  private static let vocabulary = Experiment.Vocabulary(
    figures: FigureKind.allCases.map(\.rawValue),
    catalog: Catalog(
      clusterers: Catalog.standard.clusterers + [Leader.self], spaceMakers: Catalog.standard.spaceMakers))

  /// Three tight groups of ten, and three rows far from all.
  private func experiment(in folder: String, _ settings: String = "") throws -> Experiment {
    for (name, seed) in [("visual", 1), ("text", 2)] {
      var rows = Samples.groups(rows: 30, columns: 4, classes: 3, spread: 0.05, seed: UInt64(seed))
      rows += (1...3).map { far in (0..<4).map { $0 == far ? 100 : -50 } }
      try Samples.table(rows, to: folder + "/\(name).csv")
    }
    let kinds = (0..<33).map { "k\($0 % 3)" }.joined(separator: "\n")
    try Samples.write("kind\n\(kinds)\n", to: folder + "/labels.csv")
    return try ExperimentFile.parse(
      """
      name: outside
      dataset: { labels: [{ table: labels.csv, column: kind }] }
      features: { visual: { file: visual.csv }, text: { file: text.csv } }
      spaces: [visual, text, concatenation, pca-average]
      clusterers: [leader: { radius: 0.5, min-size: 2 }, kmeans]
      seeds: 3
      \(settings)
      """, file: folder + "/outside.yaml", vocabulary: Self.vocabulary)
  }

  private func run(_ experiment: Experiment, in folder: String) throws -> (run: StoredRun, out: RunFolder) {
    let out = RunFolder(path: folder + "/out")
    return (try Runner(experiment, into: out).run(), out)
  }

  @Test func theClustersFoundAndTheNoiseAreStored() throws {
    try withFolder { folder in
      let (run, out) = try run(experiment(in: folder), in: folder)
      let trials = run.trials.filter { $0.clusterer == "leader" && $0.space == "visual" }
      #expect(!trials.isEmpty && trials.allSatisfy { $0.clusters == 3 && $0.objective == nil && $0.converged == nil })
      let labels = try out.labels(of: trials[0])
      #expect(labels == (0..<30).map { Int32($0 % 3) } + [-1, -1, -1])
      #expect(try StoredRun(in: out).run == run.run)
    }
  }

  @Test func aSecondRunMakesNothingAnew() throws {
    try withFolder { folder in
      let experiment = try experiment(in: folder)
      let (first, out) = try run(experiment, in: folder)
      var clustered = -1
      let second = try Runner(experiment, into: out) { event in
        if case .began(_, _, let counts) = event { clustered = counts.clustered }
      }.run()
      #expect(clustered == 0)
      #expect(second.run == first.run)
    }
  }

  @Test func aSettingThatChangesIsClusteredAnew() throws {
    try withFolder { folder in
      var experiment = try experiment(in: folder)
      let (_, out) = try run(experiment, in: folder)
      experiment.clusterers[0].method = Leader(radius: 0.5, minSize: 1)
      let second = try Runner(experiment, into: out).run()
      let trial = try #require(second.trials.first { $0.clusterer == "leader" && $0.space == "visual" })
      #expect(trial.clusters == 6)
    }
  }

  @Test func statisticsFiguresAndPageAreMade() throws {
    try withFolder { folder in
      let (run, _) = try run(experiment(in: folder, "sweeps: { weights: { clusterer: leader } }"), in: folder)
      let statistics = try #require(try run.statistics)
      let stability = try #require(
        statistics.stability.first { $0.method.clusterer == "leader" && $0.method.space == "visual" })
      #expect(stability.resamples?.clusters.map(\.size) == [10, 10, 10])
      #expect(!(try Findings(of: run)).all.isEmpty)
      let (cards, _) = try #require(try run.cards)
      let noise = try #require(cards.clusters.last)
      #expect(cards.trial.clusterer == "leader" && noise.id == -1 && noise.size == 3 && noise.nearest == [30, 31, 32])
      let figures = try RunFigures(of: run).redraw(FigureKind.allCases)
      #expect(!figures.paths.isEmpty)
      let page = try ReportPage(of: run, showing: RunFigures(of: run).groups(FigureKind.allCases)).write()
      #expect(FileManager.default.fileExists(atPath: page))
    }
  }

  @Test func theGateHoldsItAgainstItself() throws {
    try withFolder { folder in
      let (run, _) = try run(experiment(in: folder), in: folder)
      let baseline = try Baseline(of: run)
      _ = try baseline.write(to: folder + "/b.json", replacing: false)
      let report = try Gate(scores: ["all"]).report(of: run, against: Baseline.read(folder + "/b.json"))
      #expect(report.cells.contains { $0.place.clusterer == "leader" })
      #expect(report.cells.allSatisfy { $0.verdict == .unchanged })
    }
  }

  @Test func itsSettingsAreCheckedAtTheirPlace() throws {
    try withFolder { folder in
      let text = { (settings: String) in
        "features: { a: { file: a.csv } }\nclusterers:\n  - leader: { \(settings) }\n"
      }
      let wrong: [(String, String)] = [
        ("radius: 0", "radius"), ("radius: x", "radius"), ("min-size: 0", "min-size"), ("minsize: 3", "minsize"),
        ("min-size: 2.5", "min-size"),
      ]
      for (settings, name) in wrong {
        do {
          _ = try ExperimentFile.parse(text(settings), file: "x.yaml", vocabulary: Self.vocabulary)
          Issue.record("\(settings) was taken")
        } catch let error as ExperimentError {
          #expect(error.description.contains(name) && error.description.contains("x.yaml:3"), "\(error)")
        }
      }
    }
  }

  @Test func aSweepOfKNeedsAClustererThatTakesIt() throws {
    _ = try withFolder { folder in
      #expect(throws: (any Error).self) {
        _ = try run(experiment(in: folder, "sweeps: { k: { clusterer: leader, values: [2, 3] } }"), in: folder)
      }
    }
  }
}
