import Core
import Matrices

/// A method that parts rows into clusters.
public protocol Clusterer: Stage {
  /// False for a method whose result does not depend on the seed: it is fitted once, whatever the seeds. True unless a
  /// method says otherwise.
  var isStochastic: Bool { get }
  /// True for a partition that is read rather than found, which cannot be found again on other rows: it is neither refitted nor
  /// swept. False unless a method says otherwise.
  var isGiven: Bool { get }
  /// True for a method with parameters that are numbers of rows, such as the least size of a cluster, which ask for more of a
  /// sample than of all rows: its clusters are looked for again on as many rows as there are. False unless a method says
  /// otherwise.
  var countsRows: Bool { get }
  /// True for a method that compares rows by the cosine, by which items that it leaves as noise have their nearest item, too.
  /// False unless a method says otherwise.
  var isCosine: Bool { get }
  /// The parts of its results beside labels of which figures are drawn; none unless a method says otherwise.
  static var details: Set<ClusteringDetail> { get }
  /// The same method, cheaper, for the many refits of resampled rows: one start, few iterations; the method itself
  /// unless it says otherwise.
  var forRefits: Self { get }

  /// Returns the number of free parameters of the fitted model, for information criteria (BIC, AIC); nil, the default, for
  /// a method whose objective is not the mean log-likelihood of the rows in nats.
  ///
  /// - Parameter columns: those of the rows.
  func freeParameters(columns: Int) -> Int?

  /// Throws ``StageError`` where settings contradict each other, whatever the rows; nothing by default. A file's reader
  /// points the error at its parameter.
  func checkCombination() throws(StageError)

  /// Throws what ``cluster(_:_:)`` would throw for the same before it begins; by default what the check of the shape
  /// throws.
  ///
  /// - Parameter rows: items × columns.
  /// - Complexity: O(rows · columns).
  func check(_ rows: Matrix, _ context: StageContext) throws

  /// Clusters rows. The same seed gives the same bits, whatever the number of threads.
  ///
  /// - Parameter rows: items × columns, every entry finite in a run.
  /// - Returns: a partition with one label a row.
  /// - Throws: an error whose `isOfRows` is true where these rows cannot be clustered so.
  func cluster(_ rows: Matrix, _ context: StageContext) throws -> Clustering

  /// Returns the model that a fit with these settings stored; nil for a method whose models cannot be stored, the
  /// default.
  ///
  /// - Throws: ``StoredArraysError`` for arrays that are not those of such a model.
  func model(of stored: StoredArrays) throws -> (any ClusterModel)?
}

extension Clusterer {
  public var isStochastic: Bool { true }
  public var isGiven: Bool { false }
  public var countsRows: Bool { false }
  public var isCosine: Bool { false }
  public static var details: Set<ClusteringDetail> { [] }
  public var forRefits: Self { self }
  public func freeParameters(columns: Int) -> Int? { nil }
  public func checkCombination() throws(StageError) {}
  public func model(of stored: StoredArrays) throws -> (any ClusterModel)? { nil }
  public func check(_ rows: Matrix, _ context: StageContext) throws {
    try check(Shape(rows: rows.rows, columns: rows.columns, references: context.referenceShapes))
  }

  /// Throws what clustering these rows with nothing but a seed would throw before it begins.
  public func check(_ rows: Matrix) throws { try check(rows, StageContext(seed: 0)) }

  /// The number of clusters that is asked for; nil for a method that finds its own.
  public var clusterCount: Int? { (self as? any FixedCountClusterer)?.clusters }

  /// Clusters rows, items × columns, with nothing but a seed.
  ///
  /// - Throws: as ``cluster(_:_:)``.
  public func cluster(_ rows: Matrix, seed: Seed) throws -> Clustering {
    try cluster(rows, StageContext(seed: seed))
  }
}

/// A method that is told the number of clusters. A sweep of k sets it, and a run takes the number of classes where
/// there is none.
public protocol FixedCountClusterer: Clusterer {
  /// The number of clusters; nil for the number of classes.
  var clusters: Int? { get set }
  /// True for settings with which the method finds its own number, so that none is filled in; false unless a method says
  /// otherwise.
  var findsClusters: Bool { get }
  /// True for a method that minimizes its objective, so that the objective of more clusters is a share of that of one;
  /// false unless a method says otherwise.
  static var minimizesObjective: Bool { get }
}

extension FixedCountClusterer {
  public static var minimizesObjective: Bool { false }
  public var findsClusters: Bool { false }

  /// Returns the number of clusters, which a run has filled in.
  ///
  /// - Throws: ``StageError`` with `parameterNeeded` where there is none.
  public func requiredClusters() throws(StageError) -> Int {
    guard let clusters else { throw StageError(Self.name, .parameterNeeded("k")) }
    return clusters
  }
}
