import Core

/// The silhouettes of the items of each cluster, the largest on top, with the mean of all as a line: how much nearer
/// each item is to its own cluster than to the next one.
///
/// Rousseeuw, "Silhouettes: a graphical aid to the interpretation and validation of cluster analysis", 1987.
public struct SilhouetteChart: Chart {
  /// One cluster.
  public struct Cluster: Sendable {
    public let name: String
    /// The position of its colour; nil for none.
    public let color: Int?
    /// How many items it has, looked at or not.
    public let size: Int
    /// Of the items that were looked at, in any order, each from −1 to 1.
    public let values: [Double]

    public init(name: String, color: Int?, size: Int, values: [Double]) {
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

  public let clusters: [Cluster]
  /// Over all items.
  public let mean: Double

  public init(clusters: [Cluster], mean: Double) {
    self.clusters = clusters
    self.mean = mean
  }

  public func validate() throws {
    guard clusters.contains(where: { !$0.values.isEmpty }) else {
      throw FigureError(.noData("there are no silhouettes"))
    }
    guard clusters.allSatisfy({ $0.values.allSatisfy(\.isFinite) }) else {
      throw FigureError(.noData("a silhouette is not a number"))
    }
  }

  public func height(width: Double, style: Style, typesetter: Typesetter) -> Double {
    let page = Rect(x: 0, y: 0, width: width, height: 0)
    return SilhouetteLayout(self, in: page, grows: true, style: style, typesetter: typesetter).height
  }

  public func draw(in rect: Rect, on canvas: Canvas) {
    let layout = SilhouetteLayout(self, in: rect, grows: false, style: canvas.style, typesetter: canvas.typesetter)
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
    let style = canvas.style
    for heading in layout.headings {
      canvas.text(
        heading.text, at: heading.origin, style.smallFont, style.theme.secondaryText, align: heading.align)
    }
    for label in layout.labels {
      let cluster = clusters[label.cluster]
      let size = NumberText.count(cluster.size)
      canvas.label(
        size, x: layout.sizeX, middle: label.y, style.smallFont, style.theme.secondaryText, align: .right)
      let name = canvas.typesetter.elide(cluster.name, style.bodyFont, to: layout.nameWidth)
      canvas.label(name, x: layout.nameX, middle: label.y, style.bodyFont, style.theme.text)
      canvas.label(
        NumberText.score(cluster.mean, digits: 2), x: layout.meanX, middle: label.y, style.smallFont, style.theme.text,
        align: .right)
      if cluster.misplaced.isFinite {
        canvas.label(
          "\(Int((cluster.misplaced * 100).rounded())) %", x: layout.misplacedX, middle: label.y, style.smallFont,
          style.theme.secondaryText, align: .right)
      }
    }
    if let note = layout.note {
      canvas.text(note.text, at: note.origin, style.smallFont, style.theme.secondaryText)
    }
  }
}

/// Where the clusters of a silhouette chart, their names and their numbers are.
package struct SilhouetteLayout {
  package let plot: Rect
  package let axis: Axis
  package let height: Double
  /// For each cluster its height on the page: in proportion to its items.
  package let bands: [Rect]
  /// The clusters that are named, and at which height.
  package let labels: [(cluster: Int, y: Double)]
  let headings: [(text: String, origin: Point, align: Canvas.Alignment)]
  let note: (text: String, origin: Point)?
  let nameX, nameWidth, sizeX, meanX, misplacedX: Double

  package init(_ chart: SilhouetteChart, in rect: Rect, grows: Bool, style: Style, typesetter: Typesetter) {
    let small = style.smallFont
    let sizes = chart.clusters.map { NumberText.count($0.size) }
    let sizeWidth = typesetter.width(ofWidest: sizes + ["items"], small)
    let longest = typesetter.width(ofWidest: chart.clusters.map { Typesetter.clean($0.name) }, style.bodyFont)
    nameX = rect.x
    nameWidth = max(1, min(longest, rect.width * (rect.width < 300 ? 0.3 : 0.24)))
    sizeX = nameX + nameWidth + style.gap + sizeWidth
    let meanWidth = typesetter.width(ofWidest: ["mean", "−.00"], small)
    let belowWidth = typesetter.width(ofWidest: ["below 0", "100 %"], small)
    misplacedX = rect.maxX
    meanX = rect.maxX - belowWidth - style.body
    let left = sizeX + style.body * 0.9
    let right = meanX - meanWidth - style.body * 0.9

    let count = chart.clusters.count
    let header = small.lineHeight + style.gap * 1.2
    let line = style.bodyFont.size * 1.22
    let body =
      grows
      ? min(max(Double(count) * style.body * 2.6, style.body * 16), style.body * 58)
      : max(1, rect.height - header - small.size * 2.8)
    let named = min(count, max(1, Int(body / line)))
    let noteHeight = named < count ? small.lineHeight : 0
    let tall = grows ? body : max(1, body - noteHeight)
    plot = Rect(x: left, y: rect.y + header, width: max(1, right - left), height: tall)
    height = header + tall + small.size * 2.8 + noteHeight
    let values = chart.clusters.flatMap { [$0.values.first, $0.values.last].compactMap(\.self) }
    axis = Axis(covering: values + [chart.mean], includesZero: true, count: 5)

    let items = Double(max(1, chart.clusters.reduce(0) { $0 + $1.values.count }))
    let gap = count > 1 ? min(style.body * 0.55, tall * 0.25 / Double(count - 1)) : 0
    let scale = (tall - gap * Double(max(0, count - 1))) / items
    var top = plot.y
    var bands: [Rect] = []
    for cluster in chart.clusters {
      let band = Rect(x: plot.x, y: top, width: plot.width, height: scale * Double(cluster.values.count))
      bands.append(band)
      top += band.height + gap
    }
    self.bands = bands

    let chosen = chart.clusters.indices
      .sorted { (chart.clusters[$1].size, $0) < (chart.clusters[$0].size, $1) }.prefix(named).sorted()
    let half = line / 2
    let heights = LabelPlacement.spread(
      chosen.map { bands[$0].midY }, spacing: line,
      within: (plot.y + half)...max(plot.y + half, plot.maxY - half))
    labels = zip(chosen, heights).map { ($0, $1) }
    let baseline = plot.y - style.gap * 1.1
    headings = [
      ("items", Point(sizeX, baseline), .right), ("mean", Point(meanX, baseline), .right),
      ("below 0", Point(misplacedX, baseline), .right),
    ]
    note =
      named < count
      ? (
        "the \(NumberText.count(named)) largest of \(NumberText.count(count)) clusters are named",
        Point(rect.x, plot.maxY + small.size * 2.8 + small.size)
      ) : nil
  }

  package func x(_ value: Double) -> Double { plot.x + axis.share(value) * plot.width }
}
