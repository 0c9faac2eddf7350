import Clustering
import Core
import Datasets
import Experiments
import Foundation
import Report
import Results
import Runs
import Stages
import TestSupport
import Testing

/// Clusters of another program, as a method of an experiment.
@Suite struct GivenPartitionTests {
  private static let rows = 30
  /// Noise, and three clusters of which one number is missing.
  private static let labels = (0..<rows).map { $0 == 4 ? -1 : $0 % 3 == 2 ? 3 : $0 % 3 }

  private func experiment(
    in folder: String, _ clusterers: String, ids: Bool = false, further: String = "",
    vocabulary: Experiment.Vocabulary = .standard
  ) throws -> Experiment {
    for (name, seed) in [("visual", 1), ("text", 2)] {
      try Samples.table(
        Samples.groups(rows: Self.rows, columns: 4, classes: 3, spread: 0.5, seed: UInt64(seed)),
        ids: ids ? (0..<Self.rows).map { "i\($0)" } : nil, to: folder + "/\(name).csv")
    }
    try Samples.write("kind\n" + (0..<Self.rows).map { "k\($0 % 3)\n" }.joined(), to: folder + "/kinds.csv")
    return try ExperimentFile.parse(
      """
      dataset: { labels: [{ table: kinds.csv, column: kind }] }
      features: { visual: visual.csv, text: text.csv }
      spaces: [visual, text]
      clusterers: [\(clusterers)]
      seeds: 2
      scores: [kappa, silhouette]
      figures: none
      \(further)
      """, file: folder + "/e.yaml", vocabulary: vocabulary)
  }

  private func write(_ labels: [Int] = labels, to path: String) throws {
    try Samples.write(labels.map { "\($0)\n" }.joined(), to: path)
  }

  private func run(_ experiment: Experiment, into path: String) throws -> (run: StoredRun, clustered: Int) {
    nonisolated(unsafe) var clustered = -1
    let run = try Runner(experiment, into: RunFolder(path: path)) { event in
      if case .began(_, _, let counts) = event { clustered = counts.clustered }
    }.run()
    return (run, clustered)
  }

  @Test func itStandsOnceAmongTheMethodsWithItsOwnNumbers() throws {
    try withFolder { folder in
      try write(to: folder + "/mine.txt")
      let found = try run(
        experiment(in: folder, "kmeans: 3, labels: { file: mine.txt, name: mine }"), into: folder + "/out"
      ).run
      let method = RunPlan.Method(clusterer: "mine", space: "visual")
      #expect(found.methods.filter { $0.clusterer == "mine" } == [method])
      let trials = found.trials(of: method)
      #expect(trials.count == 1 && found.plan.isDeterministic(method))
      let partition = try found.partition(of: trials[0])
      #expect(partition.labels == Self.labels.map { Int32($0) } && partition.clusters == 4)
      #expect(trials[0].noise == 1 && (trials[0].scores["silhouette"] ?? .nan).isFinite)
      #expect(found.record.notices.contains { $0.kind == "first-space" && $0.message.contains("mine stands on") })
      let stability = try #require(try found.statistics).stability
      #expect(!stability.contains { $0.method == method } && stability.contains { $0.method.clusterer == "kmeans" })
      let members = try #require(try found.members(of: method))
      #expect(members.clusters.rows.map { $0[0] } == ["0", "1", "3", "-1"])
      #expect(found.record.inputs.contains { $0.path == "mine.txt" })
    }
  }

  @Test func itMayBeAllNoise() throws {
    try withFolder { folder in
      try write(Self.labels.map { _ in -1 }, to: folder + "/mine.txt")
      let found = try run(
        experiment(in: folder, "kmeans: 3, labels: { file: mine.txt, name: mine }"), into: folder + "/out"
      ).run
      let trial = try #require(found.trials.first { $0.clusterer == "mine" })
      #expect(trial.noise == Self.rows && trial.clusters == 0)
      #expect(try found.partition(of: trial).labels.allSatisfy { $0 == Partition.noise })
      let row = try #require(SummaryTable(of: found).rows.first { $0.clusterer == "mine" })
      #expect(row.cells[0] != nil)
      #expect(
        found.record.notices.contains { $0.message == "mine: every item is -1 in mine.txt, which is read as noise" })
    }
  }

  @Test func itIsBroughtIntoTheOrderOfTheItemsByIDs() throws {
    try withFolder { folder in
      let order = (0..<Self.rows).map { ($0 * 7 + 3) % Self.rows }
      let lines = order.map { "i\($0),\(Self.labels[$0])\n" }
      try Samples.write("id,cluster\n" + lines.joined(), to: folder + "/mine.csv")
      let found = try run(
        experiment(in: folder, "labels: { table: mine.csv, column: cluster, \"on\": text }", ids: true),
        into: folder + "/out"
      ).run
      #expect(found.methods == [RunPlan.Method(clusterer: "labels", space: "text")])
      #expect(try found.partition(of: found.trials[0]).labels == Self.labels.map { Int32($0) })
      #expect(!found.record.notices.contains { $0.kind == "first-space" })
    }
  }

  @Test func wordsAreNumberedWithANote() throws {
    try withFolder { folder in
      try Samples.write(
        "group\n" + Self.labels.map { $0 < 0 ? "-1\n" : "w\($0)\n" }.joined(), to: folder + "/mine.csv")
      let found = try run(
        experiment(in: folder, "labels: { table: mine.csv, column: group, \"on\": [visual, text] }"),
        into: folder + "/out"
      ).run
      let note = try #require(found.record.notices.first { $0.kind == "clusters-numbered" })
      #expect(note.message.hasSuffix("0 = w0, 1 = w1, 2 = w3"), "\(note.message)")
      #expect(found.trials.map(\.clusters) == [3, 3])
    }
  }

  /// `01` is a name and no number: the clusters stay apart.
  @Test func leadingZerosAreNames() throws {
    try withFolder { folder in
      try Samples.write(
        "group\n" + (0..<Self.rows).map { ["1\n", "01\n", "001\n"][$0 % 3] }.joined(), to: folder + "/mine.csv")
      let found = try run(
        experiment(in: folder, "labels: { table: mine.csv, column: group, name: mine }"), into: folder + "/out"
      ).run
      #expect(found.trials.map(\.clusters) == [3])
      #expect(Set(found.record.names(of: "mine").values) == ["1", "01", "001"])
    }
  }

  /// Numbers that cannot be kept remain the names of the clusters, and come before the numbers that took their places.
  @Test func numbersWithLargeGapsRemainNames() throws {
    try withFolder { folder in
      try write((0..<Self.rows).map { [3, 1, 100][$0 % 3] }, to: folder + "/mine.txt")
      let found = try run(experiment(in: folder, "labels: { file: mine.txt, name: mine }"), into: folder + "/out").run
      let method = RunPlan.Method(clusterer: "mine", space: "visual")
      let stored = try #require(try found.members(of: method))
      #expect(stored.clusters.rows.map { $0[1] } == ["0 · 1", "1 · 3", "2 · 100"])
      let name = try #require(stored.members.column(MembersColumn.name))
      #expect(stored.members.rows.map { $0[name] } == (0..<Self.rows).map { ["3", "1", "100"][$0 % 3] })
      // 1 is the name of cluster 0 and the number of another one.
      let expected: [(cluster: String, remainder: Int, notes: [String])] = [
        ("100", 2, []), ("3", 0, []), ("2", 2, []), ("1 · 3", 0, []),
        ("1", 1, ["1 is the name of cluster 0; for cluster 1 give --cluster \(shellWord("1 · 3"))"]),
      ]
      for (cluster, remainder, notes) in expected {
        let report = try ClustersReport(of: found, method: "mine:visual", cluster: cluster)
        let table = try StoredTable(csv: Data(report.text(as: .csv).utf8), path: "report")
        #expect(Set(table.rows.map { Int($0[0]).map { $0 % 3 } }) == [remainder])
        #expect(report.notes == notes)
      }
    }
  }

  @Test func aClusterCalledNoiseComesBeforeNoise() throws {
    try withFolder { folder in
      try Samples.write(
        "group\n" + (0..<Self.rows).map { ["-1\n", "noise\n", "weapon\n"][$0 % 3] }.joined(), to: folder + "/mine.csv")
      let found = try run(
        experiment(in: folder, "labels: { table: mine.csv, column: group, name: mine }"), into: folder + "/out"
      ).run
      for (cluster, remainder, hasNote) in [("noise", 1, true), ("Weapon", 2, false), ("-1", 0, false)] {
        let report = try ClustersReport(of: found, method: "mine:visual", cluster: cluster)
        let table = try StoredTable(csv: Data(report.text(as: .csv).utf8), path: "report")
        #expect(Set(table.rows.map { Int($0[0]).map { $0 % 3 } }) == [remainder])
        #expect(report.notes.isEmpty != hasNote && report.notes.allSatisfy { $0.contains("--cluster=-1") })
      }
    }
  }

  @Test func namesOfClustersAreKeptAndFollowTheFile() throws {
    try withFolder { folder in
      func run(_ names: [String]) throws -> (run: StoredRun, clustered: Int) {
        try Samples.write(
          "group\n" + Self.labels.map { $0 < 0 ? "-1\n" : "\(names[min($0, 2)])\n" }.joined(), to: folder + "/mine.csv")
        return try self.run(
          experiment(in: folder, "kmeans: 3, labels: { table: mine.csv, column: group, name: mine }"),
          into: folder + "/out")
      }
      func names(_ run: StoredRun) throws -> [String] {
        let tables = try #require(try run.members(of: RunPlan.Method(clusterer: "mine", space: "visual")))
        let name = try #require(tables.clusters.column(MembersColumn.name))
        return tables.clusters.rows.map { $0[name] }
      }
      let found = try run(["arms", "birds", "cars"]).run
      #expect(found.record.clusterNames == ["mine": ["arms", "birds", "cars"]])
      #expect(try names(found) == ["0 · arms", "1 · birds", "2 · cars", "noise"])
      #expect(found.record.names(of: "mine")[1] == "birds" && found.record.names(of: "kmeans").isEmpty)
      // Other names of the same clusters are written, and nothing is clustered again.
      let renamed = try run(["arms", "ducks", "vans"])
      #expect(renamed.clustered == 0)
      #expect(try names(renamed.run) == ["0 · arms", "1 · ducks", "2 · vans", "noise"])
    }
  }

  /// The clusters count, and not the form of their file.
  @Test func aTrialFollowsTheClustersOfTheFile() throws {
    try withFolder { folder in
      try write(to: folder + "/mine.txt")
      let clusterers = "labels: { file: mine.txt, name: mine }"
      #expect(try run(experiment(in: folder, clusterers), into: folder + "/out").clustered == 1)
      #expect(try run(experiment(in: folder, clusterers), into: folder + "/out").clustered == 0)
      try Samples.write("c\n" + Self.labels.map { "\($0)\n" }.joined(), to: folder + "/other.csv")
      let other = try experiment(in: folder, "labels: { table: other.csv, column: c, name: mine }")
      #expect(try run(other, into: folder + "/out").clustered == 0)
      try write(Self.labels.reversed(), to: folder + "/mine.txt")
      let (found, clustered) = try run(experiment(in: folder, clusterers), into: folder + "/out")
      #expect(clustered == 1)
      #expect(try found.partition(of: found.trials[0]).labels == Self.labels.reversed().map { Int32($0) })
    }
  }

  @Test func theLabelsOfARunAreMatchedByItsIDs() throws {
    try withFolder { folder in
      let first = try run(experiment(in: folder, "kmeans: 3", ids: true), into: folder + "/first").run
      let method = RunPlan.Method(clusterer: "kmeans", space: "visual")
      let file = "first/trials/visual/kmeans/seed-0.labels.npy"
      let found = try run(experiment(in: folder, "labels: \(file)", ids: true), into: folder + "/out").run
      #expect(
        try found.partition(of: found.trials[0]).labels == first.partition(of: first.trials(of: method)[0]).labels)
      #expect(!found.record.notices.contains { $0.kind == "matched-by-position" && $0.message.contains("clusters of") })
    }
  }

  @Test func itemsWithoutAClusterAndOtherCountsAreErrors() throws {
    try withFolder { folder in
      var labels = Self.labels
      (labels[7], labels[9]) = (-2, -2)
      try write(labels, to: folder + "/mine.txt")
      let experiment = try experiment(in: folder, "labels: mine.txt")
      #expect(
        throws: RunError(
          .itemsWithoutCluster(clusterer: "labels", file: "mine.txt", count: 2, items: 30, first: "item 7 (from 0)")),
        performing: { try run(experiment, into: folder + "/out") })
      try write(Array(Self.labels.dropLast()), to: folder + "/mine.txt")
      #expect(throws: ItemError.self) { try run(experiment, into: folder + "/out") }
      #expect(!FileManager.default.fileExists(atPath: folder + "/out"))
    }
  }

  @Test(arguments: [
    ("labels: { name: mine }", "file"), ("labels: { file: a.npy, table: t.csv }", "table"),
    ("labels: { file: \"t.csv:kind\" }", "column of a table"), ("labels: { file: a.npy, column: c }", "column"),
    ("labels: { table: t.csv, member: c }", "member"),
  ])
  func settingsThatContradictEachOtherAreErrors(clusterer: String, parameter: String) throws {
    try withFolder { folder in
      do {
        _ = try experiment(in: folder, clusterer)
        Issue.record("no error")
      } catch let error as any ExplainedError {
        #expect((error.failure + error.cause).contains(parameter), "\(error)")
      }
    }
  }

  @Test func itIsNotSwept() throws {
    try withFolder { folder in
      try write(to: folder + "/mine.txt")
      let swept = try experiment(
        in: folder, "labels: mine.txt", further: "sweeps: [{ clusterer: labels, parameter: file, values: [a, b] }]")
      #expect(throws: (any Error).self) { try run(swept, into: folder + "/out") }
    }
  }

  @Test func theStoredExperimentIsTheSame() throws {
    try withFolder { folder in
      let read = try experiment(
        in: folder, "labels: { table: t.csv, column: c, id-column: id, header: yes, name: mine }")
      let text = String(decoding: try JSONEncoder().encode(read.json), as: UTF8.self)
      #expect(try ExperimentFile.parse(text, file: "run.json", vocabulary: .standard).clusterers == read.clusterers)
      let given = try #require(read.clusterers[0].method as? GivenPartition)
      #expect(given.table == "t.csv" && given.column == "c" && given.idColumn == "id" && given.header == .yes)
    }
  }
}
