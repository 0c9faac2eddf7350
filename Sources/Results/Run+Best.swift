extension Run {
  /// The clusterers on the spaces, in the order of the plan.
  public var methods: [StatisticsRecord.Method] { record.plan.methods }

  /// The trials of a method, in the order of their seeds.
  public func trials(of method: StatisticsRecord.Method) -> [TrialRecord] {
    trials.filter { $0.clusterer == method.clusterer && $0.space == method.space }
  }

  /// The trial that stands for the best method: of the space and clusterer with the best mean of the first score, the one
  /// whose score is nearest to that mean. Nil when the score has no value.
  ///
  /// - Parameters:
  ///   - lowerIsBetter: the scores of which the smallest is the best; of all others it is the largest.
  ///   - spaces: the spaces to choose from; all when nil.
  public func representativeTrial(lowerIsBetter: Set<String>, among spaces: [String]? = nil) -> TrialRecord? {
    guard let name = record.plan.scores.first else { return nil }
    let sign: Double = lowerIsBetter.contains(name) ? -1 : 1
    let methods = methods.filter { spaces?.contains($0.space) ?? true }.map { method in
      trials(of: method).filter { ($0.scores[name] ?? .nan).isFinite }
    }.filter { !$0.isEmpty }
    func mean(_ trials: [TrialRecord]) -> Double {
      trials.reduce(0) { $0 + ($1.scores[name] ?? 0) } / Double(trials.count)
    }
    guard let best = methods.max(by: { sign * mean($0) < sign * mean($1) }) else { return nil }
    let target = mean(best)
    return best.min { abs(($0.scores[name] ?? 0) - target) < abs(($1.scores[name] ?? 0) - target) }
  }
}
