/// A height and a width in pixels; a whole number stands for a square.
package struct ImageSize: Sendable, Hashable, ExpressibleByIntegerLiteral, CustomStringConvertible {
  /// The most pixels that a side may have when images are resized.
  static let longestSide = 4_096

  package let height: Int
  package let width: Int

  package init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }

  package init(integerLiteral side: Int) { self.init(height: side, width: side) }

  package var description: String { "\(height) × \(width)" }

  /// The number of pixels.
  var area: Int { height * width }
  /// The number of bytes of an image in RGB.
  var bytes: Int { area * Images.channels }
}
