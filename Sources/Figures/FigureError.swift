import Core

/// The reason why a figure could not be drawn.
package struct FigureError: ExplainedError, Equatable {
  package enum Reason: Sendable, Equatable {
    /// There is nothing to draw; the text says what is missing.
    case noData(String)
    /// Two things that belong together differ in number.
    case countMismatch(what: String, expected: Int, found: Int)
    /// A number that refers to something beyond its end.
    case outOfRange(what: String, value: Int, count: Int)
    /// Positions that are not a table of two columns.
    case notPlanar(columns: Int)
    /// A size in millimetres or dots per inch that is not positive and finite.
    case badSize(what: String, value: Double)
    /// A text without a size.
    case unknownSize(String)
    /// More pixels along a side than cairo can draw.
    case tooManyPixels(side: String, pixels: Double, limit: Int)
    /// A file whose ending names no format.
    case unknownFormat(path: String)
    /// cairo reported an error.
    case rendering(String)
  }

  package let reason: Reason

  package init(_ reason: Reason) { self.reason = reason }

  /// True where the call asked for something impossible; false where the data cannot be drawn.
  package var isWrongUsage: Bool {
    switch reason {
    case .badSize, .unknownSize, .unknownFormat, .tooManyPixels: true
    default: false
    }
  }
}

extension FigureError {
  package var failure: String {
    switch reason {
    case .unknownFormat(let path): "cannot write \(path)"
    default: "cannot draw the figure"
    }
  }

  package var cause: String {
    switch reason {
    case .noData(let what): what
    case .countMismatch(let what, let expected, let found):
      "\(what): expected \(expected.grouped), found \(found.grouped)"
    case .outOfRange(let what, let value, let count):
      count == 0 ? "\(what) is \(value), but there are none" : "\(what) is \(value), expected 0 to \(count - 1)"
    case .notPlanar(let columns): "expected positions of 2 columns, found \(columns)"
    case .badSize(let what, let value): "\(what) is \(value), expected a positive number"
    case .unknownSize(let text):
      "the size is \"\(text)\", expected a name or sides from 20 to 2,000 mm"
    case .tooManyPixels(let side, let pixels, let limit):
      "its \(side) would be \(pixels < 1e15 ? String(Int(pixels)) : String(pixels)) pixels; the limit is \(limit)"
    case .unknownFormat(let path):
      "the ending of \(path.split(separator: "/").last ?? "the file name") is not .png, .pdf or .svg"
    case .rendering(let message): "cairo reports: \(message)"
    }
  }

  package var hint: String {
    switch reason {
    case .noData: "check that the run has finished and that the labels are not all missing"
    case .countMismatch, .outOfRange: "check that labels, names and data come from the same run"
    case .notPlanar: "reduce to two dimensions first, for example with t-SNE"
    case .badSize: "give a positive number"
    case .unknownSize(let text):
      (Nearest.of(text, in: ["column", "page", "slide"]).map { "did you mean \($0)? " } ?? "")
        + "give column, page, slide, or millimetres such as 120mm or 120x80mm"
    case .tooManyPixels: "lower the resolution or the size, draw fewer rows, or write .pdf or .svg"
    case .unknownFormat: "name the file .png, .pdf or .svg"
    case .rendering: "try another size or format"
    }
  }
}
