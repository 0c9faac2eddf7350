import Core
import Experiments
import Foundation
import Gate
import Report
import Results
import Runs
import Scores
import Stages
import TestSupport
import Testing

/// The three ways in which scores against labels count noise, for a clusterer that leaves some.
@Suite struct NoiseRuleTests {
  private static let vocabulary = Experiment.Vocabulary(
    catalog: Catalog(
      clusterers: Catalog.standard.clusterers + [Leader.self], spaceMakers: Catalog.standard.spaceMakers))
  private static let outliers = 3

  /// Three tight groups of ten, and three rows that are far from all, each nearest to the group of its class or not.
  private func experiment(in folder: String, _ settings: String, leader: String = "radius: 0.5, min-size: 2") throws
    -> Experiment
  {
    var rows = Samples.groups(rows: 30, columns: 4, classes: 3, spread: 0.05, seed: 1)
    rows += [0, 1, 1].map { near in rows[near].map { 1.5 * $0 + 2 } }
    rows[31][0] += 40
    rows[32][1] -= 60
    try Samples.table(rows, to: folder + "/visual.csv")
    let kinds = (0..<33).map { "k\($0 % 3)" }.joined(separator: "\n")
    try Samples.write("kind\n\(kinds)\n", to: folder + "/labels.csv")
    return try ExperimentFile.parse(
      """
      name: noise
      dataset: { labels: [{ table: labels.csv, column: kind }] }
      features: { visual: { file: visual.csv } }
      spaces: [visual]
      clusterers: [leader: { \(leader) }, kmeans]
      seeds: 2
      \(settings)
      """, file: folder + "/noise.yaml", vocabulary: Self.vocabulary)
  }

  private func run(_ experiment: Experiment, in folder: String, _ out: String = "/out") throws -> StoredRun {
    try Runner(experiment, into: RunFolder(path: folder + out)).run()
  }

  private func trial(of run: StoredRun) throws -> TrialRecord {
    try #require(run.trials.first { $0.clusterer == "leader" })
  }

  /// The labels by definition: noise in the cluster of the nearest clustered row.
  private func nearest(_ rows: [[Double]], _ labels: [Int32]) -> [Int32] {
    labels.indices.map { row in
      guard labels[row] == Partition.noise else { return labels[row] }
      func distance(_ other: Int) -> Double {
        zip(rows[row], rows[other]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      }
      let clustered = labels.indices.filter { labels[$0] >= 0 }
      return labels[clustered.min { distance($0) < distance($1) } ?? 0]
    }
  }

  @Test func eachRuleScoresAsItSays() throws {
    try withFolder { folder in
      let truth = LabelSet(name: "kind", classes: ["k0", "k1", "k2"], values: (0..<33).map { Int32($0 % 3) })
      let asCluster = try run(experiment(in: folder, ""), in: folder, "/cluster")
      let trial = try trial(of: asCluster)
      let labels = try asCluster.partition(of: trial).labels
      #expect(trial.noise == Self.outliers && labels.suffix(3) == [-1, -1, -1])
      let rows = try String(contentsOfFile: folder + "/visual.csv", encoding: .utf8).split(separator: "\n").dropFirst()
        .map { $0.split(separator: ",").suffix(4).map { Double($0) ?? .nan } }
      #expect(rows.count == 33)
      let expected: [NoiseRule: [Int32]] = [
        .cluster: labels, .exclude: labels.map { $0 == -1 ? -2 : $0 }, .nearest: nearest(rows, labels),
      ]
      #expect(expected[.nearest] != labels)
      for rule in NoiseRule.allCases {
        let stored = try run(experiment(in: folder, "noise: \(rule.rawValue)"), in: folder, "/\(rule.rawValue)")
        let found = try self.trial(of: stored)
        let partition = Partition(labels: expected[rule] ?? [], clusters: found.clusters)
        #expect(try stored.comparedPartition(of: found) == partition)
        #expect(try stored.partition(of: found).labels == labels)
        let table = try ContingencyTable(partition, truth: truth)
        #expect(found.scores["ari"] == AdjustedRandIndex().score(table), "\(rule)")
        #expect(found.scores["kappa"] == CohenKappa(matching: .majority).score(table), "\(rule)")
      }
    }
  }

  /// A short row near the second group, in a direction near the first.
  @Test func theNearestItemIsByTheCosineWhereTheMethodIs() throws {
    try withFolder { folder in
      let rows: [[Float]] = [[10, 0], [11, 0.01], [12, 0], [0, 1], [0.01, 1.2], [0, 1.1], [1, 0.5]]
      try Samples.table(rows, to: folder + "/visual.csv")
      try Samples.write("kind\na\na\na\nb\nb\nb\na\n", to: folder + "/labels.csv")
      func found(_ metric: String) throws -> (noise: Int?, group: Int, accuracy: Double?) {
        let experiment = try ExperimentFile.parse(
          """
          name: cosine
          dataset: { labels: [{ table: labels.csv, column: kind }] }
          features: { visual: { file: visual.csv } }
          spaces: [visual]
          clusterers: [dbscan: { min-samples: 2, name: d, \(metric) }]
          seeds: 1
          scores: [accuracy]
          noise: nearest
          """, file: folder + "/cosine.yaml", vocabulary: Self.vocabulary)
        let run = try run(experiment, in: folder, "/" + metric.prefix(7).filter(\.isLetter))
        let trial = try #require(run.trials.first)
        let labels = try run.comparedPartition(of: trial).labels
        return (trial.noise, labels[6] == labels[0] ? 0 : labels[6] == labels[3] ? 1 : -1, trial.scores["accuracy"])
      }
      #expect(try found("metric: cosine, eps: 0.01") == (1, 0, 1))
      #expect(try found("eps: 1.05") == (1, 1, 6.0 / 7))
    }
  }

  @Test func anotherRuleScoresAnewWithoutClustering() throws {
    try withFolder { folder in
      let fresh = try run(experiment(in: folder, "noise: nearest"), in: folder, "/fresh")
      for rule in [NoiseRule.exclude, .nearest, .cluster, .nearest] {
        var clustered = -1
        let experiment = try experiment(in: folder, "noise: \(rule.rawValue)")
        _ = try Runner(experiment, into: RunFolder(path: folder + "/out")) { event in
          if case .began(_, _, let counts) = event { clustered = counts.clustered }
        }.run()
        if rule != .exclude { #expect(clustered == 0) }
      }
      let resumed = try StoredRun(in: RunFolder(path: folder + "/out"))
      #expect(resumed.trials == fresh.trials)
      #expect(try resumed.statistics?.cells == fresh.statistics?.cells)
      #expect(try resumed.comparedPartition(of: trial(of: resumed)) == fresh.comparedPartition(of: trial(of: fresh)))
    }
  }

  @Test func tablesTellTheClustersFoundAndTheNoise() throws {
    try withFolder { folder in
      let run = try run(experiment(in: folder, "noise: exclude"), in: folder)
      let table = try SummaryTable(of: run)
      let row = try #require(table.rows.first { $0.clusterer == "leader" })
      #expect(row.clusters?.mean == 3 && abs((row.noise?.mean ?? 0) - 100.0 * 3 / 33) < 1e-9)
      let text = table.text(as: .terminal)
      #expect(text.contains("clusters  % noise") && text.contains("9.1"))
      #expect(table.footnotes.contains { $0.hasPrefix("noise is left out of scores") })
      #expect(table.text(as: .csv).contains("leader,visual,% noise,9.09"))
      #expect(table.text(as: .markdown).contains("| clusters | % noise |"))
      #expect(table.text(as: .latex).contains("\\% noise"))
    }
  }

  @Test(arguments: NoiseRule.allCases) func theGateHoldsTheRunAgainstItself(rule: NoiseRule) throws {
    try withFolder { folder in
      let run = try run(experiment(in: folder, "noise: \(rule.rawValue)"), in: folder)
      _ = try Baseline(of: run).write(to: folder + "/b.json", replacing: false)
      let report = try Gate(scores: ["all"]).report(of: run, against: Baseline.read(folder + "/b.json"))
      #expect(report.cells.allSatisfy { $0.verdict == .unchanged })
    }
  }

  /// Noise that counts otherwise is no change of the method.
  @Test func theGateRefusesScoresThatCountNoiseOtherwise() throws {
    try withFolder { folder in
      func run(_ rule: NoiseRule, _ leader: String = "radius: 0.5, min-size: 2") throws -> StoredRun {
        try self.run(
          experiment(in: folder, "noise: \(rule.rawValue)\nscores: [ari, silhouette]", leader: leader), in: folder,
          "/\(rule.rawValue)")
      }
      for recorded in NoiseRule.allCases {
        _ = try Baseline(of: run(recorded)).write(to: folder + "/b.json", replacing: true)
        let baseline = try Baseline.read(folder + "/b.json")
        for rule in NoiseRule.allCases where rule != recorded {
          let own = try run(rule)
          let error = #expect(throws: BaselineError.self) { try Gate().report(of: own, against: baseline) }
          #expect(error?.reason == .otherNoise(baseline: "noise", run: rule, recorded: recorded))
          #expect(error?.hint.contains("--noise \(recorded.rawValue) ") == true)
          let silhouettes = try Gate(scores: ["silhouette"]).report(of: own, against: baseline)
          #expect(silhouettes.cells.allSatisfy { $0.verdict == .unchanged })
        }
      }
    }
  }

  /// Without noise on either side every rule gives the same scores.
  @Test func theGateComparesMethodsWithoutNoiseUnderAnyRule() throws {
    try withFolder { folder in
      let runs = try NoiseRule.allCases.map { rule in
        try run(
          experiment(in: folder, "noise: \(rule.rawValue)", leader: "radius: 1000, min-size: 1"), in: folder,
          "/\(rule.rawValue)")
      }
      for first in runs {
        #expect(first.trials.allSatisfy { $0.noise == nil })
        for second in runs {
          let report = try Gate().report(of: first, against: Baseline(of: second))
          #expect(report.cells.allSatisfy { $0.verdict == .unchanged })
        }
      }
    }
  }

  /// A method that leaves all as noise has nothing to score under one of the rules, and the other methods stand.
  @Test(arguments: NoiseRule.allCases) func aMethodThatLeavesAllAsNoise(rule: NoiseRule) throws {
    try withFolder { folder in
      let experiment = try experiment(
        in: folder, "noise: \(rule.rawValue)", leader: "radius: 0.5, min-size: 30")
      let run = try run(experiment, in: folder)
      let trial = try trial(of: run)
      #expect(trial.noise == 33 && trial.clusters == 0)
      #expect((trial.scores["ari"] ?? 0).isNaN == (rule == .exclude))
      #expect(run.trials.contains { $0.clusterer == "kmeans" && $0.scores["ari"]?.isFinite == true })
      #expect(try SummaryTable(of: run).rows.count == 2)
    }
  }
}
