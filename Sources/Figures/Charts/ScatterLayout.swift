import Core

/// The places of the panels, their titles and the legends of a scatter figure.
package struct ScatterLayout: ChartLayout {
  package struct Cell {
    let panel: ScatterPanels.Panel
    package let plot: Rect
  }

  private typealias Heading = (text: String, x: Double, top: Double, width: Double)

  package let cells: [Cell]
  /// One for each key of at most ``Palette/distinct`` names.
  package let legends: [LegendLayout]
  package let height: Double

  private let chart: ScatterPanels
  private let headings: [Heading]
  private let legendKeys: [ScatterPanels.Key]
  private let noteTop: Double
  private let width: Double
  private let x: Double

  package init(_ chart: ScatterPanels, in area: ChartArea) {
    self.chart = chart
    (x, width) = (area.rect.x, area.rect.width)
    let metrics = ScatterMetrics(chart, area.style)
    legendKeys = chart.keys.filter { $0.names.count <= Palette.distinct }
    let notes = Double(chart.keys.count - legendKeys.count) * metrics.noteHeight
    let below = Self.legends(legendKeys, of: chart, at: 0, in: area).height + notes
    let room = area.grows ? nil : area.rect.height - below - metrics.legendGap
    let grid = ScatterGrid(chart, width: width, height: room, metrics)
    (cells, headings) = Self.panels(of: chart, grid, metrics, in: area.rect)
    let bottom = (cells.map(\.plot.maxY).max() ?? area.rect.y) + metrics.legendGap
    legends = Self.legends(legendKeys, of: chart, at: bottom, in: area).legends
    noteTop = bottom + below - notes
    height = bottom + below - area.rect.y
  }

  /// Returns a legend for each key, one below the other, and their height together.
  private static func legends(
    _ keys: [ScatterPanels.Key], of chart: ScatterPanels, at top: Double, in area: ChartArea
  ) -> (legends: [LegendLayout], height: Double) {
    let gap = area.style.gap * 0.7
    var y = top
    let legends = keys.map { key in
      let names = chart.unlabelledNames(of: key)
      let unlabelled = names.isEmpty ? [] : [names.joined(separator: ", ")]
      let legend = area.legend(title: chart.title(of: key), key.names + unlabelled, at: y)
      y += legend.height + gap
      return legend
    }
    return (legends, legends.reduce(0) { $0 + $1.height + gap })
  }

  /// Returns the panels of the spaces, and the titles of the spaces above their first.
  private static func panels(
    of chart: ScatterPanels, _ grid: ScatterGrid, _ metrics: ScatterMetrics, in rect: Rect
  ) -> (cells: [Cell], headings: [Heading]) {
    let lineWidth = Double(grid.blocks) * grid.blockWidth + Double(grid.blocks - 1) * metrics.blockGap
    let origin = Point(rect.x + max(0, rect.width - lineWidth) / 2, rect.y)
    let blocks = Tiling(
      columns: grid.blocks, pitch: (grid.blockWidth + metrics.blockGap, grid.blockHeight + metrics.lineGap))
    let panels = Tiling(columns: grid.columns, pitch: (grid.side + metrics.gap, grid.lineHeight + metrics.lineGap))
    var (cells, headings): ([Cell], [Heading]) = ([], [])
    for (index, row) in chart.rows.enumerated() {
      let corner = blocks.corner(index, from: origin)
      headings.append((row.title, corner.x, corner.y, grid.blockWidth))
      for (place, panel) in row.panels.enumerated() {
        let top = panels.corner(place, from: Point(corner.x, corner.y + metrics.heading + metrics.header))
        cells.append(Cell(panel: panel, plot: Rect(x: top.x, y: top.y, width: grid.side, height: grid.side)))
      }
    }
    return (cells, headings)
  }

  func draw(on canvas: Canvas) {
    let style = canvas.style
    for heading in headings where !heading.text.isEmpty {
      canvas.text(
        heading.text, at: Point(heading.x, heading.top + style.headingFont.size * 0.95), style.headingFont,
        style.theme.text, within: heading.width)
    }
    var named: [ScatterPanels.Key: [Int]] = [:]
    var isWhole: [ScatterPanels.Key: Bool] = [:]
    for cell in cells {
      let names = cell.draw(on: canvas)
      named[cell.panel.key, default: []].append(names.drawn)
      isWhole[cell.panel.key] = (isWhole[cell.panel.key] ?? true) && names.drawn == names.all
    }

    for (legend, key) in zip(legends, legendKeys) {
      legend.draw(on: canvas) { index, center, radius in
        guard index < key.names.count else {
          canvas.circle(center, radius: radius, fill: style.theme.unlabelled)
          return
        }
        canvas.marker(
          Palette.marker(index), at: center, radius: radius, fill: Palette.color(index, style.theme))
      }
    }
    var top = noteTop
    for key in chart.keys where key.names.count > Palette.distinct {
      canvas.text(
        key.nameNote(named: named[key] ?? [], isWhole: isWhole[key] ?? true, panels: chart.panelNames(of: key))
          + chart.unlabelledNames(of: key).map { "; grey: \($0)" }.joined(),
        at: Point(x, top + style.smallFont.size), style.smallFont, style.theme.secondaryText, within: width)
      top += style.smallFont.lineHeight
    }
  }
}

extension ScatterPanels.Key {
  /// The note on names that stand in the panels and in no legend.
  ///
  /// - Parameters:
  ///   - named: the number of names in each panel.
  ///   - isWhole: true where no panel lacks room for any.
  ///   - panels: the panels whose names they are; empty where the title says it.
  package func nameNote(named: [Int], isWhole: Bool, panels: String = "") -> String {
    let (things, verb) = isOfClusters ? ("clusters", "numbered") : ("classes", "named")
    let subject = isOfClusters ? panels : title
    let count = (subject.isEmpty ? "" : subject + ": ") + "\(NumberText.count(names.count)) \(things)"
    guard !isWhole, let least = named.min(), let most = named.max() else {
      return "\(count), all \(verb), beside the medians of their points"
    }
    let shown = least == most ? NumberText.count(least) : "\(NumberText.count(least)) to \(NumberText.count(most))"
    return
      "\(count), \(shown) \(verb)\(named.count > 1 ? " in each panel" : ""), the largest first, beside the medians of their "
      + "points; there is no room for more"
  }
}

extension ScatterPanels {
  /// The titles of the panels of a key, with their spaces where there are several, or their number where there are many.
  func panelNames(of key: Key) -> String {
    let hasSpaces = rows.count > 1
    let titles = rows.flatMap { row in
      row.panels.filter { $0.key == key }.map {
        hasSpaces && !row.title.isEmpty ? "\($0.title) on \(row.title)" : $0.title
      }
    }.uniqued
    return titles.count > 3 ? counted(titles.count, "panel") : titles.joined(separator: ", ")
  }

  /// The names of the negative labels that panels of a key have.
  func unlabelledNames(of key: Key) -> [String] {
    panels.filter { $0.key == key && $0.hasUnlabelled }.map(\.unlabelledName).uniqued
  }

  /// The title of a key's legend, with its panels where other panels have other clusters.
  func title(of key: Key) -> String {
    keys.count(where: \.isOfClusters) > 1 && key.isOfClusters ? "\(key.title) (\(panelNames(of: key)))" : key.title
  }
}

extension ScatterPanels.Panel {
  var hasUnlabelled: Bool { labels.contains { $0 < 0 } }
}

extension ScatterLayout.Cell {
  /// Draws the panel; returns the number of names at the points that found room, and of all.
  func draw(on canvas: Canvas) -> (drawn: Int, all: Int) {
    let style = canvas.style
    let theme = style.theme
    var baseline = plot.y - style.gap * 0.7 - style.smallFont.descent
    if !panel.subtitle.isEmpty {
      canvas.text(
        panel.subtitle, at: Point(plot.x, baseline), style.smallFont, theme.secondaryText, within: plot.width)
      baseline -= style.smallFont.lineHeight
    }
    canvas.text(panel.title, at: Point(plot.x, baseline), style.bodyFont, theme.text, within: plot.width)

    let cloud = ScatterCloud(
      panel.positions, labels: panel.labels, hollow: panel.hollow ?? [], in: plot, body: style.body)
    drawPoints(cloud, on: canvas)
    canvas.stroke(plot, theme.grid, width: style.line * 0.7)
    return needsNames(style) ? drawNames(cloud, on: canvas) : (0, 0)
  }

  /// Returns whether names stand at the clusters: always where colours alone do not tell the classes apart; else over the
  /// true classes, whose colours the panels beside them share, where there is room.
  private func needsNames(_ style: Style) -> Bool {
    let names = panel.key.names.count
    return names > Palette.byColor || (names > 1 && panel.keyIndices == nil && plot.width >= style.body * 18)
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

  private func drawNames(_ cloud: ScatterCloud, on canvas: Canvas) -> (drawn: Int, all: Int) {
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
      anchors: medians.map(\.center), sizes: sizes.map { (width: $0.0, height: $0.1) }, order: order,
      area: plot.inset(canvas.style.hairline * 2), isClose: panel.key.names.count > Palette.distinct)
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
    return (placement.labels.count, medians.count)
  }
}
