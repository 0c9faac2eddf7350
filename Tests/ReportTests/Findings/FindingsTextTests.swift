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

        - The best space is a\\*b, ahead of text: one seed, so the spread is unknown \
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
    for word in ["class", "Recall", "Differences", "Corrected p"] { #expect(!one.contains(word), "\(one)") }
  }

  /// Names of spaces and captions of items may hold the words of explanations.
  @Test func aSpaceThatIsCalledRecallIsNoTerm() throws {
    let text = try run(name: "recall").findings().markdown(title: "one")
    #expect(text.contains("The best space is recall") && !text.contains("Recall: the share"), "\(text)")
  }

  @Test func aTerminalGetsALineEach() throws {
    let text = try run(name: "a\nb\u{1B}[31m").findings().terminalText
    #expect(
      text == "- The best space is a b [31m, ahead of text: one seed, so the spread is unknown "
        + "(kappa .500 against .250; better by .250).\n")
  }

  @Test func aFindingIsASentenceWithItsNumbers() {
    #expect(Finding("It is so.", numbers: [".5", ".6"]).line == "It is so (.5; .6).")
    #expect(Finding("It is so.").line == "It is so.")
  }

  @Test func aTerminalGetsAtMostFour() throws {
    let fused: [(name: String, parts: [String])] = [
      ("text", []), ("both", ["text", "sound"]), ("average", ["text", "sound"]),
    ]
    let findings = try SampleRun(
      spaces: fused, values: ["kmeans/text": [0.5], "kmeans/both": [1], "kmeans/average": [0]],
      classes: ["a", "b"], truth: [0, 1]
    ).findings()
    #expect(findings.all.count == 5 && findings.headlines.count == 4)
    #expect(findings.terminalText.split(separator: "\n").count == 4)
  }
}
