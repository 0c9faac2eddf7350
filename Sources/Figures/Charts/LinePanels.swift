import Core

/// Line charts of the same lines over the same positions, with one legend: side by side, or one above the other where
/// the page is narrow.
package struct LinePanels: LaidOutChart {
  package let panels: [LineChart]

  /// - Parameter panels: charts of equal series names; one without a finite point is left out.
  package init(_ panels: [LineChart]) { self.panels = panels.filter(\.hasPoints) }

  package func validate() throws {
    guard !panels.isEmpty else { throw FigureError(.noData("no line has a finite point")) }
    for panel in panels { try panel.validate() }
  }

  package var notices: [Notice] { Array(panels.flatMap(\.notices).prefix(1)) }

  package func draw(_ layout: LinePanelsLayout, on canvas: Canvas) {
    for panel in layout.panels { panel.draw(on: canvas) }
    if let legend = layout.legend { panels.first?.draw(legend, on: canvas) }
  }
}

/// The places of the panels and their legend.
package struct LinePanelsLayout: ChartLayout {
  package let panels: [LineLayout]
  package let legend: LegendLayout?
  package let height: Double

  /// The narrowest panel that stands beside another, in sizes of the body text.
  private static let narrowest = 18.0

  /// Returns the number of panels in a line. Four stand two by two rather than three and one, more in lines of even
  /// lengths, of which there are two at least.
  private static func columns(of count: Int, most: Int) -> Int {
    if count > 4 { return Tiling.balanced(count, columns: max(1, min(most, (count + 1) / 2))) }
    return most >= count ? count : (1...most).last { count % $0 == 0 } ?? 1
  }

  package init(_ chart: LinePanels, in area: ChartArea) {
    let (rect, style) = (area.rect, area.style)
    let gap = (x: style.body * 1.8, y: style.body * 1.2)
    let count = max(1, chart.panels.count)
    let most = max(1, Int((rect.width + gap.x) / (style.body * Self.narrowest + gap.x)))
    let columns = Self.columns(of: count, most: most)
    let rows = Tiling.lines(of: count, columns: columns)
    let width = Tiling.width(columns, in: rect.width, gap: gap.x)

    let names = chart.panels.first?.keys.map(\.name) ?? []
    let legendSpace = names.count > 1 ? area.legend(names, at: 0).height + style.gap : 0
    // One above the other, panels are low, so that all of them are seen together.
    let side =
      area.grows
      ? min(max(width * (columns == 1 && rows > 1 ? 0.46 : 0.8), style.body * 15), style.body * 26)
      : max(1, (rect.height - legendSpace - gap.y * Double(rows - 1)) / Double(rows))
    let tiling = Tiling(columns: columns, pitch: (width + gap.x, side + gap.y))
    func laid(_ index: Int, ticks: Double) -> LineLayout {
      let corner = tiling.corner(index, from: Point(rect.x, rect.y))
      let page = Rect(x: corner.x, y: corner.y, width: width, height: side)
      return LineLayout(
        chart.panels[index], in: ChartArea(page, style: style, typesetter: area.typesetter), named: false, ticks: ticks)
    }
    // Panels in a column begin at one line.
    let alone = chart.panels.indices.map { laid($0, ticks: 0) }
    panels = alone.indices.map { index in
      let column = alone.indices.filter { $0 % columns == index % columns }
      return laid(index, ticks: column.map { alone[$0].tickWidth }.max() ?? 0)
    }
    let bottom = rect.y + Double(rows) * side + Double(rows - 1) * gap.y
    legend = names.count > 1 ? area.legend(names, at: bottom + style.gap) : nil
    height = bottom - rect.y + legendSpace
  }
}
