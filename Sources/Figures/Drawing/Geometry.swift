/// A position in points (1/72 inch), y growing downwards.
package struct Point: Sendable, Equatable {
  package var x, y: Double

  package init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}

/// An upright rectangle in points; its width and height are never negative.
package struct Rect: Sendable, Equatable {
  package var x, y: Double
  package private(set) var width, height: Double

  package init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = max(0, width)
    self.height = max(0, height)
  }

  package var maxX: Double { x + width }
  package var maxY: Double { y + height }
  package var midX: Double { x + width / 2 }
  package var midY: Double { y + height / 2 }

  /// The rectangle without a border on each side; a negative border makes it larger.
  package func inset(left: Double = 0, top: Double = 0, right: Double = 0, bottom: Double = 0) -> Rect {
    Rect(x: x + left, y: y + top, width: width - left - right, height: height - top - bottom)
  }

  package func inset(_ border: Double) -> Rect {
    inset(left: border, top: border, right: border, bottom: border)
  }

  /// Returns whether the insides overlap; touching sides, up to a rounding error, do not count.
  package func overlaps(_ other: Rect) -> Bool {
    let slack = 1e-6
    return x < other.maxX - slack && other.x < maxX - slack && y < other.maxY - slack && other.y < maxY - slack
  }

  /// Returns whether `other` lies inside, up to a rounding error.
  package func contains(_ other: Rect) -> Bool {
    let slack = 1e-6
    return other.x >= x - slack && other.maxX <= maxX + slack && other.y >= y - slack && other.maxY <= maxY + slack
  }

  /// The smallest rectangle that holds both.
  package func union(_ other: Rect) -> Rect {
    let left = min(x, other.x)
    let top = min(y, other.y)
    return Rect(x: left, y: top, width: max(maxX, other.maxX) - left, height: max(maxY, other.maxY) - top)
  }
}
