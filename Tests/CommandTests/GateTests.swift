import Foundation
import Testing

/// `baseline`, `compare` and `history`, and the exit codes that continuous integration goes by.
@Suite struct GateTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Runs k-means on two feature files into `out`; the visual ones may be noisy.
  private func run(_ out: String, spread: Float = 0.8, rows: Int = 150, arguments: [String] = []) async throws {
    try folder.writeFeatures("visual.npy", rows: rows, spread: spread)
    try folder.writeFeatures("text.npy", rows: rows, spread: 0.9, seed: 5)
    try folder.writeLabels("labels.npy", rows: rows)
    let outcome = try await Command.run(
      [
        "run", "--visual", "visual.npy", "--text", "text.npy", "--labels", "labels.npy", "-k", "3", "--clusterer",
        "kmeans", "--seeds", "5", "--figures", "none", "--out", out, "--quiet",
      ] + arguments, in: folder)
    outcome.expectSuccess()
  }

  private func compare(_ arguments: [String]) async throws -> Outcome {
    try await Command.run(["compare"] + arguments, in: folder)
  }

  @Test func theSameRunAgainPassesAndALossDoesNot() async throws {
    try await run("first")
    let baseline = try await Command.run(["baseline", "first", "--name", "main"], in: folder)
    baseline.expectSuccess()
    #expect(baseline.output == "baselines/main.json\n" && baseline.errors.contains("4 cells, labels of 5 seeds"))
    let bytes = try folder.data("baselines/main.json")

    try await run("again")
    let same = try await compare(["again", "main"])
    same.expectSuccess()
    #expect(same.output.contains("kappa: no regression in 4 cells against the baseline main: 4 unchanged"))
    #expect(same.output.contains("identical") && same.errors.isEmpty)
    #expect(same.output.contains(" in again, 5 seeds; baseline main, made by fusebench"))

    try await run("worse", spread: 6)
    let worse = try await compare(
      ["worse", "baselines/main.json", "--out", "gate.md", "--out", "gate.xml", "--out", "gate.json", "--out", "g.txt"])
    #expect(worse.status == 2 && !worse.crashed, "\(worse.errors)")
    #expect(worse.output.contains("kappa regressed in") && worse.output.contains("regressed\n"))
    #expect(worse.output.contains("gate.xml\n"))
    #expect(try folder.text("gate.md").hasPrefix("❌"))
    #expect(try folder.text("gate.xml").contains("<failure type=\"regressed\""))
    #expect(try folder.text("g.txt").contains("kappa regressed"))
    let cells = try #require(try folder.json("gate.json")["cells"] as? [[String: Any]])
    #expect(cells.count == 4 && cells[0]["verdict"] as? String == "regressed")
    #expect(try folder.data("baselines/main.json") == bytes)
    try folder.expectNoTemporaryFiles()
  }

  @Test func aMissingBaselineHasAnExitCodeOfItsOwn() async throws {
    try await run("first")
    try await compare(["first", "main"]).expectFailure(5, naming: ["baselines/main.json", "fusebench baseline"])
    try await compare(["first", "nowhere/b.json"]).expectFailure(5, naming: ["nowhere/b.json"])
    try await compare(["nowhere", "main"]).expectFailure(5, naming: ["main.json"])
  }

  @Test func badInputIsNoRegression() async throws {
    try await run("first")
    try await Command.run(["baseline", "first", "--out", "b.json"], in: folder).expectSuccess()
    try await compare(["nowhere", "b.json"]).expectFailure(naming: ["nowhere", "no such folder"])
    try await compare(["first", "b.json", "--score", "kapa"]).expectFailure(64, naming: ["kapa", "kappa"])
    try await compare(["first", "b.json", "--tolerance=-1"]).expectFailure(64, naming: ["--tolerance"])
    try await compare(["first", "b.json", "--alpha", "2"]).expectFailure(64, naming: ["--alpha"])
    try await compare(["first", "b.json", "--out", "gate.html"]).expectFailure(64, naming: ["gate.html", ".xml"])
    try await compare(["first", "b.json", "--fail-on", "rain"]).expectUsageError(naming: ["rain"])
    try await compare(["first"]).expectUsageError(naming: ["baseline"])
    try folder.write("{", to: "broken.json")
    try await compare(["first", "broken.json"]).expectFailure(naming: ["broken.json", "--force"])
    try await run("fewer", rows: 90)
    try await compare(["fewer", "b.json"]).expectFailure(naming: ["90 items", "150", "fusebench baseline"])
  }

  @Test func aMissingCellFailsUnlessItIsAllowed() async throws {
    try await run("first")
    try await Command.run(["baseline", "first"], in: folder).expectSuccess()
    try folder.write(
      """
      features: { visual: { file: visual.npy } }
      dataset: { labels: { file: labels.npy } }
      spaces: [visual]
      clusterers: [ kmeans: { k: 3 } ]
      """, to: "one.yaml")
    try await Command.run(["run", "one.yaml", "--out", "one", "--figures", "none"], in: folder).expectSuccess()
    let missing = try await compare(["one", "first", "--out", "gate.xml"])
    #expect(missing.status == 1 && missing.errors.contains("hint:  ") && missing.errors.contains("kmeans on text"))
    #expect(try folder.text("gate.xml").contains("type=\"missing\""))
    let allowed = try await compare(["one", "first", "--allow-missing"])
    allowed.expectSuccess()
    #expect(allowed.output.contains("kmeans on text: in the baseline, not in the run"))
  }

  @Test func undecidedFailsOnRequest() async throws {
    try await run("first", arguments: ["--seeds", "1"])
    try await Command.run(["baseline", "first"], in: folder).expectSuccess()
    try await run("second", spread: 3, arguments: ["--seeds", "1", "--seed", "9"])
    let outcome = try await compare(["second", "first"])
    outcome.expectSuccess()
    #expect(outcome.output.contains("run with --seeds 5"))
    #expect(try await compare(["second", "first", "--fail-on", "undecided"]).status == 2)
  }

  @Test func baselinesAreNotOverwrittenUnasked() async throws {
    try await run("first")
    try await Command.run(["baseline", "first"], in: folder).expectSuccess()
    try await Command.run(["baseline", "first"], in: folder).expectSuccess()
    try await run("first", spread: 3)
    try await Command.run(["baseline", "first"], in: folder).expectFailure(naming: ["first.json", "--force"])
    try await Command.run(["baseline", "first", "--force"], in: folder).expectSuccess()
    try await Command.run(["baseline"], in: folder).expectUsageError(naming: ["--from-table"])
    try await Command.run(["baseline", "first", "--seeds-kept", "0"], in: folder)
      .expectUsageError(naming: ["--seeds-kept"])
    try await Command.run(["baseline", "nowhere"], in: folder).expectFailure(naming: ["nowhere"])
  }

  @Test func publishedNumbersAreShownBesideARun() async throws {
    try await run("first")
    try folder.write("clusterer,space,score,value\nkmeans,visual,kappa,.99\n", to: "paper.csv")
    try await Command.run(["baseline", "--from-table", "paper.csv", "--source", "Table 1"], in: folder).expectSuccess()
    let outcome = try await compare(["first", "paper", "--format", "markdown"])
    outcome.expectSuccess()
    #expect(outcome.output.contains("reference") && outcome.output.contains("| .990 |"))
    try folder.write("clusterer,space,score,value\nkmeans,visual,kappa,many\n", to: "paper.csv")
    try await Command.run(["baseline", "--from-table", "paper.csv", "--force"], in: folder)
      .expectFailure(naming: ["paper.csv", "many"])
  }

  @Test func aPublishedTableIsReadAsItIs() async throws {
    try await run("first")
    try folder.write("Method,Cohen Kappa Score\nK-Means (Visual),.99\nK-Means (Text),.5\nOurs,.2\n", to: "paper.csv")
    try await compare(["first", "paper.csv"]).expectFailure(naming: ["1 label of 3 rows", "Ours", "--map"])
    let map = ["--map", "Ours=kmeans/concatenation"]
    let outcome = try await compare(["first", "paper.csv"] + map)
    outcome.expectSuccess()
    #expect(outcome.output.contains("Order of 3 methods by kappa: rank agreement (Kendall's tau-b"))
    let alone = try await compare(["paper.csv"] + map)
    alone.expectSuccess()
    #expect(alone.output.contains("kappa of 3 published methods") && alone.output.contains("can be tested"))
    try await compare(["first", "first"] + map).expectFailure(64, naming: ["--map"])
    try await Command.run(["baseline", "first"] + map, in: folder).expectUsageError(naming: ["--from-table"])
    try await Command.run(["baseline", "--from-table", "paper.csv"] + map, in: folder).expectSuccess()
    try await compare(["paper", "--format", "json"]).expectSuccess()
  }

  @Test(arguments: [1, 2]) func theAnswerDoesNotDependOnThreads(threads: Int) async throws {
    try await run("first")
    try await run("worse", spread: 1.2, arguments: ["--seed", "50"])
    try await Command.run(["baseline", "first"], in: folder).expectSuccess()
    let one = try await compare(["worse", "first", "--format", "json", "--threads", "1"])
    let several = try await compare(["worse", "first", "--format", "json", "--threads", "\(threads * 2)"])
    #expect(one.output == several.output && one.output.contains("\"verdict\""))
  }

  // MARK: - History

  @Test func historyShowsRunsInTheirOrderAndNamesBrokenOnes() async throws {
    try folder.makeFolder("runs/deep")
    try await run("runs/b")
    try await Task.sleep(for: .seconds(1.1))
    try await run("runs/deep/a", spread: 3)
    try folder.write("{", to: "runs/broken/run.json")
    try folder.write("no run", to: "runs/other/notes.txt")
    let outcome = try await Command.run(["history", "runs", "--figure", "history.svg"], in: folder)
    outcome.expectSuccess()
    let rows = outcome.output.split(separator: "\n").map { $0.split(separator: " ").first.map(String.init) ?? "" }
    #expect(rows.first == "kappa" && rows.suffix(2) == ["b", "deep/a"])
    #expect(outcome.output.contains("kmeans on visual") && outcome.errors.contains("left out runs/broken: "))
    #expect(try folder.text("history.svg").contains("kappa over 2 runs"))

    let csv = try await Command.run(
      ["history", "runs", "--format", "csv", "--score", "ari", "--space", "text"], in: folder)
    csv.expectSuccess()
    let lines = csv.output.split(separator: "\n")
    #expect(
      lines.count == 3 && lines[0] == "folder,name,started,version,clusterer,space,score,mean,deviation,seeds,labels")
    #expect(lines[1].hasPrefix("runs/b,b,20") && lines[1].contains(",kmeans,text,ari,"))

    let json = try await Command.run(["history", "runs", "--format", "json"], in: folder)
    let answer = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect((answer["entries"] as? [Any])?.count == 2 && (answer["skipped"] as? [Any])?.count == 1)
    // A run by itself has a history, too.
    try await Command.run(["history", "runs/b", "--figure", "one.png"], in: folder).expectSuccess()
  }

  @Test func aFolderWithoutRunsIsNamed() async throws {
    try folder.makeFolder("empty")
    try await Command.run(["history", "empty"], in: folder).expectFailure(naming: ["empty", "0 runs"])
    try await Command.run(["history", "nowhere"], in: folder).expectFailure(naming: ["nowhere"])
    try await run("runs")
    try await Command.run(["history", "runs", "--score", "kapa"], in: folder).expectFailure(naming: ["kapa", "kappa"])
    try await Command.run(["history", "runs", "--space", "vizual"], in: folder).expectFailure(
      naming: ["none of the 4 methods", "kmeans on visual"])
    try await Command.run(["history", "runs", "--figure", "h.gif"], in: folder).expectFailure(
      64, naming: ["h.gif", ".svg"])
  }
}
