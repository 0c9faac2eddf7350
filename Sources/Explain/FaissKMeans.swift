import Clustering
import Core
import Matrices
import Stages

/// k-means as faiss runs it by default: centers of a random sample of the rows from one random start, then each row with its
/// nearest center (Douze et al., "The Faiss library", 2024).
///
/// The draws are those of this program: results agree with faiss's on average over seeds, not one by one.
package struct FaissKMeans: FixedCountClusterer {
  /// The most rows a center from which it learns.
  package static let rowsPerCenter = 256
  package static let iterations = 25

  package static let name = "faiss-kmeans"
  package static let summary = "k-means by faiss's defaults"
  package static let parameters: [Parameter<FaissKMeans>] = [
    .integer("k", \.clusters, in: 1..., "the number of clusters")
  ]

  /// k-means with one random start.
  private var kmeans: KMeans

  package var clusters: Int? {
    get { kmeans.clusters }
    set { kmeans.clusters = newValue }
  }

  package init() { self.init(KMeans()) }

  /// Makes the method with the number of clusters and the metric of another k-means.
  package init(_ other: KMeans) {
    kmeans = KMeans(
      clusters: other.clusters, restarts: 1, maximumIterations: Self.iterations, tolerance: 0, metric: other.metric,
      start: .random)
  }

  package func check(_ rows: Matrix, _ context: StageContext) throws { try kmeans.check(rows, context) }

  package func cost(_ shape: Shape) -> Cost? { kmeans.cost(shape) }

  package func cluster(_ rows: Matrix, _ context: StageContext) throws -> Clustering {
    let most = try Self.rowsPerCenter * requiredClusters()
    guard rows.rows > most else { return try kmeans.cluster(rows, context) }
    var stream = context.seed.stream("faiss sample")
    let sample = rows.selecting(rows: stream.sample(most, of: rows.rows).sorted())
    let learned = try kmeans.cluster(sample, context)
    return Clustering(try learned.model?.predict(rows) ?? learned.partition)
  }
}
