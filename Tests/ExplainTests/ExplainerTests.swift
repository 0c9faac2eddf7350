import Core
import Experiments
import Explain
import Foundation
import Gate
import Results
import Runs
import TestSupport
import Testing

/// The explanation of a small run: its errors, its cost, its forms, and what it leaves as it is.
@Suite struct ExplainerTests {
  /// A run of two methods in a folder of its own.
  private static func withRun<Value>(_ body: (_ run: StoredRun, _ folder: String) throws -> Value) throws -> Value {
    try withFolder { folder in
      try Samples.table(Samples.groups(rows: 60, columns: 4, classes: 3, spread: 5), to: folder + "/visual.csv")
      try Samples.write("kind\n" + (0..<60).map { "k\($0 % 3)\n" }.joined(), to: folder + "/labels.csv")
      let experiment = try ExperimentFile.parse(
        """
        name: small
        dataset: { labels: [{ table: labels.csv, column: kind }] }
        features: { visual: visual.csv }
        clusterers: [kmeans: { k: 4 }, gmm: { k: 4, covariance: diag }]
        seeds: 2
        scores: [nmi, kappa]
        figures: none
        """, file: folder + "/e.yaml")
      return try body(Runner(experiment, into: RunFolder(path: folder + "/run")).run(), folder)
    }
  }

  private static func baseline(_ scores: [String: Double], clusterer: String = "kmeans") -> Baseline {
    Baseline(
      name: "paper", madeBy: "a paper",
      cells: [.init(clusterer: clusterer, space: "visual", scores: scores.mapValues { .init(mean: $0) })])
  }

  /// The contents of all files of a folder, by name.
  private static func contents(of folder: String) throws -> [String: Data?] {
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
    return Dictionary(uniqueKeysWithValues: names.map { ($0, bytes(of: folder + "/" + $0)) })
  }

  @Test func nothingInTheRunIsChanged() throws {
    try Self.withRun { run, folder in
      let before = try Self.contents(of: folder)
      let explainer = try Explainer(run, inputsFrom: folder)
      _ = try explainer.explanation(against: Self.baseline(["nmi": 0.2]))
      _ = try explainer.plan(against: Self.baseline(["nmi": 0.2]))
      #expect(try Self.contents(of: folder) == before)
    }
  }

  @Test func aNumberOfTheRunItselfNeedsNoRule() throws {
    try Self.withRun { run, folder in
      let value = try #require(run.trials.first { $0.clusterer == "kmeans" }?.scores["nmi"])
      let explainer = try Explainer(run, inputsFrom: folder)
      let cell = try #require(explainer.explanation(against: Self.baseline(["nmi": value])).cells.first)
      #expect(cell.reaches && cell.conclusion.contains("no rule is needed"))
    }
  }

  /// The refit of an experiment that is not edited finds the clusters of the run.
  @Test func aRefitWithoutAnEditIsTheRun() throws {
    try Self.withRun { run, folder in
      var experiment = try run.experiment()
      experiment.folder = folder
      for method in run.methods {
        let refit = try Refit(experiment.asking(about: method, scores: ["nmi"]))
        let trials = try refit.trials(of: method)
        #expect(trials.map(\.seed) == [0, 1])
        for (trial, own) in zip(trials, run.trials(of: method)) {
          #expect(try trial.partition == run.partition(of: own))
          #expect(trial.scores["nmi"] == own.scores["nmi"])
        }
      }
    }
  }

  @Test func theSameExplanationForAnyNumberOfThreads() throws {
    try Self.withRun { run, folder in
      func text(threads: Int) throws -> String {
        try Threads.$count.withValue(threads) {
          try Explainer(run, inputsFrom: folder).explanation(against: Self.baseline(["nmi": 0.2, "kappa": 0.1])).json()
        }
      }
      let one = try text(threads: 1)
      #expect(try text(threads: 3) == one)
    }
  }

  @Test func inputsThatAreNotThereOrWereChangedAreErrors() throws {
    try Self.withRun { run, folder in
      let missing = try #require(throws: ExplainError.self) { try Explainer(run, inputsFrom: folder + "/run") }
      #expect(missing.cause.hasPrefix("2 of 2 input files are not in the folder") && missing.hint.contains("--inputs"))
      try Samples.table(Samples.groups(rows: 60, columns: 4, classes: 3, seed: 9), to: folder + "/visual.csv")
      let changed = try #require(throws: ExplainError.self) { try Explainer(run, inputsFrom: folder) }
      #expect(changed.cause.hasPrefix("visual.csv has the SHA-256"))
    }
  }

  @Test func aTableWithoutTheRunsMethodsOrScoresIsAnError() throws {
    try Self.withRun { run, folder in
      let explainer = try Explainer(run, inputsFrom: folder)
      let other = try #require(throws: BaselineError.self) {
        try explainer.explanation(against: Self.baseline(["nmi": 0.2], clusterer: "ward"))
      }
      #expect(other.cause.contains("the baseline has ward on visual"))
      let score = try #require(throws: BaselineError.self) {
        try explainer.explanation(against: Self.baseline(["silhouette": 0.2]))
      }
      #expect(score.cause == "silhouette is not in both: the run has nmi, kappa, the baseline silhouette")
      let method = try #require(throws: ExplainError.self) {
        try explainer.explanation(against: Self.baseline(["nmi": 0.2]), method: "kmean:visual")
      }
      #expect(method.isWrongUsage && method.hint == "did you mean kmeans:visual?")
    }
  }

  @Test func labelsNeedTheirMethod() throws {
    try Self.withRun { run, folder in
      let file = folder + "/other.csv"
      try Samples.write("cluster\n" + (0..<60).map { "\($0 % 3)\n" }.joined(), to: file)
      let explainer = try Explainer(run, inputsFrom: folder, labels: FileSpecification(file + ":cluster"))
      let error = try #require(throws: ExplainError.self) { try explainer.explanation(againstLabels: file) }
      #expect(error.hint == "name the method of the labels, such as --method kmeans:visual")
      let explanation = try explainer.explanation(againstLabels: file, method: "kmeans")
      // The other program's clusters are the classes.
      #expect(explanation.scores?.filter { $0.rule == nil }.map(\.other.mean) == [1, 1])
      #expect(explanation.cells.map(\.score) == ["agreement (ARI)"])
    }
  }

  @Test func aRuleThatTheDataDoNotAllowHasItsReason() throws {
    try withFolder { folder in
      try Samples.table(Samples.groups(rows: 60, columns: 4, classes: 3, spread: 5), to: folder + "/visual.csv")
      try Samples.write("kind,part\n" + (0..<60).map { "k\($0 % 3),p\($0 % 2)\n" }.joined(), to: folder + "/items.csv")
      let experiment = try ExperimentFile.parse(
        """
        name: parts
        dataset: { labels: [{ table: items.csv, column: kind }], split: { table: items.csv, column: part } }
        features: { visual: visual.csv }
        clusterers: [kmeans: { k: 4 }]
        seeds: 2
        scores: [nmi]
        figures: none
        """, file: folder + "/e.yaml")
      let run = try Runner(experiment, into: RunFolder(path: folder + "/run")).run()
      let explainer = try Explainer(run, inputsFrom: folder)
      let cell = try #require(explainer.explanation(against: Self.baseline(["nmi": 0.2])).cells.first)
      let failed = cell.rows.filter { $0.failure != nil }
      #expect(failed.map(\.rule) == ["test-scored", "test-only"] && cell.rows.suffix(2) == failed[...])
      #expect(
        failed.allSatisfy {
          $0.failure?.hasSuffix("it is not among the 2 parts of the split") == true && $0.value == nil
        })
      #expect(cell.sentences.contains { $0.hasPrefix("test-only has no value: ") })
    }
  }

  @Test func aDryRunListsTheRefits() throws {
    try Self.withRun { run, folder in
      let plan = try Explainer(run, inputsFrom: folder).plan(against: Self.baseline(["nmi": 0.2, "kappa": 0.1]))
      #expect(
        plan.refits.map(\.name)
          == ["faiss", "one-start", "cosine", "unit-before", "standardized-before"].map { "\($0) of kmeans on visual" })
      #expect(plan.rescores == 4 && plan.refits.allSatisfy { $0.seconds > 0 })
      #expect(plan.text.contains("5 refits on") && plan.text.contains("4 numbers from stored labels"))
    }
  }

  @Test func everyFormHasEveryRule() throws {
    try Self.withRun { run, folder in
      let explanation = try Explainer(run, inputsFrom: folder).explanation(against: Self.baseline(["nmi": 0.2]))
      let rules = try #require(explanation.cells.first).rows.map(\.rule)
      #expect(rules.count == 8)
      for format in Explanation.Format.allCases {
        let text = try explanation.text(as: format)
        #expect(text.hasSuffix("\n") && rules.allSatisfy(text.contains), "\(format)")
      }
      let decoded = try JSONDecoder().decode(Explanation.self, from: Data(explanation.json().utf8))
      #expect(decoded == explanation)
    }
  }

  @Test func aFileIsToldByItsContents() throws {
    try withFolder { folder in
      try Samples.write("clusterer,space,score,value\nkmeans,visual,nmi,.5\n", to: folder + "/paper.csv")
      try Samples.write("item,cluster\na,1\n", to: folder + "/clusters.csv")
      try Samples.write("[0, 1]", to: folder + "/clusters.json")
      guard case .table(let baseline) = try Against(folder + "/paper.csv") else { throw CancellationError() }
      #expect(baseline.name == "paper" && baseline.cells.first?.scores["nmi"]?.mean == 0.5)
      for labels in ["clusters.csv:cluster", "clusters.json"] {
        guard case .labels = try Against("\(folder)/\(labels)") else { throw CancellationError() }
      }
      #expect(throws: BaselineError.self) { try Against("no-such-baseline") }
    }
  }
}
