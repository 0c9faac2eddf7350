import Core
import Report
import Results

extension GateReport {
  /// For a comment on a pull request: a headline, the table, and the rest to be unfolded.
  func markdownText(_ policy: GatePolicy) -> String {
    func escaped(_ text: String) -> String { SummaryTable.markdownEscaped(text) }
    // A tick is for what was judged and found in order.
    let mark = isFailure(policy) ? "❌ " : judged.isEmpty ? "" : isOpen ? "🟡 " : "✅ "
    var text = "\(mark)**\(escaped(headline(policy)))**: \(tally)\n\n"
    let showsScore = scores.count > 1
    let header =
      (showsScore ? ["score"] : [])
      + ["clusterer", "space", "run", "baseline", "difference", "\(level) interval", "p (Holm)", "verdict"]
    let rows = cells.map { cell in
      let verdict = cell.verdict == .regressed ? "**regressed**" : cell.verdict.rawValue
      return (showsScore ? [escaped(cell.score)] : [])
        + [escaped(cell.place.clusterer), escaped(cell.place.space), Self.text(cell.run), Self.text(cell.baseline)]
        + [Self.signed(cell.difference), Self.interval(cell), Self.probability(cell.adjusted), verdict]
    }
    let names = showsScore ? [0, 1, 2] : [0, 1]
    text += TextTable(header: header, rows: rows, texts: Set(names + [header.count - 1])).markdownText()
    text += markdownPatterns
    text += "\n<details><summary>Uncertainty</summary>\n\n"
    let details =
      cells.compactMap { cell in wayOut(cell).map { "\(Self.name(cell)): \($0)" } }
      + Self.sentences(on: undefined) + missing.map { "\($0.text): in the baseline, not in the run" }
      + new.map { "\($0.text): in the run, not in the baseline" } + (judged.isEmpty ? [] : [method])
      + [sensitivity].compactMap(\.self)
      + [parties] + notes
    text += details.map { "- \(escaped($0))\n" }.joined()
    return text + "\n</details>\n"
  }
}
