import Core

/// A bootstrap of units that were drawn within strata.
///
/// From the n units of a stratum n − 1 are drawn with replacement, and each counts n / (n − 1) times: with n draws the
/// variance within the stratum would be too small by (n − 1) / n, which matters where strata are small. The only unit
/// of a stratum always counts once, and so do those of a stratum that was taken whole, which is known without
/// error. Rao and Wu, "Resampling inference with complex survey data", 1988.
package struct StratifiedBootstrap: Sendable {
  /// The number of resamples unless another one is asked for.
  package static let replicates = 2_000

  /// The units of each stratum.
  private let members: [[Int]]
  /// The units that are in every resample.
  private let fixed: [Int]
  private let count: Int
  private let seed: Seed

  /// - Parameters:
  ///   - strata: the stratum of each unit, by any numbers.
  ///   - whole: the strata all of whose units are here.
  package init(strata: [Int], whole: Set<Int> = [], seed: Seed = 0) {
    let groups = Dictionary(grouping: strata.indices) { strata[$0] }.sorted { $0.key < $1.key }
    let isDrawn = { (group: (key: Int, value: [Int])) in group.value.count > 1 && !whole.contains(group.key) }
    members = groups.filter(isDrawn).map(\.value)
    fixed = groups.filter { !isDrawn($0) }.flatMap(\.value)
    count = strata.count
    self.seed = seed
  }

  /// Returns the value that `body` gives for each resample, which it gets as the number of times that each unit counts.
  package func values<Value>(_ replicates: Int, _ body: (_ counts: [Double]) -> Value) -> [Value] {
    Parallel.mapChunks(of: replicates, size: 1) { replicate, _ in body(counts(of: replicate)) }
  }

  private func counts(of replicate: Int) -> [Double] {
    var stream = seed.stream("stratified bootstrap", replicate)
    var counts = [Double](repeating: 0, count: count)
    for unit in fixed { counts[unit] = 1 }
    for members in members {
      let share = Double(members.count) / Double(members.count - 1)
      for _ in 1..<members.count { counts[members[stream.integer(below: members.count)]] += share }
    }
    return counts
  }
}

/// An interval that holds the true value in a share of cases, its level.
package struct ConfidenceInterval: Sendable, Equatable, Codable {
  package let level: Double
  package let low: Double
  package let high: Double

  package init(level: Double, low: Double, high: Double) {
    self.level = level
    self.low = low
    self.high = high
  }

  /// The interval between two quantiles of replicates, those without a value left out; nil where no two have one.
  package init?(of replicates: [Double], level: Double) {
    let sorted = replicates.filter(\.isFinite).sorted()
    guard sorted.count > 1 else { return nil }
    /// The quantile by linear interpolation, as NumPy takes it.
    func quantile(_ share: Double) -> Double {
      let place = share * Double(sorted.count - 1)
      let below = Int(place)
      let above = min(below + 1, sorted.count - 1)
      return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
    }
    self.init(level: level, low: quantile((1 - level) / 2), high: quantile((1 + level) / 2))
  }
}
