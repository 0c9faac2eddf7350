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
  /// - Throws: `ResultsError`, `ScoreError`, and those of building a space.
  func record(
    rows: (TrialIdentity) throws -> Matrix, clusterer: (String) -> (any Clusterer)?
  ) throws -> StatisticsRecord {
    var resamples: [StatisticsRecord.Method: StatisticsRecord.Resamples] = [:]
    for method in run.methods {
      let trials = run.trials(of: method)
      guard let clusterer = clusterer(method.clusterer), !clusterer.isGiven, !trials.isEmpty else { continue }
      let trial = trials[run.representative(of: trials)]
      let partition = try run.partition(of: trial, at: items)
      resamples[method] =
        ClusterStability(
          trial: trial, rows: try rows(trial.identity), partition: partition, references: references
        ).resamples(clusterer)
    }
    return try RunStatistics(of: run, catalog: catalog).record(resamples: resamples)
  }
}
