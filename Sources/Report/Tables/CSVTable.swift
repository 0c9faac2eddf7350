import Results

extension SummaryTable {
  /// One line a clusterer, space and score, at full precision; a deviation that a single seed cannot have is empty.
  func csvText() -> String {
    var text = "clusterer,space,score,mean,deviation,seeds,minimum,maximum,best\n"
    for row in rows {
      for (score, cell) in zip(scores, row.cells) {
        guard let cell else { continue }
        let names = [row.clusterer, row.space, score].map(csvField).joined(separator: ",")
        let deviation = cell.deviation.map { "\($0)" } ?? ""
        text += "\(names),\(cell.mean),\(deviation),\(cell.count),\(cell.minimum),\(cell.maximum),\(cell.isBest)\n"
      }
    }
    return text
  }
}
