import Foundation
import Testing

/// `--references`, and `references` in experiment files, on the command line.
@Suite struct ReferenceTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeFeatures("visual.npy")
    try folder.writeFeatures("nouns.npy", rows: 4, columns: 6)
    try folder.write("cat\ndog\nbank\nbank\n", to: "nouns.txt")
    try folder.write("word,gloss\ncat,a\ndog,b\nbank,c\nsea,d\n", to: "words.csv")
  }

  private func run(_ references: [String], _ options: [String] = ["--dry-run"]) async throws -> Outcome {
    try await Command.run(
      ["run", "--visual", "visual.npy", "-k", "3", "--seeds", "1", "--figures", "none", "--out", "out"]
        + references.flatMap { ["--references", $0] } + options, in: folder)
  }

  @Test func aRunReadsAndRecordsThem() async throws {
    let outcome = try await run(["nouns=nouns.npy,names=nouns.txt", "words=nouns.npy,names=words.csv:word"], [])
    outcome.expectSuccess()
    #expect(outcome.errors.contains("note: nouns: 1 of 3 names belongs to several rows, such as \"bank\" for 2"))
    #expect(outcome.errors.contains("note: the reference words is not used by any space or clusterer"))
    let record = try folder.json("out/run.json")
    let references = try #require(record["references"] as? [String: [String: Any]])
    let nouns = try #require(references["nouns"])
    #expect(nouns["file"] as? String == "nouns.npy" && nouns["namesFile"] as? String == "nouns.txt")
    #expect(nouns["rows"] as? Int == 4 && nouns["dimensions"] as? Int == 6 && nouns["distinctNames"] as? Int == 3)
    #expect(
      (nouns["digest"] as? String)?.count == 64
        && nouns["digest"] as? String != references["words"]?["digest"] as? String)
    // The stored experiment is one to run again.
    let experiment = try #require(record["experiment"])
    try folder.write(try JSONSerialization.data(withJSONObject: experiment, options: .sortedKeys), to: "again.yaml")
    let again = try await Command.run(["run", "again.yaml", "--out", "out"], in: folder)
    again.expectSuccess()
    #expect(again.errors.contains("nothing changed"))
  }

  @Test func theDryRunListsThem() async throws {
    let outcome = try await run(["nouns=nouns.npy,names=nouns.txt"])
    outcome.expectSuccess()
    #expect(outcome.output.contains("references  nouns: 4 × 6, names of nouns.txt"))
  }

  @Test func inspectAuditsThem() async throws {
    let outcome = try await Command.run(["inspect", "--references", "nouns=nouns.npy,names=nouns.txt"], in: folder)
    outcome.expectSuccess()
    #expect(outcome.output.contains("nouns (nouns.npy), a reference\n  shape             4 × 6"))
    #expect(outcome.output.contains("names             4 of nouns.txt (3 distinct)"))
    let json = try await Command.run(
      ["inspect", "visual.npy", "--references", "nouns=nouns.npy", "--format", "json"], in: folder)
    json.expectSuccess()
    let all = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [[String: Any]])
    #expect(all.map { $0["name"] as? String } == ["visual.npy", "nouns"])
    #expect((all[1]["reference"] as? [String: Any])?["rows"] as? Int == 4)
    let neither = try await Command.run(["inspect"], in: folder)
    #expect(neither.status == 64 && neither.errors.contains("Give at least one path, or --references."))
  }

  @Test func rowsWithNaNAreDroppedAsThoseOfFeatures() async throws {
    try folder.writeFeatures("nouns.npy", rows: 4, columns: 6) { $0[7] = .nan }
    try await run(["nouns=nouns.npy,names=nouns.txt"]).expectFailure(
      1, naming: ["nouns.npy", "1 of 4 rows", "nan: drop"])
    let dropped = try await run(["nouns=nouns.npy,names=nouns.txt"], ["--dry-run", "--nan", "drop"])
    dropped.expectSuccess()
    #expect(dropped.errors.contains("nouns: 1 of 4 rows dropped") && dropped.output.contains("nouns: 3 × 6"))
  }

  @Test(
    arguments: [
      (["nouns"], 64, ["--references nouns", "name=file"]), (["=nouns.npy"], 64, ["name=file"]),
      (["nouns=nouns.npy,names="], 64, ["name=file"]),
      (["nouns=none.npy"], 1, ["none.npy"]), (["nouns=nouns.npy,names=none.txt"], 1, ["none.txt"]),
      (["nouns=nouns.npy,names=words.csv:words"], 1, ["words.csv", "words"]),
      (["visual=nouns.npy"], 1, ["visual", "another name"]),
      (["nouns=nouns.npy", "nouns=nouns.npy"], 1, ["2 references", "nouns"]),
      (["nouns=visual.npy,names=nouns.txt"], 1, ["visual.npy has 60 rows, nouns.txt has 4 names"]),
    ] as [([String], Int32, [String])])
  func wrongOnesAreErrorsBeforeAnythingIsWritten(references: [String], status: Int32, words: [String]) async throws {
    try await run(references, []).expectFailure(status, naming: words)
    #expect(!folder.exists("out"))
  }

  @Test func anExperimentFileHasThemAtTheirLines() async throws {
    try folder.write(
      "features: { visual: visual.npy }\nreferences:\n  nouns:\n    file: nouns.npy\n    nams: nouns.txt\n",
      to: "e.yaml")
    try await Command.run(["run", "e.yaml"], in: folder).expectFailure(1, naming: ["e.yaml:5:5", "nams", "names"])
    let both = try await Command.run(["run", "e.yaml", "--references", "nouns=nouns.npy"], in: folder)
    #expect(both.status == 64 && both.errors.contains("cannot use --references beside an experiment file"))
  }
}
