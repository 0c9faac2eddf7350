import Core
import Matrices
import Stages

/// Two-level clustering: many fine clusters of the rows, and few coarse clusters of their centers (Ma et al., "MoDE: CLIP data
/// experts via clustering", 2024). A row belongs to the coarse cluster of its nearest fine center, which is near its coarse center.
///
/// Both levels are balanced k-means, whose clusters have equal sizes while they are fitted; rows then go to the nearest center, so
/// that the sizes are near each other and not equal.
public struct TwoLevel: FixedCountClusterer {
  public static let name = "two-level"
  public static let summary =
    "two-level clustering: many fine clusters by balanced k-means, and few coarse ones of their centres (Ma et al. 2024)"
  public static let parameters: [Parameter<TwoLevel>] = [
    .integer("k", \.clusters, in: 1..., "the number of coarse clusters; the number of classes where it is left out"),
    .integer("fine", \.fine, in: 1..., "the number of fine clusters, at least k; 1,024, at most a tenth of the rows"),
    .boolean("balanced", \.balanced, "whether clusters have equal sizes while they are fitted"),
    .integer("iterations", \.iterations, in: 1..., "the largest number of iterations of the fine level"),
  ]

  /// The number of fine clusters when none is asked for, where a tenth of the rows is as many.
  public static let defaultFine = 1024

  /// The number of coarse clusters; nil for the number of classes.
  public var clusters: Int?
  /// The number of fine clusters, at least that of coarse ones; nil takes 1,024, or a tenth of the rows.
  public var fine: Int?
  /// True for balanced k-means at both levels, false for k-means.
  public var balanced: Bool
  /// The largest number of iterations of the fine level, at least 1.
  public var iterations: Int

  /// Makes the method; ranges are checked when it is used.
  public init(clusters: Int? = nil, fine: Int? = nil, balanced: Bool = true, iterations: Int = 10) {
    self.clusters = clusters
    self.fine = fine
    self.balanced = balanced
    self.iterations = iterations
  }

  public init() { self.init(clusters: nil) }

  /// The number of fine clusters of so many rows.
  private func fineCount(rows: Int) -> Int { fine ?? max(clusters ?? 1, min(Self.defaultFine, rows / 10)) }

  private func fineMethod(rows: Int) -> any Clusterer {
    let count = fineCount(rows: rows)
    guard balanced else { return KMeans(clusters: count, restarts: 1, maximumIterations: iterations) }
    var method = BalancedKMeans(clusters: count, restarts: 1, maximumIterations: iterations)
    method.startIterations = iterations
    return method
  }

  private var coarseMethod: any Clusterer {
    balanced ? BalancedKMeans(clusters: clusters) : KMeans(clusters: clusters)
  }

  public func checkCombination() throws(StageError) {
    guard let clusters, let fine, fine < clusters else { return }
    throw StageError(
      Self.name,
      .unfit(
        parameter: "fine", cause: "\(fine) fine clusters cannot make \(clusters) coarse ones",
        hint: "set fine to at least \(clusters)"))
  }

  public func check(_ shape: Shape) throws {
    try checkSettings()
    try checkCombination()
    try fineMethod(rows: shape.rows).check(shape)
  }

  public func check(_ rows: Matrix, _ context: StageContext) throws {
    _ = try requiredClusters()
    try checkSettings()
    try checkCombination()
    // The rows first: memory is no cause where they are too few.
    try fineMethod(rows: rows.rows).check(rows, context)
    try check(Shape(rows: rows.rows, columns: rows.columns))
  }

  /// Fits the fine centers to the rows and the coarse ones to the fine ones.
  ///
  /// - Returns: a partition into the coarse clusters without noise, the inertia of the fine ones as the objective, in true units,
  ///   a ``TwoLevelModel``, and notes with the sizes of both levels and the inertia that equal sizes cost.
  /// - Throws: ``ClusteringError`` where there are fewer different rows than fine clusters, no columns, an entry that is not
  ///   finite, a row longer than 1e15, or not the memory for the distances of all rows to all fine centers; `StageError` for a
  ///   parameter out of range, fewer fine than coarse clusters, or a missing number of clusters.
  /// - Complexity: that of balanced k-means with the fine clusters.
  public func cluster(_ rows: Matrix, _ context: StageContext) throws -> Clustering {
    try check(rows, context)
    let clusters = try requiredClusters()
    typealias Level = (centers: Centers, converged: Bool?, notices: [Notice])
    func fit(_ method: any Clusterer, _ rows: Matrix, _ level: StaticString) throws -> Level {
      let own = StageContext(seed: context.seed.derived(level), isCancelled: context.isCancelled)
      let found = try method.cluster(rows, own)
      // One of both has a model of centers.
      let centers = (found.model as? BalancedModel)?.centers ?? (found.model as? KMeansModel)?.exact
      return (
        centers ?? Centers(rows), found.converged,
        found.notices.map { Notice(kind: $0.kind, message: "\(level) level: \($0.message)") }
      )
    }
    let fineLevel = try fit(fineMethod(rows: rows.rows), rows, "fine")
    let fineCenters = fineLevel.centers
    let points = fineCenters.stored(like: rows)
    let coarseLevel = try fit(coarseMethod, points, "coarse")
    let model = TwoLevelModel(
      fineCenters, coarse: CenteredRows(points).nearest(coarseLevel.centers), clusters: clusters, frame: rows.frame)
    let fineLabels = model.fineLabels(of: rows)
    let partition = model.partition(fineLabels)
    let inertia = fineCenters.inertia(of: rows, fineLabels)
    return Clustering(
      partition, objective: .init("fine inertia", rows.frame.trueSquare(of: inertia)),
      converged: fineLevel.converged, model: model,
      notices: fineLevel.notices + coarseLevel.notices + notices(rows.rows, fineLabels, partition))
  }

  private func notices(_ rows: Int, _ fineLabels: [Int32], _ partition: Partition) -> [Notice] {
    var notices: [Notice] = []
    let count = fineCount(rows: rows)
    if fine == nil, count < Self.defaultFine {
      notices.append(
        Notice(
          kind: "fine-lowered",
          message:
            "\(counted(count, "fine cluster")), not \(Self.defaultFine.grouped): \(counted(rows, "row")) allow a tenth")
      )
    }
    let fineSizes = Self.sizes(fineLabels, count)
    var message =
      "by the nearest centre, the \(count.grouped) fine clusters have \(Self.range(fineSizes)) rows, the "
      + "\(partition.clusters) coarse ones \(Self.range(Self.sizes(partition.labels, partition.clusters)))"
    let empty = fineSizes.count { $0 == 0 }
    if empty > 0 {
      message += "; \(counted(empty, "fine cluster")) \(empty == 1 ? "is" : "are") left without rows"
      if balanced {
        message +=
          ": clusters have equal sizes only while they are fitted, and each row of \(empty == 1 ? "this one" : "these") "
          + "is nearer to another centre"
      }
    }
    notices.append(Notice(kind: "two-level-sizes", message: message))
    return notices
  }

  private static func sizes(_ labels: [Int32], _ clusters: Int) -> [Int] {
    labels.reduce(into: [Int](repeating: 0, count: clusters)) { $0[Int($1)] += 1 }
  }

  /// The least and the largest size of clusters.
  private static func range(_ sizes: [Int]) -> String {
    "\((sizes.min() ?? 0).grouped) to \((sizes.max() ?? 0).grouped)"
  }

  public func cost(_ shape: Shape) -> Cost? {
    guard clusters != nil, let fine = fineMethod(rows: shape.rows).cost(shape) else { return nil }
    let count = min(fineCount(rows: shape.rows), shape.rows)
    let coarse = coarseMethod.cost(Shape(rows: count, columns: shape.allColumns))
    return Cost(
      operations: fine.operations + (coarse?.operations ?? 0), iteration: fine.iteration,
      bytes: fine.bytes + (coarse?.bytes ?? 0))
  }
}
