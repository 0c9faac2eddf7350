/// Where the panels, their titles and the legends of a scatter figure are.
package struct ScatterLayout {
  package struct Cell {
    let panel: ScatterPanels.Panel
    package let plot: Rect
  }

  package let cells: [Cell]
  /// One for each key of at most ``Palette/distinct`` names.
  package let legends: [LegendLayout]
  package let height: Double

  private let chart: ScatterPanels
  private let headings: [(text: String, x: Double, top: Double, width: Double)]
  private let legendKeys: [ScatterPanels.Key]
  private let noteTop: Double
  private let width: Double
  private let x: Double

  /// The tallest figure that still fits a page with its caption, in points.
  private static let tallest = 620.0

  /// - Parameter grows: the layout takes the height it needs; otherwise it keeps within the rectangle's.
  package init(_ chart: ScatterPanels, in rect: Rect, grows: Bool, style: Style, typesetter: Typesetter) {
    self.chart = chart
    (x, width) = (rect.x, rect.width)
    let metrics = Metrics(chart, style)
    let keyed = chart.keys.map { key in
      (key: key, names: key.names + (chart.panels.contains { $0.key == key && $0.hasUnlabelled } ? ["none"] : []))
    }
    let listed = keyed.filter { $0.key.names.count <= Palette.distinct }
    let notes = Double(keyed.count - listed.count)
    func legends(at top: Double) -> [LegendLayout] {
      var y = top
      return listed.map { key, names in
        let legend = LegendLayout(
          title: key.title, names: names, origin: Point(rect.x, y), width: rect.width, style: style,
          typesetter: typesetter)
        y += legend.height + style.gap * 0.7
        return legend
      }
    }
    let below = legends(at: 0).reduce(0) { $0 + $1.height + style.gap * 0.7 } + notes * metrics.noteHeight
    let grid = Self.grid(
      chart, width: rect.width, height: grows ? nil : rect.height - below - metrics.legendGap, metrics)

    var cells: [Cell] = []
    var headings: [(text: String, x: Double, top: Double, width: Double)] = []
    let lineWidth = Double(grid.blocks) * grid.blockWidth + Double(grid.blocks - 1) * metrics.blockGap
    let left = rect.x + max(0, rect.width - lineWidth) / 2
    for (index, row) in chart.rows.enumerated() {
      let blockX = left + Double(index % grid.blocks) * (grid.blockWidth + metrics.blockGap)
      let top = rect.y + Double(index / grid.blocks) * (metrics.header + grid.side + metrics.lineGap)
      headings.append((row.title, blockX, top, grid.blockWidth))
      for (column, panel) in row.panels.enumerated() {
        let plotX = blockX + Double(column) * (grid.side + metrics.gap)
        let plot = Rect(x: plotX, y: top + metrics.header, width: grid.side, height: grid.side)
        cells.append(Cell(panel: panel, plot: plot))
      }
    }
    let bottom = (cells.map(\.plot.maxY).max() ?? rect.y) + metrics.legendGap
    self.cells = cells
    self.headings = headings
    legendKeys = listed.map(\.key)
    self.legends = legends(at: bottom)
    noteTop = bottom + below - notes * metrics.noteHeight
    height = bottom + below - rect.y
  }

  /// The heights and gaps that do not depend on the width.
  private struct Metrics {
    let gap, blockGap, lineGap, legendGap, header, noteHeight: Double

    init(_ chart: ScatterPanels, _ style: Style) {
      gap = style.body * 1.2
      blockGap = style.body * 2.2
      lineGap = style.body * 1.8
      legendGap = style.body * 1.0
      noteHeight = style.smallFont.lineHeight
      let heading = chart.rows.contains { !$0.title.isEmpty } ? style.headingFont.lineHeight : 0
      let title = chart.panels.contains { !$0.title.isEmpty } ? style.bodyFont.lineHeight : 0
      let subtitle = chart.panels.contains { !$0.subtitle.isEmpty } ? style.smallFont.lineHeight : 0
      header = heading + title + subtitle + style.gap * 0.7
    }
  }

  /// How many spaces stand side by side and how large a panel is: as large as the page allows.
  private static func grid(
    _ chart: ScatterPanels, width: Double, height: Double?, _ metrics: Metrics
  ) -> (blocks: Int, side: Double, blockWidth: Double) {
    let panels = Double(max(1, chart.rows.map(\.panels.count).max() ?? 1))
    func side(_ blocks: Int) -> Double {
      let gaps = Double(blocks - 1) * metrics.blockGap + Double(blocks) * (panels - 1) * metrics.gap
      return max(1, (width - gaps) / (Double(blocks) * panels))
    }
    func lines(_ blocks: Int) -> Double { Double((chart.rows.count + blocks - 1) / blocks) }
    func total(_ blocks: Int) -> Double {
      lines(blocks) * (metrics.header + side(blocks)) + (lines(blocks) - 1) * metrics.lineGap
    }
    func result(_ blocks: Int, _ side: Double) -> (blocks: Int, side: Double, blockWidth: Double) {
      (blocks, side, panels * side + (panels - 1) * metrics.gap)
    }
    let choices = 1...max(1, chart.rows.count)
    guard let height else {
      let readable = choices.filter { $0 == 1 || side($0) >= 100 }
      let blocks = readable.first { total($0) <= tallest } ?? readable.last ?? 1
      return result(blocks, side(blocks))
    }
    func fitting(_ blocks: Int) -> Double {
      let room = (height - (lines(blocks) - 1) * metrics.lineGap) / lines(blocks) - metrics.header
      return max(1, min(side(blocks), room))
    }
    let blocks = choices.max { fitting($0) < fitting($1) } ?? 1
    return result(blocks, fitting(blocks))
  }

  func draw(on canvas: Canvas) {
    let style = canvas.style
    for heading in headings where !heading.text.isEmpty {
      let text = canvas.typesetter.elide(heading.text, style.headingFont, to: heading.width)
      canvas.text(
        text, at: Point(heading.x, heading.top + style.headingFont.size * 0.95), style.headingFont, style.theme.text)
    }
    var left: [ScatterPanels.Key: Int] = [:]
    for cell in cells { left[cell.panel.key] = max(left[cell.panel.key] ?? 0, cell.draw(on: canvas)) }

    for (legend, key) in zip(legends, legendKeys) {
      legend.draw(on: canvas) { index, centre, radius in
        guard index < key.names.count else {
          canvas.circle(centre, radius: radius, fill: style.theme.unlabelled)
          return
        }
        canvas.marker(
          Palette.marker(index), at: centre, radius: radius, fill: Palette.color(index, style.theme))
      }
    }
    var top = noteTop
    for key in chart.keys where key.names.count > Palette.distinct {
      let omitted = left[key] ?? 0
      var text = "\(key.title): \(NumberText.count(key.names.count)) names, at the medians of their points"
      if omitted > 0 { text += "; up to \(NumberText.count(omitted)) of them left out of a panel for lack of room" }
      text = canvas.typesetter.elide(text, style.smallFont, to: width)
      canvas.text(text, at: Point(x, top + style.smallFont.size), style.smallFont, style.theme.secondaryText)
      top += style.smallFont.lineHeight
    }
  }
}

extension ScatterPanels.Panel {
  var hasUnlabelled: Bool { labels.contains { $0 < 0 } }
}

extension ScatterLayout.Cell {
  /// Draws the panel; returns how many direct labels found no room.
  func draw(on canvas: Canvas) -> Int {
    let style = canvas.style
    let theme = style.theme
    var baseline = plot.y - style.gap * 0.7 - style.smallFont.descent
    if !panel.subtitle.isEmpty {
      let text = canvas.typesetter.elide(panel.subtitle, style.smallFont, to: plot.width)
      canvas.text(text, at: Point(plot.x, baseline), style.smallFont, theme.secondaryText)
      baseline -= style.smallFont.lineHeight
    }
    let title = canvas.typesetter.elide(panel.title, style.bodyFont, to: plot.width)
    canvas.text(title, at: Point(plot.x, baseline), style.bodyFont, theme.text)

    let cloud = ScatterCloud(
      panel.positions, labels: panel.labels, hollow: panel.hollow ?? [], in: plot, body: style.body)
    drawPoints(cloud, on: canvas)
    canvas.stroke(plot, theme.grid, width: style.line * 0.7)
    return needsNames(style) ? drawNames(cloud, on: canvas) : 0
  }

  /// Whether names stand at the clusters: always where colours alone do not tell the classes apart; else over the true
  /// classes, whose colours the panels beside them share, where there is room.
  private func needsNames(_ style: Style) -> Bool {
    let names = panel.key.names.count
    return names > Palette.byColour || (names > 1 && panel.keyIndices == nil && plot.width >= style.body * 18)
  }

  private func drawPoints(_ cloud: ScatterCloud, on canvas: Canvas) {
    let theme = canvas.theme
    let known = 0..<max(1, panel.key.names.count)
    let fills = known.map { Palette.color($0, theme).opacity(cloud.opacity) }
    let markers = known.map(Palette.marker)
    // A thin edge in the background's colour keeps large marks apart where they overlap.
    let edge = cloud.radius > canvas.style.body * 0.2 ? canvas.style.hairline : 0
    canvas.crowd(of: cloud.points.count, in: plot) {
      for index in cloud.order {
        if let key = panel.keyIndex(cloud.labels[index]), !cloud.hollow.isEmpty, cloud.hollow[index] {
          canvas.marker(
            markers[key], at: cloud.points[index], radius: cloud.radius * 0.74, fill: theme.background,
            stroke: fills[key], width: cloud.radius * 0.52)
        } else if let key = panel.keyIndex(cloud.labels[index]) {
          canvas.marker(
            markers[key], at: cloud.points[index], radius: cloud.radius, fill: fills[key],
            stroke: edge > 0 ? theme.background : nil, width: edge)
        } else {
          canvas.circle(cloud.points[index], radius: cloud.radius * 0.9, fill: theme.unlabelled.opacity(0.7))
        }
      }
    }
  }

  private func drawNames(_ cloud: ScatterCloud, on canvas: Canvas) -> Int {
    let font = canvas.style.smallFont
    let medians = cloud.medians
    let names = medians.map { median in
      let name = panel.keyIndex(median.label).map { panel.key.names[$0] } ?? ""
      return canvas.typesetter.elide(name, font, to: min(plot.width * 0.45, canvas.style.body * 12))
    }
    // Names may cover a quarter of the map and no more.
    var budget = plot.width * plot.height / 4
    var order: [Int] = []
    let sizes = names.map { (canvas.typesetter.width(of: $0, font) + font.size * 0.5, font.size * 1.15) }
    for (index, size) in sizes.enumerated() where !names[index].isEmpty {
      budget -= size.0 * size.1
      if budget >= 0 { order.append(index) }
    }
    let placement = LabelPlacement(
      anchors: medians.map(\.centre), sizes: sizes.map { (width: $0.0, height: $0.1) }, order: order,
      area: plot.inset(canvas.style.hairline * 2))
    for label in placement.labels where label.needsLeader {
      let end = Point(
        min(max(label.anchor.x, label.box.x), label.box.maxX), min(max(label.anchor.y, label.box.y), label.box.maxY))
      canvas.line(label.anchor, end, canvas.theme.secondaryText, width: canvas.style.hairline)
    }
    for label in placement.labels {
      canvas.label(
        names[label.index], x: label.box.midX, middle: label.box.midY, font, canvas.theme.text, align: .center,
        halo: canvas.theme.background.opacity(0.85))
    }
    return medians.count - placement.labels.count
  }
}
