import Results

/// The setting of a sweep with the best mean of a score.
struct SweepReading {
  struct Best {
    let index: Int
    let setting: Double
    /// One a seed.
    let values: [Double]
    let summary: SummaryTable.Cell
  }

  let sweep: SweepRecord
  let score: ScoreFacts

  init(_ sweep: SweepRecord, score: ScoreFacts) {
    self.sweep = sweep
    self.score = score
  }

  /// Returns the setting of the best mean, the first of equal ones; nil where no setting has a value under every seed.
  func best(of line: SweepRecord.Line) -> Best? {
    line.points.indices.compactMap { index -> Best? in
      let values = line.points[index].values(of: score.name)
      guard values.allSatisfy(\.isFinite), let summary = SummaryTable.Cell(values) else { return nil }
      return Best(index: index, setting: line.points[index].setting, values: values, summary: summary)
    }.reduce(nil) { best, next in
      guard let best else { return next }
      let (mean, other) = (best.summary.mean, next.summary.mean)
      return (score.lowerIsBetter ? other < mean : other > mean) ? next : best
    }
  }
}

extension SweepRecord.Line {
  /// The inertia at a setting as a share of that of one cluster, which spaces of any scale have in common; else the gain of
  /// the objective over the smallest k.
  func relativeObjectives(at point: SweepRecord.Point) -> [Double] {
    let values = point.values(of: nil)
    if let one = oneCluster { return values.map { one > 0 ? $0 / one : .nan } }
    return zip(values, points.first?.values(of: nil) ?? []).map { $0 - $1 }
  }
}
