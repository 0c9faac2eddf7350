import Results

/// A table of texts for a terminal or Markdown: names at the left, numbers aligned to the right.
package struct TextTable {
  var header: [String]
  var rows: [[String]]
  /// The columns that hold texts, which are aligned to the left.
  var texts: Set<Int>

  package init(header: [String], rows: [[String]], texts: Set<Int>) {
    (self.header, self.rows, self.texts) = (header, rows, texts)
  }

  /// The first so many columns hold names, the others numbers.
  init(header: [String], rows: [[String]], names: Int) { self.init(header: header, rows: rows, texts: Set(0..<names)) }

  /// Columns aligned by what a terminal shows, a line below the header.
  package func terminalText() -> String {
    let lines = ([header] + rows).map { $0.map(\.onOneLine) }
    let widths = header.indices.map { column in lines.map { $0[column].displayWidth }.max() ?? 0 }
    func line(_ fields: [String]) -> String {
      let aligned = fields.enumerated().map { column, text in
        texts.contains(column) ? text.padded(to: widths[column]) : text.paddedLeft(to: widths[column])
      }
      return String(aligned.joined(separator: "  ").reversed().drop { $0 == " " }.reversed()) + "\n"
    }
    let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ") + "\n"
    return line(lines[0]) + rule + lines.dropFirst().map(line).joined()
  }

  /// With fields that Markdown shows as they are.
  package var markdownEscaped: Self {
    func escaped(_ fields: [String]) -> [String] { fields.map(SummaryTable.markdownEscaped) }
    return Self(header: escaped(header), rows: rows.map(escaped), texts: texts)
  }

  /// A pipe table; fields are Markdown already.
  package func markdownText() -> String {
    func line(_ fields: [String]) -> String { "| " + fields.joined(separator: " | ") + " |\n" }
    let rule = header.indices.map { texts.contains($0) ? "---" : "---:" }
    return line(header) + line(rule) + rows.map(line).joined()
  }

  /// A `tabular` for the booktabs package.
  func latexText() -> String {
    func line(_ fields: [String]) -> String {
      fields.map { SummaryTable.latexEscaped($0 == absentCell ? "--" : $0) }.joined(separator: " & ") + " \\\\\n"
    }
    let columns = header.indices.map { texts.contains($0) ? "l" : "r" }.joined()
    return "\\begin{tabular}{\(columns)}\n\\toprule\n\(line(header))\\midrule\n\(rows.map(line).joined())"
      + "\\bottomrule\n\\end{tabular}\n"
  }

  package func csvText() -> String { ([header] + rows).map { $0.map(csvField).joined(separator: ",") + "\n" }.joined() }
}

extension NumberStyle {
  /// A mean with its deviation, where there is one: `.354 ± .012`.
  package func text(_ mean: Double, deviation: Double?) -> String {
    text(mean) + (deviation.map { " ± " + text($0) } ?? "")
  }
}
