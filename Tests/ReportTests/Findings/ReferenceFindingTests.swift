import Core
import Report
import Results
import Testing

/// The findings on spaces that read named rows that are no items.
@Suite struct ReferenceFindingTests {
  private static let counterpart = SpaceFacts(
    inputs: ["text"], featureSets: ["text"], steps: ["counterpart"], references: ["nouns"])

  /// A feature set and its counterparts, with the corrected p-value of their difference; nil for no test.
  private func run(text: [Double], tac: [Double], p: Double?) -> SampleRun {
    var run = SampleRun(
      spaces: [("text", []), ("tac", [])], facts: ["tac": Self.counterpart],
      values: ["kmeans/text": text, "kmeans/tac": tac])
    run.pairs = [p].compactMap(\.self).map { p in
      .init(
        score: "kappa", first: .init(clusterer: "kmeans", space: "text"),
        second: .init(clusterer: "kmeans", space: "tac"), difference: 0, low: 0, high: 0, itemError: nil,
        seedError: nil,
        p: p, holm: p, test: "drawn signs")
    }
    return run
  }

  private static func isOfReferences(_ finding: Finding) -> Bool { finding.text.contains("which reads the reference") }

  private static let start = "The space tac, which reads the reference nouns,"

  @Test(
    arguments: [
      (
        [0.75, 0.75], 0.012,
        "beats its part text, significant at 5 %: kappa is better with it; unrelated words may do as much.",
        "better by .250 ± .000 in 2 of 2 seeds"
      ),
      (
        [0.25, 0.25], 0.012, "loses to its part text, significant at 5 %: the reference does not help.",
        "worse by .250 ± .000 in 2 of 2 seeds"
      ),
      (
        [0.625, 0.5], 0.4, "is ahead of its part text; not significant (corrected p = .400); no gain is shown.",
        "better by .062 ± .088 in 1 of 2 seeds"
      ),
      (
        [0.375, 0.5], 0.4, "is behind its part text; not significant (corrected p = .400); no gain is shown.",
        "worse by .062 ± .088 in 1 of 2 seeds"
      ),
    ] as [([Double], Double, String, String)])
  func theTestDecidesWhetherAReferenceHelps(tac: [Double], p: Double, text: String, difference: String) throws {
    let findings = try run(text: [0.5, 0.5], tac: tac, p: p).findings().all.filter(Self.isOfReferences)
    #expect(findings.map(\.text) == ["\(Self.start) \(text)"])
    #expect(
      findings.first.map { Array($0.numbers.dropFirst()) } == [difference] + (p == 0.4 ? [] : ["corrected p = .012"]))
  }

  /// Nouns that contain the names of the classes give answers to choose from.
  @Test func namesOfClassesAmongTheNounsStandInTheSentence() throws {
    var run = run(text: [0.5, 0.5], tac: [0.75, 0.75], p: 0.012)
    run.notices = [Notice(kind: "vocabulary-names-classes", message: "nouns: contains the names of 3 of 9 classes")]
    run.references = ["nouns"]
    #expect(
      try run.findings().all.filter(Self.isOfReferences).map(\.text)
        == [
          "\(Self.start) beats its part text, significant at 5 %; nouns contains names of classes, which can explain it."
        ])
  }

  /// Counterparts have rows of length 1, which alone may raise a score.
  @Test func thePartAtLengthOneIsTheOneToCompareWith() throws {
    var run = run(text: [0.25, 0.25], tac: [0.5, 0.5], p: nil)
    run.spaces.append(("unit", []))
    run.facts["unit"] = SpaceFacts(inputs: ["text"], featureSets: ["text"], steps: ["l2"])
    run.values["kmeans/unit"] = [0.75, 0.75]
    let findings = try run.findings().all.filter(Self.isOfReferences)
    #expect(findings.count == 1 && findings[0].text.contains(" unit, the same without it"), "\(findings.map(\.text))")
  }

  @Test func equalScoresAreNoGain() throws {
    let findings = try run(text: [0.5, 0.5], tac: [0.5, 0.5], p: 1).findings().all.filter(Self.isOfReferences)
    #expect(
      findings == [
        Finding(
          "\(Self.start) equals its part text, over 2 seeds; no gain is shown.",
          numbers: ["kappa .500 ± .000 against .500 ± .000"])
      ])
  }

  @Test func withoutATestNothingIsSaidToHelp() throws {
    let (half, more) = ([Double](repeating: 0.5, count: 6), [Double](repeating: 0.75, count: 6))
    let ahead = try run(text: half, tac: more, p: nil).findings().all.filter(Self.isOfReferences)
    #expect(
      ahead.map(\.text) == ["\(Self.start) is ahead of its part text, in all 6 seeds; no gain is shown."])
    let behind = try run(text: more, tac: half, p: nil).findings().all.filter(Self.isOfReferences)
    #expect(
      behind.map(\.text) == ["\(Self.start) is behind its part text, in all 6 seeds; no gain is shown."])
  }

  /// Spaces with nouns: adaptive weights of phrases and their counterparts, and pictures beside counterparts.
  private func fused() -> SampleRun {
    SampleRun(
      spaces: [
        ("visual", []), ("text", []), ("cae", []), ("plain", ["visual", "text"]), ("semantic", ["visual", "tac"]),
      ],
      facts: [
        "tac": Self.counterpart, "cae-nouns": Self.counterpart,
        "cae": SpaceFacts(inputs: ["text", "cae-nouns"], featureSets: ["text"], steps: ["adaptive"]),
      ],
      values: [
        "kmeans/visual": [0.125], "kmeans/text": [0.5], "kmeans/cae": [0.375], "kmeans/plain": [0.625],
        "kmeans/semantic": [0.75],
      ])
  }

  @Test func aFusionIsComparedWithTheSameOneWithoutReferences() throws {
    let texts = try fused().findings().all.map(\.text)
    let one = ": one seed, so the spread is unknown; no gain is shown."
    let expected = [
      "The space semantic, which reads the reference nouns, is ahead of plain, the same without it\(one)",
      "The space cae, which reads the reference nouns, is behind its part text\(one)",
    ]
    #expect(texts.filter { $0.contains("which reads") }.sorted() == expected.sorted(), "\(texts)")
    // It is said once.
    #expect(!texts.contains { $0.contains("fusion cae") }, "\(texts)")
    // Counterparts that were not clustered alone may bring the whole gain of the best one.
    #expect(texts.contains { $0.hasPrefix("Fusion (plain) is ahead of its best part, text") }, "\(texts)")
  }

  @Test func aFusionByAnotherMethodIsNotTheSame() throws {
    var run = fused()
    run.facts["plain"] = SpaceFacts(inputs: ["visual", "text"], featureSets: ["visual", "text"], steps: ["cca"])
    let texts = try run.findings().all.map(\.text)
    #expect(texts.filter { $0.contains("which reads") }.map { $0.prefix(13) } == ["The space cae"], "\(texts)")
  }

  @Test func severalReferencesAreNamed() throws {
    var run = run(text: [0.5], tac: [0.75], p: nil)
    run.facts["captions"] = SpaceFacts(
      inputs: ["text"], featureSets: ["text"], steps: ["counterpart"], references: ["captions of news"])
    run.facts["tac"] = SpaceFacts(
      inputs: ["text", "captions", "cae-nouns"], featureSets: ["text"], steps: ["adaptive"])
    run.facts["cae-nouns"] = Self.counterpart
    let texts = try run.findings().all.map(\.text)
    #expect(
      texts.contains(
        "The space tac, which reads the references captions of news, nouns, is ahead of its part text: one seed, so the "
          + "spread is unknown; no gain is shown."), "\(texts)")
  }

  @Test func scoresThatLookAtEachSpaceByItselfDoNotCompareThem() throws {
    var run = run(text: [0.5], tac: [0.75], p: nil)
    run.scores = ["davies-bouldin"]
    #expect(try !run.findings().all.contains(where: Self.isOfReferences))
  }

  @Test func beyondSixDifferencesOneFindingSumsUp() throws {
    var run = run(text: [0.5], tac: [0.5], p: nil)
    for number in 1...7 {
      run.spaces.append(("t\(number)", []))
      run.facts["t\(number)"] = Self.counterpart
      run.values["kmeans/t\(number)"] = [0.5 - Double(number) / 16]
    }
    let findings = try run.findings().all
    #expect(findings.count(where: Self.isOfReferences) == 6)
    #expect(
      findings.contains(
        Finding(
          "2 other methods that read references differ less from the same without these.",
          numbers: ["t1 worse by .062", "tac equal"])), "\(findings.map(\.line))")
  }

  /// Facts that name each other, as in a file that was changed by hand, end.
  @Test func spacesOfEachOtherAreNotCompared() throws {
    var run = run(text: [0.5], tac: [0.75], p: nil)
    run.facts["text"] = SpaceFacts(inputs: ["tac"], featureSets: ["text"], steps: ["pca"])
    #expect(try !run.findings().all.contains(where: Self.isOfReferences))
  }
}
