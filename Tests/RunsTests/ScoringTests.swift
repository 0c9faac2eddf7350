import Core
import Experiments
import Matrices
import Results
import Runs
import Scores
import TestSupport
import Testing

@Suite struct ScoringTests {
  private let truth = Samples.truth(rows: 12, classes: 3)
  private let rows = Matrix(Samples.groups(rows: 12, columns: 2, classes: 3))
  private let right = Partition((0..<12).map { Int32(2 - $0 % 3) })

  @Test func theRightPartitionUnderOtherNumbersScoresOne() throws {
    let scoring = try Scoring(["kappa", "ari", "nmi", "accuracy"], truth: truth)
    let (values, notices) = try scoring.score(rows, right)
    #expect(values.count == 4)
    #expect(values.values.allSatisfy { abs($0 - 1) < 1e-12 })
    #expect(notices.isEmpty && scoring.notices.isEmpty)
  }

  /// Runs of before the properties were recorded know them by the names of their scores.
  @Test(arguments: (ExternalScores.all + InternalScores.all as [any Score]).map(\.name))
  func theFormerPropertiesOfAScoreAreItsOwn(name: String) throws {
    var facts = try ScoreFacts(ScoreCatalog.named(name))
    facts.meaning = nil
    #expect(ScoreFacts(former: name) == facts)
  }

  @Test func scoresKeepTheOrderAsked() throws {
    #expect(try Scoring(["silhouette", "kappa"], truth: truth).names == ["silhouette", "kappa"])
  }

  @Test func withoutLabelsTheInternalScoresOfThoseAskedAreTaken() throws {
    let scoring = try Scoring(["kappa", "silhouette"], truth: nil)
    #expect(scoring.names == ["silhouette"])
    #expect(scoring.notices.map(\.kind) == ["no-labels"])
  }

  @Test func withoutLabelsAndWithoutInternalScoresAllInternalOnesAreTaken() throws {
    let scoring = try Scoring(["kappa", "ari"], truth: nil)
    #expect(Set(scoring.names) == ["silhouette", "davies-bouldin", "calinski-harabasz"])
    #expect(scoring.notices.first?.message.contains("kappa, ari") == true)
  }

  /// Scores that nobody asked for are not missed.
  @Test func theUsualScoresAreNotNamedWithoutLabels() throws {
    let scoring = try Scoring(Experiment.Vocabulary.commonScores, truth: nil)
    #expect(scoring.notices.map(\.message) == ["scored by silhouette, davies-bouldin, calinski-harabasz"])
  }

  @Test func oneClusterHasNoSilhouetteAndTheOtherScoresStand() throws {
    let scoring = try Scoring(["silhouette", "accuracy"], truth: truth)
    let (values, notices) = try scoring.score(rows, Partition([Int32](repeating: 0, count: 12)))
    #expect(values["silhouette"]?.isNaN == true)
    #expect(abs((values["accuracy"] ?? 0) - 1.0 / 3) < 1e-12)
    #expect(notices.map(\.kind) == ["score-undefined"])
  }

  @Test func ofOneClassKappaIsUndefinedWithANoteAndTheOtherScoresStand() throws {
    let one = LabelSet(name: "kind", classes: ["a", "b"], values: [Int32](repeating: 1, count: 12))
    let scoring = try Scoring(["kappa", "ari", "kappa-matched", "purity"], truth: one)
    let (values, notices) = try scoring.score(rows, right)
    #expect(values["kappa"]?.isNaN == true)
    #expect(values["ari"] == 0 && values["kappa-matched"] == 0 && values["purity"] == 1)
    #expect(notices.map(\.message) == ["kappa is undefined: all 12 scored items are of one class"])
    let joined = try scoring.score(rows, Partition([Int32](repeating: 0, count: 12)))
    #expect(joined.values["kappa-matched"]?.isNaN == true && joined.values["ari"] == 1)
    #expect(
      joined.notices.map(\.message) == ["kappa and kappa-matched are undefined: all 12 scored items are of one class"])
    #expect(Set((notices + joined.notices).map(\.kind)) == ["score-undefined"])
  }

  @Test func anUnknownScoreIsRefused() {
    #expect(throws: ScoreError.self) { try Scoring(["kapa"], truth: truth) }
  }
}
