import Foundation
import Results
import TestSupport
import Testing

/// Tables that a run stores as CSV.
@Suite struct StoredTableTests {
  @Test(arguments: 0..<40) func everyTextComesBack(seed: Int) throws {
    let parts = ["a", "é", ",", "\"", "\n", "\r\n", " ", "1.5", "", "👍🏽"]
    func text(_ row: Int, _ column: Int) -> String {
      let length = (seed + row * column) % 5
      let start = 3 * seed + row + 2 * column
      return (0..<length).map { (place: Int) -> String in parts[(start + 7 * place) % parts.count] }.joined()
    }
    let rows = (0..<seed).map { row -> [String] in [text(row, 0), text(row, 1), text(row, 2)] }
    let table = StoredTable(header: ["item", "a,b", "\"c\""], rows: rows)
    let read = try StoredTable(csv: table.csv, path: "t.csv")
    #expect(read == table)
  }

  @Test func textsWithoutSeparatorsStandAsTheyAre() throws {
    let table = StoredTable(header: ["id", "caption"], rows: [["7", "a \"cat\", asleep"], ["", "two\nlines"]])
    let text = String(decoding: table.csv, as: UTF8.self)
    #expect(text == "id,caption\n7,\"a \"\"cat\"\", asleep\"\n,\"two\nlines\"\n")
    #expect(table.column("caption") == 1)
    #expect(table.column("name") == nil)
    let captions = StoredTable(header: ["caption"], rows: [["a \"cat\", asleep"], ["two\nlines"]])
    #expect(table.selecting([1]) == captions)
  }

  @Test(arguments: ["", "a,b\n1\n", "a,b\n1,2,3\n", "a\n\"1", "a\n\"1\"2\n"])
  func whatIsNoTableIsAnError(text: String) {
    guard case .malformed("t.csv", _)? = reason(of: { _ = try StoredTable(csv: Data(text.utf8), path: "t.csv") }) else {
      Issue.record("no error")
      return
    }
  }
}

/// The tables of a method's clusters and of their items.
@Suite struct MembersRecordTests {
  private let trial = Sample.trial().identity
  private let clusters = StoredTable(header: ["cluster", "name"], rows: [["0", "0 · a"]])
  private let members = StoredTable(header: ["item", "cluster"], rows: [["0", "0"], ["1", "-2"]])

  private func withTables(_ body: (RunFolder) throws -> Void) throws {
    try withFolder { path in
      let folder = RunFolder(path: path)
      #expect(try folder.members(of: trial.method, itemCount: 2) == nil)
      try folder.write(MembersRecord(trial: trial, fingerprint: "f"), clusters: clusters, members: members)
      try body(folder)
    }
  }

  @Test func theyAreReadBack() throws {
    try withTables { folder in
      let stored = try #require(try folder.members(of: trial.method, itemCount: 2))
      #expect(stored.clusters == clusters && stored.members == members)
      #expect(stored.record.trial == trial && stored.record.fingerprint == "f")
      #expect(try folder.membersRecord(of: trial.method) == stored.record)
    }
  }

  @Test func theirFilesAreOneArtifact() throws {
    try withTables { folder in
      let files = ["clusters.csv", "members.csv", "members.json"].map { "clusters/visual/kmeans/" + $0 }
      let own = try folder.artifactFiles(of: .members(trial.method)).map(\.name)
      let others = try folder.artifactFiles(except: [.members(trial.method)]).map(\.name)
      #expect(own == files)
      #expect(others == [])
    }
  }

  @Test func otherItemsAndDamagedTablesAreErrors() throws {
    try withTables { folder in
      guard case .malformed? = reason(of: { _ = try folder.members(of: trial.method, itemCount: 3) }) else {
        Issue.record("no error")
        return
      }
      try folder.write("item,cluster\n0,0\n1,1\n", to: "clusters/visual/kmeans/members.csv")
      guard case .malformed? = reason(of: { _ = try folder.membersRecord(of: trial.method) }) else {
        Issue.record("no error")
        return
      }
      unlink(folder.path(of: "clusters/visual/kmeans/members.csv"))
      guard case .system(.read, _, ENOENT)? = reason(of: { _ = try folder.membersRecord(of: trial.method) }) else {
        Issue.record("no error")
        return
      }
    }
  }
}
