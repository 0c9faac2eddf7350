import Core
import Experiments
import Foundation
import Results
import Scores

extension Resolution {
  func sweepFingerprint(_ kind: SweepRecord.Kind) throws -> String? {
    try sweeps.sweeps.first { $0.kind == kind }.map { try fingerprints.sweep($0, seeds: experiment.seeds) }
  }
}

extension Resolution {
  /// The fingerprint of the labels of a sweep.
  func sweepFit(_ kind: SweepRecord.Kind) throws -> String? {
    let isScored =
      inputs.truth != nil
      && scoring.names.contains { (try? experiment.catalog.score(named: $0)) is any ExternalScore }
    return try sweeps.sweeps.first { $0.kind == kind }.map {
      try fingerprints.sweepFit(
        $0, seeds: experiment.seeds, isScored: isScored,
        own: Sweeper.ownScore(of: scoring.names, experiment.catalog))
    }
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
    let progress = { (work: String?) in
      if let work { self.report(.working(on: work)) } else { self.meter.advance(WorkMeter.trial) }
    }
    let swept = sweep.of(made)
    var outcome: Sweeper.Outcome
    if plan.rescores(sweep.kind), let former = try folder.sweep(sweep.kind),
      former.lines.map(\.space) == swept.lines.map(\.space.name)
    {
      outcome = try sweeper.rescored(former, swept, of: resolution.experiment, spaces: spaces, progress: progress)
    } else {
      outcome = try sweeper.run(swept, of: resolution.experiment, spaces: spaces, progress: progress)
      outcome.record.notices = gaps + outcome.record.notices
    }
    var record = outcome.record
    record.fingerprint = try resolution.sweepFingerprint(sweep.kind)
    record.fit = try resolution.sweepFit(sweep.kind)
    try store.begin()
    record = try folder.write(record, labels: outcome.labels)
    report(.swept(record, seconds: -started.timeIntervalSinceNow))
    return record
  }
}
