import Core

/// The silhouettes of the items of each cluster, the largest on top, with the mean of all as a line: how much nearer
/// each item is to its own cluster than to the next one.
///
/// Rousseeuw, "Silhouettes: a graphical aid to the interpretation and validation of cluster analysis", 1987.
package struct SilhouetteChart: LaidOutChart {
  /// One cluster.
  package struct Cluster: Sendable {
    package let name: String
    /// The position of its colour; nil for none.
    package let color: Int?
    /// The number of its items, looked at or not.
    package let size: Int
    /// The values of the items that were looked at, in any order, each from −1 to 1.
    package let values: [Double]

    package init(name: String, color: Int?, size: Int, values: [Double]) {
      self.name = name
      self.color = color
      self.size = size
      self.values = values.sorted(by: >)
    }

    package var mean: Double { values.isEmpty ? .nan : values.reduce(0, +) / Double(values.count) }
    /// The share of the items that are nearer to another cluster.
    package var misplaced: Double {
      values.isEmpty ? .nan : Double(values.count { $0 < 0 }) / Double(values.count)
    }
  }

  package let clusters: [Cluster]
  /// Over all items.
  package let mean: Double

  package init(clusters: [Cluster], mean: Double) {
    self.clusters = clusters
    self.mean = mean
  }

  package func validate() throws {
    guard clusters.contains(where: { !$0.values.isEmpty }) else {
      throw FigureError(.noData("there are no silhouettes"))
    }
    guard clusters.allSatisfy({ $0.values.allSatisfy(\.isFinite) }) else {
      throw FigureError(.noData("a silhouette is not a number"))
    }
  }

  package func draw(_ layout: SilhouetteLayout, on canvas: Canvas) {
    let (style, plot) = (canvas.style, layout.plot)
    canvas.drawHorizontalAxis(layout.axis, below: plot)
    canvas.text(
      "silhouette", at: Point(plot.midX, plot.maxY + style.smallFont.size * 2.4), style.smallFont,
      style.theme.secondaryText, align: .center)
    for (cluster, band) in zip(clusters, layout.bands) { draw(cluster, in: band, layout, on: canvas) }
    let zero = layout.x(0)
    canvas.line(Point(zero, plot.y), Point(zero, plot.maxY), style.theme.axis, width: style.line * 0.6)
    if mean.isFinite {
      let x = layout.x(mean)
      canvas.line(
        Point(x, plot.y - style.gap * 0.6), Point(x, plot.maxY), style.theme.text, width: style.line * 0.8,
        dash: [style.body * 0.5, style.body * 0.3])
      canvas.text(
        "mean " + NumberText.score(mean), at: Point(x, plot.y - style.gap * 1.1), style.smallFont, style.theme.text,
        align: .center)
    }
    drawNames(layout, on: canvas)
  }

  /// The outline of sorted bars, with as many steps as can be told apart.
  private func draw(_ cluster: Cluster, in band: Rect, _ layout: SilhouetteLayout, on canvas: Canvas) {
    guard !cluster.values.isEmpty else { return }
    let theme = canvas.theme
    let count = cluster.values.count
    let steps = min(count, max(1, Int(band.height / 0.15)))
    let zero = layout.x(0)
    var points = [Point(zero, band.y)]
    for step in 0..<steps {
      let range = (step * count / steps)..<((step + 1) * count / steps)
      let value = cluster.values[range].reduce(0, +) / Double(range.count)
      points.append(Point(layout.x(value), band.y + band.height * Double(step) / Double(steps)))
      points.append(Point(layout.x(value), band.y + band.height * Double(step + 1) / Double(steps)))
    }
    points.append(Point(zero, band.maxY))
    canvas.polygon(points, cluster.color.map { Palette.color($0, theme) } ?? theme.unlabelled)
  }

  private func drawNames(_ layout: SilhouetteLayout, on canvas: Canvas) {
    let (style, columns) = (canvas.style, layout.columns)
    for (text, x) in [("items", columns.sizeX), ("mean", columns.meanX), ("below 0", columns.misplacedX)] {
      canvas.text(
        text, at: Point(x, layout.plot.y - style.gap * 1.1), style.smallFont, style.theme.secondaryText, align: .right)
    }
    for label in layout.labels {
      let cluster = clusters[label.cluster]
      func number(_ text: String, x: Double, _ color: Color) {
        canvas.label(text, x: x, middle: label.y, style.smallFont, color, align: .right)
      }
      number(NumberText.count(cluster.size), x: columns.sizeX, style.theme.secondaryText)
      canvas.label(
        cluster.name, x: columns.nameX, middle: label.y, style.bodyFont, style.theme.text, within: columns.nameWidth)
      number(NumberText.score(cluster.mean, digits: 2), x: columns.meanX, style.theme.text)
      if cluster.misplaced.isFinite {
        number("\(Int((cluster.misplaced * 100).rounded())) %", x: columns.misplacedX, style.theme.secondaryText)
      }
    }
    if let note = layout.note {
      canvas.text(note.text, at: note.origin, style.smallFont, style.theme.secondaryText)
    }
  }
}

/// The places of the clusters of a silhouette chart, their names and their numbers.
package struct SilhouetteLayout: ChartLayout {
  package let plot: Rect
  package let axis: Axis
  package let height: Double
  /// For each cluster its height on the page: in proportion to its items.
  package let bands: [Rect]
  /// The clusters whose names have room, from top to bottom, with the middles of their bars.
  package let labels: [(cluster: Int, y: Double)]
  let columns: Columns
  let note: (text: String, origin: Point)?

  package init(_ chart: SilhouetteChart, in area: ChartArea) {
    let (style, small, count) = (area.style, area.style.smallFont, chart.clusters.count)
    columns = Columns(chart, in: area)
    let (header, footer) = (small.lineHeight + style.gap * 1.2, small.size * 2.8)
    let line = style.bodyFont.size * 1.22
    let wanted = min(max(Double(count) * style.body * 2.6, style.body * 16), style.body * Self.tallest)
    let body = area.height(wanted: wanted, header: header, footer: footer)
    let width = max(1, columns.right - columns.left)
    let whole = Rect(x: columns.left, y: area.rect.y + header, width: width, height: body)
    func bands(in plot: Rect) -> [Rect] { Self.bands(chart.clusters.map(\.values.count), in: plot, body: style.body) }
    func labels(_ bands: [Rect]) -> [(cluster: Int, y: Double)] { Self.labels(chart, bands, line: line) }
    let isNamed = labels(bands(in: whole)).count == count
    let noteHeight = isNamed ? 0 : small.lineHeight
    let plot = area.grows || isNamed ? whole : whole.inset(bottom: min(noteHeight, body - 1))
    self.plot = plot
    height = header + plot.height + footer + noteHeight
    let values = chart.clusters.flatMap { [$0.values.first, $0.values.last].compactMap(\.self) }
    axis = Axis(covering: values + [chart.mean], includesZero: true, count: 5)
    self.bands = bands(in: plot)
    self.labels = labels(self.bands)
    note =
      isNamed
      ? nil
      : (
        "\(NumberText.count(self.labels.count)) of \(NumberText.count(count)) clusters have room for a name beside their bar",
        Point(area.rect.x, plot.maxY + footer + small.size)
      )
  }

  /// The tallest plot in sizes of the body text, which fits a page with its caption.
  private static let tallest = 80.0

  /// Returns the names that stand at the middles of their bars without touching: those of the first and the last cluster,
  /// then of the largest.
  private static func labels(
    _ chart: SilhouetteChart, _ bands: [Rect], line: Double
  ) -> [(cluster: Int, y: Double)] {
    var taken: [(cluster: Int, y: Double)] = []
    let ends = [0, chart.clusters.count - 1].filter(chart.clusters.indices.contains)
    for cluster in (ends + LabelPlacement.largest(of: chart.clusters.map(\.values.count))).uniqued {
      let y = bands[cluster].midY
      if taken.allSatisfy({ abs($0.y - y) >= line }) { taken.append((cluster, y)) }
    }
    return taken.sorted { $0.y < $1.y }
  }

  /// Returns a band for each cluster, one below the other, as high as it has values.
  private static func bands(_ counts: [Int], in plot: Rect, body: Double) -> [Rect] {
    let gap = counts.count > 1 ? min(body * 0.55, plot.height * 0.25 / Double(counts.count - 1)) : 0
    let items = Double(max(1, counts.reduce(0, +)))
    let scale = (plot.height - gap * Double(max(0, counts.count - 1))) / items
    var top = plot.y
    return counts.map { count in
      let band = Rect(x: plot.x, y: top, width: plot.width, height: scale * Double(count))
      top += band.height + gap
      return band
    }
  }

  package func x(_ value: Double) -> Double { plot.x + axis.share(value) * plot.width }
}

extension SilhouetteLayout {
  /// The columns of names and numbers at both sides of the plot; the numbers are aligned at their right ends.
  struct Columns {
    let nameX, nameWidth, sizeX, meanX, misplacedX: Double
    /// The ends of the plot.
    let left, right: Double

    init(_ chart: SilhouetteChart, in area: ChartArea) {
      let (rect, style, small) = (area.rect, area.style, area.style.smallFont)
      let longest = area.width(ofWidest: chart.clusters.map(\.name), style.bodyFont)
      let sizes = area.width(ofWidest: chart.clusters.map { NumberText.count($0.size) } + ["items"], small)
      nameX = rect.x
      nameWidth = max(1, min(longest, rect.width * (rect.width < 300 ? 0.3 : 0.24)))
      sizeX = nameX + nameWidth + style.gap + sizes
      left = sizeX + style.body * 0.9
      misplacedX = rect.maxX
      meanX = rect.maxX - area.width(ofWidest: ["below 0", "100 %"], small) - style.body
      right = meanX - area.width(ofWidest: ["mean", "−.00"], small) - style.body * 0.9
    }
  }
}
