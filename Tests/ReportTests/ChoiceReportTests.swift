import Core
import Figures
import Foundation
import Report
import Results
import Testing

/// The sentences and figures of criteria whose values are known.
@Suite struct ChoiceReportTests {
  /// Values of each criterion, settings × seeds.
  private typealias Criteria = [ChoiceCriterion: [[Double]]]

  private static let values = [2.0, 3, 5, 9, 14]

  private func withRun(
    _ criteria: Criteria, seeds: Int = 4, labelled: Bool = false, deterministic: Bool = false, words: [String]? = nil,
    labels: [[Int32]] = [], otherLabels: Bool = false, items: Int = 4, body: (StoredRun) throws -> Void
  ) throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("choice-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let folder = RunFolder(path: path)
    let names = ChoiceCriterion.allCases.filter { criteria[$0] != nil }.map(\.rawValue)
    let classes = LabelSetSummary(name: "class", classes: ["a", "b"], unlabelled: 0)
    let others = otherLabels ? [LabelSetSummary(name: "other", classes: ["a"], unlabelled: 0)] : []
    let kind = words == nil ? SweepRecord.Kind.k : SweepRecord.Kind(rawValue: "kmeans-metric")
    let sweep: JSONValue = ["clusterer": "kmeans", "parameter": "metric", "criteria": ["silhouette"]]
    var record = RunRecord(
      name: "r",
      experiment: [
        "spaces": ["text"], "sweeps": words == nil ? ["k": ["criteria": .array(names.map(JSONValue.string))]] : [sweep],
      ],
      plan: RunPlan(
        spaces: ["text"], clusterers: ["kmeans"], seeds: (0..<seeds).map(UInt64.init), scores: ["silhouette"]),
      version: "1", platform: Platform(processor: "", cores: 1, system: "", swift: "", blas: ""),
      dataset: DatasetSummary(items: items, labelSets: labelled ? [classes] + others : []))
    record.sweeps = words == nil ? nil : [kind]
    try folder.write(record)
    if labelled { try folder.write([0, 0, 1, 1], ofLabelSet: "class") }
    let settings = words.map { $0.indices.map(Double.init) } ?? Self.values
    let points = settings.enumerated().map { position, setting in
      SweepRecord.Point(
        setting: setting, word: words?[position],
        trials: (0..<(deterministic ? 1 : seeds)).map { seed in
          var trial = SweepRecord.Trial(
            objective: .init(name: "inertia", value: criteria[.elbow]?[position][seed] ?? 1),
            scores: ["silhouette": criteria[.silhouette]?[position][seed] ?? .nan])
          trial.criteria = Dictionary(
            uniqueKeysWithValues: criteria.map { ($0.key.rawValue, .init(wrappedValue: $0.value[position][seed])) })
          // Two references a trial, whose log W are 5 less the position and .1 to both sides.
          trial.references = [-0.1, 0.1].map { .init(wrappedValue: 5 - Double(position) + $0) }
          return trial
        })
    }
    var line = SweepRecord.Line(space: "text", parts: ["text"], oneCluster: 200, points: points)
    line.isDeterministic = deterministic ? true : nil
    var stored = SweepRecord(
      kind: kind, clusterer: "kmeans", seeds: (0..<seeds).map(UInt64.init), scores: ["silhouette"], lines: [line])
    stored.criteria = names
    stored.parameter = words == nil ? nil : "metric"
    try folder.write(
      stored, labels: labels.isEmpty ? [] : [labels.flatMap { [[Int32]](repeating: $0, count: seeds) }])
    try body(StoredRun(in: folder))
  }

  private func sentences(_ run: StoredRun) throws -> [String] {
    try ChoiceReport(of: run).text(as: .terminal).split(separator: "\n").filter { $0.hasPrefix("- ") }.map {
      String($0.dropFirst(2))
    }
  }

  private static let elbow = [
    [90.0, 91, 92, 90], [60, 61, 60, 60], [20, 20, 21, 20], [15, 15, 14, 15], [10, 9, 10, 10],
  ]

  /// By SciPy's paired t-test the silhouettes of 3 and 5 differ with p = .080, those of 2 and 5 with p = .002.
  @Test func eachCriterionHasItsSentenceAndAllHaveOneTogether() throws {
    let silhouette = [
      [0.1, 0.1, 0.2, 0.1], [0.3, 0.3, 0.3, 0.2], [0.4, 0.3, 0.5, 0.4], [0.4, 0.4, 0.4, 0.4], [0.1, 0, 0.1, 0],
    ]
    let bic = [[9.0, 9, 9, 8], [5, 5, 5, 6], [4, 4, 4, 4], [3, 3, 3, 3], [2, 2, 2.1, 2]]
    let stability = [
      [0.8, 0.9, 0.7, 0.8], [0.9, 0.6, 0.8, 0.7], [0.8, 0.8, 0.9, 0.7], [0.3, 0.2, 0.3, 0.3], [0.1, 0, 0.1, 0.1],
    ]
    try withRun([.elbow: Self.elbow, .silhouette: silhouette, .bic: bic, .stability: stability], labelled: true) {
      run in
      let found = try sentences(run)
      #expect(
        found == [
          "elbow: k = 5 in 4 of 4 seeds.",
          "silhouette: k = 5 in 3 of 4 seeds, level with another value in 2 of them, supported no better than 3 or 9.",
          "BIC: k = 14 in 4 of 4 seeds, at the edge of the values tried: it decides nothing, since better values may lie beyond.",
          "stability: k = 2 in 2 of 4 seeds, the fewest clusters that it can judge, supported no better than 3 or 5: it decides nothing, since it does not hold them against one cluster.",
          "Together: k = 5, by all that decide (elbow, silhouette); the other 2 decide nothing. The labels have 2 classes.",
        ])
    }
  }

  /// The setting of the elbow leaves some of the four items as noise, the others none.
  @Test(
    arguments: [
      ([0, 0, 1, 1], ""), ([-1, 0, 1, 1], " k = 5 leaves 25.0 % of the items as noise."),
      ([-1, -1, -1, 0], " k = 5 leaves most items as noise (75.0 %)."),
    ] as [([Int32], String)])
  func whatIsChosenIsNamedWithItsNoise(labels: [Int32], sentence: String) throws {
    let none: [Int32] = [0, 0, 1, 1]
    let silhouette = Self.elbow.indices.map { place in [Double](repeating: place == 2 ? 0.5 : 0.1, count: 4) }
    try withRun([.elbow: Self.elbow, .silhouette: silhouette], labels: [none, none, labels, none, none]) { run in
      let conclusion = "k = 5, by all that decide (elbow, silhouette).\(sentence)"
      let last = try sentences(run).last
      #expect(last == "Together: \(conclusion)")
      let share = sentence.contains("75.0") ? "75.0" : "25.0"
      let noise = sentence.isEmpty ? "" : ", which leaves \(share) % of the items as noise"
      let findings = try Findings(of: run).withinLimits().all
      #expect(
        findings.contains(
          Finding(
            "For kmeans on text, the deciding criteria (elbow, silhouette) choose k = 5\(noise).")), "\(findings)")
    }
  }

  @Test func criteriaThatDifferAreNamed() throws {
    let silhouette = [
      [0.1, 0.1, 0.2, 0.1], [0.7, 0.7, 0.7, 0.8], [0.4, 0.3, 0.5, 0.4], [0.4, 0.4, 0.4, 0.4], [0.1, 0, 0.1, 0],
    ]
    try withRun([.elbow: Self.elbow, .silhouette: silhouette]) { run in
      let found = try sentences(run)
      #expect(found.last == "Together: the criteria differ: k = 3 by silhouette; k = 5 by elbow.")
      let findings = try Findings(of: run).withinLimits().all.map(\.text)
      #expect(
        findings.contains("For kmeans on text, the criteria differ on k: 3 by silhouette, 5 by elbow."), "\(findings)")
    }
  }

  /// The silhouettes of 3 and 5 are the same under every seed, and 5 is the elbow.
  @Test(arguments: [1, 4]) func aValueThatACriterionDoesNotTellApartFromItsOwnIsAgreement(seeds: Int) throws {
    let silhouette = [[0.1], [0.7], [0.7], [0.4], [0.2]].map { [Double](repeating: $0[0], count: seeds) }
    let unjudged = seeds == 1 ? " Differences are not judged, however small: one seed has no spread." : ""
    try withRun([.elbow: Self.elbow, .silhouette: silhouette], seeds: seeds) { run in
      let found = try sentences(run)
      #expect(found[1].contains("k = 3") && found[1].hasSuffix(", supported no better than 5."), "\(found)")
      #expect(found.last == "Together: k = 5, by all that decide (elbow, silhouette).\(unjudged)")
    }
    // A third criterion that tells both apart stays alone.
    let index = [[9.0], [5], [4], [1], [6]].map { [Double](repeating: $0[0], count: seeds) }
    try withRun([.elbow: Self.elbow, .silhouette: silhouette, .daviesBouldin: index], seeds: seeds) { run in
      let last = try sentences(run).last
      let other = ChoiceCriterion.daviesBouldin.title
      #expect(last == "Together: the criteria differ: k = 5 by elbow, silhouette; k = 9 by \(other).\(unjudged)")
    }
  }

  @Test func aFlatCurveDecidesNothing() throws {
    let flat = [
      [0.1, 0, 0, 0], [0.3, 0.2, 0.4, 0.3], [0.4, 0.3, 0.3, 0.3], [0.2, 0.4, 0.3, 0.3], [0.3, 0.3, 0.4, 0.2],
    ]
    try withRun([.silhouette: flat]) { run in
      let found = try sentences(run)
      #expect(
        found[0].hasSuffix(
          "supported no better than 3, 9 or 14, which are half of the values or more: it decides nothing."),
        "\(found)")
      #expect(found[1] == "Together: no criterion decides between the 5 values of k tried.")
    }
  }

  /// log W of the rows falls faster than that of the references up to 5, and slower from there.
  @Test func theGapHasItsRuleAndItsStandardErrors() throws {
    let logs = [[4.9], [3.5], [0.5], [0.2], [-0.2]]
    try withRun([.gap: logs], seeds: 1) { run in
      let found = try sentences(run)
      #expect(found == ["gap statistic: k = 5.", "Together: k = 5, by one criterion alone (gap)."])
      let csv = try ChoiceReport(of: run).text(as: .csv).split(separator: "\n").map(String.init)
      #expect(csv[0] == "clusterer,space,parameter,value,criterion,mean,spread,recommended,decides")
      let row = csv[3].split(separator: ",").map(String.init)
      #expect(row.prefix(5) == ["kmeans", "text", "k", "5", "gap"] && row.suffix(2) == ["true", "true"])
      // .1 · √(1 + 1/2)
      #expect(abs((Double(row[5]) ?? 0) - 2.5) < 1e-12 && abs((Double(row[6]) ?? 0) - 0.1224744871) < 1e-9)
    }
  }

  /// Log W of the references falls by 1 a value, and that of the rows by a little more. Each gap is larger, first by no more than
  /// a standard error, which is .122.
  @Test func aGapThatGoesOnRisingDecidesNothing() throws {
    let logs = [[4.9], [3.8], [2.75], [1.5], [0.2]]
    try withRun([.gap: logs], deterministic: true) { run in
      let found = try sentences(run)
      #expect(
        found == [
          "gap statistic: by its rule k = 2, where the gap first rises by no more than a standard error; it rises further, up to "
            + "k = 14: it decides nothing.",
          "Together: no criterion decides between the 5 values of k tried; try larger ones.",
        ])
      let text = try ChoiceReport(of: run).text(as: .terminal)
      #expect(text.contains("±: the standard error of its") && !text.contains("t-test"), "\(text)")
    }
  }

  @Test func aDeterministicMethodSaysOnceThatDifferencesAreNotJudged() throws {
    let silhouette = [[0.1], [0.5], [0.4], [0.3], [0.2]]
    try withRun([.elbow: Self.elbow, .silhouette: silhouette], deterministic: true) { run in
      let found = try sentences(run)
      let unjudged =
        "Differences are not judged, however small: the method is deterministic, so that there is no spread over seeds."
      #expect(
        found == [
          "elbow: k = 5.", "silhouette: k = 3.",
          "Together: the criteria differ: k = 3 by silhouette; k = 5 by elbow. \(unjudged)",
        ])
    }
  }

  /// Nothing lies below one cluster, which the gap statistic has a value of. Two are the fewest that a silhouette has one of.
  @Test func theLeastNumberOfClustersIsNoEdgeThatBetterOnesLieBeyond() throws {
    let falling = [0.5, 0.4, 0.3, 0.2, 0.1].map { [Double](repeating: $0, count: 4) }
    try withRun([.silhouette: falling]) { run in
      let found = try sentences(run)
      #expect(
        found == [
          "silhouette: k = 2 in 4 of 4 seeds, the fewest clusters that it can judge: it decides nothing, since it does not hold "
            + "them against one cluster.",
          "Together: no criterion decides between the 5 values of k tried.",
        ])
    }
  }

  /// With 14 items no larger number of clusters is left to try; with 15 there is one.
  @Test(arguments: [14, 15]) func aClusterForEachItemIsNoEdgeThatBetterOnesLieBeyond(items: Int) throws {
    let rising = [0.1, 0.2, 0.3, 0.4, 0.5].map { [Double](repeating: $0, count: 4) }
    try withRun([.silhouette: rising], items: items) { run in
      let found = try sentences(run)
      let reason =
        items == 14
        ? "a cluster for each item: it decides nothing."
        : "at the edge of the values tried: it decides nothing, since better values may lie beyond."
      let ending = items == 14 ? "." : "; try larger ones."
      #expect(
        found == [
          "silhouette: k = 14 in 4 of 4 seeds, \(reason)",
          "Together: no criterion decides between the 5 values of k tried\(ending)",
        ])
    }
  }

  @Test func theClassesAreThoseOfTheLabelSetThatIsNamed() throws {
    try withRun([.elbow: Self.elbow], labelled: true, otherLabels: true) { run in
      let last = try sentences(run).last
      #expect(last?.hasSuffix(" The label set class has 2 classes.") == true, "\(last ?? "")")
    }
  }

  @Test func wordsHaveNoEdge() throws {
    let silhouette = [[0.5, 0.6, 0.5, 0.6], [0.1, 0.1, 0.1, 0.1]]
    try withRun([.silhouette: silhouette], words: ["euclidean", "spherical"]) { run in
      let found = try sentences(run)
      #expect(found[0] == "silhouette: metric = euclidean in 4 of 4 seeds.")
      let figures = try RunFigures(of: run).figures(.choice)
      #expect(figures.map(\.name) == ["choice-kmeans-metric"])
    }
  }

  @Test func theFigureRingsWhatACriterionDecidesFor() throws {
    let rising = [
      [0.1, 0.1, 0.1, 0.1], [0.2, 0.2, 0.2, 0.3], [0.3, 0.3, 0.3, 0.3], [0.4, 0.4, 0.4, 0.4], [0.5, 0.5, 0.6, 0.5],
    ]
    try withRun(
      [.elbow: Self.elbow, .silhouette: rising, .daviesBouldin: rising.map { $0.map { 1e4 * $0 } }], labelled: true
    ) { run in
      let figure = try #require(try RunFigures(of: run).figures(.choice).first)
      let chart = try #require(figure.figure.chart as? LinePanels)
      #expect(figure.name == "choice")
      #expect(
        chart.panels.map(\.yTitle)
          == ["elbow: inertia, share of one cluster's", "silhouette", "Davies–Bouldin, lower is better"])
      #expect(chart.panels.map { $0.series[0].emphasis } == [2, nil, nil])
      #expect(chart.panels.allSatisfy { !$0.isLogarithmic && $0.marks.map(\.x) == [2] })
      for format in [FigureFormat.png(dpi: 60), .pdf, .svg] { #expect(try !figure.figure.data(format: format).isEmpty) }
    }
  }

  @Test func markdownAndJSONHoldTheSame() throws {
    try withRun([.elbow: Self.elbow]) { run in
      let report = try ChoiceReport(of: run)
      let markdown = try report.text(as: .markdown)
      #expect(markdown.hasPrefix("# Choice: r\n\n## k of kmeans on text\n\n| k | elbow |\n| ---: | ---: |\n"))
      let conclusion = "Together: k = 5, by one criterion alone (elbow). Uniform rows have an elbow, too."
      #expect(markdown.contains("- \(conclusion)\n"))
      let json = try #require(
        try JSONSerialization.jsonObject(with: Data(report.text(as: .json).utf8)) as? [String: Any])
      let choice = try #require((json["choices"] as? [[String: Any]])?.first)
      #expect(choice["values"] as? [String] == ["2", "3", "5", "9", "14"])
      #expect(choice["conclusion"] as? String == conclusion)
    }
  }
}
