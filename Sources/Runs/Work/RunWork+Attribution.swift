import Experiments
import Foundation
import Results

extension RunWork {
  /// Stores the shares of the parts of fused spaces in their scores, unless the folder holds them.
  func attribute() throws {
    guard !resolution.attribution.lines.isEmpty else { return }
    guard plan.lacks(.attribution) else {
      attributionNotices = try folder.attribution()?.notices ?? []
      return
    }
    let attributor = Attributor(
      resolution: resolution, spaces: spaces,
      trials: Dictionary(trials.map { ($0.identity, $0) }) { first, _ in first }, folder: folder
    ) { work in
      if let work { self.report(.working(on: work)) } else { self.meter.advance(WorkMeter.trial) }
    }
    var record = try attributor.record(of: resolution.attribution)
    record.fingerprint = try resolution.fingerprints.attribution(resolution.attribution, of: resolution.plan)
    try store.begin()
    try folder.write(record)
    attributionNotices = record.notices
  }
}
