import Foundation

/// Probabilities of what the seeds of a method show by chance, where it falls into one of several optima by the seed.
///
/// Seeds that agree by chance hide the spread that a test takes from them. So few seeds prove no more than these
/// probabilities allow: each is the largest over all weights of the optima, which are not known.
package enum SeedChance {
  /// The largest probability that two sides of one method show different optima, each side the same one under all its
  /// seeds: for s seeds a side 2 / 4ˢ. Certain for a single seed a side, where nothing is repeated.
  ///
  /// With more than two optima it is smaller. A side counts for at most twice the seeds of the other: where an optimum is
  /// rare, all of few seeds fall into it about as often as a long side shows it once or twice.
  package static func separation(_ first: Int, _ second: Int) -> Double {
    guard max(first, second) > 1 else { return 1 }
    guard first != second else { return 2 * pow(0.25, Double(first)) }
    let (first, second) = (min(first, 2 * second), min(second, 2 * first))
    return largest { weight in
      pow(weight, Double(first)) * pow(1 - weight, Double(second))
        + pow(1 - weight, Double(first)) * pow(weight, Double(second))
    }
  }

  /// The largest probability that of several methods that share their optima, with these numbers of seeds, any two are
  /// so separated.
  package static func separation(among seeds: [Int]) -> Double {
    largest { weight in
      let (onlyFirst, onlySecond) = (seeds.map { pow(weight, Double($0)) }, seeds.map { pow(1 - weight, Double($0)) })
      func none(_ probabilities: [Double]) -> Double { probabilities.reduce(1) { $0 * (1 - $1) } }
      return 1 - none(onlyFirst) - none(onlySecond) + none(zip(onlyFirst, onlySecond).map { min($0 + $1, 1) })
    }
  }

  /// The largest probability that all seeds of one method, whose mean over ever more seeds is a given value, show the same
  /// one of two optima with equal weights: 2 / 2ˢ. So often a method that no seed changes seems to differ from it.
  package static func unanimity(_ seeds: Int) -> Double { pow(0.5, Double(seeds - 1)) }

  /// The probability that any of several methods, with these numbers of seeds, so shows one optimum alone.
  package static func unanimity(among seeds: [Int]) -> Double { 1 - seeds.reduce(1) { $0 * (1 - unanimity($1)) } }

  /// The probability that all seeds of the shorter side miss one of two optima with equal weights.
  package static func agreement(_ first: Int, _ second: Int) -> Double { pow(0.5, Double(min(first, second))) }

  /// The fewest seeds for which a probability, which falls with their number, is below a level; nil beyond a thousand.
  package static func fewestSeeds(below level: Double, _ probability: (Int) -> Double) -> Int? {
    (2...1_000).first { probability($0) < level }
  }

  /// The largest value over the weights of two optima.
  private static func largest(_ probability: (Double) -> Double) -> Double {
    weights.reduce(0) { max($0, probability($1)) }
  }

  /// Weights from one half to nearly nothing, evenly spaced in their log odds.
  private static let weights = (0...1_000).map { 1 / (1 + exp(Double($0) / 100)) }
}
