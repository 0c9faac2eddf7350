import Matrices

/// Lines over a number, each with an optional band: a sweep over a setting, or the history of a fit.
public struct LineChart: Chart {
  /// One line.
  public struct Series: Sendable {
    public let name: String
    public let x: [Double]
    /// One a position; the line has a gap where one is not finite.
    public let y: [Double]
    /// The lower and upper ends of the band, one each a position; nil for none.
    public let band: [ClosedRange<Double>]?

    public init(name: String, x: [Double], y: [Double], band: [ClosedRange<Double>]? = nil) {
      self.name = name
      self.x = x
      self.y = y
      self.band = band
    }

    /// The mean of several values at each position, with a band of one standard deviation to both sides.
    public init(name: String, x: [Double], samples: [[Double]]) {
      let summaries = samples.map(Summary.init)
      self.init(
        name: name, x: x, y: summaries.map { $0?.mean ?? .nan },
        band: summaries.map { summary in
          let (mean, deviation) = (summary?.mean ?? 0, summary?.deviation ?? 0)
          return mean - deviation...mean + deviation
        })
    }

    func isDrawn(_ index: Int, logarithmic: Bool) -> Bool {
      x[index].isFinite && y[index].isFinite && (!logarithmic || x[index] > 0)
    }
  }

  public let xTitle: String
  public let yTitle: String
  public let series: [Series]
  public let isLogarithmic: Bool

  public init(xTitle: String, yTitle: String, series: [Series], logarithmic: Bool = false) {
    self.xTitle = xTitle
    self.yTitle = yTitle
    self.series = series
    isLogarithmic = logarithmic
  }

  public func validate() throws {
    for line in series {
      guard line.x.count == line.y.count else {
        throw FigureError(.countMismatch(what: "values of \(line.name)", expected: line.x.count, found: line.y.count))
      }
      if let band = line.band, band.count != line.x.count {
        throw FigureError(
          .countMismatch(what: "band values of \(line.name)", expected: line.x.count, found: band.count))
      }
    }
    guard series.contains(where: { line in line.x.indices.contains { line.isDrawn($0, logarithmic: isLogarithmic) } })
    else { throw FigureError(.noData("no line has a finite point")) }
  }

  public var notices: [Notice] {
    let dropped = series.reduce(0) { sum, line in
      sum + line.x.indices.count { !line.isDrawn($0, logarithmic: isLogarithmic) }
    }
    guard dropped > 0 else { return [] }
    return [Notice(kind: "points-not-drawn", message: "\(counted(dropped, "point")) not finite, not drawn")]
  }

  public func height(width: Double, style: Style, typesetter: Typesetter) -> Double {
    let page = Rect(x: 0, y: 0, width: width, height: min(width * 0.62, style.body * 34))
    return LineLayout(self, in: page, style: style, typesetter: typesetter).height
  }

  public func draw(in rect: Rect, on canvas: Canvas) {
    let layout = LineLayout(self, in: rect, style: canvas.style, typesetter: canvas.typesetter)
    let style = canvas.style
    canvas.drawVerticalAxis(layout.yAxis, leftOf: layout.plot)
    drawXAxis(layout, on: canvas)
    canvas.text(
      canvas.typesetter.elide(yTitle, style.smallFont, to: rect.width),
      at: Point(rect.x, rect.y + style.smallFont.size), style.smallFont, style.theme.secondaryText)
    for (index, line) in series.enumerated() { drawBand(line, index, layout, on: canvas) }
    for (index, line) in series.enumerated() { drawLine(line, index, layout, on: canvas) }
    for label in layout.names {
      let color = Palette.color(label.series, style.theme).mixed(with: style.theme.text, 0.35)
      canvas.label(label.text, x: layout.plot.maxX + style.body * 0.8, middle: label.y, style.bodyFont, color)
    }
    layout.legend?.draw(on: canvas) { index, centre, radius in
      let color = Palette.color(index, style.theme)
      canvas.marker(Palette.marker(index), at: centre, radius: radius, fill: color)
    }
  }

  private func drawXAxis(_ layout: LineLayout, on canvas: Canvas) {
    let (style, plot) = (canvas.style, layout.plot)
    let font = style.smallFont
    canvas.line(
      Point(plot.x, plot.maxY), Point(plot.maxX, plot.maxY), style.theme.axis, width: style.line * 0.6)
    for tick in layout.xAxis.readableTicks(length: plot.width, font: font, typesetter: canvas.typesetter) {
      let x = plot.x + layout.xAxis.share(tick) * plot.width
      canvas.line(
        Point(x, plot.maxY), Point(x, plot.maxY + style.gap * 0.5), style.theme.axis, width: style.line * 0.6)
      canvas.text(
        layout.xAxis.text(tick), at: Point(x, plot.maxY + font.size * 1.5), font, style.theme.secondaryText,
        align: .center)
    }
    canvas.text(
      xTitle, at: Point(plot.midX, plot.maxY + font.size * 2.9), font, style.theme.secondaryText, align: .center)
  }

  /// The runs of points without a gap.
  private func runs(of line: Series) -> [[Int]] {
    line.x.indices.split { !line.isDrawn($0, logarithmic: isLogarithmic) }.map(Array.init)
  }

  private func drawBand(_ line: Series, _ index: Int, _ layout: LineLayout, on canvas: Canvas) {
    guard let band = line.band else { return }
    let color = Palette.color(index, canvas.theme).opacity(0.18)
    canvas.clip(to: layout.plot) {
      for run in runs(of: line) where run.count > 1 {
        let upper = run.map { layout.point(line.x[$0], band[$0].upperBound) }
        let lower = run.reversed().map { layout.point(line.x[$0], band[$0].lowerBound) }
        canvas.polygon(upper + lower, color)
      }
    }
  }

  private func drawLine(_ line: Series, _ index: Int, _ layout: LineLayout, on canvas: Canvas) {
    let style = canvas.style
    let color = Palette.color(index, style.theme)
    for run in runs(of: line) {
      let points = run.map { layout.point(line.x[$0], line.y[$0]) }
      if points.count > 1 { canvas.polyline(points, color, width: style.line * 1.25) }
      guard points.count == 1 || line.x.count <= 24 else { continue }
      for point in points {
        canvas.marker(
          Palette.marker(index), at: point, radius: style.body * 0.26, fill: color, stroke: style.theme.background,
          width: style.hairline)
      }
    }
  }
}

/// Where the axes, the plot and the names of the lines are.
package struct LineLayout {
  package let plot: Rect
  package let xAxis, yAxis: Axis
  package let height: Double
  package let legend: LegendLayout?
  package let names: [(series: Int, text: String, y: Double)]

  package init(_ chart: LineChart, in rect: Rect, style: Style, typesetter: Typesetter) {
    func drawn(_ value: (LineChart.Series, Int) -> [Double]) -> [Double] {
      chart.series.flatMap { line in
        line.x.indices.filter { line.isDrawn($0, logarithmic: chart.isLogarithmic) }.flatMap { value(line, $0) }
      }
    }
    let xs = drawn { [$0.x[$1]] }
    let ys = drawn { line, index in
      [line.y[index]] + (line.band.map { [$0[index].lowerBound, $0[index].upperBound] } ?? [])
    }
    xAxis = Axis(covering: xs, count: 6, rounded: false, scale: chart.isLogarithmic ? .logarithmic : .linear)
    yAxis = Axis(covering: ys, count: Int(max(2, min(6, rect.height / (style.body * 4)))))

    let axis = yAxis
    let ticks = typesetter.width(ofWidest: axis.ticks.map(axis.text), style.smallFont)
    let longest = typesetter.width(ofWidest: chart.series.map { Typesetter.clean($0.name) }, style.bodyFont)
    let isNamedAtEnd = chart.series.count > 1 && chart.series.count <= 8 && longest <= rect.width * 0.28
    let right = isNamedAtEnd ? longest + style.body * 0.8 : style.body
    let top = style.smallFont.lineHeight + style.gap * 1.2
    let bottom = style.smallFont.size * 3.2
    var legend: LegendLayout?
    if chart.series.count > 1, !isNamedAtEnd {
      func laid(_ y: Double) -> LegendLayout {
        LegendLayout(
          names: chart.series.map(\.name), origin: Point(rect.x, y), width: rect.width, style: style,
          typesetter: typesetter)
      }
      legend = laid(rect.maxY - laid(0).height)
    }
    let legendSpace = legend.map { $0.height + style.gap } ?? 0
    plot = rect.inset(left: ticks + style.gap, top: top, right: right, bottom: bottom + legendSpace)
    height = rect.height
    self.legend = legend
    guard isNamedAtEnd else {
      names = []
      return
    }
    let area = plot
    let ends = chart.series.map { line in
      let last = line.x.indices.last { line.isDrawn($0, logarithmic: chart.isLogarithmic) }
      return area.maxY - axis.share(last.map { line.y[$0] } ?? axis.lower) * area.height
    }
    let heights = LabelPlacement.spread(ends, spacing: style.bodyFont.size * 1.25, within: area.y...area.maxY)
    names = chart.series.indices.map { index in
      (index, typesetter.elide(chart.series[index].name, style.bodyFont, to: longest + 0.01), heights[index])
    }
  }

  func point(_ x: Double, _ y: Double) -> Point {
    Point(plot.x + xAxis.share(x) * plot.width, plot.maxY - yAxis.share(y) * plot.height)
  }
}
