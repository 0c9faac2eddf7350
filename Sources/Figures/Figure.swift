import Core

/// The content of a figure: a value with its data, which measures its height and draws itself.
package protocol Chart: Sendable {
  /// Finds out before anything is drawn whether the data can be.
  ///
  /// - Throws: ``FigureError`` when there is nothing to draw or parts do not belong together.
  func validate() throws

  /// Deviations from what was asked, such as points left out.
  var notices: [Notice] { get }

  /// The height in points that the chart takes at a width in points.
  func height(width: Double, style: Style, typesetter: Typesetter) -> Double

  /// Draws the chart into a part of the page; called after ``validate()``.
  func draw(in rect: Rect, on canvas: Canvas)
}

extension Chart {
  package var notices: [Notice] { [] }
}

/// A chart with its title, size and theme: everything that decides the bytes of its file.
package struct Figure: Sendable {
  package var chart: any Chart
  /// Bold above the chart; empty for none.
  package var title: String
  /// Below the title; empty for none.
  package var subtitle: String
  /// Small below the chart; empty for none.
  package var note: String
  package var size: FigureSize
  package var theme: Theme

  package init(
    _ chart: any Chart, title: String = "", subtitle: String = "", note: String = "", size: FigureSize = .page,
    theme: Theme = .light
  ) {
    self.chart = chart
    self.title = title
    self.subtitle = subtitle
    self.note = note
    self.size = size
    self.theme = theme
  }

  /// Deviations from what was asked, such as points left out.
  package var notices: [Notice] { chart.notices }

  /// The bytes of the figure's file; the same figure gives the same bytes.
  ///
  /// - Throws: ``FigureError`` for data that cannot be drawn or a size beyond what cairo can.
  package func data(format: FigureFormat) throws -> [UInt8] { try drawn(format: format).bytes }

  /// The same with the characters that no font here has, in their order; a box stands for each. An SVG leaves the fonts to its
  /// viewer.
  ///
  /// - Throws: ``FigureError`` for data that cannot be drawn or a size beyond what cairo can.
  package func drawn(format: FigureFormat) throws -> (bytes: [UInt8], undrawn: [Character]) {
    try size.requirePositive()
    try chart.validate()
    let typesetter = Typesetter()
    let width = points(millimeters: size.width)
    let style = Style(theme: theme, width: width)
    let layout = FrameLayout(self, width: width, style: style, typesetter: typesetter)
    let surface = try Surface(
      format: format, width: width, height: layout.pageHeight, title: Typesetter.clean(title))
    let bytes = try surface.bytes(style: style, typesetter: typesetter) { canvas in
      layout.draw(on: canvas)
      chart.draw(in: layout.chart, on: canvas)
    }
    return (bytes, typesetter.undrawn.sorted())
  }
}

/// The places of the title, the chart and the note of a figure on its page.
struct FrameLayout {
  let pageHeight: Double
  let chart: Rect
  private let page: Rect
  private let style: Style
  private let title: [String]
  private let subtitle: [String]
  private let note: [String]
  private let margin: Double

  init(_ figure: Figure, width: Double, style: Style, typesetter: Typesetter) {
    self.style = style
    margin = style.body * (width < 340 ? 0.75 : 1.2)
    let inside = max(1, width - 2 * margin)
    title = typesetter.wrap(figure.title, style.titleFont, to: inside, lines: 3)
    subtitle = typesetter.wrap(figure.subtitle, style.bodyFont, to: inside, lines: 4)
    note = typesetter.wrap(figure.note, style.smallFont, to: inside, lines: 6)
    var header = Double(title.count) * style.titleFont.lineHeight + Double(subtitle.count) * style.bodyFont.lineHeight
    if header > 0 { header += style.gap * 1.6 }
    var footer = Double(note.count) * style.smallFont.lineHeight
    if footer > 0 { footer += style.gap * 1.6 }
    let needed = figure.chart.height(width: inside, style: style, typesetter: typesetter)
    pageHeight = figure.size.height.map(points(millimeters:)) ?? (needed + header + footer + 2 * margin)
    page = Rect(x: 0, y: 0, width: width, height: pageHeight)
    chart = page.inset(left: margin, top: margin + header, right: margin, bottom: margin + footer)
  }

  func draw(on canvas: Canvas) {
    canvas.fill(page.inset(-1), style.theme.background)
    var top = margin
    func write(_ lines: [String], _ font: Font, _ color: Color) {
      for line in lines {
        canvas.text(line, at: Point(margin, top + font.size * 0.93), font, color)
        top += font.lineHeight
      }
    }
    write(title, style.titleFont, style.theme.text)
    write(subtitle, style.bodyFont, style.theme.secondaryText)
    top = pageHeight - margin - Double(note.count) * style.smallFont.lineHeight
    write(note, style.smallFont, style.theme.secondaryText)
  }
}
