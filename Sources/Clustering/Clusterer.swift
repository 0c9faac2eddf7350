import Matrices

/// A way to part rows into clusters.
public protocol Clusterer: Sendable {
  /// The short name, as in the experiment file: `kmeans`, `gmm`.
  var name: String { get }
  /// How many clusters are asked for.
  var clusters: Int { get }

  /// Throws what ``fit(_:seed:)`` would throw for these options and rows before it begins.
  ///
  /// - Complexity: O(rows · columns).
  func check(_ rows: Matrix) throws

  /// Clusters `rows`. The same seed gives the same bits, whatever the number of threads.
  ///
  /// - Throws: ``ClusteringError`` when the rows cannot be clustered so.
  func fit(_ rows: Matrix, seed: Seed) throws -> ClusterFit
}

/// What a clusterer made of the rows.
public struct ClusterFit: Sendable {
  /// The cluster of each row; equal to `model.predict(rows)`.
  public let partition: Partition
  /// The fitted model, which can label further rows.
  public let model: any ClusterModel
  /// What was optimised, such as `inertia`, and its value for the partition and model returned.
  public let objective: Objective
  /// The objective after each iteration.
  public let iterations: [Double]
  /// Whether the iterations ended because they no longer changed anything that matters.
  public let converged: Bool
  /// What went otherwise than asked.
  public let notices: [Notice]

  /// The name and value of what a clusterer optimises.
  public struct Objective: Sendable, Equatable {
    public let name: String
    public let value: Double
  }
}

/// A fitted clusterer: it tells the cluster of any row with the same columns.
public protocol ClusterModel: Sendable {
  /// The cluster of each row.
  ///
  /// - Throws: ``ClusteringError`` when the columns are not those of the fit, or an entry is not finite.
  func predict(_ rows: Matrix) throws -> Partition
}

/// Throws when there are fewer distinct rows than clusters.
///
/// - Complexity: O(rows · columns) at worst; it ends with the first rows that suffice.
func requireDistinctRows(_ rows: Matrix, clusters: Int) throws {
  var distinct: Set<[Double]> = []
  for row in 0..<rows.rows where distinct.count < clusters { distinct.insert(rows.exactRow(row)) }
  guard distinct.count >= clusters else {
    throw ClusteringError(.tooFewDistinctRows(clusters: clusters, distinct: distinct.count))
  }
}

/// Throws when an option has a value that is not allowed.
func requireOption(
  _ condition: Bool, _ name: String, _ value: some CustomStringConvertible, _ allowed: String
) throws {
  guard condition else {
    throw ClusteringError(.invalidOption(name: name, value: value.description, allowed: allowed))
  }
}

/// What every clusterer asks of its rows.
func validate(_ rows: Matrix, clusters: Int) throws {
  guard clusters >= 1 else {
    throw ClusteringError(.invalidOption(name: "k", value: "\(clusters)", allowed: "at least 1"))
  }
  guard rows.columns >= 1 else { throw ClusteringError(.noColumns(rows: rows.rows)) }
  guard clusters <= rows.rows else { throw ClusteringError(.tooFewRows(clusters: clusters, rows: rows.rows)) }
  try requireFinite(rows)
  let limit = ClusteringError.longestRow * ClusteringError.longestRow
  if let (row, square) = rows.squaredRowNorms().enumerated().first(where: { $0.element > limit }) {
    throw ClusteringError(.tooLarge(row: row, length: square.squareRoot()))
  }
}

/// Throws when an entry is NaN or infinite.
func requireFinite(_ rows: Matrix) throws {
  if let (row, column) = rows.firstNonFinite() { throw ClusteringError(.notFinite(row: row, column: column)) }
}
