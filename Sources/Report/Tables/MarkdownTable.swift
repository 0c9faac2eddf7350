import Results

extension SummaryTable {
  /// A pipe table, the best of each column in bold, the legend, the meaning of the scores and the footnotes below.
  func markdownText(_ options: TableOptions) -> String {
    func line(_ fields: [String]) -> String { "| " + fields.joined(separator: " | ") + " |\n" }
    let titles = scoreTitles + countTitles
    var text = line((nameTitles + titles).map(Self.markdownEscaped))
    text += line(nameTitles.map { _ in "---" } + titles.map { _ in "---:" })
    for row in rows {
      let cells = row.cells.map { cell -> String in
        guard let cell else { return absentCell }
        let text = cell.text(options.numbers)
        return (cell.isBest ? "**\(text)**" : text) + cell.mark
      }
      text += line(nameTexts(of: row).map(Self.markdownEscaped) + cells + countTexts(of: row))
    }
    return text + "\n"
      + ([legend] + scoreGlossary.map(\.line) + footnotes).map { "- \(Self.markdownEscaped($0))\n" }.joined()
  }

  /// The text with a backslash before what Markdown would read as markup.
  package static func markdownEscaped(_ text: String) -> String {
    text.onOneLine.unicodeScalars.reduce(into: "") { result, scalar in
      if "\\`*_[]<>|#~".unicodeScalars.contains(scalar) { result.append("\\") }
      result.unicodeScalars.append(scalar)
    }
  }
}
