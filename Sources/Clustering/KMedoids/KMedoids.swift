import Core
import Matrices
import Stages

/// k-medoids: clusters around those of their rows that have the least sum of distances to all rows (Kaufman and
/// Rousseeuw, "Clustering by means of medoids", 1987).
///
/// Distances count as they are, not squared, so that rows far from all others draw a medoid less than a mean. Medoids
/// are drawn at random and then exchanged with other rows while an exchange lowers the cost (`MedoidSearch`).
public struct KMedoids: FixedCountClusterer {
  public static let name = "kmedoids"
  public static let summary = "k-medoids: clusters around one of their rows (Kaufman and Rousseeuw 1987)"
  public static let parameters: [Parameter<KMedoids>] = [
    .integer("k", \.clusters, in: 1..., "the number of clusters; the number of classes where it is left out"),
    .integer(
      "iterations", \.maximumIterations, in: 1..., "the largest number of passes over all rows that may become medoids"),
  ]

  public static let minimizesObjective = true

  /// The number of clusters; nil for the number of classes.
  public var clusters: Int?
  /// The largest number of passes over all rows, at least 1.
  public var maximumIterations: Int

  /// Makes the method; ranges are checked when it is used.
  public init(clusters: Int? = nil, maximumIterations: Int = 100) {
    self.clusters = clusters
    self.maximumIterations = maximumIterations
  }

  public init() { self.init(clusters: nil) }

  public func check(_ rows: Matrix, _ context: StageContext) throws {
    try checkSettings()
    let clusters = try requiredClusters()
    try validate(rows, clusters: clusters)
    try requireDistinctRows(rows, clusters: clusters)
    try requireMemory(rows: rows.rows)
  }

  /// The distances of all pairs are kept.
  private func requireMemory(rows: Int) throws {
    let (needed, overflow) = (rows * MemoryLayout<Float>.size).multipliedReportingOverflow(by: rows)
    guard !overflow, needed <= Memory.left else {
      throw ClusteringError(.distancesTooLarge(rows: rows, needed: overflow ? .max : needed, memory: Memory.left))
    }
  }

  /// Finds the medoids, and puts each row into the cluster of its nearest one.
  ///
  /// - Returns: a partition without noise, the cost (the sum of distances to the medoids, in true units) as the
  ///   objective, and a ``KMedoidsModel``.
  /// - Throws: ``ClusteringError`` where there are fewer rows than clusters, no columns, an entry that is not finite, a
  ///   row longer than 1e15, or too little memory; ``StageError`` for a parameter out of range or a missing number of
  ///   clusters.
  /// - Complexity: O(rows² · columns) once and O(rows²) an iteration; memory O(rows²).
  public func cluster(_ rows: Matrix, _ context: StageContext) throws -> Clustering {
    try checkSettings()
    let clusters = try requiredClusters()
    try validate(rows, clusters: clusters)
    try requireMemory(rows: rows.rows)
    var stream = context.seed.stream("kmedoids")
    var search = MedoidSearch(rows.distances(), medoids: stream.sample(clusters, of: rows.rows))
    var history: [Double] = []
    var converged = false
    while history.count < maximumIterations, !converged {
      converged = !search.pass()
      history.append(rows.frame.trueLength(of: search.cost))
    }
    let model = KMedoidsModel(Centers(rows.selecting(rows: search.medoids)), of: rows)
    let partition = try model.predict(rows)
    return Clustering(
      partition,
      objective: .init("cost", model.cost(of: rows, in: partition)),
      history: history,
      converged: converged,
      model: model,
      notices: notices(of: partition, converged: converged))
  }

  private func notices(of partition: Partition, converged: Bool) -> [Notice] {
    var notices: [Notice] = []
    if !converged {
      notices.append(
        Notice(
          kind: "not-converged", message: "k-medoids stopped after \(maximumIterations) iterations without converging"))
    }
    let used = Set(partition.labels).count
    if used < partition.clusters {
      notices.append(
        Notice(
          kind: "empty-cluster", message: "only \(used) of \(partition.clusters) clusters hold a row at the end"))
    }
    return notices
  }
}

extension KMedoids {
  /// Passes over all pairs of rows until no exchange lowers the cost: from 3 to 5 in nine trials on the emoji, k = 9.
  private static let passes = 5.0
  /// A pair of rows in a pass, beside a multiplication, as is the factor of the columns: both assumed, not yet measured.
  private static let visit = 20.0

  public func cost(_ shape: Shape) -> Cost? {
    let pairs = Double(shape.rows) * Double(shape.rows)
    return Cost(
      operations: pairs * (4 * Double(shape.allColumns) + Self.passes * Self.visit), iteration: pairs * Self.visit,
      bytes: shape.rows * shape.rows * MemoryLayout<Float>.size)
  }

  public func model(of stored: StoredArrays) throws -> (any ClusterModel)? { try KMedoidsModel(of: stored) }
}
