import Core
import Figures
import Foundation
import Report
import Results
import Testing

/// The figures and findings of stored sweeps, whose numbers are known.
@Suite struct SweepFiguresTests {
  /// A run of two parts and their concatenation under two seeds, with sweeps.
  ///
  /// - Parameters:
  ///   - labels: those of the four items at each setting under every seed; none are stored where there are none.
  ///   - p: the corrected p of the concatenation against the text; nil for no test.
  private func folder(
    weights: [(Double, [Double])] = [], k: [(Double, [Double], [Double])] = [], alone: [Double] = [0.4, 0.5],
    labelled: Bool = true, labels: [[Int32]] = [], p: Double? = nil, body: (StoredRun) throws -> Void
  ) throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("sweeps-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let folder = RunFolder(path: path)
    let classes = LabelSetSummary(name: "class", classes: ["a", "b"], unlabelled: 0)
    let score = labelled ? "kappa" : "silhouette"
    try folder.write(
      RunRecord(
        name: "r",
        experiment: ["spaces": ["visual", "text", ["concatenation": ["name": "both", "of": ["visual", "text"]]]]],
        plan: RunPlan(spaces: ["visual", "text", "both"], clusterers: ["kmeans"], seeds: [0, 1], scores: [score]),
        version: "1", platform: Platform(processor: "", cores: 1, system: "", swift: "", blas: ""),
        dataset: DatasetSummary(items: 4, labelSets: labelled ? [classes] : [])))
    if labelled { try folder.write([0, 0, 1, 1], ofLabelSet: "class") }
    if let p {
      let pair = StatisticsRecord.Pair(
        score: score, first: .init(clusterer: "kmeans", space: "text"),
        second: .init(clusterer: "kmeans", space: "both"), difference: -0.05, low: 0, high: 0, itemError: nil,
        seedError: nil, p: p, holm: p, test: "drawn signs")
      try folder.write(StatisticsRecord(level: 0.95, pairs: [pair]))
    }
    for (space, values) in [("visual", [0.1, 0.2]), ("text", alone), ("both", [0.5, 0.5])] {
      for seed in 0..<2 {
        try folder.write(
          TrialRecord(
            TrialIdentity(space: space, clusterer: "kmeans", seed: UInt64(seed)), clusters: 2,
            objective: Objective(name: "inertia", value: 1), converged: true,
            scores: [score: values[seed]]), labels: [0, 0, 1, 1])
      }
    }
    let stored = labels.isEmpty ? [] : [labels.flatMap { [$0, $0] }]
    func line(_ part: String?, _ points: [SweepRecord.Point]) -> SweepRecord.Line {
      .init(space: "both", part: part, parts: ["visual", "text"], oneCluster: part == nil ? 8 : nil, points: points)
    }
    func trial(_ scores: [String: Double]) -> SweepRecord.Trial {
      .init(objective: .init(name: "inertia", value: 4), scores: scores)
    }
    if !weights.isEmpty {
      let points = weights.map { weight, values in
        SweepRecord.Point(setting: weight, trials: values.map { trial([score: $0]) })
      }
      try folder.write(
        SweepRecord(
          kind: .weights, clusterer: "kmeans", seeds: [0, 1], scores: [score], lines: [line("text", points)]),
        labels: stored)
    }
    if !k.isEmpty {
      let points = k.map { k, kappas, silhouettes in
        SweepRecord.Point(
          setting: k, trials: zip(kappas, silhouettes).map { trial(["kappa": $0, "silhouette": $1]) })
      }
      try folder.write(
        SweepRecord(
          kind: .k, clusterer: "kmeans", seeds: [0, 1], scores: ["kappa", "silhouette"], lines: [line(nil, points)]),
        labels: stored)
    }
    try body(StoredRun(in: folder))
  }

  private func finding(_ start: String, _ run: StoredRun) throws -> String? {
    try Findings(of: run).withinLimits().all.map(\.line).first { $0.hasPrefix(start) }
  }

  @Test func theBestWeightIsHeldAgainstTheBestPartAlone() throws {
    try folder(weights: [(0, [0.1, 0.2]), (0.5, [0.6, 0.8]), (1, [0.4, 0.5])]) { run in
      #expect(
        try finding("Among 3 weights", run)
          == "Among 3 weights of text in both from 0 to 1, .5 is best for kmeans on these seeds, ahead of text alone "
          + "(kappa .700 ± .141 against .450 ± .071; better by .250 ± .071 in 2 of 2 seeds).")
      let figure = try #require(try RunFigures(of: run).figures(.weights).first).figure
      let chart = try #require(figure.chart as? LineChart)
      #expect(chart.series.map(\.name) == ["both"] && chart.series[0].emphasis == 1)
      #expect(chart.series[0].y.map { ($0 * 1000).rounded() } == [150, 700, 450])
      #expect(chart.references.map(\.name) == ["visual alone", "text alone"])
      #expect(chart.references.map { ($0.y * 1000).rounded() } == [150, 450])
    }
  }

  /// The concatenation itself has the weight .5, so that the sweep has the run's test; other weights have none, and no best weight
  /// beats the part.
  @Test(arguments: [(0.01, "corrected p = .010"), (0.5, "corrected p = .500")])
  func theWeightOfTheRunsOwnSpaceHasTheRunsTest(p: Double, test: String) throws {
    try folder(weights: [(0, [0.1, 0.2]), (0.5, [0.5, 0.5]), (1, [0.4, 0.5])], p: p) { run in
      let found = try #require(try finding("Among 3 weights", run))
      #expect(found.contains(", ahead of text alone (kappa"), "\(found)")
      #expect(found.hasSuffix("better by .050 ± .071 in 1 of 2 seeds; \(test))."), "\(found)")
    }
    try folder(weights: [(0, [0.1, 0.2]), (0.5, [0.6, 0.8]), (1, [0.4, 0.5])], p: p) { run in
      let found = try #require(try finding("Among 3 weights", run))
      #expect(found.contains(", ahead of text alone (kappa"), "\(found)")
      #expect(!found.contains("corrected p"), "\(found)")
    }
  }

  @Test func aWeightThatDoesNotHelpSaysSo() throws {
    try folder(weights: [(0, [0.1, 0.2]), (1, [0.3, 0.4])]) { run in
      let found = try finding("Among 2 weights", run)
      #expect(
        found
          == "Among 2 weights of text in both from 0 to 1, 1 is best for kmeans on these seeds, behind text alone "
          + "(kappa .350 ± .071 against .450 ± .071; worse by .100 ± .000 in 2 of 2 seeds).")
    }
  }

  /// Four items, of which one weight leaves some as noise; text alone leaves none.
  @Test(
    arguments: [
      ([0, 0, 1, 1], "is best", ""), ([-1, 0, 1, 1], "is best", "; noise 25.0 % against 0.0 %"),
      ([-1, -1, -1, 0], "has the best kappa", "; noise 75.0 % against 0.0 %"),
    ] as [([Int32], String, String)])
  func theBestWeightIsNamedWithItsNoise(labels: [Int32], best: String, numbers: String) throws {
    let none: [Int32] = [0, 0, 1, 1]
    try folder(weights: [(0, [0.1, 0.2]), (0.5, [0.6, 0.8]), (1, [0.4, 0.5])], labels: [none, labels, none]) { run in
      let found = try finding("Among 3 weights", run)
      #expect(
        found
          == "Among 3 weights of text in both from 0 to 1, .5 \(best) for kmeans on these seeds, ahead of text alone "
          + "(kappa .700 ± .141 against .450 ± .071; better by .250 ± .071 in 2 of 2 seeds\(numbers)).")
    }
  }

  @Test func theBestKIsNamedWithItsNoise() throws {
    let sweep = [(2.0, [0.5, 0.5], [0.1, 0.2]), (3, [0.6, 0.6], [0.3, 0.4]), (9, [0.9, 0.9], [0.2, 0.2])]
    let none: [Int32] = [0, 0, 1, 1]
    try folder(k: sweep, labels: [none, [-1, -1, -1, 0], none]) { run in
      let found = try #require(try finding("Among 3 values of k", run))
      #expect(found.hasSuffix("; largest in 2 of 2 seeds; noise 75.0 %)."), "\(found)")
    }
  }

  @Test func gapsAreNeitherBestNorDrawn() throws {
    try folder(weights: [(0, [.nan, 0.9]), (0.5, [0.5, 0.6]), (1, [.nan, .nan])]) { run in
      #expect(try finding("Among 3 weights", run)?.contains(", .5 is best for kmeans on these seeds") == true)
      let figure = try #require(try RunFigures(of: run).figures(.weights).first).figure
      for format in [FigureFormat.png(dpi: 60), .pdf, .svg] { #expect(try !figure.data(format: format).isEmpty) }
    }
    try folder(weights: [(0, [.nan, .nan])]) { run in
      let figures = try RunFigures(of: run).figures(.weights)
      let found = try finding("Among 1 weight", run)
      #expect(figures.isEmpty && found == nil)
    }
  }

  @Test(arguments: [[0.5, 0.4, 0.3], [0.3, 0.4, 0.5]]) func aLargestSilhouetteAtTheEdgeSaysSo(values: [Double]) throws {
    let sweep = zip([2.0, 3, 9], values).map { ($0, [0.5, 0.5], [$1, $1]) }
    try folder(k: sweep) { run in
      let found = try finding("Among 3 values of k", run)
      let place =
        values[0] > values[2]
        ? "2, the fewest clusters that it can judge, the number of classes"
        : "9, at the edge of the values tried; there are 2 classes"
      #expect(found?.contains("largest silhouette at \(place) (silhouette .500") == true, "\(found ?? "no finding")")
    }
  }

  @Test func theKOfTheLargestSilhouetteIsNamedBesideTheClasses() throws {
    let sweep = [(2.0, [0.5, 0.5], [0.1, 0.2]), (3, [0.6, 0.6], [0.3, 0.4]), (9, [0.9, 0.9], [0.2, 0.2])]
    try folder(k: sweep) { run in
      #expect(
        try finding("Among 3 values of k", run)
          == "Among 3 values of k from 2 to 9, kmeans on both has its largest silhouette at 3; there are 2 classes "
          + "(silhouette .350 ± .071 against .150 ± .071 at k = 2; largest in 2 of 2 seeds).")
      let figure = try #require(try RunFigures(of: run).figures(.k).first).figure
      let chart = try #require(figure.chart as? LinePanels)
      #expect(chart.panels.map(\.yTitle) == ["inertia, share of one cluster's", "silhouette", "kappa"])
      #expect(chart.panels[0].series[0].y == [0.5, 0.5, 0.5])
      #expect(figure.note.hasPrefix("Kappa rises with k by itself"))
    }
  }

  @Test func withoutLabelsTheSilhouetteIsDrawnAlone() throws {
    try folder(
      weights: [(0, [0.1, 0.2]), (1, [0.3, 0.4])], k: [(2, [.nan, .nan], [0.1, 0.2])], labelled: false
    ) { run in
      let figures = try RunFigures(of: run)
      let chart = try #require(try figures.figures(.weights).first?.figure.chart as? LineChart)
      #expect(chart.yTitle == "silhouette")
      #expect((try figures.figures(.k).first?.figure.chart as? LinePanels)?.panels.count == 2)
    }
  }
}
