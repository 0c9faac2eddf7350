import Core
import Foundation
import Matrices
import Stages

/// DBSCAN: rows that reach each other over rows with many neighbors near by (Ester, Kriegel, Sander and Xu, "A density-based
/// algorithm for discovering clusters in large spatial databases with noise", 1996).
///
/// A core row has at least `minSamples` rows within `epsilon`, itself counted. Core rows within that distance are in one
/// cluster; another row within it of some of them joins the lowest of their clusters. Clusters are numbered by their first
/// core row.
public struct DBSCAN: Clusterer {
  public static let name = "dbscan"
  public static let details: Set<ClusteringDetail> = [.neighborDistances]
  public static let summary = "DBSCAN: rows that reach each other over dense rows, the rest noise (Ester 1996)"
  public static let parameters: [Parameter<DBSCAN>] = [
    .number(
      "eps", \.epsilon, in: .above(0),
      "the distance within which rows are neighbours; the elbow of the k-distances where it is left out"),
    .integer("min-samples", \.minSamples, in: 1..., "the fewest rows within eps of a core row, itself counted"),
    .choice("metric", \.metric, "the distance: Euclidean, or cosine"),
  ]

  /// The distance within which rows are neighbors, in true units; nil for the elbow of the k-distances.
  public var epsilon: Double?
  /// The fewest rows within that distance of a core row, itself counted; at least 1.
  public var minSamples: Int
  /// The distance.
  public var metric: DensityMetric

  /// Makes the method; ranges are checked when it is used.
  public init(epsilon: Double? = nil, minSamples: Int = 5, metric: DensityMetric = .euclidean) {
    self.epsilon = epsilon
    self.minSamples = minSamples
    self.metric = metric
  }

  public init() { self.init(epsilon: nil) }

  public var isStochastic: Bool { false }
  public var countsRows: Bool { true }
  public var isCosine: Bool { metric == .cosine }

  public func check(_ rows: Matrix, _ context: StageContext) throws {
    try checkSettings()
    try validateDensity(rows, metric: metric)
    guard rows.rows >= max(minSamples, 2) else {
      throw ClusteringError(.rowsBelowSamples(minSamples: minSamples, rows: rows.rows))
    }
  }

  /// Clusters the rows.
  ///
  /// - Returns: a partition with noise, and a ``DBSCANModel``, which holds the core rows. Notes name an `epsilon` that was
  ///   left out, and one that would not make all rows noise or one cluster.
  /// - Throws: ``ClusteringError`` where there are fewer rows than `minSamples`, no columns, an entry that is not finite,
  ///   a row longer than 1e15, or rows of zeros for the cosine distance; `StageError` for a parameter out of range.
  /// - Complexity: as ``HDBSCAN/cluster(_:_:)``, of which it takes the neighbors and the short edges of the tree.
  public func cluster(_ rows: Matrix, _ context: StageContext) throws -> Clustering {
    try check(rows, context)
    let measured = MeasuredRows(rows, isCosine: metric == .cosine)
    let given = epsilon.map(measured.square(ofDistance:))
    let neighbors = DensityNeighbors(measured, neighbor: minSamples - 1)
    let cores = neighbors.squares(nearest: minSamples - 1)
    let elbow = given == nil ? KDistances.elbow(of: cores, measured) : nil
    let limit = given ?? elbow?.square ?? 0
    let value = epsilon ?? measured.distance(ofSquare: limit)
    // As far as any number goes that may stand for the elbow in a note.
    let reach = max(limit, elbow == nil ? limit : measured.square(ofDistance: value * (1 + 2e-5)))
    let edges = neighbors.spanningEdges(within: reach)
    let partition = Self.partition(neighbors, edges, cores: cores, within: limit)
    let coreRows = cores.indices.filter { cores[$0] <= limit }
    return Clustering(
      partition,
      model: DBSCANModel(
        rows: MeasuredRows(asStored: measured.rows.selecting(rows: coreRows), isCosine: measured.isCosine),
        labels: coreRows.map { partition.labels[$0] }, square: limit, clusters: partition.clusters),
      neighborDistances: minSamples < 2
        ? nil
        : Clustering.NeighborDistances(
          cores.map { Float(measured.distance(ofSquare: $0)) }, neighbor: minSamples - 1,
          threshold: value),
      notices: notices(of: partition, measured, value, elbow) { text in
        guard let square = Double(text).map(measured.square(ofDistance:)) else { return false }
        return square == limit
          || (square > limit && square <= reach
            && Self.partition(neighbors, edges, cores: cores, within: square).labels == partition.labels)
      })
  }

  /// The clusters of core rows within a squared distance, and the rows that these reach.
  ///
  /// - Parameter edges: the edges of the minimum spanning tree within that distance, and maybe longer ones.
  private static func partition(
    _ neighbors: DensityNeighbors, _ edges: [TreeEdge], cores: [Double], within limit: Double
  ) -> Partition {
    var sets = DisjointSets(cores.count)
    for edge in edges where edge.square <= limit { sets.join(Int(edge.low), Int(edge.high)) }
    var labels = [Int32](repeating: Partition.noise, count: cores.count)
    var clusters: Int32 = 0
    // Only core rows are joined, so the first row of a set with a core row is one.
    for row in cores.indices where cores[row] <= limit {
      let first = sets.find(row)
      if first == row {
        labels[row] = clusters
        clusters += 1
      } else {
        labels[row] = labels[first]
      }
    }
    let coreLabels = labels
    let lists = neighbors.lists
    for (place, row) in neighbors.rowOfPlace.enumerated() where cores[Int(row)] > limit {
      // All its neighbors are listed, since it has too few.
      for position in place * lists.count..<(place + 1) * lists.count where lists.squares.values[position] <= limit {
        let label = coreLabels[Int(neighbors.rowOfPlace[Int(lists.indices.values[position])])]
        let own = labels[Int(row)]
        if label >= 0, own < 0 || label < own { labels[Int(row)] = label }
      }
    }
    return Partition(labels: labels, clusters: Int(clusters))
  }

  public func cost(_ shape: Shape) -> Cost? {
    HDBSCAN(minClusterSize: max(minSamples, 2), metric: metric).cost(shape)
  }
}

// MARK: - Notes

extension DBSCAN {
  private func notices(
    of partition: Partition, _ rows: MeasuredRows, _ value: Double, _ elbow: KDistances.Elbow?,
    givesTheSame: (String) -> Bool
  ) -> [Notice] {
    let several = partition.clusters < 2 ? severalClusters(of: rows) : nil
    // The digits that distinguish it from a distance that gives several clusters; those of an elbow give its own clusters.
    let text =
      elbow == nil
      ? distinctNumber(value, outside: several?.distances) : sufficientNumber(value, where: givesTheSame)
    var notices: [Notice] = []
    if let elbow {
      notices.append(Notice(kind: "eps-chosen", message: "dbscan took eps = \(text), \(reason(for: elbow, rows))"))
    }
    if partition.clusters < 2 {
      let result = partition.clusters == 0 ? "all rows noise" : "a single cluster"
      let way = several.map { several in
        let other = shortestNumber(from: several.distances.lowerBound, below: several.distances.upperBound)
        return "; eps = \(other) gives \(counted(several.clusters, "cluster"))"
      }
      notices.append(
        Notice(
          kind: partition.clusters == 0 ? "all-noise" : "one-cluster",
          message: "dbscan with eps = \(text) makes \(result)\(way ?? ", and no eps gives several clusters")"))
    }
    return notices
  }

  private func reason(for elbow: KDistances.Elbow, _ rows: MeasuredRows) -> String {
    let distances = (metric == .cosine ? "cosine " : "") + "distances to the neighbour \(max(minSamples - 1, 1))"
    let rounding = "the rounding of directions (\(ParameterValue.number(rows.distance(ofSquare: rows.roundingSquare))))"
    return switch elbow.kind {
    case .ofAll: "the elbow of the \(distances)"
    case .aboveRounding: "the elbow of the \(distances) that are above \(rounding): nearer rows have one direction"
    case .rounding where minSamples < 2: "\(rounding), since every row is dense with min-samples = 1"
    case .rounding: "\(rounding), which no \(distances) exceed: near rows have one direction"
    }
  }

  /// The distances at which there are two clusters or more, as large as can be, and their number; nil where no distance that is
  /// told from 0 gives several.
  private func severalClusters(of rows: MeasuredRows) -> (distances: Range<Double>, clusters: Int)? {
    let tree = SpanningTree.of(rows, neighbor: minSamples - 1)
    guard let found = Self.largestWithSeveral(tree), found.squares.upperBound > rows.roundingSquare else { return nil }
    let lowest = max(found.squares.lowerBound, rows.roundingSquare)
    return (rows.distance(ofSquare: lowest)..<rows.distance(ofSquare: found.squares.upperBound), found.clusters)
  }

  /// The largest squared distances at which there are two clusters or more, and their number.
  ///
  /// There are as many clusters as core rows less the edges between them.
  static func largestWithSeveral(_ tree: SpanningTree) -> (squares: Range<Double>, clusters: Int)? {
    let cores = tree.cores.sorted()
    var (edge, core) = (tree.edges.count, cores.count)
    var above = Double.infinity
    for square in (tree.edges.map(\.square) + cores).sorted(by: >) where square < above {
      while edge > 0, tree.edges[edge - 1].square > square { edge -= 1 }
      while core > 0, cores[core - 1] > square { core -= 1 }
      if core - edge >= 2 { return (square..<above, core - edge) }
      above = square
    }
    return nil
  }
}
