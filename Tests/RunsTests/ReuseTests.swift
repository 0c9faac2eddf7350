import Clustering
import Core
import Experiments
import Features
import Foundation
import Fusion
import Reduction
import Results
import Runs
import TestSupport
import Testing

/// The parts that a second run into the same folder computes again; it ends as if it had computed everything.
@Suite struct ReuseTests {
  /// A change of an experiment or its inputs, and what it costs of the eight trials and three maps.
  struct Change: CustomTestStringConvertible, Sendable {
    let testDescription: String
    /// Trials clustered and scored anew, and maps made.
    let clustered: Int
    let scored: Int
    let maps: Int
    let apply: @Sendable (inout Experiment, String) throws -> Void

    init(
      _ name: String, clustered: Int = 0, scored: Int = 0, maps: Int = 0,
      _ apply: @escaping @Sendable (inout Experiment, String) throws -> Void
    ) {
      testDescription = name
      (self.clustered, self.scored, self.maps) = (clustered, scored, maps)
      self.apply = apply
    }
  }

  static let changes: [Change] = [
    Change("scores", scored: 12) { experiment, _ in experiment.scores = ["nmi", "silhouette"] },
    Change("their order", scored: 12) { experiment, _ in experiment.scores = ["ari", "kappa"] },
    Change("the labels", scored: 12) { _, folder in try writeLabels(to: folder) { "k\($0 % 5 % 3)" } },
    Change("the names of the classes") { _, folder in try writeLabels(to: folder) { "other \($0 % 3)" } },
    Change("figures") { experiment, _ in experiment.figures = ["scores", "maps", "signs", "silhouette", "cards"] },
    Change("no figures") { experiment, _ in experiment.figures = [] },
    Change("an option of k-means", clustered: 6) { experiment, _ in
      experiment.clusterers[0].method = KMeans(restarts: 3)
    },
    Change("an option of the mixture", clustered: 6) { experiment, _ in
      experiment.clusterers[1].method = GaussianMixture(covariance: .diag, regularization: 1e-5)
    },
    Change("k written out") { experiment, _ in experiment.clusterers[0].method = KMeans(clusters: 3, restarts: 2) },
    Change("more seeds", clustered: 6) { experiment, _ in experiment.seeds = Experiment.seeds(3) },
    Change("fewer seeds") { experiment, _ in experiment.seeds = [0] },
    Change("other seeds", clustered: 6, maps: 3) { experiment, _ in experiment.seeds = [2, 1] },
    Change("another space", clustered: 4, maps: 1) { experiment, _ in
      experiment.spaces.append(.init(Concatenation(), of: ["visual", "text"], name: "both"))
    },
    Change("the name of a space", clustered: 4, maps: 1) { experiment, _ in
      experiment.spaces[2].name = "average"
    },
    Change("an option of a fusion", clustered: 4, maps: 1) { experiment, _ in
      experiment.spaces[2].steps = [PCAAverage(weights: [0.3, 0.7])]
    },
    Change("the method of the maps", maps: 3) { experiment, _ in experiment.maps.method = PCA.self },
    Change("no models") { experiment, _ in experiment.models = .none },
    Change("no models and other scores", scored: 12) { experiment, _ in
      (experiment.models, experiment.scores) = (.none, ["nmi"])
    },
    Change("the maps", maps: 3) { experiment, _ in experiment.tsne.iterations = 25 },
    Change("one feature file", clustered: 8, maps: 2) { _, folder in
      try Samples.table(Samples.groups(rows: 40, columns: 4, classes: 3, spread: 3, seed: 9), to: folder + "/text.csv")
    },
    Change("the form of a feature file") { experiment, folder in
      let text = try String(contentsOfFile: folder + "/text.csv", encoding: .utf8)
      try Samples.write(text.replacing(",", with: "\t"), to: folder + "/other.tsv")
      experiment.features[1].file = "other.tsv"
    },
    Change("a dropped item", clustered: 12, maps: 3) { experiment, folder in
      var rows = Samples.groups(rows: 40, columns: 4, classes: 3, spread: 3, seed: 2)
      rows[7][1] = .nan
      try Samples.table(rows, to: folder + "/text.csv")
      for index in experiment.features.indices { experiment.features[index].undefined = .drop }
    },
    Change("captions") { experiment, folder in
      try Samples.write((0..<40).map { "caption \($0)\n" }.joined(), to: folder + "/captions.txt")
      experiment.dataset.captions = "captions.txt"
    },
  ]

  @Test(arguments: changes) func onlyWhatDependsOnAChangeIsComputed(change: Change) throws {
    try withFolder { folder in
      var experiment = try experiment(in: folder)
      _ = try run(experiment, into: folder + "/out")
      try change.apply(&experiment, folder)
      let (work, isChanged) = try run(experiment, into: folder + "/out")
      #expect(isChanged)
      #expect(work.clustered == change.clustered && work.scored == change.scored && work.maps == change.maps)
      _ = try run(experiment, into: folder + "/fresh")
      try expectSameFiles(folder + "/out", folder + "/fresh")
    }
  }

  /// A stored trial without the model that is asked for is none.
  @Test func modelsThatWereLeftOutAreMade() throws {
    try withFolder { folder in
      var experiment = try experiment(in: folder)
      experiment.models = .none
      _ = try run(experiment, into: folder + "/out")
      #expect(try files(in: folder + "/out").allSatisfy { !$0.key.hasSuffix(".npz") })
      experiment.models = .small
      let work = try run(experiment, into: folder + "/out").0
      #expect(work.clustered == 12 && work.modelled == 12 && work.stale == 0)
      _ = try run(experiment, into: folder + "/fresh")
      try expectSameFiles(folder + "/out", folder + "/fresh")
    }
  }

  @Test func withoutAChangeNothingIsWritten() throws {
    try withFolder { folder in
      let experiment = try experiment(in: folder)
      _ = try run(experiment, into: folder + "/out")
      let before = try files(in: folder + "/out")
      let (work, isChanged) = try run(experiment, into: folder + "/out")
      #expect(!isChanged && work.reused == 12 && work.trials == 12)
      #expect(try files(in: folder + "/out") == before)
    }
  }

  @Test func aFreshRunComputesEverything() throws {
    try withFolder { folder in
      let experiment = try experiment(in: folder)
      _ = try run(experiment, into: folder + "/out")
      let before = try files(in: folder + "/out")
      let (work, isChanged) = try run(experiment, into: folder + "/out", isFresh: true)
      #expect(isChanged && work.clustered == 12 && work.maps == 3 && work.stale == 12)
      #expect(
        try files(in: folder + "/out").filter { $0.key != "timings.json" } == before.filter { $0.key != "timings.json" }
      )
    }
  }

  /// Every file that a run computed is damaged in turn.
  @Test func whatIsDamagedIsMadeAgain() throws {
    try withFolder { folder in
      let experiment = try experiment(in: folder)
      _ = try run(experiment, into: folder + "/whole")
      let whole = try files(in: folder + "/whole").filter { $0.key != "timings.json" }
      #expect(whole.count > 30)
      let computed = ["trials/", "embeddings/", "spaces/", "signs/", "clusters/", "dataset.json", "run.json"]
      for name in whole.keys.sorted() where computed.contains(where: name.hasPrefix) {
        let path = folder + "/whole/" + name
        for damage in ["cut", "gone"] {
          try FileManager.default.removeItem(atPath: path)
          if damage == "cut" { try whole[name]?.dropLast(9).write(to: URL(fileURLWithPath: path)) }
          // A folder without run.json is no run's.
          guard name != "run.json" || damage == "cut" else { continue }
          _ = try run(experiment, into: folder + "/whole")
          let found = try files(in: folder + "/whole").filter { $0.key != "timings.json" }
          #expect(found == whole, "\(name) \(damage)")
        }
        try whole[name]?.write(to: URL(fileURLWithPath: path))
      }
    }
  }

  /// Files made of trials are gone as soon as the first of these is other than it was.
  @Test func formerTablesNeverStandBesideNewTrials() throws {
    try withFolder { folder in
      var experiment = try experiment(in: folder)
      let out = RunFolder(path: folder + "/out")
      _ = try run(experiment, into: out.path)
      let made = ["scores.csv", "table.md", "report.html", "figures/scores.png", "outputs.json"]
      for name in made { try out.write("former", to: name) }
      experiment.scores = ["nmi"]
      nonisolated(unsafe) var left: [String] = []
      _ = try Runner(experiment, into: out) { event in
        guard case .progressed = event else { return }
        left += made.filter { FileManager.default.fileExists(atPath: out.path(of: $0)) }
      }.run()
      #expect(left == [])
      #expect(!FileManager.default.fileExists(atPath: out.path(of: "figures")))
    }
  }

  @Test func theTimesOfAllTrialsAreKept() throws {
    try withFolder { folder in
      var experiment = try experiment(in: folder)
      let out = RunFolder(path: folder + "/out")
      _ = try run(experiment, into: out.path)
      experiment.seeds = Experiment.seeds(3)
      let plan = try Runner(experiment, into: out).run().record.plan
      let timings = try #require(try out.timings())
      #expect(Set(timings.trials.map(\.trial)) == Set(plan.trials))
      #expect(timings.trials.allSatisfy { $0.seconds > 0 } && timings.seconds > 0)
      #expect(timings.sessions.map(\.clustered) == [12, 6] && timings.sessions.map(\.reused) == [0, 12])
      #expect(timings.maps.keys.sorted() == ["average of both", "text", "visual"])
    }
  }

  // MARK: - What they share

  /// Three spaces, two clusterers and two seeds, with everything that a run can store beside images.
  private func experiment(in folder: String) throws -> Experiment {
    try Samples.table(
      Samples.groups(rows: 40, columns: 5, classes: 3, spread: 3), to: folder + "/visual.csv")
    try Samples.table(
      Samples.groups(rows: 40, columns: 4, classes: 3, spread: 3, seed: 2), to: folder + "/text.csv")
    try Self.writeLabels(to: folder) { "k\($0 % 3)" }
    let labels = Experiment.Labels(name: "kind", source: .table(.init(table: "labels.csv", column: "kind")))
    let average = Experiment.Space(PCAAverage(), of: ["visual", "text"], name: "average of both")
    return Experiment(
      name: "sample", dataset: .init(labels: [labels]),
      features: ["visual", "text"].map { Experiment.Feature(name: $0, file: "\($0).csv") },
      spaces: [.init(name: "visual"), .init(name: "text"), average],
      clusterers: [
        .init(KMeans(restarts: 2), name: "kmeans"),
        .init(GaussianMixture(covariance: .diag), name: "gmm"),
      ], seeds: Experiment.seeds(2), scores: ["kappa", "ari"],
      figures: ["maps", "signs", "silhouette", "cards"], tsne: .init(perplexity: 5, iterations: 20), folder: folder)
  }

  private static func writeLabels(to folder: String, _ name: (Int) -> String) throws {
    try Samples.write("kind\n" + (0..<40).map { name($0) + "\n" }.joined(), to: folder + "/labels.csv")
  }

  /// Returns the work that there was to do, and whether anything was changed.
  private func run(
    _ experiment: Experiment, into path: String, isFresh: Bool = false
  ) throws -> (RunEvent.Work, Bool) {
    nonisolated(unsafe) var found: RunEvent.Work?
    nonisolated(unsafe) var isChanged = false
    nonisolated(unsafe) var clustered = 0
    _ = try Runner(experiment, into: RunFolder(path: path), isFresh: isFresh) { event in
      switch event {
      case .began(_, _, let work): found = work
      case .finished: clustered += 1
      case .ended(let changed): isChanged = changed
      default: break
      }
    }.run()
    let work = try #require(found)
    #expect(clustered == work.clustered)
    return (work, isChanged)
  }

  private func files(in path: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: path) {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path + "/" + name, isDirectory: &isFolder), !isFolder.boolValue
      else {
        continue
      }
      files[name] = try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))
    }
    return files
  }

  private func expectSameFiles(_ first: String, _ second: String) throws {
    let (a, b) = (try files(in: first), try files(in: second))
    #expect(a.keys.sorted() == b.keys.sorted())
    for (name, data) in a where name != "timings.json" { #expect(b[name] == data, "\(name)") }
  }
}
