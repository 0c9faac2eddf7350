import Core
import Figures
import Foundation
import Results
import Scores

/// The results of a run at several settings: the first score against the weight of a part, and against k.
extension RunFigures {
  func weightFigures() throws -> [Named] {
    try stored.sweep(.weights).map { weightFigures(of: $0, name: "weights") } ?? []
  }

  private func weightFigures(of sweep: SweepRecord, name: String) -> [Named] {
    guard let score = sweep.scores.first else { return [] }
    let reading = SweepReading(sweep, score: stored.record.score(score))
    let lines = sweep.lines.map { line in
      LineChart.Series(
        name: line.space, x: line.points.map(\.setting), samples: line.points.map { $0.values(of: score) },
        color: color(of: line.space), emphasis: reading.best(of: line)?.index)
    }
    let chart = LineChart(
      xTitle: Self.weightTitle(of: sweep), yTitle: reading.score.shortName, series: lines,
      references: references(beside: sweep, score: score))
    guard chart.series.contains(where: { $0.y.contains(where: \.isFinite) }) else { return [] }
    let part = Set(sweep.lines.compactMap(\.part)).sorted().joined(separator: ", ")
    return [
      Named(
        name: name,
        figure: Figure(
          chart, title: title("the weight of \(part)"),
          subtitle: "\(sweep.clusterer), \(Self.seedText(sweep)); a ring marks the best mean of each line",
          note: weightNote(sweep, hasReferences: !chart.references.isEmpty)))
    ]
  }

  /// Returns the score of each part alone, where the run clustered it so with the same clusterer.
  private func references(beside sweep: SweepRecord, score: String) -> [LineChart.Reference] {
    var names: [String] = []
    for part in sweep.lines.flatMap(\.parts) where !names.contains(part) { names.append(part) }
    return names.compactMap { name in
      LineChart.Reference(
        name: "\(name) alone", samples: stored.trials(name, sweep.clusterer).map { $0.scores[score] ?? .nan },
        color: color(of: name))
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

  private func kFigures(of sweep: SweepRecord, name: String) -> [Named] {
    let settings = sweep.lines.first?.points.map(\.setting) ?? []
    let isWide = (settings.max() ?? 1) >= 6 * (settings.min() ?? 1)
    let classes = truth?.occupiedClasses ?? 0
    let external = sweep.scores.first { $0 != "silhouette" }.map(stored.record.score)
    func panel(_ title: String, _ values: (SweepRecord.Line, SweepRecord.Point) -> [Double]) -> LineChart {
      LineChart(
        xTitle: "k", yTitle: title,
        series: sweep.lines.map { line in
          LineChart.Series(
            name: line.space, x: line.points.map(\.setting), samples: line.points.map { values(line, $0) },
            color: color(of: line.space))
        },
        marks: classes > 0 ? [.init(name: counted(classes, "class", plural: "classes"), x: Double(classes))] : [],
        ticks: settings, logarithmic: isWide)
    }
    let panels =
      [
        panel(Self.objectiveTitle(of: sweep)) { $0.relativeObjectives(at: $1) },
        panel("silhouette") { $1.values(of: "silhouette") },
      ]
      + [external].compactMap(\.self).map { score in panel(score.shortName) { $1.values(of: score.name) } }
    let chart = LinePanels(panels)
    guard !chart.panels.isEmpty else { return [] }
    return [
      Named(
        name: name,
        figure: Figure(
          chart, title: title("the number of clusters"), subtitle: "\(Self.method(of: sweep)), \(Self.seedText(sweep))",
          note: Self.kNote(sweep, external)))
    ]
  }

  // MARK: - Other parameters

  /// A figure for each sweep of a parameter, of which those of k and of weights look like the two with names of their
  /// own.
  func parameterFigures() throws -> [Named] {
    try (stored.record.sweeps ?? []).flatMap { kind -> [Named] in
      guard let sweep = try stored.sweep(kind) else { return [] }
      let name = "sweep-\(FileName.of(kind.rawValue))"
      if sweep.lines.contains(where: { $0.part != nil }) { return weightFigures(of: sweep, name: name) }
      if sweep.parameter == "k", sweep.sweptSpace == nil { return kFigures(of: sweep, name: name) }
      return parameterFigure(of: sweep, name: name)
    }
  }

  /// The first score, and the number of clusters where it changes, against a parameter.
  private func parameterFigure(of sweep: SweepRecord, name: String) -> [Named] {
    guard let parameter = sweep.parameter, let score = sweep.scores.first.map(stored.record.score) else { return [] }
    let reading = SweepReading(sweep, score: score)
    let points = sweep.lines.flatMap(\.points)
    let settings = points.allSatisfy { $0.word == nil } ? Set(points.map(\.setting)).sorted() : []
    let isWide = (settings.first ?? 0) > 0 && (settings.last ?? 1) >= 6 * (settings.first ?? 1)
    func panel(_ title: String, isRinged: Bool, _ values: (SweepRecord.Point) -> [Double]) -> LineChart {
      LineChart(
        xTitle: parameter, yTitle: title,
        series: sweep.lines.map { line in
          LineChart.Series(
            name: line.space, x: line.points.map(\.setting), samples: line.points.map(values),
            color: color(of: line.space), emphasis: isRinged ? reading.best(of: line)?.index : nil)
        }, ticks: settings.isEmpty ? sweep.lines.first?.points.map(\.setting) : settings,
        tickNames: sweep.lines.first?.points.compactMap(\.word) ?? [], logarithmic: isWide)
    }
    let counts = Set(points.flatMap(\.trials).compactMap(\.found))
    let chart = LinePanels(
      [panel(score.shortName, isRinged: true) { $0.values(of: score.name) }]
        + (counts.count > 1
          ? [panel("clusters found", isRinged: false) { $0.trials.map { $0.found.map(Double.init) ?? .nan } }] : []))
    guard !chart.panels.isEmpty else { return [] }
    let subtitle = "\(Self.method(of: sweep)), \(Self.seedText(sweep)); a ring marks the best mean of each line"
    return [
      Named(
        name: name,
        figure: Figure(
          chart, title: title("\(parameter) of \(sweep.sweptSpace ?? sweep.clusterer)"), subtitle: subtitle,
          note: score.lowerIsBetter ? "Lower is better." : ""))
    ]
  }

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

  /// The place of a space among those of the run, so that it has one colour in all sweeps.
  func color(of space: String) -> Int {
    stored.plan.spaces.firstIndex(of: space) ?? stored.plan.spaces.count
  }
}
