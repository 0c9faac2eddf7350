import Foundation
import Testing

/// The messages of `baseline`, `compare` and `history` on gates that cannot decide, on edited files, on names and on
/// other labels.
@Suite struct GateNoteTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeFeatures("visual.npy", rows: 150, spread: 0.8)
    try folder.writeFeatures("text.npy", rows: 150, spread: 0.9, seed: 5)
    try folder.writeLabels("labels.npy", rows: 150)
    try folder.writeLabels("halves.npy", rows: 150, classes: 2)
  }

  private func run(_ out: String, seeds: Int = 5, labels: String = "labels.npy", _ more: [String] = []) async throws {
    try await Command.run(
      [
        "run", "--visual", "visual.npy", "--text", "text.npy", "--labels", labels, "-k", "3", "--clusterer", "kmeans",
        "--seeds", "\(seeds)", "--figures", "none", "--out", out, "--quiet",
      ] + more, in: folder
    ).expectSuccess()
  }

  private func baseline(_ arguments: [String]) async throws -> Outcome {
    let outcome = try await Command.run(["baseline"] + arguments + ["--force"], in: folder)
    outcome.expectSuccess()
    return outcome
  }

  @Test(arguments: [(2, true), (3, true), (4, false), (5, false)])
  func tooFewSeedsComeWithTheNumberThatDecides(seeds: Int, isNoted: Bool) async throws {
    try await run("first", seeds: seeds)
    for arguments in [["first"], ["first", "--quiet"]] {
      let errors = try await baseline(arguments).errors
      #expect(errors.contains("note: the baseline keeps the labels of \(seeds) seeds") == isNoted, "\(errors)")
      #expect(errors.contains("record a run of --seeds 4 or more") == isNoted)
    }
  }

  @Test func keepingFewOfManySeedsIsNotedToo() async throws {
    try await run("first")
    for kept in [1, 2, 3] {
      let errors = try await baseline(["first", "--seeds-kept", "\(kept)", "--quiet"]).errors
      #expect(errors.contains("the labels of \(kept) seed") && errors.contains("--seeds 4"), "\(errors)")
    }
    #expect(try await baseline(["first", "--seeds-kept", "4", "--quiet"]).errors.isEmpty)
  }

  @Test func theNoteSaysHowTheBaselineIsNamed() async throws {
    try folder.write(
      """
      name: release
      features: { visual: { file: visual.npy } }
      dataset: { labels: { file: labels.npy } }
      clusterers: [ kmeans: { k: 3 } ]
      figures: none
      """, to: "release.yaml")
    try await Command.run(["run", "release.yaml", "--out", "runs/mine", "--quiet"], in: folder).expectSuccess()
    let outcome = try await baseline(["runs/mine"])
    #expect(outcome.output == "baselines/release.json\n")
    #expect(
      outcome.errors.contains("\"release\", the name of the experiment of runs/mine (--name sets another)"),
      "\(outcome.errors)")
    let named = try await baseline(["runs/mine", "--name", "mine"])
    #expect(named.output == "baselines/mine.json\n" && named.errors.contains("\"mine\": 1 cell"), "\(named.errors)")
    try folder.write("clusterer,space,score,value\nkmeans,visual,kappa,0.5\n", to: "paper.csv")
    #expect(
      try await baseline(["--from-table", "paper.csv"]).errors.contains("\"paper\", the name of the table paper.csv"))
  }

  /// Edits that leave valid JSON, each part in order by itself.
  @Test func anEditedBaselineIsAnErrorAndNoVerdict() async throws {
    try await run("first")
    _ = try await baseline(["first", "--out", "b.json"])
    let whole = try folder.json("b.json")
    func edited(_ change: (inout [String: Any], inout [[String: Any]]) -> Void) throws {
      var (object, cells) = (whole, try #require(whole["cells"] as? [[String: Any]]))
      change(&object, &cells)
      object["cells"] = cells
      try folder.write(JSONSerialization.data(withJSONObject: object), to: "edited.json")
    }
    try edited { _, _ in }
    try await Command.run(["compare", "first", "edited.json"], in: folder).expectSuccess()
    let edits: [(inout [String: Any], inout [[String: Any]]) -> Void] = [
      { _, cells in cells.removeLast() }, { _, cells in cells[0]["labels"] = nil },
      { _, cells in cells[1]["scores"] = ["kappa": ["mean": 0.1]] }, { object, _ in object["digest"] = nil },
    ]
    for change in edits {
      try edited(change)
      for more in [[], ["--allow-missing"]] {
        try await Command.run(["compare", "first", "edited.json"] + more, in: folder)
          .expectFailure(naming: ["cannot read the baseline edited.json", "digest", "was changed", "version control"])
      }
    }
    // Published numbers too: their table is what is edited.
    try folder.write("clusterer,space,score,value\nkmeans,visual,kappa,0.5\n", to: "paper.csv")
    _ = try await baseline(["--from-table", "paper.csv", "--out", "paper.json"])
    let text = try folder.text("paper.json")
    try folder.write(text.replacingOccurrences(of: "0.5", with: "0.9"), to: "paper.json")
    try await Command.run(["compare", "first", "paper.json"], in: folder)
      .expectFailure(naming: ["paper.json", "digest", "--from-table"])
  }

  @Test(arguments: ["emoji", "scikit-learn-emoji", "coursework-cifar10"])
  func theShippedBaselinesHaveTheirDigest(name: String) async throws {
    let path = Command.package.appendingPathComponent("baselines/\(name).json").path
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.contains("\"digest\""))
    try await run("first")
    try folder.write(text, to: "b.json")
    let whole = try await Command.run(["compare", "first", "b.json", "--allow-missing"], in: folder)
    #expect(!whole.errors.contains("cannot read"), "\(whole.errors)")
    try folder.write(text.replacingOccurrences(of: "pca-average", with: "pca-averaged"), to: "b.json")
    try await Command.run(["compare", "first", "b.json"], in: folder).expectFailure(naming: ["digest"])
  }

  // MARK: - History

  @Test func runsAgainstOtherLabelsAreNotedAndMarked() async throws {
    try await run("runs/a")
    try await run("runs/b")
    let same = try await Command.run(["history", "runs"], in: folder)
    same.expectSuccess()
    #expect(same.errors.isEmpty && !same.output.contains("labels"), "\(same.errors)")
    try await run("runs/c", labels: "halves.npy")
    for more in [[], ["--quiet"]] {
      let outcome = try await Command.run(["history", "runs", "--figure", "h.svg"] + more, in: folder)
      outcome.expectSuccess()
      #expect(outcome.errors.contains("note: the runs are scored against different labels"), "\(outcome.errors)")
      #expect(outcome.errors.contains("labels (3 classes, checksum ") && outcome.errors.contains(") in a, b"))
      #expect(outcome.errors.contains("halves (2 classes, checksum ") && outcome.errors.contains(") in c"))
      let rows = outcome.output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
      #expect(rows.last?.first == "c" && rows.last?.contains("halves") == true, "\(outcome.output)")
    }
    #expect(try folder.text("h.svg").contains("scored against different labels"))
    let csv = try await Command.run(["history", "runs", "--format", "csv", "--quiet"], in: folder)
    #expect(csv.output.contains(",labels\n") && csv.output.contains(",halves\n"))
    // A score that looks at the features does not depend on them.
    try FileManager.default.createDirectory(atPath: folder.path("inner"), withIntermediateDirectories: false)
    try await run("inner/a", labels: "halves.npy", ["--scores", "kappa,silhouette"])
    try await run("inner/b", ["--scores", "kappa,silhouette"])
    let inner = try await Command.run(["history", "inner", "--score", "silhouette"], in: folder)
    #expect(!inner.errors.contains("different labels"), "\(inner.errors)")
  }

  @Test func labelsOfTheSameNameThatDifferAreNotedAndRenamedOnesAreNot() async throws {
    try await run("runs/a")
    try FileManager.default.copyItem(atPath: folder.path("labels.npy"), toPath: folder.path("kinds.npy"))
    try await run("runs/b", labels: "kinds.npy")
    let renamed = try await Command.run(["history", "runs"], in: folder)
    #expect(!renamed.errors.contains("different labels"), "\(renamed.errors)")
    try folder.writeLabels("labels.npy", (0..<150).map { $0 % 7 == 0 ? 0 : Int32($0 % 3) })
    try await run("runs/c")
    #expect(try await Command.run(["history", "runs"], in: folder).errors.contains("different labels"))
  }

  // MARK: - Ties of the vote

  @Test func aKappaThatTheOrderOfTheClassesDecidesIsNoted() async throws {
    // Cluster 1 holds two of a and two of b.
    let classes = ["a", "a", "a", "a", "a", "a", "a", "a", "b", "b", "b", "b"]
    let clusters = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2]
    try folder.write(classes.map { $0 + "\n" }.joined(), to: "truth.txt")
    try folder.write(clusters.map { "\($0)\n" }.joined(), to: "clusters.txt")
    let outcome = try await Command.run(["score", "truth.txt", "clusters.txt"], in: folder)
    outcome.expectSuccess()
    let note = "the majority vote is tied in 1 cluster (4 items)"
    #expect(outcome.errors.contains("note: \(note)"), "\(outcome.errors)")
    #expect(
      outcome.errors.contains("which gives a kappa of 0.571; other choices give 0.571 to 0.667"), "\(outcome.errors)")
    #expect(try await Command.run(["score", "truth.txt", "clusters.txt", "--quiet"], in: folder).errors.contains(note))
    // The other order of the names: the other kappa, the same range.
    try folder.write(classes.map { ($0 == "a" ? "z" : $0) + "\n" }.joined(), to: "turned.txt")
    let turned = try await Command.run(["score", "turned.txt", "clusters.txt"], in: folder)
    #expect(
      turned.errors.contains("which gives a kappa of 0.667; other choices give 0.571 to 0.667"), "\(turned.errors)")
    // A score without a vote is not concerned.
    let ari = try await Command.run(["score", "truth.txt", "clusters.txt", "--scores", "ari,purity"], in: folder)
    #expect(!ari.errors.contains(note))
    let json = try await Command.run(["score", "truth.txt", "clusters.txt", "--format", "json"], in: folder)
    #expect(json.output.contains("\"vote-tied\""))
  }

  @Test func aRunKeepsTheNoteOnATie() async throws {
    // Three distinct points are three clusters.
    let values: [Float] = [0, 0, 0, 0, 0, 0, 5, 5, 5, 5, 10, 10]
    try folder.write(TemporaryFolder.npy("<f4", "(12, 1)", TemporaryFolder.bytes(of: values)), to: "points.npy")
    try folder.writeLabels("tied.npy", [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1])
    let outcome = try await Command.run(
      [
        "run", "--features", "f=points.npy", "--labels", "tied.npy", "-k", "3", "--clusterer", "kmeans", "--seeds", "2",
        "--figures", "none", "--out", "out",
      ], in: folder)
    outcome.expectSuccess()
    let note = "the majority vote is tied in 1 cluster (4 items)"
    #expect(outcome.errors.contains(note), "\(outcome.errors)")
    #expect(try folder.text("out/findings.md").contains(note))
    #expect(try folder.text("out/trials/f/kmeans/seed-0.json").contains("vote-tied"))
  }
}
