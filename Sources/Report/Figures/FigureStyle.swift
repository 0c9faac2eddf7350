import Figures

/// The formats, the colours and the size of a run's figures.
package struct FigureStyle: Sendable {
  /// Each with the ending of its files.
  let formats: [(ending: String, format: FigureFormat)]
  let theme: Theme
  /// Nil for that of each figure.
  let size: FigureSize?
  /// False for figures without title, subtitle and note.
  var hasTitle = true
  /// The height in millimetres above which a figure is split into several; nil for any height.
  var tallest: Double?

  /// The height of a page's text with room for a caption, in millimetres.
  package static let pageHeight = FigureSize.pageHeight

  /// PNG of 200 dots per inch, dark on white, as wide as a page.
  package init() {
    formats = [("png", .png())]
    theme = .light
    size = nil
  }

  /// - Parameters:
  ///   - formats: `png`, `pdf`, `svg`.
  ///   - dark: true for light on near-black.
  ///   - size: `column`, `page`, `slide`, or millimetres such as `120mm` and `120x80mm`; nil for a page.
  ///   - dpi: the resolution of a PNG.
  ///   - hasTitle: false for figures without title, subtitle and note.
  ///   - tallest: the height in millimetres above which a figure is split into several; nil for any height.
  /// - Throws: `FigureError` for an unknown format or size.
  package init(
    formats: [String], dark: Bool = false, size: String? = nil, dpi: Double = 200, hasTitle: Bool = true,
    tallest: Double? = nil
  ) throws {
    self.formats = try formats.map { ($0, try FigureFormat(path: "figure.\($0)", dpi: dpi)) }
    theme = dark ? .dark : .light
    self.size = try size.map { try FigureSize(parsing: $0) }
    self.hasTitle = hasTitle
    self.tallest = tallest
  }

  /// Returns a figure in this style: several where it is higher than a page.
  func applied(to named: RunFigures.Named) throws -> [RunFigures.Named] {
    var figure = hasTitle ? named.figure : named.figure.untitled
    figure.theme = theme
    if let size { figure.size = size }
    let pages = try tallest.map(figure.pages) ?? [figure]
    guard pages.count > 1 else { return [RunFigures.Named(name: named.name, figure: figure)] }
    return pages.enumerated().map { RunFigures.Named(name: "\(named.name)-\($0 + 1)", figure: $1) }
  }
}
