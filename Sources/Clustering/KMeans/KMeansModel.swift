import Core
import Matrices
import Stages

/// The centers that ``KMeans`` found.
public struct KMeansModel: ClusterModel {
  /// The centers, clusters × columns, in the frame of the rows of the fit.
  public let centers: Matrix
  /// True where rows are compared by their direction alone.
  public let spherical: Bool
  /// The same centers in `Double`, in the frame of ``centers``.
  let exact: Centers

  init(_ centers: Centers, of rows: Matrix, spherical: Bool) {
    self.centers = centers.stored(like: rows)
    self.spherical = spherical
    exact = centers
  }

  public var stored: StoredArrays? {
    var arrays = StoredArrays(["centers": .init(exact.values, shape: [exact.clusters, exact.columns])])
    arrays.add(centers.frame)
    return arrays
  }

  /// The model that ``stored`` gives; its centers are those of the fit to the bit.
  ///
  /// - Throws: `StoredArraysError`.
  init(of stored: StoredArrays, spherical: Bool) throws {
    let found = try stored.required("centers", [nil, nil])
    exact = Centers(clusters: found.shape[0], columns: found.shape[1], values: found.values)
    let frame = try stored.frame(columns: exact.columns)
    centers = exact.stored(like: Matrix(rows: 0, columns: exact.columns).with(frame))
    self.spherical = spherical
  }

  /// Returns the cluster of the nearest center of each row.
  ///
  /// - Throws: ``ClusteringError`` when the columns are not those of the fit, an entry is not finite, or a row of zeros has no
  ///   direction for spherical clusters.
  /// - Complexity: O(rows · clusters · columns).
  public func predict(_ rows: Matrix) throws -> Partition {
    guard rows.columns == centers.columns else {
      throw ClusteringError(.columnsDiffer(expected: centers.columns, found: rows.columns))
    }
    try requireFinite(rows)
    if spherical { try requireDirections(of: rows) }
    let rows = spherical ? rows.l2Normalized() : rows
    let labels = CenteredRows(rows).nearest(exact.moved(from: centers.frame, to: rows.frame))
    return Partition(labels: labels, clusters: centers.rows)
  }
}

extension KMeans {
  public func model(of stored: StoredArrays) throws -> (any ClusterModel)? {
    try KMeansModel(of: stored, spherical: metric == .spherical)
  }
}
