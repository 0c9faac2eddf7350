import Clustering
import Core
import Matrices
import Stages

/// The centers that choose the nouns, with the k-means that found them.
struct ChoosingCenters {
  /// centers × columns, each of length 1.
  var centers: Matrix
  /// The objective of each start of the k-means, on the sample where there is one.
  var objectives: [Double] = []
  /// The sample of rows that the starts saw; nil where they saw all rows.
  var sample: Sample?
  var notices: [Notice] = []

  struct Sample {
    let rows: Int
    /// The objective on all rows of the centers that the best start led to.
    let inertia: Double
  }
}

/// The spherical k-means behind the centers. Of many rows its starts compete on a sample, and the best start goes on with all
/// rows (the refinement of sampled starts of Bradley and Fayyad, "Refining initial points for k-means clustering", ICML 1998,
/// with one sample).
extension Counterpart {
  /// The number of rows that the starts see: 60 for each center and at least 10,000, or all where these are not more than
  /// twice as many.
  package func startRows(rows: Int) -> Int {
    let sample = max(10_000, 60 * centerCount(rows: rows))
    return rows > 2 * sample ? sample : rows
  }

  /// The centers of the rows, each of length 1, with the objectives and the notes of the k-means that found them.
  func centers(of rows: Matrix, _ context: StageContext) throws -> ChoosingCenters {
    var kmeans = KMeans(clusters: centerCount(rows: rows.rows), restarts: restarts, metric: .spherical)
    var own = context
    own.seed = context.seed.derived("counterpart centers")
    own.references = [:]
    do {
      let sampled = try sampledStarts(of: kmeans, on: rows, own)
      if let sampled { kmeans.start = .centers(sampled.centers) }
      let found = try kmeans.cluster(rows, own)
      guard let model = found.model as? KMeansModel else { return ChoosingCenters(centers: rows) }
      var result = ChoosingCenters(
        centers: model.centers.plainDirections(), objectives: found.startObjectives,
        notices: found.notices.map { Notice(kind: $0.kind, message: "centres that choose nouns: \($0.message)") })
      if let sampled, let inertia = found.startObjectives.first {
        result.objectives = sampled.objectives
        result.sample = .init(rows: startRows(rows: rows.rows), inertia: inertia)
      }
      return result
    } catch let error as ClusteringError {
      guard case .tooFewDistinctRows(let clusters, let distinct) = error.reason else { throw error }
      throw StageError(
        Self.name,
        .unfitRows(
          cause: "\(counted(clusters, "centre")) need as many distinct rows, found \(distinct.grouped)",
          hint: "set centers to at most \(distinct), or look for repeated rows with fusebench inspect"))
    }
  }

  /// The centers of the best start on a sample of the rows, with the objectives of all starts there; nil where the starts see
  /// all rows, as they do where the sample has fewer different rows than centers.
  private func sampledStarts(
    of kmeans: KMeans, on rows: Matrix, _ context: StageContext
  ) throws -> (centers: Matrix, objectives: [Double])? {
    let count = startRows(rows: rows.rows)
    guard count < rows.rows else { return nil }
    var stream = context.seed.stream("sample")
    let sample = rows.selecting(rows: stream.sample(count, of: rows.rows).sorted())
    do {
      let found = try kmeans.cluster(sample, context)
      return (found.model as? KMeansModel).map { ($0.centers, found.startObjectives) }
    } catch is ClusteringError {
      return nil
    }
  }
}
