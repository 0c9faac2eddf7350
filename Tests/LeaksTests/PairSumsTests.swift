import Leaks
import Testing

/// The moments of the agreement of two weightings of pairs, against all orders of the rows.
@Suite struct PairSumsTests {
  /// Symmetric weights from 0 to 2.
  private static func weights(_ rows: Int, _ step: Int) -> [[Double]] {
    (0..<rows).map { row in
      (0..<rows).map { other in row == other ? 0 : Double((min(row, other) * step + max(row, other) * 5) % 7 % 3) }
    }
  }

  private static func orders(_ rows: Int) -> [[Int]] {
    rows == 0 ? [[]] : orders(rows - 1).flatMap { order in (0..<rows).map { order[..<$0] + [rows - 1] + order[$0...] } }
  }

  private static func sums(_ weights: [[Double]]) -> PairSums {
    PairSums(
      ofRows: weights.map { $0.reduce(0, +) }, squares: weights.joined().reduce(0) { $0 + $1 * $1 })
  }

  private static func agreement(_ one: [[Double]], _ other: [[Double]], _ order: [Int]) -> Double {
    var sum = 0.0
    for row in order.indices {
      for column in order.indices { sum += one[row][column] * other[order[row]][order[column]] }
    }
    return sum
  }

  @Test(arguments: [4, 6, 7]) func theMomentsAreThoseOfAllOrders(rows: Int) throws {
    let (one, other) = (Self.weights(rows, 3), Self.weights(rows, 11))
    let all = Self.orders(rows).map { Self.agreement(one, other, $0) }
    let mean = all.reduce(0, +) / Double(all.count)
    let variance = all.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(all.count)
    #expect(variance > 0.1)
    let found = Self.sums(one).agreement(with: Self.sums(other))
    #expect(abs(found.mean - mean) < 1e-9 && abs(found.variance - variance) < 1e-9)
    let excess = try #require(Self.sums(one).excess(of: mean + 1, with: Self.sums(other)))
    #expect(abs(excess - 1 / variance.squareRoot()) < 1e-9)
  }

  @Test func labelsAreTheWeightsOfRowsOfOneClass() {
    let labels: [Int32] = [0, 1, 0, -1, 0, 1, -1]
    let weights = labels.indices.map { row in
      labels.indices.map { $0 != row && labels[row] >= 0 && labels[row] == labels[$0] ? 1.0 : 0 }
    }
    let other = Self.sums(Self.weights(7, 3))
    #expect(PairSums(labels: labels).agreement(with: other) == Self.sums(weights).agreement(with: other))
  }

  @Test func aClassOfAllRowsTellsNothing() {
    let other = Self.sums(Self.weights(7, 3))
    #expect(PairSums(labels: [Int32](repeating: 0, count: 7)).excess(of: 1, with: other) == nil)
    #expect(PairSums(labels: [0, 1, 2, 3, 4, 5, 6]).excess(of: 1, with: other) == nil)
  }
}
