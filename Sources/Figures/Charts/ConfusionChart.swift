/// How often each true class fell into each cluster or predicted class: counts, shaded by the share of the row.
public struct ConfusionChart: Chart {
  public let rowTitle: String
  public let columnTitle: String
  public let rowNames: [String]
  public let columnNames: [String]
  /// One list a row, one count a column.
  public let counts: [[Int]]

  public init(
    rowTitle: String = "true class", columnTitle: String = "cluster", rowNames: [String], columnNames: [String],
    counts: [[Int]]
  ) {
    self.rowTitle = rowTitle
    self.columnTitle = columnTitle
    self.rowNames = rowNames
    self.columnNames = columnNames
    self.counts = counts
  }

  public func validate() throws {
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

  public func height(width: Double, style: Style, typesetter: Typesetter) -> Double {
    let page = Rect(x: 0, y: 0, width: width, height: 0)
    return ConfusionLayout(self, in: page, grows: true, style: style, typesetter: typesetter).height
  }

  public func draw(in rect: Rect, on canvas: Canvas) {
    let layout = ConfusionLayout(self, in: rect, grows: false, style: canvas.style, typesetter: canvas.typesetter)
    drawCells(layout, on: canvas)
    drawNames(layout, on: canvas)
    drawScale(layout, on: canvas)
  }

  private func drawCells(_ layout: ConfusionLayout, on canvas: Canvas) {
    let gap = min(layout.cell.width, layout.cell.height) > 6 ? canvas.style.hairline * 1.4 : 0
    for (row, values) in counts.enumerated() {
      let total = values.reduce(0.0) { $0 + Double($1) }
      for (column, value) in values.enumerated() {
        let fill = canvas.theme.heat(total > 0 ? Double(value) / total : 0)
        let box = layout.box(row: row, column: column)
        canvas.fill(box.inset(left: 0, top: 0, right: gap, bottom: gap), fill)
        if layout.showsValues {
          canvas.label(
            Self.text(value), x: box.midX - gap / 2, middle: box.midY - gap / 2, layout.valueFont,
            fill.readableText, align: .center)
        }
      }
    }
  }

  private func drawNames(_ layout: ConfusionLayout, on canvas: Canvas) {
    let style = canvas.style
    for row in stride(from: 0, to: rowNames.count, by: layout.everyRow) {
      let name = canvas.typesetter.elide(rowNames[row], style.bodyFont, to: layout.rowNameWidth)
      let y = layout.box(row: row, column: 0).midY
      canvas.label(name, x: layout.plot.x - style.gap, middle: y, style.bodyFont, style.theme.text, align: .right)
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

  /// The bar that says what the shades mean.
  private func drawScale(_ layout: ConfusionLayout, on canvas: Canvas) {
    let style = canvas.style
    let steps = 48
    let bar = layout.scaleBar
    for step in 0..<steps {
      let y = bar.maxY - Double(step + 1) * bar.height / Double(steps)
      let overlap = step > 0 ? 0.3 : 0
      canvas.fill(
        Rect(x: bar.x, y: y, width: bar.width, height: bar.height / Double(steps) + overlap),
        style.theme.heat(Double(step) / Double(steps - 1)))
    }
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

/// Where the cells, names and the scale of a confusion matrix are.
package struct ConfusionLayout {
  package let plot: Rect
  package let cell: (width: Double, height: Double)
  package let height: Double
  package let showsValues: Bool
  package let turnsColumnNames: Bool
  let valueFont: Font
  let everyRow, everyColumn: Int
  let rowNameWidth, columnNameLength: Double
  let titleX, columnTitleY: Double
  let scaleBar: Rect

  package init(_ chart: ConfusionChart, in rect: Rect, grows: Bool, style: Style, typesetter: Typesetter) {
    let font = style.bodyFont
    let (rows, columns) = (Double(chart.rowNames.count), Double(chart.columnNames.count))
    let longestRow = typesetter.width(ofWidest: chart.rowNames.map(Typesetter.clean), font)
    let longestColumn = typesetter.width(ofWidest: chart.columnNames.map(Typesetter.clean), font)
    rowNameWidth = min(longestRow, rect.width * (rect.width < 300 ? 0.3 : 0.24))
    let title = style.smallFont.lineHeight
    let left = title + rowNameWidth + style.gap
    let right = style.body * 3.4 + typesetter.width(of: "100 %", style.smallFont)
    let plotWidth = max(1, rect.width - left - right)

    var width = min(plotWidth / columns, style.body * 5)
    turnsColumnNames = longestColumn + style.body * 0.6 > width
    columnNameLength = turnsColumnNames ? min(longestColumn, style.body * 11) : width
    let below =
      style.gap * 2 + (turnsColumnNames ? columnNameLength * 0.71 + font.size * 0.7 : font.lineHeight) + title
    var tall = min(width, style.body * 3.2)
    if !grows { tall = max(0.1, min(width, (rect.height - below) / rows)) }
    // Cells are never much wider than high.
    width = min(width, tall * 1.7)
    cell = (width, tall)
    plot = Rect(
      x: rect.x + left + max(0, plotWidth - width * columns) / 2, y: rect.y, width: width * columns,
      height: tall * rows)
    height = max(plot.height + below, grows ? style.body * 11 : 0)
    titleX = plot.x - style.gap - rowNameWidth - style.gap
    columnTitleY = plot.maxY + below - style.smallFont.descent

    let texts = Set(chart.counts.joined().map { ConfusionChart.text($0).count })
    let widest = typesetter.width(of: String(repeating: "0", count: texts.max() ?? 1), Font(size: 1))
    let size = min(style.body, (width * 0.86) / max(widest, 0.1), tall * 0.62)
    valueFont = Font(size: max(size, 0.1))
    showsValues = size >= style.body * 0.6
    everyRow = max(1, Int((font.size * 1.15 / tall).rounded(.up)))
    everyColumn = turnsColumnNames ? max(1, Int((font.size * 1.5 / width).rounded(.up))) : 1
    scaleBar = Rect(
      x: plot.maxX + style.body * 2.2, y: plot.y + style.smallFont.capHeight / 2, width: style.body * 0.8,
      height: min(max(plot.height, height) - style.smallFont.capHeight * 2, style.body * 14))
  }

  package func box(row: Int, column: Int) -> Rect {
    Rect(
      x: plot.x + Double(column) * cell.width, y: plot.y + Double(row) * cell.height, width: cell.width,
      height: cell.height)
  }
}
