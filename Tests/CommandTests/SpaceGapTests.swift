import Foundation
import Testing

/// A space that cannot be made is a gap with its reason for all clusterers; the other spaces run.
@Suite struct SpaceGapTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeFeatures("visual.npy")
    try folder.writeFeatures("text.npy", columns: 4, seed: 2)
    try folder.writeLabels("labels.npy")
  }

  private func write(spaces: String, more: String = "", seeds: Int = 2) throws {
    try folder.write(
      """
      features: { visual: visual.npy, text: text.npy }
      dataset: { labels: labels.npy }
      spaces: [\(spaces)]
      clusterers: [ kmeans: { k: 3 }, gmm: { k: 3 } ]
      seeds: \(seeds)
      \(more)
      """, to: "experiment.yaml")
  }

  private func run(_ options: String...) async throws -> Outcome {
    try await Command.run(["run", "experiment.yaml", "--out", "out"] + options, in: folder)
  }

  private let wide = "visual, { pca-average: { of: [visual, text], dimensions: 5 } }"
  private let reason =
    "the space pca-average could not be made: 5 dimensions were asked for, the smallest part allows 4; ask for at most 4"

  @Test func itIsAGapWithItsReasonEverywhere() async throws {
    try write(spaces: wide)
    let dry = try await run("--dry-run")
    dry.expectSuccess()
    #expect(dry.output.contains("gaps        \(reason)") && dry.output.contains("pca-average: cannot be made"))
    #expect(dry.output.contains("trials      4, 4 to cluster") && dry.output.contains("maps        1, 1 to make"))
    #expect(!folder.exists("out"))

    let outcome = try await run()
    outcome.expectSuccess()
    #expect(outcome.errors.contains("note: \(reason)"))
    let rows = outcome.output.split(separator: "\n").filter { $0.contains("  pca-average ") }
    #expect(rows.count == 2 && rows.allSatisfy { $0.split(separator: " ").suffix(4) == ["–", "–", "–", "–"] })
    for name in ["table.md", "table.tex", "findings.md", "report.html"] {
      #expect(try folder.text("out/\(name)").contains("the smallest part allows 4"), "\(name)")
    }
    let record = try folder.json("out/run.json")
    let gaps = try #require(record["gaps"] as? [[String: Any]])
    #expect(gaps.count == 4 && gaps.allSatisfy { $0["isOfSpace"] as? Bool == true })
    #expect((record["spaces"] as? [String: Any])?.keys.sorted() == ["visual"])
    #expect(!folder.exists("out/trials/pca-average") && !folder.exists("out/embeddings/pca-average.npy"))
  }

  @Test func theRunGoesOnAndHealsWithTheExperiment() async throws {
    try write(spaces: wide)
    try await run().expectSuccess()
    let before = try folder.contents(of: "out").filter { $0.key != "timings.json" }
    let again = try await run()
    again.expectSuccess()
    #expect(again.errors.contains("nothing changed") && again.errors.contains(reason))
    #expect(try folder.contents(of: "out").filter { $0.key != "timings.json" } == before)
    for command in [["statistics", "out"], ["table", "out"], ["compare", "out", "out"]] {
      let outcome = try await Command.run(command, in: folder)
      outcome.expectSuccess()
      #expect((outcome.output + outcome.errors).contains("the space pca-average could not be made"), "\(command)")
      #expect(!outcome.errors.contains("missing"), "\(command)")
    }
    try write(spaces: wide.replacing("5", with: "4"))
    let healed = try await run()
    healed.expectSuccess()
    #expect(!healed.errors.contains("could not be made") && folder.exists("out/trials/pca-average/gmm/seed-1.json"))
    try write(spaces: wide)
    try await run().expectSuccess()
    #expect(!folder.exists("out/trials/pca-average"))
  }

  @Test func sweepsAndFiguresGoWithoutIt() async throws {
    try write(spaces: wide + ", { concatenation: { of: [visual, text] } }", more: "sweeps: [weights, k]")
    let outcome = try await run()
    outcome.expectSuccess()
    for kind in ["weights", "k"] {
      #expect(outcome.errors.contains("the sweep of \(kind) has no values of pca-average, which could not be made"))
      let lines = try #require(folder.json("out/sweeps/\(kind).json")["lines"] as? [[String: Any]])
      let spaces = lines.compactMap { $0["space"] as? String }
      #expect(spaces == (kind == "k" ? ["visual", "concatenation"] : ["concatenation"]))
    }
    #expect(!folder.exists("out/figures/signs.png") && folder.exists("out/figures/weights.png"))
  }

  /// Other numbers than columns that are too few: rows, a sum of both, and more than any matrix could have.
  @Test(arguments: [
    (["rows: [0, 3]", "dimensions: 4"], "the smallest part allows 3"),
    (["truth: labels", "dimensions: 1000000000"], "1,000,000,000 dimensions were asked for"),
    (["truth: labels", "dimensions: 5, align: procrustes"], "the smallest part allows 4"),
  ]) func otherShapesAreGapsToo(options: [String], cause: String) async throws {
    try write(spaces: "visual, { pca-average: { of: [visual, text], \(options[1]) } }", more: options[0], seeds: 1)
    for arguments in [["--dry-run"], ["--figures", "none"]] {
      let outcome = try await Command.run(["run", "experiment.yaml", "--out", "out"] + arguments, in: folder)
      outcome.expectSuccess()
      #expect((outcome.output + outcome.errors).contains(cause), "\(outcome.output)\(outcome.errors)")
    }
  }

  @Test func aRunInWhichNoSpaceCanBeMadeFails() async throws {
    try write(spaces: "{ pca-average: { of: [visual, text], dimensions: 5 } }")
    for options in [["--dry-run"], ["--figures", "none"]] {
      let outcome = try await Command.run(["run", "experiment.yaml", "--out", "out"] + options, in: folder)
      outcome.expectFailure(naming: [
        "cannot average in 5 PCA dimensions: the space pca-average",
        "the smallest part allows 4; none of the 2 methods can cluster its space", "ask for at most 4 dimensions",
      ])
      #expect(!folder.exists("out"))
    }
  }

  /// The average can have fewer distinct rows than its parts: a part of weight 0 tells none apart.
  @Test func aDryRunJudgesAnAverageByItself() async throws {
    try folder.writeFeatures("text.npy", columns: 4) { values in values = values.indices.map { Float($0 / 4 % 2) } }
    try write(spaces: "visual, { pca-average: { of: [visual, text], weights: [0, 1] } }")
    let reason =
      "kmeans on pca-average, gmm on pca-average could not be clustered: 3 clusters need at least 3 distinct rows, found 2"
    let dry = try await run("--dry-run")
    dry.expectSuccess()
    #expect(dry.output.contains(reason), "\(dry.output)")
    let outcome = try await run("--figures", "none")
    outcome.expectSuccess()
    #expect(outcome.errors.contains("note: \(reason)"))
  }
}
