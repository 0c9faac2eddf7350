/// The agreement of labellings of the same items, pair by pair: a square of shaded cells for each group of labellings,
/// such as the seeds of one method, with the values in the cells where they fit.
package struct AgreementChart: LaidOutChart {
  /// One group of labellings.
  package struct Panel: Sendable {
    /// Such as the space that was clustered.
    package let title: String
    /// The labellings, such as seeds.
    package let names: [String]
    /// names × names, symmetric; not finite where there is no value.
    package let values: [[Double]]

    package init(title: String, names: [String], values: [[Double]]) {
      self.title = title
      self.names = names
      self.values = values
    }

    /// The mean over the pairs of different labellings; nil when no pair has a value.
    package var mean: Double? {
      let pairs = names.indices.flatMap { row in (0..<row).map { values[row][$0] } }.filter(\.isFinite)
      return pairs.isEmpty ? nil : pairs.reduce(0, +) / Double(pairs.count)
    }
  }

  /// The panels of one kind, such as those of a clusterer.
  package struct Row: Sendable {
    package let title: String
    package let panels: [Panel]

    package init(title: String, panels: [Panel]) {
      self.title = title
      self.panels = panels
    }
  }

  /// The name of the values, such as `adjusted Rand index`; 1 is full agreement.
  package let measure: String
  package let rows: [Row]

  package init(measure: String, rows: [Row]) {
    self.measure = measure
    self.rows = rows
  }

  package func validate() throws {
    let panels = rows.flatMap(\.panels)
    guard panels.contains(where: { !$0.names.isEmpty }) else {
      throw FigureError(.noData("there are no labellings to compare"))
    }
    for panel in panels {
      guard panel.values.count == panel.names.count else {
        throw FigureError(
          .countMismatch(what: "rows of \(panel.title)", expected: panel.names.count, found: panel.values.count))
      }
      for row in panel.values where row.count != panel.names.count {
        throw FigureError(
          .countMismatch(what: "values in a row of \(panel.title)", expected: panel.names.count, found: row.count))
      }
    }
  }

  package func draw(_ layout: AgreementLayout, on canvas: Canvas) {
    let (style, rect) = (canvas.style, layout.rect)
    for heading in layout.headings {
      canvas.text(
        heading.text, at: Point(heading.origin.x, heading.origin.y + style.headingFont.size), style.headingFont,
        style.theme.text, within: heading.width)
    }
    // A page too low for any arrangement shows the beginning.
    canvas.clip(to: rect) {
      for cell in layout.cells { draw(cell, layout, on: canvas) }
      drawScale(layout.scaleBar, from: rect.x, on: canvas)
    }
  }

  private func draw(_ cell: AgreementLayout.Cell, _ layout: AgreementLayout, on canvas: Canvas) {
    let (style, plot, panel) = (canvas.style, cell.plot, cell.panel)
    let mean = panel.mean.map { "mean " + NumberText.score($0, digits: 2) } ?? ""
    let meanTop = plot.y - style.gap * 0.8 - style.smallFont.descent
    canvas.text(mean, at: Point(plot.x, meanTop), style.smallFont, style.theme.secondaryText)
    canvas.text(
      panel.title, at: Point(plot.x, meanTop - style.smallFont.lineHeight), style.bodyFont, style.theme.text,
      within: plot.width)
    cell.grid.draw(panel.values, on: canvas) { _, value in
      value.isFinite ? style.theme.heat(value) : style.theme.background
    } text: {
      NumberText.score($0, digits: 2)
    }
    for index in stride(from: 0, to: panel.names.count, by: cell.everyName) {
      let box = cell.box(row: index, column: index)
      let name = canvas.typesetter.elide(panel.names[index], style.smallFont, to: layout.nameWidth)
      canvas.label(
        name, x: plot.x - style.gap * 0.8, middle: box.midY, style.smallFont, style.theme.secondaryText, align: .right)
      canvas.text(
        name, at: Point(box.midX, plot.maxY + style.smallFont.size * 1.2), style.smallFont, style.theme.secondaryText,
        align: .center)
    }
  }

  /// The legend of the shades, its words before it.
  private func drawScale(_ bar: Rect, from left: Double, on canvas: Canvas) {
    let style = canvas.style
    canvas.drawHeat(in: bar, upwards: false)
    let ticks: [(Double, Canvas.Alignment)] = [(0, .left), (0.5, .center), (1, .right)]
    for (share, align) in ticks {
      let text = share == 0 ? "0 or less" : NumberText.tick(share, step: 0.5)
      canvas.text(
        text, at: Point(bar.x + share * bar.width, bar.maxY + style.smallFont.size * 1.2), style.smallFont,
        style.theme.secondaryText, align: align)
    }
    canvas.label(
      measure, x: bar.x - style.body, middle: bar.midY, style.smallFont, style.theme.secondaryText,
      within: max(1, bar.x - style.body - left), align: .right)
  }
}

/// The places of the squares, their titles and the scale of an agreement chart.
package struct AgreementLayout: ChartLayout {
  package struct Cell {
    package let panel: AgreementChart.Panel
    let grid: CellGrid
    let everyName: Int

    package var plot: Rect { grid.plot }
    package func box(row: Int, column: Int) -> Rect { grid.box(row: row, column: column) }
  }

  package let cells: [Cell]
  package let height: Double
  package let scaleBar: Rect
  package let headings: [(text: String, origin: Point, width: Double)]
  let nameWidth: Double
  let rect: Rect

  package init(_ chart: AgreementChart, in area: ChartArea) {
    let (rect, style) = (area.rect, area.style)
    let metrics = AgreementMetrics(chart, in: area)
    let columns = metrics.columns
    let square = min(metrics.fitting(columns), style.body * 19)
    let across =
      columns > 1 ? max(square + metrics.left + metrics.gap, (rect.width + metrics.gap) / Double(columns)) : 0
    let lines = AgreementLines(chart.rows.map(\.panels.count), columns: columns)
    let line = metrics.line + square
    func top(_ number: Int) -> Double {
      rect.y + Double(number) * line + Double(lines.headed.count { $0 < number }) * metrics.heading
    }

    var cells: [Cell] = []
    var headings: [(text: String, origin: Point, width: Double)] = []
    for (row, start) in zip(chart.rows, lines.starts) {
      let x = rect.x + Double(start.column) * across
      let width = columns > 1 ? Double(min(row.panels.count, columns)) * across - metrics.gap : rect.width
      headings.append((row.title, Point(x, top(start.line)), min(width, rect.maxX - x)))
      for (index, panel) in row.panels.enumerated() {
        let place = start.column + index
        let y = top(start.line + place / columns) + (place < columns ? metrics.heading : 0)
        let plot = Rect(
          x: rect.x + metrics.left + Double(place % columns) * across, y: y + metrics.header, width: square,
          height: square)
        cells.append(Self.cell(panel, plot, in: area))
      }
    }
    let bottom = top(lines.count)
    (self.cells, self.headings, self.rect, nameWidth) = (cells, headings, rect, metrics.nameWidth)
    let width = min(style.body * 16, rect.width * 0.45)
    scaleBar = Rect(x: rect.maxX - width, y: bottom, width: width, height: style.body * 0.8)
    height = bottom + metrics.scale - rect.y
  }

  private static func cell(_ panel: AgreementChart.Panel, _ plot: Rect, in area: ChartArea) -> Cell {
    let (style, side) = (area.style, plot.width / Double(max(1, panel.names.count)))
    let grid = CellGrid(
      plot, cell: (side, side), widest: "1.00", sizes: style.body * 0.55...style.body * 0.95,
      typesetter: area.typesetter)
    let step = CellGrid.step(names: style.smallFont.size * 1.6, apart: max(side, 0.1))
    return Cell(panel: panel, grid: grid, everyName: step)
  }
}

/// The heights and gaps of an agreement chart, and the side of its squares by the number beside one another.
private struct AgreementMetrics {
  let nameWidth, left, gap, header, axis, heading, between, scale: Double
  private let chart: AgreementChart
  private let area: ChartArea

  init(_ chart: AgreementChart, in area: ChartArea) {
    (self.chart, self.area) = (chart, area)
    let style = area.style
    let names = chart.rows.flatMap { $0.panels.flatMap(\.names) }
    nameWidth = min(area.width(ofWidest: Set(names), style.smallFont), style.body * 3.2)
    left = nameWidth + style.gap * 0.8
    gap = style.body * 1.3
    header = style.bodyFont.lineHeight + style.smallFont.lineHeight + style.gap * 0.8
    axis = style.smallFont.size * 1.5
    heading = chart.rows.contains { !$0.title.isEmpty } ? style.headingFont.lineHeight * 1.15 : 0
    between = style.body * 1.1
    scale = style.body * 0.8 + style.smallFont.lineHeight * 1.4
  }

  /// The height of a line of squares without the squares.
  var line: Double { header + axis + between }

  /// The number of squares beside one another.
  ///
  /// In an area that grows the number that takes the fewest lines and leaves each some size; all of a row in one line may be
  /// smaller, since a single one in a line of its own would waste more room. On a page of given height the number that
  /// makes them largest.
  var columns: Int {
    let counts = chart.rows.map(\.panels.count)
    let (most, all) = (max(1, counts.max() ?? 1), max(1, counts.reduce(0, +)))
    guard area.grows else { return (1...all).max { (fitting($0), $0) < (fitting($1), $1) } ?? most }
    guard side(most) < area.style.body * 6 else {
      let choices = (most...all).filter { $0 == most || side($0) >= readable }
      return choices.min { lines($0).count < lines($1).count } ?? most
    }
    var columns = most
    while columns > 1, side(columns) < area.style.body * 9 { columns -= 1 }
    return Tiling.balanced(most, columns: columns)
  }

  /// The smallest side of squares of several rows in one line: the more cells, the larger.
  private var readable: Double {
    let names = chart.rows.flatMap(\.panels).map(\.names.count).max() ?? 1
    return area.style.body * min(19, max(11, 0.9 * Double(names)))
  }

  private func lines(_ columns: Int) -> AgreementLines {
    AgreementLines(chart.rows.map(\.panels.count), columns: columns)
  }

  /// Returns the largest side that the area has room for.
  func fitting(_ columns: Int) -> Double {
    guard !area.grows else { return side(columns) }
    let lines = lines(columns)
    let fixed = Double(lines.count) * line + Double(lines.headed.count) * heading + scale
    return max(1, min(side(columns), (area.rect.height - fixed) / Double(max(1, lines.count))))
  }

  /// Returns the side that the width alone has room for.
  private func side(_ columns: Int) -> Double {
    max(1, Tiling.width(columns, in: area.rect.width, gap: gap) - left)
  }
}

/// The lines of rows of squares: short rows share a line, a row that is longer than a line has lines of its own.
struct AgreementLines {
  /// The line and the column of the first square of each row.
  let starts: [(line: Int, column: Int)]
  /// The lines in which rows begin, which have room for their titles.
  let headed: Set<Int>
  let count: Int

  init(_ counts: [Int], columns: Int) {
    var starts: [(line: Int, column: Int)] = []
    var (line, used) = (0, 0)
    for count in counts {
      if used > 0, used + count > columns { (line, used) = (line + 1, 0) }
      starts.append((line, used))
      used += count
      if used >= columns { (line, used) = (line + Tiling.lines(of: used, columns: columns), 0) }
    }
    self.starts = starts
    headed = Set(starts.map(\.line))
    count = used > 0 ? line + 1 : line
  }
}
