import Core

/// Values on a line, one mark each, with a reference value marked: how far a score moves under changes that should
/// not matter, such as the signs of principal components.
package struct StripChart: LaidOutChart {
  /// One strip.
  package struct Row: Sendable {
    package let name: String
    /// Values that are not finite are left out and counted.
    package let values: [Double]
    package let reference: Double?

    package init(name: String, values: [Double], reference: Double? = nil) {
      self.name = name
      self.values = values
      self.reference = reference
    }

    var finite: [Double] { values.filter(\.isFinite) }
  }

  /// The measure, such as `kappa`.
  package let title: String
  package let rows: [Row]
  /// The name of the reference, such as `published signs`.
  package let referenceName: String

  package init(title: String, rows: [Row], referenceName: String = "reference") {
    self.title = title
    self.rows = rows
    self.referenceName = referenceName
  }

  package func validate() throws {
    guard rows.contains(where: { !$0.finite.isEmpty }) else {
      throw FigureError(.noData(rows.isEmpty ? "there are no strips" : "no strip has a finite value"))
    }
  }

  package var notices: [Notice] {
    let dropped = rows.reduce(0) { $0 + $1.values.count - $1.finite.count }
    guard dropped > 0 else { return [] }
    return [Notice(kind: "values-not-drawn", message: "\(counted(dropped, "value")) not finite, not drawn")]
  }

  package func draw(_ layout: StripLayout, on canvas: Canvas) {
    let (style, plot) = (canvas.style, layout.plot)
    canvas.drawHorizontalAxis(layout.axis, below: plot)
    canvas.text(
      title, at: Point(plot.midX, plot.maxY + style.smallFont.size * 2.5), style.smallFont,
      style.theme.secondaryText, align: .center)
    if let y = layout.legendY { drawLegend(left: layout.nameX, middle: y, on: canvas) }
    for index in rows.indices { drawRow(index, layout, on: canvas) }
  }

  private func drawLegend(left: Double, middle: Double, on canvas: Canvas) {
    let style = canvas.style
    let x = left + style.body * 0.42
    canvas.marker(.diamond, at: Point(x, middle), radius: style.body * 0.36, fill: Palette.color(3, style.theme))
    canvas.label(referenceName, x: left + style.body * 1.15, middle: middle, style.bodyFont, style.theme.text)
  }

  private func drawRow(_ index: Int, _ layout: StripLayout, on canvas: Canvas) {
    let (style, row) = (canvas.style, rows[index])
    let middle = layout.middle(of: index)
    let lines = canvas.typesetter.wrap(row.name, style.bodyFont, to: layout.nameWidth, lines: 2)
    for (place, line) in lines.enumerated() {
      let rise = (Double(place) - Double(lines.count - 1) / 2) * style.bodyFont.size * 1.2
      canvas.label(line, x: layout.nameX, middle: middle + rise, style.bodyFont, style.theme.text)
    }
    let values = row.finite
    let right = layout.plot.maxX + layout.rangeWidth
    guard let low = values.min(), let high = values.max() else {
      canvas.label("–", x: right, middle: middle, style.smallFont, style.theme.secondaryText, align: .right)
      return
    }
    canvas.line(
      Point(layout.x(low), middle), Point(layout.x(high), middle), style.theme.axis.opacity(0.6),
      width: style.line * 0.6)
    let color = Palette.color(0, style.theme)
    let (places, radius) = layout.swarm(values, largest: style.body * 0.27)
    for (x, rise) in places {
      canvas.circle(
        Point(x, middle + rise), radius: radius, fill: color.opacity(0.75), stroke: style.theme.background,
        width: radius * 0.25)
    }
    if let reference = row.reference, reference.isFinite {
      draw(reference: layout.x(reference), middle: middle, halfHeight: layout.rowHeight * 0.42, on: canvas)
    }
    let text =
      low < high
      ? "\(NumberText.score(low)) to \(NumberText.score(high))"
      : (values.count > 1 ? "all " : "") + NumberText.score(low)
    canvas.label(text, x: right, middle: middle, style.smallFont, style.theme.secondaryText, align: .right)
  }

  private func draw(reference x: Double, middle: Double, halfHeight: Double, on canvas: Canvas) {
    let (style, ink) = (canvas.style, Palette.color(3, canvas.theme))
    canvas.line(Point(x, middle - halfHeight), Point(x, middle + halfHeight), ink, width: style.line)
    canvas.marker(
      .diamond, at: Point(x, middle), radius: style.body * 0.4, fill: ink, stroke: style.theme.background,
      width: style.line * 0.7)
  }
}

/// The places of the strips, their names and their ranges.
package struct StripLayout: ChartLayout {
  package let plot: Rect
  package let axis: Axis
  package let height: Double
  package let rowHeight: Double
  let legendY: Double?
  let nameX, nameWidth, rangeWidth: Double

  package init(_ chart: StripChart, in area: ChartArea) {
    let (rect, style) = (area.rect, area.style)
    let references = chart.rows.compactMap(\.reference)
    axis = Axis(covering: chart.rows.flatMap(\.values) + references, count: 5)
    nameX = rect.x
    nameWidth = min(area.width(ofWidest: chart.rows.map(\.name), style.bodyFont), rect.width * 0.26)
    rangeWidth = area.width(ofWidest: ["−.000 to −.000"], style.smallFont)
    let legendHeight = references.isEmpty ? 0 : style.bodyFont.lineHeight + style.gap
    let fixed = legendHeight + style.smallFont.size * 2.9
    let count = Double(max(1, chart.rows.count))
    let most = chart.rows.map(\.values.count).max() ?? 0
    rowHeight =
      area.grows
      ? style.body * (3.4 + min(3, Double(most) / 60)) : max(1, min((rect.height - fixed) / count, style.body * 9))
    plot = Rect(
      x: rect.x + nameWidth + style.body, y: rect.y + legendHeight,
      width: rect.width - nameWidth - style.body - rangeWidth - style.gap, height: rowHeight * count)
    height = rowHeight * count + fixed
    legendY = references.isEmpty ? nil : rect.y + style.bodyFont.lineHeight / 2
  }

  func x(_ value: Double) -> Double { plot.x + axis.share(value) * plot.width }
  func middle(of row: Int) -> Double { plot.y + (Double(row) + 0.5) * rowHeight }

  /// Places for a mark a value, side by side where values are close, with the largest radius that lets them all be
  /// apart; where none does they overlap.
  package func swarm(
    _ values: [Double], largest: Double
  ) -> (places: [(x: Double, rise: Double)], radius: Double) {
    for share in [1, 0.8, 0.64, 0.5, 0.4, 0.32] {
      let attempt = swarm(values, radius: largest * share)
      if attempt.isApart { return (attempt.places, largest * share) }
    }
    return (swarm(values, radius: largest * 0.64).places, largest * 0.64)
  }

  private func swarm(
    _ values: [Double], radius: Double
  ) -> (places: [(x: Double, rise: Double)], isApart: Bool) {
    let highest = max(0, rowHeight * 0.42 - radius)
    let step = radius * 0.5
    let levels = Int(highest / step)
    let rises = (0...2 * levels).map { place -> Double in
      let level = Double((place + 1) / 2)
      return place.isMultiple(of: 2) ? -level * step : level * step
    }
    let reach = 4 * radius * radius * 0.92
    var placed: [(x: Double, rise: Double)] = []
    var isApart = true
    for (index, value) in values.sorted().enumerated() {
      let x = x(value)
      let near = placed.reversed().prefix { x - $0.x < 2 * radius }
      func isFree(_ rise: Double) -> Bool {
        near.allSatisfy { other in
          let (dx, dy) = (other.x - x, other.rise - rise)
          return dx * dx + dy * dy >= reach
        }
      }
      let free = rises.first(where: isFree)
      if free == nil { isApart = false }
      placed.append((x, free ?? rises[index % rises.count]))
    }
    return (placed, isApart)
  }
}
