import Core
import Report
import Testing

/// The findings that follow from the labels: classes that fusion moves, clusters that mix classes.
@Suite struct ClassFindingTests {
  /// Four items each of a, b and c. Text finds all of a and c, and half of b, the rest of which lies with c; both
  /// together find three of a, whose fourth lies with b, and all of b and c.
  private func run(text: [Double], both: [Double]) -> SampleRun {
    SampleRun(
      spaces: [("text", []), ("both", ["text", "sound"])], values: ["kmeans/text": text, "kmeans/both": both],
      classes: ["a", "b", "c"], truth: [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2],
      clusters: ["text": [0, 0, 0, 0, 1, 1, 2, 2, 2, 2, 2, 2], "both": [1, 1, 1, 0, 0, 0, 0, 0, 2, 2, 2, 2]])
  }

  @Test func classesThatRiseAndFallAreNamedWithTheirRecall() throws {
    let findings = try run(text: [0.25, 0.25], both: [0.5, 0.5]).findings()
    #expect(
      findings.all[2]
        == Finding(
          "From text to both, recall rises for b and falls for a, by .01 or more on average and in at least nine of ten seeds.",
          numbers: ["b .500 → 1.000, +.500 ± .000 in 2 of 2 seeds", "a 1.000 → .750, −.250 ± .000 in 2 of 2 seeds"]))
  }

  @Test func ofOneSeedNoSpreadIsClaimed() throws {
    let finding = try run(text: [0.25], both: [0.5]).findings().all[2]
    #expect(finding.text.hasSuffix("rises for b and falls for a, by .01 or more: one seed, so the spread is unknown."))
    #expect(finding.numbers == ["b .500 → 1.000, +.500", "a 1.000 → .750, −.250"])
  }

  @Test func theTwoLargestGainsAndLossesAreNamed() throws {
    // Six classes of eight items. The single space finds so many of each, the fused one so many; the rest of each class
    // is alone in clusters of its own, which are matched to nothing.
    let (before, after) = ([8, 8, 8, 5, 5, 5], [7, 6, 5, 6, 7, 8])
    func clusters(_ found: [Int]) -> [Int32] {
      var next: Int32 = 6
      return found.enumerated().flatMap { id, count in
        (0..<8).map { item -> Int32 in
          guard item >= count else { return Int32(id) }
          defer { next += 1 }
          return next
        }
      }
    }
    let findings = try SampleRun(
      spaces: [("text", []), ("both", ["text", "sound"])], values: ["kmeans/text": [0.25], "kmeans/both": [0.5]],
      classes: ["a", "b", "c", "d", "e", "f"], truth: (0..<48).map { Int32($0 / 8) },
      clusters: ["text": clusters(before), "both": clusters(after)]
    ).findings()
    #expect(
      findings.all[2].text
        == "From text to both, recall rises most for f and e and falls most for c and b, by .01 or more: "
        + "one seed, so the spread is unknown.")
    #expect(
      findings.all[2].numbers == [
        "f .625 → 1.000, +.375", "e .625 → .875, +.250", "c 1.000 → .625, −.375", "b 1.000 → .750, −.250",
      ])
  }

  /// Under one of the two seeds `a` stays as it is, which is no rule.
  @Test func whatSomeSeedsAloneShowIsNotSaid() throws {
    var run = run(text: [0.25, 0.25], both: [0.5, 0.5])
    run.clusters["both#1"] = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]
    #expect(
      try run.findings().all[2]
        == Finding(
          "From text to both, recall rises for b and falls for no class, by .01 or more on average and in at least nine of ten seeds.",
          numbers: [
            "b .500 → 1.000, +.500 ± .000 in 2 of 2 seeds",
            "not consistent over the seeds: a 1.000 → .875, −.125 ± .177 in 1 of 2 seeds",
          ]))
  }

  @Test func nothingMovesWhereTheClustersAreTheSame() throws {
    var run = run(text: [0.5, 0.5], both: [0.5, 0.5])
    run.clusters["both"] = [2, 2, 2, 2, 0, 0, 1, 1, 1, 1, 1, 1]
    #expect(
      try run.findings().all[2]
        == Finding(
          "From text to both, recall rises for no class and falls for no class, by .01 or more on average and in at least "
            + "nine of ten seeds."))
  }

  @Test func clustersThatMixTwoClassesAreNamedWithSharesAndSizes() throws {
    // Text is best; its third cluster holds four of c and two of b.
    let findings = try run(text: [0.5, 0.5], both: [0.25, 0.25]).findings()
    #expect(
      findings.all.last
        == Finding(
          "Mixed classes in 1 of 3 clusters of kmeans on text (seed 0, the one nearest to the mean): the largest class holds less "
            + "than half, or the second a quarter or more.",
          numbers: ["cluster 2, 6 items: 67 % c, 33 % b", "1 under each of the 2 seeds"]))
  }

  @Test func aFifthIsNoMixtureAndAQuarterIs() throws {
    // The best has a cluster of one a and four of b.
    #expect(
      try run(text: [0.25], both: [0.5]).findings().all.last
        == Finding(
          "None of 3 clusters of kmeans on both (seed 0) mixes classes: the largest class holds half or more of each, and the "
            + "second less than a quarter."))
    let quarter = try SampleRun(
      spaces: [("text", [])], values: ["kmeans/text": [0.5]], classes: ["a", "b"], truth: [0, 1, 1, 1]
    ).findings()
    #expect(quarter.all.last?.numbers == ["cluster 0, 4 items: 75 % b, 25 % a"])
  }

  @Test func itemsWithoutAClassAndNoiseAreLeftOut() throws {
    let findings = try SampleRun(
      spaces: [("text", [])], values: ["kmeans/text": [0.5]], classes: ["a", "b"], truth: [0, 1, -1, -1, 0, 1],
      clusters: ["text": [0, 0, 0, 0, -1, -1]]
    ).findings()
    #expect(
      findings.all.last
        == Finding(
          "Mixed classes in 1 of 1 cluster of kmeans on text (seed 0): the largest class holds less than half, or the second a "
            + "quarter or more.",
          numbers: ["cluster 0, 2 labelled of 4 items: 50 % a, 50 % b"]))
  }

  /// Noise is no cluster, and a cluster without a labelled item is one.
  @Test func everyClusterThatHoldsAnItemCounts() throws {
    let findings = try SampleRun(
      spaces: [("text", [])], values: ["kmeans/text": [0.5]], classes: ["a", "b"], truth: [0, 1, -1, 0, 0, -1],
      clusters: ["text": [0, 0, 1, -1, 3, 3]]
    ).findings()
    #expect(findings.all.last?.text.hasPrefix("Mixed classes in 1 of 3 clusters of") == true, "\(findings.all)")
    #expect(
      findings.all.last?.numbers == ["cluster 0, 2 items: 50 % a, 50 % b", "1 cluster without a labelled item"])
  }

  @Test func aRunWhoseItemsAllLackAClassIsOneWithoutLabels() throws {
    let findings = try SampleRun(
      spaces: [("text", []), ("both", ["text", "sound"])], values: ["kmeans/text": [0.5], "kmeans/both": [0.25]],
      classes: ["a"], truth: [-1, -1]
    ).findings()
    #expect(findings.all.count == 2)
  }
}
