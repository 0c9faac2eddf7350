import Foundation
import Testing

/// Runs that are scored against several label sets, from the command line.
@Suite struct TruthsTests {
  private let folder: TemporaryFolder

  /// 60 items in three groups: `kind` has them, `half` has nothing to do with them.
  init() throws {
    folder = try TemporaryFolder()
    try folder.writeFeatures("visual.npy", spread: 1.5)
    let lines = (0..<60).map { "k\($0 % 3),h\($0 / 30)\n" }
    try folder.write("kind,half\n" + lines.joined(), to: "labels.csv")
    try folder.write(
      """
      dataset:
        labels: [ { table: labels.csv, column: kind }, { table: labels.csv, column: half } ]
      features: { visual: visual.npy }
      clusterers: [ kmeans: { k: 3 } ]
      seeds: 2
      scores: [ari, nmi]
      figures: none
      """, to: "experiment.yaml")
  }

  private func run(_ options: String...) async throws -> Outcome {
    let outcome = try await Command.run(["run", "experiment.yaml", "--out", "out"] + options, in: folder)
    outcome.expectSuccess()
    return outcome
  }

  @Test func allLabelSetsAreInOneTableAndCompared() async throws {
    let outcome = try await run("--truth", "all")
    #expect(outcome.output.contains("follow the label set kind more closely than half"))
    let table = try folder.text("out/table.md").split(separator: "\n")[0]
    #expect(table == "| clusterer | space | kind: ari | kind: nmi | half: ari | half: nmi |")
    #expect(
      try folder.text("out/scores.csv").hasPrefix("space,clusterer,seed,truth,score,value\nvisual,kmeans,0,kind,ari,"))
    #expect(try folder.text("out/findings.md").contains("Agreement of the label sets with each other"))
    #expect(try folder.text("out/report.html").contains("Label sets that the clusters follow"))
    let statistics = try await Command.run(["statistics", "out"], in: folder)
    statistics.expectSuccess()
    #expect(statistics.output.contains("Scores against half") && statistics.output.contains("corrected p"))
  }

  @Test func aLostComparisonIsComputedAgain() async throws {
    _ = try await run("--truth", "all")
    let whole = try folder.json("out/truths.json")
    try FileManager.default.removeItem(atPath: folder.path("out/truths.json"))
    #expect(try await Command.run(["table", "out"], in: folder).errors.contains("fusebench statistics"))
    let outcome = try await Command.run(["statistics", "out"], in: folder)
    outcome.expectSuccess()
    #expect(outcome.errors.contains("wrote out/truths.json"))
    let again = try folder.json("out/truths.json")
    #expect(
      NSArray(array: again["comparisons"] as? [Any] ?? []) == NSArray(array: whole["comparisons"] as? [Any] ?? [0]))
  }

  /// The former table can be printed from the folder that the run names, and stays as it was.
  @Test func aChangedTruthKeepsTheFormerTable() async throws {
    _ = try await run()
    let former = try folder.text("out/table.md")
    let plan = try await run("--truth", "half", "--dry-run")
    #expect(plan.output.contains("the results against kind in truths/kind") && !folder.exists("out/truths"))
    let outcome = try await run("--truth", "half")
    #expect(outcome.errors.contains("kept the results against kind in truths/kind"))
    #expect(try folder.text("out/truths/kind/table.md") == former && folder.text("out/table.md") != former)
    let table = try await Command.run(["table", "out/truths/kind", "--format", "markdown"], in: folder)
    table.expectSuccess()
    #expect(table.output == former)
    try folder.expectNoTemporaryFiles()
  }

  @Test func aMisspeltLabelSetIsAnErrorBesideAll() async throws {
    try folder.write("truth: al\n" + folder.text("experiment.yaml"), to: "experiment.yaml")
    let outcome = try await Command.run(["run", "experiment.yaml", "--out", "out"], in: folder)
    outcome.expectFailure(1, naming: ["al", "kind", "half"])
  }
}
