/// The places of the axes, the plot and the names of the lines.
package struct LineLayout {
  package let plot: Rect
  package let xAxis, yAxis: Axis
  package let legend: LegendLayout?
  /// The names beside the ends of the lines; none where a legend, or another chart, has them.
  package let names: [(color: Int, text: String, y: Double)]
  /// The room for the values of the ticks at the left.
  let tickWidth: Double
  /// From the plot to the names, past the bands of the references.
  let nameGap: Double
  let chart: LineChart
  let style: Style
  private let top: Double

  /// - Parameters:
  ///   - named: true where this chart names its lines.
  ///   - ticks: the least room in points for the values of the ticks at the left.
  package init(_ chart: LineChart, in area: ChartArea, named: Bool = true, ticks: Double = 0) {
    let (rect, style) = (area.rect, area.style)
    self.chart = chart
    self.style = style
    top = rect.y
    xAxis = Self.xAxis(of: chart)
    let yAxis = Axis(
      covering: Self.heights(of: chart), count: Int(max(2, min(6, rect.height / (style.body * 4)))),
      within: chart.bounds)
    self.yAxis = yAxis
    tickWidth = max(ticks, area.width(ofWidest: yAxis.ticks.map(yAxis.text), style.smallFont))

    let keys = chart.keys
    let longest = area.width(ofWidest: keys.map(\.name), style.bodyFont)
    let isKeyed = named && keys.count > 1
    let isNamedAtEnd = isKeyed && keys.count <= 8 && longest <= rect.width * 0.28
    nameGap = style.body * (0.8 + 0.35 * Double(chart.references.count))
    let right = isNamedAtEnd ? longest + nameGap : max(style.body, nameGap - style.body * 0.4)
    let header = style.smallFont.lineHeight * (chart.marks.isEmpty ? 1 : 2) + style.gap * 1.2
    legend = isKeyed && !isNamedAtEnd ? Self.legend(keys.map(\.name), atBottomOf: area) : nil
    let legendSpace = legend.map { $0.height + style.gap } ?? 0
    plot = rect.inset(
      left: tickWidth + style.gap, top: header, right: right, bottom: style.smallFont.size * 3.2 + legendSpace)
    names = isNamedAtEnd ? Self.names(of: chart, yAxis, beside: plot, longest: longest, in: area) : []
  }

  private static func legend(_ names: [String], atBottomOf area: ChartArea) -> LegendLayout {
    area.legend(names, at: area.rect.maxY - area.legend(names, at: 0).height)
  }

  /// Returns the names at the heights of the lines' ends, moved apart where they would touch.
  private static func names(
    of chart: LineChart, _ axis: Axis, beside plot: Rect, longest: Double, in area: ChartArea
  ) -> [(color: Int, text: String, y: Double)] {
    let (font, keys) = (area.style.bodyFont, chart.keys)
    let ends = ends(of: chart).map { plot.maxY - axis.share($0 ?? axis.lower) * plot.height }
    let heights = LabelPlacement.spread(ends, spacing: font.size * 1.25, within: plot.y...plot.maxY)
    return keys.indices.map { index in
      (keys[index].color, area.typesetter.elide(keys[index].name, font, to: longest + 0.01), heights[index])
    }
  }

  private static func xAxis(of chart: LineChart) -> Axis {
    let positions = chart.series.flatMap { line in
      line.x.indices.filter { line.isDrawn($0, logarithmic: chart.isLogarithmic) }.map { line.x[$0] }
    }
    // Settings without any value have their place on the axis, too.
    let ticks = chart.ticks ?? []
    // Categories stand apart from the ends.
    let ends = chart.isCategorical ? [(ticks.min() ?? 0) - 0.5, (ticks.max() ?? 0) + 0.5] : []
    let others = chart.marks.map(\.x) + ticks + ends
    let all = positions + others.filter { $0.isFinite && (!chart.isLogarithmic || $0 > 0) }
    let axis = Axis(
      covering: all, count: 6, rounded: false, scale: chart.isLogarithmic ? .logarithmic : .linear)
    return chart.ticks.map { axis.marking($0, names: chart.tickNames) } ?? axis
  }

  /// All heights that must be seen: of bands the parts within the bounds.
  private static func heights(of chart: LineChart) -> [Double] {
    func ends(_ band: ClosedRange<Double>?) -> [Double] {
      guard let band else { return [] }
      let shown = chart.bounds.map { band.clamped(to: $0.range) } ?? band
      return [shown.lowerBound, shown.upperBound]
    }
    return chart.series.flatMap { line in
      line.x.indices.filter { line.isDrawn($0, logarithmic: chart.isLogarithmic) }.flatMap { index in
        [line.y[index]] + ends(line.band?[index])
      }
    } + chart.references.flatMap { [$0.y] + ends($0.band) }
  }

  /// The last value of each line, nil for one without any, and those of the references.
  private static func ends(of chart: LineChart) -> [Double?] {
    chart.series.map { line in
      line.x.indices.last { line.isDrawn($0, logarithmic: chart.isLogarithmic) }.map { line.y[$0] }
    } + chart.references.map { $0.y }
  }

  func point(_ x: Double, _ y: Double) -> Point {
    Point(plot.x + xAxis.share(x) * plot.width, plot.maxY - yAxis.share(y) * plot.height)
  }

  /// The place of a point of a line; those of several lines stand beside one another at a category.
  package func place(of position: Int, in index: Int) -> Point {
    let line = chart.series[index]
    let place = point(line.x[position], line.y[position])
    guard chart.isCategorical, chart.series.count > 1 else { return place }
    let categories = Double(max(1, chart.tickNames.count))
    let step = min(style.body * 0.9, plot.width / categories * 0.7 / Double(chart.series.count))
    return Point(place.x + (Double(index) - Double(chart.series.count - 1) / 2) * step, place.y)
  }
}

// MARK: - Drawing

extension LineLayout {
  /// Draws the axes and the lines, without their names.
  func draw(on canvas: Canvas) {
    let style = canvas.style
    canvas.drawVerticalAxis(yAxis, leftOf: plot)
    drawXAxis(on: canvas)
    canvas.text(
      chart.yTitle, at: Point(plot.x, top + style.smallFont.size), style.smallFont, style.theme.secondaryText,
      within: plot.maxX - plot.x)
    for mark in chart.marks { draw(mark, on: canvas) }
    for (place, reference) in chart.references.enumerated() { draw(reference, at: place, on: canvas) }
    for (index, line) in chart.series.enumerated() { drawBand(line, index, on: canvas) }
    for (index, line) in chart.series.enumerated() { drawLine(line, index, on: canvas) }
    for count in counts(typesetter: canvas.typesetter) {
      canvas.label(
        count.text, x: count.box.midX, middle: count.box.midY, style.smallFont, style.theme.text, align: .center,
        halo: style.theme.background)
    }
  }

  private func drawXAxis(on canvas: Canvas) {
    let (style, font) = (canvas.style, canvas.style.smallFont)
    let width = style.line * 0.6
    canvas.line(Point(plot.x, plot.maxY), Point(plot.maxX, plot.maxY), style.theme.axis, width: width)
    for tick in xAxis.readableTicks(length: plot.width, font: font, typesetter: canvas.typesetter) {
      let x = plot.x + xAxis.share(tick) * plot.width
      canvas.line(Point(x, plot.maxY), Point(x, plot.maxY + style.gap * 0.5), style.theme.axis, width: width)
      canvas.text(
        xAxis.text(tick), at: Point(x, plot.maxY + font.size * 1.5), font, style.theme.secondaryText, align: .center)
    }
    canvas.text(
      chart.xTitle, at: Point(plot.midX, plot.maxY + font.size * 2.9), font, style.theme.secondaryText,
      within: plot.width + style.body * 1.5, align: .center)
  }

  /// An upright line with its name above the plot.
  private func draw(_ mark: LineChart.Mark, on canvas: Canvas) {
    let (style, font) = (canvas.style, canvas.style.smallFont)
    let x = point(mark.x, yAxis.lower).x
    guard x.isFinite, x >= plot.x - 1e-6, x <= plot.maxX + 1e-6 else { return }
    canvas.line(
      Point(x, plot.y), Point(x, plot.maxY), style.theme.axis, width: style.line * 0.6, dash: [style.gap * 0.5])
    let half = canvas.typesetter.width(of: mark.name, font) / 2
    canvas.text(
      mark.name, at: Point(min(max(x, plot.x + half), max(plot.maxX - half, plot.x + half)), plot.y - style.gap * 0.5),
      font, style.theme.secondaryText, align: .center)
  }

  /// A dashed line, its band as an upright bar at the end.
  private func draw(_ reference: LineChart.Reference, at place: Int, on canvas: Canvas) {
    let style = canvas.style
    let color = Palette.color(reference.color, style.theme)
    let y = point(xAxis.lower, reference.y).y
    canvas.line(
      Point(plot.x, y), Point(plot.maxX, y), color, width: style.line, dash: [style.gap * 0.9, style.gap * 0.6])
    guard let band = reference.band, band.lowerBound < band.upperBound else { return }
    let x = plot.maxX + style.body * (0.3 + 0.35 * Double(place))
    canvas.line(
      Point(x, point(xAxis.lower, band.upperBound).y), Point(x, point(xAxis.lower, band.lowerBound).y), color,
      width: style.line)
  }

  /// The runs of points without a gap; `known` are those whose spread is known.
  private func runs(of line: LineChart.Series, known: Bool = false) -> [[Int]] {
    line.x.indices.split { index in
      !line.isDrawn(index, logarithmic: chart.isLogarithmic) || (known && line.fewer[index] == 1)
    }.map(Array.init)
  }

  private func drawBand(_ line: LineChart.Series, _ index: Int, on canvas: Canvas) {
    guard let band = line.band else { return }
    guard !chart.isCategorical else { return drawBars(line, index, band, on: canvas) }
    let color = Palette.color(line.color ?? index, canvas.theme).opacity(0.18)
    canvas.clip(to: plot) {
      for run in runs(of: line, known: true) where run.count > 1 {
        let upper = run.map { point(line.x[$0], band[$0].upperBound) }
        let lower = run.reversed().map { point(line.x[$0], band[$0].lowerBound) }
        canvas.polygon(upper + lower, color)
      }
    }
  }

  /// The bands of categories: an upright bar with caps at each point.
  private func drawBars(
    _ line: LineChart.Series, _ index: Int, _ band: [ClosedRange<Double>], on canvas: Canvas
  ) {
    let (style, color) = (canvas.style, Palette.color(line.color ?? index, canvas.theme))
    canvas.clip(to: plot) {
      for position in runs(of: line, known: true).joined() where band[position].lowerBound < band[position].upperBound {
        let x = place(of: position, in: index).x
        let ends = [band[position].lowerBound, band[position].upperBound].map { point(line.x[position], $0).y }
        canvas.line(Point(x, ends[0]), Point(x, ends[1]), color, width: style.line)
        for y in ends {
          canvas.line(Point(x - markRadius, y), Point(x + markRadius, y), color, width: style.line)
        }
      }
    }
  }

  private func drawLine(_ line: LineChart.Series, _ index: Int, on canvas: Canvas) {
    let style = canvas.style
    let place = line.color ?? index
    let color = Palette.color(place, style.theme)
    for run in runs(of: line) {
      let points = run.map { self.place(of: $0, in: index) }
      if points.count > 1, !chart.isCategorical { canvas.polyline(points, color, width: style.line * 1.25) }
      for (position, point) in zip(run, points) {
        let isHollow = line.fewer[position] != nil
        guard isHollow || points.count == 1 || line.x.count <= 24 || chart.isCategorical else { continue }
        canvas.marker(
          Palette.marker(place), at: point, radius: markRadius, fill: isHollow ? style.theme.background : color,
          stroke: isHollow ? color : style.theme.background, width: isHollow ? style.line : style.hairline)
      }
    }
    if let best = line.emphasis, line.x.indices.contains(best),
      line.isDrawn(best, logarithmic: chart.isLogarithmic)
    {
      let center = self.place(of: best, in: index)
      canvas.circle(center, radius: style.body * 0.52, fill: nil, stroke: style.theme.text, width: style.line * 0.8)
    }
  }
}
