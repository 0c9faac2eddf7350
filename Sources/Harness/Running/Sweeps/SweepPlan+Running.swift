import Foundation
import Matrices
import Results

extension SweepPlan {
  /// The share of a run's work that the sweeps take, in the units of ``WorkMeter``.
  func workload(seeds: Int) -> Double { Double(fits * seeds) * WorkMeter.trial }

  /// Runs the sweeps, one after the other, and stores each as soon as it is done.
  ///
  /// - Returns: what went otherwise than asked.
  func run(
    with sweeper: Sweeper, into folder: RunFolder, spaces: [(name: String, rows: Matrix)], _ meter: inout WorkMeter,
    _ report: (RunEvent) -> Void
  ) throws -> [Notice] {
    let rows = Dictionary(spaces.map { ($0.name, $0.rows) }) { first, _ in first }
    var notices: [Notice] = []
    for sweep in sweeps {
      let started = Date()
      let (record, found) = try sweeper.run(sweep, spaces: rows) { work in
        if let work { report(.working(on: work)) } else { meter.advance(WorkMeter.trial) }
      }
      try folder.write(record)
      report(.swept(record, seconds: -started.timeIntervalSinceNow))
      notices += found
    }
    return notices
  }
}
