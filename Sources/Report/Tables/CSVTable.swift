import Results

extension SummaryTable {
  /// One line a clusterer, space and score, at full precision; what is not known, such as the deviation of a single seed,
  /// is empty. `low` and `high` are the interval, `p` is the corrected p-value of the difference to the best.
  func csvText() -> String {
    var text = isRanked ? "rank," : ""
    text += "clusterer,space,score,mean,deviation,seeds,minimum,maximum,best,low,high,p\n"
    for row in rows {
      let counts = showsClusters ? [row.clusters, row.noise] : []
      for (score, cell) in zip(scores + countTitles, row.cells + counts) {
        guard let cell else { continue }
        let names = (nameTexts(of: row) + [score]).map(csvField).joined(separator: ",")
        let deviation = cell.deviation.map { "\($0)" } ?? ""
        let worth = [cell.low, cell.high, cell.p].map { $0.map { "\($0)" } ?? "" }.joined(separator: ",")
        text += "\(names),\(cell.mean),\(deviation),\(cell.count),\(cell.minimum),\(cell.maximum),\(cell.isBest),"
        text += worth + "\n"
      }
    }
    return text
  }
}
