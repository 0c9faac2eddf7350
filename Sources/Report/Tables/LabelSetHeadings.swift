import Core
import Results

/// The label sets above the columns of a table with scores against several.
extension SummaryTable {
  /// The scores of the columns, each once.
  var scoreNames: [String] { groups.isEmpty ? scores : scores.uniqued }

  /// The titles of the columns of scores in forms that have no line for the label sets: `kind: kappa`.
  var scoreTitles: [String] {
    groups.isEmpty ? scores : zip(labelSetOfColumn, scores).map { $0.isEmpty ? $1 : "\($0): \($1)" }
  }

  /// The columns of one label set alone, or of the scores that need none, without notes; the last ones with the numbers of
  /// clusters.
  func part(of group: Int) -> SummaryTable {
    let first = groups[..<group].reduce(0) { $0 + $1.columns }
    let columns = first..<first + groups[group].columns
    var part = self
    part.scores = Array(scores[columns])
    part.groups = groups[group].title.isEmpty ? [] : [groups[group]]
    for row in rows.indices { part.rows[row].cells = Array(rows[row].cells[columns]) }
    part.showsClusters = showsClusters && columns.upperBound == scores.count
    part.footnotes = []
    return part
  }

  /// The widths of the columns of a terminal, with room for the names of the label sets.
  func widths(_ widths: [Int]) -> [Int] {
    var (widths, column) = (widths, nameTitles.count)
    for group in groups where group.columns > 0 {
      let missing = group.title.onOneLine.displayWidth - Self.span(widths[column..<column + group.columns])
      column += group.columns
      widths[column - 1] += max(missing, 0)
    }
    return widths
  }

  /// The line of a terminal above the titles; empty with a single label set.
  func terminalGroups(_ widths: [Int]) -> String {
    guard !groups.isEmpty else { return "" }
    var column = nameTitles.count
    var fields = widths[..<column].map { String(repeating: " ", count: $0) }
    for group in groups where group.columns > 0 {
      let width = Self.span(widths[column..<column + group.columns])
      column += group.columns
      let title = group.title.onOneLine
      let rule = String(repeating: "─", count: max(width - title.displayWidth - 1, 0))
      fields.append((title.isEmpty || rule.isEmpty ? title : title + " " + rule).padded(to: width))
    }
    return String(fields.joined(separator: "  ").reversed().drop { $0 == " " }.reversed()) + "\n"
  }

  /// The lines of LaTeX above the titles; none with a single label set.
  var latexGroups: [String] {
    guard !groups.isEmpty else { return [] }
    var (column, rules) = (nameTitles.count, [String]())
    var fields = nameTitles.map { _ in "" }
    for group in groups where group.columns > 0 {
      fields.append("\\multicolumn{\(group.columns)}{c}{\(Self.latexEscaped(group.title))}")
      if !group.title.isEmpty { rules.append("\\cmidrule(lr){\(column + 1)-\(column + group.columns)}") }
      column += group.columns
    }
    fields += countTitles.map { _ in "" }
    return [fields.joined(separator: " & ") + " \\\\", rules.joined(separator: " ")]
  }

  /// The width of several columns with the gaps between them.
  private static func span(_ widths: ArraySlice<Int>) -> Int { widths.reduce(0, +) + 2 * (widths.count - 1) }
}
