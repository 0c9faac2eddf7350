import Core
import Matrices

/// Medoids, and the exchange of one after another with the row that lowers the cost.
///
/// One look at the distances of a candidate gives the cost of its exchange with each of the medoids, and the first
/// exchange that pays is made at once (Schubert and Rousseeuw, "Fast and eager k-medoids clustering", 2021).
struct MedoidSearch {
  /// rows × rows.
  private let distances: Matrix
  /// The row that leads each cluster.
  private(set) var medoids: [Int]
  /// The cluster of the nearest medoid of each row; the lowest of equals.
  private var nearest: [Int] = []
  /// The distance to the nearest medoid.
  private var first: [Double] = []
  /// The distance to the second nearest; infinite where there is one medoid.
  private var second: [Double] = []
  /// The sum of the distances of all rows to their nearest medoid, in stored units.
  private(set) var cost = 0.0

  /// Starts from some different rows.
  init(_ distances: Matrix, medoids: [Int]) {
    self.distances = distances
    self.medoids = medoids
    assign()
  }

  /// Offers each row once as a medoid, and returns whether one became one.
  ///
  /// - Complexity: O(rows²), and O(rows · clusters) an exchange.
  mutating func pass() -> Bool {
    var isChanged = false
    for candidate in 0..<distances.rows where !medoids.contains(candidate) {
      let (cluster, change) = bestExchange(candidate)
      // A change within the rounding of the sums could be undone by the next, without end.
      guard change < -1e-12 * cost else { continue }
      medoids[cluster] = candidate
      assign()
      isChanged = true
    }
    return isChanged
  }

  /// The cluster whose medoid the candidate replaces best, and the change of the cost.
  private func bestExchange(_ candidate: Int) -> (cluster: Int, change: Double) {
    // The change whichever medoid goes, and what is added where it is a certain one.
    var common = 0.0
    var own = [Double](repeating: 0, count: medoids.count)
    distances.withRows { block in
      let distances = block.pointer(toRow: candidate)
      for row in nearest.indices {
        let distance = Double(distances[row])
        let gain = min(distance - first[row], 0)
        common += gain
        own[nearest[row]] += min(distance, second[row]) - first[row] - gain
      }
    }
    var best = 0
    for cluster in own.indices where own[cluster] < own[best] { best = cluster }
    return (best, common + own[best])
  }

  private mutating func assign() {
    let rows = distances.rows
    nearest = [Int](repeating: 0, count: rows)
    first = [Double](repeating: .infinity, count: rows)
    second = first
    distances.withRows { block in
      for (cluster, medoid) in medoids.enumerated() {
        let distances = block.pointer(toRow: medoid)
        for row in 0..<rows {
          let distance = Double(distances[row])
          if distance < first[row] {
            (second[row], first[row], nearest[row]) = (first[row], distance, cluster)
          } else if distance < second[row] {
            second[row] = distance
          }
        }
      }
    }
    cost = first.reduce(0, +)
  }
}

extension Matrix {
  /// The distances between all rows, rows × rows, in stored units: from differences, so that equal rows have the distance 0.
  ///
  /// - Complexity: O(rows² · columns).
  func distances() -> Matrix {
    withExactRows { source in
      Matrix(rows: rows, columns: rows) { target in
        Parallel.forEachChunk(of: rows, size: 16) { _, range in
          for row in range {
            for other in 0..<row {
              let distance = Float(source.squaredDistance(row, other).squareRoot())
              // No other chunk has this pair.
              target[row, other] = distance
              target[other, row] = distance
            }
          }
        }
      }
    }
  }
}
