/// A card for each of some clusters: what it is called, which classes it holds, the images nearest to its centre and the
/// farthest, and the words that set its captions apart.
public struct ClusterCards: Chart {
  /// A part of a cluster.
  public struct Share: Sendable {
    /// The position of its colour; nil for none.
    public let color: Int?
    public let count: Int

    public init(color: Int?, count: Int) {
      self.color = color
      self.count = count
    }
  }

  /// A word with how often it occurs.
  public struct Word: Sendable {
    public let text: String
    public let count: Int

    public init(_ text: String, count: Int) {
      self.text = text
      self.count = count
    }
  }

  /// One cluster.
  public struct Card: Sendable {
    public let name: String
    /// Such as `212 items, purity .83`.
    public let facts: String
    /// Its classes, drawn as a bar in this order; none where there are no labels.
    public let shares: [Share]
    /// Positions among the images.
    public let nearest: [Int]
    public let farthest: [Int]
    /// The most typical first.
    public let words: [Word]

    public init(
      name: String, facts: String, shares: [Share] = [], nearest: [Int] = [], farthest: [Int] = [], words: [Word] = []
    ) {
      self.name = name
      self.facts = facts
      self.shares = shares
      self.nearest = nearest
      self.farthest = farthest
      self.words = words
    }
  }

  public let cards: [Card]
  /// Nil when there are none.
  public let images: RGBImages?
  /// What the colours of the shares stand for; none for no legend.
  public let classes: [String]

  public init(cards: [Card], images: RGBImages? = nil, classes: [String] = []) {
    self.cards = cards
    self.images = images
    self.classes = classes
  }

  public func validate() throws {
    guard !cards.isEmpty else { throw FigureError(.noData("there are no clusters to show")) }
    let count = images?.count ?? 0
    for card in cards {
      if let bad = (card.nearest + card.farthest).first(where: { $0 < 0 || $0 >= count }) {
        throw FigureError(.outOfRange(what: "an image of \(card.name)", value: bad, count: count))
      }
      if let bad = card.shares.first(where: { $0.count < 0 }) {
        throw FigureError(.badSize(what: "a share of \(card.name)", value: Double(bad.count)))
      }
    }
  }

  public func height(width: Double, style: Style, typesetter: Typesetter) -> Double {
    let page = Rect(x: 0, y: 0, width: width, height: 0)
    return CardLayout(self, in: page, grows: true, style: style, typesetter: typesetter).height
  }

  public func draw(in rect: Rect, on canvas: Canvas) {
    let layout = CardLayout(self, in: rect, grows: false, style: canvas.style, typesetter: canvas.typesetter)
    for (card, box) in zip(cards, layout.boxes) { draw(card, in: box, layout, on: canvas) }
    layout.legend?.draw(on: canvas) { index, centre, radius in
      let side = radius * 1.8
      canvas.fill(
        Rect(x: centre.x - side / 2, y: centre.y - side / 2, width: side, height: side),
        Palette.color(index, canvas.theme))
    }
  }

  private func draw(_ card: Card, in box: Rect, _ layout: CardLayout, on canvas: Canvas) {
    let (style, typesetter) = (canvas.style, canvas.typesetter)
    canvas.line(Point(box.x, box.y), Point(box.maxX, box.y), style.theme.axis, width: style.hairline)
    var top = box.y + style.gap * 0.9
    let facts = typesetter.elide(card.facts, style.smallFont, to: box.width * 0.6)
    let room = box.width - typesetter.width(of: facts, style.smallFont) - style.body
    let middle = top + style.boldFont.lineHeight / 2
    canvas.label(
      typesetter.elide(card.name, style.boldFont, to: room), x: box.x, middle: middle, style.boldFont, style.theme.text)
    canvas.label(
      facts, x: box.maxX, middle: middle, style.smallFont, style.theme.secondaryText, align: .right)
    top += style.boldFont.lineHeight + style.gap * 0.3
    if layout.hasShares {
      drawShares(card, in: Rect(x: box.x, y: top, width: box.width, height: layout.barHeight), on: canvas)
      top += layout.barHeight + style.gap * 0.6
    }
    if let images {
      for (places, positions) in [
        (layout.nearest(in: box, top: top), card.nearest), (layout.farthest(in: box, top: top), card.farthest),
      ] {
        for (place, position) in zip(places, positions) { canvas.image(images, position, in: place) }
      }
      let baseline = top + layout.cell.height + style.smallFont.size * 1.05
      canvas.text(
        "nearest to the centre", at: Point(box.x, baseline), layout.captionFont, style.theme.secondaryText)
      canvas.text(
        "farthest", at: Point(box.maxX, baseline), layout.captionFont, style.theme.secondaryText, align: .right)
      top += layout.cell.height + style.smallFont.lineHeight + style.gap * 0.4
    }
    drawWords(card, in: box, top: top, lines: layout.wordLines, on: canvas)
  }

  private func drawShares(_ card: Card, in bar: Rect, on canvas: Canvas) {
    let theme = canvas.theme
    let total = Double(card.shares.reduce(0) { $0 + $1.count })
    guard total > 0 else { return }
    var x = bar.x
    for share in card.shares {
      let width = bar.width * Double(share.count) / total
      let color = share.color.map { Palette.color($0, theme) } ?? theme.unlabelled
      canvas.fill(Rect(x: x, y: bar.y, width: width, height: bar.height), color)
      x += width
    }
  }

  /// The words one after the other, each with its count; what the lines do not hold is left out.
  private func drawWords(_ card: Card, in box: Rect, top: Double, lines: Int, on canvas: Canvas) {
    let (style, typesetter) = (canvas.style, canvas.typesetter)
    var (x, line) = (box.x, 0)
    for word in card.words {
      let count = NumberText.count(word.count)
      let countWidth = typesetter.width(of: count, style.smallFont)
      let space = style.gap * 0.6
      let text = typesetter.elide(word.text, style.bodyFont, to: max(1, box.width - countWidth - space))
      let width = typesetter.width(of: text, style.bodyFont)
      if x > box.x, x + width + space + countWidth > box.maxX { (x, line) = (box.x, line + 1) }
      guard line < lines else { return }
      let middle = top + (Double(line) + 0.5) * style.bodyFont.lineHeight
      canvas.label(text, x: x, middle: middle, style.bodyFont, style.theme.text)
      canvas.label(count, x: x + width + space, middle: middle, style.smallFont, style.theme.secondaryText)
      x += width + space + countWidth + style.body
    }
  }
}

/// Where the cards are, and how large their images.
package struct CardLayout {
  package let boxes: [Rect]
  package let cell: (width: Double, height: Double)
  package let height: Double
  package let legend: LegendLayout?
  let wordLines: Int
  let hasShares: Bool
  let barHeight: Double
  let captionFont: Font
  private let nearestCount, farthestCount: Int

  package init(_ chart: ClusterCards, in rect: Rect, grows: Bool, style: Style, typesetter: Typesetter) {
    let near = chart.cards.map(\.nearest.count).max() ?? 0
    let far = chart.cards.map(\.farthest.count).max() ?? 0
    (nearestCount, farthestCount) = (near, far)
    let hasImages = chart.images != nil && near > 0
    let bar = style.body * 0.55
    barHeight = bar
    let hasShares = chart.cards.contains { !$0.shares.isEmpty }
    self.hasShares = hasShares
    captionFont = Font(size: style.smallFont.size * 0.92)
    let lines = chart.cards.contains { !$0.words.isEmpty } ? 2 : 0
    wordLines = lines
    let aspect = chart.images.map { Double($0.height) / Double($0.width) } ?? 1
    let gap = (x: style.body * 2, y: style.body * 1.3)

    /// The size of a card, and of its images, with so many beside one another.
    func place(_ columns: Int) -> (box: (width: Double, height: Double), cell: Double, lines: Int, total: Double) {
      let width = max(1, (rect.width - Double(columns - 1) * gap.x) / Double(columns))
      let cell = hasImages ? min(width / (Double(near + far) + (far > 0 ? 0.5 : 0)), style.body * 7) : 0
      let pictured = hasImages ? cell * aspect + style.smallFont.lineHeight + style.gap * 0.4 : 0
      let tall =
        style.gap * 1.2 + style.boldFont.lineHeight + (hasShares ? bar + style.gap * 0.6 : 0) + pictured
        + Double(lines) * style.bodyFont.lineHeight
      let below = (chart.cards.count + columns - 1) / columns
      return ((width, tall), cell, below, Double(below) * tall + Double(below - 1) * gap.y)
    }
    let showsLegend = hasShares && !chart.classes.isEmpty && chart.classes.count <= Palette.distinct
    func makeLegend(at top: Double) -> LegendLayout? {
      guard showsLegend else { return nil }
      return LegendLayout(
        names: chart.classes, origin: Point(rect.x, top), width: rect.width, style: style, typesetter: typesetter)
    }
    let legendHeight = makeLegend(at: 0).map { $0.height + gap.y } ?? 0
    let room = rect.height - legendHeight
    let most = max(1, min(chart.cards.count, Int(rect.width / (style.body * 26))))
    let chosen =
      grows ? most : (1...max(most, 4)).first { place($0).total <= room + 1e-6 } ?? max(most, 4)
    let columns = grows ? min(most, 2) : chosen
    let placed = place(columns)
    // On a page that is too low for any arrangement the images give way.
    let excess = grows ? 0 : max(0, (placed.total - room) / Double(placed.lines))
    cell = (placed.cell, max(0, placed.cell * aspect - excess))
    let tall = max(1, placed.box.height - excess)
    boxes = chart.cards.indices.map { index in
      Rect(
        x: rect.x + Double(index % columns) * (placed.box.width + gap.x),
        y: rect.y + Double(index / columns) * (tall + gap.y), width: placed.box.width, height: tall)
    }
    legend = makeLegend(at: (boxes.last?.maxY ?? rect.y) + gap.y)
    height = placed.total + legendHeight
  }

  /// The places of the images nearest to the centre, from the left.
  package func nearest(in box: Rect, top: Double) -> [Rect] {
    (0..<nearestCount).map { place(x: box.x + Double($0) * cell.width, top) }
  }

  /// The places of the farthest, at the right.
  package func farthest(in box: Rect, top: Double) -> [Rect] {
    (0..<farthestCount).map { place(x: box.maxX - Double(farthestCount - $0) * cell.width, top) }
  }

  private func place(x: Double, _ top: Double) -> Rect {
    let gap = cell.width * 0.05
    return Rect(x: x + gap / 2, y: top, width: cell.width - gap, height: max(0, cell.height - gap))
  }
}
