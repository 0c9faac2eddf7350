import Core
import Figures
import Foundation
import Results
import Scores

/// The results of a run at several settings: the first score against the weight of a part, and against k.
extension RunFigures {
  func weightFigures() throws -> [Named] {
    try stored.sweep(.weights).map { try weightFigures(of: $0, name: "weights") } ?? []
  }

  func weightFigures(of sweep: SweepRecord, name: String) throws -> [Named] {
    guard let score = sweep.scores.first else { return [] }
    let reading = SweepReading(sweep, score: stored.record.score(score))
    let lines = sweep.lines.map { line in
      LineChart.Series(
        name: line.space, x: line.points.map(\.setting), samples: line.points.map { $0.values(of: score) },
        color: color(of: line.space), emphasis: reading.best(of: line)?.index)
    }
    let chart = LineChart(
      xTitle: Self.weightTitle(of: sweep), yTitle: reading.score.shortName, series: lines,
      references: references(beside: sweep, score: score), bounds: Axis.Bounds(reading.score.range))
    guard chart.hasPoints else { return [] }
    let noise = try SweepNoise(of: sweep, in: stored).map { noise in
      LineChart(
        xTitle: Self.weightTitle(of: sweep), yTitle: "% noise", series: series(of: sweep, noise), bounds: .percent)
    }
    let shown: any Chart = if let noise { LinePanels([chart, noise]) } else { chart }
    let part = Set(sweep.lines.compactMap(\.part)).sorted().joined(separator: ", ")
    return [
      Named(
        name: name,
        figure: Figure(
          shown, title: title("the weight of \(part)"),
          subtitle: Self.subtitle(sweep.clusterer, sweep, [chart], isRinged: true),
          note: Self.note(
            [chart], [weightNote(sweep, hasReferences: !chart.references.isEmpty)])))
    ]
  }

  /// The noise of each line of a sweep.
  func series(of sweep: SweepRecord, _ noise: SweepNoise) -> [LineChart.Series] {
    zip(sweep.lines, noise.percents).map { line, percents in
      LineChart.Series(
        name: line.space, x: line.points.map(\.setting), samples: percents, color: color(of: line.space))
    }
  }

  /// Returns the score of each part alone, where the run clustered it so with the same clusterer.
  private func references(beside sweep: SweepRecord, score: String) -> [LineChart.Reference] {
    var names: [String] = []
    for part in sweep.lines.flatMap(\.parts) where !names.contains(part) { names.append(part) }
    return names.compactMap { name in
      let values = stored.trials(name, sweep.clusterer).map { $0.scores[score] ?? .nan }
      let finite = values.count(where: \.isFinite)
      let seeds = finite < values.count ? " (\(finite) of \(counted(values.count, "seed")))" : ""
      return LineChart.Reference(name: "\(name) alone\(seeds)", samples: values, color: color(of: name))
    }
  }

  private func weightNote(_ sweep: SweepRecord, hasReferences: Bool) -> String {
    let normalized = sweep.lines.contains { stored.record.facts(of: $0.space).scalesToUnitLength }
    return [
      hasReferences && normalized
        ? "Fusions give the rows of each part unit length; a part alone is clustered as it was imported." : nil,
      sweep.scores.first.map(stored.record.score)?.lowerIsBetter ?? false ? "Lower is better." : nil,
    ].compactMap(\.self).joined(separator: " ")
  }

  /// Such as `weight of text (0: visual alone, 1: text alone)`.
  private static func weightTitle(of sweep: SweepRecord) -> String {
    let parts = Set(sweep.lines.compactMap(\.part))
    guard parts.count == 1, let part = parts.first else { return "weight" }
    let others = Set(sweep.lines.map { $0.parts.filter { $0 != part } })
    guard others.count == 1, let other = others.first, other.count == 1 else { return "weight of \(part)" }
    return "weight of \(part) (0: only \(other[0]), 1: only \(part))"
  }

  func kFigures() throws -> [Named] { try stored.sweep(.k).map { kFigures(of: $0, name: "k") } ?? [] }

  func kFigures(of sweep: SweepRecord, name: String) -> [Named] {
    let settings = sweep.lines.first?.points.map(\.setting) ?? []
    let isWide = (settings.max() ?? 1) >= 6 * (settings.min() ?? 1)
    let classes = truth?.occupiedClasses ?? 0
    let external = sweep.scores.first { $0 != "silhouette" }.map(stored.record.score)
    func panel(
      _ title: String, _ range: ClosedRange<Double>?, _ values: (SweepRecord.Line, SweepRecord.Point) -> [Double]
    ) -> LineChart {
      LineChart(
        xTitle: "k", yTitle: title,
        series: sweep.lines.map { line in
          LineChart.Series(
            name: line.space, x: line.points.map(\.setting), samples: line.points.map { values(line, $0) },
            color: color(of: line.space))
        },
        marks: classes > 0 ? [.init(name: counted(classes, "class", plural: "classes"), x: Double(classes))] : [],
        ticks: settings, logarithmic: isWide, bounds: range.map { Axis.Bounds($0) })
    }
    let panels =
      [
        panel(Self.objectiveTitle(of: sweep), Self.objectiveRange(of: sweep)) { $0.relativeObjectives(at: $1) },
        panel("silhouette", -1...1) { $1.values(of: "silhouette") },
      ]
      + [external].compactMap(\.self).map { score in
        panel(score.shortName, score.range) { $1.values(of: score.name) }
      }
    let chart = LinePanels(panels)
    guard !chart.panels.isEmpty else { return [] }
    return [
      Named(
        name: name,
        figure: Figure(
          chart, title: title("the number of clusters"),
          subtitle: Self.subtitle(Self.method(of: sweep), sweep, chart.panels),
          note: Self.note(chart.panels, [Self.kNote(sweep, external)])))
    ]
  }

  // MARK: - Words

  /// The clusterer, with its space where there is one.
  static func method(of sweep: SweepRecord) -> String {
    sweep.lines.count == 1 ? "\(sweep.clusterer) on \(sweep.lines[0].space)" : sweep.clusterer
  }

  static func objectiveTitle(of sweep: SweepRecord) -> String {
    let name = sweep.lines.lazy.flatMap(\.points).flatMap(\.trials).compactMap(\.objective?.name).first { !$0.isEmpty }
    if sweep.lines.contains(where: { $0.oneCluster != nil }) { return "\(name ?? "inertia"), share of one cluster's" }
    let smallest = sweep.lines.first?.points.first.map { Int($0.setting) } ?? 1
    return "\(name ?? "objective"), gain over k = \(smallest)"
  }

  /// The share of the objective of one cluster lies between 0 and 1; a gain may be any number.
  static func objectiveRange(of sweep: SweepRecord) -> ClosedRange<Double>? {
    sweep.lines.contains { $0.oneCluster != nil } ? 0...1 : nil
  }

  private static func kNote(_ sweep: SweepRecord, _ external: ScoreFacts?) -> String {
    return [
      external.flatMap { score in
        score.risesWithClusters
          ? "\(score.name.capitalized) rises with k by itself, because each cluster counts as its most common class."
          : nil
      },
      sweep.silhouetteRows.map { "Silhouettes of \($0.grouped) rows, drawn from each cluster." },
    ].compactMap(\.self).joined(separator: " ")
  }

  static func seedText(_ sweep: SweepRecord) -> String {
    let count = sweep.seeds.count
    if sweep.lines.allSatisfy({ $0.isDeterministic == true }) { return "deterministic" }
    return count > 1 ? "mean and standard deviation over \(count) seeds" : "one seed"
  }

  /// The method, the seeds, and the reading of the marks that the charts have.
  static func subtitle(
    _ method: String, _ sweep: SweepRecord, _ charts: [LineChart], isRinged: Bool = false
  ) -> String {
    [
      "\(method), \(seedText(sweep))",
      charts.contains(where: \.hasHollowPoints) ? "hollow: fewer seeds have a value, their number beside it" : nil,
      isRinged ? "a ring marks the best mean of each line" : nil,
    ].compactMap(\.self).joined(separator: "; ")
  }

  /// The sentences of a note, with one on settings where a line has no point.
  static func note(_ charts: [LineChart], _ sentences: [String]) -> String {
    let hasGaps = charts.contains { chart in chart.series.contains { !$0.y.allSatisfy(\.isFinite) } }
    return (sentences + (hasGaps ? ["No point: no seed has a value there."] : [])).filter { !$0.isEmpty }
      .joined(separator: " ")
  }

  /// The place of a space among those of the run, so that it has one colour in all sweeps.
  func color(of space: String) -> Int {
    stored.plan.spaces.firstIndex(of: space) ?? stored.plan.spaces.count
  }
}
