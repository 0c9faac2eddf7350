import Core
import Matrices
import Stages

/// The fine centers that ``TwoLevel`` found, with the coarse cluster of each.
public struct TwoLevelModel: ClusterModel {
  /// The fine centers in `Double`, in the frame of the rows of the fit.
  private let centers: Centers
  private let frame: Frame
  /// The coarse cluster of each fine center.
  private let coarse: [Int32]
  private let clusters: Int

  init(_ centers: Centers, coarse: [Int32], clusters: Int, frame: Frame) {
    (self.centers, self.coarse, self.clusters, self.frame) = (centers, coarse, clusters, frame)
  }

  public var stored: StoredArrays? {
    var arrays = StoredArrays([
      "centers": .init(centers.values, shape: [centers.clusters, centers.columns]),
      "coarse": .init(coarse.map(Double.init)), "clusters": .init([Double(clusters)]),
    ])
    arrays.add(frame)
    return arrays
  }

  /// The model that ``stored`` gives.
  ///
  /// - Throws: `StoredArraysError`.
  init(of stored: StoredArrays) throws {
    let found = try stored.required("centers", [nil, nil])
    centers = Centers(clusters: found.shape[0], columns: found.shape[1], values: found.values)
    clusters = Int(exactly: try stored.list("clusters", count: 1)[0]) ?? 0
    let highest = Double(clusters)
    coarse = try stored.list("coarse", count: centers.clusters).map { label in
      guard label >= 0, label < highest, let number = Int32(exactly: label) else {
        throw StoredArraysError(name: "coarse", expected: [found.shape[0]], found: [found.shape[0]])
      }
      return number
    }
    frame = try stored.frame(columns: centers.columns)
  }

  /// Returns the coarse cluster of the nearest fine center of each row; the lowest of equally near ones.
  ///
  /// - Throws: ``ClusteringError`` when the columns are not those of the fit, or an entry is not finite.
  /// - Complexity: O(rows · fine clusters · columns).
  public func predict(_ rows: Matrix) throws -> Partition {
    guard rows.columns == centers.columns else {
      throw ClusteringError(.columnsDiffer(expected: centers.columns, found: rows.columns))
    }
    try requireFinite(rows)
    return partition(fineLabels(of: rows))
  }

  /// The fine cluster of each row.
  func fineLabels(of rows: Matrix) -> [Int32] {
    CenteredRows(rows).nearest(centers.moved(from: frame, to: rows.frame))
  }

  /// The coarse clusters of rows of some fine clusters.
  func partition(_ fine: [Int32]) -> Partition {
    Partition(labels: fine.map { coarse[Int($0)] }, clusters: clusters)
  }
}

extension TwoLevel {
  public func model(of stored: StoredArrays) throws -> (any ClusterModel)? { try TwoLevelModel(of: stored) }
}
