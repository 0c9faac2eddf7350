import Clustering
import Core
import Experiments
import Foundation
import Results
import Runs
import TestSupport
import Testing

@Suite struct RunnerTests {
  /// An experiment over two small feature files and a table of labels in `folder`.
  private func experiment(in folder: String) throws -> Experiment {
    try Samples.table(Samples.groups(rows: 30, columns: 5, classes: 3), to: folder + "/visual.csv")
    try Samples.table(Samples.groups(rows: 30, columns: 4, classes: 3, seed: 2), to: folder + "/text.csv")
    let kinds = (0..<30).map { "k\($0 % 3)" }.joined(separator: "\n")
    try Samples.write("kind\n\(kinds)\n", to: folder + "/labels.csv")
    let labels = Experiment.Labels(name: "kind", source: .table(.init(table: "labels.csv", column: "kind")))
    return Experiment(
      name: "sample", dataset: .init(labels: [labels]),
      features: ["visual", "text"].map { Experiment.Feature(name: $0, file: "\($0).csv") },
      spaces: Experiment.defaultSpaces(of: ["visual", "text"]), clusterers: Experiment.defaultClusterers(),
      seeds: Experiment.seeds(2), folder: folder)
  }

  private func files(in folder: String) -> [String] {
    (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []).sorted()
  }

  @Test func everyTrialIsStoredWithItsScores() throws {
    try withFolder { folder in
      let out = RunFolder(path: folder + "/out")
      let run = try Runner(experiment(in: folder), into: out).run()
      #expect(run.trials.count == 16 && run.missing.isEmpty)
      #expect(run.trials.allSatisfy { abs(($0.scores["kappa"] ?? 0) - 1) < 1e-9 })
      #expect(run.trials.allSatisfy { $0.clusters == 3 })
      #expect(try StoredRun(in: out).run == run.run)
      #expect(run.record.inputs.map(\.path) == ["labels.csv", "visual.csv", "text.csv"])
      #expect(run.record.spaces["concatenation"]?["columns"] == .integer(9))
      let labels = try out.labels(of: run.trials[0])
      #expect(labels.count == 30)
    }
  }

  @Test func theStoredExperimentIsTheExperiment() throws {
    try withFolder { folder in
      let experiment = try experiment(in: folder)
      let run = try Runner(experiment, into: RunFolder(path: folder + "/out")).run()
      let json = try JSONEncoder().encode(run.record.experiment)
      let parsed = try ExperimentFile.parse(String(decoding: json, as: UTF8.self), file: folder + "/again.yaml")
      var expected = experiment
      // The order of the feature sets is not stored.
      expected.features.sort { $0.name < $1.name }
      // Without an entry the weights and dimensions are those of the data.
      #expect(parsed.json == expected.json)
      #expect(parsed.features.sorted { $0.name < $1.name } == expected.features)
      #expect(parsed.spaces == expected.spaces && parsed.clusterers == expected.clusterers)
      #expect(parsed.dataset == expected.dataset && parsed.seeds == expected.seeds && parsed.folder == folder)
    }
  }

  @Test func aRunIntoTheFolderOfAnotherReplacesIt() throws {
    try withFolder { folder in
      let out = RunFolder(path: folder + "/out")
      var experiment = try experiment(in: folder)
      _ = try Runner(experiment, into: out).run()
      experiment.spaces = [.init(name: "text")]
      experiment.clusterers = [.init(KMeans(clusters: 2), name: "kmeans")]
      experiment.seeds = [5]
      let run = try Runner(experiment, into: out).run()
      #expect(run.trials.map(\.identity) == [TrialIdentity(space: "text", clusterer: "kmeans", seed: 5)])
      #expect(files(in: out.path + "/trials").filter { $0.hasSuffix(".json") } == ["text/kmeans/seed-5.json"])
    }
  }

  @Test func aFolderOfSomethingElseIsNotTouched() throws {
    try withFolder { folder in
      let experiment = try experiment(in: folder)
      let before = files(in: folder)
      #expect(throws: ResultsError(.folderInTheWay(path: folder, entries: 3))) {
        try Runner(experiment, into: RunFolder(path: folder)).run()
      }
      #expect(files(in: folder) == before)
    }
  }

  @Test func whatNoClustererCanDoIsFoundBeforeTheFolderIsMade() throws {
    try withFolder { folder in
      var experiment = try experiment(in: folder)
      experiment.clusterers = [.init(KMeans(clusters: 31), name: "many")]
      let error = #expect(throws: RunError.self) {
        try Runner(experiment, into: RunFolder(path: folder + "/out")).run()
      }
      #expect(error?.failure.hasPrefix("cannot form 31 clusters: many on ") ?? false)
      #expect(error?.cause.hasPrefix("31 clusters need at least 31 rows, found 30") ?? false)
      #expect(!FileManager.default.fileExists(atPath: folder + "/out"))
    }
  }

  @Test func twoOfOneNameAreRefused() throws {
    try withFolder { folder in
      let whole = try experiment(in: folder)
      func expectRefused(_ kind: String, _ name: String, _ change: (inout Experiment) -> Void) {
        var experiment = whole
        change(&experiment)
        #expect(throws: RunError(.repeatedName(kind: kind, name: name))) {
          try Runner(experiment, into: RunFolder(path: folder + "/out")).run()
        }
      }
      expectRefused("feature sets", "visual") { $0.features.append($0.features[0]) }
      expectRefused("spaces", "visual") { $0.spaces.append($0.spaces[0]) }
      expectRefused("clusterers", "gmm") { $0.clusterers.append($0.clusterers[1]) }
      expectRefused("seeds", "1") { $0.seeds.append(1) }
      expectRefused("label sets", "kind") { $0.dataset.labels.append($0.dataset.labels[0]) }
    }
  }

  @Test func aMapOfTooFewRowsIsLeftOutWithANotice() throws {
    try withFolder { folder in
      try Samples.table([[0, 0], [1, 1], [5, 5]], to: folder + "/tiny.csv")
      let tiny = Experiment(
        name: "tiny", features: [.init(name: "tiny", file: "tiny.csv")], spaces: [.init(name: "tiny")],
        clusterers: [.init(KMeans(clusters: 2), name: "kmeans")], seeds: [0], figures: ["maps"], folder: folder)
      let out = RunFolder(path: folder + "/out")
      let run = try Runner(tiny, into: out).run()
      #expect(run.trials.count == 1)
      #expect(run.record.notices.contains { $0.kind == "no-map" && $0.message.contains("found 3") })
      #expect(try out.embedding(of: "tiny") == nil)
    }
  }

  @Test func progressEndsAtOne() throws {
    try withFolder { folder in
      nonisolated(unsafe) var fractions: [Double] = []
      nonisolated(unsafe) var finished = 0
      _ = try Runner(experiment(in: folder), into: RunFolder(path: folder + "/out")) { event in
        switch event {
        case .progressed(let fraction): fractions.append(fraction)
        case .finished: finished += 1
        default: break
        }
      }.run()
      #expect(finished == 16)
      #expect(fractions == fractions.sorted())
      #expect(abs((fractions.last ?? 0) - 1) < 1e-9)
    }
  }

  /// Each step of the statistics is told when it begins and when it ends, with the share that is done in between.
  @Test func theStatisticsTellTheirSteps() throws {
    try withFolder { folder in
      nonisolated(unsafe) var begun: [String] = []
      nonisolated(unsafe) var ended: [String] = []
      nonisolated(unsafe) var fractions: Set<Double> = []
      let run = try Runner(experiment(in: folder), into: RunFolder(path: folder + "/out")) { event in
        switch event {
        case .working(let step): begun.append(step)
        case .estimated(let step, let seconds):
          ended.append(step)
          #expect(seconds >= 0 && begun.contains(step))
        case .progressed(let fraction): if !ended.isEmpty { fractions.insert(fraction) }
        default: break
        }
      }.run()
      let refits = run.methods.map { "the clusters of \($0.text), found again" }
      #expect(ended.prefix(refits.count) == refits[...])
      #expect(ended.contains("the differences of \(run.methods.count) methods"))
      #expect(ended.suffix(2) == ["the chance levels of kappa", "the agreement of the seeds"])
      // Spaces that are made again between them are steps of their own.
      #expect(begun.filter(Set(ended).contains) == ended && fractions.count >= ended.count - 1)
    }
  }
}
