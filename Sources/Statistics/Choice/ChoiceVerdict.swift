/// The setting that a criterion recommends, and how far the seeds support it against the others.
package struct ChoiceVerdict: Sendable, Equatable {
  /// The position of the recommended setting.
  package let position: Int
  /// The number of seeds that recommend it by themselves, alone or level with others, and the number of all.
  package let agreeing: Int
  package let seeds: Int
  /// The number of the agreeing seeds in which another setting is as good.
  package let tied: Int
  /// The positions of the settings that are not told apart from it; nil where nothing can be said, as under one seed, where
  /// only equal values are not.
  package let equals: [Int]?
  /// True where it is the first or the last of the settings that have a value.
  package let isAtEdge: Bool
  /// True where half of the settings or more are not told apart from it.
  package let isFlat: Bool
  /// False where the rule of the gap statistic found no setting, so that the last one stands for it.
  package let isFound: Bool
  /// The position of the largest gap where the gaps go on rising behind the position that the rule of the gap statistic found,
  /// by more than their standard error; nil for other curves.
  package let risesTo: Int?

  /// True where the criterion prefers one setting to most others, and better ones cannot lie beyond those tried.
  package var decides: Bool { !isAtEdge && !isFlat && isFound && risesTo == nil }
  /// True where no setting is told apart from it.
  package func isLevel(among settings: Int) -> Bool { (equals?.count ?? 0) >= settings - 1 }

  /// The level of the tests.
  package static let level = 0.05

  package init(
    position: Int, agreeing: Int, seeds: Int, tied: Int = 0, equals: [Int]?, isAtEdge: Bool = false,
    isFlat: Bool = false,
    isFound: Bool = true, risesTo: Int? = nil
  ) {
    self.position = position
    self.agreeing = agreeing
    self.seeds = seeds
    self.tied = tied
    self.equals = equals
    self.isAtEdge = isAtEdge
    self.isFlat = isFlat
    self.isFound = isFound
    self.risesTo = risesTo
  }

  /// Judges a curve; nil where fewer than two settings have values, or where none is supported more than the least.
  ///
  /// Two settings are told apart where the mean of their differences, seed by seed, differs from 0 by Student's t-test
  /// at 5 %, uncorrected; under a gap statistic, where they differ by more than the standard error of the other one.
  /// The first setting is no edge where it is the least that a criterion has, such as one cluster of the gap statistic.
  ///
  /// - Parameter startsAtLeast: true where no value lies below the first setting.
  package init?(_ curve: ChoiceCurve, startsAtLeast: Bool = false) {
    let seeds = curve.support.first?.count ?? 0
    guard curve.positions.count > 1, seeds > 0 else { return nil }
    let bySeed = (0..<seeds).map { seed in curve.support.map { $0[seed] } }
    let means = curve.support.map { $0.reduce(0, +) / Double(seeds) }
    guard let chosen = curve.choice(among: means), means.contains(where: { $0 != means[0] }) else { return nil }
    let best = chosen.position
    let agreeing = bySeed.filter { curve.preferred(among: $0).contains(best) }
    let equals = curve.equals(to: best)
    self.init(
      position: curve.positions[best], agreeing: agreeing.count, seeds: seeds,
      tied: agreeing.count { support in curve.preferred(among: support).count > 1 },
      equals: equals.map { $0.map { curve.positions[$0] } },
      isAtEdge: curve.isOrdered && ((best == 0 && !startsAtLeast) || best == means.count - 1),
      isFlat: 2 * (equals?.count ?? 0) >= means.count, isFound: chosen.isFound,
      risesTo: chosen.isFound ? curve.gap?.rise(from: best).map { curve.positions[$0] } : nil)
  }
}

extension ChoiceCurve {
  /// The place that is preferred under some support: the first of the largest, or that of the gap statistic's rule.
  fileprivate func choice(among support: [Double]) -> (position: Int, isFound: Bool)? {
    if let gap { return gap.choice(among: support) }
    guard let largest = support.max(), let first = support.firstIndex(of: largest) else { return nil }
    return (first, true)
  }

  /// The places that some support prefers: all that are level with the largest, or that of the gap statistic's rule.
  fileprivate func preferred(among support: [Double]) -> [Int] {
    if let gap { return gap.choice(among: support).map { [$0.position] } ?? [] }
    guard let largest = support.max() else { return [] }
    let rounding = Self.rounding(of: support)
    return support.indices.filter { largest - support[$0] <= rounding }
  }

  /// The places that are not told apart from the best; under one seed those of the same value, and nil where there are none.
  fileprivate func equals(to best: Int) -> [Int]? {
    let others = support.indices.filter { $0 != best }
    if let gap {
      return others.filter { abs(gap.means[$0] - gap.means[best]) <= gap.standardErrors[$0] }
    }
    guard support[best].count > 1 else {
      let ties = others.filter { Self.isRounding(support[best][0] - support[$0][0], of: support[best] + support[$0]) }
      return ties.isEmpty ? nil : ties
    }
    return others.filter { !Self.differ(support[best], support[$0]) }
  }

  /// Student's t-test of paired values; differences of rounding count as none.
  private static func differ(_ one: [Double], _ other: [Double]) -> Bool {
    let rounding = rounding(of: one + other)
    let differences = zip(one, other).map { abs($0 - $1) <= rounding ? 0 : $0 - $1 }
    let count = Double(differences.count)
    let mean = differences.reduce(0, +) / count
    let variance = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
    let error = (variance / count).squareRoot()
    guard error > rounding else { return mean != 0 }
    return StudentT(degreesOfFreedom: count - 1).beyond(mean / error) < ChoiceVerdict.level
  }

  /// The largest difference that counts as none.
  private static func rounding(of values: [Double]) -> Double { 1e-12 * values.reduce(0) { max($0, abs($1)) } }

  private static func isRounding(_ difference: Double, of values: [Double]) -> Bool {
    abs(difference) <= rounding(of: values)
  }
}
