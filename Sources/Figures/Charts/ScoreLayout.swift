import Foundation

/// The places of the names, bars and values of a score chart.
package struct ScoreLayout: ChartLayout {
  package struct Panel {
    package let score: Int
    package let plot: Rect
    /// The right end of the values, which are right-aligned.
    package let valuesRight: Double
    let namesX: Double
  }

  package let panels: [Panel]
  package let height: Double
  package let rowHeight: Double
  package let nameWidth: Double
  private let chart: ScoreChart
  private let lines: [Line]
  private let axes: [Axis]
  private let showsDeviation: Bool
  /// The room for the widest deviation; 0 where none is shown.
  private let deviationWidth: Double
  private let titles: [ScoreTitle]

  /// A row of the chart: the name of a space above its methods, or a method.
  private enum Line {
    case space(String)
    case method(Int)

    var share: Double {
      switch self {
      case .space: 1.25
      case .method: 1
      }
    }
  }

  package init(_ chart: ScoreChart, in area: ChartArea) {
    let (rect, style) = (area.rect, area.style)
    self.chart = chart
    axes = chart.axes
    let columns = ScoreColumns(chart, in: area)
    (nameWidth, showsDeviation, deviationWidth) = (columns.names, columns.showsDeviation, columns.deviation)
    titles = chart.scores.map { ScoreTitle($0, within: columns.plot + columns.values, in: area) }
    lines = Self.lines(of: chart)
    let shares = lines.reduce(0) { $0 + $1.share }

    let second = titles.contains { !$0.second.isEmpty } ? style.smallFont.lineHeight : 0
    let (header, axis) = (style.boldFont.lineHeight + second + style.gap, style.smallFont.lineHeight + style.gap * 0.5)
    let between = style.body * 1.2
    let panelLines = Double(Tiling.lines(of: chart.scores.count, columns: columns.count))
    let fixed = panelLines * (header + axis) + (panelLines - 1) * between
    let comfortable = style.body * 1.62
    let available = (rect.height - fixed) / panelLines / max(shares, 1)
    rowHeight = area.grows ? comfortable : min(max(1, available), comfortable * 1.6)
    let body = rowHeight * shares
    height = fixed + body * panelLines

    let tiling = Tiling(
      columns: columns.count,
      pitch: (columns.plot + columns.values + columns.gap, header + body + axis + between))
    let origin = Point(rect.x + columns.names + style.body, rect.y)
    panels = chart.scores.indices.map { score in
      let corner = tiling.corner(score, from: origin)
      return Panel(
        score: score, plot: Rect(x: corner.x, y: corner.y + header, width: columns.plot, height: body),
        valuesRight: corner.x + columns.plot + columns.values,
        namesX: score.isMultiple(of: columns.count) ? rect.x : .nan)
    }
  }

  /// Returns the methods in lines, the name of each space above its own.
  private static func lines(of chart: ScoreChart) -> [Line] {
    var lines: [Line] = []
    for (index, method) in chart.methods.enumerated() {
      if index == 0 || chart.methods[index - 1].space != method.space { lines.append(.space(method.space)) }
      lines.append(.method(index))
    }
    return lines
  }

  func draw(on canvas: Canvas) {
    for panel in panels {
      let style = canvas.style
      let (title, width) = (titles[panel.score], panel.valuesRight - panel.plot.x)
      var baseline = panel.plot.y - style.gap * 1.2
      if !title.second.isEmpty {
        canvas.text(
          title.second, at: Point(panel.plot.x, baseline), style.smallFont, style.theme.secondaryText, within: width)
        baseline -= style.smallFont.lineHeight
      }
      canvas.text(title.first, at: Point(panel.plot.x, baseline), style.boldFont, style.theme.text, within: width)
      canvas.drawHorizontalAxis(axes[panel.score], below: panel.plot)
    }
    for panel in panels { drawRows(of: panel, on: canvas) }
  }

  private func drawRows(of panel: Panel, on canvas: Canvas) {
    let style = canvas.style
    let best = bestMethods(for: panel.score)
    let colors = Dictionary(uniqueKeysWithValues: chart.clusterers.enumerated().map { ($1, $0) })
    var y = panel.plot.y
    for line in lines {
      let bottom = y + line.share * rowHeight
      switch line {
      case .space(let name):
        if panel.namesX.isFinite {
          canvas.label(
            name, x: panel.namesX, middle: bottom - rowHeight * 0.5, style.boldFont, style.theme.text,
            within: panel.plot.maxX - panel.namesX, halo: style.theme.background)
        }
      case .method(let index):
        let middle = (y + bottom) / 2
        let method = chart.methods[index]
        if panel.namesX.isFinite {
          canvas.label(
            method.clusterer, x: panel.namesX + style.body, middle: middle, style.bodyFont, style.theme.secondaryText,
            within: nameWidth - style.body)
        }
        let color = Palette.color(colors[method.clusterer] ?? 0, style.theme)
        drawMethod(method, panel, middle: middle, color, isBest: best.contains(index), on: canvas)
      }
      y = bottom
    }
  }

  private func drawMethod(
    _ method: ScoreChart.Method, _ panel: Panel, middle: Double, _ color: Color, isBest: Bool, on canvas: Canvas
  ) {
    let style = canvas.style
    guard let summary = Summary(method.values[panel.score]) else {
      canvas.label(
        "–", x: panel.valuesRight, middle: middle, style.bodyFont, style.theme.secondaryText, align: .right)
      return
    }
    let axis = axes[panel.score]
    func x(_ value: Double) -> Double { panel.plot.x + min(max(axis.share(value), 0), 1) * panel.plot.width }
    let thickness = min(rowHeight * 0.62, style.body * 1.3)
    let (zero, mean) = (x(0), x(summary.mean))
    let bar = Rect(x: min(zero, mean), y: middle - thickness / 2, width: abs(mean - zero), height: thickness)
    canvas.fill(bar, color.mixed(with: style.theme.background, style.theme.isDark ? 0.45 : 0.5))
    canvas.line(
      Point(mean, middle - thickness / 2), Point(mean, middle + thickness / 2), color, width: style.line * 1.4)
    let ink = style.theme.text
    if let ends = method.ends(panel.score, summary) {
      let (low, high) = (x(ends.low), x(ends.high))
      canvas.line(Point(low, middle), Point(high, middle), ink, width: style.line * 0.8)
      let cap = thickness * 0.2
      for end in [low, high] {
        canvas.line(Point(end, middle - cap), Point(end, middle + cap), ink, width: style.line * 0.8)
      }
    }
    for value in summary.values where summary.values.count > 1 {
      canvas.circle(
        Point(x(value), middle), radius: thickness * 0.17, fill: style.theme.background.opacity(0.85), stroke: ink,
        width: style.hairline)
    }
    drawValue(summary, panel, middle: middle, isBest: isBest, on: canvas)
  }

  private func drawValue(_ summary: Summary, _ panel: Panel, middle: Double, isBest: Bool, on canvas: Canvas) {
    let style = canvas.style
    var right = panel.valuesRight
    if showsDeviation {
      if summary.values.count > 1 {
        let text = chart.deviationText(summary, panel.score)
        canvas.label(text, x: right, middle: middle, style.smallFont, style.theme.secondaryText, align: .right)
      }
      right -= deviationWidth + style.gap * 0.6
    }
    let font = isBest ? style.boldFont : style.bodyFont
    canvas.label(
      chart.meanText(summary, panel.score), x: right, middle: middle, font, style.theme.text, align: .right)
  }

  /// The methods of the best mean, as far as the digits shown tell.
  private func bestMethods(for score: Int) -> Set<Int> {
    guard chart.methods.count > 1 else { return [] }
    let sign = chart.scores[score].lowerIsBetter ? -1.0 : 1.0
    let unit = pow(10, Double(chart.digits(of: score)))
    let means = chart.methods.map { Summary($0.values[score]).map { ($0.mean * unit).rounded() * sign } }
    guard let best = means.compactMap(\.self).max() else { return [] }
    return Set(means.indices.filter { means[$0] == best })
  }
}

/// The columns of a score chart: the names, then panels beside one another, each a plot and its values.
private struct ScoreColumns {
  let names, plot, values, gap: Double
  /// The number of panels beside one another: as many as leave each bar some length.
  let count: Int
  let showsDeviation: Bool
  /// The width of the widest deviation; 0 where none is shown.
  let deviation: Double

  init(_ chart: ScoreChart, in area: ChartArea) {
    let (style, width) = (area.style, area.rect.width)
    let spaces = area.width(ofWidest: chart.methods.map(\.space), style.boldFont)
    let clusterers = area.width(ofWidest: chart.clusterers, style.bodyFont)
    // The name of a space may reach over its line, which is empty.
    let names = max(min(clusterers + style.body, width * 0.3), min(spaces, width * 0.2))
    func texts(_ text: (Summary, Int) -> String) -> [String] {
      chart.methods.flatMap { method in
        chart.scores.indices.compactMap { score in Summary(method.values[score]).map { text($0, score) } }
      }
    }
    let narrow = area.width(ofWidest: texts(chart.meanText), style.boldFont) + style.body
    let spread = area.width(ofWidest: texts(chart.deviationText), style.smallFont)
    let wide = narrow + spread + style.gap * 0.6
    let hasSpread = chart.methods.contains { $0.values.contains { $0.count > 1 } }

    let (gap, shortest) = (style.body * 1.6, style.body * 8)
    func plotWidth(_ columns: Int, _ values: Double) -> Double {
      Tiling.width(columns, in: width - names - style.body, gap: gap) - values
    }
    var columns = chart.scores.count
    while columns > 1, plotWidth(columns, narrow) < shortest { columns -= 1 }
    count = Tiling.balanced(chart.scores.count, columns: columns)
    showsDeviation = hasSpread && plotWidth(count, wide) >= shortest
    values = showsDeviation ? wide : narrow
    deviation = showsDeviation ? spread : 0
    plot = max(1, plotWidth(count, values))
    (self.names, self.gap) = (names, gap)
  }
}

/// The title of a panel: in one line where there is room, else with its reading in a line of its own.
private struct ScoreTitle {
  let first, second: String

  init(_ score: ScoreChart.Score, within width: Double, in area: ChartArea) {
    let reading = score.lowerIsBetter ? "(lower is better)" : ""
    let whole = [score.name, reading].filter { !$0.isEmpty }.joined(separator: " ")
    let fits = area.typesetter.width(of: whole, area.style.boldFont) <= width
    (first, second) = fits ? (whole, "") : (score.name, reading)
  }
}
