import Clustering
import Matrices
import Results

/// The end of a run: what its scores are worth, while the features are still there.
struct StatisticsStage {
  let run: Run
  let folder: RunFolder
  /// The items that were clustered, one a row.
  let items: [Int]

  /// Computes and stores `statistics.json`.
  ///
  /// - Parameters:
  ///   - rows: the matrix of each space.
  ///   - clusterers: by the names that the run gives them.
  /// - Throws: `ResultsError`, `ClusteringError`, `ScoreError`.
  func store(_ rows: [String: Matrix], _ clusterers: [String: any Clusterer]) throws {
    var resamples: [StatisticsRecord.Method: StatisticsRecord.Resamples] = [:]
    for method in run.methods {
      let trials = run.trials(of: method)
      guard let rows = rows[method.space], let clusterer = clusterers[method.clusterer], !trials.isEmpty else {
        continue
      }
      let trial = trials[run.representative(of: trials)]
      let labels = try folder.labels(of: trial)
      let partition = Partition(labels: items.map { labels[$0] }, clusters: trial.clusters)
      resamples[method] = try ClusterStability(trial: trial, rows: rows, partition: partition).resamples(clusterer)
    }
    try folder.write(RunStatistics(of: run, in: folder).record(resamples: resamples))
  }
}
