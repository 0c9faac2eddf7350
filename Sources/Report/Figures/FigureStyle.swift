import Figures

/// The formats, the colours and the size of a run's figures.
package struct FigureStyle: Sendable {
  /// Each with the ending of its files.
  let formats: [(ending: String, format: FigureFormat)]
  let theme: Theme
  /// Nil for that of each figure.
  let size: FigureSize?

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
  /// - Throws: `FigureError` for an unknown format or size.
  package init(formats: [String], dark: Bool = false, size: String? = nil, dpi: Double = 200) throws {
    self.formats = try formats.map { ($0, try FigureFormat(path: "figure.\($0)", dpi: dpi)) }
    theme = dark ? .dark : .light
    self.size = try size.map { try FigureSize(parsing: $0) }
  }

  func applied(to figure: Figure) -> Figure {
    var figure = figure
    figure.theme = theme
    if let size { figure.size = size }
    return figure
  }
}
