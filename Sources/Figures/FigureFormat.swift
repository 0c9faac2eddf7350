import Foundation

/// A file format of figures.
public enum FigureFormat: Sendable, Hashable {
  /// Pixels, at a resolution in dots per inch.
  case png(dpi: Double = 200)
  /// Vectors, with text as text.
  case pdf
  /// Vectors, with text as text.
  case svg

  /// The format that the ending of `path` names.
  ///
  /// - Throws: ``FigureError`` for any other ending than .png, .pdf or .svg.
  public init(path: String, dpi: Double = 200) throws {
    switch (path as NSString).pathExtension.lowercased() {
    case "png": self = .png(dpi: dpi)
    case "pdf": self = .pdf
    case "svg": self = .svg
    default: throw FigureError(.unknownFormat(path: path))
    }
  }
}

/// The size of a figure on paper, in millimetres.
public struct FigureSize: Sendable, Hashable {
  /// In millimetres.
  public let width: Double
  /// In millimetres; nil lets the chart take the height it needs.
  public let height: Double?

  public init(width: Double, height: Double? = nil) {
    self.width = width
    self.height = height
  }

  /// One column of a two-column paper: 85 mm wide, as high as needed.
  public static let column = FigureSize(width: 85)
  /// The whole width of a page: 175 mm wide, as high as needed.
  public static let page = FigureSize(width: 175)
  /// A slide of 16:9: 254 × 142.875 mm.
  public static let slide = FigureSize(width: 254, height: 142.875)

  /// The size of a name: `column`, `page` or `slide`.
  public init?(name: String) {
    switch name {
    case "column": self = .column
    case "page": self = .page
    case "slide": self = .slide
    default: return nil
    }
  }

  func requirePositive() throws {
    guard width.isFinite, width > 0 else { throw FigureError(.badSize(what: "the width in mm", value: width)) }
    if let height, !(height.isFinite && height > 0) {
      throw FigureError(.badSize(what: "the height in mm", value: height))
    }
  }
}

/// Points (1/72 inch) of a length in millimetres.
func points(millimetres: Double) -> Double { millimetres * 72 / 25.4 }
