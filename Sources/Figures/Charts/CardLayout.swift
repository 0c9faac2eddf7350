/// The places of the cards, and the size of their images.
///
/// On a page of given height a card shows less before its images become too small to be seen: first a line of words, then
/// some of the images or of the names of items, then the legend.
package struct CardLayout: ChartLayout {
  package let boxes: [Rect]
  package let cell: (width: Double, height: Double)
  package let height: Double
  package let legend: LegendLayout?
  let wordLines: Int
  let nounLines: Int
  /// The lines of the names of the nearest items, and of the farthest.
  package let nameLines: (nearest: Int, farthest: Int)
  let hasShares: Bool
  let barHeight: Double
  let captionFont: Font
  /// The number of a card's facts beside its name.
  let factCount: Int
  private let content: Content

  /// The parts that a card shows.
  struct Content: Equatable {
    var nearest, farthest, lines: Int
    /// The lines of the names of items, of which about a third are of the farthest.
    var names: Int
    /// The lines of the names of references.
    var nouns = 0
    var hasLegend: Bool

    var nameLines: (nearest: Int, farthest: Int) {
      let farthest = names < 2 ? 0 : (names + 1) / 3
      return (names - farthest, farthest)
    }
  }

  /// The smallest images that can be told apart, in sizes of the body text.
  private static let smallestImage = 2.3

  package init(_ chart: ClusterCards, in area: ChartArea) {
    let (rect, metrics) = (area.rect, CardMetrics(chart, in: area))
    (hasShares, barHeight) = (metrics.hasShares, metrics.bar)
    captionFont = metrics.captionFont
    let full = metrics.full
    let most = max(1, min(chart.cards.count, Int(rect.width / (metrics.body * 26))))
    let chosen = area.grows ? (content: full, columns: min(most, 2)) : Self.fitting(metrics, full, in: rect, most: most)
    content = chosen.content
    wordLines = content.lines
    nounLines = content.nouns
    nameLines = content.nameLines
    let placed = metrics.place(chosen.columns, content)
    let legendHeight = content.hasLegend ? metrics.legendHeight : 0
    // On a page that is too low for any arrangement the images give way.
    let room = rect.height - legendHeight
    let excess = area.grows ? 0 : max(0, (placed.total - room) / Double(placed.rows))
    cell = (placed.cell, max(0, placed.cell * metrics.aspect - excess))
    let (width, tall, gap) = (placed.box.width, max(1, placed.box.height - excess), metrics.gap)
    let tiling = Tiling(columns: chosen.columns, pitch: (width + gap.x, tall + gap.y))
    boxes = chart.cards.indices.map { index in
      let corner = tiling.corner(index, from: Point(rect.x, rect.y))
      return Rect(x: corner.x, y: corner.y, width: width, height: tall)
    }
    legend = content.hasLegend ? area.legend(chart.classes, at: (boxes.last?.maxY ?? rect.y) + gap.y) : nil
    height = placed.total + legendHeight
    factCount = Self.factCount(chart, width: width, in: area)
  }

  /// Returns the number of facts that have room beside every card's name.
  private static func factCount(_ chart: ClusterCards, width: Double, in area: ChartArea) -> Int {
    let style = area.style
    let most = chart.cards.map(\.facts.count).max() ?? 0
    let fitting = (1...max(1, most)).last { count in
      chart.cards.allSatisfy { card in
        let facts = card.facts.prefix(count).joined(separator: " · ")
        return area.width(ofWidest: [card.name], style.boldFont) + style.body
          + area.width(ofWidest: [facts], style.smallFont) <= width
      }
    }
    return fitting ?? (width < style.body * 26 ? 1 : most)
  }

  /// The fullest content whose images are large enough in some number of columns, else that of the largest images.
  private static func fitting(
    _ metrics: CardMetrics, _ full: Content, in rect: Rect, most: Int
  ) -> (content: Content, columns: Int) {
    var choices: [Content] = []
    for hasLegend in full.hasLegend ? [true, false] : [false] {
      for (nearest, farthest) in [(8, 4), (6, 3), (5, 2)] {
        for (lines, names) in [(2, 6), (2, 3), (1, 3), (1, 1)] {
          choices.append(
            Content(
              nearest: min(nearest, full.nearest), farthest: min(farthest, full.farthest),
              lines: min(lines, full.lines), names: min(names, full.names),
              nouns: min(lines > 1 ? full.nouns : 1, full.nouns), hasLegend: hasLegend))
        }
      }
    }
    // Where not even the smallest images have room, the names and the bars stand alone.
    choices.append(Content(nearest: 0, farthest: 0, lines: 0, names: 0, hasLegend: false))
    var best: (content: Content, columns: Int, cell: Double)?
    for content in choices {
      let room = rect.height - (content.hasLegend ? metrics.legendHeight : 0)
      for columns in 1...max(most, 4) {
        let placed = metrics.place(columns, content)
        guard placed.total <= room + 1e-6 else { continue }
        if placed.cell > (best?.cell ?? -1) + 1e-9 { best = (content, columns, placed.cell) }
      }
      if let best, full.nearest == 0 || best.cell >= smallestImage * metrics.body { break }
    }
    guard let best else { return (choices[choices.count - 1], max(most, 4)) }
    return (best.content, best.columns)
  }

  var showsImages: Bool { content.nearest > 0 }

  /// The places of the images nearest to the centre, from the left.
  package func nearest(in box: Rect, top: Double) -> [Rect] {
    (0..<content.nearest).map { place(x: box.x + Double($0) * cell.width, top) }
  }

  /// The places of the farthest, at the right.
  package func farthest(in box: Rect, top: Double) -> [Rect] {
    (0..<content.farthest).map { place(x: box.maxX - Double(content.farthest - $0) * cell.width, top) }
  }

  private func place(x: Double, _ top: Double) -> Rect {
    let gap = cell.width * 0.05
    return Rect(x: x + gap / 2, y: top, width: cell.width - gap, height: max(0, cell.height - gap))
  }
}

/// The sizes of the parts of cards on a page of one width.
struct CardMetrics {
  let full: CardLayout.Content
  let hasShares: Bool
  let body, bar, aspect, legendHeight: Double
  let gap: (x: Double, y: Double)
  let captionFont: Font
  private let chart: ClusterCards
  private let area: ChartArea

  init(_ chart: ClusterCards, in area: ChartArea) {
    (self.chart, self.area) = (chart, area)
    let style = area.style
    body = style.body
    bar = style.body * 0.55
    gap = (style.body * 2, style.body * 1.3)
    captionFont = Font(size: style.smallFont.size * 0.92)
    hasShares = chart.cards.contains { !$0.shares.isEmpty }
    aspect = chart.images.map { Double($0.height) / Double($0.width) } ?? 1
    let near = chart.images == nil ? 0 : chart.cards.map(\.nearest.count).max() ?? 0
    full = CardLayout.Content(
      nearest: near, farthest: near == 0 ? 0 : chart.cards.map(\.farthest.count).max() ?? 0,
      lines: chart.cards.contains { !$0.words.isEmpty } ? 2 : 0,
      names: near > 0 ? 0 : chart.hasCaptions ? 6 : chart.cards.contains { !$0.nearestNames.isEmpty } ? 3 : 0,
      nouns: chart.cards.map(\.nouns.count).max() ?? 0,
      hasLegend: hasShares && !chart.classes.isEmpty && chart.classes.count <= Palette.distinct)
    legendHeight = full.hasLegend ? area.legend(chart.classes, at: 0).height + gap.y : 0
  }

  /// The size of a card, and of its images, with so many beside one another.
  func place(
    _ columns: Int, _ content: CardLayout.Content
  ) -> (box: (width: Double, height: Double), cell: Double, rows: Int, total: Double) {
    let style = area.style
    let width = max(1, Tiling.width(columns, in: area.rect.width, gap: gap.x))
    let images = Double(content.nearest + content.farthest) + (content.farthest > 0 ? 0.5 : 0)
    let cell = content.nearest > 0 ? min(width / images, style.body * 7) : 0
    let pictured = content.nearest > 0 ? cell * aspect + style.smallFont.lineHeight + style.gap * 0.4 : 0
    let tall =
      style.gap * 1.2 + style.boldFont.lineHeight + (hasShares ? bar + style.gap * 0.6 : 0) + pictured
      + Double(content.lines + content.names + content.nouns) * style.bodyFont.lineHeight
    let rows = Tiling.lines(of: chart.cards.count, columns: columns)
    return ((width, tall), cell, rows, Double(rows) * tall + Double(rows - 1) * gap.y)
  }
}
