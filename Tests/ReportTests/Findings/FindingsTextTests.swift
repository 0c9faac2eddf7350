import Core
import Report
import Testing

/// The text of findings in Markdown and on a terminal.
@Suite struct FindingsTextTests {
  private func run(name: String = "a*b") -> SampleRun {
    var run = SampleRun(
      spaces: [(name, []), ("text", [])], values: ["kmeans/\(name)": [0.5], "kmeans/text": [0.25]])
    run.notices = [Notice(kind: "dropped", message: "1 of 5 rows <dropped>")]
    return run
  }

  @Test func markdownHoldsFindingsNotesAndWhatTheNumbersMean() throws {
    #expect(
      try run().findings().markdown(title: "my_run") == """
        # Findings: my\\_run

        **The best kappa is that of a\\*b under one seed; the stability of the clusters of the best is unknown.** \
        Doubt: one seed, so the spread is unknown. (kappa .500 against .250 of the next, text)

        - a\\*b is ahead of text, the next best: one seed, so the spread is unknown \
        (kappa .500 against .250; better by .250).

        ## Notes

        - 1 of 5 rows \\<dropped\\>

        Differences are taken seed by seed, because all methods share the seeds.

        """)
  }

  /// A run without labels has no sentence on classes or recall, and one of a single method none on comparisons.
  @Test func onlyTermsOfTheFindingsAreExplained() throws {
    let one = try SampleRun(spaces: [("text", [])], values: ["kmeans/text": [0.5, 0.25]]).findings()
      .markdown(title: "one")
    #expect(one.contains("±: sample standard deviation"))
    for word in ["class", "Recall", "Differences", "Corrected p", "beats"] { #expect(!one.contains(word), "\(one)") }
  }

  /// Names of spaces and captions of items may hold the words of explanations.
  @Test func aSpaceThatIsCalledRecallIsNoTerm() throws {
    let text = try run(name: "recall").findings().markdown(title: "one")
    #expect(text.contains("- recall is ahead of text") && !text.contains("Recall: the share"), "\(text)")
  }

  @Test func aTerminalGetsALineEach() throws {
    let text = try run(name: "a\nb\u{1B}[31m").findings().terminalText
    #expect(
      text
        == "The best kappa is that of a b [31m under one seed; the stability of the clusters of the best is unknown. Doubt: one "
        + "seed, so the spread is unknown (kappa .500 against .250 of the next, text).\n"
        + "- a b [31m is ahead of text, the next best: one seed, so the spread is unknown "
        + "(kappa .500 against .250; better by .250).\n")
  }

  @Test func aFindingIsASentenceWithItsNumbers() {
    #expect(Finding("It is so.", numbers: [".5", ".6"]).line == "It is so (.5; .6).")
    #expect(Finding("It is so.").line == "It is so.")
  }

  /// Seven findings of eleven stand beside the verdict: the first of each topic before the second of any.
  @Test func atMostSevenStandBesideTheVerdict() throws {
    var run = SampleRun(
      spaces: [("text", []), ("sound", []), ("both", ["text", "sound"])], values: [:], classes: ["a", "b"],
      truth: [0, 1])
    run.clusterers = (0..<8).map { "c\($0)" }
    for (place, clusterer) in run.clusterers.enumerated() {
      let shift = Double(place) / 100
      run.values["\(clusterer)/text"] = [0.5 + shift]
      run.values["\(clusterer)/sound"] = [0.1]
      run.values["\(clusterer)/both"] = [place.isMultiple(of: 2) ? 0.75 + shift : 0.25]
    }
    let findings = try run.findings()
    #expect(findings.main.count == 7 && findings.all.count > 7)
    #expect(Set(findings.main.map(\.text)).isDisjoint(with: findings.more.map(\.text)))
    // The last topic has one finding among the seven, before the first one's others.
    #expect(findings.main.contains { $0.text.contains("mixes classes") })
    #expect(findings.terminalText.split(separator: "\n").count == 8)
    let text = findings.markdown(title: "a")
    let more = try #require(text.firstRange(of: "\n## More\n"))
    for finding in findings.more { #expect(text[more.upperBound...].contains(finding.line)) }
  }
}
