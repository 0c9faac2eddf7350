import Report
import Results

extension GateReport {
  /// For a terminal: the table, what is to be known of single cells, and how the run stands.
  func terminalText(_ policy: GatePolicy) -> String {
    let showsScore = scores.count > 1
    let header =
      (showsScore ? ["score"] : []) + [
        "clusterer", "space", "run", "baseline", "difference", "\(level) interval", "p (Holm)", "detects", "verdict",
      ]
    let rows = cells.map { cell in
      (showsScore ? [cell.score] : [])
        + [cell.place.clusterer, cell.place.space, Self.text(cell.run), Self.text(cell.baseline)]
        + [Self.signed(cell.difference), Self.interval(cell), Self.probability(cell.adjusted)]
        + [cell.detectable.map(Self.number) ?? absentCell, cell.verdict.rawValue]
    }
    let names = showsScore ? [0, 1, 2] : [0, 1]
    var text = TextTable(header: header, rows: rows, texts: Set(names + [header.count - 1])).terminalText()
    text += "\n\(headline(policy)): \(tally).\n"
    for cell in cells { if let wayOut = wayOut(cell) { text += "  \(Self.name(cell)): \(wayOut)\n" } }
    for sentence in Self.sentences(on: undefined) { text += "  \(sentence)\n" }
    for place in missing { text += "  \(place.text): in the baseline, not in the run\n" }
    for place in new { text += "  \(place.text): in the run, not in the baseline\n" }
    text += terminalPatterns
    text += "\(parties.prefix(1).uppercased() + parties.dropFirst()).\n"
    if !judged.isEmpty { text += "\(method)\n" }
    if let sensitivity { text += "\(sensitivity)\n" }
    for note in notes { text += "note: \(note.onOneLine)\n" }
    return text
  }
}
