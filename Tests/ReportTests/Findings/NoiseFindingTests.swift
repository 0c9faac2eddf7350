import Core
import Report
import Testing

/// The share of noise beside the methods that findings name as best.
@Suite struct NoiseFindingTests {
  /// Ten items, of which the better space leaves so many as noise.
  private func findings(noise: Int) throws -> Findings {
    let labels = (0..<10).map { $0 < noise ? Int32(-1) : Int32($0 % 2) }
    let run = SampleRun(
      spaces: [("text", []), ("visual", [])], values: ["kmeans/text": [0.9, 0.9], "kmeans/visual": [0.5, 0.5]],
      clusters: ["text": labels, "visual": [-1, 0, 0, 0, 0, 1, 1, 1, 1, 1]], items: 10)
    return try run.tested("text", "visual", p: ["kappa": 0.01]).findings()
  }

  @Test(arguments: [(0, nil), (1, nil), (4, "noise 40.0 % against 10.0 %"), (9, "noise 90.0 % against 10.0 %")])
  func theBestIsNamedWithTheNoiseThatItLeaves(noise: Int, number: String?) throws {
    let finding = try #require(try findings(noise: noise).all.first)
    #expect(finding.numbers.first { $0.hasPrefix("noise") } == number)
    let cause = noise > 5 ? "; text leaves 90.0 % of the items as noise, which can explain it" : ""
    #expect(finding.text == "text beats visual, the next best, significant at 5 %\(cause).")
  }

  /// A method that leaves most items out is not called the best.
  @Test(
    arguments: [
      (0, "The best space is text, ", nil),
      (4, "The best space is text, ", "Doubt: text leaves 40.0 % of the items as noise."),
      (9, "The best kappa is that of text, ", "Doubt: text leaves 90.0 % of the items as noise."),
    ] as [(Int, String, String?)])
  func theVerdictDoubtsIt(noise: Int, start: String, doubt: String?) throws {
    let verdict = try #require(try findings(noise: noise).verdict)
    #expect(verdict.sentence.hasPrefix(start + "significantly better than visual; ") && verdict.doubt == doubt)
  }

  @Test func noiseThatCountsWithTheNearestClusterIsNotSaidToBeLeftOut() throws {
    var run = SampleRun(
      spaces: [("text", []), ("visual", [])], values: ["kmeans/text": [0.9, 0.9], "kmeans/visual": [0.5, 0.5]],
      clusters: ["text": [-1, -1, 0, 1]])
    run.items = 4
    run.noise = .nearest
    let findings = try run.tested("text", "visual", p: ["kappa": 0.01]).findings()
    #expect(findings.all.first?.text == "text beats visual, the next best, significant at 5 %.")
    #expect(findings.all.first?.numbers.contains { $0.hasPrefix("noise") } == false)
    #expect(findings.verdict?.doubt == nil)
  }

  @Test func aMethodAloneAndASharedBestHaveTheirNoiseAsWell() throws {
    let half: [Int32] = [-1, -1, 0, 1]
    var alone = SampleRun(spaces: [("text", [])], values: ["kmeans/text": [0.5, 0.5]], clusters: ["text": half])
    alone.items = 4
    #expect(try alone.findings().verdict?.numbers.contains("noise 50.0 %") == true)
    var shared = SampleRun(
      spaces: [("text", []), ("visual", [])], values: ["kmeans/text": [0.5], "kmeans/visual": [0.5]],
      clusters: ["text": half])
    shared.items = 4
    #expect(try shared.findings().all.first?.text == "The best kappa is shared by text (50.0 % noise), visual.")
  }
}
