import Core
import Results

/// The forms of the results of raters.
package enum RatingFormat: String, CaseIterable, Sendable {
  case text, markdown, csv, json, latex
}

/// A table of the results of raters, with its title and the meaning of its columns.
struct RatingSection {
  let title: String
  let table: TextTable
  let note: String

  func text() -> String { "\(title.onOneLine)\n\n\(table.terminalText())\n\(note.onOneLine.wrapped(to: 100))\n" }

  func markdown() -> String {
    "## \(SummaryTable.markdownEscaped(title))\n\n\(table.markdownEscaped.markdownText())\n"
      + "\(SummaryTable.markdownEscaped(note))\n"
  }

  func latex() -> String {
    "% \(title.onOneLine)\n\(table.latexText()){\\footnotesize \(SummaryTable.latexEscaped(note))\\par}\n"
  }
}

extension [RatingSection] {
  /// The sections in one of the forms that show tables; nil for the others.
  func text(as format: RatingFormat, title: String) -> String? {
    switch format {
    case .text: map { $0.text() }.joined(separator: "\n")
    case .markdown:
      "# \(SummaryTable.markdownEscaped(title))\n\n" + map { $0.markdown() }.joined(separator: "\n")
    case .latex: "% needs \\usepackage{booktabs}\n" + map { $0.latex() }.joined(separator: "\n\\bigskip\n\n")
    case .csv, .json: nil
    }
  }
}

extension NumberStyle {
  /// An interval, such as `.342 to .366`; a dash where there is none.
  func interval(_ low: Double?, _ high: Double?) -> String {
    guard let low, let high else { return absentCell }
    return "\(text(low)) to \(text(high))"
  }
}
