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
      rows: { try spaces.rows(of: $0.space, seed: $0.seed) }, clusterer: { resolution.clusterer(named: $0) }
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
}
