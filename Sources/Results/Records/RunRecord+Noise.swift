import Core

extension RunRecord {
  /// The share of the clustered items that a trial left as noise, from 0 to 1.
  package func noiseShare(of trial: TrialRecord) -> Double {
    let clustered = dataset.items - (dataset.leftOut ?? 0)
    return clustered > 0 ? Double(trial.noise ?? 0) / Double(clustered) : 0
  }
}

extension Run {
  /// Says how the scores against labels count noise, and on how many items intervals and tests are where noise is left out; nil
  /// where no trial has any.
  func noiseNote(_ statistics: StatisticsRecord?) -> String? {
    guard !record.dataset.labelSets.isEmpty, trials.contains(where: { $0.noise ?? 0 > 0 }) else { return nil }
    return switch record.noise ?? .cluster {
    case .cluster: "noise counts as one more cluster in scores against labels"
    case .exclude:
      "noise is left out of scores against labels, so methods with different noise are scored on different items; "
        + itemsNote(statistics)
    case .nearest: "noise counts with the cluster of the nearest clustered item in scores against labels"
    }
  }
}

extension Run {
  private func itemsNote(_ statistics: StatisticsRecord?) -> String {
    guard let statistics, record.plan.scores.contains(where: { !record.score($0).isInternal }) else {
      return "intervals and tests use the items that every method clustered"
    }
    let items = statistics.items ?? 0
    if statistics.cells.contains(where: { !record.score($0.score).isInternal }) {
      return "intervals and tests use the \(counted(items, "item")) that every method clustered"
    }
    return
      "there are no intervals and no tests: \(counted(items, "labelled item")) \(items == 1 ? "is" : "are") clustered by all "
      + "of \(counted(record.plan.methods.count, "method")) under all seeds"
      + (items > 0 ? ", and no score is defined on them" : "")
  }
}

extension Run {
  /// A pointer to the score of clusters of any shape, where scores without labels leave noise out of account; nil where no trial
  /// has noise, where there are labels, and where that score is among them.
  var densityScoreNote: String? {
    let scores = record.plan.scores
    guard scores.contains(where: Self.roundScores.contains), scores.allSatisfy({ record.score($0).isInternal }),
      !scores.contains("dbcv"), trials.contains(where: { $0.noise ?? 0 > 0 })
    else { return nil }
    return
      "\(list(scores.filter(Self.roundScores.contains))): for round clusters, without their noise; dbcv judges clusters of any "
      + "shape and lowers with noise: add it to the scores (--scores \((scores + ["dbcv"]).joined(separator: ",")))"
  }

  private static let roundScores = ["silhouette", "davies-bouldin", "calinski-harabasz"]
}
