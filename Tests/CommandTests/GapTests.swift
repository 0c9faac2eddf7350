import Foundation
import Testing

/// A method whose rows do not allow it is a gap with a reason; the others run, and every command lives with it.
@Suite struct GapTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeFeatures("visual.npy")
    // Rows of two kinds.
    try folder.writeFeatures("few.npy") { values in values = values.indices.map { Float($0 / 6 % 2) } }
    try folder.writeFeatures("same.npy") { values in values = values.map { _ in 1 } }
    // A third of the rows is zero.
    try folder.writeFeatures("zeros.npy") { values in
      for index in values.indices where index / 6 % 3 == 0 { values[index] = 0 }
    }
    try folder.writeLabels("labels.npy")
  }

  private static let run = [
    "run", "--visual", "visual.npy", "--features", "few=few.npy", "--labels", "labels.npy", "--clusterer", "kmeans",
    "--seeds", "2", "--out", "out",
  ]
  private let reason = "kmeans on few could not be clustered: 3 clusters need at least 3 distinct rows, found 2"

  @Test func theOtherSpacesRunAndTheTableHasAGapWithItsReason() async throws {
    let outcome = try await Command.run(Self.run + ["--figures", "none"], in: folder)
    outcome.expectSuccess()
    #expect(outcome.errors.contains("note: " + reason))
    let rows = outcome.output.split(separator: "\n")
    let gap = try #require(rows.first { $0.contains("  few  ") })
    #expect(gap.split(separator: " ").suffix(4) == ["–", "–", "–", "–"])
    #expect(rows.prefix { !$0.hasPrefix("The best") }.count { $0.contains(" ± .") } == 3, "\(outcome.output)")
    for name in ["table.md", "table.tex", "findings.md", "report.html"] {
      #expect(try folder.text("out/\(name)").contains("3 clusters need at least 3 distinct rows, found 2"), "\(name)")
    }
    let gaps = try #require(folder.json("out/run.json")["gaps"] as? [[String: Any]])
    #expect(gaps.count == 2)
    #expect(!folder.exists("out/trials/few"))
  }

  @Test func everyCommandLivesWithAGap() async throws {
    let run = Self.run + ["--sweep", "weights=0,.5,1", "--sweep", "k=2,3"]
    try await Command.run(run, in: folder).expectSuccess()
    for arguments in [
      ["statistics", "out"], ["statistics", "out", "--pairs"], ["table", "out"], ["table", "out", "--format", "csv"],
      ["figures", "out", "--out", "f"], ["report", "out"], ["baseline", "out"], ["compare", "out", "out"],
      ["history", "."],
    ] {
      let outcome = try await Command.run(arguments, in: folder)
      outcome.expectSuccess()
      #expect(!outcome.errors.contains("missing"), "\(arguments): \(outcome.errors)")
    }
    let statistics = try await Command.run(["statistics", "out"], in: folder)
    #expect(statistics.errors.contains(reason))
    let comparison = try await Command.run(["compare", "out", "out"], in: folder)
    #expect(comparison.output.contains(reason) && comparison.output.contains("no regression in 3 cells"))
  }

  @Test func aRunWithAGapGoesOnWhereItWas() async throws {
    try await Command.run(Self.run, in: folder).expectSuccess()
    let before = try folder.contents(of: "out")
    let again = try await Command.run(Self.run, in: folder)
    again.expectSuccess()
    #expect(again.errors.contains("nothing changed") && again.errors.contains(reason))
    #expect(
      try folder.contents(of: "out").filter { $0.key != "timings.json" } == before.filter { $0.key != "timings.json" })
    // With two clusters there is no gap any more.
    let mended = try await Command.run(Self.run + ["-k", "2"], in: folder)
    mended.expectSuccess()
    #expect(!mended.errors.contains("could not be clustered"))
    #expect(try folder.json("out/run.json")["gaps"] == nil && folder.exists("out/trials/few/kmeans/seed-0.json"))
    // And with three it comes back, and its trials go.
    try await Command.run(Self.run, in: folder).expectSuccess()
    #expect(!folder.exists("out/trials/few"))
  }

  @Test(
    arguments: [
      ("same=same.npy", ["--clusterer", "gmm"], "gmm on same", "3 distinct rows, found 1"),
      (
        "zeros=zeros.npy", ["--clusterer", "kmeans", "--metric", "spherical"], "kmeans on zeros", "20 rows are all zero"
      ),
      ("few=few.npy", ["-k", "5"], "kmeans on few", "5 distinct rows, found 2"),
    ])
  func otherReasonsAreGapsToo(feature: String, options: [String], method: String, cause: String) async throws {
    let arguments =
      ["run", "--visual", "visual.npy", "--features", feature, "--labels", "labels.npy", "--seeds", "1"] + options
    let dry = try await Command.run(arguments + ["--dry-run"], in: folder)
    dry.expectSuccess()
    // Methods with the same reason share a line.
    let note = try #require(dry.output.split(separator: "\n").first { $0.contains(" could not be clustered: ") })
    #expect(note.contains(method) && note.contains(cause))
    let outcome = try await Command.run(arguments + ["--figures", "none", "--out", "out"], in: folder)
    outcome.expectSuccess()
    #expect(outcome.errors.contains("note: \(method)") && outcome.errors.contains(cause))
    #expect(try folder.text("out/scores.csv").contains("visual,"))
  }

  @Test func aClustererOfTooManyClustersLeavesTheOtherClusterersAlone() async throws {
    try folder.write(
      """
      features: { visual: visual.npy }
      clusterers: [ kmeans: { k: 3 }, kmeans: { k: 100, name: many } ]
      dataset: { labels: labels.npy }
      seeds: 2
      """, to: "experiment.yaml")
    let outcome = try await Command.run(["run", "experiment.yaml", "--figures", "scores", "--out", "out"], in: folder)
    outcome.expectSuccess()
    #expect(
      outcome.errors.contains("many on visual could not be clustered: 100 clusters need at least 100 rows, found 60"))
  }

  @Test(arguments: [["few=few.npy"], ["few=few.npy", "same=same.npy"]])
  func aRunInWhichNothingCanBeClusteredFails(features: [String]) async throws {
    let arguments =
      features.flatMap { ["--features", $0] } + ["--labels", "labels.npy", "-k", "9", "--clusterer", "kmeans"]
    try await folder.expectRunFails(
      arguments, naming: ["cannot form 9 clusters: kmeans on few", "9 distinct rows, found 2", "ask for at most 2"])
    let dry = try await Command.run(["run", "--dry-run", "--out", "out"] + arguments, in: folder)
    dry.expectFailure(naming: ["cannot form 9 clusters: kmeans on few"])
  }
}
