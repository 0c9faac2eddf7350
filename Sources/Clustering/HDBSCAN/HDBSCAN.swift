import Core
import Matrices
import Stages

/// HDBSCAN: clusters of any shape and number, as dense regions that last over many distances (Campello, Moulavi and Sander,
/// "Density-based clustering based on hierarchical density estimates", 2013; McInnes and Healy, "Accelerated hierarchical
/// density based clustering", 2017).
///
/// The spanning tree is exact in any number of columns. Edges of one length are ordered by the smaller row, then by the
/// larger one, so the result depends on the rows alone.
public struct HDBSCAN: Clusterer {
  /// The way in which clusters are chosen from the hierarchy.
  public enum Selection: String, Sendable, CaseIterable {
    /// The excess of mass: the clusters that last longest.
    case eom
    /// The leaves: the smallest clusters, which are many and alike.
    case leaf
  }

  public static let name = "hdbscan"
  public static let details: Set<ClusteringDetail> = [.condensedTree]
  public static let summary = "HDBSCAN: dense regions of any shape and number, the rest noise (Campello 2013)"
  public static let parameters: [Parameter<HDBSCAN>] = [
    .integer("min-cluster-size", \.minClusterSize, in: 2..., "the fewest rows of a cluster"),
    .integer(
      "min-samples", \.minSamples, in: 1...,
      "the neighbour whose distance is the core distance of a row; min-cluster-size where it is left out"),
    .choice(
      "selection", \.selection,
      "the choice of clusters: eom, those that last longest, or leaf, the smallest ones"),
    .number(
      "selection-epsilon", \.selectionEpsilon, in: .atLeast(0), "the distance below which clusters are not parted"),
    .integer(
      "max-cluster-size", \.maxClusterSize, in: 1..., "the most rows of a cluster by eom; any number where left out"),
    .boolean("allow-single-cluster", \.allowSingleCluster, "whether all rows may be one cluster"),
    .choice("metric", \.metric, "the distance: Euclidean, or cosine"),
    .boolean(
      "core-counts-self", \.coreCountsSelf, "whether a row is the first of its own neighbours, as in scikit-learn"),
  ]

  /// The fewest rows of a cluster, at least 2.
  public var minClusterSize: Int
  /// The neighbor whose distance is the core distance of a row, at least 1 and at most one fewer than rows; nil for the
  /// fewest rows of a cluster.
  public var minSamples: Int?
  /// The choice of clusters.
  public var selection: Selection
  /// The distance below which clusters are not parted, in true units; 0 for none.
  public var selectionEpsilon: Double
  /// The most rows of a cluster that is chosen by excess of mass; nil for any number.
  public var maxClusterSize: Int?
  /// True where all rows may be one cluster.
  public var allowSingleCluster: Bool
  /// The distance.
  public var metric: DensityMetric
  /// True where a row counts as the first of its own neighbors.
  public var coreCountsSelf: Bool

  /// Makes the method; ranges are checked when it is used.
  public init(
    minClusterSize: Int = 5, minSamples: Int? = nil, selection: Selection = .eom, selectionEpsilon: Double = 0,
    maxClusterSize: Int? = nil, allowSingleCluster: Bool = false, metric: DensityMetric = .euclidean,
    coreCountsSelf: Bool = false
  ) {
    self.minClusterSize = minClusterSize
    self.minSamples = minSamples
    self.selection = selection
    self.selectionEpsilon = selectionEpsilon
    self.maxClusterSize = maxClusterSize
    self.allowSingleCluster = allowSingleCluster
    self.metric = metric
    self.coreCountsSelf = coreCountsSelf
  }

  public init() { self.init(minClusterSize: 5) }

  public var isStochastic: Bool { false }
  public var countsRows: Bool { true }
  public var isCosine: Bool { metric == .cosine }

  public func checkCombination() throws(StageError) {
    guard let maxClusterSize, maxClusterSize < minClusterSize else { return }
    throw StageError(
      Self.name,
      .unfit(
        parameter: "max-cluster-size",
        cause:
          "no cluster has at least \(counted(minClusterSize, "row")) (min-cluster-size) and at most \(maxClusterSize)",
        hint: "set max-cluster-size to at least \(minClusterSize), or lower min-cluster-size"))
  }

  public func check(_ rows: Matrix, _ context: StageContext) throws {
    try checkSettings()
    try checkCombination()
    try validateDensity(rows, metric: metric)
    guard rows.rows >= minClusterSize else {
      throw ClusteringError(.rowsBelowClusterSize(minClusterSize: minClusterSize, rows: rows.rows))
    }
  }

  /// Clusters the rows.
  ///
  /// - Returns: a partition with noise, the strength of each row, its outlier score (GLOSH), the tree of all merges, and an
  ///   ``HDBSCANModel``, which holds the rows.
  /// - Throws: ``ClusteringError`` where there are fewer rows than `minClusterSize`, no columns, an entry that is not
  ///   finite, a row longer than 1e15, or rows of zeros for the cosine distance; `StageError` for a parameter out of range.
  /// - Complexity: about O(rows · log rows · columns) in few columns, O(rows² · columns) at the speed of a matrix product
  ///   in many; memory O(rows · (columns + neighbors)).
  public func cluster(_ rows: Matrix, _ context: StageContext) throws -> Clustering {
    try check(rows, context)
    let measured = MeasuredRows(rows, isCosine: metric == .cosine)
    let tree = SpanningTree.of(measured, neighbor: coreNeighbor(rows: rows.rows))
    let linkage = SingleLinkage(tree.edges, rows: rows.rows, distance: measured.distance)
    let condensed = CondensedTree(linkage, smallest: minClusterSize)
    let chosen = clusters(of: condensed)
    let (labels, strengths) = condensed.labels(chosen, epsilon: selectionEpsilon)
    let partition = Partition(labels: labels, clusters: chosen.count)
    let model = HDBSCANModel(
      rows: measured, cores: coreCountsSelf ? tree.cores : tree.innerCores, tree: condensed, chosen: chosen,
      partition: partition, strengths: strengths, neighbors: effectiveSamples(rows: rows.rows))
    return Clustering(
      partition, model: model, strengths: strengths, outlierScores: condensed.outlierScores, tree: linkage.linkage,
      condensedTree: condensed.table, notices: notices(of: partition, condensed, of: rows))
  }

  /// Returns the chosen clusters of a hierarchy.
  package func clusters(of tree: CondensedTree) -> [Int] {
    ClusterSelection(
      tree: tree, method: selection, epsilon: selectionEpsilon, largest: maxClusterSize, allowsRoot: allowSingleCluster
    ).clusters()
  }

  /// The number of samples that so many rows allow.
  package func effectiveSamples(rows: Int) -> Int { min(minSamples ?? minClusterSize, rows - 1) }

  /// The place among the other rows of the neighbor at the core distance; 0 for the row itself.
  private func coreNeighbor(rows: Int) -> Int {
    coreCountsSelf ? min(minSamples ?? minClusterSize, rows) - 1 : effectiveSamples(rows: rows)
  }

  private func notices(of partition: Partition, _ tree: CondensedTree, of rows: Matrix) -> [Notice] {
    settingNotices(rows: partition.labels.count) + directionNotices(of: rows) + noiseNotices(of: partition, tree)
  }

  /// Notes on settings that change nothing, or are lowered.
  private func settingNotices(rows: Int) -> [Notice] {
    var notices: [Notice] = []
    let most = coreCountsSelf ? rows : rows - 1
    if let minSamples, minSamples > most {
      notices.append(
        Notice(
          kind: "min-samples-lowered",
          message: "hdbscan took min-samples = \(most), not \(minSamples.grouped): "
            + "a row has no more neighbours among \(counted(rows, "row"))"))
    }
    // Beyond selection-epsilon the leaves are joined, to one cluster where that may be.
    let unread =
      selection == .eom
      ? []
      : (allowSingleCluster && selectionEpsilon == 0 ? ["allow-single-cluster"] : [])
        + (maxClusterSize == nil ? [] : ["max-cluster-size"])
    if !unread.isEmpty {
      notices.append(
        Notice(
          kind: "unread-setting",
          message: "hdbscan with selection = leaf does not read \(unread.joined(separator: " and ")), which "
            + "\(unread.count == 1 ? "is" : "are") for eom"))
    }
    return notices
  }

  /// A note where all distances by the cosine are rounding.
  private func directionNotices(of rows: Matrix) -> [Notice] {
    guard metric == .cosine, distinctDirections(of: rows, limit: 2) < 2 else { return [] }
    return [
      Notice(
        kind: "one-direction",
        message:
          "all \(counted(rows.rows, "row")) have one direction, to rounding: cosine distances do not part them, and what "
          + "hdbscan finds is rounding")
    ]
  }

  private func noiseNotices(of partition: Partition, _ tree: CondensedTree) -> [Notice] {
    guard partition.clusters == 0 else { return [] }
    var unlimited = self
    unlimited.maxClusterSize = nil
    let larger = maxClusterSize == nil ? 0 : unlimited.clusters(of: tree).count
    if larger > 0, let maxClusterSize {
      return [
        Notice(
          kind: "all-noise",
          message:
            "hdbscan with max-cluster-size = \(maxClusterSize) makes all \(counted(partition.labels.count, "row")) noise: no cluster "
            + "it would choose has at most \(counted(maxClusterSize, "row")); without max-cluster-size it finds "
            + counted(larger, "cluster"))
      ]
    }
    let ways = [
      minClusterSize > 2 ? "a smaller min-cluster-size" : nil,
      effectiveSamples(rows: partition.labels.count) > 1 ? "a smaller min-samples" : nil,
      allowSingleCluster || selection == .leaf ? nil : "allow-single-cluster",
    ].compactMap(\.self)
    let way = ways.isEmpty ? "" : "; \(ways.joined(separator: " or ")) may find some"
    return [
      Notice(
        kind: "all-noise",
        message:
          "hdbscan found no cluster of \(minClusterSize) rows or more: all \(counted(partition.labels.count, "row"))"
          + " are noise\(way)")
    ]
  }
}
