/// The heights and gaps of a scatter figure that do not depend on its width, in points.
struct ScatterMetrics {
  let gap, blockGap, lineGap, legendGap, noteHeight: Double
  /// The title of a space, and those of a panel below it.
  let heading, header: Double

  init(_ chart: ScatterPanels, _ style: Style) {
    gap = style.body * 1.2
    blockGap = style.body * 2.2
    lineGap = style.body * 1.8
    legendGap = style.body * 1.0
    noteHeight = style.smallFont.lineHeight
    heading = chart.rows.contains { !$0.title.isEmpty } ? style.headingFont.lineHeight : 0
    let title = chart.panels.contains { !$0.title.isEmpty } ? style.bodyFont.lineHeight : 0
    let subtitle = chart.panels.contains { !$0.subtitle.isEmpty } ? style.smallFont.lineHeight : 0
    header = title + subtitle + style.gap * 0.7
  }
}

/// The arrangement of the panels of some spaces: as large as the page allows, in more lines rather than too small.
struct ScatterGrid {
  /// The number of spaces beside one another, and of the panels of a space.
  let blocks, columns: Int
  /// The side of a panel in points.
  let side: Double
  /// The width of a space's panels, the height of a line of them and that of a space with its title.
  let blockWidth, lineHeight, blockHeight: Double

  /// The smallest side in points of a panel beside others.
  static let readable = 100.0
  /// The tallest figure that still fits a page with its caption, in points.
  private static let tallest = 620.0
  /// The tallest figure at all: its pixels have to be drawn at 300 dpi.
  private static let longest = 6_500.0

  private typealias Choice = (blocks: Int, columns: Int)

  /// - Parameter height: the height of a page that the panels have to keep to; nil for as much as they need.
  init(_ chart: ScatterPanels, width: Double, height: Double?, _ metrics: ScatterMetrics) {
    let measures = Measures(chart, width: width, metrics)
    let chosen = height.map { measures.largest(within: $0) } ?? Self.choice(measures)
    let side = height.map { measures.fitting(chosen, height: $0) } ?? measures.side(chosen)
    (blocks, columns, self.side) = (chosen.blocks, chosen.columns, side)
    blockWidth = Double(chosen.columns) * side + Double(chosen.columns - 1) * metrics.gap
    lineHeight = metrics.header + side
    let lines = Double(measures.panelLines(chosen))
    blockHeight = metrics.heading + lines * lineHeight + (lines - 1) * metrics.lineGap
  }

  /// Returns the arrangement of the largest panels of those that fit a page, else the one of most panels in a line that are
  /// readable, else one of a height that can be drawn.
  private static func choice(_ measures: Measures) -> Choice {
    let readable = measures.whole.filter { measures.side($0) >= Self.readable }
    let choices =
      readable.isEmpty
      ? measures.broken.filter { $0.columns == 1 || measures.side($0) >= Self.readable } : readable
    let chosen = choices.first { measures.total($0) <= tallest } ?? choices.last ?? (1, 1)
    guard measures.total(chosen) > longest else { return chosen }
    let all = measures.whole + measures.broken
    let drawable = all.filter { measures.total($0) <= longest }
    return drawable.max { measures.side($0) < measures.side($1) } ?? all.min { measures.total($0) < measures.total($1) }
      ?? chosen
  }

  /// The sides and heights of arrangements on a page of one width.
  private struct Measures {
    let rows, panels: Int
    let width: Double
    let metrics: ScatterMetrics

    init(_ chart: ScatterPanels, width: Double, _ metrics: ScatterMetrics) {
      rows = max(1, chart.rows.count)
      panels = max(1, chart.rows.map(\.panels.count).max() ?? 1)
      (self.width, self.metrics) = (width, metrics)
    }

    /// The panels of each space in one line, the spaces one below the other or beside one another.
    var whole: [Choice] { (1...rows).map { ($0, panels) } }
    /// The panels of each space in several lines, the spaces one below the other.
    var broken: [Choice] { (1...panels).map { (1, $0) } }

    func side(_ choice: Choice) -> Double {
      let (blocks, columns) = (Double(choice.blocks), Double(choice.columns))
      let gaps = (blocks - 1) * metrics.blockGap + blocks * (columns - 1) * metrics.gap
      return max(1, (width - gaps) / (blocks * columns))
    }

    func panelLines(_ choice: Choice) -> Int { Tiling.lines(of: panels, columns: choice.columns) }

    /// The height without the panels themselves, and the number of panels one below the other.
    private func fixed(_ choice: Choice) -> (height: Double, panels: Double) {
      let (blocks, lines) = (Double(Tiling.lines(of: rows, columns: choice.blocks)), Double(panelLines(choice)))
      let block = metrics.heading + lines * metrics.header + (lines - 1) * metrics.lineGap
      return (blocks * block + (blocks - 1) * metrics.lineGap, blocks * lines)
    }

    func total(_ choice: Choice) -> Double {
      let fixed = fixed(choice)
      return fixed.height + fixed.panels * side(choice)
    }

    /// The side of panels that keep within a height.
    func fitting(_ choice: Choice, height: Double) -> Double {
      let fixed = fixed(choice)
      return max(1, min(side(choice), (height - fixed.height) / fixed.panels))
    }

    func largest(within height: Double) -> Choice {
      (whole + broken).max { fitting($0, height: height) < fitting($1, height: height) } ?? (1, panels)
    }
  }
}
