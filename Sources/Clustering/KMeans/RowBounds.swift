import Core
import Matrices

/// The cluster of each row of one restart, and how far the centers may move before the row has to be measured again.
///
/// The bounds are those of Hamerly ("Making k-means even faster", 2010) and, for more than sixteen clusters, of
/// Yinyang k-means (Ding et al., 2015), whose groups of centers are here the panels that are multiplied together. They
/// are stored against the sum of the movements so far, so that rows that are passed over are read and never written.
final class RowBounds {
  /// The cluster of each row; −1 before the first assignment.
  let labels: Buffer<Int32>
  /// The movement of its center, as ``CenterMovement/ofClusters`` sums it, up to which a row keeps its cluster.
  let limits: Buffer<Float>
  /// groups × rows: a lower bound of the distance to every other center of the group, plus the group's movement so far;
  /// empty where there is a single group, whose bound is in the limits.
  let distances: Buffer<Float>
  let rows: Int

  init(rows: Int, groups: Int) {
    self.rows = rows
    labels = Buffer(repeating: -1, count: rows)
    limits = Buffer(repeating: -.infinity, count: rows)
    distances = Buffer(repeating: -.infinity, count: groups > 1 ? rows * groups : 0)
  }
}

/// The division of the clusters into groups: at most eight, each of whole panels of sixteen.
struct ClusterGroups {
  let count: Int
  /// The panels of all groups but the last.
  let panels: Int
  private let clusters: Int

  init(clusters: Int) {
    self.clusters = clusters
    let total = (clusters + 15) / 16
    panels = (total + 7) / 8
    count = (total + panels - 1) / panels
  }

  /// Puts all clusters into one group, for searches that keep no bounds.
  init(ofAll clusters: Int) {
    self.clusters = clusters
    panels = max((clusters + 15) / 16, 1)
    count = 1
  }

  /// A shift where each panel is a group: a division for each row would take as long as the rest of the merge.
  func group(of cluster: Int32) -> Int { panels == 1 ? Int(cluster) >> 4 : Int(cluster) / (16 * panels) }

  func clusters(of group: Int) -> Range<Int> {
    group * 16 * panels..<min((group + 1) * 16 * panels, clusters)
  }
}

/// The distances that the centers of one restart have moved in all iterations so far.
struct CenterMovement {
  private var clusters: [Double]
  private var groups: [Double]

  init(clusters: Int, groups: Int) {
    self.clusters = [Double](repeating: 0, count: clusters)
    self.groups = [Double](repeating: 0, count: groups)
  }

  /// Adds the distances that the centers moved in one iteration.
  mutating func add(_ movements: [Double], _ grouping: ClusterGroups) {
    // A hair more, for the rounding of the movements themselves.
    let movements = movements.map { $0 * 1.000_001 }
    let order = movements.indices.sorted { movements[$0] > movements[$1] }
    for cluster in clusters.indices {
      let other = order.first { $0 != cluster }.map { movements[$0] } ?? 0
      clusters[cluster] += movements[cluster] + other
    }
    for group in groups.indices {
      groups[group] += movements[grouping.clusters(of: group)].max() ?? 0
    }
  }

  /// The movement of each cluster's center plus the largest of the others', summed over the iterations.
  var ofClusters: MovementBounds { MovementBounds(clusters) }

  /// The largest movement in each group, summed over the iterations.
  var ofGroups: MovementBounds { MovementBounds(groups) }
}

/// Movements rounded down, to store limits against, and rounded up, to compare with these: a movement that is large
/// beside a limit must not lengthen it.
struct MovementBounds {
  let least: [Float]
  let most: [Float]

  init(_ movements: [Double]) {
    least = movements.map { Float($0).nextDown }
    most = movements.map { Float($0).nextUp }
  }
}
