/// The part of a page that a chart takes, and the sizes and measures that its layout is made by.
package struct ChartArea {
  package let rect: Rect
  /// True where the layout takes the height that it needs; otherwise it keeps within the height of ``rect``.
  package let grows: Bool
  package let style: Style
  package let typesetter: Typesetter

  package init(_ rect: Rect, grows: Bool = false, style: Style, typesetter: Typesetter) {
    (self.rect, self.grows, self.style, self.typesetter) = (rect, grows, style, typesetter)
  }

  /// Returns the width in points of the widest of some texts.
  package func width(ofWidest texts: some Sequence<String>, _ font: Font) -> Double {
    typesetter.width(ofWidest: texts.map(Typesetter.clean), font)
  }

  /// Returns the height of the part between a header and a footer: `wanted` in an area that grows, else the rest.
  package func height(wanted: Double, header: Double, footer: Double) -> Double {
    grows ? wanted : max(1, rect.height - header - footer)
  }

  /// Returns the names with their marks in columns over the whole width, from the height `y` on.
  package func legend(title: String = "", _ names: [String], at y: Double) -> LegendLayout {
    LegendLayout(
      title: title, names: names, origin: Point(rect.x, y), width: rect.width, style: style, typesetter: typesetter)
  }
}

/// The places of a chart's parts in an area.
package protocol ChartLayout {
  associatedtype Subject

  /// Lays out a chart whose data the caller has validated.
  init(_ chart: Subject, in area: ChartArea)

  /// The height in points of all parts together.
  var height: Double { get }
}

/// A chart that one layout measures and draws: its data, a ``ChartLayout`` and one function that draws.
package protocol LaidOutChart: Chart {
  associatedtype Layout: ChartLayout where Layout.Subject == Self

  /// Draws the parts at their places.
  func draw(_ layout: Layout, on canvas: Canvas)
}

extension LaidOutChart {
  package func height(width: Double, style: Style, typesetter: Typesetter) -> Double {
    let page = Rect(x: 0, y: 0, width: width, height: 0)
    return Layout(self, in: ChartArea(page, grows: true, style: style, typesetter: typesetter)).height
  }

  package func draw(in rect: Rect, on canvas: Canvas) {
    draw(Layout(self, in: ChartArea(rect, style: canvas.style, typesetter: canvas.typesetter)), on: canvas)
  }
}
