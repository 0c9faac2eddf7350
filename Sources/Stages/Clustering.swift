import Core
import Matrices

/// The result of a ``Clusterer``; only the partition is needed.
public struct Clustering: Sendable {
  /// The cluster of each row, or noise; with as many clusters as were found.
  public var partition: Partition
  /// The number that the method optimized, for the partition returned.
  public var objective: Objective?
  /// The objective after each iteration.
  public var history: [Double]
  /// False where the iterations ended before they converged; nil for a method without iterations.
  public var converged: Bool?
  /// The fitted model, which can label further rows.
  public var model: (any ClusterModel)?
  /// For each row, how strongly it belongs to its cluster: from 0, as noise does, to 1.
  public var strengths: [Float]?
  /// For each row, how far it is an outlier: from 0 to 1.
  public var outlierScores: [Float]?
  /// The merges of a hierarchical method, (rows − 1) × 4: the two nodes merged, their distance, and the rows below. Nodes
  /// from the number of rows on are earlier merges (SciPy's linkage layout).
  public var tree: Matrix?
  /// Deviations from what was asked.
  public var notices: [Notice]

  public init(
    _ partition: Partition, objective: Objective? = nil, history: [Double] = [], converged: Bool? = nil,
    model: (any ClusterModel)? = nil, strengths: [Float]? = nil, outlierScores: [Float]? = nil, tree: Matrix? = nil,
    notices: [Notice] = []
  ) {
    self.partition = partition
    self.objective = objective
    self.history = history
    self.converged = converged
    self.model = model
    self.strengths = strengths
    self.outlierScores = outlierScores
    self.tree = tree
    self.notices = notices
  }

  /// The name and value of what a method optimizes.
  public struct Objective: Sendable, Hashable {
    /// Such as `inertia`.
    public var name: String
    public var value: Double

    public init(_ name: String, _ value: Double) {
      self.name = name
      self.value = value
    }
  }
}

/// A fitted method: it tells the cluster of any row with the same columns.
public protocol ClusterModel: Sendable {
  /// The cluster of each row.
  ///
  /// - Throws: when the columns are not those of the fit, or an entry is not finite.
  func predict(_ rows: Matrix) throws -> Partition

  /// For each row, how strongly it belongs to the cluster of ``predict(_:)``: from 0 to 1; nil for a model that does not
  /// tell.
  ///
  /// - Throws: as ``predict(_:)``.
  func strengths(_ rows: Matrix) throws -> [Float]?

  /// The arrays of which `Clusterer.model(of:)` makes the model again; nil for one that cannot be stored.
  var stored: StoredArrays? { get }
}

extension ClusterModel {
  public func strengths(_ rows: Matrix) throws -> [Float]? { nil }
  public var stored: StoredArrays? { nil }
}
