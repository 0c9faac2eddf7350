/// A card for each of some clusters: what it is called, which classes it holds, the images nearest to its centre and the
/// farthest or, without images, the names of these items, the words that set its captions apart, and the names of a reference to
/// which it points.
package struct ClusterCards: LaidOutChart {
  /// A part of a cluster.
  package struct Share: Sendable {
    /// The position of its colour; nil for none.
    package let color: Int?
    package let count: Int

    package init(color: Int?, count: Int) {
      self.color = color
      self.count = count
    }
  }

  /// A word with how often it occurs.
  package struct Word: Sendable {
    package let text: String
    package let count: Int

    package init(_ text: String, count: Int) {
      self.text = text
      self.count = count
    }
  }

  /// The choice of the items that a card shows.
  package enum Selection: Sendable {
    /// Those nearest to the centre, and the farthest.
    case extremes
    /// Some that were drawn, as of noise, which has no centre.
    case random

    /// The titles of the two groups of items, below images and beside names.
    var titles: (nearest: String, farthest: String) {
      self == .extremes ? ("nearest to the centre", "farthest") : ("drawn at random", "")
    }
    /// The titles before captions.
    var words: (nearest: String, farthest: String) {
      self == .extremes ? ("nearest", "farthest") : ("random", "")
    }
  }

  /// The name of an item that has a caption, and the caption.
  package struct Item: Sendable {
    /// The id; empty for none.
    package let id: String
    package let caption: String

    package init(id: String = "", caption: String) { (self.id, self.caption) = (id, caption) }
  }

  /// One cluster.
  package struct Card: Sendable {
    package let name: String
    /// Such as `212 items · purity .83`; where a card is narrow, the first of them alone.
    package let facts: [String]
    /// Its classes, drawn as a bar in this order; none where there are no labels.
    package let shares: [Share]
    /// Positions among the images.
    package let nearest: [Int]
    package let farthest: [Int]
    /// The names of the same items, shown where there are no images.
    package let nearestNames: [String]
    package let farthestNames: [String]
    /// The captions of the same items, each on a line of its own in place of the names; none where there are none.
    package let nearestCaptions: [Item]
    package let farthestCaptions: [Item]
    package let selection: Selection
    /// The most typical first.
    package let words: [Word]
    /// The names of references; none where the space reads none.
    package let nouns: [NounLine]

    package init(
      name: String, facts: [String], shares: [Share] = [], nearest: [Int] = [], farthest: [Int] = [],
      nearestNames: [String] = [], farthestNames: [String] = [], nearestCaptions: [Item] = [],
      farthestCaptions: [Item] = [], selection: Selection = .extremes, words: [Word] = [],
      nouns: [NounLine] = []
    ) {
      self.name = name
      self.facts = facts
      self.shares = shares
      self.nearest = nearest
      self.farthest = farthest
      self.nearestNames = nearestNames
      self.farthestNames = farthestNames
      self.nearestCaptions = nearestCaptions
      self.farthestCaptions = farthestCaptions
      self.selection = selection
      self.words = words
      self.nouns = nouns
    }
  }

  package let cards: [Card]
  /// Nil when there are none.
  package let images: RGBImages?
  /// The meanings of the shares' colours; none for no legend.
  package let classes: [String]

  package init(cards: [Card], images: RGBImages? = nil, classes: [String] = []) {
    self.cards = cards
    self.images = images
    self.classes = classes
  }

  /// True where a card has captions in place of names.
  var hasCaptions: Bool { cards.contains { !$0.nearestCaptions.isEmpty } }

  package func validate() throws {
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

  package func draw(_ layout: CardLayout, on canvas: Canvas) {
    for (card, box) in zip(cards, layout.boxes) { draw(card, in: box, layout, on: canvas) }
    layout.legend?.draw(on: canvas) { index, center, radius in
      let side = radius * 1.8
      canvas.fill(
        Rect(x: center.x - side / 2, y: center.y - side / 2, width: side, height: side),
        Palette.color(index, canvas.theme))
    }
  }

  private func draw(_ card: Card, in box: Rect, _ layout: CardLayout, on canvas: Canvas) {
    let (style, typesetter) = (canvas.style, canvas.typesetter)
    canvas.line(Point(box.x, box.y), Point(box.maxX, box.y), style.theme.axis, width: style.hairline)
    var top = box.y + style.gap * 0.9
    let facts = typesetter.elide(
      card.facts.prefix(layout.factCount).joined(separator: " · "), style.smallFont, to: box.width * 0.6)
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
    if let images, layout.showsImages {
      for (places, positions) in [
        (layout.nearest(in: box, top: top), card.nearest), (layout.farthest(in: box, top: top), card.farthest),
      ] {
        for (place, position) in zip(places, positions) { canvas.image(images, position, in: place) }
      }
      let baseline = top + layout.cell.height + style.smallFont.size * 1.05
      let titles = card.selection.titles
      canvas.text(titles.nearest, at: Point(box.x, baseline), layout.captionFont, style.theme.secondaryText)
      canvas.text(
        titles.farthest, at: Point(box.maxX, baseline), layout.captionFont, style.theme.secondaryText, align: .right)
      top += layout.cell.height + style.smallFont.lineHeight + style.gap * 0.4
    }
    top += drawItems(card, in: box, top: top, layout, on: canvas)
    drawWords(card, in: box, top: top, lines: layout.wordLines, on: canvas)
    top += Double(layout.wordLines) * style.bodyFont.lineHeight
    drawNouns(card, in: box, top: top, lines: layout.nounLines, on: canvas)
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
