import Foundation
import Testing

/// Hints and notes on files that are almost what is read, each with the step that makes them so.
@Suite struct InputHintTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("x,y\n" + (0..<12).map { "\($0 % 3 * 50).\($0),\($0)\n" }.joined(), to: "f.csv")
    try folder.write("label\n" + (0..<12).map { "c\($0 % 3)\n" }.joined(), to: "l.csv")
  }

  private func run(_ features: String, _ labels: String) async throws -> Outcome {
    try await Command.run(
      ["run", "--features", "f=\(features)", "--labels", labels, "-k", "3", "--clusterer", "kmeans", "--seeds", "1"]
        + ["--figures", "none", "--out", "out", "--fresh"], in: folder)
  }

  @Test(arguments: [
    "{\"label\": {\"0\": \"cat\", \"1\": \"dog\"}}",
    "{\"columns\": [\"label\"], \"index\": [0], \"data\": [[\"cat\"]]}",
    "{\"0\": {\"label\": \"cat\"}, \"1\": {\"label\": \"dog\"}}", "{\"label\": \"cat\"}\n{\"label\": \"dog\"}\n",
  ]) func otherOrientsOfJSONNameRecords(text: String) async throws {
    try folder.write(text, to: "l.json")
    try await run("f.csv", "l.json:label").expectFailure(naming: ["to_json(path, orient=\"records\")"])
  }

  @Test(arguments: ["True", "true", "FALSE"]) func truthsAmongFeaturesNameNumbers(word: String) async throws {
    try folder.write("x,flag\n" + (0..<12).map { "\($0),\(word)\n" }.joined(), to: "g.csv")
    try await run("g.csv", "l.csv").expectFailure(naming: ["df[\"flag\"] = df[\"flag\"].astype(int)"])
    try folder.write((0..<12).map { "\(word),\($0).5\n" }.joined(), to: "g.csv")
    try await run("g.csv", "l.csv").expectFailure(naming: ["astype(int)"])
  }

  @Test(arguments: ["csv", "tsv", "txt"]) func aWorkbookUnderAnotherNameIsCalledOne(ending: String) async throws {
    try folder.write(Data([0x50, 0x4b, 0x03, 0x04]) + Data(repeating: 7, count: 300), to: "book.\(ending)")
    for (features, labels) in [("book.\(ending)", "l.csv"), ("f.csv", "book.\(ending)")] {
      try await run(features, labels).expectFailure(naming: ["Excel", "save it as CSV UTF-8"])
    }
  }

  @Test func commasBesideTabsAreNamed() async throws {
    try folder.write((0..<12).map { "\($0),\t\($0).5,\t1\n" }.joined(), to: "g.txt")
    try await run("g.txt", "l.csv").expectFailure(naming: ["separated by both , and white space"])
  }

  @Test(arguments: [["cat", "CAT"], ["1", "01"], ["Tabby", "tabby"], ["a007", "A007"]])
  func classesThatLookAlikeAreNoted(names: [String]) async throws {
    try folder.write("label\n" + (0..<12).map { "\($0 < 6 ? names[$0 % 2] : "dog")\n" }.joined(), to: "m.csv")
    let outcome = try await run("f.csv", "m.csv")
    outcome.expectSuccess()
    #expect(outcome.errors.contains("\(names.sorted().joined(separator: ", ")) differ in capitals or leading zeros"))
    #expect(try await !run("f.csv", "l.csv").errors.contains("differ in capitals"))
  }

  @Test(arguments: ["NaT", "\\N", "NA", ""]) func wordsForAMissingLabelAreUnlabelled(word: String) async throws {
    try folder.write("label,n\n" + (0..<12).map { "\($0 == 4 ? word : "c\($0 % 3)"),x\n" }.joined(), to: "m.csv")
    #expect(try await run("f.csv", "m.csv:label").errors.contains("1 of 12 items have no label"))
  }

  @Test func anIndexIsNamedInPlainWords() async throws {
    try folder.write(",index,x\n" + (0..<12).map { "\($0),\($0),\($0).5\n" }.joined(), to: "g.csv")
    let outcome = try await run("g.csv", "l.csv")
    #expect(outcome.errors.contains("g.csv: the first column (without a name), index only count the rows"))
  }

  /// Numbers that differ beyond the digits of double precision.
  @Test(arguments: ["1.00000000000000000%", "90071992547409920000%", "-0.12345678901234567890%"])
  func digitsThatAreLostAreTheCauseOfTooFewRows(number: String) async throws {
    let lines = (0..<12).map { number.replacingOccurrences(of: "%", with: "\($0 % 3 + 1)") + "\n" }
    try folder.write("t\n" + lines.joined(), to: "g.csv")
    try await run("g.csv", "l.csv").expectFailure(naming: [
      "3 clusters need at least 3 distinct rows", "of the file differ from others only in digits", "as differences",
    ])
  }
}
