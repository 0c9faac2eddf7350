import Core

/// Lines over a number, each with an optional band: a sweep over a setting, or the history of a fit.
package struct LineChart: Chart {
  /// One line.
  package struct Series: Sendable {
    package let name: String
    package let x: [Double]
    /// One a position; the line has a gap where one is not finite.
    package let y: [Double]
    /// The lower and upper ends of the band, one each a position; nil for none.
    package let band: [ClosedRange<Double>]?
    /// The position of its colour and mark in the palette; nil for its own among the lines.
    package var color: Int?
    /// The point to point out with a ring, such as the best one.
    package var emphasis: Int?
    /// For each point that rests on fewer values than it should, by its position, their number: it is drawn hollow.
    package let fewer: [Int: Int]

    package init(
      name: String, x: [Double], y: [Double], band: [ClosedRange<Double>]? = nil, color: Int? = nil,
      emphasis: Int? = nil, fewer: [Int: Int] = [:]
    ) {
      self.name = name
      self.x = x
      self.y = y
      self.band = band
      self.color = color
      self.emphasis = emphasis
      self.fewer = fewer
    }

    /// The mean of several values at each position, with a band of one standard deviation to both sides; a point is hollow
    /// where some of the values are not finite.
    package init(name: String, x: [Double], samples: [[Double]], color: Int? = nil, emphasis: Int? = nil) {
      let summaries = samples.map(Summary.init)
      self.init(
        name: name, x: x, y: summaries.map { $0?.mean ?? .nan },
        band: summaries.map { summary in
          let (mean, deviation) = (summary?.mean ?? 0, summary?.deviation ?? 0)
          return mean - deviation...mean + deviation
        }, color: color, emphasis: emphasis, fewer: Self.fewer(samples))
    }

    /// The number of finite values at each position where only some of them are finite.
    package static func fewer(_ samples: [[Double]]) -> [Int: Int] {
      samples.enumerated().reduce(into: [:]) { fewer, sample in
        let finite = sample.element.count(where: \.isFinite)
        if finite > 0, finite < sample.element.count { fewer[sample.offset] = finite }
      }
    }

    func isDrawn(_ index: Int, logarithmic: Bool) -> Bool {
      x[index].isFinite && y[index].isFinite && (!logarithmic || x[index] > 0)
    }
  }

  /// A value that holds at every position: a dashed line with its band at the end, such as what a part reaches alone.
  package struct Reference: Sendable {
    package let name: String
    package let y: Double
    package let band: ClosedRange<Double>?
    /// The position of its colour in the palette.
    package let color: Int

    package init(name: String, y: Double, band: ClosedRange<Double>? = nil, color: Int) {
      self.name = name
      self.y = y
      self.band = band
      self.color = color
    }

    /// The mean of several values, with a band of one standard deviation to both sides; nil without a finite one.
    package init?(name: String, samples: [Double], color: Int) {
      guard let summary = Summary(samples) else { return nil }
      let deviation = summary.deviation
      self.init(
        name: name, y: summary.mean, band: summary.mean - deviation...summary.mean + deviation, color: color)
    }
  }

  /// A position to point out, such as the number of classes.
  package struct Mark: Sendable {
    package let name: String
    package let x: Double

    package init(name: String, x: Double) {
      self.name = name
      self.x = x
    }
  }

  package let xTitle: String
  package let yTitle: String
  package let series: [Series]
  package let references: [Reference]
  package let marks: [Mark]
  /// The ticks of the horizontal axis; nil for round numbers.
  package let ticks: [Double]?
  /// The names of the ticks, in their order; none for their numbers.
  package let tickNames: [String]
  package let isLogarithmic: Bool
  /// The values that the vertical axis may show; nil for any.
  package let bounds: Axis.Bounds?

  package init(
    xTitle: String, yTitle: String, series: [Series], references: [Reference] = [], marks: [Mark] = [],
    ticks: [Double]? = nil, tickNames: [String] = [], logarithmic: Bool = false, bounds: Axis.Bounds? = nil
  ) {
    self.xTitle = xTitle
    self.yTitle = yTitle
    self.series = series
    self.references = references
    self.marks = marks
    self.ticks = ticks
    self.tickNames = tickNames
    isLogarithmic = logarithmic
    self.bounds = bounds
  }

  package func validate() throws {
    for line in series {
      guard line.x.count == line.y.count else {
        throw FigureError(.countMismatch(what: "values of \(line.name)", expected: line.x.count, found: line.y.count))
      }
      if let band = line.band, band.count != line.x.count {
        throw FigureError(
          .countMismatch(what: "band values of \(line.name)", expected: line.x.count, found: band.count))
      }
    }
    guard hasPoints else { throw FigureError(.noData("no line has a finite point")) }
  }

  /// True where the positions are categories, which have names and no order.
  var isCategorical: Bool { !tickNames.isEmpty }

  /// True where a point rests on fewer values than it should.
  package var hasHollowPoints: Bool { series.contains { !$0.fewer.isEmpty } }

  /// True where there is anything to draw.
  package var hasPoints: Bool {
    series.contains { line in line.x.indices.contains { line.isDrawn($0, logarithmic: isLogarithmic) } }
  }

  package var notices: [Notice] {
    let dropped = series.reduce(0) { sum, line in
      sum + line.x.indices.count { !line.isDrawn($0, logarithmic: isLogarithmic) }
    }
    guard dropped > 0 else { return [] }
    return [Notice(kind: "points-not-drawn", message: "\(counted(dropped, "point")) not finite, not drawn")]
  }

  package func height(width: Double, style: Style, typesetter: Typesetter) -> Double {
    min(width * 0.62, style.body * 34)
  }

  package func draw(in rect: Rect, on canvas: Canvas) {
    let layout = LineLayout(self, in: ChartArea(rect, style: canvas.style, typesetter: canvas.typesetter))
    layout.draw(on: canvas)
    let style = canvas.style
    for name in layout.names {
      let color = Palette.color(name.color, style.theme).mixed(with: style.theme.text, 0.35)
      canvas.label(name.text, x: layout.plot.maxX + layout.nameGap, middle: name.y, style.bodyFont, color)
    }
    if let legend = layout.legend { draw(legend, on: canvas) }
  }

  /// The names of the lines and references and the ways they are drawn, in that order.
  var keys: [(name: String, color: Int, isReference: Bool)] {
    series.enumerated().map { ($1.name, $1.color ?? $0, false) } + references.map { ($0.name, $0.color, true) }
  }

  func draw(_ legend: LegendLayout, on canvas: Canvas) {
    let (style, keys) = (canvas.style, keys)
    legend.draw(on: canvas) { index, center, radius in
      let color = Palette.color(keys[index].color, style.theme)
      guard keys[index].isReference else {
        canvas.marker(Palette.marker(keys[index].color), at: center, radius: radius, fill: color)
        return
      }
      canvas.line(
        Point(center.x - radius * 1.2, center.y), Point(center.x + radius * 1.2, center.y), color,
        width: style.line * 1.1, dash: [radius * 0.9, radius * 0.6])
    }
  }
}
