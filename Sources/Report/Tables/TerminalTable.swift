import Results

/// The choice of bold on a terminal.
package enum TerminalColor {
  /// Bold only on a terminal that can show it, and never when `NO_COLOR` is set to anything (no-color.org).
  package static func isWanted(isTerminal: Bool, environment: [String: String]) -> Bool {
    guard environment["NO_COLOR", default: ""].isEmpty else { return false }
    return isTerminal && environment["TERM", default: ""] != "dumb"
  }
}

extension SummaryTable {
  /// The widest table of several label sets that stands on one line.
  private static let mostWidth = 120

  /// Columns aligned by what a terminal shows, a line between the clusterers, footnotes below. Scores against several label sets
  /// that are too wide together stand below each other, the columns of one label set at a time.
  func terminalText(_ options: TableOptions) -> String {
    let whole = terminalTable(options)
    // The line of titles has no bold.
    let width = whole.split(separator: "\n").prefix(groups.isEmpty ? 1 : 2).map { String($0).displayWidth }.max() ?? 0
    let text =
      width > Self.mostWidth && groups.count { $0.columns > 0 } > 1
      ? groups.indices.filter { groups[$0].columns > 0 }.map { part(of: $0).terminalTable(options) }.joined(
        separator: "\n")
      : whole
    return footnotes.isEmpty ? text : text + "\n" + footnotes.map { "note: \($0.onOneLine)\n" }.joined()
  }

  private func terminalTable(_ options: TableOptions) -> String {
    let names = nameTitles.count
    let header = nameTitles + scores.map(\.onOneLine) + countTitles
    // In a column with marks the cells that have none keep their place.
    let hasMarks = scores.indices.map { column in rows.contains { !($0.cells[column]?.mark ?? "").isEmpty } }
    let body = rows.map { row in
      nameTexts(of: row).map(\.onOneLine)
        + zip(row.cells, hasMarks).map { cell, hasMarks in
          let mark = cell?.mark ?? ""
          return (cell?.text(options.numbers) ?? absentCell) + (hasMarks && mark.isEmpty ? "  " : mark)
        } + countTexts(of: row)
    }
    let widths = widths(header.indices.map { column in ([header] + body).map { $0[column].displayWidth }.max() ?? 0 })
    func line(_ fields: [String], best: [Bool]) -> String {
      let aligned = fields.indices.map { column in
        let text = fields[column]
        guard column >= names else { return text.padded(to: widths[column]) }
        let padding = text.paddedLeft(to: widths[column]).dropLast(text.count)
        return padding + (options.bold && best[column] ? "\u{1B}[1m\(text)\u{1B}[0m" : text)
      }
      let joined = aligned.joined(separator: "  ")
      return String(joined.reversed().drop { $0 == " " }.reversed()) + "\n"
    }

    let plain = header.map { _ in false }
    let rule = widths.map { String(repeating: "─", count: $0) }.joined(separator: "  ") + "\n"
    var text = terminalGroups(widths) + line(header, best: plain)
    for (index, row) in rows.enumerated() {
      if beginsGroup(index), !isRanked || index == 0 { text += rule }
      var fields = body[index]
      if !beginsGroup(index) { fields[0] = "" }
      text += line(
        fields,
        best: nameTitles.map { _ in false } + row.cells.map { $0?.isBest ?? false } + countTitles.map { _ in false })
    }
    return text
  }
}
