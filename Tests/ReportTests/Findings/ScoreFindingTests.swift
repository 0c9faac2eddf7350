import Report
import Results
import Testing

/// The findings that follow from the first score alone, on runs whose numbers are worked out by hand.
@Suite struct ScoreFindingTests {
  private let single: [(name: String, parts: [String])] = [("visual", []), ("text", [])]
  private let fused: [(name: String, parts: [String])] = [("visual", []), ("text", []), ("both", ["visual", "text"])]

  @Test func theBestSpaceIsAheadInAllSeeds() throws {
    let findings = try SampleRun(
      spaces: single,
      values: [
        "kmeans/visual": [0.5, 0.75, 0.25, 0.5, 0.75, 0.25], "kmeans/text": [0.25, 0.5, 0, 0.25, 0.5, 0],
      ]
    ).findings()
    #expect(
      findings.all == [
        Finding(
          "visual is ahead of text, the next best, in all 6 seeds.",
          numbers: ["kappa .500 ± .224 against .250 ± .224", "better by .250 ± .000 in 6 of 6 seeds"])
      ])
  }

  @Test func whatTheSeedsDoNotSettleIsSaid() throws {
    // The differences are .25, −.125 and .25: mean .125, variance (2 · .125² + .25²) / 2 = .217².
    let findings = try SampleRun(
      spaces: single, values: ["kmeans/visual": [0.5, 0.25, 0.75], "kmeans/text": [0.25, 0.375, 0.5]]
    ).findings()
    #expect(
      findings.all == [
        Finding(
          "visual is ahead of text, the next best; fewer than 6 seeds, and no test.",
          numbers: ["kappa .500 ± .250 against .375 ± .125", "better by .125 ± .217 in 2 of 3 seeds"])
      ])
  }

  @Test func ofOneSeedNoSpreadIsClaimed() throws {
    let findings = try SampleRun(
      spaces: [("visual", [])], values: ["kmeans/visual": [0.5], "gmm/visual": [0.75]]
    ).with(clusterers: ["kmeans", "gmm"]).findings()
    #expect(
      findings.all == [
        Finding(
          "gmm is ahead of kmeans, the next best: one seed, so the spread is unknown.",
          numbers: ["kappa .750 against .500", "better by .250"])
      ])
  }

  @Test func tiesAreShared() throws {
    let two = try SampleRun(
      spaces: single, values: ["kmeans/visual": [0.5, 0.25], "kmeans/text": [0.25, 0.5]]
    ).findings()
    #expect(
      two.all == [
        Finding("The best kappa is shared by visual, text.", numbers: ["kappa .375 ± .177", "2 seeds"])
      ])
    let three = try SampleRun(
      spaces: [("a", []), ("b", []), ("c", [])], values: ["kmeans/a": [1], "kmeans/b": [0.5], "kmeans/c": [1]]
    ).findings()
    #expect(three.all.map(\.text) == ["The best kappa is shared by a, c."])
  }

  @Test func eachClustererHasItsBestSpace() throws {
    let findings = try SampleRun(
      spaces: single,
      values: ["kmeans/visual": [0.5], "kmeans/text": [0.25], "gmm/visual": [0.375], "gmm/text": [0.875]]
    ).with(clusterers: ["kmeans", "gmm"]).findings()
    let one = "the next best: one seed, so the spread is unknown."
    #expect(
      findings.all.map(\.text) == [
        "gmm on text is ahead of kmeans on visual, \(one)", "With gmm, text is ahead of visual, \(one)",
        "With kmeans, visual is ahead of text, \(one)",
      ])
  }

  @Test func whatTheFirstFindingSaysOfAClustererIsNotSaidAgain() throws {
    let findings = try SampleRun(
      spaces: single,
      values: ["kmeans/visual": [0.5], "kmeans/text": [0.625], "gmm/visual": [0.375], "gmm/text": [0.125]]
    ).with(clusterers: ["kmeans", "gmm"]).findings()
    #expect(findings.all.count == 2)
    #expect(findings.all[1].text.hasPrefix("With gmm, visual is ahead of text"))
  }

  /// A rank is one more than the number of methods that are shown to be better.
  @Test func methodsThatDoNotDifferShareARank() throws {
    let run = SampleRun(
      spaces: [("a", []), ("b", []), ("c", [])],
      values: ["kmeans/a": [0.75, 0.75], "kmeans/b": [0.625, 0.625], "kmeans/c": [0.25, 0.25]])
    let findings = try run.tested("a", "b", p: ["kappa": 0.3]).tested("a", "c", p: ["kappa": 0.01])
      .tested("b", "c", p: ["kappa": 0.02]).findings()
    #expect(
      findings.all[1]
        == Finding(
          "By kappa, the 3 spaces have 2 ranks, where a rank is one more than the number of spaces shown to be better.",
          numbers: ["rank 1: a, b", "rank 3: c"]))
    #expect(try !run.tested("a", "b", p: ["kappa": 0.3]).findings().all.contains { $0.text.contains("rank") })
  }

  @Test func aSmallerScoreCanBeTheBetterAndSpacesAreMeasuredByThemselves() throws {
    var run = SampleRun(spaces: single, values: ["kmeans/visual": [2, 2], "kmeans/text": [1, 1]])
    run.scores = ["davies-bouldin"]
    #expect(
      try run.findings().all == [
        Finding(
          "text is ahead of visual, the next best; fewer than 6 seeds, and no test; davies-bouldin compares different spaces "
            + "only roughly.",
          numbers: [
            "davies-bouldin 1.000 ± .000 against 2.000 ± .000", "better by 1.000 ± .000 in 2 of 2 seeds",
            "lower is better",
          ])
      ])
  }

  // MARK: - Fusion

  @Test func fusionIsHeldAgainstItsBestPart() throws {
    let findings = try SampleRun(
      spaces: fused,
      values: ["kmeans/visual": [0.25, 0.25], "kmeans/text": [0.5, 0.5], "kmeans/both": [0.75, 0.625]]
    ).findings()
    // The differences are .25 and .125: mean .1875, deviation .125 / √2.
    #expect(
      findings.all.dropFirst() == [
        Finding(
          "Fusion (both) is ahead of its best part, text; fewer than 6 seeds, and no test.",
          numbers: ["kappa .688 ± .088 against .500 ± .000", "better by .188 ± .088 in 2 of 2 seeds"])
      ])
  }

  /// The principal components of a fused space are no fusion, and no part of one.
  @Test func aReductionOfAFusionIsNoFusion() throws {
    let run = SampleRun(
      spaces: fused + [("small", [])],
      facts: ["small": SpaceFacts(inputs: ["both"], featureSets: ["text", "visual"], steps: ["pca"])],
      values: [
        "kmeans/visual": [0.1, 0.1], "kmeans/text": [0.5, 0.5], "kmeans/both": [0.7, 0.6], "kmeans/small": [0.4, 0.9],
      ])
    let texts = try run.findings().all.map(\.text)
    #expect(texts.contains { $0.hasPrefix("Fusion (both) is ahead of its best part, text") }, "\(texts)")
    #expect(!texts.contains { $0.contains("small") && $0.lowercased().contains("fusion") }, "\(texts)")
  }

  /// A set beside something that is made of it alone joins no two sets.
  @Test func aSetBesideItsCounterpartsIsNoFusion() throws {
    let run = SampleRun(
      spaces: [("text", []), ("nouns-of-text", []), ("cae", [])],
      facts: [
        "nouns-of-text": SpaceFacts(
          inputs: ["text"], featureSets: ["text"], steps: ["counterpart"], references: ["nouns"]),
        "cae": SpaceFacts(inputs: ["text", "nouns-of-text"], featureSets: ["text"], steps: ["adaptive"]),
      ],
      values: ["kmeans/text": [0.5], "kmeans/nouns-of-text": [0.4], "kmeans/cae": [0.75]])
    let findings = try run.findings()
    let texts = findings.all.map(\.text) + [findings.verdict?.sentence ?? ""]
    #expect(!texts.contains { $0.lowercased().contains("fus") }, "\(texts)")
  }

  /// The gain may come from a part that was not clustered alone.
  @Test func whereAPartWasNotClusteredAloneNothingIsCalledFusion() throws {
    let run = SampleRun(
      spaces: [("visual", []), ("both", ["visual", "maps of text"])],
      values: ["kmeans/visual": [0.25], "kmeans/both": [0.5]])
    let findings = try run.findings()
    #expect(
      findings.all.last?.text
        == "The space both, whose part maps of text was not clustered alone, is ahead of its part visual: one seed, so the "
        + "spread is unknown.")
    #expect(
      findings.verdict?.sentence.contains("the gain from fusion is unknown, because not all parts were clustered alone")
        == true)
    #expect(findings.classes == nil)
  }

  @Test func fusionMayLoseOrChangeNothing() throws {
    let values = ["kmeans/visual": [0.25], "kmeans/text": [0.5], "gmm/visual": [0.125], "gmm/text": [0.0625]]
    let findings = try SampleRun(
      spaces: fused, values: values.merging(["kmeans/both": [0.25], "gmm/both": [0.125]]) { first, _ in first }
    ).with(clusterers: ["kmeans", "gmm"]).findings()
    let loss = Finding(
      "With kmeans, fusion (both) is behind its best part, text: one seed, so the spread is unknown.",
      numbers: ["kappa .250 against .500", "worse by .250"])
    let tie = Finding(
      "With gmm, fusion (both) equals its best part, visual, over 1 seed.", numbers: ["kappa .125 against .125"])
    #expect(findings.all.contains(loss) && findings.all.contains(tie), "\(findings.all)")
  }

  @Test func otherFusionsBelowTheirBestPartAreCounted() throws {
    let run = SampleRun(
      spaces: fused + [("average", ["visual", "text"])],
      values: [
        "kmeans/visual": [0.25, 0.25], "kmeans/text": [0.5, 0.5], "kmeans/both": [0.75, 0.75],
        "kmeans/average": [0.375, 0.625],
      ])
    #expect(try run.findings().all.count == 2)
    var worse = run
    worse.values["kmeans/average"] = [0.375, 0.25]
    #expect(
      try worse.findings().all.last
        == Finding(
          "1 fusion is below the best part by kappa, which is not shown to be more than chance.",
          numbers: ["average worse than text by .188 ± .088"]))
    let shown = try worse.tested("average", "text", p: ["kappa": 0.01]).findings().all.last
    #expect(shown?.text == "The fusion average loses to its part text, significant at 5 %.")
  }

  @Test func beyondFourLossesTheirNumberIsSaid() throws {
    var run = SampleRun(spaces: fused, values: ["kmeans/visual": [0.25], "kmeans/text": [0.875], "kmeans/both": [1]])
    for number in 1...6 {
      run.spaces.append(("f\(number)", ["visual", "text"]))
      run.values["kmeans/f\(number)"] = [0.875 - Double(number) / 8]
    }
    let last = try #require(try run.findings().all.last)
    #expect(last.text == "6 fusions are below the best part by kappa, which is not shown to be more than chance.")
    #expect(last.numbers.first == "f6 worse than text by .750" && last.numbers.last == "and 2 smaller losses")
  }

  // MARK: - Seeds

  @Test func aStoppedRunIsComparedUnderTheSeedsThatAllMethodsHave() throws {
    let findings = try SampleRun(
      spaces: single, values: ["kmeans/visual": [0.5, 0.5, 0.5], "kmeans/text": [0.25, 0.25]]
    ).findings()
    #expect(
      findings.all.map(\.text) == ["visual is ahead of text, the next best; fewer than 6 seeds, and no test."])
    #expect(findings.notices.map(\.text) == ["1 of 6 trials is missing: the run was stopped"])
  }

  /// A third method has a value under one seed alone, which takes no seed from the others.
  @Test func eachPairIsComparedUnderItsOwnSeeds() throws {
    let (three, none) = ([0.75, 0.75, 0.75], [0.25, .nan, .nan])
    let findings = try SampleRun(
      spaces: [("a", []), ("b", []), ("c", [])],
      values: [
        "kmeans/a": three + three, "kmeans/b": three.map { $0 - 0.25 } + none.map { _ in 0.5 }, "kmeans/c": none,
      ]
    ).findings()
    #expect(
      findings.all.first
        == Finding(
          "a is ahead of b, the next best, in all 6 seeds.",
          numbers: ["kappa .750 ± .000 against .500 ± .000", "better by .250 ± .000 in 6 of 6 seeds"]))
    let gap = try SampleRun(spaces: single, values: ["kmeans/visual": three, "kmeans/text": [0.5, .nan, 0.5]])
      .findings()
    #expect(
      gap.all == [
        Finding(
          "visual is ahead of text, the next best; fewer than 6 seeds, and no test.",
          numbers: [
            "kappa .750 ± .000 against .500 ± .000", "better by .250 ± .000 in 2 of 2 seeds",
            "2 of 3 seeds give both a value of kappa",
          ])
      ])
  }

  /// The best mean lies under seeds that the other method lacks.
  @Test func theSeedsThatBothHaveMayReverseTheMeans() throws {
    let reversed = try SampleRun(
      spaces: single, values: ["kmeans/visual": [0.25, 1, 1], "kmeans/text": [0.5, .nan, .nan]]
    ).findings()
    #expect(
      reversed.all == [
        Finding(
          "visual has the best kappa over its own seeds, but under the 1 of 3 seeds that gives both a value, text is ahead of it.",
          numbers: ["kappa .750 ± .433 in 3 seeds against .500 in 1 seed", "worse by .250"])
      ])
    let apart = try SampleRun(
      spaces: single, values: ["kmeans/visual": [1, .nan], "kmeans/text": [.nan, 0.5]]
    ).findings()
    #expect(
      apart.all == [
        Finding(
          "visual has the best kappa, but no seed gives both it and the next, text, a value.",
          numbers: ["kappa 1.000 in 1 seed against .500 in 1 seed"])
      ])
  }

  /// The classes that fusion moves are those under the seeds that both spaces have.
  @Test func fusionIsComparedUnderTheSeedsThatBothSpacesHave() throws {
    let findings = try SampleRun(
      spaces: [("text", []), ("sound", []), ("both", ["text", "sound"])],
      values: ["kmeans/text": [0.5, 0.5, 0.5], "kmeans/sound": [0, 0, 0], "kmeans/both": [.nan, 0.75, 0.75]],
      classes: ["a", "b"], truth: [0, 0, 0, 1, 1], clusters: ["both": [0, 0, 0, 1, 1]]
    ).findings()
    #expect(findings.all[1].numbers.last == "2 of 3 seeds give both a value of kappa", "\(findings.all)")
    #expect(findings.classes?.rows == [["b", ".000", "1.000", "+1.000 ± .000", "2 of 2"]])
  }

  @Test func undefinedScoresAndRunsWithoutScoresGiveNoFinding() throws {
    let undefined = try SampleRun(spaces: single, values: ["kmeans/visual": [.nan], "kmeans/text": [.nan]]).findings()
    #expect(undefined.all.isEmpty && undefined.verdict == nil && undefined.terminalText.isEmpty)
    #expect(undefined.notices.count == 1)
    // The reason is no note as well.
    let text = undefined.markdown(title: "a")
    #expect(text.hasSuffix("No findings: kappa, the first score, is undefined in all 2 trials.\n"), "\(text)")
    var run = SampleRun(spaces: single, values: ["kmeans/visual": [0]])
    run.scores = []
    #expect(try run.findings().all.isEmpty)
    #expect(try run.findings().markdown(title: "a").contains("No findings: the run takes no score."))
  }

  @Test func aSmallDifferenceIsNotPrintedAsZero() throws {
    let findings = try SampleRun(
      spaces: single, values: ["kmeans/visual": [0.50003], "kmeans/text": [0.5]]
    ).findings()
    #expect(findings.all.first?.numbers == ["kappa .500 against .500", "better by .00003"])
  }

  @Test func longNamesAreCutAfterAWord() throws {
    let long = "a space with a name that nobody would ever give to a space of features"
    let findings = try SampleRun(
      spaces: [(long, []), (String(repeating: "x", count: 61), [])],
      values: ["kmeans/\(long)": [1], "kmeans/\(String(repeating: "x", count: 61))": [0]]
    ).findings()
    #expect(
      findings.all.first?.text
        == "a space with a name that nobody would ever give to a space… is ahead of "
        + String(repeating: "x", count: 59) + "…, the next best: one seed, so the spread is unknown.")
  }
}

extension SampleRun {
  func with(clusterers: [String]) -> SampleRun {
    var run = self
    run.clusterers = clusterers
    return run
  }
}
