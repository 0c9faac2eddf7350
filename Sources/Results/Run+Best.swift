extension Run {
  /// The clusterers on the spaces, in the order of the plan.
  package var methods: [StatisticsRecord.Method] { record.plan.methods }

  /// The trials of a method, in the order of their seeds.
  package func trials(of method: StatisticsRecord.Method) -> [TrialRecord] {
    trials.filter { $0.clusterer == method.clusterer && $0.space == method.space }
  }

  /// The trial that stands for the best method: of the space and clusterer with the best mean of the first score, the one
  /// whose score is nearest to that mean. Nil when the score has no value.
  ///
  /// - Parameter spaces: the spaces to choose from; all when nil.
  package func representativeTrial(among spaces: [String]? = nil) -> TrialRecord? {
    guard let score = record.firstScore else { return nil }
    let sign: Double = score.lowerIsBetter ? -1 : 1
    let methods = methods.filter { spaces?.contains($0.space) ?? true }.map { method in
      trials(of: method).filter { ($0.scores[score.name] ?? .nan).isFinite }
    }.filter { !$0.isEmpty }
    func mean(_ trials: [TrialRecord]) -> Double {
      trials.reduce(0) { $0 + ($1.scores[score.name] ?? 0) } / Double(trials.count)
    }
    guard let best = methods.max(by: { sign * mean($0) < sign * mean($1) }) else { return nil }
    return best[representative(of: best)]
  }

  /// The trial that stands for a clusterer: that of ``representativeTrial(among:)`` among its own; where the first score
  /// has no value, its first trial.
  package func representativeTrial(of clusterer: String) -> TrialRecord? {
    var own = self
    own.trials = trials.filter { $0.clusterer == clusterer }
    return own.representativeTrial() ?? own.trials.first
  }

  /// The position of the trial whose first score is nearest to the mean of all; the first where none has a value.
  package func representative(of trials: [TrialRecord]) -> Int {
    guard let name = record.plan.scores.first else { return 0 }
    let values = trials.map { $0.scores[name] ?? .nan }
    let finite = values.filter(\.isFinite)
    guard !finite.isEmpty else { return 0 }
    let mean = finite.reduce(0, +) / Double(finite.count)
    let distances = values.map { $0.isFinite ? abs($0 - mean) : .infinity }
    return distances.indices.min { distances[$0] < distances[$1] } ?? 0
  }
}
