import Foundation
import Testing

/// Ids that are numbers under names that say nothing, and counters beside them.
@Suite struct NumberIDTests {
  private let folder: TemporaryFolder
  private static let order = (0..<30).map { $0 * 11 % 30 }

  init() throws { folder = try TemporaryFolder() }

  private func number(_ item: Int) -> String { "\(101 + item * 7 % 30 * 4)" }
  private func point(_ item: Int) -> String { "\(900 * (item % 3)).\(item),\(-500 * (item % 3)).5" }

  private func write(_ name: String, _ header: String, _ items: [Int], _ row: (Int) -> String) throws {
    try folder.write("\(header)\n" + items.map { row($0) + "\n" }.joined(), to: name)
  }

  private func run(_ more: String...) async throws -> Outcome {
    try await Command.run(
      [
        "run", "--features", "f=f.csv", "--labels", "l.csv:class", "-k", "3", "--clusterer", "kmeans", "--seeds", "1",
        "--figures", "none", "--scores", "ari", "--out", "out", "--fresh",
      ] + more, in: folder)
  }

  private func expectMatched(_ outcome: Outcome, _ notes: [String] = [], _ comment: String = "") throws {
    outcome.expectSuccess()
    if outcome.status == 0 {
      #expect(try folder.text("out/scores.csv").contains("f,kmeans,0,ari,1.0\n"), "\(comment): \(outcome.errors)")
    }
    for note in notes { #expect(outcome.errors.contains(note), "\(comment): \(outcome.errors)") }
  }

  private static let names = [
    ("patient_id", "subject_id"), ("uid", "file_name"), ("uid", "image"), ("photo_id", "photo"), ("imageId", "row"),
  ]

  @Test(arguments: names) func theSameNumbersAreTheSameIds(one: String, other: String) async throws {
    for (items, comment) in [(Self.order, "in another order"), (Array(0..<30), "in the same order")] {
      try write("f.csv", "\(one),x,y", Array(0..<30)) { "\(number($0)),\(point($0))" }
      try write("l.csv", "\(other),class", items) { "\(number($0)),c\($0 % 3)" }
      try expectMatched(
        try await run(),
        [
          "ids of f (f.csv) are those of its column \(one) as in labels class (l.csv)",
          "ids of labels class (l.csv) are those of its column \(other) as in f (f.csv)",
        ], comment)
    }
  }

  @Test(arguments: names + [("patient", "subject"), ("a", "b")], [30, 5])
  func scoreMatchesTheSameNumbers(names: (String, String), count: Int) async throws {
    let items = Array(0..<count)
    try write("a.csv", "\(names.0),label", items) { "\(number($0)),\($0 % 3)" }
    try write("b.csv", "\(names.1),cluster", items.reversed()) { "\(number($0)),\($0 % 3)" }
    for files in [["a.csv:label", "b.csv:cluster"], ["b.csv:cluster", "a.csv:label"]] {
      let outcome = try await Command.run(["score"] + files + ["--scores", "ari"], in: folder)
      #expect(outcome.output.contains("ari  1.000000"), "\(outcome.output)\(outcome.errors)")
      #expect(outcome.errors.contains("ids of a.csv are those of its column \(names.0) as in b.csv"))
      #expect(outcome.errors.contains("ids of b.csv are those of its column \(names.1) as in a.csv"))
    }
  }

  @Test(arguments: [("patient", "subject"), ("x1", "person"), ("photo", "image")])
  func idsAmongTheFeaturesAreAnError(one: String, other: String) async throws {
    try write("f.csv", "\(one),x,y", Array(0..<30)) { "\(number($0)),\(point($0))" }
    try write("l.csv", "\(other),class", Self.order) { "\(number($0)),c\($0 % 3)" }
    try await run().expectFailure(naming: [
      "its column \(one) is read as a feature", "the ids of labels class", "--id-column \(one)",
    ])
    try expectMatched(try await run("--id-column", one))
    // In the same order no row changes its place.
    try write("l.csv", "\(other),class", Array(0..<30)) { "\(number($0)),c\($0 % 3)" }
    let outcome = try await run()
    outcome.expectSuccess()
    #expect(
      outcome.errors.contains("column \(one) of f (f.csv) and column \(other) of labels class (l.csv) share 30 of"))
  }

  @Test(arguments: [("uid", "image", 0), ("patient_id", "subject_id", 1), ("photo", "nr", 1)])
  func countersAndSetsThatAgreeInPartAreNotUsedSilently(one: String, other: String, start: Int) async throws {
    let note = "column \(one) of a.csv and column \(other) of b.csv share"
    try write("a.csv", "\(one),label", Self.order) { "\($0 + start),\($0 % 3)" }
    try write("b.csv", "\(other),cluster", Self.order.reversed()) { "\($0 + start),\($0 % 3)" }
    let counters = try await Command.run(["score", "a.csv:label", "b.csv:cluster"], in: folder)
    #expect(counters.status == 0 && counters.errors.contains("\(note) 30 of 30 values"), "\(counters.errors)")
    try write("b.csv", "\(other),cluster", Self.order.reversed()) { "\($0 < 5 ? 700 + $0 : $0 + start),\($0 % 3)" }
    let parts = try await Command.run(["score", "a.csv:label", "b.csv:cluster"], in: folder)
    #expect(parts.errors.contains("are not used as ids"), "\(parts.errors)")
    #expect(parts.errors.contains("--id-column \(one)"))
    // Less than half is chance.
    try write("b.csv", "\(other),cluster", Self.order.reversed()) { "\($0 < 20 ? 700 + $0 : $0 + start),\($0 % 3)" }
    let chance = try await Command.run(["score", "a.csv:label", "b.csv:cluster"], in: folder)
    #expect(chance.status == 0 && !chance.errors.contains("are not used as ids"), "\(chance.errors)")
  }

  @Test(arguments: ["photo_id", "uid"], [true, false])
  func idsComeBeforeAPermutedIndex(name: String, areNumbers: Bool) async throws {
    let id = { (item: Int) in areNumbers ? number(item) : "im\(item)" }
    try write("f.csv", ",\(name),x,y", Array(0..<30)) { "\($0),\(id($0)),\(point($0))" }
    let sorted = Self.order.sorted { ($0 % 3, $0 * 7 % 30) < ($1 % 3, $1 * 7 % 30) }
    // The index is that of another order of the items.
    try write("l.csv", ",image,class", sorted) { "\($0 * 11 % 30),\(id($0)),c\($0 % 3)" }
    try expectMatched(try await run(), ["those of its column \(name)", "those of its column image"])
    try write("l.csv", "Unnamed: 0,image,class", sorted) { "\($0 * 11 % 30),\(id($0)),c\($0 % 3)" }
    try expectMatched(try await run())
  }

  @Test(arguments: ["uid", "photo_id"]) func twoPairsThatDisagreeAreAnError(name: String) async throws {
    try write("f.csv", "\(name),x,y", Array(0..<30)) { "\(number($0)),\(point($0))" }
    try write("l.csv", "image,scan,class", Self.order) { "\(number($0)),\(number(29 - $0)),c\($0 % 3)" }
    try await run().expectFailure(naming: ["2 columns may hold them", "image, scan", "--id-column image"])
    try expectMatched(try await run("--id-column", "image"))
  }

  @Test(arguments: ["", "index", "Unnamed: 0"]) func rowsThatWereFilteredAreNamed(index: String) async throws {
    let kept = (0..<30).filter { $0 % 10 != 3 }
    try write("f.csv", "\(index),x,y", kept) { "\($0),\(point($0))" }
    try write("l.csv", "\(index),class", Array(0..<30)) { "\($0),c\($0 % 3)" }
    try await run().expectFailure(naming: ["3 of 30 rows not in f (f.csv): \"3\", \"13\", \"23\"", "--missing drop"])
    try expectMatched(try await run("--missing", "drop"))
    try write("f.csv", "\(index),x,y", Array(0..<30)) { "\($0),\(point($0))" }
    try write("l.csv", "\(index),class", kept) { "\($0),c\($0 % 3)" }
    try await run().expectFailure(naming: ["3 of 30 items not in labels class", "--missing drop"])
    try expectMatched(try await run("--missing", "drop"))
  }

  @Test func countsThatDifferNameTheColumnsThatMayHoldIds() async throws {
    try write("a.csv", "patient,label", Array(0..<30)) { "\(number($0)),\($0 % 3)" }
    try write("b.csv", "subject,cluster", Array(0..<27)) { "\(number($0)),\($0 % 3)" }
    try await Command.run(["score", "a.csv:label", "b.csv:cluster"], in: folder).expectFailure(naming: [
      "a.csv has 30 rows, b.csv has 27 rows", "--id-column patient --id-column subject", "--missing drop",
    ])
    try write("b.csv", "cluster", Array(0..<27)) { "\($0 % 3)" }
    try await Command.run(["score", "a.csv:label", "b.csv:cluster"], in: folder).expectFailure(naming: [
      "give both files an id column"
    ])
  }
}
