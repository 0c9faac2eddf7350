import Foundation
import Testing

/// The commands that answer at once: help, score, inspect, plot.
@Suite struct AnswerTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(arguments: [
    [], ["run"], ["report"], ["table"], ["figures"], ["inspect"], ["score"], ["plot"],
    ["baseline"], ["compare"], ["explain"], ["history"], ["rate"], ["match"], ["claims"],
  ])
  func helpShowsAnExample(subcommand: [String]) async throws {
    let outcome = try await Command.run(subcommand + ["--help"], in: folder)
    outcome.expectSuccess()
    #expect(outcome.output.contains(subcommand.isEmpty ? "fusebench run " : "fusebench \(subcommand[0]) "))
    #expect(outcome.output.contains("USAGE:") && outcome.errors.isEmpty)
    #expect(outcome.output.firstMatch(of: /Example|Try it/) != nil)
  }

  /// Rows with NaN are dropped from the map together with their labels, as in a run.
  @Test func plotDropsRowsWithNaN() async throws {
    let rows = (0..<30).map { $0 == 4 ? "nan,1" : "\($0 % 7),\($0 * $0 % 11)" }
    try folder.write("a,b\n" + rows.joined(separator: "\n") + "\n", to: "holes.csv")
    try folder.write((0..<30).map { "k\($0 % 2)\n" }.joined(), to: "holes.txt")
    let plot = ["plot", "holes.csv", "--labels", "holes.txt", "--perplexity", "3", "--iterations", "20"]
    try await Command.run(plot, in: folder).expectFailure(naming: ["NaN"])
    let outcome = try await Command.run(plot + ["--nan", "drop", "--out", "h.svg"], in: folder)
    outcome.expectSuccess()
    #expect(try folder.text("h.svg").contains("29 rows"))
  }

  @Test func versionIsPrinted() async throws {
    let outcome = try await Command.run(["--version"], in: folder)
    outcome.expectSuccess()
    #expect(outcome.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
  }

  // The truth a a a b b b against the clusters 0 0 1 1 1 1. Majority: a a b b b b, 5 of 6 agree. Kappa: the chance is
  // 3/6 · 2/6 + 3/6 · 4/6 = 1/2, so (5/6 − 1/2) / (1 − 1/2) = 2/3. ARI: pairs together in both 1 + 3 = 4, in truth 6,
  // in the clusters 1 + 6 = 7, of 15: (4 − 42/15) / (6.5 − 42/15) = 1.2 / 3.7.
  @Test func scoresEqualThoseWorkedOutByHand() async throws {
    try folder.write("a\na\na\nb\nb\nb\n", to: "truth.txt")
    try folder.writeLabels("clusters.npy", [0, 0, 1, 1, 1, 1])
    let outcome = try await Command.run(
      ["score", "truth.txt", "clusters.npy", "--scores", "kappa,ari,accuracy", "--format", "json"], in: folder)
    outcome.expectSuccess()
    let answer = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let values = try #require(answer["scores"] as? [[String: Any]])
    #expect(values.compactMap { $0["name"] as? String } == ["kappa", "ari", "accuracy"])
    let numbers = values.compactMap { $0["value"] as? Double }
    #expect(zip(numbers, [2.0 / 3, 1.2 / 3.7, 5.0 / 6]).allSatisfy { abs($0 - $1) < 1e-12 } && numbers.count == 3)
    #expect(answer["items"] as? Int == 6)

    let text = try await Command.run(["score", "truth.txt", "clusters.npy"], in: folder)
    text.expectSuccess()
    #expect(text.output.firstMatch(of: /kappa +0\.666667\n/) != nil)
    #expect(text.output.firstMatch(of: /ari +0\.324324\n/) != nil)
    #expect(text.errors.contains("6 items scored, 0 unlabelled, 0 noise"))
  }

  @Test func scoresOfTablesAreMatchedById() async throws {
    try folder.write("id,class\nv,a\nx,a\ny,a\nz,b\nw,b\nu,b\n", to: "truth.csv")
    try folder.write("cluster,id\n5,z\n3,y\n3,x\n3,v\n5,u\n5,w\n", to: "clusters.csv")
    let outcome = try await Command.run(
      ["score", "truth.csv:class", "clusters.csv:cluster", "--scores", "ari", "--quiet"], in: folder)
    outcome.expectSuccess()
    #expect(outcome.output.firstMatch(of: /ari +1\.000000\n/) != nil)
    #expect(outcome.errors.isEmpty)
  }

  @Test func labelFilesOfDifferentLengthsNameBoth() async throws {
    try folder.writeLabels("truth.npy", rows: 6)
    try folder.writeLabels("clusters.npy", rows: 7)
    try await Command.run(["score", "truth.npy", "clusters.npy"], in: folder)
      .expectFailure(naming: ["truth.npy has 6 rows", "clusters.npy has 7 rows"])
  }

  @Test func inspectCountsWhatIsOdd() async throws {
    try folder.writeFeatures("visual.npy", rows: 20, columns: 4) { values in
      values[0] = .nan
      values[4] = .infinity
      for column in 0..<4 { values[8 + column] = 0 }
      for column in 0..<4 { values[16 + column] = values[12 + column] }
      for row in 0..<20 { values[row * 4 + 3] = 0 }
    }
    let outcome = try await Command.run(["inspect", "visual.npy", "--format", "json"], in: folder)
    outcome.expectSuccess()
    let answer = try #require(try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any])
    let audit = try #require(answer["audit"] as? [String: Any])
    let expected = [
      "rows": 20, "columns": 4, "nanCount": 1, "infinityCount": 1, "nonFiniteRows": 2, "zeroRows": 1,
      "constantColumns": 1,
    ]
    for (key, value) in expected { #expect(audit[key] as? Int == value, "\(key): \(String(describing: audit[key]))") }

    let text = try await Command.run(["inspect", "visual.npy"], in: folder)
    #expect(text.output.contains("duplicate rows    1 ("))
    #expect(text.output.contains("20 × 4") && text.output.contains("1 NaN, 1 infinite, in 2 rows"))
  }

  @Test func inspectCountsTheItemsOfADataset() async throws {
    try folder.writeImageFolder("photos", each: 3)
    let outcome = try await Command.run(["inspect", "photos"], in: folder)
    outcome.expectSuccess()
    #expect(outcome.output.contains("8 × 8 pixels") && outcome.output.contains("3\tcat"))
    let json = try await Command.run(["inspect", "photos", "--format", "json"], in: folder)
    let answer = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(answer["items"] as? Int == 6)
  }

  @Test func inspectNamesAFileThatIsNotThere() async throws {
    try await Command.run(["inspect", "nowhere.npy"], in: folder).expectFailure(naming: ["nowhere.npy"])
  }

  @Test(arguments: [("png", "\u{FFFD}PNG"), ("pdf", "%PDF"), ("svg", "<?xml")])
  func plotWritesTheFormatOfTheEnding(ending: String, start: String) async throws {
    try folder.writeFeatures("visual.npy")
    try folder.writeLabels("labels.npy")
    let outcome = try await Command.run(
      ["plot", "visual.npy", "--labels", "labels.npy", "--iterations", "60", "--out", "map.\(ending)"], in: folder)
    outcome.expectSuccess()
    #expect(outcome.output == "map.\(ending)\n")
    #expect(String(decoding: try folder.data("map.\(ending)").prefix(5), as: UTF8.self).hasPrefix(start))
    try folder.expectNoTemporaryFiles()
  }

  @Test(arguments: ["map.gif", "map", "map.png.txt"]) func plotRefusesOtherEndings(out: String) async throws {
    try folder.writeFeatures("visual.npy")
    try await Command.run(["plot", "visual.npy", "--iterations", "10", "--out", out], in: folder)
      .expectFailure(64, naming: [out, ".svg"])
    #expect(!folder.exists(out))
  }

  @Test func plotOfFewRowsNamesHowManyAreNeeded() async throws {
    try folder.writeFeatures("visual.npy", rows: 3)
    try await Command.run(["plot", "visual.npy"], in: folder).expectFailure(naming: ["at least 4", "found 3"])
  }
}
