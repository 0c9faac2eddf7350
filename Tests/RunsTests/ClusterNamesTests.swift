import Core
import Experiments
import Foundation
import Report
import Results
import Runs
import Stages
import TestSupport
import Testing

/// Names that a user gives to clusters of a stored run.
@Suite struct ClusterNamesTests {
  private static let rows = 60
  private static let method = RunPlan.Method(clusterer: "mine", space: "visual")
  private static let labels = (0..<rows).map { $0 % 4 - 1 }

  /// A run with the clusters of a file, and three of k-means.
  private func run(_ labels: [String], in folder: String, k: Int = 3, isFresh: Bool = false) throws -> StoredRun {
    try Samples.table(
      Samples.groups(rows: Self.rows, columns: 4, classes: 3, spread: 0.5), ids: (0..<Self.rows).map { "i\($0)" },
      to: folder + "/visual.csv")
    try Samples.write("kind\n" + (0..<Self.rows).map { "k\($0 % 3)\n" }.joined(), to: folder + "/kinds.csv")
    try Samples.write("group\n" + labels.map { $0 + "\n" }.joined(), to: folder + "/mine.csv")
    let experiment = try ExperimentFile.parse(
      """
      dataset: { labels: [{ table: kinds.csv, column: kind }] }
      features: { visual: visual.csv }
      clusterers: [kmeans: \(k), labels: { table: mine.csv, column: group, name: mine }]
      seeds: 2
      scores: [kappa]
      figures: none
      """, file: folder + "/e.yaml", vocabulary: .standard)
    return try Runner(experiment, into: RunFolder(path: folder + "/out"), isFresh: isFresh).run()
  }

  private func name(
    _ run: StoredRun, _ text: String, in folder: String, method: RunPlan.Method = method
  ) throws -> StoredRun {
    try Samples.write(text, to: folder + "/names.csv")
    let tables = try #require(try run.members(of: method))
    let file = try ClusterNamesFile(
      folder + "/names.csv", of: tables, ofFile: run.record.names(of: method.clusterer))
    try run.nameClusters(file.names, in: tables)
    return try StoredRun(in: run.folder)
  }

  private func shown(_ run: StoredRun, _ method: RunPlan.Method = method) throws -> [String] {
    let tables = try #require(try run.members(of: method))
    let name = try #require(tables.clusters.column(MembersColumn.name))
    return tables.clusters.rows.map { $0[name] }
  }

  private func lost(_ run: StoredRun) -> [String] {
    run.record.notices.filter { $0.kind == CarriedNames.noticeKind }.map(\.message)
  }

  private static func texts(_ number: (Int) -> Int) -> [String] { labels.map { String($0 < 0 ? $0 : number($0)) } }

  @Test func namesStandInTheTablesAndFindTheirClusters() throws {
    try withFolder { folder in
      let found = try run(Self.texts { $0 }, in: folder)
      let before = try shown(found)
      #expect(before.allSatisfy { $0 == "noise" || $0.contains("· k") })
      let named = try name(found, "cluster,name\n2,weapon\n0, two  words \n", in: folder)
      #expect(try shown(named) == ["0 · two words", before[1], "2 · weapon", "noise"])
      #expect(try named.names(of: TrialIdentity(Self.method, seed: 0)) == [0: "two words", 2: "weapon"])
      let tables = try #require(try named.members(of: Self.method))
      let name = try #require(tables.members.column(MembersColumn.name))
      #expect(tables.members.rows.map { $0[name] } == Self.labels.map { [0: "two words", 2: "weapon"][$0] ?? "" })
      let report = try ClustersReport(of: named, method: "mine:visual", cluster: "weapon")
      let table = try StoredTable(csv: Data(report.text(as: .csv).utf8), path: "report")
      #expect(table.rows.count == Self.labels.count { $0 == 2 })
      // The most common class finds a cluster that has another name.
      let kind = try #require(before[2].split(separator: " ").last.map(String.init))
      let ofClass = try ClustersReport(of: named, method: "mine:visual", cluster: kind)
      let items = try StoredTable(csv: Data(ofClass.text(as: .csv).utf8), path: "report")
      let meant = Set((0..<3).filter { before[$0].hasSuffix("· \(kind)") })
      #expect(meant.contains(2) && items.rows.count == Self.labels.count { meant.contains($0) })
      // The same run changes nothing, and its tables have the names when they are made again.
      #expect(try shown(run(Self.texts { $0 }, in: folder)) == shown(named))
      let fresh = try run(Self.texts { $0 }, in: folder, isFresh: true)
      #expect(try shown(fresh) == shown(named) && fresh.members(of: Self.method) == tables)
      try fresh.nameClusters([:], in: tables)
      let without = try StoredRun(in: fresh.folder)
      #expect(
        try shown(without) == before
          && without.members(of: Self.method)?.members == found.members(of: Self.method)?.members)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/out/clusters/visual/mine").count == 3)
    }
  }

  /// The table of clusters is itself a file of names: rows that were left alone name nothing, and numbers are not doubled.
  @Test func theTableOfClustersCanBeEdited() throws {
    try withFolder { folder in
      let found = try run(Self.texts { $0 }, in: folder)
      let before = try shown(found)
      let rows = [0, 1, 2].map { "\($0),\($0 == 1 ? "1 · birds" : before[$0])\n" }.joined() + "-1,noise\n"
      let named = try name(found, "cluster,name\n" + rows, in: folder)
      #expect(try shown(named) == [before[0], "1 · birds", before[2], "noise"])
      #expect(try named.names(of: TrialIdentity(Self.method, seed: 0)) == [1: "birds"])
      // Names that were given stay.
      let again = try name(named, "cluster,name\n" + rows, in: folder)
      #expect(try again.names(of: TrialIdentity(Self.method, seed: 0)) == [1: "birds"])
      let tables = try #require(try again.members(of: Self.method))
      let notices = try ClusterNamesFile(folder + "/names.csv", of: tables).notices
      #expect(notices.map(\.message).contains { $0.contains("3 rows are as fusebench clusters prints") }, "\(notices)")
    }
  }

  @Test func renumberedClustersKeepTheirNames() throws {
    try withFolder { folder in
      _ = try name(run(Self.texts { $0 }, in: folder), "cluster,name\n2,weapon\n0,birds\n1,cars\n", in: folder)
      let turned = try run(Self.texts { ($0 + 1) % 3 }, in: folder)
      #expect(try shown(turned) == ["0 · weapon", "1 · birds", "2 · cars", "noise"] && lost(turned).isEmpty)
    }
  }

  @Test func aClusterThatFallsApartLosesItsNameAndGetsItBack() throws {
    try withFolder { folder in
      let texts = Self.texts { $0 }
      let named = try name(run(texts, in: folder), "cluster,name\n2,weapon\n0,birds\n", in: folder)
      var parts = texts
      for (place, item) in Self.labels.indices.filter({ Self.labels[$0] == 2 }).enumerated() {
        parts[item] = String(2 + place % 3)
      }
      let apart = try run(parts, in: folder)
      #expect(try shown(apart).filter { $0.contains("weapon") }.isEmpty && shown(apart)[0] == "0 · birds")
      #expect(lost(apart).count == 1)
      #expect(
        lost(apart).allSatisfy {
          $0.contains("weapon (of cluster 2, 15 items)") && $0.contains(".33") && $0.contains(".50")
        })
      #expect(try run(parts, in: folder).record == apart.record)
      let again = try run(texts, in: folder)
      #expect(try shown(again) == shown(named) && lost(again).isEmpty)
      // Names that are given anew take the place of the note.
      let renamed = try name(run(parts, in: folder), "cluster,name\n2,arms\n", in: folder)
      #expect(lost(renamed).isEmpty)
      #expect(try shown(renamed).filter { !$0.contains("· k") } == ["2 · arms", "noise"])
      #expect(try run(parts, in: folder).record == renamed.record)
    }
  }

  /// Names of a file and those that a user gives serve together; the user's come first.
  @Test func namesOfAFileAreReplacedOneByOne() throws {
    try withFolder { folder in
      let words = Self.labels.map { $0 < 0 ? "-1" : ["ants", "birds", "cars"][$0] }
      let named = try name(run(words, in: folder), "cluster,name\n1,ducks\n", in: folder)
      #expect(try shown(named) == ["0 · ants", "1 · ducks", "2 · cars", "noise"])
      #expect(try shown(run(words, in: folder, isFresh: true)) == shown(named))
      #expect(throws: ClusterNamesError.self) { try name(named, "cluster,name\n1,cars\n", in: folder) }
    }
  }

  @Test func otherItemsGetNoNames() throws {
    try withFolder { folder in
      _ = try name(run(Self.texts { $0 }, in: folder), "cluster,name\n2,weapon\n", in: folder)
      let path = folder + "/out/clusters/visual/mine/names.json"
      let record = try String(contentsOfFile: path, encoding: .utf8)
      let ids = try #require(record.firstRange(of: #/"ids" : "[0-9a-f]+"/#))
      try Samples.write(record.replacingCharacters(in: ids, with: "\"ids\" : \"0\""), to: path)
      let other = try run(Self.texts { $0 }, in: folder)
      #expect(lost(other).allSatisfy { $0.contains("the ids of the 60 items have changed") } && lost(other).count == 1)
      try Samples.write(String(record.prefix(40)), to: path)
      let cut = try run(Self.texts { $0 }, in: folder)
      #expect(lost(cut).allSatisfy { $0.contains("changed or cut short") } && lost(cut).count == 1)
      #expect(try shown(cut).allSatisfy { !$0.contains("weapon") })
    }
  }

  @Test(arguments: [
    ("cluster,label\n0,a\n", ["it needs the columns cluster and name", "2 columns: cluster, label"]),
    ("cluster,name\n7,a\n0,b\nx,c\n-1,d\n", ["names 3 clusters (7, x, -1)", "3 clusters, with the numbers 0 to 2"]),
    ("cluster,name\n0,a\n1,b\n0,c\n", ["cluster 0 has 2 names, expected 1: a, c"]),
    ("cluster,name\n0,a\n1, \n", ["1 name of 2 is blank: of cluster 1"]),
    ("cluster,name\n0,a\n2,a\n", ["2 clusters (0, 2) would have the name a, expected 1"]),
  ])
  func wrongNamesAreErrorsAndNothingIsWritten(text: String, parts: [String]) throws {
    try withFolder { folder in
      let found = try run(Self.texts { $0 }, in: folder)
      let before = try found.members(of: Self.method)
      let error = #expect(throws: ClusterNamesError.self) { try name(found, text, in: folder) }
      #expect(parts.allSatisfy { error?.cause.contains($0) == true }, "\(error?.cause ?? "")")
      #expect(try StoredRun(in: found.folder).members(of: Self.method) == before)
      #expect(try found.folder.clusterNames(of: Self.method) == nil)
    }
  }
}
