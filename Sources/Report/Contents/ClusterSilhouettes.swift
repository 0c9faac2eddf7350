import Core
import Results

/// The stored silhouettes of a trial, cluster by cluster.
struct ClusterSilhouettes {
  let trial: TrialRecord
  let record: SilhouetteRecord
  /// The number of items with a silhouette.
  let items: Int
  /// The clusters that hold such an item, each with the silhouettes of its own.
  let clusters: [(facts: ClusterFacts, values: [Double])]

  /// Nil for a run that stored none.
  ///
  /// - Throws: `ResultsError` when stored files are not those of the run.
  init?(of stored: StoredRun) throws {
    guard let (record, items, silhouettes) = try stored.silhouettes, let trial = stored.trial(record.trial) else {
      return nil
    }
    let partition = try stored.partition(of: trial)
    var values = [[Double]](repeating: [], count: partition.clusters)
    for (item, value) in zip(items, silhouettes) where partition.labels[item] >= 0 {
      values[Int(partition.labels[item])].append(value)
    }
    self.trial = trial
    self.record = record
    self.items = items.count
    let facts = try ClusterFacts.all(
      of: partition, truth: stored.truth, names: stored.names(of: trial.identity))
    clusters = facts.filter { !values[$0.id].isEmpty }.map { ($0, values[$0.id]) }
  }
}
