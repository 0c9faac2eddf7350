import Core
import Matrices

/// The result of a ``Clusterer``; only the partition is needed.
public struct Clustering: Sendable {
  /// The cluster of each row, or noise; with as many clusters as were found.
  public var partition: Partition
  /// The number that the method optimized, for the partition returned; nil for a method that optimizes none.
  public var objective: Objective?
  /// The objective after each iteration; empty for a method without iterations.
  public var history: [Double]
  /// The objective that each start reached, in their order; empty for a method that does not compare starts.
  public var startObjectives: [Double] = []
  /// False where the iterations ended before they converged; nil for a method without iterations.
  public var converged: Bool?
  /// The fitted model, which can label further rows; nil for a method without one.
  public var model: (any ClusterModel)?
  /// The strength with which each row belongs to its cluster, from 0, as for noise, to 1; nil for a method without such
  /// numbers.
  public var strengths: [Float]?
  /// The degree to which each row is an outlier, from 0 to 1; nil for a method without such numbers.
  public var outlierScores: [Float]?
  /// The merges of a hierarchical method, (rows − 1) × 4: the two nodes merged, their distance, and the number of rows
  /// below. Nodes from the number of rows on are earlier merges (SciPy's linkage layout). Nil for other methods.
  public var tree: Matrix?
  /// The hierarchy of clusters of at least some rows, (rows + clusters − 1) × 4: a cluster, a row or a cluster that leaves it,
  /// λ = 1/distance at which it does, and the number of rows in it. Clusters are numbered from the number of rows on, the
  /// root first. Nil for other methods.
  public var condensedTree: Matrix?
  /// The distances to a neighbor, by which a density method was told what is dense; nil for other methods.
  public var neighborDistances: NeighborDistances?
  /// Deviations from what was asked.
  public var notices: [Notice]

  /// Makes a result; of all parts only the partition is needed.
  public init(
    _ partition: Partition, objective: Objective? = nil, history: [Double] = [], converged: Bool? = nil,
    model: (any ClusterModel)? = nil, strengths: [Float]? = nil, outlierScores: [Float]? = nil, tree: Matrix? = nil,
    condensedTree: Matrix? = nil, neighborDistances: NeighborDistances? = nil, notices: [Notice] = []
  ) {
    self.partition = partition
    self.objective = objective
    self.history = history
    self.converged = converged
    self.model = model
    self.strengths = strengths
    self.outlierScores = outlierScores
    self.tree = tree
    self.condensedTree = condensedTree
    self.neighborDistances = neighborDistances
    self.notices = notices
  }

  /// The distance of each row to its k-th neighbor, and the distance up to which rows are dense.
  public struct NeighborDistances: Sendable, Hashable {
    /// One distance a row, in true units.
    public var values: [Float]
    /// The neighbor, from 1 for the nearest other row.
    public var neighbor: Int
    /// The distance up to which rows are dense.
    public var threshold: Double

    /// Makes the distances.
    public init(_ values: [Float], neighbor: Int, threshold: Double) {
      self.values = values
      self.neighbor = neighbor
      self.threshold = threshold
    }
  }

  /// The name and value of what a method optimizes.
  public struct Objective: Sendable, Hashable {
    /// The name, such as `inertia`.
    public var name: String
    /// The value for the partition returned, in true units of the rows.
    public var value: Double

    /// Makes an objective.
    public init(_ name: String, _ value: Double) {
      self.name = name
      self.value = value
    }
  }
}

/// A fitted method, which labels any rows with the columns of the fit.
public protocol ClusterModel: Sendable {
  /// Returns the cluster of each row.
  ///
  /// - Parameter rows: any number of rows × the columns of the fit.
  /// - Throws: an ``ExplainedError`` when the columns are not those of the fit, or an entry is not finite.
  func predict(_ rows: Matrix) throws -> Partition

  /// Returns the strength with which each row belongs to the cluster of ``predict(_:)``, from 0 to 1; nil for a model
  /// without such numbers, the default.
  ///
  /// - Throws: as ``predict(_:)``.
  func strengths(_ rows: Matrix) throws -> [Float]?

  /// The arrays of which ``Clusterer/model(of:)`` makes the model again; nil for one that cannot be stored, the
  /// default.
  var stored: StoredArrays? { get }
}

extension ClusterModel {
  public func strengths(_ rows: Matrix) throws -> [Float]? { nil }
  public var stored: StoredArrays? { nil }
}
