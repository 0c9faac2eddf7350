import Foundation
import Testing

/// What a paper needs of a stored run.
@Suite struct PaperTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeFeatures("visual.npy", rows: 36)
    try folder.writeFeatures("text.npy", rows: 36, seed: 5)
    try folder.writeLabels("labels.npy", (0..<36).map { $0 % 3 })
    try folder.write(
      """
      name: birds & 50%
      dataset: { labels: { file: labels.npy } }
      features: { visual: { file: visual.npy }, text: { file: text.npy } }
      spaces: [ visual, text, concatenation: { of: [visual, text] } ]
      clusterers: [ kmeans: { k: 3, restarts: 4 } ]
      seeds: 3
      scores: [kappa, ari]
      figures: [scores, agreement]
      """, to: "experiment.yaml")
  }

  private func makeRun() async throws {
    try await Command.run(["run", "experiment.yaml", "--out", "out"], in: folder).expectSuccess()
  }

  @Test func itHasTableFiguresMethodsAndReferences() async throws {
    try await makeRun()
    let outcome = try await Command.run(["paper", "out", "--out", "paper"], in: folder)
    outcome.expectSuccess()
    let paths = outcome.output.split(separator: "\n").map(String.init)
    let texts = ["table.tex", "methods.md", "methods.tex", "references.bib", "main.tex"]
    let figures = ["scores.pdf", "agreement.pdf", "captions.tex"]
    #expect(paths == figures.map { "paper/figures/\($0)" } + texts.map { "paper/\($0)" })
    for path in paths { #expect(folder.exists(path), "\(path)") }

    let captions = try folder.text("paper/figures/captions.tex")
    #expect(captions.contains("figures/scores.pdf") && captions.contains("\\label{fig:agreement}"))
    #expect(captions.contains("36 items of birds \\& 50\\%.") && captions.contains("Best kappa: kmeans on "))
    let methods = try folder.text("paper/methods.md")
    for words in ["k = 3", "restarts = 4", "tolerance = 0.0001", "Seeds: 0, 1, 2.", "normalize = l2", "SHA-256 "] {
      #expect(methods.contains(words), "\(words)")
    }
    let references = try folder.text("paper/references.bib")
    for key in ["lloyd1982", "arthur2007", "cohen1960", "hubert1985", "baltrusaitis2019"] {
      #expect(methods.contains("@\(key)") && references.contains("{\(key),"), "\(key)")
    }
    #expect(!references.contains("{campello2013,"))
    #expect(try folder.text("paper/main.tex").contains("[twocolumn]{article}"))
  }

  @Test func onePaperIsTheSameBytes() async throws {
    try await makeRun()
    for name in ["one", "other"] {
      try await Command.run(["paper", "out", "--columns", "1", "--siunitx", "--out", name], in: folder).expectSuccess()
    }
    for file in ["main.tex", "table.tex", "methods.md", "figures/scores.pdf", "figures/captions.tex"] {
      #expect(try folder.data("one/\(file)") == folder.data("other/\(file)"), "\(file)")
    }
    #expect(try folder.text("one/main.tex").contains("[onecolumn]{article}"))
    #expect(try folder.text("one/table.tex").contains("S[table-format="))
  }

  @Test(arguments: [["--columns", "3"], ["--notes", "long"], ["--out", ""]])
  func whatCannotBeIsNamed(arguments: [String]) async throws {
    try await makeRun()
    let out = arguments.contains("--out") ? [] : ["--out", "paper"]
    try await Command.run(["paper", "out"] + arguments + out, in: folder).expectFailure(64, naming: [arguments[0]])
    #expect(!folder.exists("paper"))
  }
}
