import Foundation

/// A file format of figures.
package enum FigureFormat: Sendable, Hashable {
  /// Pixels, at a resolution in dots per inch.
  case png(dpi: Double = 200)
  /// Vectors, with text as text.
  case pdf
  /// Vectors, with text as text.
  case svg

  /// The format that the ending of `path` names.
  ///
  /// - Throws: ``FigureError`` for any other ending than .png, .pdf or .svg.
  package init(path: String, dpi: Double = 200) throws {
    switch (path as NSString).pathExtension.lowercased() {
    case "png": self = .png(dpi: dpi)
    case "pdf": self = .pdf
    case "svg": self = .svg
    default: throw FigureError(.unknownFormat(path: path))
    }
  }
}

/// The size of a figure on paper, in millimetres.
package struct FigureSize: Sendable, Hashable {
  /// In millimetres.
  package let width: Double
  /// In millimetres; nil lets the chart take the height it needs.
  package let height: Double?

  package init(width: Double, height: Double? = nil) {
    self.width = width
    self.height = height
  }

  /// One column of a two-column paper: 84 mm wide, as high as needed.
  package static let column = FigureSize(width: 84)
  /// The whole width of a page: 174 mm wide, as high as needed.
  package static let page = FigureSize(width: 174)
  /// A slide of 16:9: 254 × 142.875 mm.
  package static let slide = FigureSize(width: 254, height: 142.875)

  /// The size of a name: `column`, `page` or `slide`.
  package init?(name: String) {
    switch name {
    case "column": self = .column
    case "page": self = .page
    case "slide": self = .slide
    default: return nil
    }
  }

  /// The sides that a text may ask for, in millimetres.
  private static let sides = 20.0...2_000

  /// The size of a text: a name, a width such as `120mm`, or a width and a height such as `120x80mm`.
  ///
  /// - Throws: ``FigureError`` for anything else, and for sides below 20 or above 2,000 mm.
  package init(parsing text: String) throws {
    if let named = FigureSize(name: text) {
      self = named
      return
    }
    let sides = text.lowercased().replacingOccurrences(of: "mm", with: "")
      .split(separator: "x", omittingEmptySubsequences: false)
      .map { Double($0.trimmingCharacters(in: .whitespaces)) ?? .nan }
    guard (1...2).contains(sides.count), sides.allSatisfy(Self.sides.contains) else {
      throw FigureError(.unknownSize(text))
    }
    self.init(width: sides[0], height: sides.count == 2 ? sides[1] : nil)
  }

  func requirePositive() throws {
    guard width.isFinite, width > 0 else { throw FigureError(.badSize(what: "the width in mm", value: width)) }
    if let height, !(height.isFinite && height > 0) {
      throw FigureError(.badSize(what: "the height in mm", value: height))
    }
  }
}

/// Points (1/72 inch) of a length in millimetres.
func points(millimeters: Double) -> Double { millimeters * 72 / 25.4 }
