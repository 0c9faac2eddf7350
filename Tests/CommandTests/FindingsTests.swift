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
    #expect((2...7).contains(sentences.count))
    let verdict = try #require(outcome.output.split(separator: "\n").first { $0.hasPrefix("The best ") })
    #expect(outcome.output.contains("\n\n\(verdict)\n- "))
    #expect(sentences.contains { $0.contains("fusion (") && $0.contains("its best part, ") })
    #expect(outcome.output.contains("out/findings.md\nout/findings.json\n"))
    let file = try folder.text("out/findings.md")
    let page = try folder.text("out/report.html")
    let start = verdict.prefix { $0 != ";" }
    #expect(file.hasPrefix("# Findings: out\n\n**\(start);") && page.contains(start))
    #expect(try folder.text("out/findings.json").contains(start))
    for sentence in sentences {
      #expect(file.contains(sentence), "\(sentence)")
      let words = sentence.dropFirst(2).prefix { $0 != "(" && $0 != ":" && $0 != "<" }.trimmingCharacters(
        in: .whitespaces)
      #expect(page.contains(words), "\(sentence)")
    }
    #expect(page.contains("<ul class=\"findings\">"))
  }

  @Test func oneMethodUnderOneSeedSaysWhatIsNotKnown() async throws {
    let outcome = try await run(["--labels", "labels.npy", "--seeds", "1", "--clusterer", "kmeans"])
    let verdict = try #require(outcome.output.split(separator: "\n").first { $0.hasPrefix("The run has one method") })
    #expect(verdict.contains("one seed, so the spread is unknown"))
  }

  @Test func withoutLabelsASpaceIsMeasuredByItself() async throws {
    let outcome = try await run(["--text", "text.npy", "-k", "3", "--seeds", "2"])
    let sentences = sentences(of: outcome)
    #expect(sentences[0].contains("ARI between seeds"))
    #expect(sentences.contains { $0.contains("silhouette compares different spaces only roughly") })
    #expect(outcome.output.contains("other numbers of clusters than 3 were not tried"))
    #expect(!sentences.contains { $0.lowercased().contains("fusion (") })
    #expect(!(try folder.text("out/findings.md")).contains("quarter or more"))
  }
}
