import Foundation
import Gate
import Report
import Results
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct GateReportTests {
  private static func cell(
    _ space: String, _ verdict: GateReport.Verdict, difference: Double, evidence: GateReport.Evidence = .items,
    outlook: GateReport.Outlook? = nil
  ) -> GateReport.Cell {
    GateReport.Cell(
      place: .init(clusterer: "kmeans", space: space), score: "kappa", lowerIsBetter: false,
      run: .init(mean: 0.5 + difference, deviation: 0.02, seeds: 5),
      baseline: .init(mean: 0.5, deviation: nil, seeds: 1),
      difference: difference, low: difference - 0.02, high: difference + 0.02, p: 0.001, adjusted: 0.0008,
      detectable: 0.031, verdict: verdict, evidence: evidence, outlook: outlook)
  }

  private static let odd = "a|b <c> & \"d\"\u{1}\n]]>"

  private static let report = GateReport(
    run: "nightly", in: "runs/new", baseline: "emoji", madeBy: "fusebench 1.0", items: 1_870, tolerance: 0.01,
    alpha: 0.05,
    scores: ["kappa"],
    cells: [
      cell("visual", .regressed, difference: -0.1),
      cell("text", .undecided, difference: 0.02, outlook: .init(.seeds, count: 12_345)),
      cell(odd, .unchanged, difference: 0), cell("pca-average", .improved, difference: 0.2),
      cell("paper", .reference, difference: 0.01),
    ],
    missing: [.init(clusterer: "gmm", space: "visual")], new: [.init(clusterer: "gmm", space: odd)],
    notes: ["something <b>odd</b>"])

  private func text(
    _ format: GateFormat, _ policy: GatePolicy = .init(), of report: GateReport = GateReportTests.report
  ) throws -> String {
    let text = try report.text(as: format, policy)
    #expect(text.hasSuffix("\n") && !text.hasSuffix("\n\n"))
    return text
  }

  @Test func seedsThatMaySettleACellAreNoPromise() throws {
    var report = Self.report
    report.cells[1].outlook = .init(.moreSeeds, count: 4)
    let text = try text(.terminal, of: report)
    #expect(
      text.contains("kappa of kmeans on text: more seeds may decide it, at least 4 on both sides; for a change of"))
    report.cells[1].outlook = .init(.items, count: 4_321)
    #expect(try self.text(.terminal, of: report).contains("more seeds cannot decide it"))
  }

  @Test func theTerminalSaysWhatWhereAndHowSure() throws {
    let text = try text(.terminal)
    #expect(
      text.contains("kappa regressed in 1 of 4 cells against the baseline emoji: 1 regressed, 1 undecided, 1 unchanged")
    )
    #expect(text.contains("kappa of kmeans on text: about 12,000 seeds on both sides would decide it"))
    #expect(text.contains("gmm on visual: in the baseline, not in the run"))
    #expect(text.contains("−.120 to −.080") && text.contains("+.200") && text.contains("< .001"))
    #expect(text.contains("Smallest loss detected with a power of 80 % (detects): .031"))
    #expect(!text.contains("\u{1B}"))
    // The columns of all rows stand below each other.
    let lines = text.split(separator: "\n").prefix(7)
    #expect(Set(lines.dropFirst(2).map { $0.contains("kmeans") }) == [true])
  }

  @Test func markdownKeepsForeignTextAsText() throws {
    let text = try text(.markdown)
    #expect(text.hasPrefix("❌ **kappa regressed in 1 of 4 cells against the baseline emoji**"))
    #expect(text.contains(#"a\|b \<c\>"#) && !text.contains("<c>") && !text.contains("<b>"))
    let columns = text.split(separator: "\n").filter { $0.hasPrefix("|") }
      .map { $0.replacing(#"\|"#, with: "").count { $0 == "|" } }
    #expect(columns.count == 7 && Set(columns).count == 1)
    #expect(text.contains("<details>") && text.contains("</details>"))
    var calm = Self.report
    calm.cells.removeFirst()
    calm.missing = []
    // What is undecided is not yet fine.
    #expect(
      try self.text(.markdown, of: calm).hasPrefix(
        "🟡 **kappa: no regression shown in 3 cells against the baseline emoji**"))
    #expect(try self.text(.markdown, .init(failsOnUndecided: true), of: calm).hasPrefix("❌"))
    calm.cells.removeFirst()
    #expect(
      try self.text(.markdown, of: calm).hasPrefix("✅ **kappa: no regression in 2 cells against the baseline emoji**"))
  }

  // MARK: - JUnit

  private final class Reader: NSObject, XMLParserDelegate {
    var elements: [String: [[String: String]]] = [:]

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
      attributes: [String: String]
    ) { elements[name, default: []].append(attributes) }
  }

  private func read(_ text: String) throws -> [String: [[String: String]]] {
    let reader = Reader()
    let parser = XMLParser(data: Data(text.utf8))
    parser.delegate = reader
    #expect(parser.parse(), "\(String(describing: parser.parserError)) in \(text)")
    return reader.elements
  }

  @Test func junitIsWellFormedAndCountsItsCases() throws {
    let elements = try read(text(.junit))
    let suite = try #require(elements["testsuite"]?.first)
    #expect(suite["tests"] == "6" && suite["failures"] == "2" && suite["skipped"] == "2" && suite["errors"] == "0")
    #expect(suite["name"] == "nightly in runs/new against the baseline emoji")
    #expect(elements["testcase"]?.count == 6)
    #expect(elements["testcase"]?[2]["name"] == "kmeans on a|b <c> & \"d\"\u{FFFD} ]]>")
    #expect(elements["failure"]?.map { $0["type"] ?? "" } == ["regressed", "missing"])
    #expect(elements["skipped"]?.count == 2)
  }

  @Test func junitFollowsThePolicy() throws {
    let strict = try read(text(.junit, .init(failsOnUndecided: true)))
    #expect(strict["failure"]?.map { $0["type"] ?? "" } == ["regressed", "undecided", "missing"])
    let lenient = try read(text(.junit, .init(allowsMissing: true)))
    #expect(lenient["failure"]?.count == 1 && lenient["skipped"]?.count == 3)
  }

  @Test func jsonIsTheReport() throws {
    let data = Data(try text(.json).utf8)
    #expect(try JSONDecoder().decode(GateReport.self, from: data) == Self.report)
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(object["schema"] as? Int == GateReport.schema)
  }

  @Test func endingsNameForms() {
    #expect(
      ["a.txt", "a.MD", "b/a.xml", "a.json"].map { GateFormat(path: $0) } == [.terminal, .markdown, .junit, .json])
    #expect(GateFormat(path: "a.html") == nil && GateFormat(path: "") == nil)
  }

  // MARK: - Scores without a value

  private static func without(_ space: String, run: Int, baseline: Int, isLost: Bool) -> GateReport.Undefined {
    GateReport.Undefined(
      place: .init(clusterer: "kmeans", space: space), score: "kappa", run: .init(defined: run, all: 5),
      baseline: .init(defined: baseline, all: 5), cause: "all 1,870 items are noise", isLost: isLost)
  }

  /// A calm report, but for scores that have no value.
  private static func calm(_ undefined: [GateReport.Undefined]) -> GateReport {
    var calm = report
    (calm.cells, calm.missing, calm.undefined) = ([report.cells[2]], [], undefined)
    return calm
  }

  @Test func aLostScoreFailsAsAMissingCellDoes() throws {
    let report = Self.calm([Self.without("visual", run: 0, baseline: 5, isLost: true)])
    #expect(report.lacksCells && !report.fails(onUndecided: true))
    let terminal = try text(.terminal, of: report)
    #expect(
      terminal.contains("kappa: quality not confirmed in 1 cell against the baseline emoji: 1 unchanged, 1 undefined."))
    #expect(
      terminal.contains(
        "kappa of kmeans on visual: undefined in the run (all 1,870 items are noise), not in the baseline"))
    #expect(try text(.markdown, of: report).hasPrefix("❌ **"))
    let suite = try read(text(.junit, of: report))
    #expect(suite["failure"]?.map { $0["type"] ?? "" } == ["undefined"] && suite["testcase"]?.count == 2)
    let policy = GatePolicy(allowsMissing: true)
    #expect(try text(.markdown, policy, of: report).hasPrefix("✅ **kappa: no regression in 1 cell"))
    #expect(try read(text(.junit, policy, of: report))["skipped"]?.count == 1)
  }

  @Test func aScoreThatTheBaselineLacksIsNamedAndNoFailure() throws {
    let report = Self.calm([
      Self.without("visual", run: 5, baseline: 0, isLost: false),
      Self.without("text", run: 0, baseline: 0, isLost: false),
      Self.without("both", run: 0, baseline: 0, isLost: false),
      Self.without("some", run: 4, baseline: 3, isLost: false),
    ])
    let terminal = try text(.terminal, of: report)
    #expect(terminal.contains("kappa: no regression in 1 cell against the baseline emoji: 1 unchanged, 4 undefined."))
    #expect(terminal.contains("visual: undefined in the baseline (all 1,870 items are noise), not in the run\n"))
    #expect(
      terminal.contains(
        "kappa of kmeans on text, kmeans on both: undefined on both sides (all 1,870 items are noise)\n"))
    #expect(
      terminal.contains(
        "some: undefined in the run under 1 of 5 seeds (all 1,870 items are noise), and in the baseline under 2 of 5 seeds\n"
      ))
    #expect(try read(text(.junit, of: report))["failure"] == nil)
  }

  @Test func referencesAloneAreNoGate() throws {
    var report = Self.report
    report.cells = [Self.cell("paper", .reference, difference: 0.01)]
    report.missing = []
    let text = try text(.terminal, of: report)
    #expect(text.contains("kappa beside the published numbers of emoji: 1 reference"))
    #expect(!text.contains("among all cells (Holm)"))
    // What was not judged gets no tick.
    #expect(try self.text(.markdown, of: report).hasPrefix("**kappa beside the published numbers of emoji**"))
    report.cells = []
    #expect(try self.text(.terminal, of: report).contains("nothing was compared with the baseline emoji"))
    #expect(try self.text(.markdown, of: report).hasPrefix("**nothing was compared"))
  }
}
