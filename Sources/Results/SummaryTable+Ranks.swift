import Core

extension SummaryTable {
  /// The same rows from the best mean of the first score to the worst, each with its rank: one more than the number of methods
  /// that are significantly better, and never less than the rank above. Methods that are not significantly different can share
  /// a rank; rows without a value come last, without one.
  ///
  /// - Throws: ``ResultsError`` where the run has no tests.
  public func ranked(of stored: StoredRun) throws -> SummaryTable {
    guard let score = scores.first, let statistics = try stored.statistics, !statistics.pairs.isEmpty else {
      throw ResultsError(.noTests(path: stored.folder.path))
    }
    return ranked(by: statistics, lowerIsBetter: stored.record.score(score).lowerIsBetter)
  }

  /// The same by the tests of a record; a footnote where none is by the first score.
  ///
  /// - Precondition: the table has a score.
  package func ranked(by statistics: StatisticsRecord, lowerIsBetter: Bool) -> SummaryTable {
    let score = scores[0]
    guard rows.contains(where: { $0.cells[0] != nil }), statistics.pairs.contains(where: { $0.score == score }) else {
      var table = self
      table.footnotes.insert(
        "no ranks: no test compares methods by \(score), whose values are too few or undefined", at: 0)
      return table
    }
    var better: [StatisticsRecord.Method: Int] = [:]
    for pair in statistics.pairs where pair.score == score && 1 - pair.holm > statistics.level {
      better[(pair.difference > 0) == lowerIsBetter ? pair.first : pair.second, default: 0] += 1
    }
    var table = self
    let costs = rows.map { $0.cells[0].map { lowerIsBetter ? $0.mean : -$0.mean } ?? .infinity }
    table.rows = rows.indices.sorted { (costs[$0], $0) < (costs[$1], $1) }.map { table.rows[$0] }
    // Tests differ in what they can show: a lower mean may have fewer methods that are significantly better.
    var (last, isRaised) = (1, false)
    for (index, row) in table.rows.enumerated() where row.cells[0] != nil {
      let own = 1 + better[.init(clusterer: row.clusterer, space: row.space), default: 0]
      isRaised = isRaised || own < last
      last = max(own, last)
      table.rows[index].rank = last
    }
    table.footnotes.insert(
      "rank: one more than the number of methods whose \(score) is significantly better (Holm-corrected p below .05)"
        + (isRaised ? ", and never less than the rank above" : ""),
      at: 0)
    return table
  }

  /// True where the rows have ranks.
  public var isRanked: Bool { rows.contains { $0.rank != nil } }
}
