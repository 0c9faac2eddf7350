import Core
import Figures
import Results
import Scores

extension StoredRun {
  /// The class that each cluster holds most of, −1 for one without labelled items; nil when the run has no labels.
  ///
  /// - Throws: `ResultsError` when the labels are not those of the run.
  func majority(of partition: Partition) throws -> [Int]? {
    guard let truth = try truth else { return nil }
    let mapping = try ContingencyTable(partition, truth: truth).mapping(.majority)
    return (0..<partition.clusters).map { mapping[cluster: Int32($0)] ?? -1 }
  }

  /// The first score of a trial, such as `kappa .512`; nil where it has no value.
  func firstScore(of trial: TrialRecord) -> String? {
    plan.scores.first.flatMap { score in trial.scores[score].map { "\(score) \(NumberText.score($0))" } }
  }

  /// The making of a map, such as `KL divergence 1.234 · 500 of 1000 items`.
  func origin(of map: StoredMap) -> String {
    [
      map.record.objective.map { "\($0.name) \(NumberText.score($0.value))" },
      map.record.items.map { "\($0.count.grouped) of \(counted(itemCount, "item"))" },
    ].compactMap(\.self).joined(separator: " · ")
  }

  /// The trials of a clusterer on a space, in the order of their seeds.
  func trials(_ space: String, _ clusterer: String) -> [TrialRecord] {
    trials(of: RunPlan.Method(clusterer: clusterer, space: space))
  }

  /// The trial that stands for a method, whose clusters have their numbers in all tables and figures; nil where the method
  /// has none.
  func representativeTrial(of clusterer: String, on space: String) -> TrialRecord? {
    let trials = trials(space, clusterer)
    return trials.isEmpty ? nil : trials[representative(of: trials)]
  }

  /// The seed of the space that a map shows; nil where all seeds have the same space.
  func mappedSeed(of map: StoredMap) -> UInt64? {
    record.facts(of: map.record.space).isStochastic && plan.seeds.count > 1 ? map.record.seed : nil
  }
}
