import Clustering
import Core
import Experiments
import Foundation
import Results
import Runs
import Scores
import Statistics
import TestSupport
import Testing

/// Runs that are scored against all label sets, and runs whose truth changes.
@Suite struct TruthsRunTests {
  /// Two spaces in four groups; `kind` has the groups, `half` joins two each, `other` has nothing to do with them, and every
  /// fifth item lacks it.
  private func experiment(in folder: String, truth: String? = "all", k: Int? = 4) throws -> Experiment {
    let rows = 120
    try Samples.table(Samples.groups(rows: rows, columns: 5, classes: 4, spread: 2), to: folder + "/visual.csv")
    try Samples.table(Samples.groups(rows: rows, columns: 4, classes: 4, spread: 2, seed: 2), to: folder + "/text.csv")
    var random = Seed(8).stream("labels")
    let lines = (0..<rows).map { item in
      "k\(item % 4),h\(item % 4 / 2),\(item % 5 == 0 ? "" : "o\(random.integer(below: 9))")\n"
    }
    try Samples.write("kind,half,other\n" + lines.joined(), to: folder + "/labels.csv")
    let labels = ["kind", "half", "other"].map { name in
      Experiment.Labels(name: name, source: .table(.init(table: "labels.csv", column: name)))
    }
    return Experiment(
      name: "sample", dataset: .init(labels: labels),
      features: ["visual", "text"].map { .init(name: $0, file: "\($0).csv") },
      spaces: [.init(name: "visual"), .init(name: "text")],
      clusterers: [.init(KMeans(clusters: k, restarts: 2), name: "kmeans")], seeds: Experiment.seeds(3),
      scores: ["kappa", "ari", "nmi", "silhouette"], figures: [], truth: truth, folder: folder)
  }

  private func files(in path: String) throws -> [String: Data] {
    try FileManager.default.subpathsOfDirectory(atPath: path).reduce(into: [:]) { files, name in
      files[name] = (try? Data(contentsOf: URL(fileURLWithPath: path + "/" + name))).flatMap { $0.isEmpty ? nil : $0 }
    }
  }

  /// Returns the files but for those that name the truth or hold times.
  private func results(in path: String, without others: Set<String> = []) throws -> [String: Data] {
    try files(in: path).filter {
      !others.union(["timings.json", "run.json", "truths.json"]).contains($0.key) && !$0.key.hasPrefix("truths/")
    }
  }

  /// The results against the first label set are those of a run that has no other, byte for byte.
  @Test func theFirstLabelSetHasTheResultsOfARunAgainstItAlone() throws {
    try withFolder { folder in
      let all = try Runner(experiment(in: folder), into: RunFolder(path: folder + "/all")).run()
      let one = try Runner(experiment(in: folder, truth: nil), into: RunFolder(path: folder + "/one")).run()
      #expect(all.record.truths == ["kind", "half", "other"] && one.record.truths == nil)
      #expect(try results(in: folder + "/all") == results(in: folder + "/one"))
      #expect(try one.truths == nil && bytes(of: folder + "/one/truths.json") == nil)
    }
  }

  /// Scores, intervals and tests against every other label set are those of a run against it alone.
  @Test(arguments: ["half", "other"]) func otherLabelSetsHaveTheScoresOfARunAgainstThem(name: String) throws {
    try withFolder { folder in
      let all = try Runner(experiment(in: folder), into: RunFolder(path: folder + "/all")).run()
      let one = try Runner(experiment(in: folder, truth: name), into: RunFolder(path: folder + "/one")).run()
      let truths = try #require(try all.truths)
      let own = try #require(truths.labelSets.first { $0.name == name })
      let statistics = try #require(try one.statistics)
      #expect(own.statistics?.cells == statistics.cells.filter { $0.score != "silhouette" })
      #expect(own.statistics?.pairs == statistics.pairs && own.statistics?.kappas == statistics.kappas)
      #expect(own.statistics?.items == statistics.items && own.items == (name == "other" ? 96 : 120))
      for trial in truths.run(all.run, against: own).trials {
        let known = try #require(one.trial(trial.identity))
        #expect(trial.scores == known.scores.filter { $0.key != "silhouette" })
        #expect(trial.scoreNotices == known.scoreNotices)
      }
      #expect(
        try SummaryTable(of: all, scores: ["ari"]).rows.map { $0.cells[name == "half" ? 1 : 2]?.mean }
          == SummaryTable(of: one, scores: ["ari"]).rows.map { $0.cells[0]?.mean })
    }
  }

  /// Label sets that class every item alike under other names are one, and the note names both.
  @Test func equalLabelSetsAreScoredOnce() throws {
    try withFolder { folder in
      var experiment = try experiment(in: folder)
      try Samples.write(
        "renamed\n" + (0..<120).map { "\(3 - $0 % 4)\n" }.joined(), to: folder + "/renamed.csv")
      experiment.dataset.labels.append(
        .init(name: "renamed", source: .table(.init(table: "renamed.csv", column: "renamed"))))
      let run = try Runner(experiment, into: RunFolder(path: folder + "/all")).run()
      #expect(run.record.truths == ["kind", "half", "other"])
      #expect(run.record.dataset.labelSets.map(\.name) == ["kind", "half", "other", "renamed"])
      let note = try #require(run.record.notices.first { $0.kind == "equal-labels" })
      #expect(note.message == "the label sets kind and renamed class every item alike: they are scored once, as kind")
      #expect(try run.truths?.labelSets.count == 3)

      // Where nothing else is left, it is a run against one label set.
      experiment.dataset.labels = [experiment.dataset.labels[0], experiment.dataset.labels[3]]
      let one = try Runner(experiment, into: RunFolder(path: folder + "/one")).run()
      #expect(one.record.truths == nil && one.record.notices.contains { $0.kind == "equal-labels" })
    }
  }

  @Test func theClustersFollowTheLabelsThatTheyWereMadeOf() throws {
    try withFolder { folder in
      let run = try Runner(experiment(in: folder), into: RunFolder(path: folder + "/all")).run()
      let truths = try #require(try run.truths)
      #expect(truths.comparisons.count == 2 * 3 && truths.agreements.count == 3)
      for method in run.methods {
        let standing = try #require(truths.standing(of: method))
        #expect(standing.leader == "kind" && standing.behind.contains { $0.second == "other" })
      }
      for comparison in truths.comparisons {
        #expect(comparison.items == (comparison.second == "other" ? 96 : 120) && comparison.seeds == 3)
        #expect(comparison.holm >= comparison.p && comparison.low <= comparison.difference)
      }
      // Halves of the groups: H(half) = log 2, H(kind) = log 4, and all that half tells of kind is log 2.
      let halves = try #require(truths.agreements.first { $0.first == "kind" && $0.second == "half" })
      #expect(halves.ami > 0.6 && halves.ami < 2.0 / 3)
      // The level of NMI, which is not adjusted, rises with the classes; that of ARI does not.
      func chance(_ set: String, _ score: String) throws -> Double {
        let labelSet = try #require(truths.labelSets.first { $0.name == set })
        return try #require(labelSet.chance.first { $0.score == score }).mean
      }
      #expect(try chance("other", "nmi") > 2 * chance("half", "nmi") && abs(chance("other", "ari")) < 0.02)
    }
  }

  /// What follows from stored labels is the same when it is computed later, and on any number of threads.
  @Test func theComparisonFollowsFromTheStoredLabels() throws {
    try withFolder { folder in
      let run = try Runner(experiment(in: folder), into: RunFolder(path: folder + "/all")).run()
      var stored = try #require(try run.truths)
      #expect(stored.fingerprint != nil)
      stored.fingerprint = nil
      for count in [1, 2, 4] {
        #expect(try Threads.$count.withValue(count) { try TruthStatistics(of: run).record() } == stored)
      }
    }
  }

  @Test func aSecondRunWritesNothingAndADamagedRecordIsMadeAgain() throws {
    try withFolder { folder in
      let (experiment, out) = (try experiment(in: folder), RunFolder(path: folder + "/all"))
      _ = try Runner(experiment, into: out).run()
      let whole = try files(in: out.path)
      _ = try Runner(experiment, into: out).run()
      #expect(try files(in: out.path) == whole)
      try Samples.write("{", to: out.path(of: "truths.json"))
      _ = try Runner(experiment, into: out).run()
      #expect(try files(in: out.path)["truths.json"] == whole["truths.json"])
    }
  }

  // MARK: - Changes of the truth

  /// The former run is a run by itself that tables and statistics can be made of, and the new one is that of an empty folder.
  @Test(arguments: [nil, 4]) func aChangeOfTheTruthKeepsTheFormerResults(k: Int?) throws {
    try withFolder { folder in
      let out = RunFolder(path: folder + "/out")
      _ = try Runner(experiment(in: folder, truth: "kind", k: k), into: out).run()
      for name in ["table.md", "report.html"] { try out.write("former", to: name) }
      let former = try files(in: out.path)
      nonisolated(unsafe) var kept: String?
      _ = try Runner(experiment(in: folder, truth: "half", k: k), into: out) { event in
        if case .began(_, _, let work) = event { kept = work.formerTruth }
      }.run()
      #expect(kept == "kind")
      // Without k there are as many clusters as classes, so that even the clusters are others.
      #expect(try files(in: out.path + "/truths/kind") == former)
      let stored = try StoredRun(in: RunFolder(path: out.path + "/truths/kind"))
      #expect(stored.record.truthName == "kind" && stored.missing.isEmpty)
      #expect(try stored.partition(of: stored.trials[0]).clusters == 4)
      _ = try Runner(experiment(in: folder, truth: "half", k: k), into: RunFolder(path: folder + "/fresh")).run()
      #expect(try results(in: out.path) == results(in: folder + "/fresh"))
    }
  }

  @Test func resultsAgainstSeveralTruthsStayBesideEachOther() throws {
    try withFolder { folder in
      let out = RunFolder(path: folder + "/out")
      for truth in ["kind", "all", "half", "kind"] {
        _ = try Runner(experiment(in: folder, truth: truth), into: out).run()
      }
      #expect(try names(in: out.path + "/truths") == ["all", "half", "kind"])
      let all = try StoredRun(in: RunFolder(path: out.path + "/truths/all"))
      #expect(try all.truths?.labelSets.count == 3 && all.record.truthName == "all")
      // What is asked for no more is gone from the run itself, and kept in the former one.
      #expect(bytes(of: out.path + "/truths.json") == nil)
      _ = try Runner(experiment(in: folder, truth: "kind"), into: RunFolder(path: folder + "/fresh")).run()
      #expect(try results(in: out.path) == results(in: folder + "/fresh"))
    }
  }

  @Test func aFreshRunKeepsThemToo() throws {
    try withFolder { folder in
      let out = RunFolder(path: folder + "/out")
      _ = try Runner(experiment(in: folder, truth: "kind"), into: out).run()
      let former = try files(in: out.path)
      _ = try Runner(experiment(in: folder, truth: "half"), into: out, isFresh: true).run()
      #expect(try files(in: out.path + "/truths/kind") == former)
    }
  }

  @Test func otherChangesKeepNothing() throws {
    try withFolder { folder in
      let out = RunFolder(path: folder + "/out")
      var experiment = try experiment(in: folder, truth: "kind")
      _ = try Runner(experiment, into: out).run()
      (experiment.scores, experiment.truth) = (["ami"], nil)
      _ = try Runner(experiment, into: out).run()
      #expect(!FileManager.default.fileExists(atPath: out.path + "/truths"))
    }
  }

  // MARK: - The label sets that count

  @Test func oneLabelSetWithClassesIsScoredAlone() throws {
    try withFolder { folder in
      var experiment = try experiment(in: folder)
      experiment.dataset.labels.removeLast(2)
      let run = try Runner(experiment, into: RunFolder(path: folder + "/out")).run()
      #expect(run.record.truths == nil && run.record.truthName == "kind")
      #expect(try run.truths == nil && run.statistics?.items == 120)
    }
  }

  @Test func aLabelSetNamedAllIsMeantByItsName() throws {
    try withFolder { folder in
      var experiment = try experiment(in: folder)
      experiment.dataset.labels[1].name = "all"
      let run = try Runner(experiment, into: RunFolder(path: folder + "/out")).run()
      #expect(run.record.truths == nil && run.record.truthName == "all")
      #expect(run.record.dataset.labelSets.first?.classes == ["h0", "h1"])
    }
  }
}
