import Core
import Experiments
import Foundation
import Results

extension Resolution {
  func sweepFingerprint(_ kind: SweepRecord.Kind) throws -> String? {
    try sweeps.sweeps.first { $0.kind == kind }.map { try fingerprints.sweep($0, seeds: experiment.seeds) }
  }
}

extension RunWork {
  /// Runs the sweeps that the experiment asks for, and stores each as soon as it is done.
  func sweep() throws {
    for sweep in resolution.sweeps.sweeps {
      if !plan.lacks(.sweep(sweep.kind)), let stored = try folder.sweep(sweep.kind) {
        sweepNotices += stored.notices
      } else {
        sweepNotices += try run(sweep).notices
      }
    }
  }

  private func run(_ sweep: SweepPlan.Sweep) throws -> SweepRecord {
    let started = Date()
    let sweeper = Sweeper(
      inputs: inputs, seeds: resolution.experiment.seeds, scores: resolution.scoring.names, trials: trials,
      folder: folder, noise: resolution.experiment.noise, catalog: resolution.experiment.catalog)
    var made: Set<String> = []
    var gaps: [Notice] = []
    for name in sweep.lines.map(\.space.name).uniqued {
      if let failure = try spaces.failure(of: name) {
        gaps.append(
          Notice(
            kind: "sweep-gap",
            message: "the sweep of \(sweep.kind.rawValue) has no values of \(name), which could not be made: "
              + failure.cause))
      } else {
        made.insert(name)
      }
    }
    let outcome = try sweeper.run(sweep.of(made), of: resolution.experiment, spaces: spaces) { work in
      if let work { report(.working(on: work)) } else { meter.advance(WorkMeter.trial) }
    }
    var record = outcome.record
    record.notices = gaps + record.notices
    record.fingerprint = try resolution.sweepFingerprint(sweep.kind)
    try store.begin()
    record = try folder.write(record, labels: outcome.labels)
    report(.swept(record, seconds: -started.timeIntervalSinceNow))
    return record
  }
}
