import Foundation
import Testing

/// `claims`: the exit codes, the files, and the claims of a text about a run.
@Suite struct ClaimsTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("Text beats images with k-means. A kappa is no percentage.\n", to: "right.md")
    try folder.write("Images beat text with k-means.\n", to: "wrong.txt")
    try folder.write(
      "clusterer,space,score,value\nkmeans,visual,kappa,.2110\nkmeans,text,kappa,.3210\n", to: "published.csv")
  }

  private func claims(_ arguments: [String]) async throws -> Outcome {
    try await Command.run(["claims"] + arguments, in: folder)
  }

  @Test func contradictedClaimsEndWithTwo() async throws {
    let right = try await claims(["right.md", "--table", "published.csv"])
    right.expectSuccess()
    #expect(right.output.contains("line 1: supported") && right.output.contains("1 not checked"))
    let wrong = try await claims(["wrong.txt", "--table", "published.csv", "--out", "c.html", "--out", "c.json"])
    #expect(wrong.status == 2 && wrong.output.contains("kmeans on visual .211 < kmeans on text .321"))
    #expect(try folder.text("c.html").contains("class=\"contradicted\""))
    #expect(try folder.text("c.json").contains("\"verdict\" : \"contradicted\""))
  }

  @Test func wrongUseIsAnError() async throws {
    #expect(try await claims(["right.md"]).status == 64)
    #expect(try await claims(["right.md", "--table", "published.csv", "--run", "."]).status == 64)
    try await claims(["gone.tex", "--table", "published.csv"]).expectFailure(naming: ["gone.tex", "no such file"])
    try await claims(["right.odt", "--table", "published.csv"]).expectFailure(naming: [".docx"])
    #expect(try await claims(["right.md", "--table", "published.csv", "--out", "c.pdf"]).status == 64)
    #expect(try await claims(["right.md", "--table", "published.csv", "--out", "right.md"]).status != 0)
  }

  /// A direction without a significant difference is not settled by a run.
  @Test func runsDecideByTheirTests() async throws {
    try folder.writeFeatures("visual.npy", rows: 150, spread: 0.8)
    try folder.writeFeatures("text.npy", rows: 150, spread: 0.8, seed: 5)
    try folder.writeLabels("labels.npy", rows: 150)
    try await Command.run(
      [
        "run", "--visual", "visual.npy", "--text", "text.npy", "--labels", "labels.npy", "-k", "3", "--clusterer",
        "kmeans",
        "--seeds", "2", "--figures", "none", "--out", "run", "--quiet",
      ], in: folder
    ).expectSuccess()
    let outcome = try await claims(["wrong.txt", "--run", "run", "--format", "json"])
    outcome.expectSuccess()
    #expect(outcome.output.contains("\"verdict\" : \"unsettled\"") && outcome.output.contains("\"isRun\" : true"))
  }
}
