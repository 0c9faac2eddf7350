import Core
import Matrices

extension Partition {
  /// Returns the partition with every row of noise in the cluster of its nearest clustered row; of equally near ones the
  /// lowest row counts. A partition without noise, or of noise alone, is returned as it is.
  ///
  /// - Parameters:
  ///   - rows: the rows that were clustered, one a label; none of zeros for the cosine.
  ///   - isCosine: true for the cosine distance in place of the Euclidean one.
  /// - Complexity: O(noise · rows · columns).
  func noiseAtNearest(_ rows: Matrix, isCosine: Bool) -> Partition {
    let clustered = labels.indices.filter { labels[$0] >= 0 }
    let noise = labels.indices.filter { labels[$0] == Partition.noise }
    guard !clustered.isEmpty, !noise.isEmpty else { return self }
    let found = MeasuredRows(rows, isCosine: isCosine).withMeasure { measure in
      Parallel.mapChunks(of: noise.count, size: 16) { _, range in
        range.map { position in
          var nearest = (distance: Double.infinity, label: labels[clustered[0]])
          for row in clustered {
            let distance = measure.square(noise[position], row)
            if distance < nearest.distance { nearest = (distance, labels[row]) }
          }
          return nearest.label
        }
      }
    }
    var assigned = labels
    for (row, label) in zip(noise, found.joined()) { assigned[row] = label }
    return Partition(labels: assigned, clusters: clusters)
  }
}
