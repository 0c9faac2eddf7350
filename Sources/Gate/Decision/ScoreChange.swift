import Core
import Scores
import Statistics

/// By how much a score of one method differs between two runs on the same items, such as a recorded one and a new one.
package struct ScoreChange: Sendable, Equatable {
  /// The values of one side of a comparison.
  package struct Side: Sendable, Equatable {
    package let mean: Double
    /// Over the seeds; nil for one.
    package let deviation: Double?
    package let seeds: Int

    init(_ values: [Double]) {
      mean = values.mean
      deviation = values.count > 1 ? values.sampleVariance.squareRoot() : nil
      seeds = values.count
    }

    init(mean: Double, deviation: Double?, seeds: Int) {
      self.mean = mean
      self.deviation = deviation
      self.seeds = seeds
    }

    init(_ estimate: ScoreEstimate) {
      mean = estimate.mean
      deviation = estimate.deviation
      seeds = estimate.seeds
    }
  }

  package let new: Side
  package let recorded: Side
  /// The new mean less the recorded one.
  package let difference: Double
  /// Nil where nothing is known of the spread over seeds, because each side has a single one, unless both are identical.
  package let uncertainty: Uncertainty?
  /// True where both sides gave the same under every seed that they share; then only these count.
  package let isIdentical: Bool
  /// True where no seed changes either side, so that the items alone count.
  package let isDeterministic: Bool
  /// True where differences are taken seed by seed.
  package let pairsSeeds: Bool
  /// The part of the items' variance that ever more seeds would leave.
  let itemFloor: Double
  /// The number of items that the score is taken of; nil where the change is known from the seeds alone.
  package let items: Int?

  init(
    new: Side, recorded: Side, difference: Double, uncertainty: Uncertainty?, isIdentical: Bool, pairsSeeds: Bool,
    items: Int?, itemFloor: Double = 0, isDeterministic: Bool = false
  ) {
    self.new = new
    self.recorded = recorded
    self.difference = difference
    self.uncertainty = new.seeds + recorded.seeds > 2 || isIdentical || isDeterministic ? uncertainty : nil
    self.isIdentical = isIdentical
    self.isDeterministic = isDeterministic
    self.pairsSeeds = pairsSeeds
    self.items = items
    self.itemFloor = itemFloor
  }

  /// The probability that the seeds alone separate both sides, where nothing changed.
  var chance: Double { isIdentical || isDeterministic ? 0 : SeedChance.separation(new.seeds, recorded.seeds) }

  /// The interval that misses the change with the probability `alpha`; nil where nothing is known of the spread, or so
  /// few seeds miss one of two equally frequent optima with a larger probability.
  package func interval(missing alpha: Double) -> ClosedRange<Double>? {
    let isKnown = isIdentical || isDeterministic || SeedChance.agreement(new.seeds, recorded.seeds) < alpha
    guard let uncertainty, isKnown else { return nil }
    let margin = uncertainty.margin(missing: alpha)
    return difference - margin...difference + margin
  }

  /// Makes the change of two sides with the same values.
  private init(identical values: [Double], items: Int?) {
    let side = Side(values)
    self.init(
      new: side, recorded: side, difference: 0, uncertainty: Uncertainty(items: 0, seeds: nil), isIdentical: true,
      pairsSeeds: true, items: items)
  }
}

// MARK: - From labels

extension ScoreChange {
  /// One method in both runs.
  package struct Pair: Sendable {
    package let new: SeededPartitions
    package let recorded: SeededPartitions
    let isIdentical: Bool

    /// Makes the pair, of the shared seeds alone where both gave the same clusters under every one of these: nothing
    /// changed, and other seeds would only blur that.
    package init(new: SeededPartitions, recorded: SeededPartitions) {
      let (new, recorded) = (new.sorted, recorded.sorted)
      let shared = Set(new.seeds).intersection(recorded.seeds)
      let (first, second) = (new.keeping(shared), recorded.keeping(shared))
      if let first, let second,
        zip(first.partitions, second.partitions).allSatisfy({ renumbered($0.labels) == renumbered($1.labels) })
      {
        (self.new, self.recorded, isIdentical) = (first, second, true)
      } else {
        (self.new, self.recorded, isIdentical) = (new, recorded, false)
      }
    }
  }

  /// The changes of several scores and methods, all with the same resamples of the items.
  ///
  /// - Returns: for each score the change of each method.
  /// - Throws: `ScoreError` when the numbers of items differ, or no item has a class.
  /// - Complexity: that of `Resampling` for the methods that are not identical.
  package static func between(
    _ pairs: [Pair], truth: LabelSet, scores: [any ExternalScore], seed: Seed = 0, replicates: Int? = nil
  ) throws -> [[ScoreChange]] {
    let changed = pairs.indices.filter { !pairs[$0].isIdentical }
    let resampling =
      changed.isEmpty
      ? nil
      : try Resampling(
        changed.flatMap { [pairs[$0].new, pairs[$0].recorded] }, truth: truth, scores: scores, seed: seed,
        replicates: replicates)
    let items = truth.values.count - truth.unlabelledCount
    return try scores.indices.map { score in
      try pairs.enumerated().map { position, pair in
        guard let resampling, let index = changed.firstIndex(of: position) else {
          let values = try pair.new.partitions.map { try scores[score].score($0, truth: truth) }
          return ScoreChange(identical: values, items: items)
        }
        let (new, recorded) = (2 * index, 2 * index + 1)
        let difference = resampling.error(score: score, new, over: recorded)
        return ScoreChange(
          new: Side(resampling.estimate(score: score, of: new)),
          recorded: Side(resampling.estimate(score: score, of: recorded)), difference: difference.mean,
          uncertainty: difference.uncertainty, isIdentical: false, pairsSeeds: difference.pairsSeeds,
          items: resampling.items,
          itemFloor: resampling.itemFloor(score: score, new, over: recorded, of: difference.items),
          isDeterministic: pair.new.isDeterministic && pair.recorded.isDeterministic)
      }
    }
  }
}

extension SeededPartitions {
  /// In the order of the seeds.
  fileprivate var sorted: Self { keeping(Set(seeds)) ?? self }

  /// The partitions of some seeds, in the order of the seeds; nil when there are none.
  func keeping(_ kept: Set<UInt64>) -> Self? {
    let order = seeds.indices.filter { kept.contains(seeds[$0]) }.sorted { seeds[$0] < seeds[$1] }
    return order.isEmpty
      ? nil
      : Self(order.map { partitions[$0] }, seeds: order.map { seeds[$0] }, isDeterministic: isDeterministic)
  }
}

// MARK: - From values

extension ScoreChange {
  /// The change that is known from the values of each seed alone, as of scores that look at the features.
  ///
  /// - Precondition: neither side is empty.
  package init(new: [UInt64: Double], recorded: [UInt64: Double]) {
    precondition(!new.isEmpty && !recorded.isEmpty, "a side has no value")
    let shared = new.keys.filter { recorded[$0] != nil }.sorted()
    let pairs = shared.map { (new[$0] ?? .nan, recorded[$0] ?? .nan) }
    if !pairs.isEmpty, pairs.allSatisfy({ $0 == $1 }) {
      self.init(identical: pairs.map { $0.0 }, items: nil)
      return
    }
    let values = [new, recorded].map { side in side.keys.sorted().map { side[$0] ?? .nan } }
    let pairsSeeds = Set(new.keys) == Set(recorded.keys)
    let seeds =
      pairsSeeds
      ? SeedVariance(pairs.map { $0 - $1 }, itemVariances: nil)
      : SeedVariance.separate(
        (SeedVariance(values[0], itemVariances: nil), values[0].count),
        (SeedVariance(values[1], itemVariances: nil), values[1].count))
    self.init(
      new: Side(values[0]), recorded: Side(values[1]), difference: values[0].mean - values[1].mean,
      uncertainty: seeds.map { Uncertainty(items: nil, seeds: $0) }, isIdentical: false, pairsSeeds: pairsSeeds,
      items: nil)
  }
}

extension ScoreChange {
  /// The change from a published mean; its interval is that of two means where a deviation and a number of seeds were published.
  ///
  /// - Precondition: there is at least one new value.
  package init(new: [Double], published mean: Double, deviation: Double?, seeds: Int?) {
    precondition(!new.isEmpty, "a side has no value")
    let own = SeedVariance(new, itemVariances: nil)
    let recorded = seeds.flatMap { seeds in
      deviation.flatMap { SeedVariance(deviation: $0, seeds: seeds) }
    }
    var variance: SeedVariance?
    if let own, let recorded { variance = SeedVariance(own, recorded) }
    self.init(
      new: Side(new), recorded: Side(mean: mean, deviation: deviation, seeds: seeds ?? 1),
      difference: new.mean - mean, uncertainty: variance.map { Uncertainty(items: nil, seeds: $0) },
      isIdentical: false, pairsSeeds: false, items: nil)
  }
}
