import Experiments
import Foundation
import Results

extension RunWork {
  /// Stores what the scores are worth, unless the folder holds it.
  func takeStatistics() throws {
    guard plan.lacks(.statistics) else { return }
    defer { meter.advance(WorkMeter.clusters) }
    var step: (name: String, started: Date)?
    func end() {
      guard let ended = step else { return }
      report(.estimated(ended.name, seconds: -ended.started.timeIntervalSinceNow))
    }
    let stage = StatisticsStage(
      run: StoredRun(Run(record: try record(), trials: trials), in: folder), items: inputs.items,
      references: inputs.references, catalog: resolution.experiment.catalog)
    var statistics = try stage.record(
      rows: { trial in
        let rows = try spaces.rows(of: trial.space, seed: trial.seed)
        // A space that is made once a seed would have to be made again for its members.
        try measureMembers(trial, rows)
        return rows
      }, clusterer: { resolution.clusterer(named: $0) }
    ) { name, share in
      end()
      step = (name, Date())
      report(.working(on: name))
      meter.tell(partOf: WorkMeter.clusters, share)
    }
    end()
    // A refit that was cancelled counts as one that cannot be made.
    try Task.checkCancellation()
    statistics.fingerprint = try resolution.fingerprints.statistics(of: resolution.plan)
    try store.begin()
    try folder.write(statistics)
  }

  /// Stores the scores against every label set and their comparison, where the run is scored against several, unless the folder
  /// holds them.
  func compareTruths() throws {
    guard plan.lacks(.truths) else { return }
    defer { meter.advance(WorkMeter.clusters) }
    report(.working(on: "the comparison of the label sets"))
    let run = StoredRun(Run(record: try record(), trials: trials), in: folder)
    var truths = try TruthStatistics(of: run, catalog: resolution.experiment.catalog).record()
    try Task.checkCancellation()
    truths.fingerprint = try resolution.fingerprints.truths(of: resolution.plan)
    try store.begin()
    try folder.write(truths)
  }
}
