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

        ±: sample standard deviation over the seeds. Differences are taken seed by seed, because all methods share the seeds.
        Corrected p: permutation test over items and seeds, after Holm's correction over all pairs of methods; a difference is
        significant at 5 % where it is below .05. Recall: the share of a class's items in the cluster that is matched to the
        class, one to one.

        """)
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
