import Core

/// Krippendorff's alpha: the agreement of any number of raters beyond chance, where ratings may be missing.
///
/// 1 stands for perfect agreement, 0 for ratings that are exchanged at random, and values below 0 for systematic
/// disagreement. Alpha is one minus the disagreement within units over the disagreement expected between any two
/// ratings. A unit with fewer than two ratings has no pair of them and does not count. Hayes and Krippendorff,
/// "Answering the call for a standard reliability measure for coding data", 2007.
package struct KrippendorffAlpha: Sendable, Equatable {
  /// The meaning of the ratings, and with it the distance of two of them.
  package enum Scale: String, CaseIterable, Sendable, Codable {
    /// Names: ratings are equal or not.
    case nominal
    /// An order: the distance is the number of ratings between both.
    case ordinal
    /// Numbers whose differences count.
    case interval
    /// Numbers from zero whose relations count.
    case ratio
  }

  /// Nil where no two units differ or no unit has two ratings, and for negative ratings on a ratio scale.
  package let value: Double?
  /// The interval by a bootstrap of the units; nil without a value or for a single unit.
  package let interval: ConfidenceInterval?
  /// The number of units with two or more ratings.
  package let units: Int
  /// The number of ratings of these units.
  package let ratings: Int

  /// Computes alpha and its 95 % interval.
  ///
  /// Resamples of the units in which all ratings are equal have no alpha and are left out of the interval.
  /// - Parameters:
  ///   - units: the ratings of each unit in any order, without the missing ones.
  ///   - replicates: the number of resamples of the units; 0 leaves the interval out.
  /// - Precondition: ratings are finite.
  /// - Complexity: O(replicates · ratings), on a ratio scale O(replicates · (ratings + values²)).
  package init(_ units: [[Double]], scale: Scale, seed: Seed = 0, replicates: Int = StratifiedBootstrap.replicates) {
    let rated = RatedUnits(units)
    self.units = rated.units.count
    ratings = rated.units.reduce(0) { $0 + $1.joined }
    value = rated.alpha(scale, counting: [Double](repeating: 1, count: rated.units.count))
    guard value != nil, rated.units.count > 1, replicates > 0 else {
      interval = nil
      return
    }
    let bootstrap = StratifiedBootstrap(strata: [Int](repeating: 0, count: rated.units.count), seed: seed)
    let values = bootstrap.values(replicates) { rated.alpha(scale, counting: $0) ?? .nan }
    interval = ConfidenceInterval(of: values, level: 0.95)
  }
}

/// The units with two or more ratings, each rating by its position among the values that occur.
private struct RatedUnits {
  /// The ratings of a unit: the position of each value, with the number of times that it was given.
  struct Unit {
    let counts: [(value: Int, count: Double)]
    let joined: Int
  }

  let values: [Double]
  let units: [Unit]

  init(_ ratings: [[Double]]) {
    let joined = ratings.filter { $0.count > 1 }
    let values = Set(joined.joined()).sorted()
    let positions = Dictionary(uniqueKeysWithValues: values.enumerated().map { ($1, $0) })
    units = joined.map { unit in
      let counts = Dictionary(unit.compactMap { positions[$0] }.map { ($0, 1.0) }, uniquingKeysWith: +)
      return Unit(counts: counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }, joined: unit.count)
    }
    self.values = values
  }

  /// Returns alpha where each unit counts so many times.
  func alpha(_ scale: KrippendorffAlpha.Scale, counting times: [Double]) -> Double? {
    guard scale != .ratio || (values.first ?? 0) >= 0 else { return nil }
    var totals = [Double](repeating: 0, count: values.count)
    for (unit, times) in zip(units, times) {
      for entry in unit.counts { totals[entry.value] += times * entry.count }
    }
    let all = totals.enumerated().filter { $0.element > 0 }.map { (value: $0.offset, count: $0.element) }
    guard all.count > 1 else { return nil }
    let scores = scale == .ordinal ? Self.middleRanks(totals) : values
    let observed = zip(units, times).reduce(0) { sum, entry in
      let (unit, times) = entry
      guard times > 0 else { return sum }
      return sum + times * Self.disagreement(unit.counts, scale, scores) / Double(unit.joined - 1)
    }
    let count = totals.reduce(0, +)
    return 1 - (count - 1) * observed / Self.disagreement(all, scale, scores)
  }

  /// The middle rank of each value. The distance of two values on an ordinal scale is the difference of these.
  private static func middleRanks(_ totals: [Double]) -> [Double] {
    var below = 0.0
    return totals.map { total in
      defer { below += total }
      return below + total / 2
    }
  }

  /// The sum of the squared distances over all ordered pairs of some ratings.
  private static func disagreement(
    _ counts: [(value: Int, count: Double)], _ scale: KrippendorffAlpha.Scale, _ scores: [Double]
  ) -> Double {
    let total = counts.reduce(0) { $0 + $1.count }
    switch scale {
    case .nominal: return total * total - counts.reduce(0) { $0 + $1.count * $1.count }
    case .ordinal, .interval:
      let first = scores[counts[0].value]
      let mean = counts.reduce(0) { $0 + $1.count * (scores[$1.value] - first) } / total
      return 2 * total
        * counts.reduce(0) { sum, entry in
          let distance = scores[entry.value] - first - mean
          return sum + entry.count * distance * distance
        }
    case .ratio:
      return counts.reduce(0) { sum, one in
        sum
          + counts.reduce(0) { sum, other in
            let (x, y) = (scores[one.value], scores[other.value])
            let distance = x == y ? 0 : (x - y) / (x + y)
            return sum + one.count * other.count * distance * distance
          }
      }
    }
  }
}
