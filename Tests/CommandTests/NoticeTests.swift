import Foundation
import Testing

/// No note of a trial is hidden behind another one.
@Suite struct NoticeTests {
  /// Four groups at distances of 5 and a million: float32 features lose the small one, and clusters run empty.
  @Test func emptyClustersAtTheEndAreSaidBesideThoseThatWereMoved() async throws {
    let folder = try TemporaryFolder()
    try folder.writeFeatures("b.npy", rows: 240, columns: 2) { values in
      for row in 0..<240 { values[2 * row] = row % 4 < 2 ? 0 : 1e6 }
      for row in 0..<240 { values[2 * row + 1] = Float(row % 2) }
    }
    try folder.writeLabels("by.npy", rows: 240, classes: 4)
    let outcome = try await Command.run(
      [
        "run", "--features", "f=b.npy", "--labels", "by.npy", "--seeds", "3", "--figures", "none", "--out", "r",
      ], in: folder)
    outcome.expectSuccess()
    var messages: Set<String> = []
    for clusterer in ["kmeans", "gmm"] {
      for seed in 0..<3 {
        let trial = try folder.json("r/trials/f/\(clusterer)/seed-\(seed).json")
        let notices = try #require(trial["notices"] as? [[String: String]])
        messages.formUnion(notices.compactMap { $0["message"] })
      }
    }
    // Each message is there in its words, its numbers being among those of the summary.
    for message in messages {
      let start = message.prefix { !$0.isNumber }
      #expect(outcome.errors.contains(start), "\(message) in \(outcome.errors)")
    }
  }
}
