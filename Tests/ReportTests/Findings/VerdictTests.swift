import Core
import Foundation
import Report
import Results
import Testing

/// The verdict: one sentence on the best method, on fusion and on stability, with its doubt and its numbers.
@Suite struct VerdictTests {
  private static let spaces: [(name: String, parts: [String])] = [
    ("visual", []), ("text", []), ("both", ["visual", "text"]),
  ]

  private static func run(p: (text: Double, visual: Double)) -> SampleRun {
    SampleRun(
      spaces: spaces,
      values: ["kmeans/visual": [0.25, 0.25], "kmeans/text": [0.5, 0.5], "kmeans/both": [0.75, 0.625]]
    ).tested("both", "text", p: ["kappa": p.text]).tested("both", "visual", p: ["kappa": p.visual])
  }

  /// The stability of k-means on a space: the Jaccard index of each cluster, and the items that move with the seed.
  private static func stability(_ space: String, jaccard: [Double], changing: Int = 1) -> StatisticsRecord.Stability {
    .init(
      method: .init(clusterer: "kmeans", space: space),
      seeds: .init(
        meanAgreement: 0.5, leastAgreement: 0.5, changingItems: changing, items: 4, meanChange: 0.25, reference: 0),
      resamples: jaccard.isEmpty
        ? nil
        : .init(
          seed: 0, refits: 20, rows: 4,
          clusters: jaccard.enumerated().map { .init(id: $0, size: 2, jaccard: $1) }))
  }

  @Test func aMethodThatIsBetterThanAllIsTheBest() throws {
    var run = Self.run(p: (0.01, 0.01))
    run.stability = [Self.stability("both", jaccard: [0.9, 0.8, 0.3])]
    let findings = try run.findings()
    // Its test is of methods, though it has the agreement of seeds as well.
    let legend = findings.markdown(title: "a")
    #expect(legend.contains("permutation test") && !legend.contains("Welch's t-test"), "\(legend)")
    #expect(
      findings.verdict
        == Verdict(
          "The best space is both, significantly better than each of the 2 others; fusion (both) is significantly better than "
            + "its best part, text; 2 of the 3 clusters of the best are stable on resampled rows.",
          numbers: [
            "kappa .688 ± .088 against .500 ± .000 of the next, text",
            "fusion better by .188 ± .088, corrected p = .010", "stable from a mean Jaccard index of .75",
            "ARI between seeds .500",
          ]))
  }

  @Test func thoseThatAreNotSignificantlyWorseAreCounted() throws {
    #expect(
      try Self.run(p: (0.4, 0.01)).findings().verdict
        == Verdict(
          "The best kappa is that of both, but 1 of 2 others is not significantly worse; fusion (both) is not significantly "
            + "different from its best part, text; the stability of the clusters of the best is unknown.",
          numbers: [
            "kappa .688 ± .088 against .500 ± .000 of the next, text",
            "fusion better by .188 ± .088, corrected p = .400",
          ]))
    let none = try #require(try Self.run(p: (0.4, 0.4)).findings().verdict)
    #expect(none.sentence.hasPrefix("The best kappa is that of both, but no other space is significantly worse; "))
  }

  @Test func withoutATestNoSpaceIsCalledTheBest() throws {
    let few = SampleRun(
      spaces: [("visual", []), ("text", [])], values: ["kmeans/visual": [0.5, 0.5], "kmeans/text": [0.25, 0.25]])
    let verdict = try #require(try few.findings().verdict)
    #expect(verdict.sentence.hasPrefix("The best kappa is that of visual, without a test; "))
    #expect(verdict.doubt == nil)
    var six = few
    six.values = few.values.mapValues { $0 + $0 + $0 }
    #expect(try six.findings().verdict?.sentence == verdict.sentence)
  }

  @Test func oneSeedIsADoubt() throws {
    let verdict = try SampleRun(
      spaces: [("visual", []), ("text", [])], values: ["kmeans/visual": [0.5], "kmeans/text": [0.25]]
    ).findings().verdict
    #expect(
      verdict
        == Verdict(
          "The best kappa is that of visual under one seed; the stability of the clusters of the best is unknown.",
          doubt: "Doubt: one seed, so the spread is unknown.", numbers: ["kappa .500 against .250 of the next, text"]))
  }

  @Test(
    arguments: [
      ([0.5], ["kappa .500", "1 seed"], "Doubt: one seed, so the spread is unknown."),
      ([0.5, 0.5], ["kappa .500 ± .000", "2 seeds"], nil),
    ] as [([Double], [String], String?)])
  func oneMethodHasNothingToBeComparedWith(values: [Double], numbers: [String], doubt: String?) throws {
    let findings = try SampleRun(spaces: [("visual", [])], values: ["kmeans/visual": values]).findings()
    #expect(findings.all.isEmpty)
    #expect(
      findings.verdict
        == Verdict(
          "The run has one method, kmeans on visual; the stability of the clusters is unknown.", doubt: doubt,
          numbers: numbers))
  }

  @Test func equalMethodsShareTheBestScore() throws {
    let verdict = try SampleRun(
      spaces: [("visual", []), ("text", [])], values: ["kmeans/visual": [0.5, 0.25], "kmeans/text": [0.25, 0.5]]
    ).findings().verdict
    #expect(verdict?.sentence.hasPrefix("The best kappa is shared by visual, text; ") == true)
  }

  @Test(
    arguments: [
      ([0.3, 0.2], "none of the 2 clusters of text is stable on resampled rows"),
      ([0.8, 0.9], "all 2 clusters of text are stable on resampled rows"),
      ([0.8, 0.2], "1 of the 2 clusters of text is stable on resampled rows"),
      ([0.2], "the one cluster of text is not stable on resampled rows"),
      ([], "25 % of the items in the clusters of text move with the seed"),
    ] as [([Double], String)])
  func withoutLabelsItIsOnStabilityAndTheNumberOfClusters(jaccard: [Double], text: String) throws {
    var run = SampleRun(
      spaces: [("text", []), ("visual", [])], values: ["kmeans/text": [0.5, 0.5], "kmeans/visual": [0.25, 0.25]],
      clusters: ["text": [0, 0, 1, 1]])
    (run.scores, run.items) = (["silhouette"], 4)
    run.stability = [Self.stability("text", jaccard: jaccard)]
    let sentence = try #require(try run.findings().verdict?.sentence)
    let start = text.prefix(1).uppercased() + text.dropFirst()
    #expect(sentence == "\(start); other numbers of clusters than 2 were not tried.")
  }

  @Test func equalSeedsAreStable() throws {
    var run = Self.run(p: (0.01, 0.01))
    run.stability = [Self.stability("both", jaccard: [], changing: 0)]
    #expect(
      try run.findings().verdict?.sentence.hasSuffix("the clusters of the best are the same under all seeds.") == true)
  }

  /// Terminal, Markdown and JSON have the same one.
  @Test func itStandsFirstEverywhere() throws {
    let findings = try Self.run(p: (0.4, 0.01)).findings()
    let verdict = try #require(findings.verdict)
    #expect(findings.terminalText.hasPrefix(verdict.line + "\n- "))
    #expect(findings.markdown(title: "a").hasPrefix("# Findings: a\n\n**\(verdict.sentence)** ("))
    let json = try #require(
      try JSONSerialization.jsonObject(with: Data(findings.json().utf8)) as? [String: Any])
    let stored = try #require(json["verdict"] as? [String: Any])
    #expect(stored["sentence"] as? String == verdict.sentence && stored["numbers"] as? [String] == verdict.numbers)
    #expect(stored["doubt"] == nil && json["schema"] as? Int == 1)
    let texts = (json["findings"] as? [[String: Any]])?.map { $0["text"] as? String }
    #expect(texts == findings.main.map(\.text))
  }

  @Test func atMostThreeDoubtsAreStatedTheGravestFirst() throws {
    var run = Self.run(p: (0.4, 0.01))
    run.notices = [
      ("duplicate-rows", "text: 9 distinct rows among 90"), ("same-features", "visual and text hold the same numbers"),
      ("order-in-question", "text: close rows"), ("columns-give-labels", "text: column 3 follows"),
    ].map { .init(kind: $0.0, message: $0.1) }
    #expect(
      try run.findings().verdict?.doubt
        == "Doubt: columns of text give the labels; two feature sets hold the same numbers; the order of the rows is in question."
    )
  }
}
