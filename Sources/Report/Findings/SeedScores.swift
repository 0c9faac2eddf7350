import Results
import Scores

/// The first score of a run, by method and seed.
struct SeedScores {
  /// How a method did under the seeds that it shares with those it is ranked with.
  struct Standing {
    let clusterer: String
    let space: String
    let seeds: [UInt64]
    /// One a seed.
    let values: [Double]
    let summary: SummaryTable.Cell
  }

  let name: String
  let lowerIsBetter: Bool
  /// Whether it looks at the rows that were clustered, and so at each space by itself.
  let isInternal: Bool
  private let plan: RunPlan
  private let values: [TrialIdentity: Double]
  private let statistics: StatisticsRecord?

  /// The finite values of the first score; nil when the run has no score.
  init?(of run: Run, _ statistics: StatisticsRecord?) {
    plan = run.record.plan
    self.statistics = statistics
    guard let name = plan.scores.first else { return nil }
    let score = try? ScoreCatalog.named(name)
    self.name = name
    lowerIsBetter = score.map { !$0.higherIsBetter } ?? false
    isInternal = score.map { $0 is any InternalScore } ?? false
    var values: [TrialIdentity: Double] = [:]
    for trial in run.trials {
      if let value = trial.scores[name], value.isFinite { values[trial.identity] = value }
    }
    self.values = values
  }

  /// The methods that have values, of one clusterer or of all, best first, under the seeds that they share. Equal ones
  /// are in the plan's order.
  func ranking(of chosen: String? = nil) -> [Standing] {
    let identities = plan.clusterers.filter { chosen == nil || $0 == chosen }.map { clusterer in
      plan.spaces.map { space in
        plan.seeds.map { TrialIdentity(space: space, clusterer: clusterer, seed: $0) }
      }
    }.flatMap { $0 }
    let scored = identities.filter { method in method.contains { values[$0] != nil } }
    let shared = plan.seeds.indices.filter { seed in scored.allSatisfy { values[$0[seed]] != nil } }
    let standings = scored.compactMap { method -> Standing? in
      let values = shared.compactMap { self.values[method[$0]] }
      guard let summary = SummaryTable.Cell(values), let first = method.first else { return nil }
      return Standing(
        clusterer: first.clusterer, space: first.space, seeds: shared.map { plan.seeds[$0] }, values: values,
        summary: summary)
    }
    let ordered = standings.enumerated().sorted { first, second in
      let (mean, other) = (first.element.summary.mean, second.element.summary.mean)
      return mean == other ? first.offset < second.offset : (mean < other) == lowerIsBetter
    }
    return ordered.map { $0.element }
  }

  /// What the seeds say of two methods of one ranking; positive where the first is better.
  func evidence(_ first: Standing, over second: Standing) -> SeedEvidence? {
    let pair = statistics?.pair(
      .init(clusterer: first.clusterer, space: first.space),
      over: .init(clusterer: second.clusterer, space: second.space), score: name)
    return SeedEvidence(
      first.values, over: second.values, lowerIsBetter: lowerIsBetter, p: pair?.holm,
      fewestSeeds: pair == nil ? nil : statistics?.fewestSeeds)
  }
}
