/// A criterion at every setting of a sweep under every seed: the support of each setting, of which more is better.
package struct ChoiceCurve: Sendable, Equatable {
  /// The positions of the settings that have a value under every seed, ascending.
  package let positions: [Int]
  /// The support of each of them: positions × seeds.
  package let support: [[Double]]
  /// True where the settings are numbers in their order, so that there may be better ones beyond the first and the last.
  package let isOrdered: Bool
  /// The gap statistic of the positions, whose rule takes the place of the largest mean; nil for other criteria.
  package let gap: GapStatistic?

  /// - Parameters:
  ///   - support: settings × seeds; a setting without a finite value under every seed is left out.
  package init(support: [[Double]], isOrdered: Bool = true) {
    self.init(positions: Self.whole(support), support, isOrdered: isOrdered, gap: nil)
  }

  /// The curve of a gap statistic.
  ///
  /// - Parameters:
  ///   - logDispersions: log W of the rows, settings × seeds.
  ///   - references: log W of the references, settings × references; a setting with a value that is not finite is left
  ///     out.
  package init(logDispersions: [[Double]], references: [[Double]]) {
    let positions = Self.whole(zip(logDispersions, references).map { $1.isEmpty ? [] : $0 + $1 })
    let gap = GapStatistic(
      logDispersions: positions.map { logDispersions[$0] }, references: positions.map { references[$0] })
    self.positions = positions
    support = gap.gaps
    isOrdered = true
    self.gap = gap
  }

  /// The distances to the chord of a curve of values, settings × seeds.
  ///
  /// - Parameter settings: ascending, one each.
  package init(elbowOf values: [[Double]], settings: [Double]) {
    precondition(values.count == settings.count, "\(values.count) settings have \(settings.count) values")
    let positions = Self.whole(values)
    let x = positions.map { settings[$0] }
    let seeds = values.first?.count ?? 0
    let bySeed = (0..<seeds).map { seed in Elbow.distances(x: x, y: positions.map { values[$0][seed] }) }
    let isBent = !bySeed.isEmpty && bySeed.allSatisfy { !$0.isEmpty }
    self.init(
      positions: isBent ? positions : [],
      isBent ? positions.indices.map { place in bySeed.map { $0[place] } } : [], isOrdered: true, gap: nil, whole: true)
  }

  private init(positions: [Int], _ support: [[Double]], isOrdered: Bool, gap: GapStatistic?, whole: Bool = false) {
    self.positions = positions
    self.support = whole ? support : positions.map { support[$0] }
    self.isOrdered = isOrdered
    self.gap = gap
  }

  private static func whole(_ values: [[Double]]) -> [Int] {
    values.indices.filter { !values[$0].isEmpty && values[$0].allSatisfy(\.isFinite) }
  }
}
