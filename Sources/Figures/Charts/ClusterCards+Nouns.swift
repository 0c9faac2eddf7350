/// The names of a reference to which the cluster of a card points.
extension ClusterCards {
  /// A line of names behind a title, each with its weight.
  package struct NounLine: Sendable {
    /// Such as `nouns of the items`.
    package let title: String
    /// The heaviest first.
    package let nouns: [(text: String, weight: Double)]

    package init(title: String, nouns: [(text: String, weight: Double)]) { (self.title, self.nouns) = (title, nouns) }
  }

  /// Draws the first of the lines of nouns; names that a line does not hold are left out.
  func drawNouns(_ card: Card, in box: Rect, top: Double, lines: Int, on canvas: Canvas) {
    let (style, typesetter) = (canvas.style, canvas.typesetter)
    let space = style.gap * 0.6
    for (index, line) in card.nouns.prefix(lines).enumerated() {
      let middle = top + (Double(index) + 0.5) * style.bodyFont.lineHeight
      let title = typesetter.elide(line.title, style.smallFont, to: box.width * 0.4)
      canvas.label(title, x: box.x, middle: middle, style.smallFont, style.theme.secondaryText)
      let start = box.x + typesetter.width(of: title, style.smallFont) + style.gap
      var x = start
      for noun in line.nouns {
        let weight = NumberText.score(noun.weight, digits: 2)
        let weightWidth = typesetter.width(of: weight, style.smallFont)
        let text = typesetter.elide(noun.text, style.bodyFont, to: max(1, box.maxX - start - weightWidth - space))
        let width = typesetter.width(of: text, style.bodyFont)
        if x > start, x + width + space + weightWidth > box.maxX { break }
        canvas.label(text, x: x, middle: middle, style.bodyFont, style.theme.text)
        canvas.label(weight, x: x + width + space, middle: middle, style.smallFont, style.theme.secondaryText)
        x += width + space + weightWidth + style.body
      }
    }
  }
}
