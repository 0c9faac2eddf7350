/// How far labellings of the same items agree, pair by pair: a square of shaded cells for each group of labellings, such
/// as the seeds of one method, with the values in the cells where they fit.
public struct AgreementChart: Chart {
  /// One group of labellings.
  public struct Panel: Sendable {
    /// Such as the space that was clustered.
    public let title: String
    /// The labellings, such as seeds.
    public let names: [String]
    /// names × names, symmetric; not finite where there is no value.
    public let values: [[Double]]

    public init(title: String, names: [String], values: [[Double]]) {
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
  public struct Row: Sendable {
    public let title: String
    public let panels: [Panel]

    public init(title: String, panels: [Panel]) {
      self.title = title
      self.panels = panels
    }
  }

  /// What the values are, such as `adjusted Rand index`; 1 is full agreement.
  public let measure: String
  public let rows: [Row]

  public init(measure: String, rows: [Row]) {
    self.measure = measure
    self.rows = rows
  }

  public func validate() throws {
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

  public func height(width: Double, style: Style, typesetter: Typesetter) -> Double {
    let page = Rect(x: 0, y: 0, width: width, height: 0)
    return AgreementLayout(self, in: page, grows: true, style: style, typesetter: typesetter).height
  }

  public func draw(in rect: Rect, on canvas: Canvas) {
    let layout = AgreementLayout(self, in: rect, grows: false, style: canvas.style, typesetter: canvas.typesetter)
    let style = canvas.style
    for heading in layout.headings {
      let text = canvas.typesetter.elide(heading.text, style.headingFont, to: rect.width)
      canvas.text(
        text, at: Point(heading.origin.x, heading.origin.y + style.headingFont.size), style.headingFont,
        style.theme.text)
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
    let title = canvas.typesetter.elide(panel.title, style.bodyFont, to: plot.width)
    canvas.text(title, at: Point(plot.x, meanTop - style.smallFont.lineHeight), style.bodyFont, style.theme.text)

    let gap = cell.side > 6 ? style.hairline * 1.4 : 0
    for (row, values) in panel.values.enumerated() {
      for (column, value) in values.enumerated() {
        let box = cell.box(row: row, column: column)
        let fill = value.isFinite ? style.theme.heat(value) : style.theme.background
        canvas.fill(box.inset(left: 0, top: 0, right: gap, bottom: gap), fill)
        if let font = cell.valueFont {
          canvas.label(
            NumberText.score(value, digits: 2), x: box.midX - gap / 2, middle: box.midY - gap / 2, font,
            fill.readableText, align: .center)
        }
      }
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

  /// The bar that says what the shades mean, its words before it.
  private func drawScale(_ bar: Rect, from left: Double, on canvas: Canvas) {
    let style = canvas.style
    let steps = 48
    for step in 0..<steps {
      let overlap = step < steps - 1 ? 0.3 : 0
      canvas.fill(
        Rect(
          x: bar.x + Double(step) * bar.width / Double(steps), y: bar.y, width: bar.width / Double(steps) + overlap,
          height: bar.height), style.theme.heat(Double(step) / Double(steps - 1)))
    }
    let ticks: [(Double, Canvas.Alignment)] = [(0, .left), (0.5, .center), (1, .right)]
    for (share, align) in ticks {
      let text = share == 0 ? "0 or less" : NumberText.tick(share, step: 0.5)
      canvas.text(
        text, at: Point(bar.x + share * bar.width, bar.maxY + style.smallFont.size * 1.2), style.smallFont,
        style.theme.secondaryText, align: align)
    }
    let text = canvas.typesetter.elide(measure, style.smallFont, to: max(1, bar.x - style.body - left))
    canvas.label(
      text, x: bar.x - style.body, middle: bar.midY, style.smallFont, style.theme.secondaryText, align: .right)
  }
}

/// Where the squares, their titles and the scale of an agreement chart are.
package struct AgreementLayout {
  package struct Cell {
    package let panel: AgreementChart.Panel
    package let plot: Rect
    /// The side of one value's square.
    package let side: Double
    /// Nil where values do not fit.
    let valueFont: Font?
    let everyName: Int

    package func box(row: Int, column: Int) -> Rect {
      Rect(x: plot.x + Double(column) * side, y: plot.y + Double(row) * side, width: side, height: side)
    }
  }

  package let cells: [Cell]
  package let height: Double
  package let scaleBar: Rect
  let headings: [(text: String, origin: Point)]
  let nameWidth: Double

  package init(_ chart: AgreementChart, in rect: Rect, grows: Bool, style: Style, typesetter: Typesetter) {
    let names = chart.rows.flatMap { $0.panels.flatMap(\.names) }.map(Typesetter.clean)
    nameWidth = min(typesetter.width(ofWidest: Set(names), style.smallFont), style.body * 3.2)
    let left = nameWidth + style.gap * 0.8
    let gap = style.body * 1.3
    let most = max(1, chart.rows.map(\.panels.count).max() ?? 1)
    func side(_ columns: Int) -> Double {
      max(1, (rect.width - Double(columns - 1) * gap) / Double(columns) - left)
    }
    let header = style.bodyFont.lineHeight + style.smallFont.lineHeight + style.gap * 0.8
    let axis = style.smallFont.size * 1.5
    let heading = chart.rows.contains { !$0.title.isEmpty } ? style.headingFont.lineHeight * 1.15 : 0
    let between = style.body * 1.1
    let scale = style.body * 0.8 + style.smallFont.lineHeight * 1.4
    func lines(_ columns: Int) -> Int { chart.rows.reduce(0) { $0 + ($1.panels.count + columns - 1) / columns } }
    func fixed(_ columns: Int) -> Double {
      Double(lines(columns)) * (header + axis + between) + Double(chart.rows.count) * heading + scale
    }
    func fitting(_ columns: Int) -> Double {
      grows
        ? side(columns) : max(1, min(side(columns), (rect.height - fixed(columns)) / Double(max(1, lines(columns)))))
    }
    // As many beside one another as leave each some size; on a page of given height, as makes them largest.
    // All in one line may be smaller: a single one in a line of its own would waste more room.
    var columns = most
    if grows {
      if side(most) < style.body * 6 {
        while columns > 1, side(columns) < style.body * 9 { columns -= 1 }
        let lines = (most + columns - 1) / columns
        columns = (most + lines - 1) / lines
      }
    } else {
      columns = (1...most).max { (fitting($0), $0) < (fitting($1), $1) } ?? most
    }
    let square = min(fitting(columns), style.body * 19)
    let pitch = columns > 1 ? max(square + left + gap, (rect.width + gap) / Double(columns)) : 0

    var cells: [Cell] = []
    var headings: [(text: String, origin: Point)] = []
    var top = rect.y
    for row in chart.rows {
      headings.append((row.title, Point(rect.x, top)))
      top += heading
      for (index, panel) in row.panels.enumerated() {
        let (line, column) = (index / columns, index % columns)
        let origin = Point(
          rect.x + left + Double(column) * pitch,
          top + Double(line) * (header + square + axis + between) + header)
        cells.append(Self.cell(panel, at: origin, square: square, style: style, typesetter: typesetter))
      }
      top += Double((row.panels.count + columns - 1) / columns) * (header + square + axis + between)
    }
    (self.cells, self.headings) = (cells, headings)
    let width = min(style.body * 16, rect.width * 0.45)
    scaleBar = Rect(x: rect.maxX - width, y: top, width: width, height: style.body * 0.8)
    height = top + scale - rect.y
  }

  private static func cell(
    _ panel: AgreementChart.Panel, at origin: Point, square: Double, style: Style, typesetter: Typesetter
  ) -> Cell {
    let side = square / Double(max(1, panel.names.count))
    let widest = typesetter.width(of: "1.00", Font(size: 1))
    let size = min(style.body * 0.95, side * 0.86 / max(widest, 0.1), side * 0.62)
    return Cell(
      panel: panel, plot: Rect(x: origin.x, y: origin.y, width: square, height: square), side: side,
      valueFont: size >= style.body * 0.55 ? Font(size: size) : nil,
      everyName: max(1, Int((style.smallFont.size * 1.6 / max(side, 0.1)).rounded(.up))))
  }
}
