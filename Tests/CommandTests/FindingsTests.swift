import Foundation
import Testing

/// The findings of a run in sentences, and the places where they stand.
@Suite struct FindingsTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeFeatures("visual.npy", spread: 1.5)
    try folder.writeFeatures("text.npy", columns: 5, spread: 2, seed: 2)
    try folder.writeLabels("labels.npy")
  }

  private func run(_ arguments: [String]) async throws -> Outcome {
    let outcome = try await Command.run(
      ["run", "--visual", "visual.npy", "--figures", "none", "--out", "out"] + arguments, in: folder)
    outcome.expectSuccess()
    return outcome
  }

  private func sentences(of outcome: Outcome) -> [String] {
    outcome.output.split(separator: "\n").filter { $0.hasPrefix("- ") }.map(String.init)
  }

  @Test func theyStandUnderTheTableInAFileAndOnThePage() async throws {
    let outcome = try await run(["--text", "text.npy", "--labels", "labels.npy", "--seeds", "3", "--quiet"])
    let sentences = sentences(of: outcome)
    #expect((2...4).contains(sentences.count))
    #expect(sentences[0].hasPrefix("- The best ") && outcome.output.contains("\n\n- The best "))
    #expect(sentences.contains { $0.contains("fusion (") && $0.contains("best single space (") })
    #expect(outcome.output.contains("out/findings.md\n"))
    let file = try folder.text("out/findings.md")
    let page = try folder.text("out/report.html")
    #expect(file.hasPrefix("# Findings: out\n\n- The best "))
    for sentence in sentences {
      #expect(file.contains(sentence), "\(sentence)")
      let words = sentence.dropFirst(2).prefix { $0 != "(" && $0 != ":" }.trimmingCharacters(in: .whitespaces)
      #expect(page.contains(words), "\(sentence)")
    }
    #expect(page.contains("<ul class=\"findings\">"))
  }

  @Test func oneMethodUnderOneSeedSaysWhatIsNotKnown() async throws {
    let outcome = try await run(["--labels", "labels.npy", "--seeds", "1", "--clusterer", "kmeans"])
    #expect(sentences(of: outcome)[0].contains("the run has 1 method"))
    #expect(sentences(of: outcome)[0].contains("one seed, so the spread is unknown"))
  }

  @Test func withoutLabelsASpaceIsMeasuredByItself() async throws {
    let outcome = try await run(["--text", "text.npy", "-k", "3", "--seeds", "2"])
    let sentences = sentences(of: outcome)
    #expect(sentences[0].contains("ARI between seeds"))
    #expect(sentences[1].contains("silhouette"))
    #expect(sentences[2].contains("Each of the 4 spaces has its own distances"))
    #expect(!(try folder.text("out/findings.md")).contains("quarter or more"))
  }
}
