/// The elbow of a curve: the point that lies farthest from the chord between the first and the last point, both axes
/// linear and scaled to 0…1.
package enum Elbow {
  /// Returns how far each point lies on the inner side of the chord: below it where the curve falls, above it where the
  /// curve rises. The first and the last point have 0, and a point on the outer side has a negative distance.
  ///
  /// - Parameters:
  ///   - x: the positions, ascending.
  ///   - y: the values, one a position.
  /// - Returns: distances along the y axis, as a share of its range; all 0 where the curve is level, and none where there
  ///   are fewer than three points or a value is not finite.
  package static func distances(x: [Double], y: [Double]) -> [Double] {
    precondition(x.count == y.count, "\(x.count) positions have \(y.count) values")
    guard x.count >= 3, let (start, end) = ends(of: x), let (first, last) = ends(of: y), start < end,
      y.allSatisfy(\.isFinite)
    else { return [] }
    guard first != last else { return [Double](repeating: 0, count: x.count) }
    return zip(x, y).enumerated().map { index, point in
      guard index > 0, index < x.count - 1 else { return 0 }
      let (share, height) = ((point.0 - start) / (end - start), (point.1 - first) / (last - first))
      return height - share
    }
  }

  private static func ends(of values: [Double]) -> (Double, Double)? {
    guard let first = values.first, let last = values.last else { return nil }
    return (first, last)
  }
}
