import Core
import Report
import Testing

/// What follows from the labels: the table of the classes that fusion moves, and the clusters that mix classes.
@Suite struct ClassTableTests {
  /// Four items each of a, b and c. Text finds all of a and c, and half of b, the rest of which lies with c; both
  /// together find three of a, whose fourth lies with b, and all of b and c.
  private func run(text: [Double], both: [Double]) -> SampleRun {
    SampleRun(
      spaces: [("text", []), ("sound", []), ("both", ["text", "sound"])],
      values: ["kmeans/text": text, "kmeans/both": both, "kmeans/sound": text.map { _ in 0 }],
      classes: ["a", "b", "c"], truth: [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2],
      clusters: ["text": [0, 0, 0, 0, 1, 1, 2, 2, 2, 2, 2, 2], "both": [1, 1, 1, 0, 0, 0, 0, 0, 2, 2, 2, 2]])
  }

  @Test func classesThatGainAndLoseHaveTheirRecall() throws {
    let table = try #require(try run(text: [0.25, 0.25], both: [0.5, 0.5]).findings().classes)
    #expect(table.title == "Recall of classes, kmeans: from text to both")
    #expect(table.header == ["class", "text", "both", "difference", "seeds"])
    #expect(
      table.rows == [
        ["b", ".500", "1.000", "+.500 ± .000", "2 of 2"], ["a", "1.000", ".750", "−.250 ± .000", "2 of 2"],
      ])
    #expect(table.note == "1 other class has a smaller change.")
  }

  @Test func ofOneSeedNoSpreadIsShown() throws {
    let table = try #require(try run(text: [0.25], both: [0.5]).findings().classes)
    #expect(table.header == ["class", "text", "both", "difference"])
    #expect(table.rows == [["b", ".500", "1.000", "+.500"], ["a", "1.000", ".750", "−.250"]])
  }

  /// Under one of the two seeds `a` stays as it is.
  @Test func theSeedsThatShowAChangeAreCounted() throws {
    var run = run(text: [0.25, 0.25], both: [0.5, 0.5])
    run.clusters["both#1"] = [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]
    #expect(try run.findings().classes?.rows[1] == ["a", "1.000", ".875", "−.125 ± .177", "1 of 2"])
  }

  @Test func theFourLargestGainsAndLossesAreShown() throws {
    // Ten classes of eight items. The single space finds so many of each, the fused one so many; the rest of each class
    // is alone in clusters of its own, which are matched to nothing.
    let (before, after) = ([8, 8, 8, 8, 8, 3, 3, 3, 3, 3], [7, 6, 5, 4, 3, 4, 5, 6, 7, 8])
    func clusters(_ found: [Int]) -> [Int32] {
      var next: Int32 = 10
      return found.enumerated().flatMap { id, count in
        (0..<8).map { item -> Int32 in
          guard item >= count else { return Int32(id) }
          defer { next += 1 }
          return next
        }
      }
    }
    let table = try SampleRun(
      spaces: [("text", []), ("sound", []), ("both", ["text", "sound"])],
      values: ["kmeans/text": [0.25], "kmeans/sound": [0], "kmeans/both": [0.5]],
      classes: ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"], truth: (0..<80).map { Int32($0 / 8) },
      clusters: ["text": clusters(before), "both": clusters(after)]
    ).findings().classes
    #expect(table?.rows.map { $0[0] } == ["j", "i", "h", "g", "b", "c", "d", "e"])
    #expect(table?.note == "2 other classes have smaller changes.")
  }

  @Test func nothingMovesWhereTheClustersAreTheSame() throws {
    var run = run(text: [0.5, 0.5], both: [0.5, 0.5])
    run.clusters["both"] = [2, 2, 2, 2, 0, 0, 1, 1, 1, 1, 1, 1]
    #expect(try run.findings().classes == nil)
  }

  @Test func itIsWrittenBelowTheFindings() throws {
    let text = try run(text: [0.25, 0.25], both: [0.5, 0.5]).findings().markdown(title: "a")
    #expect(
      text.contains("\n## Classes\n\nRecall of classes, kmeans: from text to both.\n\n| class | text | both |"),
      "\(text)")
    #expect(text.contains("| b | .500 | 1.000 | +.500 ± .000 | 2 of 2 |") && text.contains("\nRecall: the share"))
  }

  @Test func clustersThatMixTwoClassesAreNamedWithSharesAndSizes() throws {
    // Text is best; its third cluster holds four of c and two of b.
    let findings = try run(text: [0.5, 0.5], both: [0.25, 0.25]).findings()
    #expect(
      findings.all.last
        == Finding(
          "1 of 3 clusters of kmeans on text mixes classes: the largest holds less than half, or the second a quarter or more.",
          numbers: ["cluster 2, 6 items: 67 % c, 33 % b", "seed 0, nearest to the mean", "1 under each of the 2 seeds"])
    )
  }

  @Test func aFifthIsNoMixtureAndAQuarterIs() throws {
    // The best has a cluster of one a and four of b.
    #expect(
      try run(text: [0.25], both: [0.5]).findings().all.last
        == Finding(
          "None of 3 clusters of kmeans on both mixes classes: the largest holds at least half of each, the second less than a "
            + "quarter.", numbers: ["seed 0"]))
    let quarter = try SampleRun(
      spaces: [("text", [])], values: ["kmeans/text": [0.5]], classes: ["a", "b"], truth: [0, 1, 1, 1]
    ).findings()
    #expect(quarter.all.last?.numbers == ["cluster 0, 4 items: 75 % b, 25 % a", "seed 0"])
  }

  @Test func itemsWithoutAClassAndNoiseAreLeftOut() throws {
    let findings = try SampleRun(
      spaces: [("text", [])], values: ["kmeans/text": [0.5]], classes: ["a", "b"], truth: [0, 1, -1, -1, 0, 1],
      clusters: ["text": [0, 0, 0, 0, -1, -1]]
    ).findings()
    #expect(
      findings.all.last
        == Finding(
          "1 of 1 cluster of kmeans on text mixes classes: the largest holds less than half, or the second a quarter or more.",
          numbers: ["cluster 0, 2 labelled of 4 items: 50 % a, 50 % b", "seed 0"]))
  }

  /// Noise is no cluster, and a cluster without a labelled item is one.
  @Test func everyClusterThatHoldsAnItemCounts() throws {
    let findings = try SampleRun(
      spaces: [("text", [])], values: ["kmeans/text": [0.5]], classes: ["a", "b"], truth: [0, 1, -1, 0, 0, -1],
      clusters: ["text": [0, 0, 1, -1, 3, 3]]
    ).findings()
    #expect(findings.all.last?.text.hasPrefix("1 of 3 clusters of kmeans on text mixes") == true, "\(findings.all)")
    #expect(
      findings.all.last?.numbers == [
        "cluster 0, 2 items: 50 % a, 50 % b", "1 cluster without a labelled item", "seed 0",
      ])
  }

  @Test func aRunWhoseItemsAllLackAClassIsOneWithoutLabels() throws {
    let findings = try SampleRun(
      spaces: [("text", []), ("sound", []), ("both", ["text", "sound"])],
      values: ["kmeans/text": [0.5], "kmeans/sound": [0], "kmeans/both": [0.25]], classes: ["a"], truth: [-1, -1]
    ).findings()
    #expect(findings.all.count == 2 && findings.classes == nil)
  }
}
