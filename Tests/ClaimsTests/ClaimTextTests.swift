import Claims
import Foundation
import Testing

/// Sentences of texts in every form.
@Suite struct ClaimTextTests {
  @Test func sentencesEndAtPointsAndParagraphs() {
    let text = "A kappa of .35 is fair. It is low, e.g. for k-means. See Fig. 3.\nThe next line\ngoes on\n\nA paragraph"
    let sentences = ClaimText(text, form: .plain).sentences
    #expect(
      sentences.map(\.text) == [
        "A kappa of .35 is fair.", "It is low, e.g. for k-means.", "See Fig. 3.", "The next line goes on",
        "A paragraph",
      ])
    #expect(sentences.map(\.line) == [1, 1, 1, 2, 5])
  }

  @Test func laTeXIsReadAsText() {
    let text = #"""
      \documentclass{article}
      \newcommand{\km}{$k$-means}
      \begin{document}
      \section{Results of fusion}
      With \km{}, text reaches a $\kappa$ of $.412 \pm .015$ (see Table~\ref{tab:one}). % a comment. Not read.
      \begin{table}
      Not a sentence. \caption{None.}
      \end{table}
      It is \emph{better} by 9.9\,\% than in \cite{li}.
      \end{document}
      After the end.
      """#
    let sentences = ClaimText(text, form: .latex).sentences
    #expect(
      sentences.map(\.text) == [
        "With k-means, text reaches a κ of .412 ± .015 (see Table 1).", "It is better by 9.9 % than in [citation].",
      ])
    #expect(sentences.map(\.line) == [5, 9])
  }

  @Test func markdownIsReadAsText() {
    let text = """
      ---
      title: Results.
      ---
      # A heading. Not read.

      Text is **better** than [images](x.md).
      | a | b |
      |---|---|
      ```
      Not read.
      ```
      - One item
      - Another *item*
      """
    let sentences = ClaimText(text, form: .markdown).sentences
    #expect(sentences.map(\.text) == ["Text is better than images.", "One item", "Another item"])
    #expect(sentences.map(\.line) == [6, 12, 13])
  }

  /// Written by Python's zipfile: a heading, two paragraphs of several runs with an escape and a deleted passage, a table.
  @Test func wordFilesAreRead() throws {
    let sentences = try ClaimText(path: ClaimFixtures.url("text.docx").path).sentences
    #expect(sentences.map(\.text) == ["Text & captions are better.", "K-means wins.", "A second paragraph."])
    #expect(sentences.map(\.line) == [2, 2, 3])
  }

  @Test func whatIsNoTextIsAnError() throws {
    #expect(throws: ClaimTextError.self) { try ClaimText(path: "/nowhere/paper.tex") }
    #expect(throws: ClaimTextError.self) { try ClaimText(path: "paper.odt") }
    let folder = FileManager.default.temporaryDirectory.appending(path: "claims-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appending(path: "paper.docx").path
    try Data("no archive".utf8).write(to: URL(filePath: path))
    #expect(throws: ClaimTextError.self) { try ClaimText(path: path) }
    let latin = folder.appending(path: "paper.txt").path
    try Data([0x66, 0xFC, 0x72]).write(to: URL(filePath: latin))
    #expect(throws: ClaimTextError.self) { try ClaimText(path: latin) }
  }
}
