/// A term that describes a cluster.
public struct TypicalTerm: Sendable, Equatable {
  /// The word or phrase, in lower case.
  public let text: String
  /// The number of times that the captions of the cluster have it.
  public let count: Int
  /// Its weight by the chosen ``TermWeighting``; above 0.
  public let weight: Double
}

extension TermCounts {
  /// Returns the heaviest terms of each cluster of ``clusterIDs``, the heaviest first, at most `top`; of equally heavy
  /// ones the first in alphabetical order comes first. Terms whose weight is not above 0 describe no cluster.
  ///
  /// - Complexity: O(pairs that occur · log terms) time.
  public func typicalTerms(by weighting: TermWeighting = .classTFIDF(), top: Int = 10) -> [[TypicalTerm]] {
    zip(rows, weights(weighting)).map { row, weights in
      zip(row, weights).filter { $0.1 > 0 }
        .sorted { ($1.1, $0.0.term) < ($0.1, $1.0.term) }
        .prefix(max(top, 0))
        .map { TypicalTerm(text: terms[$0.0.term], count: $0.0.count, weight: $0.1) }
    }
  }
}
