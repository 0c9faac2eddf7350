import Core
import Matrices

/// The silhouette with cosine distances: for each row, how much nearer in direction its own cluster is than the next one,
/// from −1 to 1; the score is the mean over the rows.
///
/// A row that is alone in its cluster has silhouette 0, as has one whose mean distances are all within the rounding of
/// directions, which are 0 by the definition. The cosine distance of two rows is half the squared distance u − v of
/// their unit vectors, and the sum over a cluster is its size times the squared distance from its mean, and its scatter. So
/// all rows are looked at without all pairs, and near directions lose no digits. Rousseeuw, "Silhouettes: a graphical aid to
/// the interpretation and validation of cluster analysis", 1987.
/// - Complexity: O(rows · clusters · columns) time, O((rows + clusters) · columns) memory.
public struct CosineSilhouette: InternalScore {
  public let name = "cosine-silhouette"
  public let title = "Cosine silhouette"
  public var meaning: String {
    "nearness in direction to the own cluster against the nearest other one, from −1 to 1"
  }
  public var range: ClosedRange<Double> { -1...1 }

  /// Makes the score.
  public init() {}

  /// Returns the mean silhouette of the rows that were clustered.
  ///
  /// - Throws: ``ScoreError`` when the numbers of rows differ, an entry is not finite, a row is all zero and has no
  ///   direction, or there are too few or too many clusters.
  public func score(_ rows: Matrix, _ partition: Partition) throws -> InternalScoreResult {
    let clustered = try ClusteredRows(rows, partition, for: title)
    let zeros = rows.zeroRows().count(where: \.self)
    guard zeros == 0 else { throw ScoreError(.noDirection(score: title, rows: zeros)) }
    let clusters = Parallel.mapChunks(of: clustered.clusterCount, size: 1) { cluster, _ in
      Directions(of: clustered.order[clustered.range(of: cluster)], rows)
    }
    let rounding = rows.directionRounding
    let sums = Parallel.mapChunks(of: clusters.count, size: 1) { own, _ in
      clustered.order[clustered.range(of: own)].reduce(0.0) { sum, row in
        sum + Self.silhouette(rows.direction(row), own: own, clusters, rounding: rounding)
      }
    }
    return InternalScoreResult(sums.reduce(0, +) / Double(clustered.order.count), on: clustered, title: title)
  }

  /// The silhouette of a direction in one of the clusters; distances within rounding are equal.
  private static func silhouette(
    _ direction: [Double], own: Int, _ clusters: [Directions], rounding: Double
  ) -> Double {
    guard clusters[own].size > 1 else { return 0 }
    let inner = clusters[own].total(to: direction) / Double(clusters[own].size - 1)
    var outer = Double.infinity
    for other in clusters.indices where other != own {
      outer = min(outer, clusters[other].total(to: direction) / Double(clusters[other].size))
    }
    let larger = max(inner, outer)
    return larger > rounding ? (outer - inner) / larger : 0
  }
}

/// The unit vectors of a cluster's rows, as far as sums of squared distances to them need.
private struct Directions {
  let size: Int
  /// Their mean.
  let center: [Double]
  /// The sum of their squared distances from it.
  let scatter: Double

  init(of rows: ArraySlice<Int>, _ matrix: Matrix) {
    size = rows.count
    // The rounded mean of equal directions is another one, at distances that are rounding alone.
    if let first = rows.first.map(matrix.direction), rows.allSatisfy({ matrix.direction($0) == first }) {
      (center, scatter) = (first, 0)
      return
    }
    var center = [Double](repeating: 0, count: matrix.columns)
    for row in rows {
      let direction = matrix.direction(row)
      for column in center.indices { center[column] += direction[column] }
    }
    for column in center.indices { center[column] /= Double(rows.count) }
    scatter = rows.reduce(0) { sum, row in sum + squaredDistance(matrix.direction(row), center) }
    self.center = center
  }

  /// The sum of the cosine distances to a direction.
  func total(to direction: [Double]) -> Double {
    (Double(size) * squaredDistance(direction, center) + scatter) / 2
  }
}
