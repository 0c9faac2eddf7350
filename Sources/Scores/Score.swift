import Core

/// The properties of every score, for tables and figures.
public protocol Score: Sendable {
  /// The short spelling in experiment files and in `scores.csv`, such as `ami`.
  var name: String { get }
  /// The heading of a panel, such as `AMI`; the name unless a score says otherwise.
  var shortName: String { get }
  /// The heading in tables, such as `Adjusted mutual information`.
  var title: String { get }
  /// The meaning in one line, for the list of terms below tables; empty, the default, for none.
  var meaning: String { get }
  /// The interval in which every value lies.
  var range: ClosedRange<Double> { get }
  /// True, the default, where a larger value means a better clustering.
  var higherIsBetter: Bool { get }
  /// True for a score that tends to rise with the number of clusters, whatever they hold; false by default.
  var risesWithClusters: Bool { get }
}

extension Score {
  public var shortName: String { name }
  public var meaning: String { "" }
  public var higherIsBetter: Bool { true }
  public var risesWithClusters: Bool { false }
}

/// Every score by its short name, external and internal.
public enum ScoreCatalog {
  /// The scores, in the order in which tables list them.
  public static let all: [any Score] =
    ExternalScores.all + InternalScores.all + InternalScores.onRequest

  /// Returns the score of a short name.
  ///
  /// - Throws: ``ScoreError`` with the nearest known name.
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
