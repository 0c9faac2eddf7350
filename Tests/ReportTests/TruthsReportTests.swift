import Core
import Foundation
import Report
import Results
import Testing

/// Several label sets in tables, statistics and findings.
@Suite struct TruthsReportTests {
  private typealias Method = StatisticsRecord.Method

  private static func comparison(
    _ space: String, _ first: String, _ second: String, _ ami: (Double, Double), holm: Double,
    seeds: (Int, Int) = (2, 0), items: Int = 1_200
  ) -> TruthsRecord.Comparison {
    .init(
      method: Method(clusterer: "kmeans", space: space), first: first, second: second, items: items,
      amiOfFirst: ami.0, amiOfSecond: ami.1, low: ami.0 - ami.1 - 0.125, high: ami.0 - ami.1 + 0.125,
      itemError: 0.0625, seedError: nil, seedsOfFirst: seeds.0, seedsOfSecond: seeds.1, seeds: 2, p: holm, holm: holm,
      test: "normal limit")
  }

  private static let trials: [TrialRecord] = ["visual", "text"].flatMap { space in
    (0...1).map { seed in
      TrialRecord(
        TrialIdentity(space: space, clusterer: "kmeans", seed: seed), clusters: 2,
        objective: Objective(name: "inertia", value: 1), converged: true,
        scores: ["kappa": space == "visual" ? 0.75 : 0.5, "silhouette": 0.125])
    }
  }

  private static var run: Run {
    var record = RunRecord(
      name: "sample", experiment: .null,
      plan: RunPlan(
        spaces: ["visual", "text"], clusterers: ["kmeans"], seeds: [0, 1], scores: ["kappa", "silhouette"]),
      version: "1", platform: Platform(processor: "", cores: 1, system: "", swift: "", blas: ""),
      dataset: DatasetSummary(items: 4))
    record.truths = ["kind", "the_colour"]
    record.scores = [
      ScoreFacts("kappa", low: -1, high: 1, meaning: "agreement"),
      ScoreFacts("silhouette", low: -1, high: 1, isInternal: true, meaning: "separation"),
    ]
    return Run(record: record, trials: trials)
  }

  private static func truths(_ comparisons: [TruthsRecord.Comparison] = []) -> TruthsRecord {
    let chance = TruthsRecord.Chance(
      method: Method(clusterer: "kmeans", space: "visual"), score: "kappa", mean: 0.0625, high: 0.125)
    let cell = StatisticsRecord.Cell(
      method: Method(clusterer: "kmeans", space: "visual"), score: "kappa", mean: 0.25, deviation: 0, minimum: 0.25,
      maximum: 0.25, seeds: 2, low: 0.125, high: 0.375, itemError: 0.0625, seedError: 0)
    return TruthsRecord(
      level: 0.95,
      labelSets: [
        .init(name: "kind", classes: 2, items: 4, chance: [chance]),
        .init(
          name: "the_colour", classes: 3, items: 4,
          trials: trials.map { .init($0.identity, scores: ["kappa": 0.25]) },
          statistics: StatisticsRecord(level: 0.95, cells: [cell])),
      ],
      agreements: [
        .init(first: "kind", second: "the_colour", items: 1_200, ami: 0.5, low: 0.25, high: 0.75, ari: 0.375)
      ],
      comparisons: comparisons)
  }

  /// A folder of its own that is gone after `body`.
  private func withFolder<Value>(_ body: (String) throws -> Value) throws -> Value {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("truths-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    return try body(path)
  }

  private func inFolder<Value>(_ truths: TruthsRecord, _ body: (StoredRun) throws -> Value) throws -> Value {
    try withFolder { path in
      let folder = RunFolder(path: path)
      try folder.write(truths)
      return try body(StoredRun(Self.run, in: folder))
    }
  }

  private func table(_ format: TableFormat) throws -> String {
    try inFolder(Self.truths()) { run in
      var table = try SummaryTable(of: run)
      table.footnotes = []
      return table.text(as: format)
    }
  }

  // MARK: - Tables

  @Test func aTerminalHasTheLabelSetsAboveTheirColumns() throws {
    #expect(
      try table(.terminal) == """
                           kind ──────  the_colour
        clusterer  space         kappa        kappa   silhouette
        ─────────  ──────  ───────────  ───────────  ───────────
        kmeans     visual  .750 ± .000  .250 ± .000  .125 ± .000
                   text    .500 ± .000  .250 ± .000  .125 ± .000

        """)
  }

  @Test func aNameThatIsLongerThanItsColumnsMakesThemWider() throws {
    var truths = Self.truths()
    truths.labelSets[1].name = "a name of twenty-one letters"
    let lines = try inFolder(truths) { try SummaryTable(of: $0).text(as: .terminal) }.split(separator: "\n")
    #expect(lines[0].hasSuffix("  a name of twenty-one letters"))
    #expect(
      lines[1].count == lines[2].count && lines[3].count == lines[2].count
        && lines[2].contains(String(repeating: "─", count: 28)))
  }

  /// Two label sets of five scores each are wider than 120 columns.
  @Test func whatIsTooWideForATerminalStandsByLabelSet() throws {
    var run = Self.run
    let names = ["kappa", "ari", "nmi", "ami", "accuracy"]
    run.record.plan.scores = names
    run.record.scores = names.map { ScoreFacts($0, low: -1, high: 1, meaning: $0) }
    for trial in run.trials.indices {
      run.trials[trial].scores = Dictionary(uniqueKeysWithValues: names.map { ($0, 0.5) })
    }
    var truths = Self.truths()
    truths.labelSets[1].trials = Self.trials.map { trial in
      .init(trial.identity, scores: Dictionary(uniqueKeysWithValues: names.map { ($0, 0.25) }))
    }
    let text = try withFolder { path in
      let folder = RunFolder(path: path)
      try folder.write(truths)
      return try SummaryTable(of: StoredRun(run, in: folder)).text(as: .terminal)
    }
    let lines = text.split(separator: "\n").filter { !$0.hasPrefix("note: ") }
    #expect(lines.allSatisfy { $0.count <= 120 } && lines.count == 10, "\(text)")
    #expect(lines[0].contains("kind ─") && lines[5].contains("the_colour ─") && lines[1] == lines[6], "\(text)")
  }

  @Test func findingsHaveTheNotesOfEveryLabelSet() throws {
    let notes = try inFolder(Self.truths()) { try Findings(of: $0).notices.map(\.text) }
    #expect(notes.contains { $0.hasPrefix("classes of the label sets: kind ") }, "\(notes)")
  }

  @Test func markdownNamesTheLabelSetOfEachColumn() throws {
    let lines = try table(.markdown).split(separator: "\n")
    #expect(lines[0] == "| clusterer | space | kind: kappa | the\\_colour: kappa | silhouette |")
    #expect(lines[1] == "| --- | --- | ---: | ---: | ---: |")
    // The score is explained once.
    #expect(lines.count { $0.hasPrefix("- kappa: agreement") } == 1)
  }

  @Test func latexSpansTheColumnsOfALabelSet() throws {
    let text = try table(.latex)
    #expect(
      text.contains(
        """
        \\toprule
         &  & \\multicolumn{1}{c}{kind} & \\multicolumn{1}{c}{the\\_colour} & \\multicolumn{1}{c}{} \\\\
        \\cmidrule(lr){3-3} \\cmidrule(lr){4-4}
        clusterer & space & kappa & kappa & silhouette \\\\
        """))
  }

  @Test func csvHasAColumnForTheLabelSet() throws {
    let lines = try table(.csv).split(separator: "\n")
    #expect(lines[0] == "clusterer,space,truth,score,mean,deviation,seeds,minimum,maximum,best,low,high,p")
    #expect(lines[1].hasPrefix("kmeans,visual,kind,kappa,0.75,0.0,2,0.75,0.75,true,"))
    #expect(lines[2] == "kmeans,visual,the_colour,kappa,0.25,0.0,2,0.25,0.25,true,0.125,0.375,")
    #expect(lines[3].hasPrefix("kmeans,visual,,silhouette,0.125,"))
  }

  @Test func thePageHasALineOfLabelSetsOnlyWithSeveral() throws {
    let several = try inFolder(Self.truths()) { try ReportPage(of: $0).html() }
    #expect(several.contains("<td role=\"columnheader\" class=\"number\" colspan=\"1\">the_colour</td>"))
    let one = try withFolder { path in
      var run = Self.run
      run.record.truths = nil
      return try ReportPage(of: StoredRun(run, in: RunFolder(path: path))).html()
    }
    #expect(one.contains("<thead><tr>\n") && !one.contains("columnheader"))
  }

  // MARK: - Statistics

  private func statistics(_ format: StatisticsReport.Format, scores: [String]? = nil) throws -> String {
    let truths = Self.truths([Self.comparison("visual", "kind", "the_colour", (0.25, 0.5), holm: 0.0002, seeds: (0, 2))]
    )
    return try StatisticsReport(StatisticsRecord(level: 0.95), of: Self.run, scores: scores, truths: truths)
      .text(as: format)
  }

  @Test func theStatisticsShowTheComparisonTheAgreementAndTheChanceLevels() throws {
    let text = try statistics(.terminal)
    #expect(
      text.contains(
        "clusterer  space   label set   against  items   AMI  AMI against  95 % interval   seeds  corrected p\n"))
    #expect(
      text.contains(
        "kmeans     visual  the_colour  kind     1,200  .500         .250   .125 to .375  2 of 2       < .001"))
    #expect(text.contains("kind       the_colour  1,200  .500   .250 to .750  .375"))
    #expect(text.contains("kind              2  kmeans     visual  .750 (.062)"))
    #expect(text.contains("Scores against the_colour\n"))
    #expect(!(try statistics(.terminal, scores: ["silhouette"])).contains("(.062)"))
  }

  @Test func theTableOfStatisticsNamesTheLabelSet() throws {
    let lines = try statistics(.csv).split(separator: "\n")
    #expect(lines[0].hasPrefix("truth,clusterer,space,score,mean,"))
    #expect(lines.count == 2 && lines[1].hasPrefix("the_colour,kmeans,visual,kappa,0.25,0.0,2,0.125,0.375,"))
    #expect(try statistics(.csv, scores: ["silhouette"]).split(separator: "\n").count == 1)
  }

  // MARK: - Findings

  @Test func aLabelSetThatIsFollowedIsNamedWithItsNumbers() throws {
    let truths = Self.truths([
      Self.comparison("visual", "kind", "the_colour", (0.25, 0.5), holm: 0.0002, seeds: (0, 2)),
      Self.comparison("text", "kind", "the_colour", (0.5, 0.4375), holm: 0.25, seeds: (2, 0)),
    ])
    let findings = try inFolder(truths) { try Findings(of: $0).withinLimits() }
    #expect(
      findings.all.contains(
        Finding(
          "The clusters of kmeans on visual follow the label set the_colour more closely than kind.",
          numbers: ["AMI .500 against .250 of kind on 1,200 items in 2 of 2 seeds, corrected p < .001"])))
    #expect(
      findings.all.contains(
        Finding(
          "Among the clusters of 2 methods, those of 1 follow the_colour more closely than every other label set; those of 1 follow none so."
        )))
    #expect(findings.all.first?.text.hasPrefix("Against the label set kind, visual is ahead of text") == true)
    #expect(
      findings.verdict?.sentence.hasPrefix("Against the label set kind, the best kappa is that of visual") == true)
    #expect(
      findings.all.contains(
        Finding(
          "Agreement of the label sets with each other, by AMI.", numbers: ["kind and the_colour .500 on 1,200 items"]))
    )
    #expect(findings.markdown(title: "sample").contains("AMI: adjusted mutual information"))
  }

  @Test(arguments: [
    (0.25, (2, 0), "the difference to kind is not significant at 5 %"),
    (0.001, (1, 1), "the difference to kind depends on the seed"),
  ])
  func whatTheTestDoesNotShowIsNotSaid(holm: Double, seeds: (Int, Int), reason: String) throws {
    let truths = Self.truths([Self.comparison("visual", "the_colour", "kind", (0.5, 0.25), holm: holm, seeds: seeds)])
    let findings = try inFolder(truths) { try Findings(of: $0).withinLimits() }
    #expect(
      findings.all.contains {
        $0.text == "The clusters of kmeans on visual agree most with the label set the_colour; \(reason)."
      })
  }

  @Test func fewSharedItemsAreNamedAndNotJudged() throws {
    var truths = Self.truths([Self.comparison("visual", "kind", "the_colour", (0.5, 0.5), holm: 1, items: 9)])
    truths.agreements[0].items = 9
    let lines = try inFolder(truths) { try Findings(of: $0).all.map(\.line) }
    #expect(
      lines.contains {
        $0.contains("kind and the_colour share 9 labelled items, too few to compare them (at least 10)")
      },
      "\(lines)")
    #expect(!lines.contains { $0.contains("agree") || $0.contains("AMI") }, "\(lines)")
    let report = StatisticsReport(StatisticsRecord(level: 0.95), of: Self.run, truths: truths)
    #expect(try report.text(as: .terminal).contains("9  too few items"))
    let text = try report.text(as: .markdown)
    #expect(text.contains("too few items: fewer than 10, on which label sets are not compared"), "\(text)")
    #expect(!text.contains("Label sets that the clusters follow"))
  }

  /// Any clusters agree equally with labels of one class.
  @Test func labelSetsOfOneClassAreLeftOut() throws {
    var truths = Self.truths([Self.comparison("visual", "kind", "the_colour", (0.5, 0), holm: 0.001)])
    truths.labelSets[1].classes = 1
    #expect(truths.disjoint.isEmpty)
    let lines = try inFolder(truths) { try Findings(of: $0).all.map(\.line) }
    #expect(!lines.contains { $0.contains("the_colour") }, "\(lines)")
    let table = try inFolder(truths) { try SummaryTable(of: $0) }
    let isOfOneClass = zip(table.labelSetOfColumn, table.scores.indices).filter { $0.0 == "the_colour" }.map(\.1)
    #expect(isOfOneClass.count == 1)
    for row in table.rows {
      for column in isOfOneClass { #expect(row.cells[column]?.isBest == false && row.cells[column]?.low == nil) }
    }
    #expect(
      table.footnotes.contains(
        "the_colour: every item is of one class (1 class for 4 items): scores are meaningless; check the column"))
  }

  @Test(
    arguments: [
      (
        nil, false,
        "there are no intervals and no tests: 0 labelled items are clustered by all of 2 methods under all seeds"
      ),
      (3, true, "intervals and tests use the 3 items that every method clustered"),
    ] as [(Int?, Bool, String)])
  func theNoteOnNoiseCountsTheItemsOfTheTests(items: Int?, hasCells: Bool, note: String) throws {
    try withFolder { path in
      var run = Self.run
      run.record.truths = nil
      run.record.noise = .exclude
      run.record.dataset.labelSets = [LabelSetSummary(name: "kind", classes: ["a", "b"], unlabelled: 0)]
      run.trials[0].noise = 1
      var statistics = StatisticsRecord(
        level: 0.95, cells: hasCells ? try #require(Self.truths().labelSets[1].statistics).cells : [])
      statistics.items = items
      let folder = RunFolder(path: path)
      try folder.write(statistics)
      let notes = try SummaryTable(of: StoredRun(run, in: folder)).footnotes
      #expect(notes.contains { $0.hasPrefix("noise is left out") && $0.hasSuffix("; " + note) }, "\(notes)")
    }
  }

  @Test func withoutSeveralLabelSetsNothingIsSaidOfThem() throws {
    let findings = try withFolder { path in
      var run = Self.run
      run.record.truths = nil
      return try Findings(of: StoredRun(run, in: RunFolder(path: path)))
    }
    #expect(!findings.markdown(title: "sample").contains("AMI"))
    #expect(!findings.all.contains { $0.text.contains("label set") })
  }

  @Test func labelSetsWithoutSharedItemsAreNamed() throws {
    var truths = Self.truths()
    #expect(truths.disjoint.isEmpty)
    truths.agreements = []
    #expect(truths.disjoint.map { [$0.first, $0.second] } == [["kind", "the_colour"]])
    let lines = try inFolder(truths) { try Findings(of: $0).all.map(\.line) }
    #expect(lines.contains { $0.contains("kind and the_colour label no item in common") }, "\(lines)")
  }
}
