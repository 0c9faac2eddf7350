import Core
import Matrices
import Stages

/// The medoids that ``KMedoids`` found.
public struct KMedoidsModel: ClusterModel {
  /// The medoids, clusters × columns, stored as the rows of the fit are.
  public let medoids: Matrix
  /// The same medoids in `Double`, in the frame of ``medoids``.
  private let exact: Centers

  init(_ medoids: Centers, of rows: Matrix) {
    self.medoids = medoids.stored(like: rows)
    exact = medoids
  }

  public var stored: StoredArrays? {
    var arrays = StoredArrays(["medoids": .init(exact.values, shape: [exact.clusters, exact.columns])])
    arrays.add(medoids.frame)
    return arrays
  }

  /// The model that ``stored`` gives; its medoids are those of the fit to the bit.
  ///
  /// - Throws: `StoredArraysError`.
  init(of stored: StoredArrays) throws {
    let found = try stored.required("medoids", [nil, nil])
    exact = Centers(clusters: found.shape[0], columns: found.shape[1], values: found.values)
    let frame = try stored.frame(columns: exact.columns)
    medoids = exact.stored(like: Matrix(rows: 0, columns: exact.columns).with(frame))
  }

  /// Returns the cluster of the nearest medoid of each row.
  ///
  /// - Throws: ``ClusteringError`` when the columns are not those of the fit, or an entry is not finite.
  /// - Complexity: O(rows · clusters · columns).
  public func predict(_ rows: Matrix) throws -> Partition {
    guard rows.columns == medoids.columns else {
      throw ClusteringError(.columnsDiffer(expected: medoids.columns, found: rows.columns))
    }
    try requireFinite(rows)
    let labels = CenteredRows(rows).nearest(exact.moved(from: medoids.frame, to: rows.frame))
    return Partition(labels: labels, clusters: medoids.rows)
  }

  /// Returns the sum of the distances of rows of the fit to the medoids of their clusters, in true units.
  func cost(of rows: Matrix, in partition: Partition) -> Double {
    let sum = rows.withExactRows { source in
      exact.withPointer { medoids in
        partition.labels.indices.reduce(0.0) { sum, row in
          let medoid = medoids + Int(partition.labels[row]) * exact.columns
          return sum + source.squaredDistance(row, to: medoid).squareRoot()
        }
      }
    }
    return rows.frame.trueLength(of: sum)
  }
}
