import Core
import Experiments
import Results
import Scores
import Statistics

/// The scores of a stored run against each of its label sets, and the comparison of the label sets, from stored labels.
package struct TruthStatistics {
  private let run: StoredRun
  private let labelSets: [LabelSet]
  /// One a label set.
  private let statistics: [RunStatistics]
  private static let seed: Seed = 0

  /// Reads the labels of a run that is scored against several label sets.
  ///
  /// - Parameter catalog: the scores, of which those against labels are taken.
  /// - Throws: `ResultsError` when stored labels cannot be read or are not those of the run.
  package init(of run: StoredRun, catalog: Catalog = .standard) throws {
    self.run = run
    labelSets = try (run.record.truths ?? []).compactMap { name in
      try run.record.dataset.labelSets.first { $0.name == name }.flatMap { try run.labelSet($0) }
    }
    statistics = try labelSets.map { try RunStatistics(of: run, against: $0, catalog: catalog) }
  }

  /// Everything that `truths.json` holds.
  ///
  /// - Throws: `ScoreError` when the labels are of another number of items.
  package func record() throws -> TruthsRecord {
    let pairs = Resampling.pairs(of: labelSets.count)
    var record = TruthsRecord(level: Uncertainty.level)
    record.labelSets = try labelSets.indices.map(scored)
    // Labels of one class agree with no clusters, so that a comparison with them says nothing and only weakens the others.
    let isOfOneClass = labelSets.map { $0.occupiedClasses < 2 }
    let compared = pairs.enumerated().filter { !isOfOneClass[$1.first] && !isOfOneClass[$1.second] }
    record.agreements = try compared.compactMap { position, pair in
      let (first, second) = (labelSets[pair.first], labelSets[pair.second])
      return try LabelSetAgreement(first, second, seed: Self.seed.derived("agreement of label sets", position)).map {
        TruthsRecord.Agreement(
          first: first.name, second: second.name, items: $0.items, ami: $0.information.mean, low: $0.information.low,
          high: $0.information.high, ari: $0.rand)
      }
    }
    record.comparisons = try compared.flatMap { try comparisons($1.first, $1.second, position: $0) }
    let corrected = Holm.adjusted(record.comparisons.map(\.p))
    for (position, holm) in corrected.enumerated() { record.comparisons[position].holm = holm }
    return record
  }

  /// Returns a label set with the scores against it; those against the first are in the trials and in `statistics.json`.
  private func scored(_ position: Int) throws -> TruthsRecord.Scored {
    let labelSet = labelSets[position]
    var scored = TruthsRecord.Scored(
      name: labelSet.name, classes: labelSet.occupiedClasses,
      items: labelSet.values.count - labelSet.unlabelledCount)
    scored.chance = try statistics[position].chanceLevels()
    guard position > 0 else { return scored }
    scored.trials = try statistics[position].scoredTrials()
    scored.statistics = try statistics[position].externalRecord()
    return scored
  }

  /// Compares two label sets by the clusters of every method; none where they share too few labelled items, which would only
  /// weaken the other tests.
  private func comparisons(_ first: Int, _ second: Int, position: Int) throws -> [TruthsRecord.Comparison] {
    let groups = statistics.first?.groups ?? []
    guard !groups.isEmpty else { return [] }
    let found = try LabelSetComparison.compare(
      groups.map(\.seeded), labelSets[first], labelSets[second],
      seed: Self.seed.derived("comparison of label sets", position))
    return zip(groups, found ?? []).filter { $1.items >= TruthsRecord.fewestItems }.map { group, comparison in
      TruthsRecord.Comparison(
        method: group.method, first: labelSets[first].name, second: labelSets[second].name, items: comparison.items,
        amiOfFirst: comparison.first, amiOfSecond: comparison.second, low: comparison.low, high: comparison.high,
        itemError: comparison.itemError, seedError: comparison.seedError, seedsOfFirst: comparison.seedsOfFirst,
        seedsOfSecond: comparison.seedsOfSecond, seeds: group.trials.count, p: comparison.p, holm: comparison.p,
        test: comparison.method.name)
    }
  }
}

extension RunStatistics {
  /// The values that the scores of the representative trial of every method have under permuted labels.
  func chanceLevels() throws -> [TruthsRecord.Chance] {
    guard let truth, !scores.isEmpty, !groups.isEmpty, sharesLabelledItems(truth) else { return [] }
    let levels = try ChanceLevel.measure(
      groups.map { $0.compared[$0.reference] }, truth: truth, scores: scores, seed: Self.seed)
    return zip(groups, levels).flatMap { group, levels in
      zip(scores, levels).map {
        TruthsRecord.Chance(method: group.method, score: $0.name, mean: $1.mean, high: $1.high)
      }
    }
  }

  /// The scores of every trial against the labels, NaN where no labelled item is in a cluster.
  func scoredTrials() throws -> [TruthsRecord.Trial] {
    guard let truth else { return [] }
    return try groups.flatMap { group in
      try zip(group.trials, group.compared).map { trial, partition in
        guard zip(truth.values, partition.labels).contains(where: { $0 >= 0 && $1 != Partition.leftOut }) else {
          let notice = Notice(
            kind: TrialRecord.scoreUndefined, message: "there is nothing to score: no item with a label is in a cluster"
          )
          return TruthsRecord.Trial(
            trial.identity, scores: Dictionary(uniqueKeysWithValues: scores.map { ($0.name, .nan) }), notices: [notice])
        }
        let table = try ContingencyTable(partition, truth: truth)
        let found = scores.map { (score: $0.name, value: $0.score(table)) }
        return TruthsRecord.Trial(
          trial.identity, scores: Dictionary(uniqueKeysWithValues: found.map { ($0.score, $0.value) }),
          notices: table.undefinedNotices(found) + VoteTies.notices(on: scores, of: table))
      }
    }
  }
}
