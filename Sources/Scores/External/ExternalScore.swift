import Core

/// A score of a partition against known classes. It looks at the ``ContingencyTable`` alone, never at the features.
///
/// Where scikit-learn defines a value, in the ordinary case and at the edges (one cluster, one class, every item its
/// own cluster), it is the same here; what differs is said at the score.
public protocol ExternalScore: Score {
  /// The value for a table.
  func score(_ table: ContingencyTable) -> Double
  /// The rule by which clusters get the classes that the score counts as right; nil for a score that needs none.
  var assignment: ClusterMatching? { get }
  /// The score as it is taken of resamples of the table's items: equal to ``score(_:)`` for the table itself.
  func frozen(on table: ContingencyTable) -> FrozenScore
}

extension ExternalScore {
  public var range: ClosedRange<Double> { 0...1 }
  public var assignment: ClusterMatching? { nil }

  /// The score of the resampled table itself. A score that maps clusters to classes should keep the mapping of the original
  /// table, since one that is made anew adapts to each resample.
  public func frozen(on table: ContingencyTable) -> FrozenScore {
    FrozenScore(.table, original: score(table)) { sums in sums.table.map { self.score($0) } ?? .nan }
  }

  /// The value of a partition against a label set.
  ///
  /// - Throws: ``ScoreError`` when the two have different numbers of items, or no item has a class.
  public func score(_ partition: Partition, truth: LabelSet) throws -> Double {
    score(try ContingencyTable(partition, truth: truth))
  }
}

/// The external scores by their short names.
public enum ExternalScores {
  /// In the order in which tables list them.
  public static let all: [any ExternalScore] =
    [CohenKappa(matching: .majority), CohenKappa(matching: .oneToOne), AdjustedRandIndex()]
    + EntropyMean.allCases.map { AdjustedMutualInformation(mean: $0) }
    + EntropyMean.allCases.map { NormalizedMutualInformation(mean: $0) }
    + [
      Homogeneity(), Completeness(), VMeasure(), FowlkesMallows(), Purity(), ClusteringAccuracy(),
      RandIndex(),
    ]

  /// The score of a name.
  ///
  /// - Throws: ``ScoreError`` that names the nearest known score.
  public static func named(_ name: String) throws -> any ExternalScore {
    try ScoreCatalog.find(name, among: all, by: \.name)
  }
}
