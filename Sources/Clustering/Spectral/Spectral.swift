import Core
import Matrices
import Stages

/// Spectral clustering: k-means of the rows' entries in the leading eigenvectors of a graph that joins each row with its
/// nearest ones (Ng, Jordan and Weiss, "On spectral clustering", 2002). It finds clusters of any shape that few edges leave.
///
/// The graph is ½(A + Aᵀ), where A has a 1 for each row and each of its nearest ones; of a space that is a graph it is that one.
/// The graph and its eigenvectors do not depend on the seed.
public struct Spectral: FixedCountClusterer {
  public static let name = "spectral"
  public static let summary =
    "spectral clustering: k-means of the eigenvectors of a graph of nearest neighbours (Ng, Jordan and Weiss 2002)"
  public static let parameters: [Parameter<Spectral>] = [
    .integer("k", \.clusters, in: 1..., "the number of clusters; the number of classes where it is left out"),
    .integer(
      "neighbors", \.neighbors, in: 2...,
      "the nearest rows that the graph joins each row with, the row itself among them"),
  ]

  /// The number of clusters; nil for the number of classes.
  public var clusters: Int?
  /// The nearest rows that the graph joins each row with, the row itself among them; at least 2. All rows where there are
  /// fewer.
  public var neighbors: Int

  /// Makes the method; ranges are checked when it is used.
  public init(clusters: Int? = nil, neighbors: Int = 10) {
    self.clusters = clusters
    self.neighbors = neighbors
  }

  public init() { self.init(clusters: nil) }

  /// The starts of k-means.
  private static let restarts = 10

  public func check(_ shape: Shape) throws {
    try checkSettings()
    let needed = bytes(shape)
    guard needed <= Memory.left else {
      throw ClusteringError(.graphTooLarge(rows: shape.rows, needed: needed, memory: Memory.left))
    }
  }

  public func check(_ rows: Matrix, _ context: StageContext) throws {
    try check(Shape(rows: rows.rows, columns: rows.columns))
    let clusters = try requiredClusters()
    try validate(rows, clusters: clusters, takesGraph: true)
    try requireDistinctRows(rows, clusters: clusters)
  }

  /// Clusters the rows of the eigenvectors.
  ///
  /// The largest components of the graph are the clusters where it has more components than clusters are wanted; each
  /// of the others joins the one that holds its nearest row.
  /// - Returns: a partition without noise, and the normalized cut as the objective; notes where the graph has several
  ///   components or it joins all rows with each other.
  /// - Throws: ``ClusteringError`` where there are fewer different rows than clusters, no columns, an entry that is not
  ///   finite, a row longer than 1e15, or not the memory; `StageError` for a parameter out of range or a missing number of
  ///   clusters.
  /// - Complexity: O(rows² · columns) for the neighbors; memory O(rows · (neighbors + clusters)).
  public func cluster(_ rows: Matrix, _ context: StageContext) throws -> Clustering {
    try check(rows, context)
    let clusters = try requiredClusters()
    let others = min(neighbors, rows.rows) - 1
    let given = rows.structure as? NeighborGraph
    let graph =
      given ?? context.shared.value("spectral-graph-\(others)") { NeighborGraph(of: rows, neighbors: others) }
    let name = given == nil ? "\(others)" : "given"
    var notices = notices(graph, isGiven: given != nil, clusters: clusters)
    let labels: [Int32]
    if graph.componentSizes.count > clusters {
      labels = graph.joinedComponents(rows, clusters: clusters)
    } else {
      let embedding = try context.shared.value("spectral-embedding-\(name)-\(clusters)") {
        try SpectralEmbedding(of: graph, clusters: clusters, isCancelled: context.isCancelled)
      }
      if !embedding.converged {
        notices.append(
          Notice(kind: "not-converged", message: "the eigenvectors of the graph of neighbours did not converge"))
      }
      labels = try KMeans(clusters: clusters, restarts: Self.restarts).labels(
        of: embedding.rows, clusters: clusters, seed: context.seed)
    }
    return Clustering(
      Partition(labels: labels, clusters: clusters),
      objective: .init("normalized cut", graph.normalizedCut(labels, clusters: clusters)), notices: notices)
  }

  private func notices(_ graph: NeighborGraph, isGiven: Bool, clusters: Int) -> [Notice] {
    var notices: [Notice] = []
    // The fewest neighbors with which a graph of three rows joins them at all leave one of two out.
    if !isGiven, neighbors >= graph.rows || (neighbors == graph.rows - 1 && graph.rows > 3) {
      let fewer = graph.rows > 3 ? "; use fewer neighbors, such as \(max(2, graph.rows / 2))" : ""
      let result =
        neighbors >= graph.rows
        ? "every other: the graph is complete and all its edges are alike, so it has no structure and its clusters are arbitrary"
        : "all others but one: the graph is \(graph.isComplete ? "" : "nearly ")complete and has next to no structure"
      notices.append(
        Notice(
          kind: "few-rows",
          message: "spectral clustering with neighbors = \(neighbors) joins each of the "
            + "\(counted(graph.rows, "row")) with \(result)\(fewer)"))
    }
    let components = graph.componentSizes.count
    if components > clusters {
      notices.append(
        Notice(
          kind: "graph-components",
          message:
            "the graph of neighbours has \(components) components, more than the \(counted(clusters, "cluster")): the largest are "
            + "the clusters, each other one joins the nearest, and a larger neighbors connects them"))
    } else if components > 1 {
      notices.append(
        Notice(
          kind: "graph-components",
          message: "the graph of neighbours has \(components) components, between which no edge tells how near they are"
        ))
    }
    return notices
  }
}

// MARK: - Cost

extension Spectral {
  private func bytes(_ shape: Shape) -> Int {
    let width = LeadingEigenvectors.width(wanted: min(clusters ?? 1, shape.rows))
    // The edges of both directions, their lists, and three blocks of vectors.
    let row = Double(min(neighbors, shape.rows)) * 40 + Double(width) * 32 + Double(shape.allColumns) * 4
    return Cost.bytes(Double(shape.rows) * row)
  }

  /// The products of the vectors with the graph: from 50 to 2,000 were counted.
  private static let likelyProducts = 300.0

  public func cost(_ shape: Shape) -> Cost? {
    guard let clusters else { return nil }
    let (rows, columns) = (Double(shape.rows), Double(shape.allColumns))
    let width = Double(LeadingEigenvectors.width(wanted: min(clusters, shape.rows)))
    let eigenvectors = Self.likelyProducts * rows * width * Double(min(neighbors, shape.rows)) * 8
    return Cost(operations: rows * rows * (columns + 8) + eigenvectors, iteration: 0, bytes: bytes(shape))
  }
}
