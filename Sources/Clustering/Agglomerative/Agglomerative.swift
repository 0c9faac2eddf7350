import Core
import Matrices
import Stages

/// Agglomerative clustering: each row is a cluster at first, and the two nearest clusters merge until one is left (Ward,
/// "Hierarchical grouping to optimize an objective function", 1963; Müllner, "Modern hierarchical, agglomerative
/// clustering algorithms", 2011). The clusters are those of a cut through the tree of merges.
///
/// Merges at equal distances follow the order of the rows, as SciPy's do where all distances are held: the result depends on
/// the rows alone.
public struct Agglomerative: FixedCountClusterer {
  /// The distance between clusters.
  public enum Linkage: String, Sendable, CaseIterable {
    /// The growth of the sum of squares by the merge: √(2·|A|·|B| / (|A|+|B|)) times the distance of the means.
    case ward
    /// The mean distance between their rows.
    case average
    /// The largest distance between their rows.
    case complete
    /// The smallest distance between their rows.
    case single
  }

  /// The distance between rows.
  public enum Metric: String, Sendable, CaseIterable {
    /// The Euclidean distance.
    case euclidean
    /// One minus the cosine of the angle.
    case cosine
  }

  public static let name = "agglomerative"
  public static let summary = "agglomerative clustering: the nearest clusters merge, and the tree is cut (Ward 1963)"
  public static let parameters: [Parameter<Agglomerative>] = [
    .integer(
      "k", \.clusters, in: 1...,
      "the number of clusters; the number of classes where neither it nor a distance is given"),
    .choice("linkage", \.linkage, "the distance between clusters: ward, average, complete or single"),
    .number(
      "distance", \.distance, in: .atLeast(0), "the distance up to which clusters merge, in place of their number"),
    .choice("metric", \.metric, "the distance between rows: Euclidean, or cosine, which Ward does not take"),
  ]
  public static let details: Set<ClusteringDetail> = [.tree]

  /// The number of clusters; nil for the number of classes, or where a distance is given.
  public var clusters: Int?
  /// The distance between clusters.
  public var linkage: Linkage
  /// The distance up to which clusters merge, in true units; nil where the number of clusters is given.
  public var distance: Double?
  /// The distance between rows.
  public var metric: Metric

  /// Makes the method; ranges are checked when it is used.
  public init(
    clusters: Int? = nil, linkage: Linkage = .ward, distance: Double? = nil, metric: Metric = .euclidean
  ) {
    self.clusters = clusters
    self.linkage = linkage
    self.distance = distance
    self.metric = metric
  }

  public init() { self.init(clusters: nil) }

  public var isStochastic: Bool { false }
  public var isCosine: Bool { metric == .cosine }
  public var findsClusters: Bool { distance != nil }

  public func checkCombination() throws(StageError) {
    guard linkage != .ward || metric != .cosine else {
      throw StageError(
        Self.name,
        .unfit(
          parameter: "metric", cause: "Ward's distance is defined for the Euclidean distance alone",
          hint:
            "use linkage: average with metric: cosine, or cluster the space l2 by ward, whose order is that of the cosine"
        ))
    }
    guard clusters == nil || distance == nil else {
      throw StageError(
        Self.name,
        .unfit(
          parameter: "distance", cause: "both a number of clusters and a distance are given", hint: "give one of them"))
    }
  }

  public func check(_ shape: Shape) throws {
    try checkSettings()
    try checkCombination()
    let needed = bytes(shape)
    guard needed <= Memory.left else {
      throw ClusteringError(.distancesTooLarge(rows: shape.rows, needed: needed, memory: Memory.left))
    }
  }

  public func check(_ rows: Matrix, _ context: StageContext) throws {
    try check(Shape(rows: rows.rows, columns: rows.columns))
    try validate(rows, clusters: distance == nil ? requiredClusters() : 1)
    // Equal rows merge first, and a cut that parts them is arbitrary; by the cosine so are rows of one direction.
    switch (metric, distance) {
    case (.cosine, nil): try requireDistinctDirections(rows, clusters: requiredClusters())
    case (.cosine, _): try requireDirections(of: rows)
    case (.euclidean, nil): try requireDistinctRows(rows, clusters: requiredClusters())
    case (.euclidean, _): break
    }
  }

  /// Merges the rows and cuts the tree.
  ///
  /// - Returns: a partition without noise, with clusters in the order of their first rows, and the tree of all merges. A note
  ///   names a distance that joins some rows where the given one joins all or none.
  /// - Throws: ``ClusteringError`` where there are fewer rows than clusters, no columns, an entry that is not finite, a row
  ///   longer than 1e15, rows of zeros for the cosine, or not the memory for all distances; `StageError` for a parameter
  ///   out of range, Ward's linkage with the cosine, or both a number of clusters and a distance.
  /// - Complexity: O(rows² · columns) time. Average and complete linkage take 4 · rows² bytes, Ward's too where they fit
  ///   below 1 GB, else O(rows · columns).
  public func cluster(_ rows: Matrix, _ context: StageContext) throws -> Clustering {
    try check(rows, context)
    let measured = MeasuredRows(rows, isCosine: metric == .cosine)
    let tree = dendrogram(of: measured)
    let count = try distance.map(tree.clusters) ?? requiredClusters()
    return Clustering(
      Partition(labels: tree.labels(clusters: count), clusters: count), tree: rows.rows > 1 ? tree.linkage : nil,
      notices: notices(of: tree, clusters: count, rounding: measured.distance(ofSquare: measured.roundingSquare)))
  }

  /// - Precondition: the rows were checked.
  func dendrogram(of measured: MeasuredRows) -> Dendrogram {
    let rows = measured.rows
    let merges: [Dendrogram.Merge] =
      switch linkage {
      case .single: spanningMerges(of: measured)
      case .ward where !Self.holdsDistances(rows.rows): WardCenters(rows).merge()
      case .ward, .average, .complete:
        DistanceMatrix.suits(rows)
          ? MergeChain(DistanceMatrix(measured), linkage).merge() : MergeChain(PairDistances(measured), linkage).merge()
      }
    var tree = Dendrogram(merges, items: rows.rows)
    if linkage == .ward { tree.measureWardDistances(of: rows) }
    tree.scale(byPowerOfTwo: (measured.isCosine ? 2 : 1) * rows.frame.exponent)
    return tree
  }
}

// MARK: - Cost

extension Agglomerative {
  /// The bytes of all distances up to which Ward's linkage holds them.
  private static let mostForWard = 1 << 30

  private static func distanceBytes(_ rows: Int) -> Int {
    let pairs = (Double(rows) * Double(max(rows - 1, 0)) / 2) * Double(MemoryLayout<Double>.size)
    return Int(min(pairs, Double(Int.max / 2)))
  }

  /// True where all distances between rows take little memory.
  static func holdsDistances(_ rows: Int) -> Bool { distanceBytes(rows) <= mostForWard }

  private func bytes(_ shape: Shape) -> Int {
    switch linkage {
    case .average, .complete: Self.distanceBytes(shape.rows)
    case .ward where Self.holdsDistances(shape.rows): Self.distanceBytes(shape.rows)
    case .ward: 2 * shape.rows * shape.allColumns * MemoryLayout<Float>.size + shape.rows * WardCenters.bytesOfRow
    case .single: shape.rows * 24
    }
  }

  public func cost(_ shape: Shape) -> Cost? {
    let (rows, columns) = (Double(shape.rows), Double(shape.allColumns))
    // Single linkage measures each pair by differences; the chain looks at each cluster about three times, in memory that
    // is far apart.
    let pairs = linkage == .single ? 4 * columns : 6 * columns + 1_000
    return Cost(operations: rows * rows * pairs, iteration: 0, bytes: bytes(shape))
  }
}
