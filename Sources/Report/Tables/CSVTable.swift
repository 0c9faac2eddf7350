import Results

extension SummaryTable {
  /// One line a clusterer, space and score, at full precision; what is not known, such as the deviation of a single seed,
  /// is empty. With several label sets there is a column `truth` before the score. `low` and `high` are the interval, `p` is
  /// the corrected p-value of the difference to the best.
  func csvText() -> String {
    var text = isRanked ? "rank," : ""
    text +=
      "clusterer,space,\(groups.isEmpty ? "" : "truth,")score,mean,deviation,seeds,minimum,maximum,best,low,high,p\n"
    let truths = groups.isEmpty ? nil : labelSetOfColumn + countTitles.map { _ in "" }
    for row in rows {
      let counts = showsClusters ? [row.clusters, row.noise] : []
      for (column, (score, cell)) in zip(scores + countTitles, row.cells + counts).enumerated() {
        guard let cell else { continue }
        let truth = truths.map { [$0[column]] } ?? []
        let names = (nameTexts(of: row) + truth + [score]).map(csvField).joined(separator: ",")
        let deviation = csvNumber(cell.deviation)
        let worth = [cell.low, cell.high, cell.p].map(csvNumber).joined(separator: ",")
        text += "\(names),\(cell.mean),\(deviation),\(cell.count),\(cell.minimum),\(cell.maximum),\(cell.isBest),"
        text += worth + "\n"
      }
    }
    return text
  }
}
