import Core
import Matrices
import Stages

/// The centers that ``BalancedKMeans`` found, with the price of each: a row belongs where its squared distance less the
/// price is least. New rows fall into the same regions as those of the fit (power diagrams: Aurenhammer, Hoffmann and
/// Aronov, "Minkowski-type theorems and least-squares clustering", 1998), in whatever numbers.
public struct BalancedModel: ClusterModel {
  /// The centers in `Double`, in the frame of the rows of the fit.
  let centers: Centers
  private let frame: Frame
  /// The prices, in stored units.
  private let prices: [Double]

  init(_ centers: Centers, prices: [Double], frame: Frame) {
    (self.centers, self.prices, self.frame) = (centers, prices, frame)
  }

  public var stored: StoredArrays? {
    var arrays = StoredArrays([
      "centers": .init(centers.values, shape: [centers.clusters, centers.columns]), "prices": .init(prices),
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
    prices = try stored.list("prices", count: centers.clusters)
    frame = try stored.frame(columns: centers.columns)
  }

  /// Returns the cluster of each row; the lowest of equals.
  ///
  /// - Throws: ``ClusteringError`` when the columns are not those of the fit, or an entry is not finite.
  /// - Complexity: O(rows · clusters · columns).
  public func predict(_ rows: Matrix) throws -> Partition {
    guard rows.columns == centers.columns else {
      throw ClusteringError(.columnsDiffer(expected: centers.columns, found: rows.columns))
    }
    try requireFinite(rows)
    let (clusters, moved) = (centers.clusters, centers.moved(from: frame, to: rows.frame))
    let prices = prices.map { $0.scaled(byPowerOfTwo: 2 * (frame.exponent - rows.frame.exponent)) }
    let labels = Buffer<Int32>(count: rows.rows)
    CenterDistances(rows).forEachChunk(moved) { range, squares in
      for row in range {
        let line = squares + (row - range.lowerBound) * clusters
        labels[row] = BalancedAssignment.cheapest(line, prices, clusters: clusters)
      }
    }
    return Partition(labels: (0..<rows.rows).map { labels[$0] }, clusters: clusters)
  }
}

extension BalancedKMeans {
  public func model(of stored: StoredArrays) throws -> (any ClusterModel)? { try BalancedModel(of: stored) }
}
