import Foundation
import Testing

/// `fusebench choose`, from inputs, experiments and stored runs.
@Suite struct ChooseTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeFeatures("text.npy", rows: 90, columns: 4, spread: 0.2)
    try folder.writeLabels("labels.npy", rows: 90)
  }

  private func choose(_ arguments: [String]) async throws -> Outcome {
    try await Command.run(["choose"] + arguments, in: folder)
  }

  @Test func neitherLabelsNorAKAreNeeded() async throws {
    let outcome = try await choose(["--text", "text.npy", "--out", "out", "--seeds", "3"])
    outcome.expectSuccess()
    #expect(outcome.output.hasPrefix("k of kmeans on text\n\nk "), "\(outcome.output)")
    #expect(outcome.output.contains("- Together: k = 3, by all that decide"), "\(outcome.output)")
    #expect(outcome.output.hasSuffix("out/figures/choice.png\nout/report.html\n"), "\(outcome.output)")
    #expect(try folder.text("out/report.html").contains("id=\"figure-choice\""))

    // The stored run gives the same answer, whatever the threads, and its figure without the inputs.
    let stored = try await choose(["out", "--threads", "1"])
    stored.expectSuccess()
    #expect(outcome.output.hasPrefix(stored.output) && !stored.output.isEmpty)
    try FileManager.default.removeItem(atPath: folder.path("text.npy"))
    try await Command.run(["figures", "out", "--only", "choice", "--format", "svg,pdf", "--out", "paper"], in: folder)
      .expectSuccess()
    #expect(try folder.text("paper/choice.svg").contains("gap ± standard error"))
    for (format, word) in [("markdown", "## k of kmeans"), ("csv", "clusterer,space"), ("json", "\"choices\"")] {
      try await choose(["out", "--format", format, "--out", "choice.\(format)"]).expectSuccess()
      #expect(try folder.text("choice.\(format)").contains(word))
    }
  }

  @Test func anExperimentGetsASweepOfEachClustererThatTakesK() async throws {
    try folder.write(
      """
      features: { text: text.npy }
      dataset: { labels: labels.npy }
      clusterers: [ kmeans: { k: [2, 3], restarts: 2 }, gmm: { covariance: diag } ]
      seeds: 2
      figures: none
      """, to: "experiment.yaml")
    let outcome = try await choose(["experiment.yaml", "--out", "out", "--values", "2:5"])
    outcome.expectSuccess()
    #expect(folder.exists("out/sweeps/k.json") && folder.exists("out/sweeps/gmm-k.json"))
    #expect(!folder.exists("out/sweeps/kmeans-k3-k.json"))
    #expect(outcome.output.contains("k of kmeans-k2 on text") && outcome.output.contains("k of gmm on text"))
    #expect(outcome.output.contains("BIC") && outcome.output.contains("The labels have 3 classes."))
  }

  @Test func criteriaOfTheExperimentStay() async throws {
    try folder.write(
      """
      features: { text: text.npy }
      clusterers: [ kmeans: { k: 3 } ]
      seeds: 2
      figures: none
      sweeps: { k: { values: [2, 3, 6], criteria: [silhouette, elbow] } }
      """, to: "experiment.yaml")
    let outcome = try await choose(["experiment.yaml", "--out", "out"])
    outcome.expectSuccess()
    #expect(outcome.output.contains("k  elbow") || outcome.output.contains("elbow"))
    #expect(!outcome.output.contains("gap statistic") && outcome.output.contains("\n6"))
  }

  @Test func aRunWithoutCriteriaSaysWhatToDo() async throws {
    try await Command.run(
      ["run", "--text", "text.npy", "-k", "3", "--out", "plain", "--figures", "none", "--seeds", "1"], in: folder
    ).expectSuccess()
    try await choose(["plain"]).expectFailure(naming: ["cannot choose from the run plain", "0 sweeps", "criteria: yes"])
    try await choose(["nothing.yaml"]).expectFailure(naming: ["nothing.yaml"])
    try await choose([]).expectFailure(64, naming: ["give an experiment file"])
    try await choose(["plain", "--values", "2,3"]).expectFailure(
      64, naming: ["cannot use --values beside a stored run"])
  }

  @Test(arguments: ["", "3", "2,x", "2,0", "5:2", "2:9:0", "2:3:4:5", "2:900", "2.5,3", ":"])
  func valuesThatAreNoneAreAnError(values: String) async throws {
    let outcome = try await choose(["--text", "text.npy", "--values", values, "--out", "out"])
    outcome.expectFailure(64, naming: ["--values"])
    #expect(!folder.exists("out"))
  }

  @Test(arguments: ["--values", "--k"]) func aRangeWithAHyphenIsToldHowToWriteIt(option: String) async throws {
    let outcome = try await choose(["--text", "text.npy", option, "2-10", "--out", "out"])
    outcome.expectFailure(64, naming: ["cannot use \(option) 2-10", "hint:  write --values 2:10"])
    #expect(!folder.exists("out"))
  }

  /// Three different rows are the fewest of which two numbers of clusters can be compared.
  @Test(arguments: [
    ("1,2\n", 1), ("1,2\n3,4\n", 2), (String(repeating: "1,2\n", count: 20), 1),
    (String(repeating: "1,2\n3,4\n", count: 20), 2),
  ])
  func tooFewDifferentRowsAreSaid(rows: String, different: Int) async throws {
    try folder.write("a,b\n" + rows, to: "few.csv")
    let outcome = try await choose(["--text", "few.csv", "--out", "out"])
    outcome.expectFailure(naming: [
      "cannot choose a number of clusters", "needs 3 different rows; found \(different)", "give more rows",
    ])
    #expect(!folder.exists("out"))
  }

  @Test func moreClustersThanItemsAreRefused() async throws {
    try await choose(["--text", "text.npy", "--values", "2,91", "--out", "out"]).expectFailure(
      naming: ["cannot sweep k", "91", "90 items"])
    #expect(!folder.exists("out"))
  }
}
