import Foundation
import Testing

/// Numbers that 32 bits do not hold, from the file to the table.
@Suite struct NumbersTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Uniform numbers from -1 to 1, always the same.
  private func noise(_ count: Int) -> [Double] {
    var state: UInt64 = 88_172_645_463_325_252
    return (0..<count).map { _ in
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Double(state >> 11) * 0x1p-52 - 1
    }
  }

  private func write(_ name: String, _ values: [[Double]]) throws {
    try folder.write(
      TemporaryFolder.npy(
        "<f8", "(\(values.count), \(values[0].count))",
        TemporaryFolder.bytes(of: values.flatMap { $0 })),
      to: name)
  }

  private func run(_ arguments: [String]) async throws -> Outcome {
    let outcome = try await Command.run(
      ["run"] + arguments + ["--figures", "none", "--out", "out"], in: folder)
    outcome.expectSuccess()
    return outcome
  }

  private func scores(_ score: String) throws -> [Double] {
    try folder.text("out/scores.csv").split(separator: "\n").filter { $0.contains(",\(score),") }
      .compactMap { Double($0.split(separator: ",").last ?? "") }
  }

  private func times() -> [[Double]] {
    noise(180).enumerated().map { (row, entry) -> [Double] in [1.7e9 + 90 * Double(row % 3) + 8 * entry] }
  }

  @Test func secondsInDoublePrecisionAreClusteredAsTheyAre() async throws {
    try write("time.npy", times())
    try folder.writeLabels("y.npy", rows: 180)
    let outcome = try await run([
      "--features", "time=time.npy", "--labels", "y.npy", "--seeds", "2", "--scores", "ari",
    ])
    #expect(try scores("ari").allSatisfy { $0 == 1 } && scores("ari").count == 4)
    let notes = outcome.errorLines.filter { $0.hasPrefix("note: ") }
    #expect(notes.contains { $0.contains("around 1.7e+09: stored as differences from it") })
    #expect(
      !notes.contains {
        $0.contains("distinct row") || $0.contains("can score") || $0.contains("bits")
      })
  }

  @Test func theSameNumbersInATableAreClusteredAlike() async throws {
    try folder.write("seconds\n" + times().map { "\($0[0])\n" }.joined(), to: "time.csv")
    try folder.writeLabels("y.npy", rows: 180)
    let outcome = try await run(
      [
        "--features", "time=time.csv", "--labels", "y.npy", "--seeds", "1", "--scores", "ari",
        "--clusterer", "kmeans",
      ])
    #expect(try scores("ari") == [1])
    #expect(outcome.errorLines.contains { $0.contains("column seconds spans") })
  }

  @Test(arguments: [1e-24, 1e-300, 1e30, 1e300]) func magnitudesDoNotMatterToClusters(scale: Double)
    async throws
  {
    let values = noise(360).enumerated().map { (index, entry) -> Double in
      entry + (index / 2 % 3 == index % 2 ? 6.0 : 0.0)
    }
    try write("f.npy", (0..<180).map { [values[2 * $0] * scale, values[2 * $0 + 1] * scale] })
    try folder.writeLabels("y.npy", rows: 180)
    _ = try await run(
      [
        "--features", "f=f.npy", "--labels", "y.npy", "--seeds", "1", "--scores", "ari,silhouette",
        "--clusterer", "kmeans",
      ])
    #expect(try scores("ari") == [1])
    #expect(try scores("silhouette").allSatisfy { $0 > 0.7 })
  }

  @Test func inspectShowsTrueValues() async throws {
    try write("time.npy", times())
    let outcome = try await Command.run(["inspect", "time.npy"], in: folder)
    outcome.expectSuccess()
    #expect(outcome.output.contains("duplicate rows    0 (180 distinct)"))
    #expect(outcome.output.contains("constant columns  0"))
    #expect(outcome.output.contains("min 1700000000"))
    #expect(outcome.output.contains("note: time.npy: column 0 (from 0) spans"))
  }

  @Test func aMapOfHugeNumbersIsDrawn() async throws {
    try write(
      "f.npy", noise(120).enumerated().map { (row, entry) -> [Double] in [entry * 1e200, Double(row % 3) * 1e200] })
    let outcome = try await Command.run(["plot", "f.npy", "--out", "map.svg"], in: folder)
    outcome.expectSuccess()
    #expect(folder.exists("map.svg"))
  }
}
