import Matrices

/// Lloyd's iterations of several restarts at once: one pass over the rows assigns them for all restarts, a second one
/// updates the sums of the clusters whose rows changed.
struct LloydBatch {
  /// The end of one restart.
  struct Fit {
    let centers: Matrix
    let labels: [Int32]
    let inertia: Double
    let history: [Double]
    let converged: Bool
    let relocations: Int
  }

  /// One restart on its way.
  private struct Restart {
    let index: Int
    var centers: Matrix
    var counts: [Int]
    var history: [Double] = []
    var relocations = 0
  }

  private let space: CenteredRows
  private let spherical: Bool
  private let clusters: Int
  private var active: [Restart]
  /// The sum of the rows of each cluster, clusters × columns for each active restart, one after the other.
  private var sums: [Double]
  /// The labels of the active restarts, one after the other, and those of the iteration before.
  private var labels: [Int32]
  private var former: [Int32]

  private var count: Int { space.rows.rows }
  private var columns: Int { space.rows.columns }

  init(_ space: CenteredRows, starts: [Matrix], spherical: Bool) {
    self.space = space
    self.spherical = spherical
    clusters = starts[0].rows
    let clusters = clusters
    active = starts.enumerated().map { index, centers in
      Restart(
        index: index, centers: spherical ? centers.l2Normalized() : centers,
        counts: [Int](repeating: 0, count: clusters))
    }
    sums = [Double](repeating: 0, count: starts.count * clusters * space.rows.columns)
    labels = [Int32](repeating: -1, count: starts.count * space.rows.rows)
    former = labels
  }

  /// Iterates until every restart has converged or used up its iterations; the fits are in the order of the starts.
  mutating func run(maximumIterations: Int, threshold: Double) -> [Fit] {
    var fits = [Fit?](repeating: nil, count: active.count)
    for iteration in 1...maximumIterations {
      swap(&labels, &former)
      let inertia = assign()
      updateSums()
      for position in active.indices { active[position].history.append(inertia[position]) }
      var finished: [Int] = []
      for position in active.indices {
        let movement = moveCenters(position)
        let unchanged = labelsOf(position, in: labels) == labelsOf(position, in: former)
        if unchanged || movement <= threshold || iteration == maximumIterations {
          let converged = unchanged || movement <= threshold
          fits[active[position].index] = finish(position, converged: converged, settled: unchanged && movement == 0)
          finished.append(position)
        }
      }
      remove(finished)
      if active.isEmpty { break }
    }
    return fits.compactMap(\.self)
  }

  private func labelsOf(_ position: Int, in array: [Int32]) -> ArraySlice<Int32> {
    array[position * count..<(position + 1) * count]
  }

  /// The sums of one restart, clusters × columns.
  private func sumsOf(_ position: Int) -> [Double] {
    Array(sums[position * clusters * columns..<(position + 1) * clusters * columns])
  }

  /// Labels every row for every active restart; returns each one's inertia.
  private mutating func assign() -> [Double] {
    let assignment = Assignment(centers: active.map(\.centers), around: space.mean, spherical: spherical)
    let (count, sets) = (count, active.count)
    let space = space
    return labels.withUnsafeMutableBufferPointer { labels in
      let labels = labels.baseAddress!
      return space.squaredNorms.withUnsafeBufferPointer { norms in
        space.rows.withRows { block in
          let parts = Parallel.mapChunks(of: count, size: 768) { _, range in
            assignment.assign(block, range, labels: labels, stride: count, norms: norms.baseAddress)
          }
          return (0..<sets).map { set in parts.reduce(0) { $0 + $1[set] } }
        }
      }
    }
  }

  /// Moves the rows that changed their cluster from one sum to the other.
  ///
  /// Each thread has columns of its own and takes the rows in order, so nothing needs to be combined, and after the
  /// first iterations few rows change. The sums are in `Double`: taking away what was added leaves an error of 1e-16.
  private mutating func updateSums() {
    let (count, columns, clusters, sets) = (count, columns, clusters, active.count)
    let space = space
    sums.withUnsafeMutableBufferPointer { sums in
      let sums = sums.baseAddress!
      labels.withUnsafeBufferPointer { labels in
        former.withUnsafeBufferPointer { former in
          space.rows.withRows { block in
            Parallel.forEachChunk(of: columns, size: 64) { _, slice in
              for row in 0..<count {
                let values = block.pointer(toRow: row) + slice.lowerBound
                for set in 0..<sets {
                  let (new, old) = (Int(labels[set * count + row]), Int(former[set * count + row]))
                  guard new != old else { continue }
                  let own = sums + set * clusters * columns + slice.lowerBound
                  add(values, to: own + new * columns, slice.count)
                  if old >= 0 { subtract(values, from: own + old * columns, slice.count) }
                }
              }
            }
          }
        }
      }
    }
    for set in 0..<sets {
      var counts = [Int](repeating: 0, count: clusters)
      for label in labelsOf(set, in: labels) { counts[Int(label)] += 1 }
      active[set].counts = counts
    }
  }

  /// Puts the centres of a restart at the means of their rows; returns the sum of the squared movements.
  private mutating func moveCenters(_ position: Int) -> Double {
    var (sums, counts) = (sumsOf(position), active[position].counts)
    relocateEmptyClusters(position, &sums, &counts)
    let (clusters, columns, former) = (clusters, columns, active[position].centers)
    var movement = 0.0
    var centers = Matrix(rows: clusters, columns: columns) { block in
      for cluster in 0..<clusters {
        for column in 0..<columns {
          block[cluster, column] =
            counts[cluster] > 0
            ? Float(sums[cluster * columns + column] / Double(counts[cluster])) : former[cluster, column]
        }
      }
    }
    if spherical { centers = centers.l2Normalized() }
    centers.withRows { new in
      former.withRows { old in
        for cluster in 0..<clusters {
          movement += squaredDistance(new.pointer(toRow: cluster), old.pointer(toRow: cluster), columns)
        }
      }
    }
    active[position].centers = centers
    return movement
  }

  /// Gives each empty cluster the row farthest from its centre, taken from that row's cluster.
  private mutating func relocateEmptyClusters(_ position: Int, _ sums: inout [Double], _ counts: inout [Int]) {
    let empty = counts.indices.filter { counts[$0] == 0 }
    guard !empty.isEmpty else { return }
    let own = Array(labelsOf(position, in: labels))
    let distances = distancesToCenters(active[position].centers, own)
    let farthest = distances.indices.sorted { (-distances[$0], $0) < (-distances[$1], $1) }.prefix(empty.count)
    for (cluster, row) in zip(empty, farthest) {
      let giver = Int(own[row])
      guard distances[row] > 0, counts[giver] > 1 else { continue }
      for column in 0..<columns {
        let value = Double(space.rows[row, column])
        sums[giver * columns + column] -= value
        sums[cluster * columns + column] = value
      }
      counts[giver] -= 1
      counts[cluster] = 1
      active[position].relocations += 1
    }
  }

  /// The squared distance of each row to its own centre, from the differences.
  private func distancesToCenters(_ centers: Matrix, _ labels: [Int32]) -> [Double] {
    space.rows.withRows { block in
      centers.withRows { centers in
        Parallel.mapChunks(of: count, size: 1024) { _, range in
          range.map {
            squaredDistance(block.pointer(toRow: $0), centers.pointer(toRow: Int(labels[$0])), columns)
          }
        }.flatMap(\.self)
      }
    }
  }

  /// The fit of a restart that has ended: labels of exactly the centres returned, and their inertia.
  private func finish(_ position: Int, converged: Bool, settled: Bool) -> Fit {
    let restart = active[position]
    var own = Array(labelsOf(position, in: labels))
    if !settled {
      let assignment = Assignment(centers: [restart.centers], around: space.mean, spherical: spherical)
      own.withUnsafeMutableBufferPointer { own in
        let own = own.baseAddress!
        space.rows.withRows { block in
          Parallel.forEachChunk(of: count, size: 768) { _, range in
            assignment.assign(block, range, labels: own, stride: count, norms: nil)
          }
        }
      }
    }
    let inertia = distancesToCenters(restart.centers, own).reduce(0, +)
    return Fit(
      centers: restart.centers, labels: own, inertia: inertia, history: restart.history, converged: converged,
      relocations: restart.relocations)
  }

  /// Takes finished restarts out of the batch.
  private mutating func remove(_ positions: [Int]) {
    guard !positions.isEmpty else { return }
    let kept = active.indices.filter { !positions.contains($0) }
    labels = kept.flatMap { labelsOf($0, in: labels) }
    former = kept.flatMap { labelsOf($0, in: former) }
    sums = kept.flatMap { sumsOf($0) }
    active = kept.map { active[$0] }
  }
}

/// Takes `count` numbers away from `sums`.
private func subtract(_ values: UnsafePointer<Float>, from sums: UnsafeMutablePointer<Double>, _ count: Int) {
  for index in 0..<count { sums[index] -= Double(values[index]) }
}
