import Core
import Foundation
import Scores
import Statistics

/// The repetitions of a simulation: a few in the suite, 500 and more with
/// `FUSEBENCH_SIMULATIONS=500 swift test -c release --filter Simulation`, which also prints what it finds.
enum Simulation {
  static let asked = ProcessInfo.processInfo.environment["FUSEBENCH_SIMULATIONS"].flatMap { Int($0) }
  static let isFull = (asked ?? 0) >= 500

  static func repeats(_ few: Int) -> Int { asked ?? few }

  /// Items of a repetition.
  static let items = asked == nil ? 400 : 1_000

  /// Returns the value that `body` gives for each repetition, which has a stream of its own.
  static func run<Value>(
    _ purpose: StaticString, _ repeats: Int, _ body: (_ seed: Seed, _ random: inout RandomStream) throws -> Value
  ) throws -> [Value] {
    try Parallel.tryMapChunks(of: repeats, size: 1) { repetition, _ in
      var random = Seed(2_026).stream(purpose, repetition)
      return try body(Seed(UInt64(repetition)), &random)
    }
  }

  static func share(_ outcomes: [Bool]) -> Double { Double(outcomes.count { $0 }) / Double(outcomes.count) }

  static func say(_ text: String) {
    if asked != nil { print("simulation: \(text)") }
  }
}

extension Array where Element == Double {
  var average: Double { reduce(0, +) / Double(count) }
  var spread: Double {
    let average = average
    return (reduce(0) { $0 + ($1 - average) * ($1 - average) } / Double(count - 1)).squareRoot()
  }
}
