import Foundation
import Testing

/// The files and messages of a whole run.
@Suite struct RunTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeFeatures("visual.npy", spread: 1.5)
    try folder.writeFeatures("text.npy", columns: 5, spread: 2, seed: 2)
    try folder.writeLabels("labels.npy")
  }

  private let inputs = ["run", "--visual", "visual.npy", "--text", "text.npy", "--labels", "labels.npy"]

  private func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> Outcome {
    let outcome = try await Command.run(arguments, in: folder, environment: environment)
    outcome.expectSuccess()
    return outcome
  }

  @Test func theOptionsEqualTheFileThatSaysTheSame() async throws {
    try folder.write(
      """
      name: file
      dataset: { labels: { file: labels.npy } }
      features: { visual: { file: visual.npy }, text: { file: text.npy } }
      spaces:
        - visual
        - text
        - concatenation: { of: [visual, text], normalize: l2 }
        - pca-average: { of: [visual, text], weights: [0.5, 0.5] }
      clusterers: [ kmeans: { k: 4 }, gmm: { k: 4, covariance: tied } ]
      seeds: 2
      """, to: "experiment.yaml")
    _ = try await run(inputs + ["-k", "4", "--covariance", "tied", "--seeds", "2", "--figures", "none", "--out", "a"])
    _ = try await run(["run", "experiment.yaml", "--figures", "none", "--out", "b"])
    #expect(try folder.data("a/scores.csv") == folder.data("b/scores.csv"))
    let scores = try folder.text("a/scores.csv").split(separator: "\n")
    #expect(scores.first == "space,clusterer,seed,score,value")
    #expect(scores.count == 65)
  }

  @Test func theSameSeedGivesTheSameBytes() async throws {
    for name in ["a", "b"] {
      _ = try await run(inputs + ["--seed", "7", "--seeds", "2", "--figures", "none", "--out", name])
    }
    let (first, second) = (try folder.contents(of: "a"), try folder.contents(of: "b"))
    let same = first.keys.filter { $0.hasSuffix(".npy") || $0.hasSuffix(".csv") || $0.hasPrefix("table") }
    #expect(same.count == 36)
    for name in same { #expect(first[name] == second[name], "\(name)") }
    #expect(first.keys.contains("trials/pca-average/gmm/seed-8.labels.npy"))
  }

  @Test func theNumberOfThreadsChangesNothing() async throws {
    try folder.writeFeatures("visual.npy", rows: 300, columns: 40, classes: 5, spread: 3)
    try folder.writeFeatures("text.npy", rows: 300, columns: 30, classes: 5, spread: 3, seed: 2)
    try folder.writeLabels("labels.npy", rows: 300, classes: 5)
    for threads in ["1", "2", "4"] {
      _ = try await run(
        inputs + ["--seeds", "2", "--figures", "maps", "--threads", threads, "--out", "threads-\(threads)"])
    }
    let one = try folder.contents(of: "threads-1").filter { $0.key.hasSuffix(".npy") || $0.key == "scores.csv" }
    #expect(one.keys.count { $0.hasPrefix("embeddings/") } == 4)
    #expect(one.keys.count { $0.hasPrefix("trials/") } == 16)
    for threads in [2, 4] {
      let other = try folder.contents(of: "threads-\(threads)")
      for (name, data) in one { #expect(other[name] == data, "\(name) with \(threads) threads") }
    }
  }

  @Test func withoutLabelsTheInternalScoresAreTakenAndANoteSaysSo() async throws {
    let outcome = try await run(
      ["run", "--visual", "visual.npy", "-k", "3", "--seeds", "1", "--figures", "none", "--out", "out"])
    #expect(outcome.errorLines.contains { $0.hasPrefix("note: scored by silhouette") })
    #expect(!outcome.errorLines.contains { $0.contains("kappa") })
    let scores = try folder.text("out/scores.csv")
    #expect(scores.contains("visual,kmeans,0,silhouette,"))
    #expect(!scores.contains("kappa"))
  }

  @Test func unlabelledItemsAreClusteredButNotScored() async throws {
    // The first 30 items belong to no class that is known; the labels of the rest are right.
    try folder.write(
      "class\n" + (0..<60).map { $0 < 30 ? "" : "c\($0 % 3)" }.joined(separator: "\n") + "\n", to: "labels.csv")
    try folder.writeFeatures("visual.npy", spread: 0.1)
    let outcome = try await run(
      [
        "run", "--visual", "visual.npy", "--labels", "labels.csv:class", "--seeds", "1", "--figures", "none", "--out",
        "out",
      ])
    #expect(outcome.errorLines.contains { $0.hasPrefix("note: ") && $0.contains("30 of 60 items have no class") })
    let labels = try folder.labels("out/trials/visual/kmeans/seed-0.labels.npy")
    #expect(labels.count == 60 && !labels.contains(-1))
    #expect(try folder.text("out/scores.csv").contains("visual,kmeans,0,accuracy,1"))
  }

  @Test func labelsOfATableAreMatchedByTheIdsOfTheImages() async throws {
    try folder.writeImageFolder("photos", classes: ["cat", "dog", "owl"], each: 4)
    // Backwards, under other names of classes.
    let rows = ["owl", "dog", "cat"].flatMap { name in
      (0..<4).reversed().map { "\(name)/\($0).png,\(name == "owl" ? "bird" : "mammal")" }
    }
    try folder.write((["id,kind"] + rows).joined(separator: "\n"), to: "kinds.csv")
    _ = try await run(
      ["run", "--images", "photos", "--labels", "kinds.csv:kind", "--seeds", "1", "--figures", "none", "--out", "out"])
    let names = try folder.contents(of: "out").keys.filter { $0.hasSuffix("kind.npy") }
    let stored = try folder.labels("out/" + #require(names.first))
    // Items by path: cat, dog, owl; classes by name: bird, mammal.
    #expect(stored == [Int32](repeating: 1, count: 8) + [Int32](repeating: 0, count: 4))
  }

  @Test func ofSeveralLabelSetsTheTruthIsScored() async throws {
    try folder.write(
      "a,b\n" + (0..<60).map { "\($0 % 3),\($0 % 2)" }.joined(separator: "\n") + "\n", to: "labels.csv")
    try folder.writeFeatures("visual.npy", spread: 0.1)
    func experiment(_ truth: String) -> String {
      """
      dataset: { labels: [ { table: labels.csv, column: a }, { table: labels.csv, column: b } ] }
      features: { visual: visual.npy }
      clusterers: [ kmeans: { k: 3 } ]
      seeds: 1
      scores: [ari]
      \(truth)
      """
    }
    try folder.write(experiment(""), to: "first.yaml")
    try folder.write(experiment("truth: b"), to: "second.yaml")
    _ = try await run(["run", "first.yaml", "--figures", "none", "--out", "first"])
    _ = try await run(["run", "second.yaml", "--figures", "none", "--out", "second"])
    #expect(try folder.text("first/scores.csv").contains("visual,kmeans,0,ari,1"))
    #expect(try !folder.text("second/scores.csv").contains("visual,kmeans,0,ari,1"))
  }

  @Test func relativePathsAreMeantFromTheExperimentFile() async throws {
    try folder.writeFeatures("deep/down/visual.npy")
    try folder.write(
      "features: { visual: visual.npy }\nclusterers: [ kmeans: { k: 3 } ]\nseeds: 1\n", to: "deep/down/e.yaml")
    _ = try await run(["run", "deep/down/e.yaml", "--figures", "none", "--out", "out"])
    #expect(folder.exists("out/scores.csv"))
  }

  @Test func aRunReplacesTheFormerOne() async throws {
    _ = try await run(inputs + ["--seeds", "3", "--figures", "none", "--out", "out"])
    _ = try await run(inputs + ["--seeds", "1", "--clusterer", "gmm", "--figures", "none", "--out", "out"])
    let trials = try folder.contents(of: "out/trials").keys.sorted()
    #expect(trials.count == 4 * 3)
    #expect(trials.allSatisfy { $0.contains("/gmm/seed-0.") })
  }

  @Test func pipesGetPlainLinesWithoutEscapeCodes() async throws {
    let outcome = try await run(inputs + ["--seeds", "1", "--figures", "none", "--out", "out"])
    #expect(outcome.errors.contains("60 items, 4 spaces, 8 trials\n"))
    #expect(outcome.errors.contains("[8/8] gmm on pca-average, seed 0: "))
    #expect(!outcome.errors.contains("\u{1B}") && !outcome.errors.contains("\r"))
    #expect(!outcome.output.contains("\u{1B}"))
    #expect(outcome.output.contains("out/scores.csv\n"))
  }

  @Test func quietKeepsTheNotesThatPutTheResultsInDoubt() async throws {
    try folder.write("id,label\n" + (0..<60).map { "i\($0),c\($0 % 3)\n" }.joined(), to: "ids.csv")
    let outcome = try await run([
      "run", "--visual", "visual.npy", "--labels", "ids.csv:label", "--clusterer", "kmeans", "--seeds", "1",
      "--figures",
      "none",
      "--quiet", "--out", "doubt",
    ])
    #expect(
      outcome.errors.split(separator: "\n").count == 1 && outcome.errors.contains("matched by position"),
      "\(outcome.errors)")
  }

  @Test func quietPrintsResultsOnly() async throws {
    let outcome = try await run(inputs + ["--quiet", "--seeds", "1", "--figures", "none", "--out", "out"])
    #expect(outcome.errors.isEmpty)
    #expect(outcome.output.contains("pca-average"))
  }

  /// `script` gives the command a terminal, where it exists and the system hands out terminals: some containers do not.
  @Test(.enabled("there is no script(1), or no terminal to be had") { try await terminalsAreToBeHad() })
  func aTerminalGetsABarWithTheTimeLeft() async throws {
    try folder.writeFeatures("visual.npy", rows: 300, columns: 32, classes: 9, spread: 2)
    let outcome = try await Command.shell(
      """
      script -qec "'$0' run --visual visual.npy -k 9 --clusterer kmeans --seeds 400 --figures none --out out" /dev/null
      """, in: folder)
    outcome.expectSuccess()
    #expect(outcome.output.firstMatch(of: /[█░]{24} \d+ %/) != nil)
    #expect(outcome.output.firstMatch(of: /\d %, \d+(\.\d)? s left, kmeans on visual/) != nil, "\(outcome.output)")
    #expect(outcome.output.contains("\u{1B}[2K"))
  }

  @Test func everyUsageErrorSaysWhatIsWrong() async throws {
    let cases: [([String], String)] = [
      (["run"], "experiment file"),
      (["run", "--visual", "visual.npy", "-k", "0"], "-k must be at least 1"),
      (["run", "--visual", "visual.npy", "--seeds", "0"], "--seeds"),
      (["run", "--visual", "visual.npy", "--seeds", "-3"], "--seeds"),
      (["run", "--visual", "visual.npy", "--seed", "-1"], "--seed"),
      (["run", "--visual", "visual.npy", "--threads", "0"], "--threads must be at least 1"),
      (["run", "--visual", "visual.npy", "--out", ""], "--out"), (["run", "--visual", ""], "--visual"),
      (["run", "--visual", "visual.npy", "--labels", ""], "--labels"),
      (["run", "--visual", "visual.npy", "--image-size", "8"], "--image-size"),
      (["run", "--visual", "visual.npy", "--clusterer", "kmeans", "--covariance", "diag"], "--covariance"),
      (
        ["run", "--visual", "visual.npy", "--clusterer", "gmm:k=2,covariance=diag", "--covariance", "tied"],
        "--clusterer sets another covariance, or what replaces it, for gmm"
      ),
      (
        ["run", "--visual", "visual.npy", "--clusterer", "kmeans:3", "-k", "5"],
        "--clusterer sets another k, or what replaces it, for kmeans"
      ),
      (
        ["run", "--visual", "visual.npy", "--clusterer", "kmeans:metric=spherical", "--metric", "euclidean"],
        "another metric, or what replaces it, for kmeans"
      ),
      (["run", "--visual", "visual.npy", "--clusterer", "agglomerative:distance=2", "-k", "5"], "for agglomerative"),
      (
        ["run", "--visual", "visual.npy", "--clusterer", "kmeans,hdbscan", "--metric", "cosine"],
        "as in --clusterer kmeans:metric=WORD"
      ),
      (["run", "--visul", "visual.npy"], "--visul"), (["plot", "visual.npy", "--rows", "3"], "--rows"),
      (["plot", "visual.npy", "--perplexity", "nan"], "--perplexity"), (["score", "labels.npy"], "prediction"),
      (["nonsense"], "nonsense"),
    ]
    for (arguments, word) in cases {
      try await Command.run(arguments, in: folder).expectUsageError(naming: [word])
    }
    #expect(try folder.contents().count == 3)
  }
}

private func terminalsAreToBeHad() async throws -> Bool {
  guard FileManager.default.isExecutableFile(atPath: "/usr/bin/script") else { return false }
  return try await Command.shell("script -qec true /dev/null", in: TemporaryFolder()).status == 0
}
