import Core

/// The hierarchy of clusters by density: each cluster is a band from the density at which it begins to that at which it ends,
/// as high as the number of items that it still has; those that were chosen have their colour and a name.
///
/// The area of a band is the stability of its cluster. Campello, Moulavi and Sander, 2013.
package struct CondensedTreeChart: LaidOutChart {
  /// A cluster of the hierarchy.
  package struct Cluster: Sendable {
    /// The cluster that it is a part of, by its position, which is lower; nil for the root, the first one.
    package let parent: Int?
    /// The density λ at which it begins.
    package let birth: Double
    /// The densities at which items leave it, ascending, but for those that go on in its parts.
    package let exits: [Double]
    /// The name beside it and the position of its colour; nil for a cluster that was not chosen.
    package let chosen: Choice?

    package init(parent: Int?, birth: Double, exits: [Double], chosen: Choice? = nil) {
      (self.parent, self.birth, self.exits, self.chosen) = (parent, birth, exits, chosen)
    }
  }

  /// The name and color of a chosen cluster.
  package struct Choice: Sendable {
    package let name: String
    package let color: Int

    package init(name: String, color: Int) { (self.name, self.color) = (name, color) }
  }

  package let clusters: [Cluster]
  /// The name of the axis.
  package let axisTitle: String

  package init(clusters: [Cluster], axisTitle: String) { (self.clusters, self.axisTitle) = (clusters, axisTitle) }

  package func validate() throws {
    guard !clusters.isEmpty else { throw FigureError(.noData("a hierarchy needs a cluster")) }
    for (index, cluster) in clusters.enumerated() {
      let parent = cluster.parent ?? -1
      guard index == 0 ? parent == -1 : (0..<index).contains(parent) else {
        throw FigureError(.outOfRange(what: "the parent of cluster \(index)", value: parent, count: index))
      }
      for density in [cluster.birth] + cluster.exits where !density.isFinite || density < 0 {
        throw FigureError(.badSize(what: "a density of cluster \(index)", value: density))
      }
    }
  }

  package func draw(_ layout: CondensedTreeLayout, on canvas: Canvas) {
    let (style, theme, plot) = (canvas.style, canvas.theme, layout.plot)
    canvas.drawHorizontalAxis(layout.axis, below: plot)
    canvas.text(
      axisTitle, at: Point(plot.midX, plot.maxY + style.smallFont.size * 2.5), style.smallFont, theme.secondaryText,
      align: .center)
    canvas.clip(to: plot) {
      for band in layout.bands {
        let color = band.color.map { Palette.color($0, theme) } ?? theme.unlabelled
        canvas.polygon(band.outline, color)
        if let fork = band.fork { canvas.line(fork.0, fork.1, theme.axis, width: style.hairline) }
      }
    }
    for name in layout.names {
      canvas.label(
        name.text, x: plot.maxX + style.gap, middle: name.middle, layout.font, theme.text, within: layout.nameWidth)
    }
  }
}

/// The places of the bands and their names.
package struct CondensedTreeLayout: ChartLayout {
  /// The outline of a cluster.
  package struct Band: Sendable {
    package let outline: [Point]
    package let middle: Double
    let color: Int?
    /// The upright line where it parts, from the middle of its first part to that of its last one.
    let fork: (Point, Point)?
  }

  package let plot: Rect
  package let axis: Axis
  package let height: Double
  package let bands: [Band]
  /// The names of the chosen clusters that have room, from top to bottom.
  package let names: [(text: String, middle: Double)]
  let font: Font
  let nameWidth: Double

  /// The space between two parts, as a share of all items.
  private static let gap = 0.012
  /// The share of the items whose exits the axis shows; the densest few would press all others to the left.
  private static let shown = 0.98
  /// The steps of an outline; more would not be seen.
  private static let mostSteps = 160

  package init(_ chart: CondensedTreeChart, in area: ChartArea) {
    let (rect, style) = (area.rect, area.style)
    font = style.smallFont
    let footer = style.smallFont.size * 2.9
    let chosen = chart.clusters.compactMap(\.chosen?.name)
    nameWidth = min(area.width(ofWidest: chosen, style.smallFont), rect.width * 0.34)
    let wanted = min(max(Double(chosen.count) * style.body * 1.3, style.body * 22), style.body * 40)
    let rows = area.height(wanted: wanted, header: 0, footer: footer)
    plot = Rect(
      x: rect.x, y: rect.y, width: max(1, rect.width - nameWidth - (chosen.isEmpty ? 0 : style.gap)), height: rows)
    height = rows + footer
    let tree = SizedTree(chart.clusters, gap: Self.gap)
    axis = Axis(covering: [0, Self.lastShown(chart.clusters)], includesZero: true, count: 5, rounded: false)
    let (plot, axis) = (plot, axis)
    let unit = plot.height / max(tree.extents[0], 1)
    let middles = tree.middles.map { plot.y + $0 * unit }
    bands = chart.clusters.indices.map { index in
      let parts = tree.children[index]
      let death = chart.clusters[parts.first ?? index].birth
      let x = plot.x + axis.share(death) * plot.width
      let ends = parts.map { middles[$0] }
      return Band(
        outline: Self.outline(
          chart.clusters[index], sizes: (tree.sizes[index], parts.reduce(0) { $0 + tree.sizes[$1] }),
          death: parts.isEmpty ? nil : death,
          middle: middles[index], unit: unit, x: { plot.x + axis.share($0) * plot.width }),
        middle: middles[index], color: tree.colors[index],
        fork: zip([ends.min()], [ends.max()]).compactMap { low, high in
          if let low, let high { (Point(x, low), Point(x, high)) } else { nil }
        }.first)
    }
    names = Self.names(chart, middles, sizes: tree.sizes, step: style.smallFont.lineHeight)
  }

  /// The density up to which the axis reaches: all beginnings of clusters, and most exits.
  private static func lastShown(_ clusters: [CondensedTreeChart.Cluster]) -> Double {
    let exits = clusters.flatMap(\.exits).sorted()
    let quantile = exits.isEmpty ? 0 : exits[min(exits.count - 1, Int(Double(exits.count) * shown))]
    let last = max(quantile, (clusters.map(\.birth).max() ?? 0) * 1.05)
    return last > 0 ? last : 1
  }

  private static func outline(
    _ cluster: CondensedTreeChart.Cluster, sizes: (first: Int, last: Int), death: Double?, middle: Double, unit: Double,
    x: (Double) -> Double
  ) -> [Point] {
    // The density after which so many items are left.
    var steps = [(density: cluster.birth, left: sizes.first)]
    let stride = max(1, cluster.exits.count / mostSteps)
    for place in Swift.stride(from: stride - 1, to: cluster.exits.count, by: stride) {
      steps.append((cluster.exits[place], sizes.first - place - 1))
    }
    if let last = cluster.exits.last { steps.append((last, sizes.last)) }
    if let death { steps.append((max(death, steps[steps.count - 1].density), sizes.last)) }
    var upper: [Point] = []
    for (index, step) in steps.enumerated() {
      let half = Double(step.left) * unit / 2
      let next = index + 1 < steps.count ? steps[index + 1].density : step.density
      upper.append(Point(x(step.density), middle - half))
      upper.append(Point(x(next), middle - half))
    }
    return upper + upper.reversed().map { Point($0.x, 2 * middle - $0.y) }
  }

  /// The names that do not overlap, those of the largest clusters first.
  private static func names(
    _ chart: CondensedTreeChart, _ middles: [Double], sizes: [Int], step: Double
  ) -> [(text: String, middle: Double)] {
    var taken: [(text: String, middle: Double)] = []
    let bySize = chart.clusters.indices.filter { chart.clusters[$0].chosen != nil }.sorted {
      (sizes[$1], $0) < (sizes[$0], $1)
    }
    for index in bySize where taken.allSatisfy({ abs($0.middle - middles[index]) >= step }) {
      taken.append((chart.clusters[index].chosen?.name ?? "", middles[index]))
    }
    return taken.sorted { $0.middle < $1.middle }
  }
}

/// The sizes of clusters and their places one above the other, in items.
private struct SizedTree {
  /// The parts of each cluster.
  var children: [[Int]]
  /// The items of each cluster at its beginning.
  var sizes: [Int]
  /// The height of each cluster with its parts.
  var extents: [Double]
  /// The middle of each cluster, from 0 on.
  var middles: [Double]
  /// The colour of each cluster, which its parts take over.
  var colors: [Int?]

  init(_ clusters: [CondensedTreeChart.Cluster], gap: Double) {
    children = [[Int]](repeating: [], count: clusters.count)
    sizes = clusters.map(\.exits.count)
    for (index, cluster) in clusters.enumerated().reversed() {
      guard let parent = cluster.parent else { continue }
      children[parent].insert(index, at: 0)
      sizes[parent] += sizes[index]
    }
    extents = sizes.map(Double.init)
    middles = [Double](repeating: 0, count: clusters.count)
    colors = clusters.map(\.chosen?.color)
    let space = gap * Double(sizes.first ?? 0)
    for index in clusters.indices.reversed() {
      extents[index] = max(extents[index], height(of: children[index], space))
    }
    if let whole = extents.first { middles[0] = whole / 2 }
    for index in clusters.indices {
      let parts = children[index]
      var top = middles[index] - height(of: parts, space) / 2
      for part in parts {
        middles[part] = top + extents[part] / 2
        top += extents[part] + space
        if colors[part] == nil { colors[part] = colors[index] }
      }
    }
  }

  /// The height of parts one above the other, with spaces between them; 0 for none.
  private func height(of parts: [Int], _ space: Double) -> Double {
    parts.reduce(0) { $0 + extents[$1] } + space * Double(max(parts.count - 1, 0))
  }
}
