import Core
import Experiments
import Results
import Stages

/// The trials that combine the partitions of other trials.
extension RunWork {
  /// The same trials, those that combine others after all of these.
  func combinationsLast(_ trials: [TrialIdentity]) -> [TrialIdentity] {
    let combines = { self.resolution.experiment.combinesSeeds($0.clusterer) } as (TrialIdentity) -> Bool
    return trials.filter { !combines($0) } + trials.filter(combines)
  }

  /// Combines the partitions of another clusterer's trials on the same space; nil for a method that clusters rows itself.
  ///
  /// - Parameter made: the trials of the space that are there.
  /// - Throws: `StageError` where one of those trials is a gap, and the errors of the combination.
  func combination(
    _ identity: TrialIdentity, by clusterer: any Clusterer, of made: [TrialIdentity: TrialRecord],
    _ context: StageContext
  ) throws -> Clustering? {
    guard let combiner = clusterer as? any PartitionCombiner, let other = combiner.combined else { return nil }
    let method = RunPlan.Method(clusterer: other, space: identity.space)
    let planned = resolution.plan.seeds(of: method).map {
      TrialIdentity(space: identity.space, clusterer: other, seed: $0)
    }
    let trials = planned.compactMap { made[$0] }
    guard trials.count == planned.count else {
      throw StageError(
        identity.clusterer,
        .unfitRows(
          cause: "\(trials.count) of the \(planned.count) trials of \(other) on \(identity.space) are there",
          hint: "see the reason why \(other) is left out there"))
    }
    return try combiner.combine(trials.map { try resolution.partition(of: $0, in: folder) }, context)
  }
}
