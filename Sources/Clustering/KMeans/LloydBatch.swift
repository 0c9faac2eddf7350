import Core
import Matrices

/// Lloyd's iterations of several restarts at once: one pass over the rows assigns them for all restarts, and a second
/// one, over the rows whose label changed, updates the sums of the clusters.
struct LloydBatch {
  private let space: CenteredRows
  private let subspace: LeadingSubspace?
  private let spherical: Bool
  private var active: [Restart]

  /// Rows assigned at a time: their leading coordinates stay in the second-level cache.
  private static let chunk = 1024

  init(_ space: CenteredRows, starts: [Centers], spherical: Bool, maximumIterations: Int) {
    self.space = space
    self.spherical = spherical
    // In the first ten iterations the centers move too far for bounds; on real features the rows left over
    // afterwards amount to about thirty full passes.
    let vectors = starts.reduce(0) { $0 + ($1.clusters + 15) / 16 * 16 }
    // Sparse rows have fewer entries than leading coordinates.
    subspace =
      space.sparse == nil
      ? LeadingSubspace(of: space, work: vectors * max(0, min(maximumIterations - 10, 30))) : nil
    active = starts.map { centers in
      Restart(centers: spherical ? centers.normalized(in: space.rows.frame) : centers, rows: space.rows.rows)
    }
  }

  /// Iterates until every restart has converged or used up its iterations; they keep the order of the starts.
  mutating func run(maximumIterations: Int, threshold: Double) -> [Restart] {
    let restarts = active
    while !active.isEmpty {
      let changes = assign()
      updateSums(changes)
      let (space, spherical) = (space, spherical)
      Parallel.forEachChunk(of: active.count, size: 1) { [active] position, _ in
        active[position].advance(
          space, changed: changes.contains { !$0[position].isEmpty }, spherical: spherical,
          maximumIterations: maximumIterations, threshold: threshold)
      }
      active.removeAll(where: \.isFinished)
    }
    return restarts
  }

  /// Labels every row for every active restart; returns the changes of each chunk, by restart.
  private func assign() -> [[[LabelChange]]] {
    let (space, subspace, active) = (space, subspace, active)
    let assignments = Parallel.mapChunks(of: active.count, size: 1) { position, _ in
      active[position].assignment(space, subspace)
    }
    let groups = assignments[0].grouping.count
    return Parallel.mapChunks(of: space.rows.rows, size: Self.chunk) { _, range in
      let workspace = ChunkWorkspace(capacity: range.count, groups: groups)
      return active.indices.map { assignments[$0].assign(range, active[$0].bounds, workspace) }
    }
  }

  /// Moves the rows that changed their cluster from one sum to the other.
  ///
  /// Each thread has columns of its own and takes the rows in order, so nothing needs to be combined, and the result
  /// is the same however the columns are shared out. The sums are in `Double`: taking away what was added leaves an
  /// error of 1e-16.
  private func updateSums(_ changes: [[[LabelChange]]]) {
    let (active, space, columns) = (active, space, space.rows.columns)
    // Wide slices, because memory is read line after line.
    let width = max(64, (columns / Threads.count + 15) / 16 * 16)
    Parallel.forEachChunk(of: columns, size: width) { _, slice in
      for chunk in changes {
        for (restart, changes) in zip(active, chunk) {
          if let sparse = space.sparse {
            Self.move(changes, of: sparse, between: restart.sums.base, columns, slice)
          } else {
            space.rows.withRows { Self.move(changes, of: $0, between: restart.sums.base, slice) }
          }
        }
      }
    }
    for (position, restart) in active.enumerated() {
      for chunk in changes { restart.count(chunk[position]) }
    }
  }

  private static func move(
    _ changes: [LabelChange], of rows: RowBlock, between sums: UnsafeMutablePointer<Double>, _ slice: Range<Int>
  ) {
    let sums = sums + slice.lowerBound
    for (position, change) in changes.enumerated() {
      if position + 8 < changes.count {
        let next = rows.pointer(toRow: Int(changes[position + 8].row))
        prefetch(next + slice.lowerBound, slice.count)
      }
      let values = rows.pointer(toRow: Int(change.row)) + slice.lowerBound
      add(values, to: sums + Int(change.new) * rows.columns, slice.count)
      if change.old >= 0 { subtract(values, from: sums + Int(change.old) * rows.columns, slice.count) }
    }
  }

  private static func move(
    _ changes: [LabelChange], of rows: SparseRows, between sums: UnsafeMutablePointer<Double>, _ columns: Int,
    _ slice: Range<Int>
  ) {
    for change in changes {
      let row = rows.entries(of: Int(change.row))
      row.add(to: sums + Int(change.new) * columns, in: slice)
      if change.old >= 0 { row.add(to: sums + Int(change.old) * columns, in: slice, times: -1) }
    }
  }
}
