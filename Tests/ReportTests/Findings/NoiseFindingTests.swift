import Core
import Report
import Testing

/// The share of noise beside the methods that findings name as best.
@Suite struct NoiseFindingTests {
  /// Ten items, of which the better space leaves so many as noise.
  private func best(noise: Int) throws -> String? {
    let labels = (0..<10).map { $0 < noise ? Int32(-1) : Int32($0 % 2) }
    var run = SampleRun(
      spaces: [("text", []), ("visual", [])], values: ["kmeans/text": [0.9, 0.9], "kmeans/visual": [0.5, 0.5]],
      clusters: ["text": labels, "visual": [-1, 0, 0, 0, 0, 1, 1, 1, 1, 1]])
    run.scores = ["silhouette"]
    run.items = 10
    return try run.findings().all.first?.text
  }

  private static let ending = "ahead of visual in 2 of 2 seeds; a conclusion needs at least 6 seeds."

  @Test(arguments: [
    (0, "The best space is text, "), (1, "The best space is text, "),
    (4, "The best space is text, which leaves 40.0 % of the items as noise (visual: 10.0 %), "),
    (
      9,
      "The best silhouette is that of text, which leaves most items as noise (90.0 %; visual: 10.0 %), "
    ),
  ])
  func theBestIsNamedWithTheNoiseThatItLeaves(noise: Int, start: String) throws {
    #expect(try best(noise: noise) == start + Self.ending)
  }

  @Test func noiseThatCountsWithTheNearestClusterIsNotSaidToBeLeftOut() throws {
    var run = SampleRun(
      spaces: [("text", []), ("visual", [])], values: ["kmeans/text": [0.9, 0.9], "kmeans/visual": [0.5, 0.5]],
      clusters: ["text": [-1, -1, 0, 1]])
    run.items = 4
    run.noise = .nearest
    #expect(try run.findings().all.first?.text == "The best space is text, " + Self.ending)
  }

  @Test func aMethodAloneAndASharedBestHaveTheirNoiseAsWell() throws {
    let half: [Int32] = [-1, -1, 0, 1]
    var alone = SampleRun(spaces: [("text", [])], values: ["kmeans/text": [0.5, 0.5]], clusters: ["text": half])
    alone.items = 4
    #expect(try alone.findings().all.first?.numbers.contains("50.0 % of the items are noise") == true)
    var shared = SampleRun(
      spaces: [("text", []), ("visual", [])], values: ["kmeans/text": [0.5], "kmeans/visual": [0.5]],
      clusters: ["text": half])
    shared.items = 4
    #expect(
      try shared.findings().all.first?.text
        == "The best kappa is shared by both spaces: text (50.0 % noise), visual.")
  }
}
