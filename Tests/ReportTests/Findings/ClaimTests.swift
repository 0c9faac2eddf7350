import Core
import Report
import Results
import Testing

/// The rules by which one method is said to be better than another: by all scores, and by nothing else than the methods.
@Suite struct ClaimTests {
  /// Text is best by kappa, with a corrected p-value of .01.
  private static func run(ari: (text: Double, visual: Double)? = nil, p: Double = 0.01) -> SampleRun {
    var run = SampleRun(
      spaces: [("visual", []), ("text", [])], values: ["kmeans/visual": [0.25, 0.25], "kmeans/text": [0.5, 0.5]])
    guard let ari else { return run.tested("text", "visual", p: ["kappa": 0.01]) }
    run.scores = ["kappa", "ari"]
    run.otherValues = [
      "ari": ["kmeans/visual": [ari.visual, ari.visual], "kmeans/text": [ari.text, ari.text]]
    ]
    return run.tested("text", "visual", p: ["kappa": 0.01, "ari": p])
  }

  private static func first(_ run: SampleRun) throws -> String { try #require(try run.findings().all.first?.text) }

  // MARK: - Scores

  @Test func scoresThatAgreeAreEnough() throws {
    #expect(try Self.first(Self.run()) == "text beats visual, the next best, significant at 5 %.")
    #expect(
      try Self.first(Self.run(ari: (0.4, 0.2))) == "text beats visual, the next best, significant at 5 %.")
  }

  @Test func aScoreThatShowsTheOppositeIsNamed() throws {
    let run = Self.run(ari: (0.1, 0.2))
    #expect(
      try Self.first(run) == "text is ahead of visual, the next best, significant at 5 %; ARI shows the opposite.")
    let verdict = try #require(try run.findings().verdict)
    #expect(verdict.sentence.hasPrefix("The best kappa is that of text, but visual is not shown to be worse;"))
    #expect(verdict.doubt == "Doubt: ARI is best for visual.")
  }

  @Test func aScoreThatIsNotSignificantIsNamed() throws {
    #expect(
      try Self.first(Self.run(ari: (0.4, 0.2), p: 0.2))
        == "text is ahead of visual, the next best, significant at 5 % by kappa, not by ARI.")
  }

  /// Beside kappa, the silhouette of another space says nothing.
  @Test func aScoreOfTheRowsAloneDoesNotCompareSpaces() throws {
    var run = Self.run(ari: (0.1, 0.2))
    run.scores = ["kappa", "silhouette"]
    run.otherValues = ["silhouette": run.otherValues["ari"] ?? [:]]
    #expect(try Self.first(run) == "text beats visual, the next best, significant at 5 %.")
  }

  @Test func theTestIsStatedWithItsValue() throws {
    var run = Self.run()
    run.pairs[0].holm = 0.12
    let finding = try #require(try run.findings().all.first)
    #expect(finding.text == "text is ahead of visual, the next best; not significant (corrected p = .120).")
    #expect(finding.numbers == ["kappa .500 ± .000 against .250 ± .000", "better by .250 ± .000 in 2 of 2 seeds"])
    #expect(try Self.run().findings().all.first?.numbers.last == "corrected p = .010")
  }

  /// Six seeds of six are described, and show nothing: neither a winner nor a rank nor a gain from fusion.
  @Test func withoutATestNothingIsShown() throws {
    let six = { [Double](repeating: $0, count: 6) }
    let findings = try SampleRun(
      spaces: [("visual", []), ("text", []), ("both", ["visual", "text"])],
      values: ["kmeans/visual": six(0.25), "kmeans/text": six(0.5), "kmeans/both": six(0.75)]
    ).findings()
    #expect(
      findings.all.map(\.text) == [
        "both is ahead of text, the next best, in all 6 seeds.",
        "Fusion (both) is ahead of its best part, text, in all 6 seeds.",
      ])
    #expect(
      findings.verdict?.sentence.hasPrefix(
        "The best kappa is that of both, without a test; fusion (both) is not shown to be better than its best part, text; "
      )
        == true)
  }

  // MARK: - The vote

  /// Three clusters of two classes raise the kappa of a majority vote by themselves.
  @Test(arguments: [(1.0, false), (0.01, true)]) func aMajorityVoteNeverDecidesAlone(p: Double, isShown: Bool) throws {
    var run = Self.run(ari: (0.4, 0.2), p: p)
    (run.classes, run.truth) = (["a", "b"], [0, 0, 1, 1])
    run.clusters = ["text": [0, 1, 2, 2], "visual": [0, 0, 1, 1]]
    let findings = try run.findings()
    let text = try #require(findings.all.first?.text)
    #expect(text.hasPrefix(isShown ? "text beats visual" : "text is ahead of visual"), "\(text)")
    #expect(text.hasSuffix("; kappa rises with k, and no other score is significant.") == !isShown, "\(text)")
    let doubt = findings.verdict?.doubt ?? ""
    #expect(doubt.contains("kappa rises with k: 3 clusters for 2 classes") == !isShown, "\(doubt)")
  }

  @Test func asManyClustersAsClassesLetItDecide() throws {
    var run = Self.run()
    (run.classes, run.truth) = (["a", "b"], [0, 0, 1, 1])
    run.clusters = ["text": [0, 0, 1, 1], "visual": [0, 1, 1, 1]]
    #expect(try Self.first(run) == "text beats visual, the next best, significant at 5 %.")
  }

  // MARK: - Signs

  /// An average of principal components that is best by kappa, .6 against .5, and the kappas under other signs.
  private static func average(_ draws: [Double], clusterer: String = "kmeans") throws -> SampleRun {
    var run = SampleRun(
      spaces: [("visual", []), ("text", []), ("average", ["visual", "text"])],
      values: ["kmeans/visual": [0.1, 0.1], "kmeans/text": [0.5, 0.5], "kmeans/average": [0.6, 0.6]])
    run.facts = [
      "average": SpaceFacts(
        inputs: ["visual", "text"], featureSets: ["visual", "text"], steps: ["pca-average"], isStochastic: true)
    ]
    run.signs = [
      "average": try #require(
        SignSpread(clusterer: clusterer, score: "kappa", seed: 0, published: 0.6, values: draws))
    ]
    return run.tested("average", "text", p: ["kappa": 0.01])
  }

  /// All other signs lie below text: the lead is that of the published signs alone.
  @Test(arguments: [[0.3, 0.4, 0.45], [0.4, 0.55, 0.7]]) func whatOtherSignsUndoIsNeverSaid(draws: [Double]) throws {
    let findings = try Self.average(draws).findings()
    let texts = findings.all.map(\.line) + [try #require(findings.verdict).line]
    #expect(!texts.contains { $0.contains("beats") || $0.contains("significantly better") }, "\(texts)")
    #expect(
      findings.all[0].text
        == "average is ahead of text, the next best, significant at 5 %; arbitrary signs of average can explain it.")
    #expect(
      findings.all[0].numbers.contains { $0.hasPrefix("kappa of average .") && $0.hasSuffix("under other signs") })
    #expect(
      findings.verdict?.sentence.hasPrefix(
        "The best kappa is that of average, which arbitrary signs of its components can explain; fusion (average) is not shown "
          + "to be better than its best part, text;") == true)
    #expect(findings.verdict?.doubt?.contains("other signs of average give kappa .") == true)
  }

  @Test func whatAllSignsShowIsSaid() throws {
    let findings = try Self.average([0.55, 0.65, 0.7]).findings()
    #expect(findings.all[0].text == "average beats text, the next best, significant at 5 %.")
    #expect(findings.all.contains { $0.text == "Fusion (average) beats its best part, text, significant at 5 %." })
  }

  /// The draws of another clusterer do not count, but those of the seeds do.
  @Test func withoutDrawsOfTheClustererTheSeedsAreTheSigns() throws {
    var run = try Self.average([0.3], clusterer: "gmm")
    #expect(try Self.first(run) == "average beats text, the next best, significant at 5 %.")
    run.values["kmeans/average"] = [0.9, 0.4]
    #expect(try Self.first(run).hasSuffix("; arbitrary signs of average can explain it."))
  }

  // MARK: - Leaks and repeated rows

  @Test(
    arguments: [
      ("columns-give-labels", "text: columns 0–9 follow 10 classes", "columns of text give the labels"),
      ("rows-give-labels", "text: its 9 distinct rows follow", "the rows of text follow the labels"),
      ("captions-name-classes", "captions: 278 of 1,870 name their own group", "captions name the classes"),
      ("duplicate-rows", "visual: 9 distinct rows among 90", "many rows of visual are equal"),
    ])
  func whatCanExplainADifferenceStandsInTheSameSentence(kind: String, message: String, cause: String) throws {
    var run = Self.run()
    run.notices = [Notice(kind: kind, message: message)]
    let findings = try run.findings()
    #expect(
      findings.all.first?.text
        == "text beats visual, the next best, significant at 5 %; \(cause), which can explain it.")
    #expect(findings.verdict?.doubt == "Doubt: \(cause).")
  }

  /// A leak in a set that both read, or in that of the worse one, explains no lead; and a difference by chance needs no cause.
  @Test func aLeakOfTheOtherExplainsNothing() throws {
    var run = Self.run()
    run.notices = [Notice(kind: "columns-give-labels", message: "visual: column 3 follows 2 classes")]
    #expect(try Self.first(run) == "text beats visual, the next best, significant at 5 %.")
    run.notices = [Notice(kind: "columns-give-labels", message: "text: column 3 follows 2 classes")]
    run.pairs[0].holm = 0.5
    #expect(try Self.first(run).hasSuffix("; not significant (corrected p = .500)."))
  }
}
