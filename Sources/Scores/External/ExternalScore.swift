import Core

/// A score of a partition against known classes. It looks at the ``ContingencyTable`` alone, never at the features.
///
/// The scores of this package give scikit-learn's value where it defines one, in the ordinary case and at the edges
/// (one cluster, one class, every item its own cluster); the comment of a score names the exceptions.
public protocol ExternalScore: Score {
  /// Returns the value for a table; NaN where it is undefined.
  func score(_ table: ContingencyTable) -> Double
  /// The rule by which clusters get the classes that the score counts as right; nil, the default, for a score that
  /// needs none.
  var assignment: ClusterMatching? { get }
  /// Returns the score as it is taken of resamples of the table's items: equal to ``score(_:)`` for the table itself.
  func frozen(on table: ContingencyTable) -> FrozenScore
}

extension ExternalScore {
  /// The values from 0 to 1, as most external scores have.
  public var range: ClosedRange<Double> { 0...1 }
  public var assignment: ClusterMatching? { nil }

  /// Returns the score of each resampled table itself. A score that maps clusters to classes should keep the mapping of
  /// the original table instead, since one that is made anew adapts to each resample.
  public func frozen(on table: ContingencyTable) -> FrozenScore {
    FrozenScore(.table, original: score(table)) { sums in sums.table.map { self.score($0) } ?? .nan }
  }

  /// Returns the value of a partition against a label set.
  ///
  /// - Throws: ``ScoreError`` when the two have different numbers of items, or no item has a class.
  public func score(_ partition: Partition, truth: LabelSet) throws -> Double {
    score(try ContingencyTable(partition, truth: truth))
  }
}

/// The external scores by their short names.
public enum ExternalScores {
  /// The scores, in the order in which tables list them.
  public static let all: [any ExternalScore] =
    [CohenKappa(matching: .majority), CohenKappa(matching: .oneToOne), AdjustedRandIndex()]
    + EntropyMean.allCases.map { AdjustedMutualInformation(mean: $0) }
    + EntropyMean.allCases.map { NormalizedMutualInformation(mean: $0) }
    + [
      Homogeneity(), Completeness(), VMeasure(), FowlkesMallows(), Purity(), ClusteringAccuracy(),
      RandIndex(),
    ]

  /// Returns the score of a short name.
  ///
  /// - Throws: ``ScoreError`` with the nearest known name.
  public static func named(_ name: String) throws -> any ExternalScore {
    try ScoreCatalog.find(name, among: all, by: \.name)
  }
}
