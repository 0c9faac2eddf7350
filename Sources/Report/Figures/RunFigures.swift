import Figures
import Foundation
import Matrices
import Results
import Scores

/// The figures of a stored run: which ones its data allow, and what each shows.
///
/// Everything is read back from the run's folder, so that figures can be drawn again at any time.
public struct RunFigures {
  /// A figure and the name of its file, without ending.
  public struct Named: Sendable {
    public let name: String
    public let figure: Figure
  }

  let run: Run
  let folder: RunFolder
  /// The labels that the scores were taken against; nil when the run has none.
  let truth: LabelSet?
  /// What the scores are worth; nil in a run that has not been looked at so.
  let statistics: StatisticsRecord?

  /// - Throws: `ResultsError` when the stored labels cannot be read.
  public init(of run: Run, in folder: RunFolder) throws {
    self.run = run
    self.folder = folder
    statistics = try folder.statistics()
    truth = try run.record.dataset.labelSets.first.flatMap {
      try folder.labelSet($0, items: run.record.dataset.items)
    }
  }

  /// A label set of the run, or nil when its values are not stored.
  ///
  /// - Throws: `ResultsError` when they are not those that the run speaks of.
  func labelSet(_ summary: LabelSetSummary) throws -> LabelSet? {
    try folder.labelSet(summary, items: run.record.dataset.items)
  }

  /// Draws the figures of some kinds into `figures/`, or into another folder.
  ///
  /// - Parameter out: the folder to write into, which is made; that of the run's figures when nil.
  /// - Returns: the paths written, and what was drawn otherwise than asked.
  /// - Throws: `FigureError` and `ResultsError`.
  public func write(
    _ kinds: [FigureKind], as style: FigureStyle = .init(), into out: String? = nil
  ) throws -> (paths: [String], notices: [Notice]) {
    let target = RunFolder(path: out ?? folder.path(of: "figures"))
    var paths: [String] = []
    var notices: [Notice] = []
    for kind in FigureKind.allCases where kinds.contains(kind) {
      let drawn = try figures(kind)
      if drawn.isEmpty, let missing = missing(for: kind) {
        notices.append(Notice(kind: "no-figure", message: "no figure of \(kind.rawValue): \(missing)"))
      }
      for named in drawn {
        let figure = style.applied(to: named.figure)
        for (ending, format) in style.formats {
          let file = "\(named.name).\(ending)"
          let data = try Data(figure.data(format: format))
          if paths.isEmpty { try target.make() }
          try target.write(data, to: file)
          paths.append(target.path(of: file))
        }
        notices += figure.notices
      }
      if kind == .confusion, let confusionNotice { notices.append(confusionNotice) }
    }
    return (paths, notices)
  }

  /// The same, for a run that must allow at least one of the figures.
  ///
  /// - Throws: `FigureError` that says what the run lacks when it allows none.
  public func redraw(
    _ kinds: [FigureKind], as style: FigureStyle, into out: String?
  ) throws -> (paths: [String], notices: [Notice]) {
    let written = try write(kinds, as: style, into: out)
    guard !written.paths.isEmpty else {
      let reasons = written.notices.map(\.message)
      throw FigureError(.noData(reasons.isEmpty ? "no figure was asked for" : reasons.joined(separator: "; ")))
    }
    return written
  }

  /// What the run lacks for a figure that it does not get; nil where its own notice says so, or where a run has no use
  /// for the figure.
  func missing(for kind: FigureKind) -> String? {
    switch kind {
    case .maps where run.wasStopped, .weights where run.wasStopped, .k where run.wasStopped,
      .parameters where run.wasStopped,
      .silhouette where run.wasStopped, .cards where run.wasStopped, .signs where run.wasStopped:
      "the run was stopped; start it again as it was"
    case .samples where !hasImages: "the run has no images" + (truth == nil ? " and no labels" : "")
    case .samples: "the run has no labels"
    case .confusion where truth == nil: "the run has no labels"
    case .maps: "the run has no maps"
    case .scores: "no score has a value"
    case .weights: "the run sweeps no weights (add --sweep weights, or `sweeps` to its experiment)"
    case .k: "the run does not sweep k (add --sweep k, or `sweeps` to its experiment)"
    case .parameters: "the run sweeps no other parameter (add `sweeps` to its experiment)"
    case .agreement: "no method has two seeds"
    case .flow: "it takes two feature sets clustered alone and a fusion of them"
    case .silhouette: "the run stored no silhouettes"
    case .cards: "the run stored nothing of its clusters"
    case .confusion, .signs: nil
    }
  }

  private var hasImages: Bool { run.record.experiment["dataset"]?["images"] != nil }

  /// The figures of a kind; none where the run lacks what they show.
  public func figures(_ kind: FigureKind) throws -> [Named] {
    switch kind {
    case .scores: scoreFigures()
    case .weights: try weightFigures()
    case .k: try kFigures()
    case .agreement: try agreementFigures()
    case .maps: try mapFigures()
    case .flow: try flowFigures()
    case .samples: try sampleFigures()
    case .confusion: try confusionFigures()
    case .silhouette: try silhouetteFigures()
    case .cards: try cardFigures()
    case .signs: signFigures()
    case .parameters: try parameterFigures()
    }
  }

  // MARK: - Scores

  private func scoreFigures() -> [Named] {
    let plan = run.record.plan
    let scores = plan.scores.map { name in
      let score = try? ScoreCatalog.named(name)
      return ScoreChart.Score(Self.heading(of: name), lowerIsBetter: score.map { !$0.higherIsBetter } ?? false)
    }
    let methods = plan.spaces.flatMap { space in
      plan.methods.filter { $0.space == space }.map { method in
        ScoreChart.Method(
          space: space, clusterer: method.clusterer,
          values: plan.scores.map { score in
            trials(space, method.clusterer).map { $0.scores[score] ?? .nan }
          }, intervals: plan.scores.map { interval(of: $0, method) })
      }
    }
    guard methods.contains(where: { $0.values.contains { $0.contains(where: \.isFinite) } }) else { return [] }
    let seeds = plan.seeds.count
    let hasIntervals = methods.contains { $0.intervals.contains { $0 != nil } }
    let subtitle =
      if !plan.hasSeeds {
        "no seed changes any method" + (hasIntervals ? "; 95 % interval over items" : "")
      } else if seeds > 1 {
        "\(seeds) seeds a method: points, mean and \(hasIntervals ? "95 % interval" : "standard deviation")"
      } else {
        "one seed a method" + (hasIntervals ? ", 95 % interval over items" : "")
      }
    return [
      Named(
        name: "scores",
        figure: Figure(ScoreChart(scores: scores, methods: methods), title: title("scores"), subtitle: subtitle))
    ]
  }

  private func interval(of score: String, _ method: RunPlan.Method) -> ClosedRange<Double>? {
    let cell = statistics?.cell(method, score: score)
    guard let low = cell?.low, let high = cell?.high, low <= high else { return nil }
    return low...high
  }

  /// What stands above a score's panel: abbreviations in capitals, as papers write them.
  static func heading(of name: String) -> String {
    let stem = name.split(separator: "-", maxSplits: 1).map(String.init)
    guard ["ari", "ami", "nmi"].contains(stem[0]) else { return name }
    return ([stem[0].uppercased()] + stem.dropFirst()).joined(separator: "-")
  }

  // MARK: - Samples

  private func sampleFigures() throws -> [Named] {
    guard let (sheet, bytes) = try folder.samples(), sheet.count > 0 else { return [] }
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

  /// What is said in place of a confusion matrix of too many classes.
  private var confusionNotice: Notice? {
    guard let truth, truth.classes.count > FigureKind.mostConfusedClasses else { return nil }
    return Notice(
      kind: "figure-left-out",
      message: "no confusion matrix: \(truth.name) has \(truth.classes.count.grouped) classes, "
        + "at most \(FigureKind.mostConfusedClasses) are drawn")
  }

  /// The matrix of the method with the best mean of the first score, for the seed nearest to that mean.
  private func confusionFigures() throws -> [Named] {
    guard let truth, let trial = run.representativeTrial(lowerIsBetter: Self.lowerIsBetter) else { return [] }
    guard truth.classes.count <= FigureKind.mostConfusedClasses else { return [] }
    let table = try ContingencyTable(partition(of: trial), truth: truth)
    let confusion = try ConfusionMatrix(table, matching: .oneToOne)
    var columns = Self.matchedNames(confusion)
    var counts = confusion.classes.indices.map { row in confusion.classes.indices.map { confusion[row, $0] } }
    if confusion.unassigned.contains(where: { $0 > 0 }) {
      columns.append(Self.unmatchedName(confusion.mapping))
      for row in counts.indices { counts[row].append(confusion.unassigned[row]) }
    }
    let chart = ConfusionChart(
      rowTitle: "true \(truth.name)", columnTitle: "matched cluster", rowNames: confusion.classes, columnNames: columns,
      counts: counts)
    let accuracy = text(ClusteringAccuracy().score(table))
    return [
      Named(
        name: "confusion",
        figure: Figure(
          chart, title: title("confusion"),
          subtitle:
            "\(trial.clusterer) on \(trial.space), seed \(trial.seed); accuracy (one-to-one) \(accuracy)",
          note: "Clusters and classes are matched one to one: 7 = x is cluster 7 of the stored labels, matched to x."))
    ]
  }

  /// The name of the cluster that is matched to each class.
  private static func matchedNames(_ confusion: ConfusionMatrix) -> [String] {
    var clusters = [Int32?](repeating: nil, count: confusion.classes.count)
    for (id, given) in zip(confusion.mapping.clusterIDs, confusion.mapping.classOfColumn) {
      if let given { clusters[given] = id }
    }
    return zip(clusters, confusion.classes).map { ClusterName.matched($0, $1) }
  }

  /// The heading of the clusters that are matched to no class, with their numbers where they are few.
  private static func unmatchedName(_ mapping: ClusterMapping) -> String {
    let left = zip(mapping.clusterIDs, mapping.classOfColumn).filter { $1 == nil }
    let names = left.map { ClusterName.number($0.0) }
    return names.count > 3 ? "\(names.count) unmatched" : "unmatched: \(names.joined(separator: ", "))"
  }

  // MARK: - Signs

  private func signFigures() -> [Named] {
    let spreads = run.record.plan.spaces.compactMap { space in run.record.signSpread(of: space).map { (space, $0) } }
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

  // MARK: - What they share

  func title(_ what: String) -> String { "\(run.record.name): \(what)" }

  func trials(_ space: String, _ clusterer: String) -> [TrialRecord] {
    run.trials.filter { $0.space == space && $0.clusterer == clusterer }
  }

  /// The scores of which the smallest is the best.
  static let lowerIsBetter = Set(ScoreCatalog.all.filter { !$0.higherIsBetter }.map(\.name))

  func text(_ value: Double) -> String { NumberText.score(value) }

  /// The stored clusters of a trial, one an item.
  ///
  /// - Throws: `ResultsError` when the labels are not those that the trial and the run speak of.
  func partition(of trial: TrialRecord) throws -> Partition { try folder.partition(of: trial, in: run) }
}
