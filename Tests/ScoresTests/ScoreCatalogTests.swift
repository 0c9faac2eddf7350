import Scores
import Testing

@Suite struct ScoreCatalogTests {
  @Test func everyShortNameIsKnown() throws {
    for name in [
      "kappa", "kappa-matched", "ari", "ami", "nmi", "nmi-geometric", "nmi-min", "nmi-max",
      "homogeneity",
      "completeness", "v-measure", "fowlkes-mallows", "purity", "accuracy", "rand",
    ] {
      #expect(try ExternalScores.named(name).name == name)
      #expect(try ScoreCatalog.named(name).name == name)
    }
    for name in ["silhouette", "davies-bouldin", "calinski-harabasz"] {
      #expect(try InternalScores.named(name).name == name)
      #expect(try ScoreCatalog.named(name).name == name)
    }
  }

  @Test func namesAndTitlesAreUnique() {
    #expect(Set(ScoreCatalog.all.map(\.name)).count == ScoreCatalog.all.count)
    #expect(Set(ScoreCatalog.all.map(\.title)).count == ScoreCatalog.all.count)
  }

  @Test(arguments: [
    ("kapa", "kappa"), ("ARI", "ari"), ("silhuette", "silhouette"), ("vmeasure", "v-measure"),
  ])
  func anUnknownNameIsAnsweredWithTheNearest(asked: String, nearest: String) throws {
    let error = try #require(throws: ScoreError.self) { try ScoreCatalog.named(asked) }
    guard case .unknownScore(let name, let found, let known) = error.reason else {
      Issue.record("another reason: \(error)")
      return
    }
    #expect((name, found) == (asked, nearest))
    #expect(known.count == ScoreCatalog.all.count)
    #expect(error.hint == "did you mean '\(nearest)'?")
  }

  @Test func onlyDaviesBouldinIsBetterWhenLower() {
    #expect(ScoreCatalog.all.filter { !$0.higherIsBetter }.map(\.name) == ["davies-bouldin"])
  }
}
