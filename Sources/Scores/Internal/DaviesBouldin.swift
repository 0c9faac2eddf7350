import Core
import Matrices

/// The Davies–Bouldin index: the widths of each cluster and of the neighbor that it overlaps most, relative to the
/// distance of their centers, averaged over the clusters. Lower is better.
///
/// It is 0 when no cluster has any width or all centers coincide; one pair of coinciding centers counts as infinitely
/// far apart. scikit-learn does the same but takes anything below 1e-8 for zero, whatever the unit; here it is zero
/// itself. Davies and Bouldin, "A cluster separation measure", 1979.
/// - Complexity: O(rows · columns + clusters² · columns).
public struct DaviesBouldin: InternalScore {
  public let name = "davies-bouldin"
  public let title = "Davies–Bouldin index"
  public var meaning: String {
    "spread of the clusters against the distance between them; lower is better"
  }
  public var range: ClosedRange<Double> { 0...Double.infinity }
  public var higherIsBetter: Bool { false }

  /// Makes the score.
  public init() {}

  public func score(_ rows: Matrix, _ partition: Partition) throws -> InternalScoreResult {
    let clustered = try ClusteredRows(rows, partition, for: title)
    let clusters = clustered.mapClusters(rows) { members, center in
      rows.withExactRows { block in
        let sum = members.reduce(0) {
          $0 + block.squaredDistance(fromRow: $1, to: center).squareRoot()
        }
        return (center: center, width: sum / Double(members.count))
      }
    }
    let worst = Parallel.mapChunks(of: clusters.count, size: 1) { cluster, _ in
      let own = clusters[cluster]
      var worst = 0.0
      for (position, other) in clusters.enumerated() where position != cluster {
        let distance = squaredDistance(own.center, other.center).squareRoot()
        if distance > 0 { worst = max(worst, (own.width + other.width) / distance) }
      }
      return worst
    }
    return InternalScoreResult(
      worst.reduce(0, +) / Double(worst.count), on: clustered, title: title)
  }
}
