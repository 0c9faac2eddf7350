import Core

/// Line charts of the same lines over the same positions, with one legend: side by side, or one above the other where
/// the page is narrow.
public struct LinePanels: Chart {
  public let panels: [LineChart]

  /// - Parameter panels: of equal series names; one without a finite point is left out.
  public init(_ panels: [LineChart]) { self.panels = panels.filter(\.hasPoints) }

  public func validate() throws {
    guard !panels.isEmpty else { throw FigureError(.noData("no line has a finite point")) }
    for panel in panels { try panel.validate() }
  }

  public var notices: [Notice] { Array(panels.flatMap(\.notices).prefix(1)) }

  public func height(width: Double, style: Style, typesetter: Typesetter) -> Double {
    let page = Rect(x: 0, y: 0, width: width, height: 0)
    return LinePanelsLayout(self, in: page, grows: true, style: style, typesetter: typesetter).height
  }

  public func draw(in rect: Rect, on canvas: Canvas) {
    let layout = LinePanelsLayout(self, in: rect, grows: false, style: canvas.style, typesetter: canvas.typesetter)
    for panel in layout.panels { panel.draw(on: canvas) }
    if let legend = layout.legend { panels.first?.draw(legend, on: canvas) }
  }
}

/// Where the panels and their legend are.
package struct LinePanelsLayout {
  package let panels: [LineLayout]
  package let legend: LegendLayout?
  package let height: Double

  /// The narrowest panel that stands beside another, in sizes of the body text.
  private static let narrowest = 18.0

  package init(_ chart: LinePanels, in rect: Rect, grows: Bool, style: Style, typesetter: Typesetter) {
    let gap = (x: style.body * 1.8, y: style.body * 1.2)
    let count = max(1, chart.panels.count)
    let most = max(1, Int((rect.width + gap.x) / (style.body * Self.narrowest + gap.x)))
    // Four panels stand two by two rather than three and one.
    let columns = most >= count ? count : (1...most).last { count % $0 == 0 } ?? 1
    let rows = (count + columns - 1) / columns
    let width = (rect.width - gap.x * Double(columns - 1)) / Double(columns)

    let keys = chart.panels.first?.keys ?? []
    func makeLegend(at y: Double) -> LegendLayout? {
      guard keys.count > 1 else { return nil }
      return LegendLayout(
        names: keys.map(\.name), origin: Point(rect.x, y), width: rect.width, style: style, typesetter: typesetter)
    }
    let legendSpace = makeLegend(at: 0).map { $0.height + style.gap } ?? 0
    // One above the other, panels are low, so that all of them are seen together.
    let side =
      grows
      ? min(max(width * (columns == 1 && rows > 1 ? 0.46 : 0.8), style.body * 15), style.body * 26)
      : max(1, (rect.height - legendSpace - gap.y * Double(rows - 1)) / Double(rows))
    func laid(_ index: Int, ticks: Double) -> LineLayout {
      let page = Rect(
        x: rect.x + Double(index % columns) * (width + gap.x), y: rect.y + Double(index / columns) * (side + gap.y),
        width: width, height: side)
      return LineLayout(
        chart.panels[index], in: page, named: false, ticks: ticks, style: style, typesetter: typesetter)
    }
    // Panels in a column begin at one line.
    let alone = chart.panels.indices.map { laid($0, ticks: 0) }
    panels = alone.indices.map { index in
      let column = alone.indices.filter { $0 % columns == index % columns }
      return laid(index, ticks: column.map { alone[$0].tickWidth }.max() ?? 0)
    }
    let bottom = rect.y + Double(rows) * side + Double(rows - 1) * gap.y
    legend = makeLegend(at: bottom + style.gap)
    height = bottom - rect.y + legendSpace
  }
}
