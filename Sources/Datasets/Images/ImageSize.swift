/// A height and a width in pixels; a whole number stands for a square.
public struct ImageSize: Sendable, Hashable, ExpressibleByIntegerLiteral, CustomStringConvertible {
  /// The most pixels that a side may have when images are resized.
  static let longestSide = 4_096

  /// The height in pixels.
  public let height: Int
  /// The width in pixels.
  public let width: Int

  /// Makes a size.
  public init(height: Int, width: Int) {
    self.height = height
    self.width = width
  }

  /// Makes the size of a square.
  public init(integerLiteral side: Int) { self.init(height: side, width: side) }

  public var description: String { "\(height) × \(width)" }

  /// The number of pixels.
  var area: Int { height * width }
  /// The number of bytes of an image in RGB.
  var bytes: Int { area * Images.channels }
}
