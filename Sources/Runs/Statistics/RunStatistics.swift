import Core
import Experiments
import Foundation
import Results
import Scores
import Statistics

/// The uncertainty of a stored run's scores, from its stored labels.
package struct RunStatistics {
  /// A report of a step that begins, with the share of all steps that is done.
  package typealias Progress = (_ step: String, _ share: Double) -> Void

  /// A method's trials that are stored, in the order of the seeds.
  struct Group {
    let method: StatisticsRecord.Method
    let trials: [TrialRecord]
    let partitions: [Partition]
    /// The partitions that are compared with labels.
    let compared: [Partition]
    /// The position of the trial whose first score is nearest to the mean.
    let reference: Int
    /// True for a method that no seed changes.
    let isDeterministic: Bool

    /// The partitions that are compared with labels, with their seeds.
    var seeded: SeededPartitions {
      SeededPartitions(compared, seeds: trials.map(\.seed), isDeterministic: isDeterministic)
    }
  }

  private let run: StoredRun
  let truth: LabelSet?
  let groups: [Group]
  let scores: [any ExternalScore]
  static let seed: Seed = 0

  /// Reads the labels of a run.
  ///
  /// - Parameters:
  ///   - labels: the labels to compare with; nil for those that the scores of the trials were taken against.
  ///   - catalog: the scores, of which those against labels are taken of resamples.
  /// - Throws: `ResultsError` when stored labels cannot be read or are not those of the run.
  package init(of run: StoredRun, against labels: LabelSet? = nil, catalog: Catalog = .standard) throws {
    self.run = run
    truth = try (labels ?? run.truth).flatMap { $0.unlabelledCount < $0.values.count ? $0 : nil }
    scores = run.plan.scores.compactMap { (try? catalog.score(named: $0)) as? any ExternalScore }
    groups = try run.methods.compactMap { method in
      let trials = run.trials(of: method)
      guard !trials.isEmpty else { return nil }
      return Group(
        method: method, trials: trials, partitions: try trials.map { try run.partition(of: $0) },
        compared: try trials.map { try run.comparedPartition(of: $0) },
        reference: run.representative(of: trials), isDeterministic: run.plan.isDeterministic(method))
    }
  }

  /// Everything that `statistics.json` holds.
  ///
  /// - Parameters:
  ///   - resamples: the agreement of clusters that were found again, by method.
  ///   - leftOut: the reasons why some have none, by method.
  ///   - progress: called at the beginning of each step.
  package func record(
    resamples: [StatisticsRecord.Method: StatisticsRecord.Resamples] = [:],
    leftOut: [StatisticsRecord.Method: String] = [:], progress: Progress = { _, _ in }
  ) throws -> StatisticsRecord {
    var record = try externalRecord(progress)
    addInternalScores(to: &record)
    let order = run.plan.scores
    record.cells.sort { first, second in
      (order.firstIndex(of: first.score) ?? 0) < (order.firstIndex(of: second.score) ?? 0)
    }
    progress("the agreement of the seeds", 0.9)
    let stabilities = groups.map(stability)
    record.stability = zip(groups, stabilities).compactMap { group, seeds in
      let (found, reason) = (resamples[group.method], leftOut[group.method])
      guard seeds != nil || found != nil || reason != nil else { return nil }
      return StatisticsRecord.Stability(
        method: group.method, seeds: seeds?.record, resamples: found, resamplesLeftOut: reason)
    }
    record.agreements = agreements(stabilities.map { $0?.agreement })
    return record
  }

  // MARK: - Scores

  /// The uncertainty of the scores against labels alone.
  func externalRecord(_ progress: Progress = { _, _ in }) throws -> StatisticsRecord {
    var record = StatisticsRecord(level: Uncertainty.level)
    if let truth, !groups.isEmpty, sharesLabelledItems(truth) {
      try addExternalScores(to: &record, truth, progress)
      progress("the chance levels of kappa", 0.7)
      record.kappas = try kappas(truth)
    }
    return record
  }

  /// False where every labelled item is left out by some method, so that no two can be compared.
  func sharesLabelledItems(_ truth: LabelSet) -> Bool {
    truth.values.indices.contains { item in
      truth.values[item] >= 0
        && groups.allSatisfy { $0.compared.allSatisfy { $0.labels[item] != Partition.leftOut } }
    }
  }

  private func addExternalScores(
    to record: inout StatisticsRecord, _ truth: LabelSet, _ progress: Progress
  ) throws {
    guard !scores.isEmpty else { return }
    progress("the resamples of \(counted(run.plan.scores.count, "score"))", 0)
    var (scores, resampling) = (scores, try resampled(scores, truth))
    record.items = resampling.items
    let defined = resampling.definedScores
    if defined.count < scores.count {
      // A score without a value, such as kappa on items of one class, has neither an interval nor tests.
      guard !defined.isEmpty else { return }
      scores = defined.map { scores[$0] }
      resampling = try resampled(scores, truth)
    }
    record.replicates = resampling.replicates
    let pairs = Resampling.pairs(of: groups.count)
    record.fewestSeeds = fewestSeeds
    record.fewestSeedsBesideDeterministic = fewestSeedsBesideDeterministic
    progress("the differences of \(counted(groups.count, "method"))", 0.3)
    let ofScores = resampling.differences(of: pairs)
    for (position, score) in scores.enumerated() {
      let estimates = groups.indices.map { resampling.estimate(score: position, of: $0) }
      let differences = ofScores[position]
      let holm = resampling.corrected(differences, of: pairs)
      record.pairs += zip(pairs, zip(differences, holm)).map { pair, test in
        StatisticsRecord.Pair(
          score: score.name, first: groups[pair.first].method, second: groups[pair.second].method, test.0,
          holm: test.1)
      }
      let sign: Double = run.record.score(score.name).lowerIsBetter ? -1 : 1
      let best = estimates.indices.max { sign * estimates[$0].mean < sign * estimates[$1].mean } ?? 0
      record.cells += zip(groups, estimates).enumerated().map { index, cell in
        var ofMethod = StatisticsRecord.Cell(method: cell.0.method, score: score.name, cell.1)
        let toBest = pairs.firstIndex { $0.first == min(index, best) && $0.second == max(index, best) }
        ofMethod.pToBest = toBest.map { holm[$0] }
        ofMethod.equalsBest = ofMethod.pToBest.map { $0 >= 1 - Uncertainty.level }
        return ofMethod
      }
    }
  }

  private func resampled(_ scores: [any ExternalScore], _ truth: LabelSet) throws -> Resampling {
    try Resampling(groups.map(\.seeded), truth: truth, scores: scores, seed: Self.seed)
  }

  /// The number of methods that seeds change.
  private var changing: Int { groups.count { !$0.isDeterministic } }

  /// The fewest seeds with which two methods that seeds change can be told apart; nil where there are no two.
  private var fewestSeeds: Int? {
    guard changing > 1 else { return nil }
    return SeedChance.fewestSeeds(below: 1 - Uncertainty.level) { seeds in
      SeedChance.separation(among: [Int](repeating: seeds, count: changing))
    }
  }

  /// The fewest seeds with which a method that seeds change can be told from a deterministic one; nil where there are none.
  private var fewestSeedsBesideDeterministic: Int? {
    guard changing > 0, changing < groups.count else { return nil }
    return SeedChance.fewestSeeds(below: 1 - Uncertainty.level) { seeds in
      SeedChance.unanimity(among: [Int](repeating: seeds, count: changing))
    }
  }

  private func addInternalScores(to record: inout StatisticsRecord) {
    for score in run.plan.scores.map(run.record.score) where score.isInternal {
      record.cells += groups.compactMap { group in
        let values = group.trials.compactMap { $0.scores[score.name] }.filter(\.isFinite)
        return ScoreEstimate(seedsOnly: values, range: score.range).map {
          StatisticsRecord.Cell(method: group.method, score: score.name, $0)
        }
      }
    }
  }

  private func kappas(_ truth: LabelSet) throws -> [StatisticsRecord.Kappa] {
    let trials = groups.flatMap(\.trials)
    let kappas = try ChanceLevelKappa.measure(groups.flatMap(\.compared), truth: truth, seed: Self.seed)
    return zip(trials, kappas).compactMap { trial, kappa in
      // On items of one class it is undefined.
      guard kappa.classes > 1 else { return nil }
      return StatisticsRecord.Kappa(
        trial: trial.identity, kappa: kappa.kappa, permutedMean: kappa.permutedMean, permutedHigh: kappa.permutedHigh,
        matched: kappa.matched, accuracy: kappa.accuracy, clusters: kappa.clusters, classes: kappa.classes)
    }
  }

  // MARK: - Stability

  /// Compares the seeds on the items that have a cluster under one of them and were left out under none.
  private func stability(
    of group: Group
  ) -> (record: StatisticsRecord.Seeds, agreement: PairwiseAgreement)? {
    guard group.partitions.count > 1 else { return nil }
    let items = SeedStability.comparableItems(group.partitions)
    let partitions = SeedStability.comparable(group.partitions)
    guard let stability = SeedStability(partitions, reference: group.reference),
      let shares = SeedStability.shares(partitions, reference: group.reference)
    else { return nil }
    var seeds = StatisticsRecord.Seeds(
      meanAgreement: stability.meanAgreement, leastAgreement: stability.leastAgreement,
      low: stability.agreement.interval?.lowerBound, high: stability.agreement.interval?.upperBound,
      changingItems: stability.changingItems, items: stability.items, meanChange: stability.meanChange,
      reference: group.trials[group.reference].seed)
    let cores = StableCores(partitions[group.reference], shares: shares)
    seeds.cores = cores.cores.map { .init(id: $0.cluster, size: $0.size, stable: $0.stable) }
    seeds.movers = cores.movers.map { .init(item: items[$0.item], share: $0.share) }
    return (seeds, stability.agreement)
  }

  /// Compares the agreement of the seeds of every two methods; nil where no two can be compared.
  private func agreements(_ ofGroups: [PairwiseAgreement?]) -> [StatisticsRecord.AgreementPair]? {
    let found = Resampling.pairs(of: groups.count).compactMap { pair in
      ofGroups[pair.second].flatMap { ofGroups[pair.first]?.difference(from: $0) }.map { (pair, $0) }
    }
    guard !found.isEmpty else { return nil }
    let holm = Holm.adjusted(found.map { $0.1.p })
    return zip(found, holm).map { found, holm in
      let (pair, difference) = found
      return StatisticsRecord.AgreementPair(
        first: groups[pair.first].method, second: groups[pair.second].method, difference: difference.mean,
        low: difference.low, high: difference.high, p: difference.p, holm: holm)
    }
  }
}

// MARK: - From values to records

extension StatisticsRecord.Cell {
  fileprivate init(method: StatisticsRecord.Method, score: String, _ estimate: ScoreEstimate) {
    self.init(
      method: method, score: score, mean: estimate.mean, deviation: estimate.deviation, minimum: estimate.minimum,
      maximum: estimate.maximum, seeds: estimate.seeds, low: estimate.interval?.lowerBound,
      high: estimate.interval?.upperBound, itemError: estimate.uncertainty.itemError,
      seedError: estimate.uncertainty.seedError)
  }
}

extension StatisticsRecord.Pair {
  fileprivate init(
    score: String, first: StatisticsRecord.Method, second: StatisticsRecord.Method, _ difference: PairedDifference,
    holm: Double
  ) {
    self.init(
      score: score, first: first, second: second, difference: difference.mean, low: difference.low,
      high: difference.high, itemError: difference.uncertainty.itemError,
      seedError: difference.uncertainty.seedError, p: difference.p, holm: holm, test: difference.method.name)
  }
}

extension SignFlips.Method {
  var name: String {
    switch self {
    case .noItemDiffers: "no item differs"
    case .drawn(let count, 0): "\(count) draws"
    case .drawn(let count, let weighted): "\(count) draws, \(weighted) weighted sums"
    case .normal: "normal limit"
    }
  }
}
