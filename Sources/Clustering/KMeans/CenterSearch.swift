import Core
import Matrices

/// A search of the rows of one space for the nearest of centers, whose memory serves from search to search.
final class CenterSearch {
  let space: CenteredRows
  private let grouping: ClusterGroups
  private let bounds: RowBounds
  /// The centers of each search are new: no bound is kept from the one before.
  private let movement: CenterMovement
  /// The last search that each row was named in, and the number of searches.
  private var namedIn: [Int32] = []
  private var searches: Int32 = 0

  init(_ space: CenteredRows, clusters: Int) {
    self.space = space
    grouping = ClusterGroups(ofAll: clusters)
    bounds = RowBounds(rows: space.rows.rows, groups: grouping.count)
    movement = CenterMovement(clusters: clusters, groups: grouping.count)
  }

  /// Returns the center nearest to each row; the lowest of equals.
  func nearest(_ centers: Centers) -> [Int32] {
    let (rows, assignment) = (space.rows.rows, assignment(centers))
    // Few rows are cut finer, so that all threads have some.
    forEachChunk(of: rows, size: rows < 8 * 768 ? 128 : 768) { range, workspace in
      _ = assignment.assign(range, bounds, workspace)
    }
    return Array(UnsafeBufferPointer(start: bounds.labels.base, count: rows))
  }

  /// Returns the center nearest to each of some rows, which may be named several times.
  func nearest(_ centers: Centers, to rows: [Int]) -> [Int32] {
    precondition(rows.allSatisfy { $0 >= 0 && $0 < space.rows.rows })
    // Each once, so that no two threads write the same label.
    let different = eachOnce(rows)
    let assignment = assignment(centers)
    // Sixty-four rows of a thousand columns stay in the second-level cache, for all panels of centers.
    forEachChunk(of: different.count, size: 64) { range, workspace in
      assignment.assign(different[range], bounds, workspace)
    }
    return rows.map { bounds.labels[$0] }
  }

  /// Returns the rows in their order, without those that have been before.
  private func eachOnce(_ rows: [Int]) -> [Int32] {
    if namedIn.isEmpty { namedIn = [Int32](repeating: 0, count: space.rows.rows) }
    searches += 1
    var different: [Int32] = []
    different.reserveCapacity(rows.count)
    for row in rows where namedIn[row] != searches {
      namedIn[row] = searches
      different.append(Int32(truncatingIfNeeded: row))
    }
    return different
  }

  private func assignment(_ centers: Centers) -> BoundedAssignment {
    BoundedAssignment(
      space: space, subspace: nil, grouping: grouping, centers: centers,
      panels: CenterPanels(centers, in: space, leading: nil), clusterMovement: movement.ofClusters,
      groupMovement: movement.ofGroups, isFirst: true)
  }

  private func forEachChunk(of count: Int, size: Int, _ body: (Range<Int>, ChunkWorkspace) -> Void) {
    Parallel.forEachChunk(of: count, size: size) { _, range in
      body(range, ChunkWorkspace(capacity: range.count, groups: grouping.count))
    }
  }
}
