/// The names or captions of the items of a card.
extension ClusterCards {
  /// Draws the captions of the items, or their names where they have none; returns the height of their lines.
  func drawItems(_ card: Card, in box: Rect, top: Double, _ layout: CardLayout, on canvas: Canvas) -> Double {
    let lines = layout.nameLines
    let line = canvas.style.bodyFont.lineHeight
    let farther = top + Double(lines.nearest) * line
    if hasCaptions {
      let titles = card.selection.words
      drawCaptions(card.nearestCaptions, titles.nearest, in: box, top: top, lines: lines.nearest, on: canvas)
      drawCaptions(card.farthestCaptions, titles.farthest, in: box, top: farther, lines: lines.farthest, on: canvas)
    } else {
      let titles = card.selection.titles
      drawNames(card.nearestNames, titles.nearest, in: box, top: top, lines: lines.nearest, on: canvas)
      drawNames(card.farthestNames, titles.farthest, in: box, top: farther, lines: lines.farthest, on: canvas)
    }
    return Double(lines.nearest + lines.farthest) * line
  }

  /// The captions, each on a line of its own behind its id, with a title before the first.
  private func drawCaptions(
    _ items: [Item], _ title: String, in box: Rect, top: Double, lines: Int, on canvas: Canvas
  ) {
    let (style, typesetter) = (canvas.style, canvas.typesetter)
    // Titles of all cards have the width of the widest.
    let start = box.x + typesetter.width(of: "farthest", style.smallFont) + style.gap
    for (index, item) in items.prefix(lines).enumerated() {
      let middle = top + (Double(index) + 0.5) * style.bodyFont.lineHeight
      if index == 0 { canvas.label(title, x: box.x, middle: middle, style.smallFont, style.theme.secondaryText) }
      let id = typesetter.elide(item.id, style.smallFont, to: (box.maxX - start) * 0.3)
      canvas.label(id, x: start, middle: middle, style.smallFont, style.theme.secondaryText)
      let x = start + (id.isEmpty ? 0 : typesetter.width(of: id, style.smallFont) + style.gap)
      canvas.label(
        item.caption, x: x, middle: middle, style.bodyFont, style.theme.text, within: max(1, box.maxX - x))
    }
  }

  /// The names one after the other behind a title; what the lines do not hold is left out.
  private func drawNames(
    _ names: [String], _ title: String, in box: Rect, top: Double, lines: Int, on canvas: Canvas
  ) {
    guard !names.isEmpty, lines > 0 else { return }
    let (style, typesetter) = (canvas.style, canvas.typesetter)
    let space = style.gap * 0.6
    var start = box.x
    if !title.isEmpty {
      let title = title + ":"
      canvas.label(
        title, x: box.x, middle: top + style.bodyFont.lineHeight / 2, style.smallFont, style.theme.secondaryText)
      start += typesetter.width(of: title, style.smallFont) + space
    }
    var (x, line) = (start, 0)
    for (index, name) in names.enumerated() {
      let comma = index < names.count - 1 ? " ·" : ""
      let text = typesetter.elide(name, style.bodyFont, to: max(1, box.maxX - start)) + comma
      let width = typesetter.width(of: text, style.bodyFont)
      if x > start, x + width > box.maxX { (x, line) = (box.x, line + 1) }
      guard line < lines else { return }
      canvas.label(
        text, x: x, middle: top + (Double(line) + 0.5) * style.bodyFont.lineHeight, style.bodyFont, style.theme.text)
      x += width + space
    }
  }
}
