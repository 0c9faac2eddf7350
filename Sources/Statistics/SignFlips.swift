import Core
import Matrices

/// The permutation test of two methods on the same items: if their outcomes are exchangeable item by item, each item's
/// contribution to the difference has either sign with equal probability.
///
/// The contribution of an item is the difference of its pseudo-values. With accuracy it is McNemar's test. Good,
/// "Permutation, parametric, and bootstrap tests of hypotheses", 2005.
package struct SignFlips: Sendable, Equatable {
  /// The ways to the distribution under exchange.
  package enum Method: Sendable, Equatable {
    /// No item contributes to the difference.
    case noItemDiffers
    /// Drawn vectors of signs, so many; for a small p-value also weighted sums, half of them drawn towards the difference,
    /// else 0.
    case drawn(count: Int, weighted: Int)
    /// As normal, since very many items contribute; the distance to the true distribution is at most `bound`
    /// (Berry and Esseen, with Shevtsova's constant .56), and some hundredths of it for these symmetric sums.
    case normal(bound: Double)
  }

  /// The number of items that count below which signs are drawn.
  static let fewItems = 200.0
  static let draws = 10_000
  /// The p-value below which weighted sums refine what a few thousand draws, or two hundred quantiles, show. Otherwise the
  /// 1 / 10,001 that draws can show at least would leave nothing significant among more than 500 pairs.
  private static let tail = 0.02

  /// Sums over the items of what each contributes.
  struct Sums: Sendable, Equatable {
    /// The contributions themselves: the difference, but for what is not linear in the items.
    var values = 0.0
    var squares = 0.0
    var cubes = 0.0
    var fourths = 0.0
    private var count = 0.0

    /// The number of equal contributions that would have the same kurtosis.
    var effectiveItems: Double { fourths > 0 ? squares * squares / fourths : 0 }
    var areFew: Bool { effectiveItems < SignFlips.fewItems }

    /// The size of the contributions where all have the same, as with accuracy, so that sums are twice that apart; else 0.
    var commonSize: Double { effectiveItems > count * (1 - 1e-9) ? (squares / max(count, 1)).squareRoot() : 0 }

    @inline(__always)
    mutating func add(_ value: Double) {
      let square = value * value
      count += value == 0 ? 0 : 1
      values += value
      squares += square
      cubes += square * abs(value)
      fourths += square * square
    }

    static func + (left: Self, right: Self) -> Self {
      var sum = left
      sum.values += right.values
      sum.squares += right.squares
      sum.cubes += right.cubes
      sum.fourths += right.fourths
      sum.count += right.count
      return sum
    }
  }

  let p: Double
  let method: Method

  /// The test of a difference.
  ///
  /// The sum of the contributions under random signs is added to what the seeds may add, which is Student's t.
  /// - Parameters:
  ///   - contributions: the contributions that are not zero, each divided by the number of items; nil where they are
  ///     not few.
  ///   - sums: over the same contributions.
  init(
    of difference: Double, contributions: [Double]?, sums: Sums, seeds: SeedVariance?,
    stream: @autoclosure () -> RandomStream
  ) {
    let seeds = seeds.flatMap { $0.ofMean > 0 ? $0 : nil }
    // Equal sums differ by their rounding.
    let size = abs(difference) * (1 - 1e-9)
    if sums.squares == 0 {
      method = .noItemDiffers
      p = Self.beyond(difference, error: seeds?.ofMean.squareRoot() ?? 0, seeds?.degreesOfFreedom ?? .infinity)
    } else if let contributions, sums.areFew {
      var random = stream()
      // The signs reach no more than the sum of the contributions.
      let size = min(size, abs(sums.values) * (1 - 1e-9))
      let flips = ContributionFlips(contributions)
      let drawn = flips.sums(draws: Self.draws, &random)
      let beyond = drawn.count { abs($0) >= size }
      let ofDraws = seeds.map { Self.beyond(size, drawn, $0) } ?? Double(beyond + 1) / Double(Self.draws + 1)
      let weighted = ofDraws < Self.tail ? flips.tilted(toward: size, beside: drawn, &random) : nil
      method = .drawn(count: Self.draws, weighted: weighted?.values.count ?? 0)
      p = weighted.map { Self.beyond(size, $0, seeds) } ?? ofDraws
    } else {
      method = .normal(bound: min(0.56 * sums.cubes / (sums.squares * sums.squares.squareRoot()), 1))
      if let seeds, seeds.isFromFew {
        let deviation = sums.squares.squareRoot()
        let ofQuantiles = Self.beyond(size, Self.normal.map { $0 * deviation }, seeds)
        p =
          ofQuantiles < Self.tail
          ? Self.beyond(size, .normal(deviation: deviation), seeds) : ofQuantiles
      } else {
        let variance = sums.squares + (seeds?.ofMean ?? 0)
        // The continuity correction of McNemar's test (Edwards 1948), half of the step between sums. What seeds add has no
        // steps.
        let step = seeds == nil ? sums.commonSize : 0
        p = Self.beyond(
          max(abs(difference) - step, 0), error: variance.squareRoot(),
          seeds?.degreesOfFreedom(ofTotal: variance) ?? .infinity)
      }
    }
  }

  /// The probability that one of the values, plus what the seeds may add, is at least so far from zero.
  private static func beyond(_ size: Double, _ values: [Double], _ seeds: SeedVariance) -> Double {
    guard size > 1e-12 else { return 1 }
    let t = StudentT(degreesOfFreedom: seeds.degreesOfFreedom)
    let error = seeds.ofMean.squareRoot()
    let sorted = values.sorted()
    // Some evenly spaced quantiles do for all.
    let points = stride(from: sorted.count / (2 * quantiles), to: sorted.count, by: max(sorted.count / quantiles, 1))
    let probabilities = points.map { t.above((size - sorted[$0]) / error) + t.above((size + sorted[$0]) / error) }
    return min(probabilities.mean, 1)
  }

  /// The same of weighted sums, of which the difference itself is one where no seed adds to it, so that the test is valid
  /// (Harrison, "Conservative hypothesis tests and confidence intervals using importance sampling", 2012).
  private static func beyond(_ size: Double, _ sums: WeightedSums, _ seeds: SeedVariance?) -> Double {
    guard size > 1e-12 else { return 1 }
    guard let seeds else {
      let beyond = sums.expectation { abs($0) >= size ? 1 : 0 }
      let count = Double(sums.values.count)
      return min((count * beyond + sums.weight(size)) / (count + 1), 1)
    }
    let t = StudentT(degreesOfFreedom: seeds.degreesOfFreedom)
    let error = seeds.ofMean.squareRoot()
    return min(sums.expectation { t.above((size - $0) / error) + t.above((size + $0) / error) }, 1)
  }

  private static let quantiles = 200

  /// Evenly spaced quantiles of the normal distribution.
  private static let normal = (0..<quantiles).map {
    StudentT(degreesOfFreedom: .infinity).quantile(above: (Double($0) + 0.5) / Double(quantiles))
  }

  private static func beyond(_ difference: Double, error: Double, _ degrees: Double) -> Double {
    // The rest of equal scores is rounding; without any spread, every other difference is certain.
    guard abs(difference) > 1e-12 else { return 1 }
    guard error > 0 else { return 0 }
    return StudentT(degreesOfFreedom: degrees).beyond(difference / error)
  }
}
