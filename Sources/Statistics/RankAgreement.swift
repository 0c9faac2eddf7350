import Core

/// The agreement of two rankings of the same methods: Kendall's tau-b, which is 1 for the same order and −1 for the reverse.
package enum RankAgreement {
  /// Kendall's tau-b of two series of values; nil where all values of a side are equal.
  ///
  /// (C − D) / √((n₀ − n₁)(n₀ − n₂)) for C pairs in the same order, D in the other one, n₀ pairs in all, and n₁ and n₂ pairs that
  /// are tied in the first and in the second series (Kendall, "The treatment of ties in ranking problems", 1945). Values that
  /// differ by rounding alone are tied.
  /// - Precondition: both series are of the same methods.
  /// - Complexity: O(values²).
  package static func tau(_ first: [Double], _ second: [Double]) -> Double? {
    precondition(first.count == second.count, "the rankings are of different methods")
    let (firstRounding, secondRounding) = (rounding(first), rounding(second))
    var (sum, untied, untiedInSecond) = (0, 0, 0)
    for i in first.indices {
      for j in first.indices.dropFirst(i + 1) {
        let signs = (
          sign(first[i] - first[j], firstRounding), sign(second[i] - second[j], secondRounding)
        )
        sum += signs.0 * signs.1
        untied += abs(signs.0)
        untiedInSecond += abs(signs.1)
      }
    }
    guard untied > 0, untiedInSecond > 0 else { return nil }
    return Double(sum) / (Double(untied) * Double(untiedInSecond)).squareRoot()
  }

  /// The interval of tau between fixed values and the means of methods over seeds, for other seeds: the quantiles over draws of the
  /// seeds with replacement, the same seeds for all methods (Efron and Tibshirani, "An introduction to the bootstrap", 1993).
  ///
  /// Nil where the seeds are so few that all of them miss one of two equally frequent optima in more than one case of twenty
  /// (``SeedChance/agreement(_:_:)``), where no seed changes a method, and where a draw has no tau.
  /// - Parameter values: one series a method, with a value a seed in the same order; a single value for a method that no seed
  ///   changes.
  package static func interval(
    of values: [[Double]], against fixed: [Double], level: Double = Uncertainty.level, seed: Seed = 0,
    draws: Int = 10_000
  ) -> ClosedRange<Double>? {
    let seeds = values.map(\.count).max() ?? 0
    guard seeds > 1, SeedChance.agreement(seeds, seeds) < 1 - level else { return nil }
    precondition(values.allSatisfy { $0.count == seeds || $0.count == 1 }, "methods have different seeds")
    var stream = seed.stream("rank agreement")
    var taus: [Double] = []
    for _ in 0..<draws {
      let drawn = (0..<seeds).map { _ in stream.integer(below: seeds) }
      let means = values.map { series in series.count == 1 ? series[0] : drawn.map { series[$0] }.mean }
      guard let tau = tau(means, fixed) else { return nil }
      taus.append(tau)
    }
    taus.sort()
    func quantile(_ share: Double) -> Double {
      taus[min(max(Int((share * Double(draws)).rounded(.up)) - 1, 0), draws - 1)]
    }
    return quantile((1 - level) / 2)...quantile((1 + level) / 2)
  }

  /// The tau of each seed alone with the means of the methods over its other seeds: the agreement that a table of one seed may
  /// have with a repetition of the same experiment.
  ///
  /// - Parameter values: as for ``interval(of:against:level:seed:draws:)``.
  package static func ofSingleSeeds(_ values: [[Double]]) -> [Double] {
    let seeds = values.map(\.count).max() ?? 0
    guard seeds > 1 else { return [] }
    return (0..<seeds).compactMap { seed in
      let alone = values.map { $0.count == 1 ? $0[0] : $0[seed] }
      let others = values.map { series in
        series.count == 1 ? series[0] : (0..<seeds).filter { $0 != seed }.map { series[$0] }.mean
      }
      return tau(alone, others)
    }
  }

  private static func rounding(_ values: [Double]) -> Double { 1e-12 * values.reduce(0) { max($0, abs($1)) } }

  private static func sign(_ difference: Double, _ rounding: Double) -> Int {
    abs(difference) <= rounding ? 0 : difference > 0 ? 1 : -1
  }
}
