import Core
import Foundation
import Results
import TestSupport
import Testing

/// The scores against several label sets, as they are stored and read.
@Suite struct TruthsRecordTests {
  private static let method = StatisticsRecord.Method(clusterer: "kmeans", space: "visual")

  private static func comparison(
    _ first: String, _ second: String, _ ami: (Double, Double), holm: Double = 0.001, seeds: (Int, Int) = (3, 0)
  ) -> TruthsRecord.Comparison {
    .init(
      method: method, first: first, second: second, items: 40, amiOfFirst: ami.0, amiOfSecond: ami.1,
      low: ami.0 - ami.1 - 0.0625, high: ami.0 - ami.1 + 0.125, itemError: 0.03125, seedError: 0.0625,
      seedsOfFirst: seeds.0, seedsOfSecond: seeds.1, seeds: 3, p: holm, holm: holm, test: "normal limit")
  }

  private static func record(_ comparisons: [TruthsRecord.Comparison]) -> TruthsRecord {
    let second = TruthsRecord.Scored(
      name: "colour", classes: 12, items: 3,
      trials: [
        .init(Sample.trial(seed: 0).identity, scores: ["kappa": 0.25, "ari": .nan]),
        .init(
          Sample.trial(seed: 1).identity, scores: ["kappa": 0.75, "ari": 0.5],
          notices: [Notice(kind: "vote-tied", message: "the vote is tied")]),
      ], chance: [.init(method: method, score: "kappa", mean: 0.125, high: .nan)])
    return TruthsRecord(
      level: 0.95,
      labelSets: [.init(name: "group", classes: 2, items: 3), second, .init(name: "c", classes: 3, items: 4)],
      agreements: [.init(first: "group", second: "colour", items: 2, ami: 0.5, low: 0.25, high: 0.75, ari: 0.375)],
      comparisons: comparisons)
  }

  @Test func theRecordIsReadBackAsItWasWritten() throws {
    try withFolder { path in
      let folder = RunFolder(path: path)
      #expect(try folder.truths() == nil)
      var record = Self.record([Self.comparison("group", "colour", (0.5, 0.25))])
      record.fingerprint = "abc"
      try folder.write(record)
      // NaN is stored as null, and equals itself there.
      #expect(try folder.truths()?.labelSets[1].trials == record.labelSets[1].trials)
      #expect(try folder.truths()?.comparisons == record.comparisons)
      #expect(try folder.truths()?.agreements == record.agreements && folder.truths()?.fingerprint == "abc")
      #expect(RunFolder.Artifact.truths.holds("truths.json"))
    }
  }

  /// A leads in two of two, though the first comparison names it second.
  @Test func theLeaderIsAheadOfTheMostLabelSets() throws {
    let record = Self.record([
      Self.comparison("group", "colour", (0.25, 0.5), seeds: (0, 3)),
      Self.comparison("group", "c", (0.5, 0.25)), Self.comparison("colour", "c", (0.5, 0.375)),
    ])
    let standing = try #require(record.standing(of: Self.method))
    #expect(standing.leader == "colour" && standing.open.isEmpty)
    #expect(standing.behind.map(\.second) == ["group", "c"] && standing.behind.allSatisfy { $0.first == "colour" })
    #expect(
      standing.behind[0].amiOfFirst == 0.5 && standing.behind[0].low == 0.125 && standing.behind[0].high == 0.3125)
    #expect(record.standing(of: .init(clusterer: "gmm", space: "visual")) == nil)
  }

  @Test(arguments: [(0.05, 0), (0.001, 1)]) func onlySignificantDifferencesUnderAllSeedsCount(
    holm: Double, opposed: Int
  ) throws {
    let record = Self.record([
      Self.comparison("group", "colour", (0.5, 0.25), holm: holm, seeds: (3 - opposed, opposed))
    ])
    let standing = try #require(record.standing(of: Self.method))
    #expect(standing.leader == "group" && standing.behind.isEmpty && standing.open.map(\.second) == ["colour"])
  }

  @Test func aRunIsSeenAgainstAnotherLabelSet() throws {
    let record = Self.record([])
    let fit = Notice(kind: "fit", message: "of the fit")
    let run = Run(record: Sample.run, trials: (0...1).map { Sample.trial(seed: $0, notices: [fit]) })
    let seen = record.run(run, against: record.labelSets[1])
    #expect(seen.trials.map { $0.scores["kappa"] } == [0.25, 0.75] && seen.trials[0].scores["ari"]?.isNaN == true)
    #expect(seen.trials[0].notices.isEmpty && seen.trials[1].notices.map(\.kind) == ["vote-tied"])
    #expect(record.run(run, against: record.labelSets[0]) == run)
  }

  /// The columns of each label set together, then those that need no labels; the best of each column is marked by itself.
  @Test func theTableHasTheColumnsOfEachLabelSetTogether() throws {
    try withFolder { path in
      let folder = RunFolder(path: path)
      var run = Sample.run
      (run.plan.scores, run.plan.seeds, run.plan.spaces) = (
        ["kappa", "silhouette", "ari"], [0, 1], ["visual", "text"]
      )
      run.truths = ["group", "colour"]
      var record = Self.record([])
      record.labelSets.removeLast()
      try folder.write(record)
      var trials =
        (0...1).map { Sample.trial(seed: $0, kappa: 0.5) } + (0...1).map { Sample.trial("text", seed: $0, kappa: 1) }
      for position in trials.indices { trials[position].scores["silhouette"] = 0.125 }
      let table = try SummaryTable(of: StoredRun(Run(record: run, trials: trials), in: folder))
      #expect(table.scores == ["kappa", "ari", "kappa", "ari", "silhouette"])
      #expect(table.groups.map(\.title) == ["group", "colour", ""] && table.groups.map(\.columns) == [2, 2, 1])
      #expect(table.labelSetOfColumn == ["group", "group", "colour", "colour", ""])
      #expect(table.rows[0].cells.map { $0?.mean } == [0.5, .leastNonzeroMagnitude, 0.5, 0.5, 0.125])
      #expect(table.rows[0].cells.map { $0?.count } == [2, 2, 2, 1, 2])
      #expect(table.rows[0].cells.map { $0?.isBest } == [false, true, true, true, true])
      #expect(table.rows[1].cells.map { $0?.mean } == [1, .leastNonzeroMagnitude, nil, nil, 0.125])
      #expect(table.footnotes.contains { $0.hasPrefix("classes of the label sets: group 2, colour 12;") })
      #expect(table.footnotes.contains("colour: ari is undefined in 1 of 2 trials of kmeans on visual"))
    }
  }

  @Test func withoutTheRecordTheTableSaysHowToComputeIt() throws {
    try withFolder { path in
      var run = Sample.run
      run.truths = ["group", "colour"]
      let table = try SummaryTable(of: StoredRun(Run(record: run, trials: []), in: RunFolder(path: path)))
      #expect(table.groups.isEmpty && table.scores == ["kappa", "ari"])
      #expect(table.footnotes.last?.contains("run fusebench statistics") == true)
    }
  }

  @Test func theListOfScoresNamesTheLabelSet() throws {
    var run = Sample.run
    run.plan.scores = ["kappa"]
    let text = ScoreList.csv(
      Run(record: run, trials: [Sample.trial(seed: 0, kappa: 0.5), Sample.trial(seed: 1, kappa: 1)]), Self.record([]))
    #expect(
      text.hasPrefix(
        """
        space,clusterer,seed,truth,score,value
        visual,kmeans,0,group,kappa,0.5
        visual,kmeans,1,group,kappa,1.0
        visual,kmeans,0,colour,kappa,0.25
        visual,kmeans,1,colour,kappa,0.75

        """))
  }
}

/// The results against a former truth, which stay as a run of their own.
@Suite struct FormerTruthTests {
  private func write(_ texts: [String: String], to folder: RunFolder) throws {
    for (name, text) in texts { try folder.write(text, to: name) }
  }

  private func text(_ folder: RunFolder, _ name: String) -> String? {
    bytes(of: folder.path(of: name)).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test func aFormerRunStaysAsItWasWhateverIsWrittenLater() throws {
    try withFolder { path in
      let folder = RunFolder(path: path)
      let former = ["run.json": "a", "table.md": "b", "trials/visual/kmeans/seed-0.json": "c", "outputs.json": "d"]
      try write(former, to: folder)
      try Samples.write("", to: path + "/.fusebench.lock")
      try folder.keepFormer("kind/1")
      try write(former.mapValues { $0 + " later" }, to: folder)
      let kept = RunFolder(path: folder.path(of: RunFolder.formerName(of: "kind/1")))
      for (name, text) in former {
        #expect(self.text(kept, name) == text && self.text(folder, name) == text + " later")
      }
      #expect(try names(in: kept.path) == ["outputs.json", "run.json", "table.md", "trials"])
      #expect(try names(in: path + "/truths") == [FileName.of("kind/1")])
    }
  }

  /// Each truth has its own folder, none within another, and the later results against one replace the earlier.
  @Test func eachTruthIsKeptOnce() throws {
    try withFolder { path in
      let folder = RunFolder(path: path)
      for (truth, text) in [("one", "1"), ("two", "2"), ("one", "3")] {
        try write(["run.json": text, "outputs.json": text], to: folder)
        try folder.keepFormer(truth)
      }
      #expect(try names(in: path + "/truths") == ["one", "two"])
      let kept = ["one", "two"].map { RunFolder(path: path + "/truths/" + $0) }
      #expect(kept.map { text($0, "run.json") } == ["3", "2"])
      #expect(try kept.allSatisfy { try names(in: $0.path) == ["outputs.json", "run.json"] })
    }
  }

  /// A process that was killed after it had removed the tables finds the same record without them.
  @Test func aKeptRunIsNotReplacedByWhatIsLeftOfIt() throws {
    try withFolder { path in
      let folder = RunFolder(path: path)
      try write(["run.json": "a", "table.md": "b", "outputs.json": "c"], to: folder)
      try folder.keepFormer("kind")
      try folder.remove(["table.md", "outputs.json"])
      try folder.keepFormer("kind")
      #expect(text(RunFolder(path: path + "/truths/kind"), "table.md") == "b")
      // Another run of the same truth is kept even without tables.
      try write(["run.json": "other"], to: folder)
      try folder.keepFormer("kind")
      #expect(try names(in: path + "/truths/kind") == ["run.json"])
    }
  }

  @Test func aStoppedRunDoesNotReplaceAWholeOne() throws {
    try withFolder { path in
      let folder = RunFolder(path: path)
      var run = Sample.run
      for isUnfinished in [nil, true] {
        run.isUnfinished = isUnfinished
        try folder.write(run)
        try folder.keepFormer("kind")
        try folder.keepFormer(isUnfinished == nil ? "kind" : "other")
      }
      #expect(try RunFolder(path: path + "/truths/kind").record().isUnfinished == nil)
      #expect(try RunFolder(path: path + "/truths/other").record().isUnfinished == true)
    }
  }

  @Test func whatAKilledProcessBeganIsBegunAnew() throws {
    try withFolder { path in
      let folder = RunFolder(path: path)
      try write(["run.json": "a", "truths/.fusebench-kept/strange.json": "b"], to: folder)
      try folder.keepFormer("kind")
      #expect(try names(in: path + "/truths") == ["kind"] && names(in: path + "/truths/kind") == ["run.json"])
    }
  }

  @Test func theWordForTheTruthIsAllWithSeveralLabelSets() {
    var run = Sample.run
    #expect(run.truthName == "group")
    run.truths = ["group", "colour"]
    #expect(run.truthName == "all")
    (run.truths, run.dataset.labelSets) = (nil, [])
    #expect(run.truthName == nil)
  }
}
