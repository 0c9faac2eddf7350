import Core

extension RunRecord {
  /// The share of the clustered items that a trial left as noise, from 0 to 1.
  package func noiseShare(of trial: TrialRecord) -> Double {
    let clustered = dataset.items - (dataset.leftOut ?? 0)
    return clustered > 0 ? Double(trial.noise ?? 0) / Double(clustered) : 0
  }
}

extension Run {
  /// Says how the scores against labels count noise; nil where no trial has any.
  var noiseNote: String? {
    guard !record.dataset.labelSets.isEmpty, trials.contains(where: { $0.noise ?? 0 > 0 }) else { return nil }
    return switch record.noise ?? .cluster {
    case .cluster: "noise counts as one more cluster in scores against labels"
    case .exclude:
      "noise is left out of scores against labels, so methods with different noise are scored on different items; "
        + "intervals and tests use the items that every method clustered"
    case .nearest: "noise counts with the cluster of the nearest clustered item in scores against labels"
    }
  }
}
