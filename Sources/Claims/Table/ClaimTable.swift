import Results

/// The numbers that a text is checked against: the scores of clusterers on spaces, with the tests of a run.
package struct ClaimTable: Sendable {
  /// A clusterer on a space.
  package typealias Method = StatisticsRecord.Method

  /// A space, with its parts where it is a fusion.
  package struct Space: Sendable, Equatable {
    package var name: String
    /// The spaces that it fuses; none for a space of its own.
    package var parts: [String]

    package init(_ name: String, parts: [String] = []) { (self.name, self.parts) = (name, parts) }
  }

  package struct Value: Sendable, Equatable {
    package var mean: Double
    /// Over the seeds; nil where it is not known.
    package var deviation: Double?

    package init(mean: Double, deviation: Double? = nil) { (self.mean, self.deviation) = (mean, deviation) }
  }

  /// The test of a difference.
  struct Test: Sendable {
    let difference: Double
    /// The p-value after the correction.
    let p: Double
  }

  package var name: String
  package var clusterers: [String]
  package var spaces: [Space]
  package var scores: [String]
  /// The scores that are better when smaller.
  package var falling: Set<String> = []
  package var values: [Method: [String: Value]]
  /// The number of seeds; nil where it is not known.
  package var seeds: Int?
  /// True for a run, whose directions need a significant difference; of a published table the numbers decide.
  package let isRun: Bool
  /// The significance level of the tests.
  let level: Double
  /// The digits that sentences give values with: 3, or 4 where values have more.
  let digits: Int
  private let tests: [Pair: Test]

  private struct Pair: Hashable {
    let first, second: Method
    let score: String
  }

  /// - Parameter statistics: the tests of a run; nil where there are none.
  package init(
    name: String, clusterers: [String], spaces: [Space], scores: [String], values: [Method: [String: Value]],
    isRun: Bool = false, statistics: StatisticsRecord? = nil
  ) {
    (self.name, self.clusterers, self.spaces, self.scores) = (name, clusterers, spaces, scores)
    (self.values, self.isRun) = (values, isRun)
    let means = values.values.flatMap(\.values).map { $0.mean * 1000 }
    digits = means.allSatisfy { abs($0 - $0.rounded()) < 1e-6 } ? 3 : 4
    level = 1 - (statistics?.level ?? 0.95)
    tests = Dictionary(
      (statistics?.pairs ?? []).map {
        (Pair(first: $0.first, second: $0.second, score: $0.score), Test(difference: $0.difference, p: $0.holm))
      }
    ) { $1 }
  }

  /// The methods that have a value, by clusterer, then space.
  var methods: [Method] {
    clusterers.flatMap { clusterer in spaces.map { Method(clusterer: clusterer, space: $0.name) } }
      .filter { values[$0] != nil }
  }

  /// The names of the spaces that fuse others.
  var fusions: [String] { spaces.filter { !$0.parts.isEmpty }.map(\.name) }

  /// The names of the spaces that a fusion is made of.
  var parts: [String] {
    let names = Set(spaces.flatMap(\.parts))
    return spaces.map(\.name).filter(names.contains)
  }

  /// The parts of a space; none for one that is no fusion.
  func parts(of space: String) -> [String] { spaces.first { $0.name == space }?.parts ?? [] }

  func value(_ method: Method, _ score: String) -> Value? { values[method]?[score] }

  /// The test of the difference of two methods; nil where there is none.
  func test(_ first: Method, _ second: Method, _ score: String) -> Test? {
    if let test = tests[Pair(first: first, second: second, score: score)] { return test }
    return tests[Pair(first: second, second: first, score: score)].map { Test(difference: -$0.difference, p: $0.p) }
  }
}
