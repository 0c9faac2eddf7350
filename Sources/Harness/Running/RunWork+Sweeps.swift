import Foundation
import Matrices
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
      folder: folder)
    let names = Set(sweep.lines.map(\.space.name))
    var rows: [String: Matrix] = [:]
    for name in names.sorted() { rows[name] = try spaces.rows(of: name) }
    var record = try sweeper.run(sweep, spaces: rows) { work in
      if let work { report(.working(on: work)) } else { meter.advance(WorkMeter.trial) }
    }
    record.fingerprint = try resolution.sweepFingerprint(sweep.kind)
    try store.begin()
    try folder.write(record)
    report(.swept(record, seconds: -started.timeIntervalSinceNow))
    return record
  }
}
