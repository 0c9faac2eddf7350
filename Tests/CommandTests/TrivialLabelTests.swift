import Foundation
import Testing

/// Scores that mean nothing come with a note that says so, wherever they are shown.
@Suite struct TrivialLabelTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeFeatures("x.npy")
    try folder.write((0..<60).map { "img\($0).png \($0 % 3)\n" }.joined(), to: "val.txt")
    try folder.write((0..<60).map { "name \($0)\n" }.joined(), to: "each.txt")
    try folder.writeLabels("one.npy", [Int32](repeating: 4, count: 60))
    try folder.writeLabels("many.npy", (0..<60).map { $0 / 2 + ($0 % 4 == 0 ? 100 : 0) })
    try folder.writeLabels("ordinary.npy")
  }

  private func run(_ labels: String, _ more: [String] = []) async throws -> Outcome {
    let outcome = try await Command.run(
      [
        "run", "--features", "f=x.npy", "--labels", labels, "--clusterer", "kmeans", "--seeds", "2", "--figures",
        "none", "--out", "out",
      ] + more, in: folder)
    outcome.expectSuccess()
    return outcome
  }

  private static let words: [(labels: String, note: String)] = [
    (
      "each.txt",
      "every item has a class of its own (60 classes for 60 items): scores are meaningless; check the column"
    ),
    ("one.npy", "every item is of one class (1 class for 60 items): scores are meaningless"),
    (
      "many.npy",
      "most items have a class of their own (45 classes for 60 items): scores carry little information; check the column"
    ),
  ]

  @Test(arguments: Self.words) func theRunSaysSoEverywhere(labels: String, note: String) async throws {
    let outcome = try await run(labels)
    #expect(outcome.errors.contains(note), "\(outcome.errors)")
    for name in ["table.md", "findings.md", "report.html", "table.tex"] {
      #expect(try folder.text("out/\(name)").contains(note), "\(name)")
    }
    let table = try await Command.run(["table", "out"], in: folder)
    #expect(table.errors.contains(note))
    let inspected = try await Command.run(["inspect", "x.npy", "--labels", labels], in: folder)
    #expect(inspected.output.contains(note), "\(inspected.output)")
    let scored = try await Command.run(["score", labels, labels], in: folder)
    scored.expectSuccess()
    #expect(scored.errors.contains(note), "\(scored.errors)")
  }

  @Test func kappaOfOneClassIsUndefinedWithOneNote() async throws {
    let outcome = try await run("one.npy", ["-k", "3"])
    let note = "kappa is undefined: all 60 scored items are of one class"
    #expect(outcome.errors.contains(note), "\(outcome.errors)")
    let table = try folder.text("out/table.md")
    #expect(table.components(separatedBy: note).count == 2 && table.contains(" – |"), "\(table)")
    let scored = try await Command.run(["score", "one.npy", "ordinary.npy"], in: folder)
    scored.expectSuccess()
    #expect(scored.output.contains(/kappa +undefined\n/) && scored.output.contains(/kappa-matched +0\.0+\n/))
    #expect(scored.errors.components(separatedBy: note).count == 2, "\(scored.errors)")
  }

  @Test func ordinaryLabelsHaveNoSuchNote() async throws {
    let outcome = try await run("ordinary.npy")
    #expect(!outcome.errors.contains("are meaningless") && !outcome.errors.contains("carry little information"))
    #expect(!outcome.errors.contains("for any labels"))
  }

  @Test func asManyClustersAsItemsAreSaid() async throws {
    let outcome = try await run("ordinary.npy", ["-k", "60"])
    #expect(outcome.errors.contains("kmeans: 60 clusters for 60 items, one per item"))
  }

  @Test(
    arguments: [
      ("each.txt", "each.txt", "clusters 60, classes 60 (one per item)\n"),
      ("ordinary.npy", "each.txt", "clusters 60 (one per item), classes 3\n"),
      ("each.txt", "ordinary.npy", "clusters 3, classes 60 (one per item)\n"),
      ("ordinary.npy", "ordinary.npy", "clusters 3, classes 3\n"),
      ("one.npy", "ordinary.npy", "clusters 3, classes 1\n"),
    ])
  func scoreCountsClustersAndClasses(truth: String, prediction: String, counts: String) async throws {
    let outcome = try await Command.run(["score", truth, prediction], in: folder)
    outcome.expectSuccess()
    #expect(outcome.errors.contains(counts), "\(outcome.errors)")
    let json = try await Command.run(["score", truth, prediction, "--format", "json"], in: folder)
    let values = try #require(
      JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(values["classes"] as? Int != nil && values["clusters"] as? Int != nil)
  }

  @Test func onePageHasOneAccuracyOfEachName() async throws {
    _ = try await run("ordinary.npy", ["--scores", "kappa,kappa-matched,accuracy,purity"])
    let page = try folder.text("out/report.html")
    #expect(page.contains("accuracy</button><small>one-to-one</small>"))
    #expect(page.contains("kappa</button><small>majority vote</small>"))
    #expect(page.contains(">majority accuracy</th>") && !page.contains(">accuracy</th>"))
    #expect(
      try folder.text("out/table.md").contains(
        "kappa: majority vote, kappa-matched: one-to-one, accuracy: one-to-one, purity: majority vote"))
  }

  @Test func aSingleClusterBesideMinusOneIsNoted() async throws {
    let truth = (0..<60).map { Int32($0 % 3) }
    try folder.writeLabels("truth.npy", truth)
    try folder.writeLabels("two.npy", truth.map { $0 == 0 ? -1 : 1 })
    try folder.writeLabels("three.npy", truth.map { $0 - 1 })
    let two = try await Command.run(["score", "truth.npy", "two.npy"], in: folder)
    two.expectSuccess()
    #expect(two.errors.contains("two.npy: there is a single cluster beside -1, which is read as noise"))
    let three = try await Command.run(["score", "truth.npy", "three.npy"], in: folder)
    three.expectSuccess()
    #expect(!three.errors.contains("single cluster"))
  }
}
