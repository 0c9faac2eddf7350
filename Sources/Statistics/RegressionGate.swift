import Matrices

/// Says which scores changed by more than a tolerance, so that among all of them a false alarm is rare.
///
/// The hypothesis of each score is that it changed by no more than the tolerance, up or down. A score has improved or
/// regressed when the p-value of that, after Holm's correction over all scores that differ at all, is below `alpha`. If
/// nothing changed by more than the tolerance, the probability of any such verdict, the chance ups counted like the downs,
/// is below `alpha`. A score is unchanged when the interval of its change, which misses with the probability `alpha`, lies
/// within the tolerance (Schuirmann, "A comparison of the two one-sided tests procedure and the power approach", 1987).
/// Everything else is undecided.
public struct RegressionGate: Sendable, Equatable {
  /// The change that does not matter, of the score's own unit.
  public let tolerance: Double
  public let alpha: Double
  /// The probability with which the least detectable change is found.
  public static let power = 0.8

  public enum Verdict: String, Sendable, CaseIterable, Codable {
    case regressed, undecided, unchanged, improved
  }

  /// What would settle an undecided score if it changed by as much as it seems, with the probability ``power``.
  public enum Outlook: Sendable, Equatable {
    /// So many seeds on both sides.
    case seeds(Int)
    /// At least so many items: with those at hand no number of seeds suffices.
    case items(Int)
    /// Several seeds: with one on each side nothing is known of their spread.
    case spread
    /// Nothing within reach, because the change lies at the edge of the tolerance.
    case none
  }

  public struct Judgement: Sendable, Equatable {
    public let verdict: Verdict
    /// The interval of the change; nil where nothing is known of it.
    public let interval: ClosedRange<Double>?
    /// Of the test; nil where both sides are identical or nothing is known.
    public let p: Double?
    /// After Holm's correction.
    public let adjusted: Double?
    /// The least loss that would be found with the probability ``power``, were it one of as many; nil as for `p`.
    public let detectable: Double?
    /// For an undecided score.
    public let outlook: Outlook?
  }

  /// - Precondition: the tolerance is not negative, `alpha` lies between 0 and 1.
  public init(tolerance: Double, alpha: Double) {
    precondition(tolerance >= 0 && tolerance.isFinite && alpha > 0 && alpha < 1, "no gate has these limits")
    self.tolerance = tolerance
    self.alpha = alpha
  }

  /// Judges all changes together.
  ///
  /// - Parameter higherIsBetter: for each change whether larger values of its score are the better ones.
  public func judge(_ changes: [ScoreChange], higherIsBetter: [Bool]) -> [Judgement] {
    let values = changes.map { change in change.isIdentical ? .nan : p(of: change) }
    let adjusted = Holm.adjusted(values)
    let family = max(values.count { !$0.isNaN }, 1)
    return changes.indices.map { index in
      judge(changes[index], values[index], adjusted[index], higherIsBetter: higherIsBetter[index], family: family)
    }
  }

  /// How probable a change at least as far beyond the tolerance is, to either side; NaN where that is not known.
  private func p(of change: ScoreChange) -> Double {
    guard let uncertainty = change.uncertainty else { return .nan }
    return uncertainty.probability(beyond: abs(change.difference) - tolerance)
  }

  private func judge(
    _ change: ScoreChange, _ p: Double, _ adjusted: Double, higherIsBetter: Bool, family: Int
  ) -> Judgement {
    guard let uncertainty = change.uncertainty else {
      return Judgement(
        verdict: .undecided, interval: nil, p: nil, adjusted: nil, detectable: nil, outlook: .spread)
    }
    let margin = uncertainty.margin(missing: alpha)
    let interval = change.difference - margin...change.difference + margin
    guard !change.isIdentical else {
      return Judgement(
        verdict: .unchanged, interval: interval, p: nil, adjusted: nil, detectable: nil, outlook: nil)
    }
    let verdict: Verdict =
      if adjusted < alpha {
        (change.difference > 0) == higherIsBetter ? .improved : .regressed
      } else if abs(change.difference) + margin <= tolerance {
        .unchanged
      } else {
        .undecided
      }
    return Judgement(
      verdict: verdict, interval: interval, p: p, adjusted: adjusted,
      detectable: tolerance + reach(uncertainty, alpha / Double(family)),
      outlook: verdict == .undecided ? outlook(change, uncertainty, family: family) : nil)
  }

  /// How far beyond a limit a change must lie to be found with the probability ``power``.
  private func reach(_ uncertainty: Uncertainty, _ alpha: Double) -> Double {
    uncertainty.margin(missing: alpha) + uncertainty.margin(missing: 2 * (1 - Self.power))
  }

  // MARK: - Outlook

  private static let mostSeeds = 1_000

  private func outlook(_ change: ScoreChange, _ uncertainty: Uncertainty, family: Int) -> Outlook {
    let distance = abs(abs(change.difference) - tolerance)
    // Outside of the tolerance the test has to find the change among all; inside, the interval alone counts.
    let alpha = abs(change.difference) > tolerance ? alpha / Double(family) : alpha
    func suffices(_ seeds: Int) -> Bool {
      reach(expected(change, uncertainty, seeds: seeds), alpha) <= distance
    }
    guard suffices(Self.mostSeeds) else {
      let items = Uncertainty(items: change.itemFloor, seeds: nil)
      let ratio = reach(items, alpha) / distance
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

  /// What the uncertainty would be like with so many seeds on both sides, each of which has the same spread.
  private func expected(_ change: ScoreChange, _ uncertainty: Uncertainty, seeds: Int) -> Uncertainty {
    func weight(_ first: Int, _ second: Int) -> Double { 1 / Double(first) + 1 / Double(second) }
    let share = weight(seeds, seeds) / weight(change.new.seeds, change.recorded.seeds)
    let degrees = Double((change.pairsSeeds ? 1 : 2) * (seeds - 1))
    return uncertainty.withSeeds(variance: share, degrees: max(degrees, 1), itemFloor: change.itemFloor)
  }
}
