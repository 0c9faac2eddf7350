import Core
import Results
import Statistics

/// The criteria of one space of a sweep: their values at each setting, and what each recommends.
struct ChoiceReading {
  /// One criterion at every setting.
  struct Column {
    let criterion: ChoiceCriterion
    /// The mean over the seeds at each setting; NaN where there is none. Those of the elbow are distances to the chord.
    let means: [Double]
    /// The sample standard deviation over the seeds, of the gap the standard error of its references; nil where nothing is
    /// known of it.
    let spreads: [Double?]
    /// Nil where the criterion prefers no setting.
    let verdict: ChoiceVerdict?

    /// The position of the setting that it decides for; nil where it decides nothing.
    var decided: Int? { verdict.flatMap { $0.decides ? $0.position : nil } }

    /// True for the position that it decides for, and for those that it does not tell apart from it.
    func supports(_ position: Int) -> Bool {
      decided == position || (decided != nil && verdict?.equals?.contains(position) == true)
    }
  }

  let sweep: SweepRecord
  let line: SweepRecord.Line
  /// The criteria that have a value at any setting.
  let columns: [Column]
  /// The mean share of the clustered items that each setting leaves as noise; nil where it is not known.
  let noise: [Double]?
  /// The number of items, which is the largest number of clusters; nil where it does not matter.
  let items: Int?

  init(_ line: SweepRecord.Line, of sweep: SweepRecord, noise: [Double]? = nil, items: Int? = nil) {
    self.sweep = sweep
    self.line = line
    self.noise = noise
    self.items = items
    columns = sweep.choiceCriteria.map { Self.column($0, line, isOfClusters: sweep.isOfClusters) }.filter {
      $0.means.contains(where: \.isFinite)
    }
  }

  private static func column(
    _ criterion: ChoiceCriterion, _ line: SweepRecord.Line, isOfClusters: Bool
  ) -> Column {
    let values = line.points.map { $0.values(of: criterion) }
    let curve = curve(criterion, values, line)
    // A curve leaves out settings with a gap under a seed; the table shows what there is of them.
    var cells: [SummaryTable.Cell?]
    switch criterion {
    case .elbow, .gap:
      cells = values.map { _ in nil }
      for (position, support) in zip(curve.positions, curve.support) { cells[position] = .init(support) }
    case .silhouette, .daviesBouldin, .calinskiHarabasz, .bic, .aic, .stability:
      cells = values.map { .init($0.filter(\.isFinite)) }
    }
    var spreads = cells.map { $0?.deviation }
    if let gap = curve.gap {
      for (place, position) in curve.positions.enumerated() { spreads[position] = gap.standardErrors[place] }
    }
    return Column(
      criterion: criterion, means: cells.map { $0?.mean ?? .nan }, spreads: spreads,
      verdict: ChoiceVerdict(curve, startsAtLeast: startsAtLeast(criterion, curve, line, isOfClusters: isOfClusters)))
  }

  /// True where a curve begins with one cluster. A criterion that needs two cannot hold them against one, so that two stay an
  /// edge.
  private static func startsAtLeast(
    _ criterion: ChoiceCriterion, _ curve: ChoiceCurve, _ line: SweepRecord.Line, isOfClusters: Bool
  ) -> Bool {
    guard isOfClusters, let first = curve.positions.first else { return false }
    return !criterion.needsTwoClusters && line.points[first].setting <= 1
  }

  private static func curve(
    _ criterion: ChoiceCriterion, _ values: [[Double]], _ line: SweepRecord.Line
  ) -> ChoiceCurve {
    switch criterion {
    case .elbow: return ChoiceCurve(elbowOf: values, settings: line.points.map(\.setting))
    case .gap:
      return ChoiceCurve(
        logDispersions: values,
        references: line.points.map { $0.trials.flatMap { $0.references ?? [] }.map(\.wrappedValue) })
    case .silhouette, .daviesBouldin, .calinskiHarabasz, .bic, .aic, .stability:
      let isOrdered = line.points.allSatisfy { $0.word == nil }
      let sign: Double = criterion.lowerIsBetter ? -1 : 1
      return ChoiceCurve(support: values.map { $0.map { sign * $0 } }, isOrdered: isOrdered)
    }
  }

  /// True where each value has one result, without a spread over the seeds: that of one seed, or of a method that no seed changes.
  var hasNoSpread: Bool { line.isDeterministic == true || sweep.seeds.count == 1 }

  /// True where a criterion is best at two clusters, the fewest that it has a value of.
  func isAtLeast(_ column: Column) -> Bool {
    guard sweep.isOfClusters, column.criterion.needsTwoClusters, let verdict = column.verdict, verdict.isAtEdge
    else { return false }
    return line.points[verdict.position].setting <= 2
  }

  /// True for a number of clusters that no larger one can follow: one for each item.
  func isMost(_ position: Int) -> Bool {
    guard sweep.isOfClusters, let items else { return false }
    return line.points[position].setting == Double(items)
  }

  /// The value of a setting, such as `9` or `full`.
  func value(_ position: Int) -> String {
    let point = line.points[position]
    if let word = point.word { return word }
    let isWhole = point.setting == point.setting.rounded() && abs(point.setting) < 1e15
    return isWhole ? "\(Int(point.setting))" : "\(point.setting)"
  }

  /// The method and the space, such as `kmeans on text`.
  var method: String { "\(sweep.clusterer) on \(line.space)" }
}
