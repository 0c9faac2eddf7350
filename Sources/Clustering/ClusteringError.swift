import Core
import Matrices
import Stages

/// The reason why rows could not be clustered.
public struct ClusteringError: ExplainedError, Equatable {
  /// The failure with its numbers; rows, columns and components count from 0.
  public enum Reason: Sendable, Equatable {
    /// There are fewer rows than clusters.
    case tooFewRows(clusters: Int, rows: Int)
    /// There are fewer different rows than clusters.
    case tooFewDistinctRows(clusters: Int, distinct: Int)
    /// There are fewer directions of rows than clusters, those that differ by rounding taken as one.
    case tooFewDirections(clusters: Int, found: Int)
    /// Beside an entry that is far from all others, such as a fill value, the squared distances of the other rows vanish; `value`
    /// is the true one, `apart` the number of rows that are told apart.
    case vanishingDistances(clusters: Int, apart: Int, row: Int, column: Int, value: Double)
    /// The rows have no columns.
    case noColumns(rows: Int)
    /// An entry is NaN or infinite.
    case notFinite(row: Int, column: Int)
    /// A row is longer than 1e15, so that squared distances overflow; `length` is its Euclidean length in the unit in
    /// which the matrix stores it.
    case tooLarge(row: Int, length: Double)
    /// The centers or responsibilities to start from have another shape.
    case startShape(expectedRows: Int, expectedColumns: Int, foundRows: Int, foundColumns: Int)
    /// Rows for a model have another number of columns than those of the fit.
    case columnsDiffer(expected: Int, found: Int)
    /// Rows are all zero and have no direction for a comparison by angles; `count` is their number.
    case zeroRows(count: Int)
    /// There are fewer rows than a cluster needs.
    case rowsBelowClusterSize(minClusterSize: Int, rows: Int)
    /// There are fewer rows than a core row needs near by.
    case rowsBelowSamples(minSamples: Int, rows: Int)
    /// A covariance is not positive definite; `regularization` is what was added to its diagonal at last.
    case notPositiveDefinite(component: Int, regularization: Double)
    /// The covariances do not fit into the memory; `needed` and `memory`, which is left, are bytes.
    case covarianceTooLarge(columns: Int, needed: Int, memory: Int)
    /// The distances of all pairs of rows do not fit into the memory; `needed` and `memory`, which is left, are bytes.
    case distancesTooLarge(rows: Int, needed: Int, memory: Int)
    /// The distances of all rows to all centers do not fit into the memory; `needed` and `memory`, which is left, are bytes.
    case assignmentTooLarge(rows: Int, clusters: Int, needed: Int, memory: Int)
    /// The graph of neighbors with its eigenvectors does not fit into the memory; `needed` and `memory`, which is left, are
    /// bytes.
    case graphTooLarge(rows: Int, needed: Int, memory: Int)
    /// The space is a graph, and the method takes coordinates.
    case graphWithoutCoordinates(rows: Int, edges: Int)
    /// The labels of all partitions do not fit into the memory; `needed` and `memory`, which is left, are bytes.
    case partitionsTooLarge(rows: Int, partitions: Int, needed: Int, memory: Int)
  }

  /// The failure.
  public let reason: Reason

  /// The squares of longer rows, times their number, may exceed what a `Float` holds: 1e15, as in the wording.
  static let longestRow = 1e15

  package init(_ reason: Reason) { self.reason = reason }

  public var isOfRows: Bool {
    switch reason {
    case .tooFewRows, .tooFewDistinctRows, .tooFewDirections, .vanishingDistances, .noColumns, .notFinite, .tooLarge,
      .zeroRows, .notPositiveDefinite,
      .covarianceTooLarge, .distancesTooLarge, .assignmentTooLarge, .graphTooLarge, .partitionsTooLarge,
      .rowsBelowClusterSize, .rowsBelowSamples, .graphWithoutCoordinates:
      true
    case .startShape, .columnsDiffer: false
    }
  }

  public var failure: String {
    switch reason {
    case .tooFewRows(let clusters, _), .tooFewDistinctRows(let clusters, _), .tooFewDirections(let clusters, _),
      .vanishingDistances(let clusters, _, _, _, _):
      "cannot form \(counted(clusters, "cluster"))"
    case .noColumns, .notFinite, .tooLarge, .zeroRows: "cannot cluster these rows"
    case .graphWithoutCoordinates: "cannot cluster a graph by this method"
    case .rowsBelowClusterSize(let size, _): "cannot form clusters of at least \(size) rows"
    case .rowsBelowSamples(let samples, _): "cannot find core rows with \(counted(samples, "row")) near by"
    case .startShape: "cannot start from the values given"
    case .columnsDiffer: "cannot assign these rows to the fitted clusters"
    case .covarianceTooLarge: "cannot estimate covariances of so many columns"
    case .distancesTooLarge: "cannot merge so many rows"
    case .assignmentTooLarge(_, let clusters, _, _): "cannot form \(counted(clusters, "cluster")) of equal size"
    case .graphTooLarge: "cannot join so many rows in a graph"
    case .partitionsTooLarge: "cannot combine so many partitions of these rows"
    case .notPositiveDefinite(let component, _): "cannot invert the covariance of component \(component)"
    }
  }

  public var cause: String {
    switch reason {
    case .tooFewRows(let clusters, let rows):
      "\(counted(clusters, "cluster")) \(clusters == 1 ? "needs" : "need") at least \(counted(clusters, "row")), found \(rows)"
    case .tooFewDistinctRows(let clusters, let distinct):
      "\(counted(clusters, "cluster")) \(clusters == 1 ? "needs" : "need") at least "
        + "\(counted(clusters, "distinct row")), found \(distinct)"
    case .tooFewDirections(let clusters, let found):
      "\(counted(clusters, "cluster")) \(clusters == 1 ? "needs" : "need") at least "
        + "\(counted(clusters, "direction")) of rows that differ by more than rounding, found \(found)"
    case .vanishingDistances(let clusters, let apart, let row, let column, let value):
      "row \(row), column \(column) has \(ParameterValue.number(value)), beside which the distances of the other rows vanish: "
        + "\(counted(clusters, "cluster")) \(clusters == 1 ? "needs" : "need") as many rows that are told apart, found \(apart)"
    case .noColumns(let rows): "expected at least 1 column, found \(counted(rows, "row")) of 0 columns"
    case .notFinite(let row, let column): "the entry at row \(row), column \(column) is NaN or infinite"
    case .tooLarge(let row, let length):
      "row \(row) has the length \(length), and the squared distances of rows longer than 1e15 overflow"
    case .startShape(let rows, let columns, let foundRows, let foundColumns):
      "expected \(rows) × \(columns), found \(foundRows) × \(foundColumns)"
    case .columnsDiffer(let expected, let found): "expected \(counted(expected, "column")), found \(found)"
    case .zeroRows(let count):
      count == 1 ? "1 row is all zero and has no direction" : "\(count.grouped) rows are all zero and have no direction"
    case .rowsBelowSamples(let samples, let rows): "min-samples is \(samples), found \(counted(rows, "row"))"
    case .rowsBelowClusterSize(let size, let rows): "min-cluster-size is \(size), found \(counted(rows, "row"))"
    case .covarianceTooLarge(let columns, let needed, let memory):
      "\(counted(columns, "column", verbs: "needs", "need")) \(counted(needed, "byte")), \(memory.grouped) are left"
    case .distancesTooLarge(let rows, let needed, let memory):
      "the distances of \(counted(rows, "row")) need \(counted(needed, "byte")), \(memory.grouped) are left"
    case .assignmentTooLarge(let rows, let clusters, let needed, let memory):
      "the distances of \(counted(rows, "row")) to \(counted(clusters, "centre")) need \(counted(needed, "byte")), "
        + "\(memory.grouped) are left"
    case .graphTooLarge(let rows, let needed, let memory):
      "the graph of \(counted(rows, "row")) with its eigenvectors needs \(counted(needed, "byte")), \(memory.grouped) are left"
    case .graphWithoutCoordinates(let rows, let edges):
      "the space is a graph of \(counted(rows, "row")) and \(counted(edges, "edge")), and the method needs coordinates"
    case .partitionsTooLarge(let rows, let partitions, let needed, let memory):
      "the partitions (\(partitions.grouped) of \(counted(rows, "row"))) need \(counted(needed, "byte")), \(memory.grouped) are left"
    case .notPositiveDefinite(_, let regularization):
      "it is not positive definite even with \(regularization) added to its diagonal"
    }
  }

  public var hint: String {
    switch reason {
    case .tooFewRows(_, let rows): "ask for at most \(counted(rows, "cluster"))"
    case .tooFewDistinctRows(_, let distinct):
      "ask for at most \(counted(distinct, "cluster")), or look for repeated rows with fusebench inspect"
    case .tooFewDirections(_, let found): "ask for at most \(counted(found, "cluster")), or use metric: euclidean"
    case .vanishingDistances:
      "save fill values as NaN and leave these rows out with nan: drop, or cluster by agglomerative, hdbscan or dbscan"
    case .noColumns: "check that the file holds rows × columns"
    case .tooLarge: "standardize the features (scale: standardize), or divide them by a constant"
    case .notFinite: "import the features with nan: drop, or repair the file"
    case .startShape(let rows, let columns, _, _):
      "give one row for each of the \(counted(rows, "cluster")), \(counted(columns, "column")) each"
    case .columnsDiffer: "use features from the same model as those of the fit"
    case .zeroRows: "remove these rows, or use metric: euclidean"
    case .rowsBelowSamples(_, let rows):
      rows < 2 ? "give at least 2 rows" : "set min-samples to at most \(rows)"
    case .rowsBelowClusterSize(_, let rows):
      rows < 2 ? "give at least 2 rows" : "set min-cluster-size to at most \(rows)"
    case .covarianceTooLarge: "reduce the features with PCA, or use covariance: diag"
    case .distancesTooLarge:
      "use linkage: ward or single, which need no distances of all pairs, or fewer rows (rows: [0, 10000])"
    case .assignmentTooLarge: "ask for fewer clusters, or cluster fewer rows (rows: [0, 10000])"
    case .graphTooLarge: "ask for fewer clusters or neighbors, or cluster fewer rows (rows: [0, 10000])"
    case .graphWithoutCoordinates:
      "cluster the graph by spectral (set \"on\" of the other clusterers), or fuse the same parts by concatenation"
    case .partitionsTooLarge: "combine fewer partitions (seeds or partitions), or cluster fewer rows (rows: [0, 10000])"
    case .notPositiveDefinite: "standardize the features, reduce them with PCA, or use covariance: diag"
    }
  }
}
