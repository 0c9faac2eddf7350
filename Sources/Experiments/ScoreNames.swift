import Results
import Scores

/// The names of the scores, for those who parse what a user wrote.
package enum ScoreNames {
  package static let all = ScoreCatalog.all.map(\.name)
}

extension ScoreFacts {
  /// The properties of a score, as a run stores them.
  package init(_ score: any Score) {
    self.init(
      score.name, shortName: score.shortName, lowerIsBetter: !score.higherIsBetter,
      low: score.range.lowerBound.isFinite ? score.range.lowerBound : nil,
      high: score.range.upperBound.isFinite ? score.range.upperBound : nil, isInternal: score is any InternalScore,
      risesWithClusters: score.risesWithClusters, meaning: score.meaning.isEmpty ? nil : score.meaning)
  }
}
