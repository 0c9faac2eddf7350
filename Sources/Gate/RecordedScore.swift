import Results
import Scores

/// A score of which only the values and properties that a run stored are known.
struct RecordedScore: Score {
  private let facts: ScoreFacts

  init(_ facts: ScoreFacts) { self.facts = facts }

  var name: String { facts.name }
  var shortName: String { facts.shortName }
  var title: String { facts.name }
  var range: ClosedRange<Double> { facts.range }
  var higherIsBetter: Bool { !facts.lowerIsBetter }
  var risesWithClusters: Bool { facts.risesWithClusters }
}
