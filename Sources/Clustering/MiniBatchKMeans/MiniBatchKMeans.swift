import Core
import Matrices
import Stages

/// Mini-batch k-means: centers that follow small random samples of the rows, for sets of which k-means would take too long
/// (Sculley, "Web-scale k-means clustering", 2010).
///
/// Each batch is drawn with replacement; a center moves to the mean of all rows that it has been given so far. The fit
/// ends when the smoothed inertia of ten batches has brought no gain, or after a number of passes. Centers that few rows
/// choose are drawn anew. The labels are those of the centers returned.
public struct MiniBatchKMeans: FixedCountClusterer {
  public static let name = "minibatch"
  public static let summary = "mini-batch k-means: k-means on small random samples of the rows (Sculley 2010)"
  public static let parameters: [Parameter<MiniBatchKMeans>] = [
    .integer("k", \.clusters, in: 1..., "the number of clusters; the number of classes where it is left out"),
    .integer("batch", \.batch, in: 1..., "the number of rows of a batch"),
    .integer("passes", \.passes, in: 1..., "the most batches, as passes over all rows"),
  ]
  public static let minimizesObjective = true

  /// The number of clusters; nil for the number of classes.
  public var clusters: Int?
  /// The number of rows of a batch, at least 1.
  public var batch: Int
  /// The most batches, in numbers of rows over that of all rows; at least 1.
  public var passes: Int

  /// Makes the method; ranges are checked when it is used.
  public init(clusters: Int? = nil, batch: Int = 1024, passes: Int = 100) {
    self.clusters = clusters
    self.batch = batch
    self.passes = passes
  }

  public init() { self.init(clusters: nil) }

  public var forRefits: MiniBatchKMeans {
    var short = self
    short.passes = min(passes, 10)
    return short
  }

  public func check(_ rows: Matrix, _ context: StageContext) throws {
    try checkSettings()
    let clusters = try requiredClusters()
    try validate(rows, clusters: clusters)
    try requireDistinctRows(rows, clusters: clusters)
  }

  /// Fits the centers, and puts each row into the cluster of its nearest one.
  ///
  /// - Returns: a partition without noise, the inertia of all rows as the objective, in true units, the smoothed inertia of
  ///   a row after each batch, and a ``KMeansModel``.
  /// - Throws: ``ClusteringError`` where there are fewer different rows than clusters, no columns, an entry that is not
  ///   finite, or a row longer than 1e15; `StageError` for a parameter out of range or a missing number of clusters.
  /// - Complexity: O(batches · batch · clusters · columns), and a pass of O(rows · clusters · columns) for the labels.
  public func cluster(_ rows: Matrix, _ context: StageContext) throws -> Clustering {
    try check(rows, context)
    let clusters = try requiredClusters()
    let space = CenteredRows(rows)
    let fit = try fit(rows, in: space, clusters: clusters, seed: context.seed, isCancelled: context.isCancelled)
    let centers = fit.exactCenters
    let labels = space.nearest(centers)
    let inertia = rows.frame.trueSquare(of: centers.inertia(of: rows, labels))
    let used = Set(labels).count
    return Clustering(
      Partition(labels: labels, clusters: clusters), objective: .init("inertia", inertia),
      history: fit.history.map(rows.frame.trueSquare), converged: fit.hasConverged,
      model: KMeansModel(centers, of: rows, spherical: false),
      notices: used < clusters
        ? [Notice(kind: "empty-cluster", message: "only \(used) of \(clusters) clusters hold a row at the end")] : [])
  }

  /// Fits the centers to rows, of which no more than a few batches are looked at together.
  ///
  /// - Parameter space: the rows as they are measured, where they are in memory.
  func fit(
    _ rows: any RowSource, in space: CenteredRows?, clusters: Int, seed: Seed, isCancelled: () -> Bool
  ) throws -> MiniBatchFit {
    var fit = try MiniBatchFit(rows, in: space, clusters: clusters, batch: batch, seed: seed)
    let most = max(1, passes * rows.rows / fit.batch)
    var steps = 0
    while !fit.hasConverged, steps < most {
      if isCancelled() { throw CancellationError() }
      try fit.step()
      steps += 1
    }
    return fit
  }

  public func model(of stored: StoredArrays) throws -> (any ClusterModel)? {
    try KMeansModel(of: stored, spherical: false)
  }

  /// Passes that a fit takes before it ends: from 1 to 10 were counted.
  private static let likelyPasses = 5.0

  public func cost(_ shape: Shape) -> Cost? {
    guard let clusters else { return nil }
    let products = Double(shape.allColumns) * Double(min(clusters, shape.rows))
    return Cost(
      operations: Double(shape.rows) * (Self.likelyPasses * (products + 20 * Double(shape.allColumns)) + products),
      iteration: products * Double(min(batch, shape.rows)), bytes: shape.rows * 24)
  }
}

extension Centers {
  /// The sum of the squared distances of rows to the centers of their clusters.
  func inertia(of rows: Matrix, _ labels: [Int32]) -> Double { inertias(of: rows, labels).reduce(0, +) }

  /// Its parts, chunk by chunk of the rows.
  func inertias(of rows: Matrix, _ labels: [Int32]) -> [Double] {
    rows.withExactRows { block in
      withPointer { centers in
        Parallel.mapChunks(of: rows.rows, size: Self.inertiaChunk) { _, range in
          range.reduce(0) { $0 + block.squaredDistance($1, to: centers + Int(labels[$1]) * columns) }
        }
      }
    }
  }

  /// The number of rows whose distances are summed together.
  static let inertiaChunk = 1024
}
