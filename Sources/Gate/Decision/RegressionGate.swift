import Core
import Statistics

/// Says which scores changed by more than a tolerance, so that among all of them a false alarm is rare.
///
/// The hypothesis of each score is that it changed by no more than the tolerance, up or down. A score has improved or
/// regressed when the p-value of that, after Holm's correction over all scores that differ at all, is below `alpha`. If
/// nothing changed by more than the tolerance, the probability of any such verdict, the chance ups counted like the downs,
/// is below `alpha`. A score is unchanged when the interval of its change, which misses with the probability `alpha`, lies
/// within the tolerance (Schuirmann, "A comparison of the two one-sided tests procedure and the power approach", 1987).
/// Everything else is undecided.
///
/// Seeds that fall into one of several optima agree by chance when they are few, so that no spread is left. No p-value is
/// therefore smaller than ``SeedChance/separation(_:_:)``, after correction than the sum of it over all cells, and an
/// interval takes so many seeds that ``SeedChance/agreement(_:_:)`` is below `alpha`.
package struct RegressionGate: Sendable, Equatable {
  /// The change that does not matter, of the score's own unit.
  package let tolerance: Double
  package let alpha: Double
  /// The probability with which the least detectable change is found.
  package static let power = 0.8

  package enum Verdict: String, Sendable, CaseIterable, Codable {
    case regressed, undecided, unchanged, improved
  }

  /// The effort that would settle an undecided score if it changed by as much as it seems, with the probability
  /// ``power``.
  package enum Outlook: Sendable, Equatable {
    /// This number of seeds on both sides.
    case seeds(Int)
    /// At least so many items: with those at hand no number of seeds suffices, whatever more seeds show the change to be.
    case items(Int)
    /// More seeds, at least so many on both sides, if they show the change to be farther from the tolerance than it seems.
    case moreSeeds(Int)
    /// Several seeds: with one on each side nothing is known of their spread.
    case spread
    /// No number of seeds or items within reach, because the change lies at the edge of the tolerance.
    case none
  }

  package struct Judgement: Sendable, Equatable {
    package let verdict: Verdict
    /// The interval of the change; nil where nothing is known of it, or the seeds are too few.
    package let interval: ClosedRange<Double>?
    /// The p-value of the test; nil where both sides are identical or nothing is known.
    package let p: Double?
    /// The same after Holm's correction.
    package let adjusted: Double?
    /// The least loss that would be found with the probability ``power``, were it one of as many; nil as for `p`, and
    /// where the seeds are too few for any.
    package let detectable: Double?
    /// For an undecided score.
    package let outlook: Outlook?
  }

  /// - Precondition: the tolerance is not negative, `alpha` lies between 0 and 1.
  package init(tolerance: Double, alpha: Double) {
    precondition(tolerance >= 0 && tolerance.isFinite && alpha > 0 && alpha < 1, "no gate has these limits")
    self.tolerance = tolerance
    self.alpha = alpha
  }

  /// Judges all changes together.
  ///
  /// - Parameters:
  ///   - higherIsBetter: for each change whether larger values of its score are the better ones.
  ///   - cells: for each change the number of its cell; scores of the same cell are taken of the same partitions. Each
  ///     change is a cell of its own by default.
  package func judge(_ changes: [ScoreChange], higherIsBetter: [Bool], cells: [Int]? = nil) -> [Judgement] {
    let tested = changes.map { change in change.isIdentical ? .nan : p(of: change) }
    let holm = Holm.adjusted(tested)
    let family = Family(changes, cells: cells ?? Array(changes.indices), tests: tested.count { !$0.isNaN })
    return changes.indices.map { index in
      let (change, chance) = (changes[index], family.chance(of: changes[index]))
      let test = Test(
        p: max(tested[index], change.chance), adjusted: max(holm[index], chance), isPossible: chance < alpha)
      return judge(change, test, higherIsBetter: higherIsBetter[index], family: family)
    }
  }

  /// The fewest seeds on both sides with which a change in one of so many cells can be found.
  package func fewestSeeds(cells: Int) -> Int? {
    SeedChance.fewestSeeds(below: alpha) { Double(cells) * SeedChance.separation($0, $0) }
  }

  /// All changes that are tested together.
  private struct Family {
    /// The number of tests, at least 1.
    let tests: Int
    /// For each cell that is not identical the probability that its seeds alone separate both sides.
    let chances: [Double]

    init(_ changes: [ScoreChange], cells: [Int], tests: Int) {
      let tested = zip(cells, changes).filter { !$1.isIdentical && $1.uncertainty != nil }
      chances = Dictionary(tested.map { ($0, $1.chance) }, uniquingKeysWith: max).values.sorted()
      self.tests = max(tests, 1)
    }

    /// The probability that the seeds alone separate both sides of any cell that has no fewer seeds than that of the
    /// change: cells with fewer need a larger one themselves.
    func chance(of change: ScoreChange) -> Double {
      min(chances.prefix { $0 <= change.chance }.reduce(0, +), 1)
    }
  }

  private struct Test {
    let p: Double
    let adjusted: Double
    /// True where the seeds are enough to find any change.
    let isPossible: Bool
  }

  /// The probability of a change at least as far beyond the tolerance, to either side; NaN where that is not known.
  private func p(of change: ScoreChange) -> Double {
    guard let uncertainty = change.uncertainty else { return .nan }
    return uncertainty.probability(beyond: abs(change.difference) - tolerance)
  }

  private func judge(_ change: ScoreChange, _ test: Test, higherIsBetter: Bool, family: Family) -> Judgement {
    guard let uncertainty = change.uncertainty else {
      return Judgement(
        verdict: .undecided, interval: nil, p: nil, adjusted: nil, detectable: nil, outlook: .spread)
    }
    let interval = change.interval(missing: alpha)
    guard !change.isIdentical else {
      return Judgement(
        verdict: .unchanged, interval: interval, p: nil, adjusted: nil, detectable: nil, outlook: nil)
    }
    let verdict: Verdict =
      if test.adjusted < alpha {
        (change.difference > 0) == higherIsBetter ? .improved : .regressed
      } else if let interval, max(-interval.lowerBound, interval.upperBound) <= tolerance {
        .unchanged
      } else {
        .undecided
      }
    return Judgement(
      verdict: verdict, interval: interval, p: test.p, adjusted: test.adjusted,
      detectable: test.isPossible ? tolerance + reach(uncertainty, alpha / Double(family.tests)) : nil,
      outlook: verdict == .undecided ? outlook(change, uncertainty, family) : nil)
  }

  /// Returns the distance beyond a limit at which a change is found with the probability ``power``.
  private func reach(_ uncertainty: Uncertainty, _ alpha: Double) -> Double {
    uncertainty.margin(missing: alpha) + uncertainty.margin(missing: 2 * (1 - Self.power))
  }

  // MARK: - Outlook

  private static let mostSeeds = 1_000

  private func outlook(_ change: ScoreChange, _ uncertainty: Uncertainty, _ family: Family) -> Outlook {
    let distance = abs(abs(change.difference) - tolerance)
    // Outside of the tolerance the test has to find the change among all; inside, the interval alone counts.
    let isOutside = abs(change.difference) > tolerance
    let level = isOutside ? alpha / Double(family.tests) : alpha
    func suffices(_ seeds: Int) -> Bool {
      let chance =
        isOutside
        ? Double(family.chances.count) * SeedChance.separation(seeds, seeds) : SeedChance.agreement(seeds, seeds)
      return chance < alpha && reach(expected(change, uncertainty, seeds: seeds), level) <= distance
    }
    guard !change.isDeterministic, suffices(Self.mostSeeds) else {
      let items = Uncertainty(items: change.itemFloor, seeds: nil)
      if !change.isDeterministic, mayBeSettledBySeeds(change, uncertainty, items) {
        return .moreSeeds(
          max(fewestSeeds(cells: family.chances.count) ?? 2, min(change.new.seeds, change.recorded.seeds) + 1))
      }
      let ratio = reach(items, level) / distance
      guard let count = change.items, ratio > 1, ratio < 1_000 else { return .none }
      return .items(Int((Double(count) * ratio * ratio).rounded(.up)))
    }
    var (few, many) = (1, Self.mostSeeds)
    while many - few > 1 {
      let middle = (few + many) / 2
      if suffices(middle) { many = middle } else { few = middle }
    }
    return .seeds(many)
  }

  /// Returns whether ever more seeds may settle the change: these seeds know it within an interval only, and what is
  /// left of the items' part may allow a verdict on some change of that interval, as the last of Holm's tests or by its
  /// own interval.
  ///
  /// Seeds so few that they may all miss an optimum are no evidence of what others would show.
  private func mayBeSettledBySeeds(_ change: ScoreChange, _ uncertainty: Uncertainty, _ items: Uncertainty) -> Bool {
    guard change.interval(missing: alpha) != nil else { return true }
    let ofSeeds = uncertainty.itemError.map { max($0 * $0 - change.itemFloor, 0) }
    let margin = Uncertainty(items: ofSeeds, seeds: uncertainty.seeds).margin(missing: alpha)
    let (nearest, farthest) = (max(abs(change.difference) - margin, 0), abs(change.difference) + margin)
    let left = items.margin(missing: alpha)
    return farthest - tolerance > left || nearest + left <= tolerance
  }

  /// The uncertainty with so many seeds on both sides, each of which has the same spread.
  private func expected(_ change: ScoreChange, _ uncertainty: Uncertainty, seeds: Int) -> Uncertainty {
    func weight(_ first: Int, _ second: Int) -> Double { 1 / Double(first) + 1 / Double(second) }
    let share = weight(seeds, seeds) / weight(change.new.seeds, change.recorded.seeds)
    let degrees = Double(seeds - 1) * (change.pairsSeeds ? 1 : 2 * SeedVariance.shareOfWelch)
    return uncertainty.withSeeds(variance: share, degrees: max(degrees, 1), itemFloor: change.itemFloor)
  }
}
