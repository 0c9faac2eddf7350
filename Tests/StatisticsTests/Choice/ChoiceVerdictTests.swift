import Clustering
import Stages
import Statistics
import Testing

/// The recommendations of criteria on numbers made by hand.
@Suite struct ChoiceVerdictTests {
  @Test func anElbowIsFarthestFromTheChordOnLinearAxes() throws {
    for fixture in ChoiceFixture.shared.elbows {
      let found = Elbow.distances(x: fixture.x, y: fixture.y)
      for (one, expected) in zip(found, fixture.distances) { #expect(abs(one - expected) < 1e-12) }
      #expect(found.count == fixture.distances.count && found.first == 0 && found.last == 0)
    }
    // By logarithmic axes it would be 4.
    let values = [[100.0, 101], [60, 61], [20, 20], [15, 14], [0, 1]]
    let verdict = try #require(ChoiceVerdict(ChoiceCurve(elbowOf: values, settings: [1, 2, 4, 8, 16])))
    #expect(verdict.position == 2 && verdict.agreeing == 2 && verdict.decides)
  }

  @Test func aStraightOrShortCurveHasNoElbow() {
    #expect(ChoiceVerdict(ChoiceCurve(elbowOf: [[4], [3], [2]], settings: [1, 2, 3])) == nil)
    #expect(ChoiceVerdict(ChoiceCurve(elbowOf: [[4], [2]], settings: [1, 2])) == nil)
    #expect(ChoiceVerdict(ChoiceCurve(elbowOf: [[4], [4], [4]], settings: [1, 2, 3])) == nil)
    // On the outer side of the chord there is none either.
    let outer = ChoiceVerdict(ChoiceCurve(elbowOf: [[4], [3.9], [0]], settings: [1, 2, 3]))
    #expect(outer?.isAtEdge == true && outer?.decides == false)
  }

  @Test func theLargestMeanIsRecommendedWithTheSeedsThatAgree() throws {
    let curve = ChoiceCurve(support: [[1, 1, 1], [2, 2, 2.9], [3, 3.1, 2.8], [0, 0, 0]])
    let verdict = try #require(ChoiceVerdict(curve))
    #expect(verdict == ChoiceVerdict(position: 2, agreeing: 2, seeds: 3, equals: [1], isFlat: false))
    #expect(verdict.decides)
  }

  @Test func aTieWithTheBestIsNoVoteAgainstIt() throws {
    let curve = ChoiceCurve(support: [[0.9, 1, 0.2], [1, 0.3, 1], [1, 1, 1], [0, 0, 0.9]])
    let verdict = try #require(ChoiceVerdict(curve))
    #expect(verdict.position == 2 && verdict.agreeing == 3 && verdict.tied == 3)
    let alone = try #require(ChoiceVerdict(ChoiceCurve(support: [[1, 2, 0], [3, 2, 1], [2, 1, 2]])))
    #expect(alone.position == 1 && alone.agreeing == 2 && alone.tied == 1)
  }

  @Test func halfOfTheSettingsNotToldApartMakeAFlatCurve() throws {
    let curve = ChoiceCurve(support: [[1, 2, 1.5], [2, 1.4, 1.8], [1.9, 1.2, 2.4], [0, 0, 0.1]])
    let verdict = try #require(ChoiceVerdict(curve))
    #expect(verdict.equals == [0, 1] && verdict.isFlat && !verdict.decides)
  }

  @Test func aMaximumAtTheEdgeDecidesNothing() throws {
    let falling = ChoiceCurve(support: [[3, 3.1], [2, 2.1], [1, 1.1]])
    #expect(ChoiceVerdict(falling)?.isAtEdge == true && ChoiceVerdict(falling)?.decides == false)
    let least = ChoiceVerdict(falling, startsAtLeast: true)
    #expect(least?.isAtEdge == false && least?.position == 0 && least?.decides == true)
    // Words have no order, and so no edge.
    let words = ChoiceCurve(support: [[3, 3.1], [2, 2.1], [1, 1.1]], isOrdered: false)
    #expect(ChoiceVerdict(words)?.isAtEdge == false)
  }

  @Test func settingsWithAGapUnderASeedAreLeftOut() throws {
    let curve = ChoiceCurve(support: [[.nan, 9], [2, 2], [9, .nan], [3, 3], [1, 1]])
    let verdict = try #require(ChoiceVerdict(curve))
    #expect(curve.positions == [1, 3, 4] && verdict.position == 3 && !verdict.isAtEdge)
    #expect(
      ChoiceVerdict(ChoiceCurve(support: [[.nan], [1]])) == nil && ChoiceVerdict(ChoiceCurve(support: [])) == nil)
    #expect(ChoiceVerdict(ChoiceCurve(support: [[1, 2], [1, 2]])) == nil)
  }

  @Test func oneSeedSaysNothingOfTheOthers() throws {
    let verdict = try #require(ChoiceVerdict(ChoiceCurve(support: [[1], [3], [2]])))
    #expect(verdict.equals == nil && verdict.seeds == 1 && !verdict.isFlat && verdict.decides)
    // Equal values are known to be equal under one seed, too.
    let tied = try #require(ChoiceVerdict(ChoiceCurve(support: [[1], [0.3], [1.5], [0.5 * 3], [0]])))
    #expect(tied.position == 2 && tied.equals == [3] && tied.decides)
  }

  /// The pairs lie on both sides of 5 % by SciPy's paired t-test.
  @Test func settingsAreToldApartByThePairedTest() throws {
    for pair in ChoiceFixture.shared.tests {
      let verdict = try #require(
        ChoiceVerdict(ChoiceCurve(support: [pair.other, pair.one, pair.one.map { $0 - 1e3 }])))
      let isEqual = pair.p >= 0.05
      #expect(verdict.equals == (isEqual ? [1 - verdict.position] : []), "p = \(pair.p)")
    }
    // Equal under every seed but for rounding, and different by the same under every seed.
    let same = ChoiceCurve(support: [[0.3, 0.6], [0.1 + 0.2, 0.6], [0.2, 0.5]])
    #expect(ChoiceVerdict(same)?.equals?.count == 1)
  }

  @Test func theInformationCriteriaAreThoseOfScikitLearn() throws {
    #expect(ChoiceFixture.shared.criteria.count == 8)
    for fixture in ChoiceFixture.shared.criteria {
      let covariance = try #require(GaussianMixture.Covariance(rawValue: fixture.shape))
      let mixture = GaussianMixture(clusters: fixture.clusters, covariance: covariance)
      let parameters = try #require(mixture.freeParameters(columns: fixture.columns))
      #expect(parameters == fixture.parameters)
      let bic = InformationCriterion.bayesian(
        meanLogLikelihood: fixture.meanLogLikelihood, rows: fixture.rows, parameters: parameters)
      let aic = InformationCriterion.akaike(
        meanLogLikelihood: fixture.meanLogLikelihood, rows: fixture.rows, parameters: parameters)
      #expect(close(bic, fixture.bic, relative: 1e-9) && close(aic, fixture.aic, relative: 1e-9))
    }
    #expect(
      GaussianMixture().freeParameters(columns: 3) == nil && KMeans(clusters: 3).freeParameters(columns: 3) == nil)
  }
}
