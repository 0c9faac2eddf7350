/// The counts of each true class in each cluster or predicted class, shaded by the share of the row.
package struct ConfusionChart: LaidOutChart {
  package let rowTitle: String
  package let columnTitle: String
  package let rowNames: [String]
  package let columnNames: [String]
  /// One list a row, one count a column.
  package let counts: [[Int]]

  package init(
    rowTitle: String = "true class", columnTitle: String = "cluster", rowNames: [String], columnNames: [String],
    counts: [[Int]]
  ) {
    self.rowTitle = rowTitle
    self.columnTitle = columnTitle
    self.rowNames = rowNames
    self.columnNames = columnNames
    self.counts = counts
  }

  package func validate() throws {
    guard !rowNames.isEmpty, !columnNames.isEmpty else {
      throw FigureError(.noData("the confusion matrix has no \(rowNames.isEmpty ? "rows" : "columns")"))
    }
    guard counts.count == rowNames.count else {
      throw FigureError(.countMismatch(what: "rows of counts", expected: rowNames.count, found: counts.count))
    }
    for row in counts where row.count != columnNames.count {
      throw FigureError(.countMismatch(what: "counts in a row", expected: columnNames.count, found: row.count))
    }
    if let bad = counts.joined().first(where: { $0 < 0 }) {
      throw FigureError(.badSize(what: "a count", value: Double(bad)))
    }
  }

  package func draw(_ layout: ConfusionLayout, on canvas: Canvas) {
    let totals = counts.map { $0.reduce(0.0) { $0 + Double($1) } }
    layout.grid.draw(counts, on: canvas) { row, value in
      canvas.theme.heat(totals[row] > 0 ? Double(value) / totals[row] : 0)
    } text: {
      Self.text($0)
    }
    drawNames(layout, on: canvas)
    drawScale(layout.scaleBar, on: canvas)
  }

  private func drawNames(_ layout: ConfusionLayout, on canvas: Canvas) {
    let style = canvas.style
    for row in stride(from: 0, to: rowNames.count, by: layout.everyRow) {
      canvas.label(
        rowNames[row], x: layout.plot.x - style.gap, middle: layout.box(row: row, column: 0).midY, style.bodyFont,
        style.theme.text, within: layout.rowNameWidth, align: .right)
    }
    for column in stride(from: 0, to: columnNames.count, by: layout.everyColumn) {
      let name = canvas.typesetter.elide(columnNames[column], style.bodyFont, to: layout.columnNameLength)
      let x = layout.box(row: 0, column: column).midX
      if layout.turnsColumnNames {
        let origin = Point(x + style.bodyFont.capHeight * 0.2, layout.plot.maxY + style.gap * 1.4)
        canvas.text(name, at: origin, style.bodyFont, style.theme.text, align: .right, turn: -.pi / 4)
      } else {
        let origin = Point(x, layout.plot.maxY + style.gap + style.bodyFont.capHeight)
        canvas.text(name, at: origin, style.bodyFont, style.theme.text, align: .center)
      }
    }
    let font = style.smallFont
    let titleLength = canvas.typesetter.width(of: rowTitle, font)
    canvas.text(
      rowTitle, at: Point(layout.titleX, max(layout.plot.midY, layout.plot.y + titleLength / 2)), font,
      style.theme.secondaryText,
      align: .center, turn: -.pi / 2)
    canvas.text(
      columnTitle, at: Point(layout.plot.midX, layout.columnTitleY), font, style.theme.secondaryText, align: .center)
  }

  /// Draws the legend of the shades.
  private func drawScale(_ bar: Rect, on canvas: Canvas) {
    let style = canvas.style
    canvas.drawHeat(in: bar, upwards: true)
    for share in [0.0, 0.5, 1] {
      canvas.label(
        "\(Int(share * 100)) %", x: bar.maxX + style.gap * 0.7, middle: bar.maxY - share * bar.height,
        style.smallFont, style.theme.secondaryText)
    }
    canvas.text(
      "share of the row", at: Point(bar.x - style.gap * 0.8, bar.midY), style.smallFont, style.theme.secondaryText,
      align: .center, turn: -.pi / 2)
  }

  /// A count in at most five characters: `999`, `1,234`, `12.3k`, `4.5M`.
  static func text(_ value: Int) -> String {
    switch value {
    case ..<10_000: NumberText.count(value)
    case ..<1_000_000: NumberText.fixed(Double(value) / 1e3, digits: value < 100_000 ? 1 : 0) + "k"
    case ..<1_000_000_000: NumberText.fixed(Double(value) / 1e6, digits: 1) + "M"
    default: NumberText.fixed(Double(value) / 1e9, digits: 0) + "G"
    }
  }
}

/// The places of the cells, names and the scale of a confusion matrix.
package struct ConfusionLayout: ChartLayout {
  let grid: CellGrid
  package let height: Double
  package let turnsColumnNames: Bool
  let everyRow, everyColumn: Int
  let rowNameWidth, columnNameLength: Double
  let titleX, columnTitleY: Double
  let scaleBar: Rect

  package var plot: Rect { grid.plot }
  package var showsValues: Bool { grid.font != nil }

  package init(_ chart: ConfusionChart, in area: ChartArea) {
    let (rect, style, font) = (area.rect, area.style, area.style.bodyFont)
    let (rows, columns) = (Double(chart.rowNames.count), Double(chart.columnNames.count))
    let longest = area.width(ofWidest: chart.columnNames, font)
    rowNameWidth = min(area.width(ofWidest: chart.rowNames, font), rect.width * (rect.width < 300 ? 0.3 : 0.24))
    let title = style.smallFont.lineHeight
    let left = title + rowNameWidth + style.gap
    let right = style.body * 3.4 + area.width(ofWidest: ["100 %"], style.smallFont)
    let room = max(1, rect.width - left - right)

    var width = min(room / columns, style.body * 5)
    turnsColumnNames = longest + style.body * 0.6 > width
    columnNameLength = turnsColumnNames ? min(longest, style.body * 11) : width
    let names = turnsColumnNames ? columnNameLength * 0.71 + font.size * 0.7 : font.lineHeight
    let below = style.gap * 2 + names + title
    let tall = area.grows ? min(width, style.body * 3.2) : max(0.1, min(width, (rect.height - below) / rows))
    // Cells are never much wider than high.
    width = min(width, tall * 1.7)
    let plot = Rect(
      x: rect.x + left + max(0, room - width * columns) / 2, y: rect.y, width: width * columns, height: tall * rows)
    height = max(plot.height + below, area.grows ? style.body * 11 : 0)
    titleX = plot.x - style.gap - rowNameWidth - style.gap
    columnTitleY = plot.maxY + below - style.smallFont.descent
    grid = Self.grid(chart, plot, cell: (width, tall), in: area)
    everyRow = CellGrid.step(names: font.size * 1.15, apart: tall)
    everyColumn = turnsColumnNames ? CellGrid.step(names: font.size * 1.5, apart: width) : 1
    scaleBar = Rect(
      x: plot.maxX + style.body * 2.2, y: plot.y + style.smallFont.capHeight / 2, width: style.body * 0.8,
      height: min(max(plot.height, height) - style.smallFont.capHeight * 2, style.body * 14))
  }

  private static func grid(
    _ chart: ConfusionChart, _ plot: Rect, cell: (width: Double, height: Double), in area: ChartArea
  ) -> CellGrid {
    let digits = chart.counts.joined().map { ConfusionChart.text($0).count }.max() ?? 1
    let body = area.style.body
    return CellGrid(
      plot, cell: cell, widest: String(repeating: "0", count: digits), sizes: body * 0.6...body,
      typesetter: area.typesetter)
  }

  package func box(row: Int, column: Int) -> Rect { grid.box(row: row, column: column) }
}
