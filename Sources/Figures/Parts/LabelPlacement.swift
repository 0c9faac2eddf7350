import Foundation

/// Puts texts near their points so that none covers another or leaves the plot; what finds no room is left out.
package struct LabelPlacement {
  package struct Label {
    /// The position of the text in the list given.
    package let index: Int
    package let anchor: Point
    package let box: Rect
    /// True where the text is so far from its point that a line should lead there.
    package var needsLeader: Bool {
      let dx = max(box.x - anchor.x, 0, anchor.x - box.maxX)
      let dy = max(box.y - anchor.y, 0, anchor.y - box.maxY)
      return (dx * dx + dy * dy).squareRoot() > box.height * 0.7
    }
  }

  package let labels: [Label]

  /// - Parameters:
  ///   - anchors: the point of each text; one that is not finite is left out.
  ///   - sizes: width and height of each text in points.
  ///   - order: the texts by importance; the first find room first.
  ///   - area: where texts may be.
  ///   - isClose: true for texts beside their points alone: one that would need a line, would cover a point, or whose middle
  ///     would be nearer to another one, is left out.
  /// - Complexity: O(texts² · 64).
  package init(
    anchors: [Point], sizes: [(width: Double, height: Double)], order: [Int], area: Rect, isClose: Bool = false
  ) {
    var labels: [Label] = []
    for index in order {
      let (anchor, size) = (anchors[index], sizes[index])
      guard anchor.x.isFinite, anchor.y.isFinite, size.width <= area.width else { continue }
      let free = Self.candidates(around: anchor, size).lazy
        .map { Label(index: index, anchor: anchor, box: Self.pushed($0, into: area)) }
        .first { label in
          area.contains(label.box) && !labels.contains { $0.box.overlaps(label.box) }
            && (!isClose || Self.isClose(label, anchors))
        }
      if let free { labels.append(free) }
    }
    self.labels = labels
  }

  /// Returns whether a text stands beside its point and on none, and its middle nearer to no other one.
  private static func isClose(_ label: Label, _ anchors: [Point]) -> Bool {
    func square(_ point: Point) -> Double {
      let (dx, dy) = (point.x - label.box.midX, point.y - label.box.midY)
      return dx * dx + dy * dy
    }
    let own = square(label.anchor)
    func isCovered(_ point: Point) -> Bool {
      let box = label.box
      return point.x > box.x && point.x < box.maxX && point.y > box.y && point.y < box.maxY
    }
    return !label.needsLeader
      && anchors.indices.allSatisfy { !isCovered(anchors[$0]) && ($0 == label.index || !(square(anchors[$0]) < own)) }
  }

  /// The text over its point, then around it in widening rings.
  private static func candidates(around point: Point, _ size: (width: Double, height: Double)) -> [Rect] {
    func box(_ x: Double, _ y: Double) -> Rect {
      Rect(
        x: point.x + x - size.width / 2, y: point.y + y - size.height / 2, width: size.width, height: size.height)
    }
    var boxes = [box(0, 0)]
    for ring in 1...4 {
      let reach = size.height * 0.75 * Double(ring)
      for step in 0..<16 {
        let angle = 2 * .pi * (Double(step) / 16 + 0.75)
        boxes.append(box(cos(angle) * (reach + size.width * 0.2 * Double(ring)), sin(angle) * reach))
      }
    }
    return boxes
  }

  /// The box moved just so far that it lies in the area.
  private static func pushed(_ box: Rect, into area: Rect) -> Rect {
    Rect(
      x: max(area.x, min(box.x, area.maxX - box.width)), y: max(area.y, min(box.y, area.maxY - box.height)),
      width: box.width, height: box.height)
  }

  /// Returns the positions of the largest sizes, the largest first.
  package static func largest(_ count: Int = .max, of sizes: [Int]) -> [Int] {
    Array(sizes.indices.sorted { (sizes[$1], $0) < (sizes[$0], $1) }.prefix(count))
  }

  /// Heights for texts that should stand at `wanted`, each at least `spacing` from the next, within `range`.
  ///
  /// When they cannot all fit, they are spread evenly.
  package static func spread(_ wanted: [Double], spacing: Double, within range: ClosedRange<Double>) -> [Double] {
    let half = spacing / 2
    return spread(
      wanted, heights: wanted.map { _ in spacing }, within: range.lowerBound - half...range.upperBound + half)
  }

  /// The same for labels of several heights, which lie within `range` with all of their height.
  package static func spread(
    _ wanted: [Double], heights: [Double], within range: ClosedRange<Double>
  ) -> [Double] {
    let order = wanted.indices.sorted { (wanted[$0], $0) < (wanted[$1], $1) }
    var result = wanted
    let (room, needed) = (range.upperBound - range.lowerBound, heights.reduce(0, +))
    guard needed <= room else {
      // They overlap evenly: the first and the last stay within.
      let (first, last) = (heights[order[0]] / 2, heights[order[order.count - 1]] / 2)
      let step = max(0, room - first - last) / Double(max(1, wanted.count - 1))
      for (rank, index) in order.enumerated() { result[index] = range.lowerBound + first + Double(rank) * step }
      return result
    }
    var least = range.lowerBound
    for index in order {
      result[index] = max(wanted[index], least + heights[index] / 2)
      least = result[index] + heights[index] / 2
    }
    var most = range.upperBound
    for index in order.reversed() {
      result[index] = min(result[index], most - heights[index] / 2)
      most = result[index] - heights[index] / 2
    }
    return result
  }
}
