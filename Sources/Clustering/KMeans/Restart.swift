import Core
import Matrices

/// One restart of k-means on its way.
final class Restart {
  /// The labels of the rows and their bounds.
  let bounds: RowBounds
  /// The sum of the rows of each cluster, clusters × columns, without the remainders of the rows.
  let sums: Buffer<Double>
  private(set) var isFinished = false

  /// The cluster of each row.
  var labels: [Int32] { Array(UnsafeBufferPointer(start: bounds.labels.base, count: bounds.rows)) }

  private let grouping: ClusterGroups
  private(set) var centers: Centers
  private var movement: CenterMovement
  private var counts: [Int]
  private(set) var history: [Double] = []
  private(set) var relocations = 0
  /// The centers have come to rest; one more assignment makes the labels theirs.
  private var isClosing = false
  private(set) var converged = false

  init(centers: Centers, rows: Int) {
    self.centers = centers
    grouping = ClusterGroups(clusters: centers.clusters)
    bounds = RowBounds(rows: rows, groups: grouping.count)
    movement = CenterMovement(clusters: centers.clusters, groups: grouping.count)
    counts = [Int](repeating: 0, count: centers.clusters)
    sums = Buffer(repeating: 0, count: centers.clusters * centers.columns)
  }

  /// Returns the next assignment of rows to the centers.
  func assignment(_ space: CenteredRows, _ subspace: LeadingSubspace?) -> BoundedAssignment {
    BoundedAssignment(
      space: space, subspace: subspace, grouping: grouping, centers: centers,
      panels: CenterPanels(centers, in: space, leading: subspace),
      clusterMovement: movement.ofClusters, groupMovement: movement.ofGroups, isFirst: history.isEmpty)
  }

  /// Counts the rows of each cluster after some changes.
  func count(_ changes: [LabelChange]) {
    for change in changes {
      counts[Int(change.new)] += 1
      if change.old >= 0 { counts[Int(change.old)] -= 1 }
    }
  }

  /// Ends the restart after an assignment, or moves its centers.
  func advance(
    _ space: CenteredRows, changed: Bool, spherical: Bool, maximumIterations: Int, threshold: Double
  ) {
    guard !isClosing else {
      isFinished = true
      return
    }
    let inertia = inertia(space)
    history.append(inertia)
    let byDifferences = space.needsDifferences(inertia)
    // The centers of unchanged labels are at rest, unless sums had lost the digits that are needed now.
    guard changed || byDifferences else { return finish() }
    let target = means(space, byDifferences: byDifferences, relocating: changed, spherical: spherical)
    guard changed || target != centers else { return finish() }
    converged = move(to: target) <= threshold
    isClosing = converged || history.count == maximumIterations
  }

  private func finish() { (converged, isFinished) = (true, true) }

  /// Returns the sum of the squared distances of the rows to their centers.
  func inertia(_ space: CenteredRows) -> Double {
    let inertia = inertiaFromSums(space)
    return space.needsDifferences(inertia) ? squaredDistances(space).reduce(0, +) : inertia
  }

  /// Returns the inertia from the sums S of the clusters: with c′ = c − m it is
  /// Σ |x − m|² − 2 Σ (S − n·m)·c′ + Σ n |c′|².
  private func inertiaFromSums(_ space: CenteredRows) -> Double {
    let columns = centers.columns
    var total = space.totalSquaredNorm
    centers.withPointer { centers in
      for cluster in counts.indices {
        let (center, sum, count) = (centers + cluster * columns, sums + cluster * columns, Double(counts[cluster]))
        for column in 0..<columns {
          let shifted = center[column] - space.mean[column]
          total += shifted * (count * shifted - 2 * (sum[column] - count * space.mean[column]))
        }
      }
    }
    return max(total, 0)
  }

  /// Moves the centers; returns the sum of the squared movements.
  private func move(to target: Centers) -> Double {
    let squares = target.squaredDistances(to: centers)
    centers = target
    movement.add(squares.map { $0.squareRoot() }, grouping)
    return squares.reduce(0, +)
  }

  /// Returns the means of the clusters' rows.
  ///
  /// - Parameter relocating: makes each empty cluster take the row farthest from its center.
  private func means(_ space: CenteredRows, byDifferences: Bool, relocating: Bool, spherical: Bool) -> Centers {
    var counts = counts
    let relocated = relocating ? relocatedRows(space, &counts) : []
    let means: Centers
    if byDifferences {
      var labels = labels
      for change in relocated { labels[Int(change.row)] = change.new }
      means = space.means(labels, counts: counts, former: centers)
    } else {
      means = meansFromSums(space, relocated, counts)
    }
    return spherical ? means.normalized(in: space.rows.frame) : means
  }

  private func meansFromSums(_ space: CenteredRows, _ relocated: [LabelChange], _ counts: [Int]) -> Centers {
    let columns = centers.columns
    var means = Array(UnsafeBufferPointer(start: sums.base, count: sums.count))
    for change in relocated {
      for column in 0..<columns {
        let value = Double(space.rows[Int(change.row), column])
        means[Int(change.old) * columns + column] -= value
        means[Int(change.new) * columns + column] = value
      }
    }
    for cluster in counts.indices {
      let (count, former) = (Double(counts[cluster]), centers.values)
      for index in cluster * columns..<(cluster + 1) * columns {
        means[index] = count > 0 ? means[index] / count : former[index]
      }
    }
    return Centers(clusters: centers.clusters, columns: columns, values: means)
  }

  /// Returns the rows that empty clusters take from others: the farthest from their centers.
  private func relocatedRows(_ space: CenteredRows, _ counts: inout [Int]) -> [LabelChange] {
    let empty = counts.indices.filter { counts[$0] == 0 }
    guard !empty.isEmpty else { return [] }
    let distances = squaredDistances(space)
    let farthest = distances.indices.sorted { (-distances[$0], $0) < (-distances[$1], $1) }.prefix(empty.count)
    var relocated: [LabelChange] = []
    for (cluster, row) in zip(empty, farthest) {
      let giver = bounds.labels[row]
      guard distances[row] > 0, counts[Int(giver)] > 1 else { continue }
      counts[Int(giver)] -= 1
      counts[cluster] = 1
      relocated.append(
        LabelChange(row: Int32(truncatingIfNeeded: row), old: giver, new: Int32(truncatingIfNeeded: cluster)))
    }
    relocations += relocated.count
    return relocated
  }

  /// Returns the squared distance of each row to its own center, from the differences.
  func squaredDistances(_ space: CenteredRows) -> [Double] {
    let (labels, columns) = (bounds.labels.base, centers.columns)
    return space.rows.withExactRows { rows in
      centers.withPointer { centers in
        Parallel.mapChunks(of: rows.rows, size: 1024) { _, range in
          range.map { rows.squaredDistance($0, to: centers + Int(labels[$0]) * columns) }
        }.flatMap(\.self)
      }
    }
  }
}
