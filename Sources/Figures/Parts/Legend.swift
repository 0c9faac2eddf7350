/// The names of marks: in columns below the data, never beside or over it.
package struct LegendLayout {
  /// The place of one name with its mark, in points.
  package struct Entry {
    package let index: Int
    package let text: String
    package let box: Rect
  }

  package let entries: [Entry]
  package let height: Double
  private let title: String
  private let titleBox: Rect

  /// Lays `names` out below `origin` in a width in points; names longer than their column end in an ellipsis.
  package init(
    title: String = "", names: [String], origin: Point, width: Double, style: Style, typesetter: Typesetter
  ) {
    let font = style.bodyFont
    let row = font.size * 1.45
    let swatch = style.body * 1.15
    let between = style.body * 1.3
    self.title = typesetter.elide(title, style.smallFont, to: width * 0.3)
    let indent = title.isEmpty ? 0 : typesetter.width(of: self.title, style.smallFont) + between
    titleBox = Rect(x: origin.x, y: origin.y, width: max(0, indent - between), height: title.isEmpty ? 0 : row)
    let space = max(1, width - indent)

    let longest = max(1, min(space, style.body * 24) - swatch)
    let texts = names.map { typesetter.elide($0, font, to: longest) }
    let widths = texts.map { swatch + typesetter.width(of: $0, font) }
    var rows = 1
    while rows < names.count, Self.columnWidths(widths, rows: rows, between: between).total > space { rows += 1 }
    let columns = Self.columnWidths(widths, rows: rows, between: between).columns

    var entries: [Entry] = []
    var x = origin.x + indent
    for (column, columnWidth) in columns.enumerated() {
      for line in 0..<rows where column * rows + line < names.count {
        let index = column * rows + line
        let box = Rect(x: x, y: origin.y + Double(line) * row, width: widths[index], height: row)
        entries.append(Entry(index: index, text: texts[index], box: box))
      }
      x += columnWidth + between
    }
    self.entries = entries
    height = names.isEmpty ? 0 : Double(rows) * row
  }

  /// The widths of the columns when `rows` names stand below one another, and what they take together.
  private static func columnWidths(
    _ widths: [Double], rows: Int, between: Double
  ) -> (columns: [Double], total: Double) {
    let columns = stride(from: 0, to: widths.count, by: rows).map { start in
      widths[start..<min(start + rows, widths.count)].max() ?? 0
    }
    return (columns, columns.reduce(0, +) + between * Double(max(0, columns.count - 1)))
  }

  /// Draws the names, and lets `mark` draw what stands for an index at the centre of its swatch.
  func draw(on canvas: Canvas, mark: (_ index: Int, _ center: Point, _ radius: Double) -> Void) {
    let style = canvas.style
    if !title.isEmpty {
      canvas.label(title, x: titleBox.x, middle: titleBox.midY, style.smallFont, style.theme.secondaryText)
    }
    for entry in entries {
      mark(entry.index, Point(entry.box.x + style.body * 0.42, entry.box.midY), style.body * 0.34)
      canvas.label(
        entry.text, x: entry.box.x + style.body * 1.15, middle: entry.box.midY, style.bodyFont, style.theme.text)
    }
  }
}
