import Core
import Foundation
import Matrices

/// The points of one panel as they are drawn: fitted into a square, with a size and an opacity that suit how densely
/// they lie, in an order that lets no class hide another.
package struct ScatterCloud {
  package let points: [Point]
  /// The labels of the points that are drawn.
  package let labels: [Int32]
  /// True for each hollow point; empty where none is.
  package let hollow: [Bool]
  package let radius: Double
  package let opacity: Double
  /// Positions in `points`: those without a label first, the others shuffled, always the same way.
  package let order: [Int]

  /// Fits the finite ones of n × 2 positions into `frame`, with equal scales and y upwards.
  package init(_ positions: Matrix, labels: [Int32], hollow: [Bool] = [], in frame: Rect, body: Double) {
    var kept: [(Double, Double)] = []
    var keptLabels: [Int32] = []
    var keptHollow: [Bool] = []
    positions.withRows { rows in
      for row in 0..<rows.rows where rows[row, 0].isFinite && rows[row, 1].isFinite {
        kept.append((Double(rows[row, 0]), Double(rows[row, 1])))
        keptLabels.append(labels[row])
        if !hollow.isEmpty { keptHollow.append(hollow[row]) }
      }
    }
    self.labels = keptLabels
    self.hollow = keptHollow
    points = Self.fitted(kept, into: frame.inset(min(frame.width, frame.height) * 0.035))
    (radius, opacity) = Self.mark(points, in: frame, body: body)
    order = Self.order(keptLabels)
  }

  private static func fitted(_ positions: [(Double, Double)], into frame: Rect) -> [Point] {
    guard let first = positions.first else { return [] }
    var (left, right, low, high) = (first.0, first.0, first.1, first.1)
    for (x, y) in positions {
      (left, right) = (min(left, x), max(right, x))
      (low, high) = (min(low, y), max(high, y))
    }
    let scale = min(
      right > left ? frame.width / (right - left) : .infinity, high > low ? frame.height / (high - low) : .infinity)
    let zoom = scale.isFinite ? scale : 0
    return positions.map { x, y in
      Point(frame.midX + (x - (left + right) / 2) * zoom, frame.midY - (y - (low + high) / 2) * zoom)
    }
  }

  /// The radius follows the usual distance between neighbours where there are points at all.
  private static func mark(_ points: [Point], in frame: Rect, body: Double) -> (radius: Double, opacity: Double) {
    let cells = 40
    var occupied = Set<Int>()
    for point in points {
      let column = Int((point.x - frame.x) / max(frame.width, 1) * Double(cells))
      let row = Int((point.y - frame.y) / max(frame.height, 1) * Double(cells))
      occupied.insert(min(max(row, 0), cells - 1) * cells + min(max(column, 0), cells - 1))
    }
    let share = max(Double(occupied.count) / Double(cells * cells), 0.05)
    let distance = (frame.width * frame.height * share / Double(max(points.count, 1))).squareRoot()
    let radius = min(max(0.48 * distance, body * 0.07), body * 0.33)
    let crowding = min(max(log10(Double(max(points.count, 1)) / 500) / 2, 0), 1)
    return (radius, 0.88 - 0.3 * crowding)
  }

  private static func order(_ labels: [Int32]) -> [Int] {
    var labelled = labels.indices.filter { labels[$0] >= 0 }
    var stream = Seed(0).stream("draw order")
    for position in labelled.indices.dropLast() {
      labelled.swapAt(position, position + stream.integer(below: labelled.count - position))
    }
    return labels.indices.filter { labels[$0] < 0 } + labelled
  }

  /// For each label that occurs the median of its points, the largest group first.
  package var medians: [(label: Int32, center: Point)] {
    var groups: [Int32: [Int]] = [:]
    for (index, label) in labels.enumerated() where label >= 0 { groups[label, default: []].append(index) }
    func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
    return groups.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.map { label, members in
      (label, Point(median(members.map { points[$0].x }), median(members.map { points[$0].y })))
    }
  }
}
