import Figures
import Foundation
import Results

/// The figures of the page, as data URIs: vectors, but for maps, whose tens of thousands of points are pixels.
struct PageFigures {
  let groups: [PageContent.FigureGroup]
  /// The figures of single clusters.
  let clusters: [PageContent.FigureGroup]
  /// The reason why figures that were asked for are not there.
  let missing: [String]

  /// - Parameter hasLabels: false for a run without labels, whose page does not speak of the figures of classes.
  /// - Throws: `FigureError`.
  init(_ drawn: [RunFigures.Group], hasLabels: Bool) throws {
    missing = drawn.compactMap { group in
      if !hasLabels, [.samples, .confusion].contains(group.kind) { return nil }
      return group.missing.map { "No figure of \(group.kind.rawValue): \($0)." }
    }
    func content(_ isOfClusters: Bool) throws -> [PageContent.FigureGroup] {
      try drawn.filter { !$0.figures.isEmpty && Self.ofClusters.contains($0.kind) == isOfClusters }.map { group in
        PageContent.FigureGroup(
          title: Self.title(of: group.kind), items: try group.figures.map { try Self.item($0, group.kind) })
      }
    }
    (groups, clusters) = (try content(false), try content(true))
  }

  private static let ofClusters: Set<FigureKind> = [.cards, .silhouette, .confusion, .samples, .flow]

  private static func title(of kind: FigureKind) -> String {
    switch kind {
    case .scores: "Scores over the seeds"
    case .weights: "Score by weight of a part"
    case .parameters: "Other parameters"
    case .k: "Score by number of clusters"
    case .choice: "Choice without labels"
    case .agreement: "Agreement between seeds"
    case .maps: "Maps"
    case .flow: "Items moved by fusion"
    case .samples: "Samples of each class"
    case .confusion: "Confusion"
    case .silhouette: "Silhouettes"
    case .cards: "Cards"
    case .variance: "Explained variance"
    case .partWeights: "Weights of the parts"
    case .attribution: "Shares of the parts"
    case .dendrogram: "Trees"
    case .condensed: "Hierarchy of clusters by density"
    case .distances: "Distances to a neighbour"
    case .signs: "Sensitivity to signs"
    }
  }

  private static func item(_ named: RunFigures.Named, _ kind: FigureKind) throws -> PageContent.FigureGroup.Item {
    func uri(_ theme: Theme) throws -> String {
      var figure = named.figure
      figure.theme = theme
      let isVector = kind != .maps
      let data = try Data(figure.data(format: isVector ? .svg : .png(dpi: 150)))
      return "data:image/\(isVector ? "svg+xml" : "png");base64," + data.base64EncodedString()
    }
    return PageContent.FigureGroup.Item(
      name: named.name,
      title: [named.figure.title, named.figure.subtitle].filter { !$0.isEmpty }.joined(separator: ". "),
      lightURI: try uri(.light),
      // A second copy of the photographs would only be larger.
      darkURI: kind == .samples || kind == .cards ? nil : try uri(.dark),
      fileName: named.name + (kind == .maps ? ".png" : ".svg"))
  }
}
