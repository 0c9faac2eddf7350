import Foundation
import Testing

/// `compare` where a method leaves so much as noise that a score has no value any more.
@Suite struct GateUndefinedTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Runs given clusters, of which the items from a position on are noise, beside k-means, into `out`.
  private func run(_ out: String, noiseFrom first: Int, rows: Int = 150, arguments: [String] = []) async throws {
    try folder.writeFeatures("visual.npy", rows: rows, spread: 0.8)
    try folder.write(
      "class\n" + (0..<rows).map { "c\($0 / 50)\n" }.joined(), to: "items.csv")
    try folder.write(
      "cluster\n" + (0..<rows).map { "\($0 < first ? $0 / 50 : -1)\n" }.joined(), to: "\(out).csv")
    try folder.write(
      """
      name: gate
      dataset: { labels: { table: items.csv, column: class } }
      features: { visual: { file: visual.npy } }
      clusterers:
        - labels: { file: \(out).csv, name: mine }
        - kmeans: { k: 3 }
      noise: exclude
      seeds: 5
      scores: [kappa, ari]
      """, to: "\(out).yaml")
    try await Command.run(
      ["run", "\(out).yaml", "--out", out, "--figures", "none", "--quiet"] + arguments, in: folder
    ).expectSuccess()
  }

  /// The items that are left are of one class.
  @Test(arguments: [(40, "the 40 items that are no noise are of one class")])
  func aScoreThatBecameUndefinedFails(first: Int, cause: String) async throws {
    try await run("before", noiseFrom: 150)
    try await run("after", noiseFrom: first)
    let outcome = try await Command.run(["compare", "after", "before", "--out", "gate.xml"], in: folder)
    #expect(outcome.status == 1)
    for text in ["1 score of the baseline", "kappa of mine", "--allow-missing"] {
      #expect(outcome.errors.contains(text))
    }
    #expect(outcome.output.contains("kappa of mine on visual: undefined in the run (\(cause)), not in the baseline"))
    // The other methods are compared on their own items.
    #expect(outcome.output.contains("1 unchanged, 1 undefined") && !outcome.output.contains("true class"))
    #expect(try folder.text("gate.xml").contains("type=\"undefined\""))
    let allowed = try await Command.run(["compare", "after", "before", "--allow-missing"], in: folder)
    allowed.expectSuccess()
    #expect(allowed.output.contains(cause))
    // The baseline need not have it.
    let back = try await Command.run(["compare", "before", "after"], in: folder)
    back.expectSuccess()
    #expect(back.output.contains("kappa of mine on visual: undefined in the baseline (\(cause)), not in the run"))
    try await Command.run(["compare", "after", "after"], in: folder).expectSuccess()
  }
}
