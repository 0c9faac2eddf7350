import Core
import Matrices
import Stages

/// The core rows that ``DBSCAN`` found, which reach new rows.
public struct DBSCANModel: ClusterModel {
  /// The core rows.
  private let rows: MeasuredRows
  /// The cluster of each core row.
  private let labels: [Int32]
  /// The squared distance within which rows are neighbors, in stored units.
  private let square: Double
  private let clusters: Int

  init(rows: MeasuredRows, labels: [Int32], square: Double, clusters: Int) {
    (self.rows, self.labels, self.square, self.clusters) = (rows, labels, square, clusters)
  }

  /// Returns the lowest cluster that has a core row within reach of each row, or noise.
  ///
  /// - Throws: ``ClusteringError`` when the columns are not those of the fit, an entry is not finite, or, for the cosine
  ///   distance, rows are all zero.
  /// - Complexity: O(rows · core rows · columns).
  public func predict(_ new: Matrix) throws -> Partition {
    guard new.columns == rows.rows.columns else {
      throw ClusteringError(.columnsDiffer(expected: rows.rows.columns, found: new.columns))
    }
    try validateDensity(new, metric: rows.isCosine ? .cosine : .euclidean)
    let found = rows.matching(new).withMeasure { new in
      rows.withMeasure { cores in
        Parallel.mapChunks(of: new.count, size: 16) { _, range in
          range.map { row -> Int32 in
            var least = Int32.max
            for core in labels.indices where labels[core] < least && new.square(row, cores, core) <= square {
              least = labels[core]
            }
            return least == .max ? Partition.noise : least
          }
        }.flatMap(\.self)
      }
    }
    return Partition(labels: found, clusters: clusters)
  }

  public var stored: StoredArrays? {
    var arrays = StoredArrays([
      "rows": rows.stored, "labels": .init(labels.map(Double.init)), "square": .init([square]),
      "clusters": .init([Double(clusters)]),
    ])
    arrays.add(rows.rows.frame)
    return arrays
  }

  /// The model that ``stored`` gives.
  ///
  /// - Throws: `StoredArraysError`.
  init(of stored: StoredArrays, _ method: DBSCAN) throws {
    let found = try stored.required("rows", [nil, nil])
    let frame = try stored.frame(columns: found.shape[1])
    rows = MeasuredRows(stored: found, frame, isCosine: method.metric == .cosine)
    let known = try stored.list("clusters", count: 1)[0]
    guard let count = Int32(exactly: known), count >= 0 else {
      throw StoredArraysError(name: "clusters", expected: [1], found: [1])
    }
    clusters = Int(count)
    labels = try stored.list("labels", count: found.shape[0]).map { value in
      guard let label = Int32(exactly: value), label >= 0, label < count else {
        throw StoredArraysError(name: "labels", expected: [found.shape[0]], found: [found.shape[0]])
      }
      return label
    }
    square = try stored.list("square", count: 1)[0]
  }
}

extension DBSCAN {
  public func model(of stored: StoredArrays) throws -> (any ClusterModel)? { try DBSCANModel(of: stored, self) }
}
