import Core
import Foundation
import Statistics
import Testing

/// Random tables of ratings with their alphas by definition, from `make_ratings.py`.
private struct RatingTables: Decodable {
  struct Table: Decodable {
    let units: [[Double]]
    let pairable: Int
    let nominal, ordinal, interval, ratio: Double?

    func alpha(_ scale: KrippendorffAlpha.Scale) -> Double? {
      switch scale {
      case .nominal: nominal
      case .ordinal: ordinal
      case .interval: interval
      case .ratio: ratio
      }
    }
  }

  let tables: [Table]

  static func read() throws -> [Table] {
    let url = try #require(Bundle.module.url(forResource: "Fixtures/ratings", withExtension: "json"))
    return try JSONDecoder().decode(Self.self, from: Data(contentsOf: url)).tables
  }
}

@Suite struct KrippendorffAlphaTests {
  /// The ratings of four raters, one a line, a dot where one is missing.
  private static let published = units(["123321412...", "1233224125.3", ".3332342251.", "12332441251."])

  private static func units(_ raters: [String]) -> [[Double]] {
    let rows = raters.map(Array.init)
    return rows[0].indices.map { unit in rows.compactMap { $0[unit].wholeNumberValue.map(Double.init) } }
  }

  private func alpha(_ units: [[Double]], _ scale: KrippendorffAlpha.Scale) -> Double? {
    KrippendorffAlpha(units, scale: scale, replicates: 0).value
  }

  @Test func itIsThatOfKrippendorffsExample() throws {
    let expected: [KrippendorffAlpha.Scale: Double] = [
      .nominal: 0.743421, .ordinal: 0.815388, .interval: 0.849107, .ratio: 0.797403,
    ]
    for (scale, value) in expected {
      let alpha = KrippendorffAlpha(Self.published, scale: scale)
      #expect(try abs(#require(alpha.value) - value) < 1e-6, "\(scale)")
      // The last unit has one rating.
      #expect(alpha.ratings == 40 && alpha.units == 11)
      let interval = try #require(alpha.interval)
      #expect(interval.low < value && value < interval.high && interval.high <= 1)
    }
  }

  @Test func itIsThatOfTheDefinition() throws {
    let tables = try RatingTables.read()
    #expect(tables.count == 50)
    for (number, table) in tables.enumerated() {
      for scale in KrippendorffAlpha.Scale.allCases {
        let found = KrippendorffAlpha(table.units, scale: scale, replicates: 0)
        #expect(found.ratings == table.pairable)
        #expect((found.value == nil) == (table.alpha(scale) == nil), "table \(number), \(scale)")
        guard let value = found.value, let expected = table.alpha(scale) else { continue }
        #expect(abs(value - expected) < 1e-9, "table \(number), \(scale): \(value), expected \(expected)")
      }
    }
  }

  @Test(arguments: KrippendorffAlpha.Scale.allCases) func perfectAgreementIsOne(scale: KrippendorffAlpha.Scale) {
    let alpha = KrippendorffAlpha([[1, 1], [2, 2, 2], [3, 3], [0.1, 0.1, 0.1]], scale: scale)
    #expect(alpha.value == 1)
    #expect(alpha.interval?.low == 1 && alpha.interval?.high == 1)
  }

  @Test(arguments: KrippendorffAlpha.Scale.allCases)
  func itIsUndefinedWithoutTwoValues(scale: KrippendorffAlpha.Scale) {
    for units in [[], [[], [1]], [[1], [2], [3]], [[0, 0], [0, 0, 0]], [[0.1, 0.1, 0.1], [0.1, 0.1], [7]]] {
      let alpha = KrippendorffAlpha(units, scale: scale)
      #expect(alpha.value == nil && alpha.interval == nil, "\(units)")
    }
  }

  @Test func oneUnitHasNoInterval() {
    let alpha = KrippendorffAlpha([[1, 2], [5]], scale: .interval)
    #expect(alpha.value == 0 && alpha.interval == nil && alpha.units == 1)
  }

  @Test func negativeRatingsHaveNoRatios() {
    #expect(alpha([[-1, 1], [2, 2]], .ratio) == nil)
    #expect(alpha([[-1, 1], [2, 2]], .interval) != nil)
  }

  @Test(arguments: 0..<20) func lawsOfTheScalesHold(seed: UInt64) throws {
    var stream = Seed(seed).stream("ratings")
    let units = (0..<15).map { _ in (0..<1 + stream.integer(below: 4)).map { _ in Double(stream.integer(below: 4)) } }
    for scale in KrippendorffAlpha.Scale.allCases {
      let value = try #require(alpha(units, scale))
      // Neither the order of units and ratings nor unpaired ratings count.
      let other = units.reversed().map { Array($0.reversed()) } + [[3], []]
      #expect(try abs(#require(alpha(other, scale)) - value) < 1e-12)
      #expect(value <= 1)
    }
    func changed(_ change: (Double) -> Double) -> [[Double]] { units.map { $0.map(change) } }
    func expectSame(_ scale: KrippendorffAlpha.Scale, _ change: (Double) -> Double) throws {
      let (before, after) = try (#require(alpha(units, scale)), #require(alpha(changed(change), scale)))
      #expect(abs(before - after) < 1e-9, "\(scale)")
    }
    try expectSame(.nominal) { [7, -2, 0.5, 3][Int($0)] }
    try expectSame(.ordinal) { $0 * $0 * $0 - 5 }
    try expectSame(.interval) { 1e6 - 3 * $0 }
    try expectSame(.ratio) { 1e-3 * $0 }
  }

  @Test func theIntervalFollowsTheSeedAndNotTheThreads() {
    func interval(_ seed: Seed) -> ConfidenceInterval? {
      KrippendorffAlpha(Self.published, scale: .ordinal, seed: seed, replicates: 200).interval
    }
    let one = Threads.$count.withValue(1) { interval(4) }
    #expect(one != nil && one == Threads.$count.withValue(3) { interval(4) } && one != interval(5))
  }
}
