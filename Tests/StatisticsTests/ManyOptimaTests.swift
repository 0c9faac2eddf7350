import Core
import Foundation
import Gate
import Statistics
import Testing

/// The rate of false alarms of the gate where each seed falls into one of several optima: every outcome is judged and
/// weighted by its probability, so that nothing is left to chance.
@Suite struct ManyOptimaTests {
  struct Optima: Sendable, CustomTestStringConvertible {
    let values: [Double]
    let weights: [Double]
    var testDescription: String { "optima \(values) of weights \(weights)" }

    static let equal = [
      Self(values: [0, 1], weights: [0.5, 0.5]), Self(values: [0, 0.5, 1], weights: [1, 1, 1].map { $0 / 3 }),
      Self(values: [0, 0.1, 1], weights: [1, 1, 1].map { $0 / 3 }),
    ]
    static let unequal = [
      Self(values: [0, 1], weights: [0.2, 0.8]), Self(values: [0, 0.5, 1], weights: [0.25, 0.5, 0.25]),
      Self(values: [0, 0.3, 1], weights: [0.6, 0.3, 0.1]),
    ]
  }

  /// All ways to distribute a number of seeds.
  private static func counts(_ seeds: Int, over kinds: Int) -> [[Int]] {
    guard kinds > 1 else { return [[seeds]] }
    return (0...seeds).flatMap { first -> [[Int]] in
      counts(seeds - first, over: kinds - 1).map { [first] + $0 }
    }
  }

  private static func probability(_ counts: [Int], _ weights: [Double]) -> Double {
    let seeds = counts.reduce(0, +)
    var logarithm: Double = lgamma(Double(seeds + 1))
    for (count, weight) in zip(counts, weights) {
      logarithm += Double(count) * log(weight) - lgamma(Double(count + 1))
    }
    return exp(logarithm)
  }

  private static func values(_ counts: [Int], _ values: [Double]) -> [Double] {
    zip(counts, values).flatMap { [Double](repeating: $1, count: $0) }
  }

  /// The probability of any alarm among independent cells, each judged at its share of .05 as Holm's first step does.
  private static func alarms(cells: Int, _ outcomes: [(ScoreChange, Double)]) -> Double {
    let gate = RegressionGate(tolerance: 0.01, alpha: 0.05 / Double(cells))
    var found = 0.0
    for (change, probability) in outcomes {
      let verdict = gate.judge([change], higherIsBetter: [true])[0].verdict
      if verdict == .regressed || verdict == .improved { found += probability }
    }
    return 1 - pow(1 - found, Double(cells))
  }

  private static func numbered(_ values: [Double], from first: UInt64) -> [UInt64: Double] {
    Dictionary(uniqueKeysWithValues: values.enumerated().map { (first + UInt64($0), $1) })
  }

  /// Other seeds on both sides.
  private static func alarms(_ optima: Optima, new: Int, recorded: Int, cells: Int) -> Double {
    func sides(_ seeds: Int, from first: UInt64) -> [(values: [UInt64: Double], probability: Double)] {
      counts(seeds, over: optima.values.count).map {
        (numbered(values($0, optima.values), from: first), probability($0, optima.weights))
      }
    }
    var outcomes: [(ScoreChange, Double)] = []
    for new in sides(new, from: 0) {
      for recorded in sides(recorded, from: 1_000) {
        let change = ScoreChange(new: new.values, recorded: recorded.values)
        outcomes.append((change, new.probability * recorded.probability))
      }
    }
    return alarms(cells: cells, outcomes)
  }

  @Test(arguments: Optima.equal + Optima.unequal, [2, 3, 5, 10])
  func otherSeedsOfOneMethodRaiseFewAlarms(optima: Optima, seeds: Int) {
    for cells in [1, 2, 8] {
      let alarms = Self.alarms(optima, new: seeds, recorded: seeds, cells: cells)
      Simulation.say("exact, \(optima.testDescription), \(seeds) seeds a side, \(cells) cells: \(alarms)")
      #expect(alarms <= 0.055, "\(cells) cells")
      // So few seeds find nothing, and that is no virtue with more.
      #expect((alarms == 0) == (2 * Double(cells) / pow(4, Double(seeds)) >= 0.05), "\(cells) cells")
    }
  }

  @Test(arguments: Optima.equal + Optima.unequal, [(1, 5), (1, 8), (2, 20), (3, 5), (10, 5)])
  func norDoSidesOfDifferentSize(optima: Optima, seeds: (Int, Int)) {
    for cells in [1, 2, 8] {
      let alarms = Self.alarms(optima, new: seeds.0, recorded: seeds.1, cells: cells)
      Simulation.say("exact, \(optima.testDescription), \(seeds.0) and \(seeds.1) seeds, \(cells) cells: \(alarms)")
      #expect(alarms <= 0.06, "\(cells) cells")
    }
  }

  /// The same seeds on both sides, under which a changed method falls into optima of its own choice.
  @Test(arguments: Optima.equal + Optima.unequal, [2, 3, 5, 10])
  func norDoTheSameSeeds(optima: Optima, seeds: Int) {
    let kinds = optima.values.indices.flatMap { first -> [(Int, Int)] in optima.values.indices.map { (first, $0) } }
    // Of three optima the pairs under ten seeds are too many.
    guard kinds.count == 4 || seeds < 10 else { return }
    let weights = kinds.map { optima.weights[$0.0] * optima.weights[$0.1] }
    for cells in [1, 2, 8] {
      let outcomes = Self.counts(seeds, over: kinds.count).map { counts -> (ScoreChange, Double) in
        let new = Self.values(counts, kinds.map { optima.values[$0.0] })
        let recorded = Self.values(counts, kinds.map { optima.values[$0.1] })
        return (
          ScoreChange(new: Self.numbered(new, from: 0), recorded: Self.numbered(recorded, from: 0)),
          Self.probability(counts, weights)
        )
      }
      let alarms = Self.alarms(cells: cells, outcomes)
      Simulation.say("exact, \(optima.testDescription), the same \(seeds) seeds, \(cells) cells: \(alarms)")
      #expect(alarms <= 0.07, "\(cells) cells")
    }
  }
}
