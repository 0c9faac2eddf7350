import Core
import Foundation
import Results

/// What a paper needs of a run: the table, the figures with captions, the methods in words, the references, and a `main.tex`
/// of all of it that compiles.
package struct PaperReport {
  private let stored: StoredRun
  private let options: TableOptions

  /// - Parameter options: those of the table; the columns are those of the paper.
  package init(of stored: StoredRun, _ options: TableOptions) {
    var options = options
    options.caption = options.caption ?? Self.caption(of: stored)
    options.label = options.label ?? "tab:scores"
    (self.stored, self.options) = (stored, options)
  }

  /// Writes all files into a folder, which is made; `main.tex` last.
  ///
  /// - Throws: `ResultsError` where a file cannot be read or written, or an ``ExplainedError`` where a figure cannot be drawn.
  package func write(into path: String) throws -> RunReport.Written {
    let folder = RunFolder(path: path)
    try folder.make()
    let figures = try PaperFigures(of: stored, columns: options.columns)
    let methods = try MethodsText(of: stored)
    let table = try SummaryTable(of: stored).text(as: .latex, options)
    let texts = [
      ("table.tex", table), ("methods.md", methods.markdown(title: stored.record.name)),
      ("methods.tex", methods.latex),
      ("references.bib", methods.citations.compactMap(Bibliography.entry).map(\.bibTeX).joined(separator: "\n")),
      ("main.tex", main(signs: table + methods.latex + figures.latex, cites: !methods.citations.isEmpty)),
    ]
    let drawn = try figures.write(into: folder)
    for (name, text) in texts { try folder.write(text, to: name) }
    return RunReport.Written(paths: drawn + texts.map { folder.path(of: $0.0) }, notices: figures.notices)
  }

  /// - Parameter signs: the texts whose signs TeX has to know.
  private func main(signs: String, cites: Bool) -> String {
    let title = Self.latex(stored.record.name)
    return """
      % pdflatex main && bibtex main && pdflatex main && pdflatex main
      \\documentclass[\(options.columns == 2 ? "twocolumn" : "onecolumn")]{article}
      \\usepackage[T1]{fontenc}
      \\usepackage{lmodern}
      \\usepackage{booktabs,graphicx\(options.alignsNumbers ? ",siunitx" : "")}
      \(Self.declarations(of: signs + title))\\sloppy
      \\setlength{\\emergencystretch}{3em}
      \\title{\(title)}
      \\author{}
      \\date{}
      \\begin{document}
      \\maketitle
      \\section{Methods}
      \\input{methods}
      \\section{Results}
      \\input{table}
      \\input{figures/captions}
      \\clearpage
      \(cites ? "\\bibliographystyle{plain}\n\\bibliography{references}\n" : "")\\end{document}

      """
  }

  /// The caption of the table, with the numbers of the run.
  private static func caption(of stored: StoredRun) -> String {
    let plan = stored.plan
    let seeds = plan.hasSeeds ? ", \(counted(plan.seeds.count, "seed"))" : ""
    return "\(stored.record.name): scores of \(counted(plan.methods.count, "method")) on "
      + "\(counted(stored.itemCount, "item"))\(seeds)."
  }

  // MARK: - TeX

  /// A text for TeX, with places to break in words that are longer than 16 characters.
  static func latex(_ text: String) -> String {
    let words = text.onOneLine.split(separator: " ", omittingEmptySubsequences: true).map { word in
      word.count <= 16
        ? String(word) : word.map(String.init).chunked(8).map { $0.joined() }.joined(separator: breakMark)
    }
    let (start, end) = (text.first == " " ? " " : "", text.last == " " ? " " : "")
    return start + SummaryTable.latexEscaped(words.joined(separator: " ")).replacing(breakMark, with: "\\hspace{0pt}")
      + end
  }

  /// A name that TeX can include: letters, digits and hyphens of ASCII.
  static func fileName(_ name: String) -> String {
    String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") ? $0 : "-" })
  }

  /// A sign that stands for a place to break.
  private static let breakMark = "\u{200b}"

  /// What LaTeX has to be told of signs that its fonts lack: common ones as mathematics, others by their number.
  private static func declarations(of text: String) -> String {
    let known: [Unicode.Scalar: String] = [
      "≤": "\\le", "≥": "\\ge", "→": "\\to", "√": "\\surd", "∞": "\\infty", "α": "\\alpha", "γ": "\\gamma",
      "ε": "\\varepsilon",
    ]
    let strange = Set(text.unicodeScalars).filter { $0.value > 0x17f && !(0x2010...0x2026).contains($0.value) }
    return strange.sorted { $0.value < $1.value }.map { scalar in
      let code = String(scalar.value, radix: 16, uppercase: true)
      let form = known[scalar].map { "\\ensuremath{\($0)}" } ?? "{\\tiny[U+\(code)]}"
      return "\\DeclareUnicodeCharacter{\(code)}{\(form)}\n"
    }.joined()
  }
}

extension Array {
  fileprivate func chunked(_ size: Int) -> [ArraySlice<Element>] {
    stride(from: 0, to: count, by: size).map { self[$0..<Swift.min($0 + size, count)] }
  }
}
