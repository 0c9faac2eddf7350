import Matrices

/// One restart of k-means on its way.
final class Restart {
  /// What is known of the rows.
  let bounds: RowBounds
  /// The sum of the rows of each cluster, clusters × columns.
  let sums: UnsafeMutablePointer<Double>
  private(set) var isFinished = false

  /// The cluster of each row.
  var labels: [Int32] { Array(UnsafeBufferPointer(start: bounds.labels, count: bounds.rows)) }

  private let grouping: ClusterGroups
  private(set) var centers: Matrix
  private var movement: CenterMovement
  private var counts: [Int]
  private(set) var history: [Double] = []
  private(set) var relocations = 0
  /// The centres have come to rest; one more assignment makes the labels theirs.
  private var isClosing = false
  private(set) var converged = false

  init(centers: Matrix, rows: Int) {
    self.centers = centers
    grouping = ClusterGroups(clusters: centers.rows)
    bounds = RowBounds(rows: rows, groups: grouping.count)
    movement = CenterMovement(clusters: centers.rows, groups: grouping.count)
    counts = [Int](repeating: 0, count: centers.rows)
    sums = .allocate(capacity: centers.rows * centers.columns)
    sums.initialize(repeating: 0, count: centers.rows * centers.columns)
  }

  deinit { sums.deallocate() }

  /// The next assignment of rows to the centres.
  func assignment(_ space: CenteredRows, _ subspace: LeadingSubspace?) -> BoundedAssignment {
    BoundedAssignment(
      space: space, subspace: subspace, grouping: grouping,
      centers: CenterPanels(centers, in: space, leading: subspace),
      clusterMovement: movement.ofClusters(), groupMovement: movement.ofGroups(), isFirst: history.isEmpty)
  }

  /// Counts the rows of each cluster after some changes.
  func count(_ changes: [LabelChange]) {
    for change in changes {
      counts[Int(change.new)] += 1
      if change.old >= 0 { counts[Int(change.old)] -= 1 }
    }
  }

  /// Ends the restart after an assignment, or moves its centres.
  func advance(
    _ space: CenteredRows, changed: Bool, spherical: Bool, maximumIterations: Int, threshold: Double
  ) {
    guard !isClosing else {
      isFinished = true
      return
    }
    history.append(inertia(space))
    if !changed {
      (converged, isFinished) = (true, true)
      return
    }
    let moved = moveCenters(space, spherical: spherical)
    converged = moved <= threshold
    isClosing = converged || history.count == maximumIterations
  }

  /// The sum of the squared distances of the rows to their centres, from the sums of the clusters: with c′ = c − m it is
  /// Σ |x − m|² − 2 Σ (S − n·m)·c′ + Σ n |c′|².
  func inertia(_ space: CenteredRows) -> Double {
    let columns = centers.columns
    var total = space.totalSquaredNorm
    centers.withRows { block in
      for cluster in counts.indices {
        let (center, sum, count) = (block.pointer(toRow: cluster), sums + cluster * columns, Double(counts[cluster]))
        for column in 0..<columns {
          let shifted = Double(center[column]) - space.mean[column]
          total += shifted * (count * shifted - 2 * (sum[column] - count * space.mean[column]))
        }
      }
    }
    return max(total, 0)
  }

  /// Puts the centres at the means of their rows; returns the sum of the squared movements.
  private func moveCenters(_ space: CenteredRows, spherical: Bool) -> Double {
    let (clusters, columns, former) = (centers.rows, centers.columns, centers)
    let (sums, counts) = relocatingEmptyClusters(space)
    var moved = Matrix(rows: clusters, columns: columns) { block in
      for cluster in 0..<clusters {
        let scale = 1 / Double(max(counts[cluster], 1))
        for column in 0..<columns {
          block[cluster, column] =
            counts[cluster] > 0 ? Float(sums[cluster * columns + column] * scale) : former[cluster, column]
        }
      }
    }
    if spherical { moved = moved.l2Normalized() }
    let squares = moved.withRows { new in
      former.withRows { old in
        (0..<clusters).map { squaredDistance(new.pointer(toRow: $0), old.pointer(toRow: $0), columns) }
      }
    }
    centers = moved
    movement.add(squares.map { $0.squareRoot() }, grouping)
    return squares.reduce(0, +)
  }

  /// The sums and counts of the clusters, after each empty one was given the row farthest from its centre, taken from
  /// that row's cluster.
  private func relocatingEmptyClusters(_ space: CenteredRows) -> (sums: [Double], counts: [Int]) {
    let columns = centers.columns
    var sums = Array(UnsafeBufferPointer(start: self.sums, count: centers.rows * columns))
    var counts = counts
    let empty = counts.indices.filter { counts[$0] == 0 }
    guard !empty.isEmpty else { return (sums, counts) }
    let distances = squaredDistances(space)
    let farthest = distances.indices.sorted { (-distances[$0], $0) < (-distances[$1], $1) }.prefix(empty.count)
    for (cluster, row) in zip(empty, farthest) {
      let giver = Int(bounds.labels[row])
      guard distances[row] > 0, counts[giver] > 1 else { continue }
      for column in 0..<columns {
        let value = Double(space.rows[row, column])
        sums[giver * columns + column] -= value
        sums[cluster * columns + column] = value
      }
      counts[giver] -= 1
      counts[cluster] = 1
      relocations += 1
    }
    return (sums, counts)
  }

  /// The squared distance of each row to its own centre, from the differences.
  func squaredDistances(_ space: CenteredRows) -> [Double] {
    let (centers, labels) = (centers, bounds.labels)
    return space.rows.withRows { block in
      centers.withRows { centers in
        Parallel.mapChunks(of: block.rows, size: 1024) { _, range in
          range.map {
            squaredDistance(block.pointer(toRow: $0), centers.pointer(toRow: Int(labels[$0])), block.columns)
          }
        }.flatMap(\.self)
      }
    }
  }
}
