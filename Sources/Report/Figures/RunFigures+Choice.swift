import Core
import Figures
import Results

/// The criteria of a choice against the swept parameter, on linear axes.
extension RunFigures {
  func choiceFigures() throws -> [Named] {
    try stored.choices.flatMap { sweep -> [Named] in
      let readings = sweep.lines.map { ChoiceReading($0, of: sweep) }
      let chart = LinePanels(sweep.choiceCriteria.map { panel($0, of: readings, sweep) })
      guard !chart.panels.isEmpty else { return [] }
      let name = sweep.kind == .k ? "choice" : "choice-\(FileName.of(sweep.kind.rawValue))"
      return [
        Named(
          name: name,
          figure: Figure(
            chart, title: title("the choice of \(sweep.parameterName)"),
            subtitle: Self.subtitle(Self.method(of: sweep), sweep, chart.panels)
              + "; a ring marks what a criterion decides for",
            note: Self.choiceNote(sweep)))
      ]
    }
  }

  private func panel(
    _ criterion: ChoiceCriterion, of readings: [ChoiceReading], _ sweep: SweepRecord
  ) -> LineChart {
    let classes = sweep.isOfClusters ? truth?.occupiedClasses ?? 0 : 0
    let points = sweep.lines.first?.points ?? []
    return LineChart(
      xTitle: sweep.parameterName, yTitle: Self.choiceTitle(criterion, sweep),
      series: readings.map { series(criterion, of: $0) },
      marks: classes > 0 ? [.init(name: counted(classes, "class", plural: "classes"), x: Double(classes))] : [],
      ticks: points.map(\.setting), tickNames: points.compactMap(\.word),
      bounds: Self.range(of: criterion, sweep).map { Axis.Bounds($0) })
  }

  /// The values that a criterion can have; nil for any.
  private static func range(of criterion: ChoiceCriterion, _ sweep: SweepRecord) -> ClosedRange<Double>? {
    switch criterion {
    case .elbow: objectiveRange(of: sweep)
    case .silhouette: -1...1
    case .stability: -Double.infinity...1
    case .daviesBouldin, .calinskiHarabasz: 0...Double.infinity
    case .gap, .bic, .aic: nil
    }
  }

  private func series(_ criterion: ChoiceCriterion, of reading: ChoiceReading) -> LineChart.Series {
    let line = reading.line
    let x = line.points.map(\.setting)
    let column = reading.columns.first { $0.criterion == criterion }
    // The elbow shows the curve that it is found on.
    if criterion == .elbow {
      return LineChart.Series(
        name: line.space, x: x, samples: line.points.map(line.relativeObjectives), color: color(of: line.space),
        emphasis: column?.decided)
    }
    let means = column?.means ?? x.map { _ in .nan }
    return LineChart.Series(
      name: line.space, x: x, y: means,
      band: zip(means, column?.spreads ?? means.map { _ in nil }).map { mean, spread in
        let (mean, spread) = (mean.isFinite ? mean : 0, spread ?? 0)
        return mean - spread...mean + spread
      }, color: color(of: line.space), emphasis: column?.decided,
      fewer: LineChart.Series.fewer(line.points.map { $0.values(of: criterion) }).filter { means[$0.key].isFinite })
  }

  private static func choiceTitle(_ criterion: ChoiceCriterion, _ sweep: SweepRecord) -> String {
    switch criterion {
    case .elbow: "elbow: \(objectiveTitle(of: sweep))"
    case .gap: "gap ± standard error"
    case .stability: "stability (ARI of subsamples)"
    case .silhouette, .calinskiHarabasz: criterion.title
    case .daviesBouldin, .bic, .aic: "\(criterion.title), lower is better"
    }
  }

  private static func choiceNote(_ sweep: SweepRecord) -> String {
    let refits = sweep.choiceCriteria.filter(\.isOfRefits).map(\.rawValue).joined(separator: " and ")
    return [
      "No ring: the best value is at an edge of those tried, or at least half of them are as good.",
      sweep.refitRows.map { "At most \($0.grouped) rows for \(refits)." },
      sweep.silhouetteRows.map { "Silhouettes of \($0.grouped) rows." },
    ].compactMap(\.self).joined(separator: " ")
  }
}
