import Figures
import Matrices
import Results
import Scores

/// The t-SNE maps of a run: one figure a space, and all spaces on one page.
extension RunFigures {
  func mapFigures() throws -> [Named] {
    let clusterers = run.record.plan.clusterers
    var pages: [Named] = []
    var overview: [ScatterPanels.Row] = []
    for space in run.record.plan.spaces {
      guard let map = try map(of: space) else { continue }
      let panels = try clusterers.compactMap { try clusterPanel(map, space, $0) }
      let all = [truthPanel(map)].compactMap(\.self) + panels
      guard !all.isEmpty else { continue }
      pages.append(
        Named(
          name: "map-\(FileName.of(space))",
          figure: Figure(
            ScatterPanels(all), title: title("t-SNE of \(space)"), subtitle: description(of: map.record))))
      overview.append(ScatterPanels.Row(title: space, panels: Array(all.prefix(2))))
    }
    guard overview.count > 1 else { return pages }
    let page = Figure(
      ScatterPanels(rows: overview), title: title("t-SNE of every space"),
      subtitle: "the true labels beside \(clusterers.first ?? "the clusters")"
        + (truth == nil ? "" : "; \(Self.clusterColours)"))
    return pages + [Named(name: "maps", figure: page)]
  }

  /// A stored map with the items of its rows.
  struct Map {
    let record: EmbeddingRecord
    let points: Matrix
    let items: [Int]
  }

  func map(of space: String) throws -> Map? {
    guard let (record, points) = try folder.embedding(of: space) else { return nil }
    let items = record.items ?? Array(0..<points.rows)
    guard items.count == points.rows, record.items != nil || points.rows == run.record.dataset.items,
      items.allSatisfy({ $0 >= 0 && $0 < run.record.dataset.items })
    else {
      throw ResultsError(
        .malformed(
          path: folder.path(of: "embeddings"),
          detail:
            "the map of \(space) has \(counted(points.rows, "point")) for \(record.items?.count ?? run.record.dataset.items) "
            + "of \(counted(run.record.dataset.items, "item"))"))
    }
    return Map(record: record, points: points, items: items)
  }

  private func truthPanel(_ map: Map) -> ScatterPanels.Panel? {
    truth.map { ScatterPanels.Panel(positions: map.points, truth: $0.selecting(map.items)) }
  }

  /// The clusters of the first seed, in the colours of the classes that they hold most of.
  private func clusterPanel(_ map: Map, _ space: String, _ clusterer: String) throws -> ScatterPanels.Panel? {
    guard let trial = trials(space, clusterer).first else { return nil }
    let whole = try partition(of: trial)
    let partition = Partition(labels: map.items.map { whole.labels[$0] }, clusters: whole.clusters)
    let score = firstScore(of: trial).map { "\($0), seed \(trial.seed)" }
    guard let truth else {
      return ScatterPanels.Panel(title: clusterer, subtitle: score ?? "", positions: map.points, partition: partition)
    }
    let majority = try majority(of: whole) ?? []
    return ScatterPanels.Panel(
      title: clusterer, subtitle: score ?? "", positions: map.points, partition: partition, matchedTo: majority,
      of: truth.selecting(map.items))
  }

  /// The class that each cluster holds most of, −1 for one without labelled items; nil when the run has no labels.
  func majority(of partition: Partition) throws -> [Int]? {
    guard let truth else { return nil }
    let table = try ContingencyTable(partition, truth: truth)
    return table.mapping(.majority).classOfCluster(count: partition.clusters)
  }

  /// Such as `kappa .512`; nil when the first score has no value.
  func firstScore(of trial: TrialRecord) -> String? {
    run.record.plan.scores.first.flatMap { score in trial.scores[score].map { "\(score) \(text($0))" } }
  }

  private static let clusterColours =
    "clusters in the colour of the class they hold most of, hollow where an item is of another"

  /// How a map was made.
  func description(of record: EmbeddingRecord, clusters: Bool = true) -> String {
    let divergence = record.objective.map { "\($0.name) \(text($0.value))" }
    let sampled = record.items.map { "\($0.count) of \(run.record.dataset.items) items" }
    return
      ([clusters && truth != nil ? Self.clusterColours : nil, divergence, sampled].compactMap(
        \.self))
      .joined(separator: " · ")
  }
}

extension ClusterMapping {
  /// The class of each cluster id in `0..<count`; −1 for one without labelled items.
  fileprivate func classOfCluster(count: Int) -> [Int] {
    (0..<count).map { self[cluster: Int32($0)] ?? -1 }
  }
}
