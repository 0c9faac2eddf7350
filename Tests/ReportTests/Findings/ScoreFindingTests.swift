import Report
import Results
import Testing

/// The findings that follow from scores alone, on runs whose numbers are worked out by hand.
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
          "The best space is visual, ahead of text in all 6 seeds.",
          numbers: ["kappa .500 ± .224 against .250 ± .224", "better by .250 ± .000"])
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
          "The best space is visual, ahead of text in 2 of 3 seeds; a conclusion needs at least 6 seeds.",
          numbers: ["kappa .500 ± .250 against .375 ± .125", "better by .125 ± .217"])
      ])
  }

  @Test func ofOneSeedNoSpreadIsClaimed() throws {
    let findings = try SampleRun(
      spaces: [("visual", [])], values: ["kmeans/visual": [0.5], "gmm/visual": [0.75]]
    ).with(clusterers: ["kmeans", "gmm"]).findings()
    #expect(
      findings.all == [
        Finding(
          "The best clusterer is gmm, ahead of kmeans: one seed, so the spread is unknown.",
          numbers: ["kappa .750 against .500", "better by .250"])
      ])
  }

  @Test(
    arguments: [
      ([0.5], ["kappa .500", "one seed, so the spread is unknown"]),
      ([0.5, 0.5], ["kappa .500 ± .000", "2 seeds"]),
    ] as [([Double], [String])])
  func oneMethodHasNothingToBeComparedWith(values: [Double], numbers: [String]) throws {
    let findings = try SampleRun(spaces: [("visual", [])], values: ["kmeans/visual": values]).findings()
    let text = "No comparison for kmeans on visual: the run has 1 method."
    #expect(findings.all == [Finding(text, numbers: numbers)])
  }

  @Test func tiesAreShared() throws {
    let two = try SampleRun(
      spaces: single, values: ["kmeans/visual": [0.5, 0.25], "kmeans/text": [0.25, 0.5]]
    ).findings()
    #expect(
      two.all == [
        Finding(
          "The best kappa is shared by both spaces: visual, text.", numbers: ["kappa .375 ± .177", "2 seeds"])
      ])
    let three = try SampleRun(
      spaces: [("a", []), ("b", []), ("c", [])], values: ["kmeans/a": [1], "kmeans/b": [0.5], "kmeans/c": [1]]
    ).findings()
    #expect(three.all.map(\.text) == ["The best kappa is shared by 2 of 3 spaces: a, c."])
  }

  @Test func eachClustererHasItsBestSpace() throws {
    let findings = try SampleRun(
      spaces: single,
      values: ["kmeans/visual": [0.5], "kmeans/text": [0.25], "gmm/visual": [0.375], "gmm/text": [0.875]]
    ).with(clusterers: ["kmeans", "gmm"]).findings()
    let one = ": one seed, so the spread is unknown."
    #expect(
      findings.all.map(\.text) == [
        "The best method is gmm on text, ahead of kmeans on visual\(one)",
        "With gmm, the best space is text, ahead of visual\(one)",
        "With kmeans, the best space is visual, ahead of text\(one)",
      ])
    #expect(findings.headlines.map(\.text) == [findings.all[0].text])
  }

  @Test func whatTheFirstFindingSaysOfAClustererIsNotSaidAgain() throws {
    let findings = try SampleRun(
      spaces: single,
      values: ["kmeans/visual": [0.5], "kmeans/text": [0.625], "gmm/visual": [0.375], "gmm/text": [0.125]]
    ).with(clusterers: ["kmeans", "gmm"]).findings()
    #expect(findings.all.count == 2)
    #expect(findings.all[1].text.hasPrefix("With gmm, the best space is visual, ahead of text"))
  }

  @Test func aSmallerScoreCanBeTheBetterAndSpacesAreMeasuredByThemselves() throws {
    var run = SampleRun(spaces: single, values: ["kmeans/visual": [2, 2], "kmeans/text": [1, 1]])
    run.scores = ["davies-bouldin"]
    #expect(
      try run.findings().headlines == [
        Finding(
          "The best space is text, ahead of visual in 2 of 2 seeds; a conclusion needs at least 6 seeds.",
          numbers: ["davies-bouldin 1.000 ± .000 against 2.000 ± .000", "better by 1.000 ± .000", "lower is better"]),
        Finding(
          "Each of the 2 spaces has its own distances, so davies-bouldin compares them only roughly."),
      ])
  }

  @Test func fusionBeatsTheBestSingleSpace() throws {
    let findings = try SampleRun(
      spaces: fused,
      values: ["kmeans/visual": [0.25, 0.25], "kmeans/text": [0.5, 0.5], "kmeans/both": [0.75, 0.625]]
    ).findings()
    // The differences are .25 and .125: mean .1875, deviation .125 / √2.
    #expect(
      findings.all.dropFirst() == [
        Finding(
          "Fusion (both) is ahead of the best single space (text) in 2 of 2 seeds; a conclusion needs at least 6 seeds.",
          numbers: ["kappa .688 ± .088 against .500 ± .000", "better by .188 ± .088"])
      ])
  }

  /// The principal components of a fused space are neither a fusion nor a single space.
  @Test func aReductionOfAFusionIsNoFusion() throws {
    let run = SampleRun(
      spaces: [("text", []), ("both", ["text", "visual"]), ("small", [])],
      facts: ["small": SpaceFacts(inputs: ["both"], featureSets: ["text", "visual"], steps: ["pca"])],
      values: ["kmeans/text": [0.5, 0.5], "kmeans/both": [0.7, 0.6], "kmeans/small": [0.4, 0.9]])
    let texts = try run.findings().all.map(\.text)
    #expect(texts.contains { $0.hasPrefix("Fusion (both) is ahead of the best single space (text)") }, "\(texts)")
    #expect(!texts.contains { $0.contains("(small)") || $0.contains("part") }, "\(texts)")
  }

  @Test func fusionMayLoseOrChangeNothing() throws {
    let values = ["kmeans/visual": [0.25], "kmeans/text": [0.5], "gmm/visual": [0.125], "gmm/text": [0.0625]]
    let findings = try SampleRun(
      spaces: fused, values: values.merging(["kmeans/both": [0.25], "gmm/both": [0.125]]) { first, _ in first }
    ).with(clusterers: ["kmeans", "gmm"]).findings()
    let loss = Finding(
      "With kmeans, fusion (both) is behind the best single space (text): one seed, so the spread is unknown.",
      numbers: ["kappa .250 against .500", "worse by .250"])
    let tie = Finding(
      "With gmm, fusion (both) equals the best single space (visual) over 1 seed.",
      numbers: ["kappa .125 against .125"])
    #expect(Array(findings.all.suffix(2)) == [loss, tie])
  }

  @Test func aFusedSpaceBelowItsBestPartIsNamed() throws {
    let findings = try SampleRun(
      spaces: fused + [("average", ["visual", "text"])],
      values: [
        "kmeans/visual": [0.25, 0.25], "kmeans/text": [0.5, 0.5], "kmeans/both": [0.75, 0.75],
        "kmeans/average": [0.375, 0.625],
      ]
    ).findings()
    #expect(findings.all.count == 2)
    let worse = try SampleRun(
      spaces: fused + [("average", ["visual", "text"])],
      values: [
        "kmeans/visual": [0.25, 0.25], "kmeans/text": [0.5, 0.5], "kmeans/both": [0.75, 0.75],
        "kmeans/average": [0.375, 0.25],
      ]
    ).findings()
    #expect(
      worse.all.last
        == Finding(
          "The fused space average is behind its part text in 2 of 2 seeds; a conclusion needs at least 6 seeds.",
          numbers: ["kappa .312 ± .088 against .500 ± .000", "worse by .188 ± .088"]))
  }

  @Test func beyondFourLossesOneFindingSumsUp() throws {
    var run = SampleRun(spaces: fused, values: ["kmeans/visual": [0.25], "kmeans/text": [0.875], "kmeans/both": [1]])
    for number in 1...6 {
      run.spaces.append(("f\(number)", ["visual", "text"]))
      run.values["kmeans/f\(number)"] = [0.875 - Double(number) / 8]
    }
    let losses = try run.findings().all.dropFirst(2)
    #expect(losses.count == 5 && losses.first?.text.contains("fused space f6 is behind") ?? false)
    #expect(
      losses.last
        == Finding(
          "2 other fused methods are below the best of their parts.",
          numbers: ["f2 worse by .250", "f1 worse by .125"]))
  }

  @Test func aStoppedRunIsComparedUnderTheSeedsThatAllMethodsHave() throws {
    let findings = try SampleRun(
      spaces: single, values: ["kmeans/visual": [0.5, 0.5, 0.5], "kmeans/text": [0.25, 0.25]]
    ).findings()
    #expect(
      findings.all.map(\.text) == [
        "The best space is visual, ahead of text in 2 of 2 seeds; a conclusion needs at least 6 seeds."
      ])
    #expect(findings.notices.map(\.text) == ["1 of 6 trials is missing: the run was stopped"])
  }

  /// A third method has a value under one seed alone, which takes no seed from the others.
  @Test func eachPairIsComparedUnderItsOwnSeeds() throws {
    let (three, none) = ([0.75, 0.75, 0.75], [0.25, .nan, .nan])
    let spaces: [(name: String, parts: [String])] = [("a", []), ("b", []), ("c", [])]
    let findings = try SampleRun(
      spaces: spaces,
      values: [
        "kmeans/a": three + three, "kmeans/b": three.map { $0 - 0.25 } + none.map { _ in 0.5 }, "kmeans/c": none,
      ]
    ).findings()
    #expect(
      findings.all == [
        Finding(
          "The best space is a, ahead of b in all 6 seeds.",
          numbers: ["kappa .750 ± .000 against .500 ± .000", "better by .250 ± .000"])
      ])
    let gap = try SampleRun(spaces: single, values: ["kmeans/visual": three, "kmeans/text": [0.5, .nan, 0.5]])
      .findings()
    #expect(
      gap.all == [
        Finding(
          "The best space is visual, ahead of text in 2 of 2 seeds; a conclusion needs at least 6 seeds.",
          numbers: [
            "kappa .750 ± .000 against .500 ± .000", "better by .250 ± .000", "2 of 3 seeds give both a value of kappa",
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
          "The best space by its own seeds is visual; under the 1 of 3 seeds that gives both a value, text is ahead of it.",
          numbers: ["kappa .750 ± .433 in 3 seeds against .500 in 1 seed", "worse by .250"])
      ])
    let apart = try SampleRun(
      spaces: single, values: ["kmeans/visual": [1, .nan], "kmeans/text": [.nan, 0.5]]
    ).findings()
    #expect(
      apart.all == [
        Finding(
          "The best space by its own seeds is visual; no seed gives both it and the next one, text, a value of kappa.",
          numbers: ["kappa 1.000 in 1 seed against .500 in 1 seed"])
      ])
  }

  /// The classes that fusion moves are those under the seeds that both spaces have.
  @Test func fusionIsComparedUnderTheSeedsThatBothSpacesHave() throws {
    let findings = try SampleRun(
      spaces: [("text", []), ("both", ["text", "sound"])],
      values: ["kmeans/text": [0.5, 0.5, 0.5], "kmeans/both": [.nan, 0.75, 0.75]],
      classes: ["a", "b"], truth: [0, 0, 0, 1, 1], clusters: ["both": [0, 0, 0, 1, 1]]
    ).findings()
    #expect(findings.all[1].numbers.last == "2 of 3 seeds give both a value of kappa", "\(findings.all)")
    #expect(findings.all[2].numbers == ["b .000 → 1.000, +1.000 ± .000 in 2 of 2 seeds"], "\(findings.all)")
  }

  @Test func undefinedScoresAndRunsWithoutScoresGiveNoFinding() throws {
    let undefined = try SampleRun(spaces: single, values: ["kmeans/visual": [.nan], "kmeans/text": [.nan]]).findings()
    #expect(undefined.all.isEmpty && undefined.headlines.isEmpty && undefined.terminalText.isEmpty)
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
        == "The best space is a space with a name that nobody would ever give to a space…, ahead of "
        + String(repeating: "x", count: 59) + "…: one seed, so the spread is unknown.")
  }
}

extension SampleRun {
  func with(clusterers: [String]) -> SampleRun {
    var run = self
    run.clusterers = clusterers
    return run
  }
}
