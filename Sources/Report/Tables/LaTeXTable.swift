import Results

extension SummaryTable {
  /// A table for the booktabs package, the best of each column in bold, what it shows and footnotes below.
  ///
  /// Notes on inputs and spaces, which are for the author rather than the reader, are comments.
  /// With a caption or a label it floats; otherwise it is the bare `tabular`.
  func latexText(_ options: TableOptions) -> String {
    let floats = options.caption != nil || options.label != nil
    var lines = ["% needs \\usepackage{booktabs}"] + runNotes.map { "% note: \($0.onOneLine)" }
    // Four scores with their deviations are wider than the text of an article in its own size.
    let titles = scores + countTitles
    let isWide = titles.count > 3
    let narrow = "\\footnotesize\\setlength{\\tabcolsep}{4pt}"
    if floats {
      lines += ["\\begin{table}[htbp]", "\\centering"]
      if let caption = options.caption { lines.append("\\caption{\(Self.latexEscaped(caption))}") }
      if let label = options.label { lines.append("\\label{\(Self.latexLabel(label))}") }
    }
    if isWide { lines.append(floats ? narrow : "\\par\\noindent\\begingroup" + narrow) }
    let columns = String(repeating: "l", count: nameTitles.count) + String(repeating: "r", count: titles.count)
    lines += ["\\begin{tabular}{\(columns)}", "\\toprule"] + latexGroups
    lines.append((nameTitles + titles).map(Self.latexEscaped).joined(separator: " & ") + " \\\\")
    for (index, row) in rows.enumerated() {
      if beginsGroup(index), !isRanked || index == 0 { lines.append("\\midrule") }
      let names = (beginsGroup(index) ? nameTexts(of: row) : ["", row.space]).map(Self.latexEscaped)
      let cells =
        row.cells.map { Self.latexCell($0, options.numbers) } + countTexts(of: row).map(Self.latexEscaped)
      lines.append((names + cells).joined(separator: " & ") + " \\\\")
    }
    lines += ["\\bottomrule", "\\end{tabular}"]
    lines.append("\\par\\smallskip")
    let printed = footnotes.filter { !runNotes.contains($0) }
    lines += ([legend] + printed).map { "{\\footnotesize \(Self.latexEscaped($0))\\par}" }
    if isWide, !floats { lines.append("\\endgroup") }
    if floats { lines.append("\\end{table}") }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func latexCell(_ cell: Cell?, _ numbers: NumberStyle) -> String {
    guard let cell else { return "--" }
    let text = cell.text(numbers, plusMinus: "\\pm").replacing("−", with: "-")
    return "$\(cell.isBest ? "\\mathbf{\(text)}" : text)\(cell.equalsBest ? "^{\\approx}" : "")$"
  }

  /// The text with what TeX would read as commands spelled out.
  static func latexEscaped(_ text: String) -> String {
    text.onOneLine.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "&", "%", "_", "#", "{", "}", "$": result += "\\\(scalar)"
      case "~": result += "\\textasciitilde{}"
      case "^": result += "\\textasciicircum{}"
      case "\\": result += "\\textbackslash{}"
      // After \\ and \midrule a bracket would begin an option; in the fonts of old a bar and < > are other signs.
      case "[", "]": result += "{\(scalar)}"
      case "|": result += "\\textbar{}"
      case "<": result += "\\textless{}"
      case ">": result += "\\textgreater{}"
      case "≈": result += "$\\approx$"
      case "±": result += "$\\pm$"
      case "−": result += "$-$"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }

  /// A label as `\ref` can name it: without the characters that TeX takes apart.
  static func latexLabel(_ text: String) -> String {
    String(String.UnicodeScalarView(text.onOneLine.unicodeScalars.filter { !TableOptions.isSpecial($0) }))
  }
}
