import Core
import Matrices

/// The Calinski–Harabasz index: the variance between the clusters over the variance within, each by its degrees of
/// freedom. It is 1 when no row differs from its cluster's center, as in scikit-learn.
///
/// Caliński and Harabasz, "A dendrite method for cluster analysis", 1974.
/// - Complexity: O(rows · columns).
public struct CalinskiHarabasz: InternalScore {
  public let name = "calinski-harabasz"
  public let title = "Calinski–Harabasz index"
  public var meaning: String {
    "variance between the clusters against the variance within them; higher is better"
  }
  public var range: ClosedRange<Double> { 0...Double.infinity }

  /// Makes the score.
  public init() {}

  public func score(_ rows: Matrix, _ partition: Partition) throws -> InternalScoreResult {
    let clustered = try ClusteredRows(rows, partition, for: title)
    let clusters = clustered.mapClusters(rows) { members, center in
      rows.withExactRows { block in
        (
          size: members.count, center: center,
          within: members.reduce(0) { $0 + block.squaredDistance(fromRow: $1, to: center) }
        )
      }
    }
    let count = Double(clustered.order.count)
    var mean = [Double](repeating: 0, count: rows.columns)
    for cluster in clusters {
      for column in mean.indices {
        mean[column] += cluster.center[column] * Double(cluster.size) / count
      }
    }
    let within = clusters.reduce(0) { $0 + $1.within }
    let between = clusters.reduce(0) { $0 + Double($1.size) * squaredDistance($1.center, mean) }
    let (freeWithin, freeBetween) = (count - Double(clusters.count), Double(clusters.count - 1))
    let value = within == 0 ? 1 : between * freeWithin / (within * freeBetween)
    return InternalScoreResult(value, on: clustered, title: title)
  }
}
