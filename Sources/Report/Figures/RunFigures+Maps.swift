import Core
import Figures
import Results

/// The maps of a run: one figure a space, and all spaces on one page.
extension RunFigures {
  func mapFigures() throws -> [Named] {
    let clusterers = stored.plan.clusterers
    var pages: [Named] = []
    var overview: [ScatterPanels.Row] = []
    var methods: [String] = []
    for space in stored.plan.spaces {
      guard let map = try stored.map(of: space) else { continue }
      let panels = try clusterers.compactMap { try clusterPanel(map, space, $0) }
      let all = [truthPanel(map)].compactMap(\.self) + panels
      guard !all.isEmpty else { continue }
      pages.append(
        Named(
          name: "map-\(FileName.of(space))",
          figure: Figure(
            ScatterPanels(all), title: title("\(map.record.title) of \(space)"), subtitle: description(of: map),
            note: stored.mappedSeed(of: map).map { Self.seedNote([$0]) } ?? "")))
      methods.append(map.record.title)
      overview.append(ScatterPanels.Row(title: space, panels: Array(all.prefix(2))))
    }
    guard overview.count > 1 else { return pages }
    let mapSeeds = try stored.plan.spaces.compactMap { try stored.map(of: $0).flatMap(stored.mappedSeed) }.uniqued
    let page = Figure(
      ScatterPanels(rows: overview), title: title("\(methods.uniqued.joined(separator: ", ")) of every space"),
      subtitle: overviewText(overview), note: mapSeeds.isEmpty ? "" : Self.seedNote(mapSeeds))
    return pages + [Named(name: "maps", figure: page)]
  }

  /// The meaning of the panels of each space: the true labels where there are any, and the clusterers.
  private func overviewText(_ rows: [ScatterPanels.Row]) -> String {
    let clusterers = rows.map { row in row.panels.dropFirst(truth == nil ? 0 : 1).map(\.title) }.filter { !$0.isEmpty }
    let isOne = clusterers.uniqued.count == 1
    let names = isOne ? clusterers[0].joined(separator: " beside ") : "the first clusterers of each space"
    guard truth != nil else { return isOne ? names : "clusters by " + names }
    guard !clusterers.isEmpty else { return "the true labels" }
    return "the true labels beside \(isOne ? names : "the first clusterer of each space"); \(Self.clusterColors)"
  }

  private func truthPanel(_ map: StoredMap) -> ScatterPanels.Panel? {
    truth.map { ScatterPanels.Panel(positions: map.points, truth: $0.selecting(map.items)) }
  }

  /// The clusters of the seed that stands for the method, whose numbers tables and cards have too, in the colours of the
  /// classes that they hold most of.
  private func clusterPanel(_ map: StoredMap, _ space: String, _ clusterer: String) throws -> ScatterPanels.Panel? {
    guard let trial = stored.representativeTrial(of: clusterer, on: space) else { return nil }
    let partition = try stored.partition(of: trial, at: map.items)
    let score = stored.firstScore(of: trial).map { $0 + seedName(trial) }
    guard let truth else {
      return ScatterPanels.Panel(
        title: clusterer, subtitle: score ?? "", positions: map.points, partition: partition,
        names: try stored.names(of: trial.identity))
    }
    let majority = try stored.majority(of: stored.partition(of: trial)) ?? []
    return ScatterPanels.Panel(
      title: clusterer, subtitle: score ?? "", positions: map.points, partition: partition, matchedTo: majority,
      of: truth.selecting(map.items))
  }

  /// The reading of a map of a space that every seed makes anew, where the clusters may be those of another seed.
  private static func seedNote(_ seeds: [UInt64]) -> String {
    "Points lie as in the space of seed \(seeds.map(String.init).joined(separator: ", ")), where each seed has a space of "
      + "its own; clusters are those of the seed above each map, which tables and cards show too."
  }

  private static let clusterColors =
    "clusters in the colour of their most common class, hollow where an item has another class"

  /// The reading of the colors, and the making of the map.
  private func description(of map: StoredMap) -> String {
    [truth != nil ? Self.clusterColors : "", stored.origin(of: map)].filter { !$0.isEmpty }.joined(separator: " · ")
  }
}
