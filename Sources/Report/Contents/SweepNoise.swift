import Core
import Results

/// The part of the items that each trial of a sweep left as noise.
struct SweepNoise {
  /// Percents of the clustered items by line, setting and trial; NaN for a setting that could not be clustered.
  let percents: [[[Double]]]

  /// Nil where no trial left noise, and for a sweep of before labels were stored.
  ///
  /// - Throws: `ResultsError` for labels that are gone or were changed.
  init?(of sweep: SweepRecord, in stored: StoredRun) throws {
    percents = try sweep.lines.map { line in
      try stored.labels(of: line, in: sweep)?.map { $0.map(Self.percent) }
        ?? line.points.map { $0.trials.map { _ in .nan } }
    }
    guard percents.joined().joined().contains(where: { $0 > 0 }) else { return nil }
  }

  private static func percent(of labels: [Int32]) -> Double {
    let clustered = labels.count { $0 != Partition.leftOut }
    return clustered > 0 ? 100 * Double(labels.count { $0 == Partition.noise }) / Double(clustered) : .nan
  }
}
