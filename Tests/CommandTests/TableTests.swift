import Foundation
import Testing

/// The table of a stored run in its forms.
@Suite struct TableTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeFeatures("visual.npy", spread: 1.5)
    try folder.writeLabels("labels.npy")
  }

  private func makeRun() async throws {
    try await Command.run(
      ["run", "--visual", "visual.npy", "--labels", "labels.npy", "--seeds", "2", "--figures", "none", "--out", "out"],
      in: folder
    ).expectSuccess()
  }

  private func table(_ arguments: [String]) async throws -> Outcome {
    try await Command.run(["table", "out"] + arguments, in: folder)
  }

  @Test(arguments: [("markdown", "table.md"), ("latex", "table.tex")])
  func itIsTheTableThatTheRunWrote(format: String, file: String) async throws {
    try await makeRun()
    let outcome = try await table(["--format", format])
    outcome.expectSuccess()
    #expect(try outcome.output == folder.text("out/\(file)"))
  }

  @Test func aRunGivesItsTableACaptionAndALabel() async throws {
    try folder.write(
      """
      dataset: { labels: { file: labels.npy } }
      features: { visual: { file: visual.npy } }
      clusterers: [ kmeans: { k: 3 } ]
      seeds: 1
      figures: none
      table: { caption: Words of 50 %, label: tab:words }
      """, to: "e.yaml")
    try await Command.run(["run", "e.yaml", "--out", "out"], in: folder).expectSuccess()
    let text = try folder.text("out/table.tex")
    #expect(text.contains("\\caption{Words of 50 \\%}\n\\label{tab:words}\n"))
    try await Command.run(["report", "out", "--figures", "none"], in: folder).expectSuccess()
    #expect(try folder.text("out/table.tex") == text)
    #expect(try await table(["--format", "latex"]).output == text)
    try await Command.run(
      ["run", "e.yaml", "--out", "out", "--caption", "Other", "--label", "tab:other"], in: folder
    ).expectSuccess()
    #expect(try folder.text("out/table.tex").contains("\\caption{Other}\n\\label{tab:other}\n"))
    try await Command.run(["run", "e.yaml", "--label", "a{b"], in: folder).expectUsageError(naming: ["--label", "a{b"])
    try folder.write(folder.text("e.yaml").replacingOccurrences(of: "tab:words", with: "\"a#b\""), to: "bad.yaml")
    try await Command.run(["run", "bad.yaml"], in: folder).expectFailure(naming: ["bad.yaml:6", "label", "a#b"])
  }

  /// A score that fusebench has and the run has not is told from a word that is no score.
  @Test func aScoreThatTheRunLacksNamesTheWayToIt() async throws {
    try await makeRun()
    try await table(["--scores", "kappa,ami"]).expectUsageError(
      naming: [
        "scored by 4 scores", "ami is not one of them", "without clustering", "--scores kappa,ari,nmi,accuracy,ami",
      ])
    try await table(["--scores", "amy"]).expectUsageError(naming: ["amy", "there are kappa"])
    try await Command.run(["statistics", "out", "--score", "ami"], in: folder).expectUsageError(naming: [
      "ami", "--scores",
    ])
  }

  @Test func aTerminalIsMeantWhereNoFormatIsGiven() async throws {
    try await makeRun()
    let outcome = try await table([])
    outcome.expectSuccess()
    #expect(outcome.output.hasPrefix("clusterer  space"))
    #expect(!outcome.output.contains("\u{1B}") && outcome.output.contains("kmeans     visual"))
  }

  @Test func scoresCanBeChosenAndOrdered() async throws {
    try await makeRun()
    let outcome = try await table(["--format", "csv", "--scores", "ari,kappa"])
    outcome.expectSuccess()
    let lines = outcome.output.split(separator: "\n").map(String.init)
    #expect(lines.first == "clusterer,space,score,mean,deviation,seeds,minimum,maximum,best,low,high,p")
    #expect(lines.dropFirst().map { $0.split(separator: ",")[2] } == ["ari", "kappa", "ari", "kappa"])
  }

  @Test func captionAndLabelGoIntoAFileOfLaTeX() async throws {
    try await makeRun()
    let outcome = try await table(["--caption", "100 % of R&D_1", "--label", "tab:a_b", "--out", "paper.tex"])
    outcome.expectSuccess()
    #expect(outcome.output == "paper.tex\n")
    let text = try folder.text("paper.tex")
    #expect(text.contains("\\caption{100 \\% of R\\&D\\_1}\n\\label{tab:a_b}\n"))
    #expect(text.contains("\\begin{table*}") && text.hasSuffix("\\end{table*}\n"))
    try folder.expectNoTemporaryFiles()
  }

  @Test func whatCannotBeIsNamed() async throws {
    try await makeRun()
    let before = try folder.contents()
    let misuses: [([String], [String])] = [
      (["--format", "html"], ["html", "terminal, markdown, latex, csv"]),
      (["--scores", "kappa,silhouette"], ["silhouette", "the run was scored by 4 scores"]),
      (["--scores", "kapa"], ["did you mean kappa?"]), (["--scores", ""], ["--scores"]),
      (["--caption", "c", "--format", "csv"], ["--format csv", "latex"]),
      (["--label", "tab"], ["terminal", "latex"]),
      (["--format", "latex", "--label", "a%b"], ["--label a%b", "without"]),
      (["--format", "latex", "--label", ""], ["--label"]),
      (["--notes", "short", "--format", "csv"], ["--format csv", "--notes"]), (["--siunitx"], ["terminal", "latex"]),
      (["--format", "latex", "--notes", "long"], ["off", "short", "full"]),
      (["--format", "latex", "--columns", "3"], ["--columns", "3"]),
      (["--out", "table.html"], ["table.html", ".tex"]),
    ]
    for (arguments, words) in misuses { try await table(arguments).expectFailure(64, naming: words) }
    try await table(["--scores", "kappa,kappa"]).expectFailure(naming: ["kappa"])
    try await table(["--out", "no/table.md"]).expectFailure(naming: ["no/table.md", "mkdir"])
    #expect(try folder.contents() == before)
  }

  @Test func aFolderThatIsNotARunIsAnError() async throws {
    try folder.makeFolder("out")
    try await table([]).expectFailure(naming: ["out", "no run.json", "fusebench run"])
  }

  @Test func aRunOfANewerSchemaIsAnError() async throws {
    try await makeRun()
    let text = try folder.text("out/run.json")
    try folder.write(text.replacing(/"schema" : \d+/, with: "\"schema\" : 999"), to: "out/run.json")
    try await table(["--format", "latex"]).expectFailure(naming: ["schema 999", "up to schema 3"])
  }
}
