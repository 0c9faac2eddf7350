import Core
import Foundation
import Matrices

/// Tells rows of noise, whose columns are independent of each other, from rows that lie in clusters or along fewer
/// dimensions.
struct ColumnDependence {
  private let rows: Matrix
  private let nearest: NearestNeighbors

  /// - Parameter nearest: the neighbors of the rows.
  init(_ rows: Matrix, _ nearest: NearestNeighbors) {
    self.rows = rows
    self.nearest = nearest
  }

  /// True where the columns depend on each other, by their correlations or by the density of the rows. Fewer than one of a
  /// hundred sets of noise seem to. A single column depends on no other and counts.
  var isFound: Bool { rows.columns == 1 || isCorrelated || isDense }

  private static let mostColumns = 64

  /// True where the squared rank correlations of some columns exceed those of independent ones, whose mean is 1 / rows, by
  /// 3.5 standard errors.
  private var isCorrelated: Bool {
    let columns = stride(from: 0, to: rows.columns, by: (rows.columns - 1) / Self.mostColumns + 1)
    let values = columns.map { column in
      let ranks = Self.ranks((0..<rows.rows).map { rows[$0, column] })
      let middle = Double(ranks.count - 1) / 2
      let length = ranks.reduce(0) { $0 + ($1 - middle) * ($1 - middle) }.squareRoot()
      return ranks.map { length > 0 ? ($0 - middle) / length : 0 }
    }
    var (sum, pairs) = (0.0, 0.0)
    for (position, one) in values.enumerated() {
      for other in values[..<position] {
        let correlation = zip(one, other).reduce(0) { $0 + $1.0 * $1.1 }
        sum += Double(rows.rows) * correlation * correlation
        pairs += 1
      }
    }
    // The cube root of chi-squared over its degrees is nearly normal (Wilson and Hilferty, 1931).
    let variance = 2 / (9 * pairs)
    return cbrt(sum / pairs) > 1 - variance + 3.5 * variance.squareRoot()
  }

  /// The place of each value among the sorted ones, the mean of their places for equal values.
  private static func ranks(_ values: [Float]) -> [Double] {
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    var ranks = [Double](repeating: 0, count: values.count)
    var first = 0
    while first < order.count {
      var end = first + 1
      while end < order.count, values[order[end]] == values[order[first]] { end += 1 }
      for position in first..<end { ranks[order[position]] = Double(first + end - 1) / 2 }
      first = end
    }
    return ranks
  }

  private static let copies = 8

  /// True where rows lie closer together than in copies whose columns are in independent random orders: by five
  /// standard deviations of the copies, which eight of them exceed in less than one of a thousand sets.
  private var isDense: Bool {
    let copies = (0..<Self.copies).map { copy in
      Self.sparseness(NearestNeighbors(of: withShuffledColumns(copy), count: nearest.count))
    }
    let mean = copies.reduce(0, +) / Double(copies.count)
    let variance = copies.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(copies.count - 1)
    return Self.sparseness(nearest) < mean - 5 * variance.squareRoot()
  }

  private func withShuffledColumns(_ copy: Int) -> Matrix {
    let orders = (0..<rows.columns).map { column in
      var stream = Seed(UInt64(copy)).stream("columns in random order", column)
      return stream.sample(rows.rows, of: rows.rows)
    }
    return Matrix((0..<rows.rows).map { row in orders.indices.map { rows[orders[$0][row], $0] } })
  }

  /// The mean logarithm of the squared distance to the farthest neighbor.
  private static func sparseness(_ nearest: NearestNeighbors) -> Double {
    let farthest = stride(from: nearest.count - 1, to: nearest.squaredDistances.count, by: nearest.count)
    let logarithms = farthest.map { log(Double(max(nearest.squaredDistances[$0], .leastNormalMagnitude))) }
    return logarithms.reduce(0, +) / Double(logarithms.count)
  }
}
