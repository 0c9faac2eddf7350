import Core
import Results

/// The first score of a run, by method and seed.
struct SeedScores {
  /// The values of a method under the seeds that it shares with those it is ranked with.
  struct Standing {
    let clusterer: String
    let space: String
    /// A method that no seed changes has the first alone.
    let seeds: [UInt64]
    /// One a seed.
    let values: [Double]
    let summary: SummaryTable.Cell
    /// True for a method that no seed changes.
    let isDeterministic: Bool

    var method: RunPlan.Method { RunPlan.Method(clusterer: clusterer, space: space) }

    /// The number of seeds that it was clustered under, in words.
    var seedCount: String { isDeterministic ? "deterministic" : counted(seeds.count, "seed") }

    /// Something of each seed, of a method that no seed changes once for every seed of another one beside it.
    func aligned<Value>(_ values: [Value], beside other: Standing) -> [Value] {
      guard isDeterministic, !other.isDeterministic, let value = values.first else { return values }
      return [Value](repeating: value, count: other.seeds.count)
    }
  }

  let facts: ScoreFacts
  var name: String { facts.name }
  private let plan: RunPlan
  private let values: [TrialIdentity: Double]
  private let statistics: StatisticsRecord?

  /// The finite values of the first score; nil when the run has no score.
  init?(of run: Run, _ statistics: StatisticsRecord?) {
    plan = run.record.plan
    self.statistics = statistics
    guard let facts = run.record.firstScore else { return nil }
    self.facts = facts
    var values: [TrialIdentity: Double] = [:]
    for trial in run.trials {
      if let value = trial.scores[facts.name], value.isFinite { values[trial.identity] = value }
    }
    self.values = values
  }

  /// The methods that have values, of one clusterer or of all, best first, under the seeds that they share. Equal ones
  /// are in the plan's order.
  func ranking(of chosen: String? = nil) -> [Standing] {
    let methods = plan.methods.filter { chosen == nil || $0.clusterer == chosen }
    func value(_ method: RunPlan.Method, _ seed: UInt64) -> Double? {
      values[TrialIdentity(space: method.space, clusterer: method.clusterer, seed: seed)]
    }
    let scored = methods.filter { method in plan.seeds(of: method).contains { value(method, $0) != nil } }
    let changing = scored.filter { !plan.isDeterministic($0) }
    let shared = plan.seeds.filter { seed in changing.allSatisfy { value($0, seed) != nil } }
    let standings = scored.compactMap { method -> Standing? in
      let seeds = plan.isDeterministic(method) ? plan.seeds(of: method) : shared
      let values = seeds.compactMap { value(method, $0) }
      guard let summary = SummaryTable.Cell(values) else { return nil }
      return Standing(
        clusterer: method.clusterer, space: method.space, seeds: seeds, values: values, summary: summary,
        isDeterministic: plan.isDeterministic(method))
    }
    let ordered = standings.enumerated().sorted { first, second in
      let (mean, other) = (first.element.summary.mean, second.element.summary.mean)
      return mean == other ? first.offset < second.offset : (mean < other) == facts.lowerIsBetter
    }
    return ordered.map { $0.element }
  }

  /// Returns the evidence of the seeds on two methods of one ranking; positive where the first is better.
  func evidence(_ first: Standing, over second: Standing) -> SeedEvidence? {
    let pair = statistics?.pair(first.method, over: second.method, score: name)
    return SeedEvidence(
      first.aligned(first.values, beside: second), over: second.aligned(second.values, beside: first),
      lowerIsBetter: facts.lowerIsBetter, isDeterministic: first.isDeterministic && second.isDeterministic,
      p: pair?.holm,
      fewestSeeds: pair == nil ? nil : statistics?.fewestSeeds)
  }
}
