import Core
import Foundation
import Matrices
import Scores

extension Resampling {
  /// By how much one method scores above another: mean, interval and test.
  package func difference(score: Int, _ first: Int, over second: Int) -> PairedDifference {
    let pair = [(first: first, second: second)]
    return differences(score: score, of: pair, floors: exchangeFloors(of: pair))[0]
  }

  /// The differences of all scores, one array a score.
  ///
  /// Methods that have the same seeds in the same order are compared seed by seed, since what a seed draws may act on
  /// both alike. Otherwise the seeds' variances of both are added (`SeedVariance.separate`).
  /// - Complexity: O(items · (scores · (trials + pairs) + pairs · seeds)), and O(scores · replicates · trials) a pair.
  package func differences(of pairs: [(first: Int, second: Int)]) -> [[PairedDifference]] {
    let floors = exchangeFloors(of: pairs)
    return scores.indices.map { differences(score: $0, of: pairs, floors: floors) }
  }

  /// The differences of one score, with the floors of the pairs.
  private func differences(
    score: Int, of pairs: [(first: Int, second: Int)], floors: [Double]
  ) -> [PairedDifference] {
    let sums = contributionSums(score: score, of: pairs)
    return Parallel.mapChunks(of: pairs.count, size: 1) { position, _ in
      difference(
        score: score, pairs[position].first, pairs[position].second, sums[position], position,
        floor: floors[position])
    }
  }

  /// All pairs of different methods, each once: (0, 1), (0, 2), … (1, 2), …
  package static func pairs(of methods: Int) -> [(first: Int, second: Int)] {
    (0..<methods).flatMap { first in (first + 1..<max(methods, first + 1)).map { (first, $0) } }
  }

  /// The p-values after Holm's correction of the tests; none is smaller than the probability that the seeds alone
  /// separate any two of the methods.
  ///
  /// The probability is taken over all methods together. Methods with fewer seeds than both of a pair do not count for
  /// it: their own differences need a larger one. For a method that no seed changes, only the other one's seeds count.
  package func corrected(_ differences: [PairedDifference], of pairs: [(first: Int, second: Int)]) -> [Double] {
    let tested = Set(pairs.flatMap { [$0.first, $0.second] }).filter { !methods[$0].isDeterministic }
      .map { methods[$0].seeds.count }.sorted()
    var chances: [[Int]: Double] = [:]
    return zip(Holm.adjusted(differences.map(\.testP)), zip(differences, pairs)).map { holm, test in
      guard test.0.chance > 0 else { return holm }
      let counts = seedCounts([test.1.first, test.1.second])
      let fewest = counts.min() ?? 1
      let others = tested.filter { $0 >= fewest }
      let chance =
        chances[[fewest, counts.count]]
        ?? (counts.count == 1
          ? SeedChance.unanimity(among: others) : SeedChance.separation(among: others.map { min($0, 2 * fewest) }))
      chances[[fewest, counts.count]] = chance
      return max(holm, chance)
    }
  }

  /// The numbers of seeds of those methods that seeds change, ascending.
  private func seedCounts(_ positions: [Int]) -> [Int] {
    positions.filter { !methods[$0].isDeterministic }.map { methods[$0].seeds.count }.sorted()
  }

  /// The probability that the seeds alone separate two methods with the same mean; 0 where both methods are deterministic, or
  /// nothing is repeated.
  private func chance(_ first: Int, _ second: Int, isRepeated: Bool) -> Double {
    guard isRepeated else { return 0 }
    let counts = seedCounts([first, second])
    return switch counts.count {
    case 2: SeedChance.separation(counts[0], counts[1])
    case 1: SeedChance.unanimity(counts[0])
    default: 0
    }
  }

  /// The difference of two methods' means over their seeds, without its test.
  package func error(score: Int, _ first: Int, over second: Int) -> DifferenceError {
    let items = zip(means[first][score], means[second][score]).map { $0 - $1 }.sampleVariance
    let pairsSeeds =
      methods[first].seeds == methods[second].seeds && methods[first].isDeterministic == methods[second].isDeterministic
    return DifferenceError(
      mean: values(score, first).mean - values(score, second).mean, items: items,
      seeds: pairsSeeds ? pairedSeeds(score, first, second, items: items) : separateSeeds(score, first, second),
      pairsSeeds: pairsSeeds)
  }

  private func difference(
    score: Int, _ first: Int, _ second: Int, _ sums: SignFlips.Sums, _ position: Int, floor: Double
  ) -> PairedDifference {
    let error = error(score: score, first, over: second)
    let test = SignFlips(
      of: error.mean, contributions: sums.areFew ? contributions(score, first, second) : nil, sums: sums,
      seeds: error.seeds, stream: seed.stream("sign flips", position))
    return PairedDifference(
      mean: error.mean, error.uncertainty, testP: max(test.p, floor),
      chance: chance(first, second, isRepeated: error.seeds != nil), pairsSeeds: error.pairsSeeds, method: test.method)
  }

  /// From the difference under each seed.
  private func pairedSeeds(_ score: Int, _ first: Int, _ second: Int, items: Double) -> SeedVariance? {
    let pairs = zip(trials(of: first), trials(of: second))
    let ofEach = pairs.map { zip($0.replicates[score], $1.replicates[score]).map { $0 - $1 }.sampleVariance }.mean
    return SeedVariance(
      pairs.map { $0.values[score] - $1.values[score] }, itemVariances: (ofEach: ofEach, ofMean: items))
  }

  private func separateSeeds(_ score: Int, _ first: Int, _ second: Int) -> SeedVariance? {
    if methods[first].isDeterministic || methods[second].isDeterministic {
      let changing = methods[first].isDeterministic ? second : first
      return seedVariance(score, changing)?.besideFixedValue
    }
    return SeedVariance.separate(
      (seedVariance(score, first), methods[first].seeds.count),
      (seedVariance(score, second), methods[second].seeds.count))
  }

  // MARK: - Exchanges

  /// The smallest p-value of each pair that an exchange of items between two methods can show: 2 / 2ᵐ for m items that they
  /// place otherwise. Items that both place alike contribute a little to scores that are not linear in the items, and are no
  /// evidence.
  private func exchangeFloors(of pairs: [(first: Int, second: Int)]) -> [Double] {
    Parallel.mapChunks(of: pairs.count, size: 1) { position, _ in
      let (one, other) = (trials(of: pairs[position].first), trials(of: pairs[position].second))
      let otherwise = (0..<max(one.count, other.count)).map { seed in
        Self.itemsPlacedOtherwise(
          one[one.startIndex + seed % one.count], other[other.startIndex + seed % other.count])
      }
      return exp2(1 - Double(max(otherwise.max() ?? 0, 1)))
    }
  }

  /// The least number of items that lie in other clusters, whatever the clusters are called: those beyond the largest share
  /// of each cluster that the other partition keeps together.
  private static func itemsPlacedOtherwise(_ one: ResampledTrial, _ other: ResampledTrial) -> Int {
    let (rows, columns) = ((one.columnOfCell.max() ?? 0) + 1, (other.columnOfCell.max() ?? 0) + 1)
    var columnsOfRows = [[Int]](repeating: [], count: rows)
    for (first, second) in zip(one.cellOfItems, other.cellOfItems) {
      columnsOfRows[one.columnOfCell[Int(first)]].append(other.columnOfCell[Int(second)])
    }
    var (keptByRows, largestOfColumns) = (0, [Int](repeating: 0, count: columns))
    var shared = [Int](repeating: 0, count: columns)
    for ofRow in columnsOfRows {
      for column in ofRow { shared[column] += 1 }
      keptByRows += ofRow.reduce(0) { max($0, shared[$1]) }
      for column in ofRow {
        largestOfColumns[column] = max(largestOfColumns[column], shared[column])
        shared[column] = 0
      }
    }
    return one.cellOfItems.count - min(keptByRows, largestOfColumns.reduce(0, +))
  }

  // MARK: - What each item contributes

  /// The mean over a method's seeds of the pseudo-values of some items.
  private func pseudoValues(
    _ score: Int, _ method: Int, _ items: Range<Int>, into values: inout [Double]
  ) {
    let trials = trials(of: method)
    for position in 0..<items.count { values[position] = 0 }
    for trial in trials {
      let ofCells = trial.pseudoValues[score]
      trial.cellOfItems.withUnsafeBufferPointer { cells in
        for (position, item) in items.enumerated() { values[position] += ofCells[Int(cells[item])] }
      }
    }
    let share = 1 / Double(trials.count)
    for position in 0..<items.count { values[position] *= share }
  }

  /// Returns the sums over the items of what each contributes to the difference of each pair.
  private func contributionSums(score: Int, of pairs: [(first: Int, second: Int)]) -> [SignFlips
    .Sums]
  {
    let used = Set(pairs.flatMap { [$0.first, $0.second] }).sorted()
    let places = Dictionary(uniqueKeysWithValues: zip(used, used.indices))
    let positions = pairs.map { (places[$0.first] ?? 0, places[$0.second] ?? 0) }
    let chunks = Parallel.mapChunks(of: items, size: 4096) { _, range in
      let values = used.map { method in
        var values = [Double](repeating: 0, count: range.count)
        pseudoValues(score, method, range, into: &values)
        return values
      }
      return positions.map { first, second in
        var sums = SignFlips.Sums()
        for (left, right) in zip(values[first], values[second]) {
          sums.add(contribution(left, right))
        }
        return sums
      }
    }
    return pairs.indices.map { pair in chunks.reduce(SignFlips.Sums()) { $0 + $1[pair] } }
  }

  /// Returns the contribution of each item that matters to a difference of means.
  func contributions(_ score: Int, _ first: Int, _ second: Int) -> [Double] {
    var left = [Double](repeating: 0, count: items)
    var right = left
    pseudoValues(score, first, 0..<items, into: &left)
    pseudoValues(score, second, 0..<items, into: &right)
    return zip(left, right).map { contribution($0, $1) }.filter { $0 != 0 }
  }

  /// A difference of pseudo-values over the number of items; 0 where they are equal but for rounding.
  @inline(__always)
  private func contribution(_ left: Double, _ right: Double) -> Double {
    let difference = left - right
    return abs(difference) <= (1e-9 + 1e-14 * Double(items)) * max(abs(left), abs(right), 1)
      ? 0 : difference / Double(items)
  }
}

/// A difference of two means over seeds and the parts of its error.
package struct DifferenceError {
  package let mean: Double
  /// The variance from the items.
  package let items: Double
  /// The variance from the seeds; nil where each method has a single one.
  package let seeds: SeedVariance?
  package let pairsSeeds: Bool

  package var uncertainty: Uncertainty { Uncertainty(items: items, seeds: seeds) }
}

extension SeedVariance {
  /// Variance of the difference to a value that no seed changes, with three quarters of the degrees of freedom for the
  /// same reason as in ``init(_:_:)``: otherwise 7 seeds of a method with two optima raise 13 false alarms of 100, and so 5.
  package var besideFixedValue: Self {
    Self(ofMean: ofMean, whole: whole, degreesOfFreedom: Self.shareOfWelch * degreesOfFreedom)
  }

  /// Variance of the difference of two means over seeds that are not the same; nil where both sides have a single seed.
  ///
  /// Fewer seeds than the other side's, which agree by chance more often, have at least the spread of the other side; a
  /// single seed has just that.
  package static func separate(_ first: (variance: Self?, seeds: Int), _ second: (variance: Self?, seeds: Int)) -> Self?
  {
    let (fewer, more) = first.seeds < second.seeds ? (first, second) : (second, first)
    guard let known = more.variance else { return nil }
    let shared = known.scaled(by: 1 + Double(more.seeds) / Double(fewer.seeds))
    guard let own = fewer.variance else { return shared }
    let sum = Self(own, known)
    return fewer.seeds < more.seeds && sum.whole < shared.whole ? shared : sum
  }
}
