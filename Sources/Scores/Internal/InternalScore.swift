import Core
import Matrices

/// A score of a partition on the features alone: how tight and how well separated its clusters are.
///
/// Rows of noise are left out, counted, and reported in a notice. As in scikit-learn, there must be from two clusters
/// to one fewer than rows.
public protocol InternalScore: Score {
  /// Returns the value for the rows that were clustered.
  ///
  /// - Parameters:
  ///   - rows: items × columns.
  ///   - partition: one label a row.
  /// - Throws: ``ScoreError`` when the numbers of rows differ, an entry is not finite, or there are too few or too
  ///   many clusters.
  func score(_ rows: Matrix, _ partition: Partition) throws -> InternalScoreResult
}

/// The value of an internal score, with the counts of what it was computed on.
public struct InternalScoreResult: Sendable, Equatable {
  /// The value; NaN or infinite where it is undefined.
  public let value: Double
  /// The number of clusters that hold a row.
  public let clusters: Int
  /// The number of rows that were looked at; rows of noise are not.
  public let rows: Int
  /// The number of rows left out as noise.
  public let noise: Int
  /// Deviations from what was asked: rows of noise left out, a sample in place of all rows.
  public let notices: [Notice]

  /// Makes the result of a score of your own.
  ///
  /// - Parameter partition: the clusters that were looked at; rows without one are not.
  public init(_ value: Double, of partition: Partition, notices: [Notice] = []) {
    self.value = value
    clusters = Set(partition.labels.filter { $0 >= 0 }).count
    rows = partition.labels.count { $0 >= 0 }
    noise = partition.labels.count { $0 == Partition.noise }
    self.notices = notices
  }

  init(_ value: Double, on clustered: ClusteredRows, title: String, notices: [Notice] = []) {
    self.value = value
    clusters = clustered.clusterCount
    rows = clustered.order.count
    noise = clustered.noise
    self.notices = clustered.notices(for: title) + notices
  }
}

/// The internal scores by their short names.
public enum InternalScores {
  /// The scores, in the order in which tables list them.
  public static let all: [any InternalScore] = [Silhouette(), DaviesBouldin(), CalinskiHarabasz()]
  /// The scores of particular distances or shapes of clusters, taken where they are asked for.
  public static let onRequest: [any InternalScore] = [CosineSilhouette(), DBCV()]

  /// Returns the score of a short name.
  ///
  /// - Throws: ``ScoreError`` with the nearest known name.
  public static func named(_ name: String) throws -> any InternalScore {
    try ScoreCatalog.find(name, among: all + onRequest, by: \.name)
  }
}
