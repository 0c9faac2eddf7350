import Core
import Matrices
import Stages

/// k-means: clusters whose centers have the least sum of squared distances to their rows (Lloyd, "Least squares
/// quantization in PCM", 1982).
///
/// All restarts advance together, so that one pass over the rows serves them all. The fit with the least inertia is
/// returned; its labels are those of the centers returned.
public struct KMeans: FixedCountClusterer {
  /// The meaning of "nearest".
  public enum Metric: String, Sendable, CaseIterable {
    /// The Euclidean distance.
    case euclidean
    /// The angle: rows are L2-normalized first and centers kept at length 1 (Dhillon and Modha, "Concept decompositions
    /// for large sparse text data using clustering", 2001).
    case spherical
  }

  /// The origin of the first centers.
  public enum Start: Sendable, Equatable {
    /// Greedy k-means++: far-apart rows, the best of 2 + ⌊ln k⌋ candidates at each step (Arthur and Vassilvitskii,
    /// "k-means++: the advantages of careful seeding", 2007).
    case plusPlus
    /// Different rows drawn at random.
    case random
    /// Given centers, clusters × columns in true values, for one single start.
    case centers(Matrix)
  }

  public static let name = "kmeans"
  public static let summary = "k-means: clusters around their means (Lloyd 1982)"
  public static let parameters: [Parameter<KMeans>] = [
    .integer("k", \.clusters, in: 1..., "the number of clusters; the number of classes where it is left out"),
    .integer("restarts", \.restarts, in: 1..., "the number of starts; the least inertia wins"),
    .integer("iterations", \.maximumIterations, in: 1..., "the largest number of iterations of a start"),
    .number(
      "tolerance", \.tolerance, in: .atLeast(0),
      "the squared movement of the centres that ends a start, in units of the mean variance of the columns"),
    .choice(
      "metric", \.metric, "the distance to a centre: Euclidean, or spherical for the cosine of the angle between rows"),
  ]

  public static let minimizesObjective = true

  /// The number of clusters; nil for the number of classes.
  public var clusters: Int?
  /// The number of starts that compete, at least 1; the least inertia wins.
  public var restarts: Int
  /// The largest number of iterations of a start, at least 1.
  public var maximumIterations: Int
  /// The squared movement of the centers that ends a start, in units of the mean variance of the columns; at least 0.
  public var tolerance: Double
  /// The meaning of "nearest".
  public var metric: Metric
  /// The origin of the first centers.
  public var start: Start

  /// Makes the method; ranges are checked when it is used.
  public init(
    clusters: Int? = nil, restarts: Int = 10, maximumIterations: Int = 300, tolerance: Double = 1e-4,
    metric: Metric = .euclidean, start: Start = .plusPlus
  ) {
    self.clusters = clusters
    self.restarts = restarts
    self.maximumIterations = maximumIterations
    self.tolerance = tolerance
    self.metric = metric
    self.start = start
  }

  public init() { self.init(clusters: nil) }

  public var forRefits: KMeans {
    var single = self
    single.restarts = 1
    return single
  }

  public var isCosine: Bool { metric == .spherical }

  public func check(_ rows: Matrix, _ context: StageContext) throws {
    try checkSettings()
    let clusters = try requiredClusters()
    try validate(rows, clusters: clusters)
    if metric == .spherical {
      try requireDistinctDirections(rows, clusters: clusters)
    } else {
      try requireDistinctRows(rows, clusters: clusters)
    }
  }

  /// Fits the centers, and puts each row into the cluster of its nearest one.
  ///
  /// - Returns: a partition without noise, the inertia (the sum of squared distances to the centers, in true units)
  ///   as the objective, with that of each start, and a ``KMeansModel``.
  /// - Throws: ``ClusteringError`` where there are fewer rows, or for k-means++ fewer different rows, than clusters,
  ///   no columns, an entry that is not finite, a row longer than 1e15, rows of zeros for spherical k-means, or a start
  ///   of another shape; ``StageError`` for a parameter out of range or a missing number of clusters.
  /// - Complexity: O(rows · clusters · columns) an iteration and restart; memory O(restarts · (rows + clusters ·
  ///   columns)).
  public func cluster(_ rows: Matrix, _ context: StageContext) throws -> Clustering {
    try checkSettings()
    let clusters = try requiredClusters()
    try validate(rows, clusters: clusters)
    let (space, best, inertias) = try fit(rows, clusters: clusters, seed: context.seed)
    let frame = space.rows.frame
    // Summed from the differences, so that rows on their centers add nothing.
    let inertia = frame.trueSquare(of: best.squaredDistances(space).reduce(0, +))
    var found = Clustering(
      Partition(labels: best.labels, clusters: clusters),
      objective: .init("inertia", inertia),
      history: best.history.map(frame.trueSquare),
      converged: best.converged,
      model: KMeansModel(best.centers, of: space.rows, spherical: metric == .spherical),
      notices: notices(of: best, clusters: clusters))
    found.startObjectives = inertias.isEmpty ? [inertia] : inertias.map(frame.trueSquare)
    return found
  }

  /// Returns the labels alone, where their inertia is of no interest.
  ///
  /// - Precondition: the rows were validated for so many clusters.
  func labels(of rows: Matrix, clusters: Int, seed: Seed) throws -> [Int32] {
    try fit(rows, clusters: clusters, seed: seed).best.labels
  }

  /// Returns the restart with the least inertia, the rows that it was fitted to, and the inertia of each restart in stored
  /// units; of one restart alone none.
  ///
  /// - Precondition: the rows were validated for so many clusters.
  func fit(_ rows: Matrix, clusters: Int, seed: Seed) throws -> (
    space: CenteredRows, best: Restart, inertias: [Double]
  ) {
    let space = CenteredRows(metric == .spherical ? try directions(of: rows) : rows)
    let starts = try startingCenters(space, clusters: clusters, seed: seed)
    var batch = LloydBatch(space, starts: starts, spherical: metric == .spherical, maximumIterations: maximumIterations)
    let threshold = tolerance * space.meanVariance
    let restarts = batch.run(maximumIterations: maximumIterations, threshold: threshold)
    guard restarts.count > 1 else { return (space, restarts[0], []) }
    let inertias = restarts.map { $0.inertia(space) }
    // Restarts that found the same clusters differ by rounding alone; the first of them is taken.
    let least = inertias.reduce(.infinity, min) * (1 + 1e-9)
    return (space, zip(restarts, inertias).first { $0.1 <= least }?.0 ?? restarts[0], inertias)
  }

  private func directions(of rows: Matrix) throws -> Matrix {
    try requireDirections(of: rows)
    return rows.l2Normalized()
  }

  private func startingCenters(_ space: CenteredRows, clusters: Int, seed: Seed) throws -> [Centers] {
    switch start {
    case .plusPlus:
      return try space.plusPlusCenters(clusters: clusters, restarts: restarts, seed: seed)
    case .random:
      return (0..<restarts).map { restart in
        var stream = seed.stream("kmeans-random", restart)
        return Centers(space.rows.selecting(rows: stream.sample(clusters, of: space.rows.rows)))
      }
    case .centers(let centers):
      guard centers.rows == clusters, centers.columns == space.rows.columns else {
        throw ClusteringError(
          .startShape(
            expectedRows: clusters, expectedColumns: space.rows.columns, foundRows: centers.rows,
            foundColumns: centers.columns))
      }
      try requireFinite(centers)
      return [Centers(centers.expressed(in: space.rows.frame))]
    }
  }

  private func notices(of fit: Restart, clusters: Int) -> [Notice] {
    var notices: [Notice] = []
    if !fit.converged {
      notices.append(
        Notice(
          kind: "not-converged",
          message: "k-means stopped after \(counted(maximumIterations, "iteration")) without converging"))
    }
    if fit.relocations > 0 {
      notices.append(
        Notice(
          kind: "empty-cluster",
          message: "k-means moved \(counted(fit.relocations, "empty cluster")) to the rows farthest from their centres")
      )
    }
    let used = Set(fit.labels).count
    if used < clusters {
      notices.append(
        Notice(kind: "empty-cluster", message: "only \(used) of \(clusters) clusters hold a row at the end"))
    }
    return notices
  }
}
