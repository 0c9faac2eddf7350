import Core
import Experiments
import Foundation
import Reduction
import Results
import Runs
import Stages
import TestSupport
import Testing

/// Sweeps of any parameter of a clusterer or of a space.
@Suite struct ParameterSweepTests {
  private static let head = """
    features: { visual: visual.csv, text: text.csv }
    dataset: { labels: [{ table: labels.csv, column: kind }] }
    spaces:
      - visual
      - text
      - concatenation: { of: [visual, text] }
      - pca: { of: text, dimensions: 2, name: narrow, cluster: no }
      - concatenation: { of: [visual, narrow], name: both }
      - chain: { of: text, steps: [l2, { pca: 3 }], name: short }
    clusterers: [kmeans: { k: 3, restarts: 1 }, gmm: { k: 3, covariance: diag, on: [visual, text] }]
    seeds: [3, 4]
    figures: none

    """

  private func experiment(_ lines: String, in folder: String = ".") throws -> Experiment {
    try ExperimentFile.parse(Self.head + lines, file: folder + "/e.yaml")
  }

  private func run(_ lines: String) throws -> (run: StoredRun, sweeps: [SweepRecord], labels: [[[[Int32]]]]) {
    try withFolder { folder in
      for (name, columns) in [("visual", 6), ("text", 4)] {
        let rows = Samples.groups(rows: 60, columns: columns, classes: 3, spread: 6, seed: UInt64(columns))
        try Samples.table(rows, to: "\(folder)/\(name).csv")
      }
      try Samples.write("kind\n" + (0..<60).map { "k\($0 % 3)" }.joined(separator: "\n"), to: folder + "/labels.csv")
      let out = RunFolder(path: folder + "/out")
      let experiment = try experiment(lines, in: folder)
      let run = try Runner(experiment, into: out).run()
      let sweeps = try (run.record.sweeps ?? []).map { try #require(try out.sweep($0)) }
      let labels = try sweeps.map { sweep in
        try sweep.lines.flatMap { try out.labels(of: $0, in: sweep) ?? [] }
      }
      // A second run makes nothing anew.
      var swept = 0
      _ = try Runner(experiment, into: out) { event in if case .swept = event { swept += 1 } }.run()
      #expect(swept == 0)
      return (run, sweeps, labels)
    }
  }

  @Test func aListNamesTheParameterOfAnyClustererOrSpace() throws {
    let sweeps = try experiment(
      """
      sweeps:
        - k
        - { clusterer: kmeans, parameter: restarts, values: [5, 1], of: [text, short] }
        - { clusterer: gmm, parameter: covariance, values: [tied, diag] }
        - { space: short, parameter: dimensions, values: [2, 4], clusterer: gmm }
        - { space: concatenation, parameter: weights, part: text, values: [1, 0] }
        - { clusterer: gmm, parameter: k }
      """
    ).sweeps
    #expect(sweeps.k == .init() && sweeps.weights == nil)
    #expect(
      sweeps.parameters == [
        .init(.clusterer("kmeans"), "restarts", values: [.integer(1), .integer(5)], of: ["text", "short"]),
        .init(.clusterer("gmm"), "covariance", values: [.text("tied"), .text("diag")]),
        .init(.space("short"), "dimensions", values: [.integer(2), .integer(4)], clusterer: "gmm"),
        .init(.space("concatenation"), "weights", values: [.number(0), .number(1)], part: "text"),
        .init(.clusterer("gmm"), "k"),
      ])
    #expect(
      sweeps.parameters.map(\.name) == [
        "kmeans-restarts", "gmm-covariance", "short-dimensions", "concatenation-weights", "gmm-k",
      ])
  }

  @Test func theStoredFormIsReadBack() throws {
    let experiment = try experiment(
      """
      sweeps: [weights: { values: [0, 1] }, { clusterer: gmm, parameter: k, values: [2, 3], of: text },
        { space: narrow, parameter: dimensions, values: [1, 2], of: both }]
      """)
    let stored = String(decoding: try JSONEncoder().encode(experiment.json), as: UTF8.self)
    #expect(try ExperimentFile.parse(stored, file: "e.yaml").sweeps == experiment.sweeps)
  }

  @Test(arguments: [
    ("- { clusterer: kmean, parameter: k }", "there is no clusterer \"kmean\""),
    ("- { space: visual, parameter: dimensions }", "there is no space that a method makes \"visual\""),
    ("- { clusterer: kmeans, parameter: restart }", "there is no parameter of kmeans \"restart\""),
    ("- { clusterer: kmeans, parameter: restarts }", "needs the key \"values\""),
    ("- { clusterer: kmeans, parameter: restarts, values: [0] }", "\"restarts\" must be a whole number of at least 1"),
    ("- { clusterer: kmeans, parameter: restarts, values: [2, 2] }", "lists 2 twice"),
    ("- { clusterer: gmm, parameter: covariance, values: [full, round] }", "\"round\""),
    ("- { parameter: restarts, values: [1] }", "needs the key \"clusterer\""),
    (
      "- { space: narrow, parameter: dimensions, values: [1] }", "there is no clustered space made of narrow \"narrow\""
    ),
    ("- { space: short, parameter: dimensions, values: [1], of: text }", "there is no clustered space made of short"),
    ("- { space: short, parameter: dimensions, values: [1], part: text }", "part"),
    ("- { space: narrow, parameter: variance, values: [0.5], of: both }", "a share of the variance are given"),
    ("- { clusterer: kmeans, parameter: k, size: 3 }", "has no key \"size\""),
    ("- { weights: { values: [0] }, k: [2] }", "weights"),
    ("- k\n  - k", "k"),
  ])
  func aMistakeIsNamed(entry: String, cause: String) throws {
    let error = #expect(throws: ExperimentError.self) { try experiment("sweeps:\n  " + entry) }
    #expect(error?.description.contains(cause) == true, "\(error?.description ?? "")")
    #expect(error?.description.contains("e.yaml:1") == true, "\(error?.description ?? "")")
  }

  @Test func eachSettingIsClusteredByTheMethodThatHasIt() throws {
    let (run, sweeps, labels) = try run(
      "sweeps: [{ clusterer: kmeans, parameter: k, values: [2, 3] }, "
        + "{ clusterer: gmm, parameter: covariance, values: [diag, tied] }]")
    #expect(sweeps[0].lines.map(\.space) == ["visual", "text", "concatenation", "both", "short"])
    #expect(sweeps[1].lines.map(\.space) == ["visual", "text"])
    #expect(sweeps[0].lines[0].points.map { $0.trials.map(\.clusters) } == [[2, 2], [3, 3]])
    #expect(sweeps[1].lines[0].points.map(\.word) == ["diag", "tied"])
    #expect(labels[0].count == 10 && labels[0].allSatisfy { $0.count == 2 && $0.allSatisfy { $0.count == 60 } })
    #expect(Set(labels[0][0].flatMap(\.self)) == [0, 1] && Set(labels[0][1].flatMap(\.self)) == [0, 1, 2])
    // The run's own setting has the run's own values.
    let known = run.trials.filter { $0.space == "text" && $0.clusterer == "gmm" }
    #expect(
      sweeps[1].lines[1].points[0].trials.map { $0.scores["kappa"]?.wrappedValue } == known.map { $0.scores["kappa"] })
  }

  @Test func aSpaceAtASettingIsTheSpaceThatIsMadeSo() throws {
    let sweep = "sweeps: [{ space: short, parameter: dimensions, values: [1, 2, 3] }]"
    let (run, sweeps, labels) = try run(sweep)
    let own = run.trials.filter { $0.space == "short" && $0.clusterer == "kmeans" }
    #expect(sweeps[0].lines[0].points[2].trials.map(\.objective) == own.map(\.objective))
    #expect(sweeps[0].sweptSpace == "short" && sweeps[0].parameter == "dimensions")
    let (_, narrower, others) = try self.run(
      sweep.replacing("values: [1, 2, 3]", with: "values: [2]"))
    #expect(others[0][0] == labels[0][1] && narrower[0].lines[0].points[0] == sweeps[0].lines[0].points[1])
  }

  @Test func aSpaceThatIsMadeOfTheSweptOneFollowsIt() throws {
    let (run, sweeps, labels) = try run(
      "sweeps: [{ space: narrow, parameter: dimensions, values: [1, 2, 3], of: both }]")
    #expect(sweeps[0].lines.map(\.space) == ["both"])
    let own = run.trials.filter { $0.space == "both" && $0.clusterer == "kmeans" }
    #expect(sweeps[0].lines[0].points[1].trials.map(\.objective) == own.map(\.objective))
    #expect(labels[0][0] != labels[0][2])
  }

  /// The weight of a part may be swept of what is made of the fusion: each setting has the labels of that experiment.
  @Test func weightsAreSweptOfSpacesMadeOfAFusion() throws {
    func lines(_ weights: String) -> String {
      """
      features: { visual: visual.csv, text: text.csv }
      spaces:
        - concatenation: { of: [visual, text]\(weights) }
        - pca: { of: concatenation, dimensions: 2, name: flat }
      clusterers: [kmeans: { k: 3, restarts: 1 }]
      seeds: [3, 4]
      figures: none

      """
    }
    try withFolder { folder in
      for (name, columns) in [("visual", 6), ("text", 4)] {
        let rows = Samples.groups(rows: 60, columns: columns, classes: 3, spread: 12, seed: UInt64(columns))
        try Samples.table(rows, to: "\(folder)/\(name).csv")
      }
      func run(_ text: String, into name: String) throws -> StoredRun {
        try Runner(
          ExperimentFile.parse(text, file: folder + "/e.yaml"), into: RunFolder(path: "\(folder)/\(name)")
        ).run()
      }
      let sweep = "sweeps: [{ space: concatenation, parameter: weights, values: [0.25, 0.75], of: flat }]"
      let swept = try run(lines("") + sweep, into: "swept")
      let kind = try #require(swept.record.sweeps?.first)
      let record = try #require(try swept.sweep(kind))
      #expect(record.lines.map(\.space) == ["flat"] && record.sweptSpace == "concatenation")
      #expect(record.parameter == "weight of text")
      let labels = try #require(try swept.folder.labels(of: record.lines[0], in: record))
      for (setting, weights) in [", weights: [0.75, 0.25]", ", weights: [0.25, 0.75]"].enumerated() {
        let alone = try run(lines(weights), into: "alone\(setting)")
        let expected = try alone.trials.filter { $0.space == "flat" }.map { trial in try alone.folder.labels(of: trial)
        }
        #expect(labels[setting] == expected, "\(weights)")
      }
      #expect(labels[0] != labels[1])
    }
  }

  @Test func aSettingThatTheRowsDoNotAllowIsAGapWithItsReason() throws {
    let (run, sweeps, labels) = try run("sweeps: [{ space: short, parameter: dimensions, values: [3, 40] }]")
    #expect(sweeps[0].lines[0].points[1].trials.allSatisfy { $0.clusters == nil && $0.scores.isEmpty })
    #expect(labels[0][1].allSatisfy { $0.allSatisfy { $0 == -2 } })
    #expect(run.record.notices.contains { $0.kind == "sweep-gap" && $0.message.contains("dimensions of short 40") })
  }

  /// Other labels are compared with the stored clusters of every setting, and give what a fresh run gives.
  @Test(arguments: [
    "sweeps: { k: { values: [2, 5] } }", "sweeps: { weights: { steps: 3 } }",
    "sweeps: [{ space: short, parameter: dimensions, values: [2, 4] }]",
  ]) func otherLabelsScoreASweepAgain(lines: String) throws {
    try withFolder { folder in
      for (name, columns) in [("visual", 6), ("text", 4)] {
        let rows = Samples.groups(rows: 60, columns: columns, classes: 3, spread: 6, seed: UInt64(columns))
        try Samples.table(rows, to: "\(folder)/\(name).csv")
      }
      try Samples.write(
        "kind,half\n" + (0..<60).map { "k\($0 % 3),h\($0 / 30)\n" }.joined(), to: folder + "/labels.csv")
      var experiment = try experiment(lines, in: folder)
      experiment.dataset.labels = ["kind", "half"].map { name in
        .init(name: name, source: .table(.init(table: "labels.csv", column: name)))
      }
      func run(_ name: String) throws -> (sweep: SweepRecord, work: [String]) {
        var work: [String] = []
        let out = RunFolder(path: folder + "/" + name)
        let run = try Runner(experiment, into: out) { event in
          if case .working(let text) = event { work.append(text) }
        }.run()
        let kind = run.record.sweeps?.first ?? (lines.contains("weights") ? .weights : .k)
        return (try #require(try out.sweep(kind)), work)
      }
      experiment.truth = "kind"
      let first = try run("one").sweep
      experiment.truth = "half"
      let again = try run("one")
      let fresh = try run("two").sweep
      #expect(again.sweep == fresh && again.sweep.lines != first.lines)
      let clustered = again.work.filter { $0.contains(" on ") && !$0.hasSuffix(", found again") }
      #expect(clustered.allSatisfy { $0.hasPrefix("the scores of") }, "\(again.work)")
      #expect(try run("one").sweep == fresh)
    }
  }

  @Test func severalNumbersOfClustersAreSeveralClusterers() throws {
    let experiment = try ExperimentFile.parse(
      "features: { a: a.npy }\nclusterers:\n  - kmeans: { k: [5, 9], restarts: 2 }\n  - gmm: { k: [3], name: mix }",
      file: "e.yaml")
    #expect(experiment.clusterers.map(\.name) == ["kmeans-k5", "kmeans-k9", "mix-k3"])
    #expect(experiment.clusterers.map(\.k) == [5, 9, 3])
    let options = try Experiment.clusterers(ofOptions: ["kmeans:k=[5,9]"]).map(\.clusterer)
    #expect(options.map(\.name) == ["kmeans-k5", "kmeans-k9"])
    for (lines, cause) in [
      ("kmeans: { k: [5, 5] }", "lists 5 twice"), ("kmeans: { k: [0] }", "at least 1"),
      ("kmeans: { k: [] }", "empty"), ("kmeans: { restarts: [1, 2] }", "restarts"),
      ("kmeans: { k: 5, on: b }", "there is no space \"b\""), ("kmeans: { k: 5, on: [a, a] }", "lists a twice"),
    ] {
      let error = #expect(throws: ExperimentError.self) {
        try ExperimentFile.parse("features: { a: a.npy }\nclusterers:\n  - \(lines)", file: "e.yaml")
      }
      #expect(error?.description.contains(cause) == true, "\(error?.description ?? "")")
    }
  }
}
