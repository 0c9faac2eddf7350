import Core
import Figures
import Results

/// The results of a run at several values of any parameter: the first score, the number of clusters and the noise.
extension RunFigures {
  /// A figure for each sweep of a parameter, of which those of k and of weights look like the two with names of their
  /// own.
  func parameterFigures() throws -> [Named] {
    try (stored.record.sweeps ?? []).flatMap { kind -> [Named] in
      guard let sweep = try stored.sweep(kind) else { return [] }
      let name = "sweep-\(FileName.of(kind.rawValue))"
      if sweep.lines.contains(where: { $0.part != nil }) { return try weightFigures(of: sweep, name: name) }
      if sweep.parameter == "k", sweep.sweptSpace == nil { return kFigures(of: sweep, name: name) }
      return try parameterFigure(of: sweep, name: name)
    }
  }

  /// The first score, the number of clusters where it changes, and the noise where there is any, against a parameter.
  private func parameterFigure(of sweep: SweepRecord, name: String) throws -> [Named] {
    guard let parameter = sweep.parameter, let score = sweep.scores.first.map(stored.record.score) else { return [] }
    let reading = SweepReading(sweep, score: score)
    let trials = sweep.lines.flatMap(\.points).flatMap(\.trials)
    var panels = [
      panel(score.shortName, Axis.Bounds(score.range), of: sweep) { line in
        (line.points.map { $0.values(of: score.name) }, reading.best(of: line)?.index)
      }
    ]
    if Set(trials.compactMap(\.found)).count > 1 {
      panels.append(
        panel("clusters found", .count, of: sweep) { line in
          (line.points.map { $0.trials.map { $0.found.map(Double.init) ?? .nan } }, nil)
        })
    }
    if let noise = try SweepNoise(of: sweep, in: stored) {
      panels.append(panel("% noise", .percent, of: sweep, series(of: sweep, noise)))
    }
    let chart = LinePanels(panels)
    guard !chart.panels.isEmpty else { return [] }
    return [
      Named(
        name: name,
        figure: Figure(
          chart, title: title("\(parameter) of \(sweep.sweptSpace ?? sweep.clusterer)"),
          subtitle: Self.subtitle(Self.method(of: sweep), sweep, chart.panels, isRinged: true),
          note: Self.note(chart.panels, [score.lowerIsBetter ? "Lower is better." : "", Self.edgeNote(sweep, reading)]))
      )
    ]
  }

  /// The note on rings at the first or last of several numbers, beyond which a better value may lie; empty without one.
  private static func edgeNote(_ sweep: SweepRecord, _ reading: SweepReading) -> String {
    let atEdge = sweep.lines.filter { line in
      guard line.points.count > 1, let best = reading.best(of: line)?.index, line.points[best].word == nil else {
        return false
      }
      return [0, line.points.count - 1].contains(best)
    }
    return atEdge.isEmpty
      ? ""
      : "Ring at the edge of the values tried: \(list(atEdge.map(\.space), limit: 4)); a better value may lie beyond."
  }

  private func panel(
    _ title: String, _ bounds: Axis.Bounds, of sweep: SweepRecord,
    values: (SweepRecord.Line) -> (samples: [[Double]], best: Int?)
  ) -> LineChart {
    panel(
      title, bounds, of: sweep,
      sweep.lines.map { line in
        let found = values(line)
        return LineChart.Series(
          name: line.space, x: line.points.map(\.setting), samples: found.samples, color: color(of: line.space),
          emphasis: found.best)
      })
  }

  /// The panel of lines, with the settings as its ticks.
  private func panel(
    _ title: String, _ bounds: Axis.Bounds, of sweep: SweepRecord, _ series: [LineChart.Series]
  ) -> LineChart {
    let first = sweep.lines.first?.points ?? []
    let points = sweep.lines.flatMap(\.points)
    let settings = points.allSatisfy { $0.word == nil } ? Set(points.map(\.setting)).sorted() : []
    let isWide = (settings.first ?? 0) > 0 && (settings.last ?? 1) >= 6 * (settings.first ?? 1)
    return LineChart(
      xTitle: sweep.parameterName, yTitle: title, series: series,
      ticks: settings.isEmpty ? first.map(\.setting) : settings, tickNames: first.compactMap(\.word),
      logarithmic: isWide, bounds: bounds)
  }
}
