import Core
import Matrices

/// A symmetric graph of rows: each row with its nearest ones, with the weight 1 where both have each other and ½ where one
/// has the other, as ½(A + Aᵀ) gives it, or the mean of such graphs. A row has no edge to itself.
package struct NeighborGraph: Sendable {
  package let rows: Int
  /// The beginning of the edges of each row, and at the end their number.
  package let starts: [Int]
  /// The other row of each edge, ascending for each row.
  package let columns: [Int32]
  package let weights: [Double]
  /// The sum of the weights of each row.
  let degrees: [Double]
  /// The connected component of each row, numbered by their first rows.
  let components: [Int32]
  /// The number of rows of each component.
  package let componentSizes: [Int]

  /// Joins each row with some nearest ones.
  ///
  /// - Parameter neighbors: the others that each row has, fewer than rows; 0 for none.
  /// - Complexity: O(rows² · columns), at the speed of a product of matrices.
  package init(of matrix: Matrix, neighbors: Int) {
    let nearest = neighbors > 0 ? matrix.nearestRows(neighbors).indices : []
    self.init(nearest, rows: matrix.rows, neighbors: neighbors)
  }

  /// Joins each row with those of a list, rows × neighbors.
  package init(_ nearest: [Int32], rows: Int, neighbors: Int) {
    var chosenBy = Array(repeating: [Int32](), count: rows)
    for row in 0..<rows {
      for other in nearest[row * neighbors..<(row + 1) * neighbors] { chosenBy[Int(other)].append(Int32(row)) }
    }
    var (starts, columns, weights) = ([0], [Int32](), [Double]())
    for row in 0..<rows {
      let own = nearest[row * neighbors..<(row + 1) * neighbors].sorted()
      Self.merge(own, chosenBy[row], &columns, &weights)
      starts.append(columns.count)
    }
    self.init(starts: starts, columns: columns, weights: weights)
  }

  /// Makes a graph of its edges, which stand at both of their rows with one weight above 0.
  init(starts: [Int], columns: [Int32], weights: [Double]) {
    rows = starts.count - 1
    (self.starts, self.columns, self.weights) = (starts, columns, weights)
    degrees = (0..<rows).map { weights[starts[$0]..<starts[$0 + 1]].reduce(0, +) }
    (components, componentSizes) = Self.components(starts, columns)
  }

  /// Appends the rows of two ascending lists; those in both have the weight 1, others ½.
  private static func merge(
    _ one: [Int32], _ other: [Int32], _ columns: inout [Int32], _ weights: inout [Double]
  ) {
    var (left, right) = (0, 0)
    while left < one.count || right < other.count {
      let a = left < one.count ? one[left] : .max
      let b = right < other.count ? other[right] : .max
      columns.append(min(a, b))
      weights.append(a == b ? 1 : 0.5)
      if a <= b { left += 1 }
      if b <= a { right += 1 }
    }
  }

  private static func components(_ starts: [Int], _ columns: [Int32]) -> ([Int32], [Int]) {
    var sets = DisjointSets(starts.count - 1)
    for row in 0..<starts.count - 1 {
      for edge in starts[row]..<starts[row + 1] { sets.join(row, Int(columns[edge])) }
    }
    let numbers = sets.numbers()
    var sizes = [Int](repeating: 0, count: sets.count)
    for number in numbers { sizes[Int(number)] += 1 }
    return (numbers, sizes)
  }

  /// True where each row has an edge to every other one.
  var isComplete: Bool { columns.count == rows * (rows - 1) }

  /// The weights divided by the square roots of both degrees, D^(−½)·W·D^(−½).
  func normalizedWeights() -> [Double] {
    let factors = degrees.map { $0 > 0 ? 1 / $0.squareRoot() : 0 }
    var values = weights
    for row in 0..<rows {
      for edge in starts[row]..<starts[row + 1] { values[edge] *= factors[row] * factors[Int(columns[edge])] }
    }
    return values
  }

  /// The normalized cut of a partition: the sum over the clusters of the weight that leaves one, as a share of its degrees
  /// (Shi and Malik 2000).
  package func normalizedCut(_ labels: [Int32], clusters: Int) -> Double {
    var (cut, volume) = ([Double](repeating: 0, count: clusters), [Double](repeating: 0, count: clusters))
    for row in 0..<rows {
      let own = labels[row]
      volume[Int(own)] += degrees[row]
      for edge in starts[row]..<starts[row + 1] where labels[Int(columns[edge])] != own {
        cut[Int(own)] += weights[edge]
      }
    }
    return zip(cut, volume).reduce(0) { $1.1 > 0 ? $0 + $1.0 / $1.1 : $0 }
  }
}
