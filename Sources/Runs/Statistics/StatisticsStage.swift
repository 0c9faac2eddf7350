import Clustering
import Experiments
import Matrices
import Results
import Stages

/// The end of a run: what its scores are worth, while the features are still there.
struct StatisticsStage {
  let run: StoredRun
  /// The items that were clustered, one a row.
  let items: [Int]
  let references: References
  let catalog: Catalog

  /// Computes what `statistics.json` holds.
  ///
  /// - Parameters:
  ///   - rows: the space that a trial clustered.
  ///   - clusterer: that of a name in the run.
  ///   - progress: called at the beginning of each step.
  /// - Throws: `ResultsError`, `ScoreError`, and those of building a space.
  func record(
    rows: (TrialIdentity) throws -> Matrix, clusterer: (String) -> (any Clusterer)?,
    progress: RunStatistics.Progress
  ) throws -> StatisticsRecord {
    var resamples: [StatisticsRecord.Method: StatisticsRecord.Resamples] = [:]
    var leftOut: [StatisticsRecord.Method: String] = [:]
    for (position, method) in run.methods.enumerated() {
      let trials = run.trials(of: method)
      guard let clusterer = clusterer(method.clusterer), !clusterer.isGiven, !trials.isEmpty else { continue }
      progress(
        "the clusters of \(method.text), found again", Self.refits * Double(position) / Double(run.methods.count))
      let trial = trials[run.representative(of: trials)]
      let partition = try run.partition(of: trial, at: items)
      let stability = ClusterStability(
        trial: trial, rows: try rows(trial.identity), partition: partition, references: references)
      resamples[method] = stability.resamples(clusterer)
      leftOut[method] = stability.leftOut(clusterer)
    }
    return try RunStatistics(of: run, catalog: catalog).record(resamples: resamples, leftOut: leftOut) { step, share in
      progress(step, Self.refits + (1 - Self.refits) * share)
    }
  }

  /// The usual share of the refits in the time.
  private static let refits = 0.5
}
