import Foundation
import Testing

/// The experiment that ships, against what scikit-learn gave for it.
@Suite struct EmojiTests {
  @Test func theTableOfTheEmojiIsThatOfScikitLearn() async throws {
    let folder = try TemporaryFolder()
    let emoji = Command.package.appendingPathComponent("datasets/emoji")
    let outcome = try await Command.run(
      [
        "run", emoji.appendingPathComponent("experiment.yaml").path, "--seeds", "2", "--figures", "none", "--out",
        "emoji",
      ], in: folder)
    outcome.expectSuccess()
    let found = try kappas(in: folder.text("emoji/scores.csv"))
    let expected = try kappas(
      in: String(contentsOf: emoji.appendingPathComponent("reference.csv"), encoding: .utf8))
    #expect(found.count == 8)
    #expect(Set(found.keys) == Set(expected.keys))
    for (row, values) in expected {
      let mean = values.reduce(0, +) / Double(values.count)
      let own = try #require(found[row])
      #expect(own.count == 2)
      #expect(abs(own.reduce(0, +) / 2 - mean) < 0.1, "\(row): \(own), scikit-learn \(mean)")
    }
    let markdown = try folder.text("emoji/table.md").split(separator: "\n").filter { $0.hasPrefix("|") }
    #expect(markdown.count == 2 + 8)
    #expect(try folder.text("emoji/table.tex").contains(#"\begin{tabular}"#))
  }

  /// The kappas by space and clusterer.
  private func kappas(in csv: String) throws -> [String: [Double]] {
    var kappas: [String: [Double]] = [:]
    for line in csv.split(separator: "\n").dropFirst() {
      let fields = line.split(separator: ",")
      guard fields.count == 5, fields[3] == "kappa" else { continue }
      kappas["\(fields[0]), \(fields[1])", default: []].append(try #require(Double(fields[4])))
    }
    return kappas
  }
}
