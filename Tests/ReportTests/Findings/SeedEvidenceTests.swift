import Report
import Testing

@Suite struct SeedEvidenceTests {
  @Test(
    arguments: [
      ([0.5], [0.25], ": one seed, so the spread is unknown", ""),
      ([0.5, 0.5], [0.25, 0.25], "; fewer than 6 seeds, and no test", " in 2 of 2 seeds"),
      ([0.5, 0.25], [0.25, 0.25], "; fewer than 6 seeds, and no test", " in 1 of 2 seeds"),
      ([1, 1, 1, 1, 1, 1], [0, 0, 0, 0, 0, 0.5], ", in all 6 seeds", " in 6 of 6 seeds"),
      ([1, 1, 1, 0, 0, 1], [0, 0, 0, 0.5, 0.5, 0], "; the seeds differ, and there is no test", " in 4 of 6 seeds"),
      ([1, 1, 1, 1, 0, 1], [0, 0, 0, 0, 0.5, 0], "; the seeds differ, and there is no test", " in 5 of 6 seeds"),
      ([1, 1, 1, 1, 1, 1, 1, 1, 1, 0], [0, 0, 0, 0, 0, 0, 0, 0, 0, 1], ", in 9 of 10 seeds", " in 9 of 10 seeds"),
    ] as [([Double], [Double], String, String)])
  func theWordingFollowsTheSeeds(first: [Double], second: [Double], ending: String, share: String) throws {
    let evidence = try #require(SeedEvidence(first, over: second))
    #expect(evidence.ending == ending && evidence.share == share)
  }

  @Test(arguments: [(3, ["the test needs at least 3 seeds"]), (2, []), (nil, [])] as [(Int?, [String])])
  func aTestThatSoFewSeedsCannotSettleSaysHowManyCan(fewest: Int?, numbers: [String]) throws {
    let evidence = try #require(SeedEvidence([0.5, 0.25], over: [0, 0], p: 0.125, fewestSeeds: fewest))
    #expect(evidence.ending == "; not significant (corrected p = .125)" && evidence.numbers == numbers)
  }

  @Test func differencesArePairedBySeed() throws {
    // The spread of each is .25; that of their differences 0.
    let evidence = try #require(SeedEvidence([0.75, 0.5, 0.25], over: [0.625, 0.375, 0.125]))
    #expect(evidence.differences == [0.125, 0.125, 0.125])
    #expect(evidence.mean == 0.125 && evidence.deviation == 0 && evidence.ahead == 3)
  }

  @Test func ofSomeScoresTheSmallerIsTheBetter() throws {
    let evidence = try #require(SeedEvidence([1, 2], over: [2, 4], lowerIsBetter: true))
    #expect(evidence.differences == [1, 2] && evidence.ahead == 2)
  }

  @Test func whatDiffersByRoundingIsATie() throws {
    let evidence = try #require(SeedEvidence([0.1 + 0.2, 0.5], over: [0.3, 0.5]))
    #expect(evidence.isTie && evidence.ahead == 0 && evidence.differences == [0, 0])
    #expect(try #require(SeedEvidence([0.5, 0.25], over: [0.25, 0.5])).isTie)
    #expect(try !#require(SeedEvidence([1e-9], over: [0])).isTie)
    #expect(try #require(SeedEvidence([0], over: [0])).isTie)
  }

  @Test func withoutSeedsThereIsNone() {
    #expect(SeedEvidence([], over: []) == nil)
  }

  @Test(arguments: [
    (0.04, ", significant at 5 %", ["corrected p = .040"]), (0.051, "; not significant (corrected p = .051)", []),
    (0.0002, ", significant at 5 %", ["corrected p < .001"]),
  ])
  func whereThereIsATestItDecides(p: Double, ending: String, numbers: [String]) throws {
    let evidence = try #require(SeedEvidence([0.5, 0.25], over: [0.25, 0.375], p: p))
    #expect(evidence.ending == ending && evidence.numbers == numbers)
    #expect(try #require(SeedEvidence([0.5], over: [0.25], p: p)).ending.hasPrefix(": one seed"))
    #expect(try #require(SeedEvidence([0.5], over: [0.25])).test == nil)
  }

  @Test func deterministicMethodsAreTestedOverItems() throws {
    func evidence(_ p: Double?) throws -> SeedEvidence {
      try #require(SeedEvidence([0.5], over: [0.25], isDeterministic: true, p: p))
    }
    #expect(try evidence(0.01).ending == ", significant at 5 % over items")
    #expect(try evidence(0.2).ending == "; not significant over items (corrected p = .200)")
    #expect(try evidence(nil).ending == ": both methods are deterministic, and the items were not tested")
  }

  /// Where noise is left out, the test is over other items than the scores.
  @Test func testedItemsThatShowTheOppositeSettleNothing() throws {
    func evidence(_ difference: Double) throws -> SeedEvidence {
      try #require(
        SeedEvidence([0.75, 0.75], over: [0.5, 0.5], p: 0.001, tested: .init(difference: difference, items: 200)))
    }
    let opposite = try evidence(-0.218)
    #expect(opposite.verdict == .unsettled && !opposite.isSignificant)
    #expect(opposite.ending == "; not on the items that every method clusters")
    #expect(opposite.numbers == ["tested on 200 items, where it is worse by .218", "corrected p = .001"])
    #expect(try evidence(0).isOpposed)
    let smaller = try evidence(0.035)
    #expect(smaller.isSignificant)
    #expect(smaller.numbers == ["tested on 200 items, where it is better by .035", "corrected p = .001"])
  }
}
