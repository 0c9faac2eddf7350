import Foundation
import Testing

/// The uncertainty of the scores of a stored run.
@Suite struct StatisticsTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeFeatures("visual.npy", spread: 1.5)
    try folder.writeFeatures("text.npy", spread: 1.6)
    try folder.writeLabels("labels.npy")
  }

  private func makeRun() async throws {
    try await Command.run(
      [
        "run", "--visual", "visual.npy", "--text", "text.npy", "--labels", "labels.npy", "--seeds", "2", "--figures",
        "none", "--out", "out",
      ], in: folder
    ).expectSuccess()
  }

  @Test func aRunStoresThemAndTheCommandPrintsThem() async throws {
    try await makeRun()
    let outcome = try await Command.run(["statistics", "out"], in: folder)
    outcome.expectSuccess()
    #expect(outcome.output.contains("95 % interval") && outcome.output.contains("one-to-one"))
    #expect(outcome.output.contains("items that move") && !outcome.output.contains("Differences"))
    let pairs = try await Command.run(
      ["statistics", "out", "--score", "kappa", "--pairs", "--format", "csv"], in: folder)
    pairs.expectSuccess()
    #expect(pairs.output.split(separator: "\n").count == 1 + 28)
    let json = try await Command.run(["statistics", "out", "--format", "json"], in: folder)
    #expect(try json.output == folder.text("out/statistics.json"))
  }

  @Test func aRunOfBeforeGetsThemAfterwards() async throws {
    try await makeRun()
    let path = folder.url.appendingPathComponent("out/statistics.json").path
    try FileManager.default.removeItem(atPath: path)
    let table = try await Command.run(["table", "out"], in: folder)
    #expect(table.errors.contains("fusebench statistics"))
    let outcome = try await Command.run(["statistics", "out"], in: folder)
    outcome.expectSuccess()
    #expect(outcome.errors.contains("wrote out/statistics.json") && FileManager.default.fileExists(atPath: path))
    #expect(try await !Command.run(["table", "out"], in: folder).errors.contains("fusebench statistics"))
  }

  @Test func anUnknownScoreIsAnError() async throws {
    try await makeRun()
    let outcome = try await Command.run(["statistics", "out", "--score", "kapa"], in: folder)
    outcome.expectFailure(64, naming: ["--score", "kapa", "did you mean kappa?"])
  }
}
