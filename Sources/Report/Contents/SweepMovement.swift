import Core
import Foundation
import Results

/// The movement of one quantity over the values of a swept parameter: number of clusters, share of noise, or a score.
struct SweepMovement {
  /// The mean of a quantity at one value of the parameter.
  struct Mean {
    /// The value of the parameter.
    let value: String
    let mean: Double
  }

  /// Such as `clusters`, `noise` or `dbcv`.
  let name: String
  /// In the order of the values; those at which the quantity has no value are left out.
  let means: [Mean]
  /// The standard deviation over seeds, pooled over the values; nil where there is one seed, 0 where no seed changes any.
  let deviation: Double?

  /// The largest difference of two means.
  var range: Double {
    let all = means.map(\.mean)
    return (all.max() ?? 0) - (all.min() ?? 0)
  }

  /// True where the range is more than twice the standard deviation over seeds, which the means of several values reach by
  /// chance in few cases; nil where one seed leaves that open.
  var isBeyondSeeds: Bool? {
    guard range > Self.rounding * (means.map { abs($0.mean) }.max() ?? 0) else { return false }
    return deviation.map { range > 2 * $0 }
  }

  private static let rounding = 1e-9

  /// Takes the values at each setting, one a seed; nil where fewer than two settings have any.
  init?(_ name: String, values: [(value: String, ofSeeds: [Double])], isDeterministic: Bool) {
    let known = values.compactMap { setting in
      SummaryTable.Cell(setting.ofSeeds.filter(\.isFinite)).map { (setting.value, $0) }
    }
    guard known.count > 1 else { return nil }
    self.name = name
    means = known.map { Mean(value: $0, mean: $1.mean) }
    let variances = known.compactMap { $1.deviation.map { $0 * $0 } }
    deviation =
      isDeterministic
      ? 0 : variances.isEmpty ? nil : (variances.reduce(0, +) / Double(variances.count)).squareRoot()
  }
}

extension StoredRun {
  /// The share of noise at each setting of a line of a sweep, from 0 to 1, one a trial; nil in sweeps of before their labels
  /// were stored.
  ///
  /// - Throws: `ResultsError` for labels that are gone or were changed.
  func noiseShares(of line: SweepRecord.Line, in sweep: SweepRecord) throws -> [[Double]]? {
    try labels(of: line, in: sweep)?.map { trials in
      trials.map { labels in
        let clustered = labels.count { $0 != Partition.leftOut }
        return clustered > 0 ? Double(labels.count { $0 == Partition.noise }) / Double(clustered) : .nan
      }
    }
  }

  /// The mean share of noise at each setting, 0 where it could not be clustered; nil as above.
  ///
  /// - Throws: as above.
  func meanNoise(of line: SweepRecord.Line, in sweep: SweepRecord) throws -> [Double]? {
    try noiseShares(of: line, in: sweep)?.map { SummaryTable.Cell($0.filter(\.isFinite))?.mean ?? 0 }
  }
}
