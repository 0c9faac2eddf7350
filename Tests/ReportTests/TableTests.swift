import Foundation
import Report
import Results
import Scores
import Testing

/// Two clusterers on two spaces under two scores; the first row ties for the best kappa.
private func sampleTable() -> SummaryTable {
  func row(_ clusterer: String, _ space: String, _ kappa: [Double], _ ari: [Double], best: Bool) -> SummaryTable.Row {
    var cells = [SummaryTable.Cell(kappa), SummaryTable.Cell(ari)]
    cells[0]?.isBest = best
    return SummaryTable.Row(clusterer: clusterer, space: space, cells: cells)
  }
  var table = SummaryTable(
    scores: ["kappa", "ari"],
    rows: [
      row("kmeans", "visual", [0.5, 0.75], [1, 1], best: true), row("kmeans", "文本", [0.25], [-0.125], best: false),
      row("gmm", "visual", [0.625, 0.625], [], best: true), row("gmm", "文本", [0.0001, 0.0003], [0.5], best: false),
    ], footnotes: ["not-converged: 1 of 8 trials (gmm on visual)"])
  table.meanings = ["kappa": CohenKappa().meaning, "ari": AdjustedRandIndex().meaning]
  return table
}

@Suite struct NumberStyleTests {
  @Test(
    arguments: zip(
      [0.3541, -0.05, 0.9996, 1.5, -1.25, 0, -0.0004, 0.0005001, 12, 1e21],
      [".354", "−.050", "1.000", "1.500", "−1.250", ".000", ".000", ".001", "12.000", "1.000e+21"]))
  func theZeroBeforeThePointIsLeftOut(value: Double, text: String) {
    #expect(NumberStyle().text(value) == text)
  }

  @Test func digitsAndTheZeroAreOptions() {
    #expect(NumberStyle(digits: 1).text(0.25) == ".2")
    #expect(NumberStyle(digits: 0).text(0.75) == "1")
    #expect(NumberStyle(digits: 0).text(-0.25) == "0")
    #expect(NumberStyle(digits: 4, leadingZero: true).text(-0.5) == "−0.5000")
    #expect(NumberStyle(digits: 99).digits == 17)
    #expect(NumberStyle().text(-4.18654e72) == "−4.187e+72" && NumberStyle().text(999_999_999) == "999999999.000")
    #expect(NumberStyle().text(.nan) == "n/a")
  }
}

@Suite struct TerminalTableTests {
  @Test func columnsAreAlignedByWhatATerminalShows() {
    #expect(
      sampleTable().text(as: .terminal) == """
        clusterer  space         kappa           ari
        ─────────  ──────  ───────────  ────────────
        kmeans     visual  .625 ± .177  1.000 ± .000
                   文本           .250         −.125
        ─────────  ──────  ───────────  ────────────
        gmm        visual  .625 ± .000             –
                   文本    .000 ± .000          .500

        note: not-converged: 1 of 8 trials (gmm on visual)

        """)
  }

  @Test func everyLineIsAsWideInBold() {
    let plain = sampleTable().text(as: .terminal)
    let bold = sampleTable().text(as: .terminal, TableOptions(bold: true))
    #expect(bold.contains("\u{1B}[1m.625 ± .177\u{1B}[0m"))
    #expect(bold.replacing("\u{1B}[1m", with: "").replacing("\u{1B}[0m", with: "") == plain)
  }

  @Test(arguments: [
    ("abc", 3), ("é", 1), ("e\u{301}", 1), ("文本", 4), ("😀", 2), ("👩‍👩‍👧", 2), ("❤️", 2), ("한글", 4), ("ﾊﾝ", 2), ("Ａ", 2),
    ("", 0),
  ])
  func widthIsCountedInColumns(text: String, width: Int) {
    #expect(text.displayWidth == width)
    #expect(text.padded(to: 12).displayWidth == 12 && text.paddedLeft(to: 12).displayWidth == 12)
  }

  @Test func boldIsForTerminalsWithoutNoColor() {
    #expect(TerminalColor.isWanted(isTerminal: true, environment: ["TERM": "xterm"]))
    #expect(TerminalColor.isWanted(isTerminal: true, environment: ["NO_COLOR": ""]))
    #expect(!TerminalColor.isWanted(isTerminal: true, environment: ["NO_COLOR": "1"]))
    #expect(!TerminalColor.isWanted(isTerminal: true, environment: ["TERM": "dumb"]))
    #expect(!TerminalColor.isWanted(isTerminal: false, environment: [:]))
  }

  @Test func aNameCannotBreakALineOrColorTheTerminal() {
    var table = sampleTable()
    table.rows[0].space = "a\nb\u{1B}[31m"
    let text = table.text(as: .terminal)
    #expect(!text.contains("\u{1B}") && text.contains("a b [31m"))
  }
}

@Suite struct MarkdownTableTests {
  @Test func theBestIsBold() {
    #expect(
      sampleTable().text(as: .markdown) == """
        | clusterer | space | kappa | ari |
        | --- | --- | ---: | ---: |
        | kmeans | visual | **.625 ± .177** | 1.000 ± .000 |
        | kmeans | 文本 | .250 | −.125 |
        | gmm | visual | **.625 ± .000** | – |
        | gmm | 文本 | .000 ± .000 | .500 |

        - mean ± standard deviation over 1 to 2 seeds; the best mean of each column is bold; kappa: majority vote
        - kappa: Cohen's kappa, agreement beyond chance, each cluster counted as its most common class; 1 is perfect
        - ari: adjusted Rand index, agreement on pairs of items; 0 is chance, 1 is perfect
        - not-converged: 1 of 8 trials (gmm on visual)

        """)
  }

  @Test func markupInANameIsEscaped() {
    var table = sampleTable()
    table.rows[0].space = "a|b*c_d`e\\f\ng"
    #expect(table.text(as: .markdown).contains("| a\\|b\\*c\\_d\\`e\\\\f g |"))
  }
}

@Suite struct LaTeXTableTests {
  @Test func itIsABareTabularInTheStyleOfBooktabs() {
    #expect(
      sampleTable().text(as: .latex) == #"""
        % needs \usepackage{booktabs}
        \par\noindent\begingroup\footnotesize\setlength{\tabcolsep}{4pt}
        \begin{tabular}{llrr}
        \toprule
        clusterer & space & kappa & ari \\
        \midrule
        kmeans & visual & $\mathbf{.625 \pm .177}$ & $1.000 \pm .000$ \\
         & 文本 & $.250$ & $-.125$ \\
        \midrule
        gmm & visual & $\mathbf{.625 \pm .000}$ & -- \\
         & 文本 & $.000 \pm .000$ & $.500$ \\
        \bottomrule
        \end{tabular}
        \par\smallskip
        {\footnotesize mean $\pm$ standard deviation over 1 to 2 seeds; the best mean of each column is bold; kappa: majority vote\par}
        {\footnotesize not-converged: 1 of 8 trials (gmm on visual)\par}
        \endgroup

        """#)
  }

  /// Notes on the inputs are for the author: TeX sets those on scores and methods alone.
  @Test func notesOnInputsAreComments() {
    var table = sampleTable()
    table.runNotes = ["the ids of a_b.csv\nwere not used"]
    table.footnotes = table.runNotes + table.footnotes
    let lines = table.text(as: .latex).split(separator: "\n")
    #expect(lines[1] == "% note: the ids of a_b.csv were not used")
    #expect(lines.count { $0.contains("were not used") } == 1)
    #expect(lines.contains { $0.contains("{\\footnotesize not-converged") })
    #expect(table.text(as: .markdown).contains("were not used"))
  }

  private func fourScores() -> SummaryTable {
    var table = sampleTable()
    table.scores = ["kappa", "ari", "nmi", "accuracy"]
    for row in table.rows.indices { table.rows[row].cells += table.rows[row].cells }
    return table
  }

  @Test func aFloatThatIsTooWideForAColumnSpansBoth() {
    let text = fourScores().text(as: .latex, TableOptions(caption: "four scores"))
    #expect(text.contains("\\begin{table*}[htbp]") && text.hasSuffix("\\end{table*}\n"))
    #expect(text.contains("\\begin{tabular}{llrrrr}\n"))
  }

  @Test func theColumnsOfABareTableGoOnBelow() {
    let text = fourScores().text(as: .latex)
    #expect(text.ranges(of: "\\begin{tabular}{llr").count == 2 && text.contains("\\par\\medskip"))
    #expect(text.ranges(of: "kmeans & visual").count == 2 && text.ranges(of: "\\begingroup").count == 1)
  }

  @Test func aTableOfOneColumnHasMoreRoom() {
    let text = fourScores().text(as: .latex, TableOptions(columns: 1))
    #expect(text.contains("\\begin{tabular}{llrrrr}\n"))
  }

  @Test func longNamesAreShortenedInTheMiddleWithALegend() {
    var table = sampleTable()
    for (row, end) in zip(table.rows.indices, ["one", "two", "one", "two"]) {
      table.rows[row].space = "a-very-long-name-of-a-space-\(end)"
    }
    let text = table.text(as: .latex, TableOptions(notes: .off))
    let short = ["a-very-l…ace-one", "a-very-l…ace-two"]
    for name in short { #expect(text.contains("& \(name) &")) }
    #expect(text.contains("\(short[0]): a-very-long-name-of-a-space-one; \(short[1]): a-very"))
  }

  @Test(arguments: zip(TableNotes.allCases, [0, 1, 2])) func notesHaveThreeExtents(notes: TableNotes, lines: Int) {
    let text = sampleTable().text(as: .latex, TableOptions(notes: notes))
    #expect(text.ranges(of: "{\\footnotesize ").count == lines)
  }

  @Test func siunitxAlignsTheNumbers() {
    let text = sampleTable().text(as: .latex, TableOptions(alignsNumbers: true))
    #expect(text.contains("S[table-format=1.3 +- 1.3]S[table-format=-1.3 +- 1.3]}"))
    #expect(text.contains("kmeans & visual & \\bfseries 0.625 +- 0.177 & 1.000 +- 0.000 \\\\"))
    #expect(text.contains("{kappa} & {ari} \\\\") && text.contains(" & {--} \\\\"))
  }

  @Test func captionAndLabelMakeItFloat() {
    let text = sampleTable().text(as: .latex, TableOptions(caption: "100% of R&D", label: "tab:a_b"))
    #expect(text.contains(#"\caption{100\% of R\&D}"#))
    #expect(text.contains(#"\label{tab:a_b}"#))
    #expect(text.contains("\\begin{table}[htbp]\n\\centering\n"))
    #expect(text.hasSuffix("\\end{table}\n"))
  }

  @Test func everySpecialCharacterIsEscaped() {
    var table = sampleTable()
    table.rows[0].space = #"&%_#{}~^\$"#
    let escaped = ##"\&\%\_\#\{\}\textasciitilde{}\textasciicircum{}\textbackslash{}\$"##
    #expect(table.text(as: .latex).contains("kmeans & \(escaped) & "))
  }

  @Test func whatTeXWouldTakeForAnOptionOrAnotherSignIsEscaped() {
    var table = sampleTable()
    table.rows[0].clusterer = "[k|m]"
    table.rows[0].space = "50%\u{301}"
    let text = table.text(as: .latex)
    #expect(text.contains(#"{[}k\textbar{}m{]} & "#))
    #expect(text.unicodeScalars.map(String.init).joined(separator: " ").contains(#"5 0 \ %"#))
  }

  @Test(arguments: zip(["tab:a_b", "", "a b", "a%b", "a\nb", "ü"], [true, false, true, false, false, true]))
  func aLabelIsWhatRefCanName(label: String, isLabel: Bool) {
    #expect(TableOptions.isLabel(label) == isLabel)
  }
}

@Suite struct CSVTableTests {
  @Test func itHoldsEveryStatisticAtFullPrecision() {
    let lines = sampleTable().text(as: .csv).split(separator: "\n")
    #expect(lines.first == "clusterer,space,score,mean,deviation,seeds,minimum,maximum,best,low,high,p")
    #expect(lines[1] == "kmeans,visual,kappa,0.625,0.1767766952966369,2,0.5,0.75,true,,,")
    #expect(lines[3] == "kmeans,文本,kappa,0.25,,1,0.25,0.25,false,,,")
    #expect(lines.count == 1 + 7)
  }

  @Test func aNameWithACommaIsQuoted() {
    var table = sampleTable()
    table.rows[0].space = "a,b\"c"
    #expect(table.text(as: .csv).contains("kmeans,\"a,b\"\"c\",kappa,"))
  }
}

/// The mark of scores that are not significantly different from the best.
@Suite struct MarkTests {
  private func marked() -> SummaryTable {
    var table = sampleTable()
    table.rows[1].cells[0]?.equalsBest = true
    table.rows[1].cells[0]?.low = 0.125
    table.rows[1].cells[0]?.high = 0.5
    table.rows[1].cells[0]?.p = 0.25
    table.footnotes = []
    return table
  }

  @Test func aTerminalKeepsTheNumbersInTheirPlace() {
    #expect(
      marked().text(as: .terminal) == """
        clusterer  space           kappa           ari
        ─────────  ──────  ─────────────  ────────────
        kmeans     visual  .625 ± .177    1.000 ± .000
                   文本           .250 ≈         −.125
        ─────────  ──────  ─────────────  ────────────
        gmm        visual  .625 ± .000               –
                   文本    .000 ± .000            .500

        """)
  }

  @Test func everyFormHasIt() {
    #expect(marked().text(as: .markdown).contains("| kmeans | 文本 | .250 ≈ | −.125 |"))
    #expect(marked().text(as: .latex).contains(#"文本 & $.250^{\approx}$ & $-.125$"#))
    #expect(marked().text(as: .csv).contains("kmeans,文本,kappa,0.25,,1,0.25,0.25,false,0.125,0.5,0.25\n"))
  }

  /// A score that ties with the best is bold and has the mark, in every form.
  @Test func aTieKeepsTheMark() {
    var table = marked()
    table.rows[1].cells[0]?.isBest = true
    #expect(table.text(as: .markdown).contains("| kmeans | 文本 | **.250** ≈ | −.125 |"))
    #expect(table.text(as: .latex).contains(#"文本 & $\mathbf{.250}^{\approx}$ & $-.125$"#))
  }

  @Test func theFootnoteCanBeTypeset() {
    var table = marked()
    table.footnotes = ["≈ not distinguishable"]
    #expect(table.text(as: .latex).contains(#"{\footnotesize $\approx$ not distinguishable\par}"#))
  }
}
