import Core
import Runs
import Scores

/// A number of a method's trials that is to be explained.
enum Measure: Sendable {
  /// A score against labels or of the rows.
  case score(any Score)
  /// The agreement (ARI) with the clusters of another program, as a label set.
  case agreement(LabelSet)

  /// The name in tables.
  var name: String {
    switch self {
    case .score(let score): score.name
    case .agreement: "agreement (ARI)"
    }
  }

  /// The score that rules are applied to.
  var score: any Score {
    switch self {
    case .score(let score): score
    case .agreement: AdjustedRandIndex()
    }
  }

  /// Returns the number of a trial; NaN where it is undefined.
  func value(of trial: Refit.Trial) throws -> Double {
    switch self {
    case .score(let score): trial.scores[score.name] ?? .nan
    case .agreement(let other): try AdjustedRandIndex().defined(trial.partition, truth: other)
    }
  }
}

extension ExternalScore {
  /// The value of a partition; NaN where no item counts.
  func defined(_ partition: Partition, truth: LabelSet) throws -> Double {
    do {
      return try score(partition, truth: truth)
    } catch let error as ScoreError {
      guard case .nothingLabelled = error.reason else { throw error }
      return .nan
    }
  }

  /// The value on some items; NaN where none of them counts.
  func defined(_ partition: Partition, truth: LabelSet, on items: [Int]) throws -> Double {
    let part = Partition(labels: items.map { partition.labels[$0] }, clusters: partition.clusters)
    return try defined(part, truth: truth.selecting(items))
  }
}

extension Partition {
  /// The clusters as a label set, noise as one more class; items that are not clustered are unlabelled.
  package func asLabels(named name: String) -> LabelSet {
    let ids = Set(labels.filter { $0 != Self.leftOut }).sorted()
    let positions = Dictionary(uniqueKeysWithValues: zip(ids, Int32(0)...))
    return LabelSet(
      name: name, classes: ids.map(String.init), values: labels.map { positions[$0] ?? LabelSet.unlabelled })
  }
}
