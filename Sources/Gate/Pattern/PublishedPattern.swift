import Core
import Results
import Scores
import Statistics

/// Compares the order of methods in a run with the one of published values, score by score.
///
/// A published value without labels cannot be tested by itself. The direction of a difference between two methods can: the run has
/// a test of it.
struct PublishedPattern {
  let run: StoredRun
  /// Published values beside those of the run, all of one score.
  let entries: [GateComparison.Entry]
  let score: any Score

  /// The pattern; nil for fewer than two methods.
  ///
  /// - Throws: `ResultsError` when the statistics of the run were changed.
  func record() throws -> GateReport.Pattern? {
    guard entries.count > 1 else { return nil }
    let (values, seeds) = seedValues()
    let published = entries.map(\.change.recorded.mean)
    let interval = RankAgreement.interval(of: values, against: published)
    let single = RankAgreement.ofSingleSeeds(values)
    let known = entries.compactMap(\.publishedSeeds)
    return GateReport.Pattern(
      score: score.name, methods: entries.count,
      tau: RankAgreement.tau(published, entries.map(\.change.new.mean)),
      low: interval?.lowerBound, high: interval?.upperBound, seeds: seeds,
      publishedSeeds: known.count == entries.count ? known.min() : nil, leastOfSingleSeed: single.min(),
      mostOfSingleSeed: single.max(), pairs: try pairs())
  }

  /// The values of each method under the seeds that all share, and the number of these; one value for a method that no seed changes.
  private func seedValues() -> (values: [[Double]], seeds: Int) {
    let changing = entries.filter { !run.plan.isDeterministic($0.place) }
    let shared = changing.dropFirst().reduce(changing.first.map { Set($0.values.keys) } ?? []) {
      $0.intersection($1.values.keys)
    }
    let seeds = shared.sorted()
    guard !seeds.isEmpty else { return (entries.map { [$0.change.new.mean] }, 1) }
    let values = entries.map { entry in
      run.plan.isDeterministic(entry.place) ? [entry.change.new.mean] : seeds.compactMap { entry.values[$0] }
    }
    return (values, seeds.count)
  }

  private func pairs() throws -> [GateReport.Pattern.Pair] {
    let statistics = try run.statistics
    let tests = (statistics?.pairs ?? []).filter { $0.score == score.name }
    let alpha = 1 - (statistics?.level ?? Uncertainty.level)
    return entries.indices.flatMap { i in
      entries.indices.dropFirst(i + 1).map { j in pair(entries[i], entries[j], tests, alpha) }
    }
  }

  private func pair(
    _ one: GateComparison.Entry, _ other: GateComparison.Entry, _ tests: [StatisticsRecord.Pair], _ alpha: Double
  ) -> GateReport.Pattern.Pair {
    let rise = one.change.recorded.mean - other.change.recorded.mean
    let (first, second) = rise != 0 && (rise > 0) != score.higherIsBetter ? (other, one) : (one, other)
    let published = first.change.recorded.mean - second.change.recorded.mean
    let own = first.change.new.mean - second.change.new.mean
    let places = Set([first.place, second.place])
    let p = tests.first { Set([$0.first, $0.second]) == places }?.holm
    let verdict: GateReport.Pattern.PairVerdict =
      if published == 0 {
        .tied
      } else if let p, p < alpha, own != 0 {
        (own > 0) == (published > 0) ? .repeated : .contradicted
      } else {
        .open
      }
    return GateReport.Pattern.Pair(
      first: first.place, second: second.place, published: published, run: own, p: p, verdict: verdict)
  }
}

extension GateComparison {
  /// The patterns of the scores with published values.
  ///
  /// - Throws: `ResultsError` when the statistics of the run were changed.
  func patterns(of entries: [Entry], _ scores: [any Score]) throws -> [GateReport.Pattern] {
    try scores.compactMap { score in
      let published = entries.filter { $0.isReference && $0.score.name == score.name }
      return try PublishedPattern(run: run, entries: published, score: score).record()
    }
  }
}
