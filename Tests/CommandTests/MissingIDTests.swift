import Foundation
import Testing

/// Rows without an id, words that look like a missing one, and indices that name no row.
@Suite struct MissingIDTests {
  private let folder: TemporaryFolder
  private static let order = (0..<60).map { $0 * 11 % 60 }

  init() throws { folder = try TemporaryFolder() }

  private func point(_ item: Int) -> String { "\(900 * (item % 3)).\(item),\(-500 * (item % 3)).5" }

  private func write(
    _ names: (String, String), _ one: (Int) -> String, _ other: (Int) -> String, labels: [Int] = order
  ) throws {
    try folder.write(
      "\(names.0),x,y\n" + (0..<60).map { "\(one($0)),\(point($0))\n" }.joined(), to: "f.csv")
    try folder.write("\(names.1),class\n" + labels.map { "\(other($0)),c\($0 % 3)\n" }.joined(), to: "l.csv")
  }

  private func run(_ more: String...) async throws -> Outcome {
    try await Command.run(
      [
        "run", "--features", "f=f.csv", "--labels", "l.csv:class", "-k", "3", "--clusterer", "kmeans", "--seeds", "1",
        "--figures", "none", "--scores", "ari", "--out", "out", "--fresh",
      ] + more, in: folder)
  }

  private func expectMatched(_ outcome: Outcome, note: String? = nil) throws {
    outcome.expectSuccess()
    if outcome.status == 0 {
      #expect(try folder.text("out/scores.csv").contains("f,kmeans,0,ari,1.0\n"), "\(outcome.errors)")
    }
    if let note { #expect(outcome.errors.contains(note), "\(outcome.errors)") }
  }

  @Test(arguments: ["", "nan", "NA", " "], ["id", "image_id", "index"]) func aMissingIdMatchesNothing(
    missing: String, name: String
  ) async throws {
    let isWord = !missing.trimmingCharacters(in: .whitespaces).isEmpty
    let id = { (item: Int) in isWord ? "\(item * 3 + 7).0" : "p\(item)" }
    try write((name, name), { $0 == 0 ? missing : id($0) }, { $0 == 1 ? missing : id($0) })
    try await run().expectFailure(naming: ["1 of 60 rows of f (f.csv) has no id", "row 0 (from 0)", "--missing drop"])
    let dropped = try await run("--missing", "drop")
    try expectMatched(dropped, note: "2 of 60 items of f (f.csv) left out")
    #expect(dropped.errors.contains("58 items"), "\(dropped.errors)")
    // Without ids on the other side nothing is matched by them.
    try folder.write("class\n" + (0..<60).map { "c\($0 % 3)\n" }.joined(), to: "l.csv")
    try expectMatched(try await run())
  }

  @Test(arguments: ["null", "NA", "None", "nan", "NaN", "N/A"], ["id", "country", "word"])
  func wordsInAColumnOfIdsAreWords(word: String, name: String) async throws {
    let id = { (item: Int) in item == 7 ? word : "w\(item)" }
    try write(("id", name), id, id)
    try expectMatched(try await run())
    try folder.write(Self.order.map { "\(id($0)) \(point($0).replacing(",", with: " "))\n" }.joined(), to: "f.txt")
    let glove = try await Command.run(
      ["run", "--features", "f=f.txt", "--labels", "l.csv:class", "-k", "3", "--clusterer", "kmeans", "--seeds", "1"]
        + ["--figures", "none", "--scores", "ari", "--out", "out", "--fresh"], in: folder)
    try expectMatched(glove)
  }

  @Test(arguments: ["", "index", "Unnamed: 0"]) func anIndexOfSeveralPartsNamesNoRow(name: String) async throws {
    let half = { (item: Int) in "\(item % 30)" }
    try write((name, name), half, half, labels: Array(0..<60))
    try expectMatched(try await run(), note: "counts the rows")
    try write((name, "note"), half, { _ in "x" }, labels: Array(0..<60))
    try expectMatched(try await run(), note: "counts the rows")
    // In another order its numbers are repeated ids, unless they are said to be none.
    try write((name, name), half, half)
    try await run().expectFailure(naming: ["30 repeated ids", "--id-column none"])
    try await run("--id-column", "none").expectSuccess()
    try await run("--drop-columns", name.isEmpty ? "#0" : name).expectFailure(naming: ["30 repeated ids"])
  }

  @Test func aCounterOfFewerRowsIsOfferedWhereItsNumbersNameRows() async throws {
    try folder.write(",x,y\n" + (0..<40).map { "\($0),\(point($0 + 7))\n" }.joined(), to: "f.csv")
    try folder.write(",class\n" + (0..<60).map { "\($0),c\($0 % 3)\n" }.joined(), to: "l.csv")
    let outcome = try await run("--missing", "drop")
    outcome.expectFailure(naming: ["f (f.csv) has 40 rows", "the column #0 of f (f.csv) only counts its rows"])
    #expect(outcome.errors.contains("if equal numbers name the same row: --id-column '#0' --missing drop"))
    try await run("--missing", "drop", "--id-column", "#0").expectSuccess()
  }

  @Test(arguments: ["", "index", "Unnamed: 0"]) func fractionsAreNoIds(name: String) async throws {
    try write((name, "note"), { "\($0 % 3 * 5000).\($0)" }, { _ in "x" }, labels: Array(0..<60))
    try expectMatched(try await run())
    #expect(try folder.text("out/run.json").contains("\"columns\" : 3"))
    // Numbers that only one file has are said to be left out.
    try write((name, "note"), { "\($0 * 3 + 7)" }, { _ in "x" }, labels: Array(0..<60))
    let index = name.isEmpty ? "#0" : name
    try expectMatched(try await run(), note: "column \(index) of f (f.csv) is read as ids and not as a feature")
  }

  /// The order is questioned of the labels that are scored.
  @Test func theTruthIsHeldAgainstTheFeatures() async throws {
    try folder.write("x,y\n" + (0..<60).map { "\(point($0))\n" }.joined(), to: "f.csv")
    try folder.write("good,bad\n" + (0..<60).map { "\($0 % 3),\($0 * 7 % 60 / 20)\n" }.joined(), to: "l.csv")
    let both = ["--features", "f=f.csv", "--labels", "l.csv:good", "--labels", "l.csv:bad", "--figures", "none"]
    let options = both + ["--seeds", "1", "--clusterer", "kmeans", "--out", "out", "--fresh"]
    let bad = try await Command.run(["run", "--truth", "bad"] + options, in: folder)
    #expect(bad.errors.contains("but their bad, which is scored, no more often"), "\(bad.errors)")
    let good = try await Command.run(["run", "--truth", "good"] + options, in: folder)
    #expect(good.status == 0 && !good.errors.contains("random order"), "\(good.errors)")
  }
}
