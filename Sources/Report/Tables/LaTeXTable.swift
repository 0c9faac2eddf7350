import Core
import Results

extension SummaryTable {
  /// A table for the booktabs package, the best of each column in bold, what it shows and footnotes below.
  ///
  /// A table that is too wide for one column of a two-column article spans both where it floats; else further columns go into
  /// parts below the first. Names that are too long are shortened in the middle, with a legend. Notes on inputs and spaces, which are for the author rather
  /// than the reader, are comments. With a caption or a label it floats; otherwise it is the bare `tabular`.
  func latexText(_ options: TableOptions) -> String {
    let floats = options.floats
    var lines = ["% needs \\usepackage{booktabs}" + (options.alignsNumbers ? " and \\usepackage{siunitx}" : "")]
    lines += runNotes.map { "% note: \($0.onOneLine)" }
    let layout = LaTeXLayout(self, options)
    let environment = layout.spansColumns ? "table*" : "table"
    if floats {
      lines += ["\\begin{\(environment)}[htbp]", "\\centering"]
      if let caption = options.caption { lines.append("\\caption{\(Self.latexEscaped(caption))}") }
      if let label = options.label { lines.append("\\label{\(Self.latexLabel(label))}") }
    }
    let isSmaller = layout.size != .normal
    if isSmaller { lines.append(floats ? layout.size.commands : "\\par\\noindent\\begingroup" + layout.size.commands) }
    if options.alignsNumbers { lines.append(LaTeXLayout.alignment) }
    lines += Array(layout.parts.map { $0.latexTabular(layout, options) }.joined(separator: ["\\par\\medskip"]))
    lines.append("\\par\\smallskip")
    lines += latexNotes(layout, options.notes).map { "{\\footnotesize \(Self.latexEscaped($0))\\par}" }
    if isSmaller, !floats { lines.append("\\endgroup") }
    if floats { lines.append("\\end{\(environment)}") }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The lines of one `tabular`.
  private func latexTabular(_ layout: LaTeXLayout, _ options: TableOptions) -> [String] {
    let numbers = layout.columns(of: self, options)
    var lines = ["\\begin{tabular}{\(String(repeating: "l", count: nameTitles.count))\(numbers)}", "\\toprule"]
    lines += latexGroups
    let titles = (scores + countTitles).map(Self.latexEscaped).map { options.alignsNumbers ? "{\($0)}" : $0 }
    lines.append((nameTitles.map(Self.latexEscaped) + titles).joined(separator: " & ") + " \\\\")
    for (index, row) in rows.enumerated() {
      if beginsGroup(index), !isRanked || index == 0 { lines.append("\\midrule") }
      let names = (beginsGroup(index) ? nameTexts(of: row) : ["", row.space]).map(layout.shortened)
      let cells =
        row.cells.map { Self.latexCell($0, options) }
        + countTexts(of: row).map(Self.latexEscaped).map { options.alignsNumbers ? "{\($0)}" : $0 }
      lines.append((names.map(Self.latexEscaped) + cells).joined(separator: " & ") + " \\\\")
    }
    return lines + ["\\bottomrule", "\\end{tabular}"]
  }

  /// The notes below the table.
  private func latexNotes(_ layout: LaTeXLayout, _ extent: TableNotes) -> [String] {
    switch extent {
    case .off: layout.legend
    case .short: [legend] + layout.legend + markNotes
    case .full: [legend] + layout.legend + footnotes.filter { !runNotes.contains($0) }
    }
  }

  private static func latexCell(_ cell: Cell?, _ options: TableOptions) -> String {
    guard let cell else { return options.alignsNumbers ? "{--}" : "--" }
    if options.alignsNumbers, cell.mean.isFinite, abs(cell.mean) < 1e9 { return alignedCell(cell, options.numbers) }
    let text = cell.text(options.numbers, plusMinus: "\\pm").replacing("−", with: "-")
    return "$\(cell.isBest ? "\\mathbf{\(text)}" : text)\(cell.equalsBest ? "^{\\approx}" : "")$"
  }

  /// A cell that siunitx aligns at the points of the mean and of its deviation.
  private static func alignedCell(_ cell: Cell, _ numbers: NumberStyle) -> String {
    let style = NumberStyle(digits: numbers.digits, leadingZero: true)
    let deviation = cell.deviation.map { " +- \(style.text($0))" } ?? ""
    let text = (style.text(cell.mean) + deviation).replacing("−", with: "-")
    return (cell.isBest ? "\\bfseries " : "") + text + (cell.equalsBest ? " {$^{\\approx}$}" : "")
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
