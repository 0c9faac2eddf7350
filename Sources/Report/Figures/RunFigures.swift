import Core
import Figures
import Foundation
import Results

/// The figures of a stored run, drawn from what the run holds or from values made of it (`Report/Contents`).
package struct RunFigures {
  /// A figure and the name of its file, without ending.
  package struct Named: Sendable {
    package let name: String
    package let figure: Figure
  }

  /// The figures of one kind, or the reason why there are none.
  package struct Group: Sendable {
    package let kind: FigureKind
    package let figures: [Named]
    /// The part of the run that they would need; nil where they are there, or nobody misses them.
    let missing: String?
    /// A note in their place.
    let notice: Notice?
  }

  let stored: StoredRun
  /// The labels that the scores were taken against; nil when the run has none.
  let truth: LabelSet?
  /// The intervals and tests of the scores; nil where they were not computed.
  private let statistics: StatisticsRecord?

  /// - Throws: `ResultsError` when the stored labels cannot be read.
  package init(of stored: StoredRun) throws {
    self.stored = stored
    statistics = try stored.statistics
    truth = try stored.truth
  }

  /// The figures of some kinds, in the order of all kinds.
  ///
  /// - Throws: `FigureError` and `ResultsError`.
  package func groups(_ kinds: [FigureKind]) throws -> [Group] {
    try FigureKind.allCases.filter(kinds.contains).map { kind in
      let figures = try figures(kind)
      return Group(
        kind: kind, figures: figures, missing: figures.isEmpty ? missing(for: kind) : nil,
        notice: try notice(for: kind, beside: figures))
    }
  }

  /// Writes figures into `figures/`, or into another folder.
  ///
  /// - Parameter out: the folder to write into, which is made; that of the run's figures when nil.
  /// - Returns: the paths written, and notes on what was drawn otherwise than asked.
  /// - Throws: `FigureError` and `ResultsError`.
  package func write(
    _ groups: [Group], as style: FigureStyle = .init(), into out: String? = nil
  ) throws -> (paths: [String], notices: [Notice]) {
    let target = RunFolder(path: out ?? stored.folder.path(of: "figures"))
    var paths: [String] = []
    var notices: [Notice] = []
    var undrawn: Set<Character> = []
    for group in groups {
      if let missing = group.missing {
        notices.append(Notice(kind: "no-figure", message: "no figure of \(group.kind.rawValue): \(missing)"))
      }
      for named in try group.figures.flatMap(style.applied) {
        for (ending, format) in style.formats {
          let file = "\(named.name).\(ending)"
          let drawn = try named.figure.drawn(format: format)
          if paths.isEmpty { try target.make() }
          try target.write(Data(drawn.bytes), to: file)
          undrawn.formUnion(drawn.undrawn)
          paths.append(target.path(of: file))
        }
        notices += named.figure.notices.map { Notice(kind: $0.kind, message: "figure \(named.name): \($0.message)") }
      }
      notices += [group.notice].compactMap(\.self)
    }
    return (paths, notices + [Self.notice(ofUndrawn: undrawn.sorted())].compactMap(\.self))
  }

  /// The note on characters that are drawn as boxes; nil for none.
  private static func notice(ofUndrawn characters: [Character]) -> Notice? {
    guard !characters.isEmpty else { return nil }
    return Notice(
      kind: "characters-not-drawn",
      message: "no font here has \(counted(characters.count, "character")) of the figures, drawn as boxes: "
        + "\(list(characters.map(String.init), limit: 5)); install one that has (for Chinese, Japanese and Korean fonts-noto-cjk), "
        + "or draw the figures as SVG")
  }

  /// Draws and writes the figures of some kinds, for a run that must allow at least one of them.
  ///
  /// - Throws: `FigureError` with what the run lacks when it allows none.
  package func redraw(
    _ kinds: [FigureKind], as style: FigureStyle = .init(), into out: String? = nil
  ) throws -> (paths: [String], notices: [Notice]) {
    let written = try write(groups(kinds), as: style, into: out)
    guard !written.paths.isEmpty else {
      let reasons = written.notices.map(\.message)
      throw FigureError(.noData(reasons.isEmpty ? "no figure was requested" : reasons.joined(separator: "; ")))
    }
    return written
  }

  /// Returns the reason why the run has no figure of a kind; nil where its own note has it, or where a run has no
  /// use for the figure.
  private func missing(for kind: FigureKind) -> String? {
    switch kind {
    case .maps where stored.wasStopped, .weights where stored.wasStopped, .k where stored.wasStopped,
      .choice where stored.wasStopped, .attribution where stored.wasStopped, .parameters where stored.wasStopped,
      .silhouette where stored.wasStopped, .cards where stored.wasStopped, .signs where stored.wasStopped:
      "the run was stopped; run the same command again"
    case .samples where !hasImages: "the run has no images" + (truth == nil ? " and no labels" : "")
    case .samples: "the run has no labels"
    case .confusion where truth == nil: "the run has no labels"
    case .maps: "the run has no maps"
    case .scores: "no score has a value"
    case .weights: "the run sweeps no weights (add --sweep weights, or `sweeps` to its experiment)"
    case .k: "the run does not sweep k (add --sweep k, or `sweeps` to its experiment)"
    case .parameters: "the run sweeps no other parameter (add `sweeps` to its experiment)"
    case .choice: "no sweep of the run has criteria (use fusebench choose, or add `criteria: yes` to a sweep)"
    case .attribution: "the run attributes no scores (add --attribution all, or `attribution: yes` to its experiment)"
    case .agreement: "no method has two seeds"
    case .flow: "two feature sets clustered alone and a fusion of them are needed"
    case .silhouette: "the run stored no silhouettes"
    case .cards: "the run stored no cluster cards"
    case .partWeights: "no clustered space is an adaptive fusion of three or more parts"
    case .confusion, .variance, .dendrogram, .condensed, .distances, .signs: nil
    }
  }

  /// The note on figures of a kind that are left out; nil where none is.
  private func notice(for kind: FigureKind, beside figures: [Named]) throws -> Notice? {
    switch kind {
    case .confusion: confusionNotice
    case .dendrogram: try dendrogramNotice(figures)
    default: nil
    }
  }

  private var hasImages: Bool { stored.record.experiment["dataset"]?["images"] != nil }

  /// The figures of a kind; none where the run lacks what they show.
  package func figures(_ kind: FigureKind) throws -> [Named] {
    switch kind {
    case .scores: scoreFigures()
    case .weights: try weightFigures()
    case .k: try kFigures()
    case .choice: try choiceFigures()
    case .attribution: try attributionFigures()
    case .agreement: try agreementFigures()
    case .maps: try mapFigures()
    case .flow: try flowFigures()
    case .samples: try sampleFigures()
    case .confusion: try confusionFigures()
    case .silhouette: try silhouetteFigures()
    case .cards: try cardFigures()
    case .variance: varianceFigures()
    case .partWeights: try partWeightFigures()
    case .dendrogram: try dendrogramFigures()
    case .condensed: try condensedFigures()
    case .distances: try distanceFigures()
    case .signs: signFigures()
    case .parameters: try parameterFigures()
    }
  }

  // MARK: - Scores

  private func scoreFigures() -> [Named] {
    let plan = stored.plan
    let scores = plan.scores.map(stored.record.score).map { score in
      ScoreChart.Score(score.shortName, lowerIsBetter: score.lowerIsBetter)
    }
    let methods = plan.spaces.flatMap { space in
      plan.methods.filter { $0.space == space }.map { method in
        ScoreChart.Method(
          space: space, clusterer: method.clusterer,
          values: plan.scores.map { score in
            stored.trials(of: method).map { $0.scores[score] ?? .nan }
          }, intervals: plan.scores.map { statistics?.cell(method, score: $0)?.interval })
      }
    }
    guard methods.contains(where: { $0.values.contains { $0.contains(where: \.isFinite) } }) else { return [] }
    let seeds = plan.seeds.count
    let hasIntervals = methods.contains { $0.intervals.contains { $0 != nil } }
    let subtitle =
      if !plan.hasSeeds {
        "all methods are deterministic" + (hasIntervals ? "; 95 % interval over items" : "")
      } else if seeds > 1 {
        "\(seeds) seeds a method: points, mean and \(hasIntervals ? "95 % interval" : "standard deviation")"
      } else {
        "one seed a method" + (hasIntervals ? ", 95 % interval over items" : "")
      }
    let labelSets = stored.record.truths ?? []
    let against = labelSets.count > 1 ? "; scores that need labels are taken against the label set \(labelSets[0])" : ""
    return [
      Named(
        name: "scores",
        figure: Figure(
          ScoreChart(scores: scores, methods: methods), title: title("scores"), subtitle: subtitle + against))
    ]
  }

  // MARK: - Samples

  private func sampleFigures() throws -> [Named] {
    guard let (sheet, bytes) = try stored.samples, sheet.count > 0 else { return [] }
    let images = try RGBImages(count: sheet.count, height: sheet.height, width: sheet.width, bytes: bytes)
    var position = 0
    let rows = sheet.rows.map { row in
      defer { position += row.items.count }
      return SampleGrid.Row(name: row.name, samples: Array(position..<position + row.items.count))
    }
    let name = truth?.name ?? "class"
    return [
      Named(
        name: "samples",
        figure: Figure(
          SampleGrid(images: images, rows: rows), title: title("samples"),
          subtitle: "random images of each \(name), \(sheet.width) × \(sheet.height) pixels"))
    ]
  }

  // MARK: - Confusion

  /// The note in place of a confusion matrix of too many classes.
  private var confusionNotice: Notice? {
    guard let truth, truth.classes.count > FigureKind.mostConfusedClasses else { return nil }
    return Notice(
      kind: "figure-left-out",
      message: "no confusion matrix: \(truth.name) has \(truth.classes.count.grouped) classes, "
        + "at most \(FigureKind.mostConfusedClasses) are drawn")
  }

  /// The matrix of the representative trial.
  private func confusionFigures() throws -> [Named] {
    guard truth.map({ $0.classes.count <= FigureKind.mostConfusedClasses }) ?? false,
      let matched = try MatchedClusters(of: stored)
    else { return [] }
    let chart = ConfusionChart(
      rowTitle: "true \(matched.truth.name)", columnTitle: "matched cluster", rowNames: matched.classes,
      columnNames: matched.columns, counts: matched.counts)
    let trial = matched.trial
    return [
      Named(
        name: "confusion",
        figure: Figure(
          chart, title: title("confusion"),
          subtitle:
            "\(trialName(trial)); accuracy (one-to-one) "
            + NumberText.score(matched.accuracy),
          note: "Clusters and classes are matched one to one: 7 = x is cluster 7 of the stored labels, matched to x."))
    ]
  }

  // MARK: - Signs

  private func signFigures() -> [Named] {
    let spreads = stored.plan.spaces.compactMap { space in stored.record.signSpread(of: space).map { (space, $0) } }
    guard let first = spreads.first?.1 else { return [] }
    let rows = spreads.map { StripChart.Row(name: $0, values: $1.values, reference: $1.published) }
    return [
      Named(
        name: "signs",
        figure: Figure(
          StripChart(title: first.score, rows: rows, referenceName: "fixed sign rule"),
          title: title("sign sensitivity"),
          subtitle:
            "\(first.score) of k-means on the PCA average under \(first.values.count) random signs of the components"))
    ]
  }

  func title(_ what: String) -> String { "\(stored.record.name): \(what)" }
}
