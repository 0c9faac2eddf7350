/// A chart of parts that can stand on several pages.
package protocol PagedChart: Chart {
  /// The number of parts, in their order.
  var partCount: Int { get }

  /// Returns the chart of some parts alone.
  func parts(_ range: Range<Int>) -> Self
}

extension FigureSize {
  /// The height of a page's text with room for a caption, in millimetres.
  package static let pageHeight = 220.0
}

extension Figure {
  /// The same figure without its title, subtitle and note, which a caption has instead.
  package var untitled: Figure { Figure(chart, size: size, theme: theme) }

  /// The height on paper in millimetres.
  package var height: Double {
    if let height = size.height { return height }
    let (typesetter, width) = (Typesetter(), points(millimeters: size.width))
    let style = Style(theme: theme, width: width)
    return FrameLayout(self, width: width, style: style, typesetter: typesetter).pageHeight * 25.4 / 72
  }

  /// Returns figures of at most a height in millimetres, with as many parts of the chart on each as fit.
  ///
  /// A part that is higher by itself stands alone, and a chart without parts stays whole.
  package func pages(tallest: Double) throws -> [Figure] {
    try chart.validate()
    guard height > tallest, let paged = chart as? any PagedChart else { return [self] }
    var pages: [Figure] = []
    var start = 0
    while start < paged.partCount {
      var (page, end) = (showing(paged.parts(start..<start + 1)), start + 1)
      while end < paged.partCount {
        let longer = showing(paged.parts(start..<end + 1))
        guard longer.height <= tallest else { break }
        (page, end) = (longer, end + 1)
      }
      pages.append(page)
      start = end
    }
    return pages
  }

  private func showing(_ chart: any Chart) -> Figure {
    var figure = self
    figure.chart = chart
    return figure
  }
}

extension ScatterPanels: PagedChart {
  package var partCount: Int { panels.count }

  package func parts(_ range: Range<Int>) -> ScatterPanels {
    ScatterPanels(rows: rows.slices(range, \.panels.count).map { Row(title: $0.title, panels: Array($0.panels[$1])) })
  }
}

extension AgreementChart: PagedChart {
  package var partCount: Int { rows.reduce(0) { $0 + $1.panels.count } }

  package func parts(_ range: Range<Int>) -> AgreementChart {
    AgreementChart(
      measure: measure,
      rows: rows.slices(range, \.panels.count).map { Row(title: $0.title, panels: Array($0.panels[$1])) })
  }
}

extension ScoreChart: PagedChart {
  package var partCount: Int { scores.count }

  package func parts(_ range: Range<Int>) -> ScoreChart {
    ScoreChart(
      scores: Array(scores[range]),
      methods: methods.map { method in
        Method(
          space: method.space, clusterer: method.clusterer, values: Array(method.values[range]),
          intervals: method.intervals.isEmpty ? [] : Array(method.intervals[range]))
      })
  }
}

extension ClusterCards: PagedChart {
  package var partCount: Int { cards.count }

  package func parts(_ range: Range<Int>) -> ClusterCards {
    ClusterCards(cards: Array(cards[range]), images: images, classes: classes)
  }
}

extension LinePanels: PagedChart {
  package var partCount: Int { panels.count }

  package func parts(_ range: Range<Int>) -> LinePanels { LinePanels(Array(panels[range])) }
}

extension Array {
  /// The elements that have a part in a range, each with its parts there, counted from its first.
  fileprivate func slices(_ range: Range<Int>, _ count: (Element) -> Int) -> [(Element, Range<Int>)] {
    var first = 0
    return compactMap { element in
      defer { first += count(element) }
      let own = range.clamped(to: first..<first + count(element))
      return own.isEmpty ? nil : (element, own.lowerBound - first..<own.upperBound - first)
    }
  }
}
