import Core
import Results

/// The evidence of the seeds for a difference between two methods: both ran under each of them, so it is taken seed by
/// seed. Where the run was tested, the test over items and seeds decides.
///
/// The certainty of findings is decided here alone.
package struct SeedEvidence: Sendable, Equatable {
  package enum Verdict: Sendable, Equatable {
    /// There is one seed, so that nothing is known of the spread; or both methods are deterministic and nothing was tested.
    case single
    /// The test tells them apart; without a test, the first is ahead under at least nine seeds of ten, and under no
    /// fewer than six.
    case settled
    case unsettled
  }

  /// By how much the first is better under each seed; 0 for values that are equal but for rounding.
  package let differences: [Double]
  /// Their mean, and their sample standard deviation; nil for a single seed.
  package let mean: Double
  package let deviation: Double?
  /// True where the means are equal but for rounding.
  package let isTie: Bool
  /// True where both methods are deterministic, so that the test over items alone decides.
  package let isDeterministic: Bool
  /// The corrected p-value of the test of their difference; nil where there is none.
  package let p: Double?
  /// The difference that was tested, where noise is left out, so that the test is over the items that every method clusters.
  package let tested: Tested?
  /// The fewest seeds that can settle a difference.
  package let fewestSeeds: Int

  /// A tested difference of other items than the scores.
  package struct Tested: Sendable, Equatable {
    /// By how much the first is better.
    package let difference: Double
    package let items: Int?

    package init(difference: Double, items: Int?) {
      self.difference = difference
      self.items = items
    }
  }

  /// The fewest seeds that without a test can settle a difference. All of fewer have the same sign by chance in more than
  /// one case of twenty.
  private static let fewestWithoutTest = 6

  /// Compares two methods, whose values are those of the same seeds; nil when there are none.
  ///
  /// - Parameters:
  ///   - p: the corrected p-value of the test; nil where there is none.
  ///   - tested: the difference that was tested, where it is of other items than the values.
  ///   - fewestSeeds: the fewest seeds with which that test can settle a difference; nil where that is not known.
  package init?(
    _ first: [Double], over second: [Double], lowerIsBetter: Bool = false, isDeterministic: Bool = false,
    p: Double? = nil, tested: Tested? = nil, fewestSeeds: Int? = nil
  ) {
    let rounding = 1e-12 * (first + second).reduce(0) { max($0, abs($1)) }
    let differences = zip(first, second).map { better, worse -> Double in
      let difference = lowerIsBetter ? worse - better : better - worse
      return abs(difference) <= rounding ? 0 : difference
    }
    guard let summary = SummaryTable.Cell(differences) else { return nil }
    self.differences = differences
    mean = summary.mean
    deviation = summary.deviation
    isTie = abs(summary.mean) <= rounding
    self.isDeterministic = isDeterministic
    self.p = p
    self.tested = tested
    self.fewestSeeds = p == nil ? Self.fewestWithoutTest : fewestSeeds ?? 2
  }

  package var count: Int { differences.count }

  /// Under how many seeds the first is ahead.
  package var ahead: Int { differences.count { $0 > 0 } }

  package var verdict: Verdict {
    if isDeterministic ? p == nil : count == 1 { return .single }
    if let p { return p < 0.05 && !isOpposed ? .settled : .unsettled }
    return ahead * 10 >= count * 9 && count >= fewestSeeds ? .settled : .unsettled
  }

  /// True where the items that were tested show the opposite of the scores, or no difference.
  package var isOpposed: Bool { tested.map { !isTie && $0.difference * mean <= 0 } ?? false }

  /// True where a test shows the difference, and not the seeds alone.
  package var isSignificant: Bool { verdict == .settled && p != nil }

  /// The end of a sentence in which the first is ahead, such as `, significant at 5 %` or
  /// `; not significant (corrected p = .120)`.
  package var ending: String {
    switch verdict {
    case .single: ": \(single)"
    case .settled:
      p == nil
        ? ", in \(ahead == count ? "all \(count)" : "\(ahead) of \(count)") seeds" : ", significant at 5 %\(scope)"
    case .unsettled: "; \(doubt)"
    }
  }

  /// The reason why the difference is not settled.
  private var doubt: String {
    if isOpposed { return "not on the items that every method clusters" }
    guard let test else {
      return count < fewestSeeds
        ? "fewer than \(fewestSeeds) seeds, and no test" : "the seeds differ, and there is no test"
    }
    return "not significant\(scope) (\(test))"
  }

  private var scope: String { isDeterministic ? " over items" : "" }

  /// Such as `corrected p = .012`; nil without a test, and for one seed, of which the test sees the items alone.
  package var test: String? { count == 1 && !isDeterministic ? nil : p.map(Self.corrected) }

  /// Such as `corrected p < .001`.
  package static func corrected(_ p: Double) -> String {
    "corrected p " + (p < 0.001 ? "< .001" : "= \(NumberStyle().text(p))")
  }

  /// The numbers that the ending leaves out: the test of a settled difference, and the seeds that an unsettled one needs.
  package var numbers: [String] {
    switch verdict {
    case .single: []
    case .settled: testedNumber + [test].compactMap(\.self)
    case .unsettled where isOpposed: testedNumber + [test].compactMap(\.self)
    case .unsettled:
      testedNumber
        + (p != nil && !isDeterministic && count < fewestSeeds ? ["the test needs at least \(fewestSeeds) seeds"] : [])
    }
  }

  /// Such as `tested on 219 items, where it is worse by .218`.
  private var testedNumber: [String] {
    guard let tested, p != nil else { return [] }
    let items = tested.items.map { counted($0, "item") } ?? "the items that every method clusters"
    let text = NumberStyle().text(abs(tested.difference))
    return ["tested on \(items), where it is \(tested.difference < 0 ? "worse" : "better") by \(text)"]
  }

  /// Such as ` in 4 of 5 seeds`; empty for one result.
  package var share: String { count > 1 ? " in \(ahead) of \(count) seeds" : "" }

  /// The reason why a difference cannot be settled.
  package var single: String {
    isDeterministic ? "both methods are deterministic, and the items were not tested" : Self.oneSeed
  }

  /// The number of seeds that it rests on.
  package var seeds: String { isDeterministic ? "both methods are deterministic" : counted(count, "seed") }

  package static let oneSeed = "one seed, so the spread is unknown"
}
