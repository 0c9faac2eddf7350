import Foundation
import Testing

/// Methods that fall into one of two equally good optima by the seed, through `run`, `baseline` and `compare`: seeds that
/// agree by chance are no change.
@Suite struct GateOptimaTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The corners of a square, of which the truth tells left from right, so that half of the fits have a kappa near 1 and
  /// half one near 0; or with `height` below the width, so that all have one near 1.
  private func writeSquare(height: Double = 6, noise: Double = 1, name: String = "square") throws {
    var state: UInt64 = 88_172_645_463_325_252
    func uniform() -> Double {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return (Double(state >> 40) + 0.5) / Double(1 << 24)
    }
    func gaussian() -> Double { (-2 * log(uniform())).squareRoot() * cos(2 * .pi * uniform()) }
    var values: [Float] = []
    for item in 0..<200 {
      values.append(Float(Double(item % 2) * 6 + noise * gaussian()))
      values.append(Float(Double(item / 2 % 2) * height + noise * gaussian()))
    }
    try folder.write(TemporaryFolder.npy("<f4", "(200, 2)", TemporaryFolder.bytes(of: values)), to: "\(name).npy")
    try folder.writeLabels("labels.npy", rows: 200, classes: 2)
    try folder.write(
      """
      name: square
      dataset: { labels: { file: labels.npy } }
      features: { corners: { file: \(name).npy } }
      clusterers: [ kmeans: { k: 2, restarts: 1 }, gmm: { k: 2 } ]
      figures: none
      scores: [kappa]
      """, to: "\(name).yaml")
  }

  private func run(_ out: String, seeds: Int, first: Int, experiment: String = "square") async throws {
    try await Command.run(
      [
        "run", "\(experiment).yaml", "--seeds", "\(seeds)", "--seed", "\(first)", "--out", out, "--fresh", "--quiet",
      ], in: folder
    ).expectSuccess()
  }

  /// The verdicts of one run against a baseline.
  private func compare(_ run: String, with recorded: String) async throws -> (verdicts: [String], notes: [String]) {
    try await Command.run(["baseline", recorded, "--out", "\(recorded).json", "--force", "--quiet"], in: folder)
      .expectSuccess()
    let outcome = try await Command.run(["compare", run, "\(recorded).json", "--out", "gate.json"], in: folder)
    #expect(outcome.status == 0 || outcome.status == 2, "\(outcome.errors)")
    let report = try folder.json("gate.json")
    let cells = try #require(report["cells"] as? [[String: Any]])
    return (cells.compactMap { $0["verdict"] as? String }, try #require(report["notes"] as? [String]))
  }

  /// Fourteen pairs under two seeds a side; with three, and five.
  @Test(arguments: [(2, 14), (3, 8), (5, 6)])
  func otherSeedsOfAMethodWithTwoOptimaAreNoChange(seeds: Int, pairs: Int) async throws {
    try writeSquare()
    var alarms = 0
    for pair in 0..<pairs {
      try await run("new", seeds: seeds, first: 10 * pair)
      try await run("old", seeds: seeds, first: 1_000 + 10 * pair)
      let (verdicts, notes) = try await compare("new", with: "old")
      #expect(verdicts.count == 2)
      if verdicts.contains("regressed") || verdicts.contains("improved") { alarms += 1 }
      if seeds < 4 {
        #expect(Set(verdicts).isSubset(of: ["undecided", "unchanged"]))
        // Cells whose clusters are the same need no seeds.
        let isOpen = verdicts.contains("undecided")
        #expect(notes.contains { $0.contains("seeds on both sides can detect one") } == isOpen, "\(notes)")
      }
    }
    // One in twenty; three and more of six have a probability of .002.
    #expect(alarms <= (seeds < 4 ? 0 : 2), "\(alarms) of \(pairs)")
  }

  /// A change that is real: noise blurs the corners, and five seeds a side show it, two do not.
  @Test func aRealLossIsFoundWithFiveSeedsAndNotWithTwo() async throws {
    try writeSquare(height: 1)
    try writeSquare(height: 1, noise: 4, name: "blurred")
    for (seeds, found) in [(5, true), (2, false)] {
      try await run("sharp", seeds: seeds, first: 0)
      try await run("blurred", seeds: seeds, first: 500, experiment: "blurred")
      let (verdicts, notes) = try await compare("blurred", with: "sharp")
      #expect(verdicts.contains("regressed") == found, "\(seeds) seeds: \(verdicts)")
      #expect(notes.contains { $0.contains("no change of any size can be detected") } == !found)
    }
  }

  /// The table and the findings of a run do not tell two methods apart that two seeds happen to separate.
  @Test func theTableMarksWhatTwoSeedsCannotSettle() async throws {
    try writeSquare()
    for first in [0, 10, 20, 30] {
      try await run("table", seeds: 2, first: first)
      let pairs = try #require(try folder.json("table/statistics.json")["pairs"] as? [[String: Any]])
      #expect(pairs.allSatisfy { ($0["p"] as? Double ?? 0) >= 0.125 && ($0["holm"] as? Double ?? 0) >= 0.125 })
      let table = try folder.text("table/table.md")
      let findings = try folder.text("table/findings.md")
      let said = findings.split(separator: "\n").filter { $0.hasPrefix("- ") || $0.hasPrefix("**") }
      #expect(!said.contains { $0.contains("beats") || $0.contains("significantly better") }, "\(findings)")
      // Where both methods came out alike, the best is shared.
      #expect(findings.contains("the test needs at least 3 seeds") || findings.contains("is shared by"), "\(findings)")
      #expect(table.contains("≈"))
    }
  }
}
