import Foundation
import Testing

/// Sweeps that a run is asked for, and the figures that are drawn of them.
@Suite struct SweepTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeFeatures("visual.npy", rows: 48, spread: 3)
    try folder.writeFeatures("text.npy", rows: 48, spread: 3, seed: 5)
    try folder.writeLabels("labels.npy", rows: 48)
    try folder.write(
      """
      dataset: { labels: { file: labels.npy } }
      features: { visual: { file: visual.npy }, text: { file: text.npy } }
      clusterers: [ kmeans: { k: 3 } ]
      seeds: 3
      figures: [scores]
      """, to: "experiment.yaml")
  }

  private func run(_ arguments: [String]) async throws -> Outcome {
    try await Command.run(["run", "experiment.yaml", "--out", "out"] + arguments, in: folder)
  }

  @Test func aRunSweepsOnlyWhenItIsAskedTo() async throws {
    try await run([]).expectSuccess()
    #expect(!folder.exists("out/sweeps") && !folder.exists("out/figures/weights.png"))
    #expect(try !folder.text("out/report.html").contains("figure-weights"))
    try await Command.run(["figures", "out", "--only", "weights,k"], in: folder)
      .expectFailure(naming: ["the run sweeps no weights (add --sweep weights", "--sweep k"])

    let outcome = try await run(["--sweep", "weights", "--sweep", "k=2,3,5"])
    outcome.expectSuccess()
    #expect(outcome.errors.contains("sweep of weights: kmeans on concatenation, pca-average, 11 values, 3 seeds"))
    for name in ["weights", "k"] {
      #expect(folder.exists("out/sweeps/\(name).json") && folder.exists("out/figures/\(name).png"), "\(name)")
      #expect(try folder.text("out/report.html").contains("id=\"figure-\(name)\""), "\(name)")
    }
    let findings = try folder.text("out/findings.md")
    #expect(
      findings.contains("Among 11 weights of text in ")
        && findings.contains("Among 3 values of k from 2 to 5, kmeans on"))
  }

  @Test func itsFiguresAreDrawnAgainWithoutTheInputs() async throws {
    try await run(["--sweep", "weights=0,.5,1", "--sweep", "k"]).expectSuccess()
    try FileManager.default.removeItem(atPath: folder.path("text.npy"))
    let drawn = try await Command.run(
      ["figures", "out", "--only", "weights,k", "--format", "svg", "--size", "column", "--out", "paper"], in: folder)
    drawn.expectSuccess()
    #expect(drawn.output == "paper/weights.svg\npaper/k.svg\n")
    let svg = try folder.text("paper/weights.svg")
    for word in ["concatenation", "pca-average", "text alone", "visual alone", "(0: only visual, 1: only text)"] {
      #expect(svg.contains(word), "\(word)")
    }
    #expect(try folder.text("paper/k.svg").contains(">3 classes</text>"))
    let page = try folder.text("out/report.html")
    try await Command.run(["report", "out"], in: folder).expectSuccess()
    #expect(try folder.text("out/report.html") == page)
  }

  @Test(arguments: [
    ("min-samples=2,3", "hdbscan:min-samples=2,3"), ("min_samples=2,3", "hdbscan:min-samples=2,3"),
    ("hdbscan-min-samples=2,3", "hdbscan:min-samples=2,3"), ("dimensions=2,3", "short:dimensions=2,3"),
  ]) func aParameterWithoutItsOwnerIsToldHowToWriteIt(option: String, right: String) async throws {
    let methods = ["--clusterer", "hdbscan", "--space", "pca:of=text,dimensions=3,name=short"]
    try await Command.run(
      ["run", "--text", "text.npy", "--dry-run", "--sweep", option] + methods, in: folder
    ).expectFailure(64, naming: ["cannot use --sweep \(option)", "hint:  write --sweep \(right)"])
  }

  @Test(arguments: [
    ["weight"], ["k=2,x"], ["k=0"], ["k=2.5"], ["weights=2"], ["weights=-1"], ["weights=0.5,"], ["k="], [""],
    ["k", "k=3"],
    ["weights=nan"], ["k=1e9"],
  ])
  func whatIsNoSweepIsAnError(options: [String]) async throws {
    let outcome = try await run(options.flatMap { ["--sweep", $0] })
    outcome.expectFailure(options.count == 1 ? 64 : 1, naming: ["--sweep"])
    #expect(!folder.exists("out"))
  }

  @Test func theErrorOfASweepTellsItsFormOnce() async throws {
    let outcome = try await run(["--sweep", "k=2,x"])
    outcome.expectFailure(64, naming: ["whole numbers from 1 to 1000000", "--sweep k=2,4,8"])
    #expect(outcome.errors.matches(of: /whole numbers/).count == 1 && !outcome.errors.contains("weights"))
  }

  @Test func moreClustersThanItemsAreRefusedBeforeAnythingIsWritten() async throws {
    try await run(["--sweep", "k=2,49"]).expectFailure(naming: ["cannot sweep k", "49", "48 items"])
    #expect(!folder.exists("out"))
  }

  @Test func aSweepFromANewerVersionIsAnError() async throws {
    try await run(["--sweep", "k=2,3"]).expectSuccess()
    try folder.write(#"{"schema": 99}"#, to: "out/sweeps/k.json")
    try await Command.run(["figures", "out", "--only", "k"], in: folder).expectFailure(naming: ["k.json", "schema 99"])
    try await Command.run(["report", "out"], in: folder).expectFailure(naming: ["k.json", "schema 99"])
  }

  /// Odd data: no labels, one class, very long names, names in other scripts, twelve rows, rows that are all the same.
  @Test func oddDataIsSweptSensibly() async throws {
    let name = String(repeating: "long name ", count: 8)
    try folder.write(
      """
      features: { "\(name)": { file: visual.npy }, "שלום 🧪": { file: text.npy } }
      clusterers: [ kmeans: { k: 2 } ]
      seeds: 1
      figures: none
      sweeps: [weights, k]
      """, to: "odd.yaml")
    try await Command.run(["run", "odd.yaml", "--out", "odd"], in: folder).expectSuccess()
    try folder.writeFeatures("same.npy", rows: 12) { values in values = values.map { _ in 1 } }
    try folder.writeFeatures("few.npy", rows: 12)
    try folder.writeLabels("one.npy", rows: 12, classes: 1)
    try await Command.run(
      [
        "run", "--visual", "same.npy", "--text", "few.npy", "--labels", "one.npy", "-k", "1", "--clusterer", "kmeans",
        "--sweep", "weights", "--sweep", "k=1", "--figures", "none", "--out", "same",
      ], in: folder
    ).expectSuccess()
    for run in ["odd", "same"] {
      for size in ["column", "page", "slide", "40x40mm"] {
        try await Command.run(
          ["figures", run, "--only", "weights,k", "--size", size, "--format", "png,svg", "--dpi", "60"], in: folder
        ).expectSuccess()
      }
    }
  }
}
