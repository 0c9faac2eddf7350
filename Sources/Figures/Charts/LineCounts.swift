/// The numbers beside hollow points: of the values that they rest on.
extension LineLayout {
  /// A number and its place in points.
  package struct Count {
    package let text: String
    package let point: Point
    package let box: Rect
  }

  /// The radius of a point's mark.
  var markRadius: Double { style.body * 0.26 }

  /// The points of a line that are drawn, by their positions.
  private func drawn(_ index: Int) -> [(position: Int, point: Point)] {
    let line = chart.series[index]
    return line.x.indices.filter { line.isDrawn($0, logarithmic: chart.isLogarithmic) }
      .map { ($0, place(of: $0, in: index)) }
  }

  /// Returns the number of each hollow point beside it, where it touches no mark and no other number; one without room is
  /// left out.
  ///
  /// - Complexity: O(hollow points · points).
  package func counts(typesetter: Typesetter) -> [Count] {
    guard chart.hasHollowPoints else { return [] }
    let lines = chart.series.indices.map(drawn)
    let marks = lines.joined().map { Rect(x: $0.point.x, y: $0.point.y, width: 0, height: 0).inset(-markRadius) }
    let area = plot.inset(left: -style.body, top: 0, right: -style.body, bottom: 0)
    var counts: [Count] = []
    for (line, points) in zip(chart.series, lines) {
      for (position, point) in points {
        guard let number = line.fewer[position] else { continue }
        let text = NumberText.count(number)
        let size = (width: typesetter.width(of: text, style.smallFont), height: style.smallFont.capHeight)
        let box = Self.places(around: point, size, apart: markRadius * 1.6).first { box in
          area.contains(box) && !marks.contains(where: box.overlaps) && !counts.contains { box.overlaps($0.box) }
        }
        if let box { counts.append(Count(text: text, point: point, box: box)) }
      }
    }
    return counts
  }

  /// The places of a text around a point: above, below, then at its corners and sides.
  private static func places(
    around point: Point, _ size: (width: Double, height: Double), apart: Double
  ) -> [Rect] {
    let (x, y) = (size.width / 2 + apart, size.height / 2 + apart)
    let steps: [(Double, Double)] = [
      (0, -y), (0, y), (x, -y), (-x, -y), (x, y), (-x, y), (x, 0), (-x, 0), (0, -2 * y), (0, 2 * y),
    ]
    return steps.map { dx, dy in
      Rect(
        x: point.x + dx - size.width / 2, y: point.y + dy - size.height / 2, width: size.width, height: size.height)
    }
  }
}
