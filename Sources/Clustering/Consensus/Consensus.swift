import Core
import Matrices
import Stages

/// The consensus of many partitions by evidence accumulation: rows that most partitions put together are one cluster (Fred
/// and Jain, "Combining multiple clusterings using evidence accumulation", 2005).
///
/// The partitions are those of another clusterer under the seeds of a run, those of a space that is made of partitions (late
/// fusion) with their weights, or of k-means with one start. The evidence for two rows is the share of the partitions that put
/// them into one cluster; average linkage merges the rows by it. A row that is
/// noise in more than half of the partitions is noise; in the others, noise lies together with nothing.
public struct Consensus: FixedCountClusterer, PartitionCombiner {
  public static let name = "consensus"
  public static let summary =
    "consensus partition: the rows that the partitions of all seeds put together most often (Fred and Jain 2005)"
  public static let parameters: [Parameter<Consensus>] = [
    .text(
      "of", \.combined,
      "the clusterer whose partitions under all seeds are combined; k-means with one start where it is left out"),
    .integer(
      "k", \.clusters, in: 1..., "the number of clusters; that of the clusterer or of classes where it is left out"),
    .integer("partitions", \.partitions, in: 2..., "the number of partitions by k-means, where no clusterer is named"),
  ]

  /// The name of the clusterer in the experiment; nil for k-means with one start.
  public var combined: String?
  /// The number of clusters; nil for that of the clusterer, else the number of classes, and for the number that lasts longest
  /// where the clusterer finds its own.
  public var clusters: Int?
  /// The number of partitions by k-means, where no clusterer is named; at least 2.
  public var partitions: Int
  /// The clusterer that is combined and its seeds; a run finds them by ``combined``.
  public var source: PartitionSource?

  /// Makes the consensus of k-means with one start each; ranges are checked when it is used.
  public init(clusters: Int? = nil, partitions: Int = 20) {
    self.clusters = clusters
    self.partitions = partitions
  }

  /// Makes the consensus of a clusterer of an experiment, by its name.
  public init(of combined: String, clusters: Int? = nil) {
    self.init(clusters: clusters)
    self.combined = combined
  }

  public init() { self.init(clusters: nil) }

  public var isStochastic: Bool { combined == nil }

  public var findsClusters: Bool {
    guard clusters == nil, let source else { return false }
    guard let fixed = source.method as? any FixedCountClusterer else { return true }
    return fixed.findsClusters
  }

  public var forRefits: Consensus {
    var short = self
    short.source = source?.forRefits
    return short
  }

  public func check(_ shape: Shape) throws {
    try checkSettings()
    let needed = bytes(shape)
    guard needed <= Memory.left else {
      throw ClusteringError(
        .partitionsTooLarge(rows: shape.rows, partitions: partitionCount, needed: needed, memory: Memory.left))
    }
  }

  public func check(_ rows: Matrix, _ context: StageContext) throws {
    try check(Shape(rows: rows.rows, columns: rows.columns))
    if given(with: rows) == nil {
      let method = try ensemble(seed: context.seed).method
      try method.check(rows, StageContext(seed: context.seed, isCancelled: context.isCancelled))
    }
    if !findsClusters { try validate(rows, clusters: requiredClusters()) }
  }

  /// The partitions of a space that is made of some, where no clusterer is named.
  private func given(with rows: Matrix) -> WeightedPartitions? {
    combined == nil && source == nil ? rows.structure as? WeightedPartitions : nil
  }

  /// Makes the partitions, or takes those of the space, and combines them.
  ///
  /// - Returns: as ``combine(_:_:)``.
  /// - Throws: the errors of the clusterer; ``ClusteringError`` where there are fewer rows than clusters, or not the memory;
  ///   `StageError` for a parameter out of range, a missing number of clusters, or a clusterer that no run has found.
  /// - Complexity: that of the partitions and of ``combine(_:_:)``.
  public func cluster(_ rows: Matrix, _ context: StageContext) throws -> Clustering {
    try check(rows, context)
    if let given = given(with: rows) { return try combine(given.partitions, weights: given.weights, context) }
    return try combine(ensemble(seed: context.seed).partitions(of: rows, context), context)
  }

  /// Combines partitions of the same rows.
  ///
  /// Rows with the same labels in all partitions are one group. All groups are merged, up to 20,000; the rows of the others,
  /// which are the smallest, join the cluster with which they lie together most, and a note counts them.
  /// - Returns: clusters in the order of their first rows; the strength of a row is its mean evidence to lie together with
  ///   the others of its cluster; no model.
  /// - Throws: `StageError` where there are fewer than two partitions, their numbers of rows differ, or the number of clusters
  ///   is missing or out of range; `CancellationError`.
  /// - Complexity: O((rows + groups²) · partitions) time: a few seconds for 10,000 groups of 10 partitions. Memory O(rows ·
  ///   partitions).
  public func combine(_ partitions: [Partition], _ context: StageContext) throws -> Clustering {
    try combine(partitions, weights: nil, context)
  }

  private func combine(
    _ partitions: [Partition], weights: [Double]?, _ context: StageContext
  ) throws -> Clustering {
    try checkSettings()
    let counts = Set(partitions.map(\.labels.count))
    guard partitions.count > 1, counts.count == 1 else {
      throw StageError(
        Self.name,
        .unfitRows(
          cause:
            "at least 2 partitions of the same rows are needed, found \(counted(partitions.count, "partition")) of "
            + "\(counts.sorted().map(\.grouped).joined(separator: " and ")) rows",
          hint: "give more seeds, such as --seeds 10"))
    }
    let wanted = findsClusters ? nil : try requiredClusters()
    let groups = LabelGroups(partitions, weights: weights)
    let found = try EvidenceClusters(
      groups, clusters: wanted, seed: context.seed, isCancelled: context.isCancelled)
    return Clustering(
      Partition(labels: found.labels, clusters: max(wanted ?? found.count, found.count)), strengths: found.strengths,
      notices: notices(found, groups, wanted: wanted))
  }

  private func notices(_ found: EvidenceClusters, _ groups: LabelGroups, wanted: Int?) -> [Notice] {
    var notices: [Notice] = []
    if let wanted, found.count < wanted {
      notices.append(
        Notice(
          kind: "empty-cluster",
          message: "only \(found.count) of \(wanted) clusters hold a row: the partitions never part more groups of rows"
        ))
    }
    if let merged = found.merged {
      let clustered = found.labels.count { $0 >= 0 }
      notices.append(
        Notice(
          kind: "consensus-groups",
          message:
            "the \(merged.groups.grouped) largest of \(groups.sizes.count.grouped) groups of rows with equal labels were "
            + "merged; \((clustered - merged.rows).grouped) of \(counted(clustered, "row")) joined the cluster with which they "
            + "lie together most"))
    }
    if found.merges.tied > 0 {
      notices.append(
        Notice(
          kind: "consensus-ties",
          message:
            "\(found.merges.tied.grouped) of \(counted(found.merges.all, "merge")) of the consensus had another set of rows as near; "
            + "the order of the rows decided, and another order may give other clusters (more partitions have fewer ties)"
        ))
    }
    return notices
  }

  /// The method and the seeds of the partitions.
  ///
  /// - Throws: `StageError` where a clusterer is named and no run has found it.
  private func ensemble(seed: Seed) throws -> PartitionSource {
    if let source { return source }
    guard let combined else {
      let seeds = (0..<partitions).map { seed.derived("consensus partition", $0).value }
      return PartitionSource(KMeans(clusters: try requiredClusters(), restarts: 1), seeds: seeds)
    }
    throw StageError(
      Self.name,
      .unfit(
        parameter: "of", cause: "\(combined) names a clusterer of an experiment, and there is none",
        hint: "use it in a run, set its source, or leave out of"))
  }
}

// MARK: - Cost

extension Consensus {
  private var partitionCount: Int { source?.seeds.count ?? partitions }

  private func bytes(_ shape: Shape) -> Int {
    // The labels, the places of as many groups, and the numbers of rows and groups.
    let row = Double(partitionCount) * 8 + 64
    return Cost.bytes(Double(shape.rows) * row)
  }

  /// The share of the rows that are groups: from a hundredth to a half were counted.
  private static let likelyGroups = 0.2
  /// The pairs of groups that are looked at, in squares of the groups, and the operations of one in a partition.
  private static let lookedAt = 1.5
  private static let lookingUp = 60.0

  public func cost(_ shape: Shape) -> Cost? {
    guard let ensemble = try? ensemble(seed: 0), let fit = ensemble.method.cost(shape) else { return nil }
    let groups = min(Self.likelyGroups * Double(shape.rows), Double(EvidenceClusters.mostGroups))
    let merging = Self.lookedAt * groups * groups * Double(partitionCount) * Self.lookingUp
    let fits = ensemble.isStored ? 0 : fit.operations * Double(partitionCount)
    return Cost(operations: fits + merging, iteration: fit.iteration, bytes: max(fit.bytes, bytes(shape)))
  }
}
