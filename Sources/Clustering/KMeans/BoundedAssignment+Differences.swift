import Core
import Matrices

/// The assignment of rows whose nearest centers are too close to each other for products.
extension BoundedAssignment {
  /// Labels the rows that are still listed by distances from differences in `Double`, and sets their bounds.
  ///
  /// - Complexity: O(columns · clusters of the groups in question) a row.
  func settleByDifferences(_ bounds: RowBounds, _ workspace: ChunkWorkspace, _ changes: inout [LabelChange]) {
    guard workspace.count > 0 else { return }
    space.rows.withExactRows { rows in
      withUnsafeTemporaryAllocation(of: NearestCenters.self, capacity: grouping.count) { found in
        for position in 0..<workspace.count {
          let (row, groups) = workspace.undecided(position)
          for group in 0..<grouping.count {
            found.initializeElement(at: group, to: NearestCenters())
            if groups & (1 << UInt8(group)) != 0 { found[group] = nearest(to: row, of: group, rows) }
          }
          settle(row, groups, UnsafeBufferPointer(found), bounds, &changes)
        }
      }
    }
  }

  /// Returns the nearest centers of a group.
  private func nearest(to row: Int, of group: Int, _ rows: ExactRows) -> NearestCenters {
    var found = NearestCenters()
    centers.withPointer { centers in
      for cluster in grouping.clusters(of: group) {
        let square = rows.squaredDistance(row, to: centers + cluster * rows.columns)
        if square < found.square {
          found.next = found.square
          (found.square, found.cluster) = (square, Int32(truncatingIfNeeded: cluster))
        } else {
          found.next = min(found.next, square)
        }
      }
    }
    return found
  }

  /// Writes the label and the bounds of a row.
  private func settle(
    _ row: Int, _ groups: UInt8, _ found: UnsafeBufferPointer<NearestCenters>, _ bounds: RowBounds,
    _ changes: inout [LabelChange]
  ) {
    var best = NearestCenters()
    for group in found where group.square < best.square { best = group }
    var rival = Double.infinity
    for (group, nearest) in found.enumerated() {
      let other: Double
      if groups & (1 << UInt8(group)) != 0 {
        other = (nearest.cluster == best.cluster ? nearest.next : nearest.square).squareRoot() * Self.below
        store(other, row, group, bounds)
      } else {
        other = Double(bounds.distances[group * bounds.rows + row]) - Double(groupMovement.most[group])
      }
      rival = min(rival, other)
    }
    let margin = rival - best.square.squareRoot() / Self.below
    let (old, new) = (bounds.labels[row], best.cluster)
    bounds.limits[row] = Float(margin + Double(clusterMovement.least[Int(new)])).nextDown
    if old != new {
      changes.append(LabelChange(row: Int32(truncatingIfNeeded: row), old: old, new: new))
      bounds.labels[row] = new
    }
  }

  /// Stores a lower bound of the distance to the other centers of a group.
  private func store(_ distance: Double, _ row: Int, _ group: Int, _ bounds: RowBounds) {
    guard grouping.count > 1 else { return }
    bounds.distances[group * bounds.rows + row] = Float(distance + Double(groupMovement.least[group])).nextDown
  }

  /// A factor that covers the rounding of a distance in `Double`.
  private static var below: Double { 1 - 1e-9 }
}

/// The nearest center of a group and its squared distance, and that of the next one.
private struct NearestCenters {
  var cluster: Int32 = -1
  var square = Double.infinity
  var next = Double.infinity
}
