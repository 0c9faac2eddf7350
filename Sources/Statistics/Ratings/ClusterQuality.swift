import Core

/// Pairs of items that people rated by how closely they are related, each with its weight in the population.
///
/// The raters are taken as they are: the intervals stand for other pairs, not for other raters.
package struct RatedPairs: Sendable {
  /// The mean rating of each pair over its raters.
  private let ratings: [Double]
  /// The number of pairs of the population that each stands for.
  private let weights: [Double]
  private let bootstrap: StratifiedBootstrap
  private let replicates: Int

  /// - Parameters:
  ///   - strata: the stratum of each pair, by any numbers.
  ///   - replicates: the number of resamples of the pairs.
  /// - Precondition: there are as many ratings as weights and strata; weights are positive, all are finite.
  package init(
    ratings: [Double], weights: [Double], strata: [Int], seed: Seed = 0,
    replicates: Int = StratifiedBootstrap.replicates
  ) {
    precondition(ratings.count == weights.count, "each pair needs a weight")
    precondition(ratings.count == strata.count, "each pair needs a stratum")
    (self.ratings, self.weights, self.replicates) = (ratings, weights, replicates)
    bootstrap = StratifiedBootstrap(strata: strata, seed: seed)
  }

  /// Returns the cluster quality of a method: the mean rating of pairs in one cluster less that of pairs in different
  /// ones, as a mean over its partitions. Nil where a partition has no rated pair of one kind.
  ///
  /// Grimmer and King, "General purpose computer-assisted clustering and conceptualization", 2011.
  /// - Parameter partitions: one or more, each with the place of every pair.
  package func quality(_ partitions: [[PairPlace]]) -> ClusterQuality? {
    estimate(counts(of: [partitions])) { self.quality(partitions, $0) }
  }

  /// Returns the quality of the first method less that of the second on the pairs that both place in all their
  /// partitions; nil as for ``quality(_:)``.
  package func difference(_ first: [[PairPlace]], _ second: [[PairPlace]]) -> ClusterQuality? {
    let shared = ratings.indices.map { pair in (first + second).allSatisfy { $0[pair] != .absent } }
    func restricted(_ partitions: [[PairPlace]]) -> [[PairPlace]] {
      partitions.map { places in zip(places, shared).map { $1 ? $0 : .absent } }
    }
    let (one, other) = (restricted(first), restricted(second))
    return estimate(counts(of: [one, other])) { self.quality(one, $0) - self.quality(other, $0) }
  }

  /// The numbers of pairs that some partition places, and that the first method joins in some partition.
  private func counts(of methods: [[[PairPlace]]]) -> (pairs: Int, joined: Int) {
    let partitions = methods.joined()
    return (
      ratings.indices.count { pair in partitions.contains { $0[pair] != .absent } },
      ratings.indices.count { pair in methods[0].contains { $0[pair] == .together } }
    )
  }

  private func estimate(
    _ counts: (pairs: Int, joined: Int), _ value: (_ weights: [Double]) -> Double
  ) -> ClusterQuality? {
    let whole = value(weights)
    guard whole.isFinite else { return nil }
    let values = bootstrap.values(replicates) { times in value(zip(weights, times).map { $0 * $1 }) }
    return ClusterQuality(
      value: whole, narrow: ConfidenceInterval(of: values, level: 0.8),
      wide: ConfidenceInterval(of: values, level: 0.95), pairs: counts.pairs, joined: counts.joined)
  }

  /// The mean over the partitions; NaN where one of them has no pair of a kind.
  private func quality(_ partitions: [[PairPlace]], _ weights: [Double]) -> Double {
    partitions.map { places in
      var (together, apart) = (WeightedMean(), WeightedMean())
      for (pair, place) in places.enumerated() {
        switch place {
        case .together: together.add(ratings[pair], weights[pair])
        case .apart: apart.add(ratings[pair], weights[pair])
        case .absent: break
        }
      }
      return together.mean - apart.mean
    }.mean
  }
}

/// The place of a pair of items in a partition.
package enum PairPlace: UInt8, Sendable {
  /// Both items are in one cluster.
  case together
  /// The items are in different clusters.
  case apart
  /// The partition does not place one of the items.
  case absent

  /// The place of the pair with these labels; an item that was not clustered has none.
  package init(_ first: Int32, _ second: Int32, noise: PairNoise) {
    let least = min(first, second)
    if least <= Partition.leftOut || (least == Partition.noise && noise == .exclude) {
      self = .absent
    } else {
      self = first == second && first >= 0 ? .together : .apart
    }
  }
}

/// A cluster quality or a difference of two, with its intervals.
package struct ClusterQuality: Sendable, Equatable {
  /// From −2 to 2 where ratings are from 1 to 3.
  package let value: Double
  /// The 80 % interval; nil where no two resamples have a value.
  package let narrow: ConfidenceInterval?
  /// The 95 % interval; nil where no two resamples have a value.
  package let wide: ConfidenceInterval?
  /// The number of rated pairs that count.
  package let pairs: Int
  /// The number of those that the method, or the first of two, puts into one cluster under some seed.
  package let joined: Int
}

private struct WeightedMean {
  private var sum = 0.0
  private var weight = 0.0

  mutating func add(_ value: Double, _ weight: Double) {
    sum += weight * value
    self.weight += weight
  }

  /// NaN without any weight.
  var mean: Double { weight > 0 ? sum / weight : .nan }
}
