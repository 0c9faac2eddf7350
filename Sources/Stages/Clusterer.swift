import Core
import Matrices

/// A method that parts rows into clusters.
public protocol Clusterer: Stage {
  /// False for a method whose result does not depend on the seed: it is fitted once, whatever the seeds.
  var isStochastic: Bool { get }
  /// The same method, cheaper, for the many refits of resampled rows: one start, few iterations.
  var forRefits: Self { get }

  /// Throws what ``cluster(_:_:)`` would throw for the same before it begins.
  ///
  /// - Complexity: O(rows · columns).
  func check(_ rows: Matrix, _ context: StageContext) throws

  /// Clusters rows. The same seed gives the same bits, whatever the number of threads.
  ///
  /// - Throws: an error whose `isOfRows` is true where these rows cannot be clustered so.
  func cluster(_ rows: Matrix, _ context: StageContext) throws -> Clustering

  /// The model that a fit with these settings stored; nil for a method whose models cannot be stored.
  ///
  /// - Throws: ``StoredArraysError`` for arrays that are not those of such a model.
  func model(of stored: StoredArrays) throws -> (any ClusterModel)?
}

extension Clusterer {
  public var isStochastic: Bool { true }
  public var forRefits: Self { self }
  public func model(of stored: StoredArrays) throws -> (any ClusterModel)? { nil }
  public func check(_ rows: Matrix, _ context: StageContext) throws {
    try check(Shape(rows: rows.rows, columns: rows.columns, references: context.referenceShapes))
  }

  /// Throws what clustering these rows with nothing but a seed would throw before it begins.
  public func check(_ rows: Matrix) throws { try check(rows, StageContext(seed: 0)) }

  /// The number of clusters that is asked for; nil for a method that finds its own.
  public var clusterCount: Int? { (self as? any FixedCountClusterer)?.clusters }

  /// Clusters rows with nothing but a seed.
  public func cluster(_ rows: Matrix, seed: Seed) throws -> Clustering {
    try cluster(rows, StageContext(seed: seed))
  }
}

/// A method that is told the number of clusters: a sweep of k sets it, and the number of classes is its default.
public protocol FixedCountClusterer: Clusterer {
  /// The number of clusters; nil for the number of classes.
  var clusters: Int? { get set }
  /// True for a method that minimizes its objective, so that the objective of more clusters is a share of that of one.
  static var minimizesObjective: Bool { get }
}

extension FixedCountClusterer {
  public static var minimizesObjective: Bool { false }

  /// The number of clusters, which a run has filled in.
  ///
  /// - Throws: ``StageError`` where there is none.
  public func requiredClusters() throws(StageError) -> Int {
    guard let clusters else { throw StageError(Self.name, .parameterNeeded("k")) }
    return clusters
  }
}
