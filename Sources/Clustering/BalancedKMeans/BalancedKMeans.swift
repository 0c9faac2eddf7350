import Core
import Foundation
import Matrices
import Stages

/// Balanced k-means: k-means whose clusters all have ⌊rows / k⌋ or ⌈rows / k⌉ rows (Malinen and Fränti, "Balanced k-means for
/// clustering", 2014).
///
/// It begins with the centers of k-means and alternates between the best assignment to clusters of these sizes
/// and their means. A note states the inertia that the sizes cost.
public struct BalancedKMeans: FixedCountClusterer {
  public static let name = "balanced"
  public static let summary = "balanced k-means: k-means with clusters of equal size (Malinen and Fränti 2014)"
  public static let parameters: [Parameter<BalancedKMeans>] = [
    .integer("k", \.clusters, in: 1..., "the number of clusters; the number of classes where it is left out"),
    .integer(
      "restarts", \.restarts, in: 1..., "the number of starts of the k-means whose best centres are the start"),
    .integer("iterations", \.maximumIterations, in: 1..., "the largest number of iterations"),
    .number(
      "tolerance", \.tolerance, in: .atLeast(0),
      "the squared movement of the centres that ends the fit, in units of the mean variance of the columns"),
  ]
  public static let minimizesObjective = true

  /// The number of clusters; nil for the number of classes.
  public var clusters: Int?
  /// The number of starts of the k-means before, at least 1.
  public var restarts: Int
  /// The largest number of iterations, at least 1.
  public var maximumIterations: Int
  /// The squared movement of the centers that ends the fit, in units of the mean variance of the columns; at least 0.
  public var tolerance: Double

  /// The largest number of iterations of the k-means before.
  var startIterations = 300

  /// Makes the method; ranges are checked when it is used.
  public init(clusters: Int? = nil, restarts: Int = 10, maximumIterations: Int = 100, tolerance: Double = 1e-4) {
    self.clusters = clusters
    self.restarts = restarts
    self.maximumIterations = maximumIterations
    self.tolerance = tolerance
  }

  public init() { self.init(clusters: nil) }

  public var forRefits: BalancedKMeans {
    var single = self
    single.restarts = 1
    return single
  }

  /// The k-means whose centers are the start.
  private var unbalanced: KMeans { KMeans(clusters: clusters, restarts: restarts, maximumIterations: startIterations) }

  public func check(_ shape: Shape) throws {
    try checkSettings()
    // More clusters than rows are refused with the rows, for that cause.
    guard let clusters, clusters <= shape.rows else { return }
    let needed = BalancedAssignment.bytes(rows: shape.rows, clusters: clusters)
    guard needed <= Memory.left else {
      throw ClusteringError(
        .assignmentTooLarge(rows: shape.rows, clusters: clusters, needed: needed, memory: Memory.left))
    }
  }

  public func check(_ rows: Matrix, _ context: StageContext) throws {
    try checkSettings()
    try unbalanced.check(rows, context)
    try check(Shape(rows: rows.rows, columns: rows.columns))
  }

  /// Fits the centers and parts the rows among them equally.
  ///
  /// - Returns: a partition without noise, the inertia as the objective, in true units, with that of each iteration, a
  ///   ``BalancedModel``, and a note with the inertia of k-means without equal sizes.
  /// - Throws: ``ClusteringError`` where there are fewer different rows than clusters, no columns, an entry that is not
  ///   finite, a row longer than 1e15, or not the memory for the distances of all rows to all centers; `StageError` for a
  ///   parameter out of range or a missing number of clusters.
  /// - Complexity: O(rows · clusters · columns) an iteration, and O(clusters²) for each row that a better center would want;
  ///   memory O(rows · clusters).
  public func cluster(_ rows: Matrix, _ context: StageContext) throws -> Clustering {
    try check(rows, context)
    let clusters = try requiredClusters()
    let (space, start, _) = try unbalanced.fit(rows, clusters: clusters, seed: context.seed)
    let without = start.squaredDistances(space).reduce(0, +)
    let assignment = BalancedAssignment(rows: rows.rows, clusters: clusters)
    var (centers, history, converged) = (start.centers, [Double](), false)
    let threshold = tolerance * space.meanVariance
    let distances = CenterDistances(rows, around: space.mean)
    func assign() {
      distances.forEachChunk(centers) { range, squares in
        (assignment.costs + range.lowerBound * clusters).update(from: squares, count: range.count * clusters)
      }
      assignment.assign()
      history.append(assignment.total)
    }
    assign()
    while !converged, history.count <= maximumIterations {
      if context.isCancelled() { throw CancellationError() }
      let means = space.means(assignment.labels, counts: assignment.sizes, former: centers)
      let movement = means.squaredDistances(to: centers).reduce(0, +)
      converged = movement <= threshold
      guard movement > 0 else { break }
      centers = means
      assign()
    }
    let inertia = centers.inertia(of: rows, assignment.labels)
    return Clustering(
      Partition(labels: assignment.labels, clusters: clusters),
      objective: .init("inertia", rows.frame.trueSquare(of: inertia)),
      history: history.map(rows.frame.trueSquare), converged: converged,
      model: BalancedModel(centers, prices: assignment.centeredPrices(), frame: rows.frame),
      notices: notices(converged, inertia, beside: without, sizes: assignment.sizes))
  }

  private func notices(
    _ converged: Bool, _ inertia: Double, beside unbalanced: Double, sizes: [Int]
  ) -> [Notice] {
    var notices: [Notice] = []
    if !converged {
      notices.append(
        Notice(
          kind: "not-converged",
          message: "balanced k-means stopped after \(counted(maximumIterations, "iteration")) without converging"))
    }
    let share = unbalanced > 0 ? 100 * (inertia / unbalanced - 1) : 0
    let digits = String(format: "%.1f", abs(share))
    let (least, most) = (sizes.min() ?? 0, sizes.max() ?? 0)
    let rows = least == most ? counted(most, "row") : "\(least.grouped) to \(counted(most, "row"))"
    let message =
      share >= 1000
      ? "the clusters of equal size (\(rows)) have \(String(format: "%.3g", inertia / unbalanced)) times the inertia of k-means "
        + "without equal sizes"
      : digits == "0.0"
        ? "the clusters of equal size (\(rows)) have the inertia of k-means without equal sizes, to within 0.1 %"
        : "the clusters of equal size (\(rows)) have an inertia \(digits) % \(share < 0 ? "below" : "above") that of k-means "
          + "without equal sizes"
    notices.append(Notice(kind: "balance", message: message))
    return notices
  }

  /// Iterations that a fit takes: from 5 to 40 were counted.
  private static let likelyIterations = 20.0

  public func cost(_ shape: Shape) -> Cost? {
    guard let clusters, let start = unbalanced.cost(shape) else { return nil }
    let (rows, count) = (Double(shape.rows), Double(min(clusters, shape.rows)))
    // A product in `Double` costs twice as much.
    let iteration = rows * count * (2 * Double(shape.allColumns) + 20)
    return Cost(
      operations: start.operations + Self.likelyIterations * iteration, iteration: iteration,
      bytes: start.bytes + BalancedAssignment.bytes(rows: shape.rows, clusters: min(clusters, shape.rows)))
  }
}
