import Core
import Results

/// A score of a run, by method and seed.
struct SeedScores {
  /// The values of a method under its seeds, or under those that it shares with another one (``paired(_:_:)``).
  struct Standing {
    let clusterer: String
    let space: String
    /// The seeds that have a value; a method that no seed changes has the first alone.
    let seeds: [UInt64]
    /// One a seed.
    let values: [Double]
    let summary: SummaryTable.Cell
    /// True for a method that no seed changes.
    let isDeterministic: Bool

    var method: RunPlan.Method { RunPlan.Method(clusterer: clusterer, space: space) }

    /// The number of seeds that it was clustered under, in words.
    var seedCount: String { isDeterministic ? "deterministic" : counted(seeds.count, "seed") }

    /// True where it has these values but for rounding, one a seed.
    func isSame(as others: [Double]) -> Bool {
      values.count == others.count && zip(values, others).allSatisfy { abs($0 - $1) <= 1e-9 }
    }

    /// Something of each seed, of a method that no seed changes once for every seed of another one beside it.
    func aligned<Value>(_ values: [Value], beside other: Standing) -> [Value] {
      guard isDeterministic, !other.isDeterministic, let value = values.first else { return values }
      return [Value](repeating: value, count: other.seeds.count)
    }

    /// The same under some of its seeds; nil where it has none of them.
    func restricted(to shared: Set<UInt64>) -> Standing? {
      let kept = seeds.indices.filter { shared.contains(seeds[$0]) }
      guard let summary = SummaryTable.Cell(kept.map { values[$0] }) else { return nil }
      return Standing(
        clusterer: clusterer, space: space, seeds: kept.map { seeds[$0] }, values: kept.map { values[$0] },
        summary: summary, isDeterministic: isDeterministic)
    }
  }

  let facts: ScoreFacts
  /// The name in sentences, such as `ARI`.
  var name: String { facts.shortName }
  private let plan: RunPlan
  private let values: [TrialIdentity: Double]
  private let statistics: StatisticsRecord?
  /// The corrected p-values of the tests with the differences that they are of, by both methods.
  private let tests: [RunPlan.Method: [RunPlan.Method: (holm: Double, difference: Double)]]
  /// True where the tests are over the items that every method clusters, and the scores over each method's own.
  private let leavesNoiseOut: Bool

  /// The finite values of a score.
  init(of run: Run, _ facts: ScoreFacts, _ statistics: StatisticsRecord?) {
    plan = run.record.plan
    self.statistics = statistics
    leavesNoiseOut = run.record.noise == .exclude && run.trials.contains { $0.noise != nil }
    var tests: [RunPlan.Method: [RunPlan.Method: (holm: Double, difference: Double)]] = [:]
    for pair in statistics?.pairs ?? [] where pair.score == facts.name {
      tests[pair.first, default: [:]][pair.second] = (pair.holm, pair.difference)
      tests[pair.second, default: [:]][pair.first] = (pair.holm, -pair.difference)
    }
    self.tests = tests
    self.facts = facts
    var values: [TrialIdentity: Double] = [:]
    for trial in run.trials {
      if let value = trial.scores[facts.name], value.isFinite { values[trial.identity] = value }
    }
    self.values = values
  }

  /// The methods that have values, of one clusterer or of all, best mean first, each under all seeds that give it a value.
  /// Equal ones are in the plan's order.
  func ranking(of chosen: String? = nil) -> [Standing] {
    let standings = plan.methods.filter { chosen == nil || $0.clusterer == chosen }.compactMap(standing)
    let ordered = standings.enumerated().sorted { first, second in
      let (mean, other) = (first.element.summary.mean, second.element.summary.mean)
      return mean == other ? first.offset < second.offset : (mean < other) == facts.lowerIsBetter
    }
    return ordered.map { $0.element }
  }

  /// The values of a method; nil where it has none.
  func standing(_ method: RunPlan.Method) -> Standing? {
    let found = plan.seeds(of: method).compactMap { seed in
      values[TrialIdentity(space: method.space, clusterer: method.clusterer, seed: seed)].map { (seed, $0) }
    }
    guard let summary = SummaryTable.Cell(found.map(\.1)) else { return nil }
    return Standing(
      clusterer: method.clusterer, space: method.space, seeds: found.map(\.0), values: found.map(\.1),
      summary: summary, isDeterministic: plan.isDeterministic(method))
  }

  /// Two methods under the seeds that give both a value; nil where there are none. A method that no seed changes goes with
  /// every seed of the other one.
  func paired(_ first: Standing, _ second: Standing) -> (first: Standing, second: Standing)? {
    guard !first.isDeterministic, !second.isDeterministic else { return (first, second) }
    let shared = Set(first.seeds).intersection(second.seeds)
    guard let one = first.restricted(to: shared), let other = second.restricted(to: shared) else { return nil }
    return (one, other)
  }

  /// The number of seeds that give both methods a value, where it is less than the number of seeds of the run; nil for
  /// others, and where no seed changes either.
  func sharedCount(_ first: Standing, _ second: Standing) -> Int? {
    guard let pair = paired(first, second) else { return 0 }
    let changing = [pair.first, pair.second].filter { !$0.isDeterministic }
    return changing.map(\.seeds.count).min().flatMap { $0 < plan.seeds.count ? $0 : nil }
  }

  /// The evidence of the seeds on two methods; nil where either has no value.
  func evidence(_ first: RunPlan.Method, over second: RunPlan.Method) -> SeedEvidence? {
    guard let one = standing(first), let other = standing(second) else { return nil }
    return evidence(one, over: other)
  }

  /// The evidence of the seeds on two methods, under the seeds that give both a value; positive where the first is better.
  /// Nil where no seed does.
  func evidence(_ first: Standing, over second: Standing) -> SeedEvidence? {
    guard let (one, other) = paired(first, second) else { return nil }
    let test = tests[first.method]?[second.method]
    return SeedEvidence(
      one.aligned(one.values, beside: other), over: other.aligned(other.values, beside: one),
      lowerIsBetter: facts.lowerIsBetter, isDeterministic: one.isDeterministic && other.isDeterministic,
      p: test?.holm, tested: leavesNoiseOut ? test.map(tested) : nil,
      fewestSeeds: test == nil
        ? nil : statistics?.fewestSeeds(deterministic: [one, other].count { $0.isDeterministic }))
  }

  private func tested(_ test: (holm: Double, difference: Double)) -> SeedEvidence.Tested {
    SeedEvidence.Tested(
      difference: facts.lowerIsBetter ? -test.difference : test.difference, items: statistics?.items)
  }
}
