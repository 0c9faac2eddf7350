import Core
import Foundation
import Matrices

/// The items' contributions to a difference, for sums of them under random signs.
struct ContributionFlips {
  /// The largest, in descending order.
  private let contributions: [Double]
  /// The deviation of the sum of all others, which are many and small: as good as normal.
  private let rest: Double

  private static let mostSigns = 2_000
  /// The number of sums drawn with tilted signs, with which the error of a p-value, however small, is some 5 % of it.
  private static let tiltedDraws = 1_000

  init(_ all: [Double]) {
    let sorted = all.sorted { abs($0) > abs($1) }
    contributions = Array(sorted.prefix(Self.mostSigns))
    rest = sorted.dropFirst(Self.mostSigns).reduce(0) { $0 + $1 * $1 }.squareRoot()
  }

  /// Sums under signs that are positive and negative with equal probability.
  func sums(draws: Int, _ random: inout RandomStream) -> [Double] {
    let total = contributions.reduce(0, +)
    var sums: [Double] = []
    sums.reserveCapacity(draws + 63)
    let eachBit = SIMD8<UInt64>(1, 2, 4, 8, 16, 32, 64, 128)
    while sums.count < draws {
      // A bit of each contribution for each of 64 draws; eight draws at once stay in a register.
      let bits = contributions.map { _ in random.next() }
      for first in stride(from: UInt64(0), to: 64, by: 8) {
        var lanes = SIMD8<Double>.zero
        for (value, bits) in zip(contributions, bits) {
          let isAdded = (SIMD8<UInt64>(repeating: bits &>> first) & eachBit) .!= 0
          lanes.replace(with: lanes + value, where: isAdded)
        }
        for position in 0..<8 { sums.append(2 * lanes[position] - total) }
      }
    }
    guard rest > 0 else { return Array(sums.prefix(draws)) }
    return sums.prefix(draws).map { $0 + rest * random.gaussian() }
  }

  /// Sums under signs that favour a difference, beside as many of those that are drawn without favour.
  ///
  /// The sign of a contribution a is positive with probability e^(t a) / (2 cosh(t a)). The tilt t makes the difference the
  /// expected sum, so that about half of these sums reach it, however improbable it is under equal probabilities. Their share of
  /// the distribution is cosh(t s) / Π cosh(t a) times as large on either side. Drawn half and half, no weight exceeds 2
  /// (Hesterberg, "Weighted average importance sampling and defensive mixture distributions", 1995).
  func tilted(toward difference: Double, beside drawn: [Double], _ random: inout RandomStream) -> WeightedSums {
    let tilt = tilt(toward: difference)
    let chances = contributions.map { 1 / (1 + exp(-2 * tilt * $0)) }
    let sums = (0..<Self.tiltedDraws).map { _ in
      var sum = 0.0
      for (value, chance) in zip(contributions, chances) { sum += random.uniform() < chance ? value : -value }
      return rest > 0 ? sum + rest * (rest * tilt + random.gaussian()) : sum
    }
    let logNorm = contributions.reduce(rest * rest * tilt * tilt / 2) { $0 + Self.logCosh(tilt * $1) }
    return WeightedSums(values: sums + drawn.prefix(sums.count)) { sum in
      2 / (1 + exp(Self.logCosh(tilt * sum) - logNorm))
    }
  }

  /// The tilt under which the expected sum is a difference, by Newton's steps from below: the expectation is concave in it.
  /// It stays finite where the difference is the largest sum that there is.
  private func tilt(toward difference: Double) -> Double {
    var tilt = 0.0
    for _ in 0..<40 {
      var (sum, slope) = (rest * rest * tilt, rest * rest)
      for value in contributions {
        let share = tanh(tilt * value)
        sum += value * share
        slope += value * value * (1 - share * share)
      }
      guard difference - sum > 1e-6 * difference, slope > 0 else { break }
      tilt += (difference - sum) / slope
    }
    return tilt
  }

  private static func logCosh(_ x: Double) -> Double { abs(x) + log1p(exp(-2 * abs(x))) - log(2) }
}

/// Values of a sum whose distribution is symmetric, and how much each counts for it.
struct WeightedSums {
  let values: [Double]
  /// The weight of a value: its probability over that with which it was drawn.
  let weight: (Double) -> Double

  init(values: [Double], weight: @escaping (Double) -> Double) {
    self.values = values
    self.weight = weight
  }

  /// Evenly spaced values of a normal sum, so far out that no p-value above 1e-20 is missed.
  static func normal(deviation: Double) -> Self {
    let step = 0.03
    return Self(values: (-330...330).map { Double($0) * step * deviation }) { value in
      let z = value / deviation
      return 661 * step * exp(-z * z / 2) / (2 * Double.pi).squareRoot()
    }
  }

  /// The expectation of a function that is the same for a value and its opposite.
  func expectation(_ function: (Double) -> Double) -> Double {
    values.reduce(0) { $0 + weight($1) * function($1) } / Double(values.count)
  }
}
