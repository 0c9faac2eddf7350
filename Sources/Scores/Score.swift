import Core

/// The properties of every score, for tables and figures.
public protocol Score: Sendable {
  /// The short spelling in experiment files and in `scores.csv`, such as `ami`.
  var name: String { get }
  /// The heading of a panel, such as `AMI`.
  var shortName: String { get }
  /// The heading in tables, such as `Adjusted mutual information`.
  var title: String { get }
  /// Every value that the score can take lies in here.
  var range: ClosedRange<Double> { get }
  /// True where a larger value says that the clustering is better.
  var higherIsBetter: Bool { get }
  /// True for a score that tends to rise with the number of clusters.
  var risesWithClusters: Bool { get }
}

extension Score {
  public var shortName: String { name }
  public var higherIsBetter: Bool { true }
  public var risesWithClusters: Bool { false }
}

/// Every score by its short name, external and internal.
public enum ScoreCatalog {
  /// In the order in which tables list them.
  public static let all: [any Score] = ExternalScores.all + InternalScores.all

  /// The score of a name.
  ///
  /// - Throws: ``ScoreError`` that names the nearest known score.
  public static func named(_ name: String) throws -> any Score {
    try find(name, among: all, by: \.name)
  }

  /// The score of a name among some.
  ///
  /// - Throws: ``ScoreError`` that names the nearest of them.
  package static func find<Found>(_ name: String, among scores: [Found], by nameOf: (Found) -> String) throws -> Found {
    guard let score = scores.first(where: { nameOf($0) == name }) else {
      let known = scores.map(nameOf)
      throw ScoreError(.unknownScore(name: name, nearest: Nearest.of(name, in: known), known: known))
    }
    return score
  }
}
