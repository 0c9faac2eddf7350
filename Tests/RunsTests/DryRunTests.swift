import Clustering
import Core
import Experiments
import Foundation
import Reduction
import Results
import Runs
import Stages
import TestSupport
import Testing

/// The plan of a run, stated without doing it.
@Suite struct DryRunTests {
  private func experiment(in folder: String, rows: Int = 30) throws -> Experiment {
    try Samples.table(Samples.groups(rows: rows, columns: 5, classes: 3), to: folder + "/visual.csv")
    try Samples.table(Samples.groups(rows: rows, columns: 4, classes: 3, seed: 2), to: folder + "/text.csv")
    try Samples.write("kind\n" + (0..<rows).map { "k\($0 % 3)\n" }.joined(), to: folder + "/labels.csv")
    let labels = Experiment.Labels(name: "kind", source: .table(.init(table: "labels.csv", column: "kind")))
    return Experiment(
      name: "sample", dataset: .init(labels: [labels]),
      features: ["visual", "text"].map { Experiment.Feature(name: $0, file: "\($0).csv") },
      spaces: Experiment.defaultSpaces(of: ["visual", "text"]), clusterers: Experiment.defaultClusterers(),
      seeds: Experiment.seeds(2), folder: folder)
  }

  @Test func thePlanNamesEverythingAndWritesNothing() throws {
    try withFolder { folder in
      let experiment = try experiment(in: folder)
      let plan = try Runner(experiment, into: RunFolder(path: folder + "/out")).plan()
      let text = plan.lines.joined(separator: "\n")
      for words in [
        "sample, into \(folder)/out", "visual.csv", "30, 3 classes of kind", "visual: 30 × 5", "concatenation: 30 × 9",
        "pca-average: 30 × 4, of visual, text", "gmm, 3 clusters", "0, 1", "16, 16 to cluster", "kappa, ari",
      ] {
        #expect(text.contains(words), "\(words) in \(text)")
      }
      #expect(plan.seconds > 0 && plan.memory > 0)
      #expect(!FileManager.default.fileExists(atPath: folder + "/out"))
    }
  }

  /// The components that hold a share of the variance are counted as a run finds them.
  @Test func thePlanShowsTheColumnsThatTheDataGive() throws {
    try withFolder { folder in
      var experiment = try experiment(in: folder)
      experiment.spaces = [
        .init(PCA(variance: 0.5), of: ["visual"], name: "half"), .init(UnitLength(), of: ["half"], name: "unit"),
      ]
      let out = RunFolder(path: folder + "/out")
      let plan = try Runner(experiment, into: out).plan()
      let run = try Runner(experiment, into: out).run()
      for name in ["half", "unit"] {
        guard case .integer(let columns)? = run.record.spaces[name]?["columns"] else {
          Issue.record("no columns of \(name)")
          continue
        }
        #expect(columns < 5)
        #expect(plan.lines.contains { $0.contains("\(name): 30 × \(columns), of") }, "\(plan.lines)")
        #expect(try Runner(experiment, into: out).plan().lines.contains { $0.contains("\(name): 30 × \(columns), of") })
      }
    }
  }

  @Test func whatIsThereIsCounted() throws {
    try withFolder { folder in
      var experiment = try experiment(in: folder)
      let out = RunFolder(path: folder + "/out")
      _ = try Runner(experiment, into: out).run()
      // Under the new first seed the two trials of the average have other signs.
      experiment.seeds = [1, 2, 3]
      #expect(
        try Runner(experiment, into: out).plan().lines.contains(
          "trials      24, reused 6, 18 to cluster, 10 stale ones to remove"))
      #expect(
        try Runner(experiment, into: out, isFresh: true).plan().lines.contains(
          "trials      24, 24 to cluster, 16 stale ones to remove"))
      experiment.seeds = [0, 1]
      let idle = try Runner(experiment, into: out).plan()
      #expect(idle.lines.contains("trials      16, reused 16"))
      #expect(idle.lines.contains { $0.hasPrefix("disk        at least 0 bytes") })
    }
  }

  @Test func moreWorkIsEstimatedToTakeLonger() throws {
    try withFolder { folder in
      var experiment = try experiment(in: folder, rows: 300)
      func seconds() throws -> Double { try Runner(experiment, into: RunFolder(path: folder + "/out")).plan().seconds }
      experiment.seeds = [0]
      let one = try seconds()
      experiment.seeds = Experiment.seeds(5000)
      #expect(try seconds() > 10 * one)
    }
  }

  /// Every two methods are tested, so the time grows with the square of their number where little is clustered.
  @Test func theTestsOfEveryTwoMethodsAreEstimated() throws {
    try withFolder { folder in
      var experiment = try experiment(in: folder)
      experiment.figures = []
      experiment.spaces = Array(experiment.spaces.prefix(2))
      func seconds(_ clusterers: Int) throws -> Double {
        experiment.clusterers = (2..<2 + clusterers).map { .init(KMeans(clusters: $0, restarts: 1), name: "k\($0)") }
        return try Runner(experiment, into: RunFolder(path: folder + "/out")).plan().seconds
      }
      // 6 and 276 pairs; trials are six times as many.
      #expect(try seconds(12) > 12 * seconds(2))
    }
  }

  /// A layout depends on the seed: a sweep of a clusterer on it makes it once a seed, one of its own parameter at each value too.
  @Test func sweepsOnSpacesThatDependOnTheSeedCountTheirMaking() throws {
    try withFolder { folder in
      var experiment = try experiment(in: folder, rows: 200)
      func operations() throws -> Double {
        try Runner(experiment, into: RunFolder(path: folder + "/out")).plan().operations
      }
      var layout = UMAP(dimensions: 2, neighbors: 5)
      layout.epochs = 200
      let cost = try #require(layout.cost(Shape(rows: 200, columns: 4)))
      let once = cost.operations - cost.shared
      experiment.figures = []
      experiment.clusterers = [.init(KMeans(clusters: 3, restarts: 1))]
      experiment.spaces = [.init(layout, of: ["text"], name: "layout")]
      experiment.seeds = [0]
      let oneSeed = try operations()
      experiment.seeds = Experiment.seeds(4)
      let alone = try operations()
      #expect(alone - oneSeed >= 3 * once)
      experiment.sweeps = .init(k: .init(values: [2, 3, 4, 5]))
      #expect(try (4 * once...15 * once).contains(operations() - alone))
      experiment.sweeps = .init(parameters: [
        .init(.space("layout"), "neighbors", values: [5, 6, 7].map(ParameterValue.integer))
      ])
      #expect(try operations() - alone >= 12 * once)
    }
  }

  /// 30 rows: a plan names the settings of sweeps that a run would leave out, in one line for spaces of one reason.
  @Test func settingsOfSweepsThatTheDataDoNotAllowAreNamed() throws {
    try withFolder { folder in
      var experiment = try experiment(in: folder)
      experiment.spaces = [
        .init(name: "visual"), .init(name: "text"), .init(PCA(dimensions: 2), of: ["visual"], name: "flat"),
      ]
      experiment.clusterers = [.init(HDBSCAN(minClusterSize: 4))]
      func sizes(_ values: ParameterValue...) -> Experiment.ParameterSweep {
        .init(.clusterer("hdbscan"), "min-cluster-size", values: values)
      }
      experiment.sweeps.parameters = [
        sizes(.integer(5), .integer(31), .integer(400)),
        .init(.space("flat"), "dimensions", values: [.integer(2), .integer(3), .integer(50)]),
      ]
      let out = RunFolder(path: folder + "/out")
      let lines = try Runner(experiment, into: out).plan().lines
      let gaps = lines.filter { $0.contains("the sweep has no value of ") }
      #expect(gaps.count == 2, "\(lines)")
      #expect(gaps.contains { $0.contains("hdbscan on visual, text, flat, min-cluster-size 31, 400: ") }, "\(gaps)")
      #expect(gaps.contains { $0.contains("hdbscan on flat, dimensions of flat 50: ") }, "\(gaps)")
      // The run says the same, and its plan then has nothing to say.
      let run = try Runner(experiment, into: out).run()
      let notes = run.record.notices.filter { $0.kind == "sweep-gap" }.map(\.message)
      #expect(Set(notes) == Set(gaps.map { String($0.dropFirst(12)) }), "\(notes)")
      #expect(try !Runner(experiment, into: out).plan().lines.contains { $0.contains("the sweep has no value of ") })
      // Trials that stand do not hide a sweep that is to be made.
      experiment.sweeps.parameters = [sizes(.integer(6), .integer(90))]
      #expect(
        try Runner(experiment, into: out).plan().lines.contains { $0.contains("text, flat, min-cluster-size 90: ") })
    }
  }

  @Test func badInputIsRefusedAsByARun() throws {
    try withFolder { folder in
      var experiment = try experiment(in: folder)
      experiment.seeds = [1, 1]
      #expect(throws: RunError(.repeatedName(kind: "seeds", name: "1"))) {
        try Runner(experiment, into: RunFolder(path: folder + "/out")).plan()
      }
    }
  }
}
