import Clustering
import Core
import Experiments
import Foundation
import Gate
import Report
import Results
import Runs
import Stages
import TestSupport
import Testing

/// Methods that no seed changes: run once, shown without ±, compared over the items.
@Suite struct FixedMethodRunTests {
  private static let vocabulary = Experiment.Vocabulary(
    figures: FigureKind.allCases.map(\.rawValue),
    catalog: Catalog(
      clusterers: Catalog.standard.clusterers + [Leader.self], spaceMakers: Catalog.standard.spaceMakers))

  private func run(_ clusterers: String, seeds: Int = 8, _ body: (StoredRun) throws -> Void) throws {
    try withFolder { folder in
      for (name, spread) in [("visual", Float(1)), ("text", 2)] {
        let rows = Samples.groups(rows: 90, columns: 4, classes: 3, spread: spread, seed: name == "text" ? 2 : 1)
        try Samples.table(rows, to: folder + "/\(name).csv")
      }
      try Samples.write("kind\n" + (0..<90).map { "k\($0 % 3)" }.joined(separator: "\n"), to: folder + "/labels.csv")
      let experiment = try ExperimentFile.parse(
        """
        dataset: { labels: [{ table: labels.csv, column: kind }] }
        features: { visual: visual.csv, text: text.csv }
        spaces: [visual, text, concatenation, pca-average]
        clusterers: [\(clusterers)]
        seeds: \(seeds)
        sweeps: [{ clusterer: leader, parameter: radius, values: [1, 4], of: [visual, pca-average] }]
        """, file: folder + "/fixed.yaml", vocabulary: Self.vocabulary)
      try body(try Runner(experiment, into: RunFolder(path: folder + "/out")).run())
    }
  }

  @Test func eachIsRunOnceAndShownWithoutSpread() throws {
    try run("leader: { radius: 4 }, kmeans") { run in
      let counts = Dictionary(grouping: run.trials, by: \.identity.method).mapValues(\.count)
      #expect(counts[.init(clusterer: "leader", space: "text")] == 1)
      // The signs of the average belong to the seed, whatever clusters it.
      #expect(counts[.init(clusterer: "leader", space: "pca-average")] == 8)
      #expect(counts[.init(clusterer: "kmeans", space: "text")] == 8)
      let table = try SummaryTable(of: run)
      let row = try #require(table.rows.first { $0.clusterer == "leader" && $0.space == "text" })
      #expect(row.isDeterministic && row.cells.allSatisfy { $0?.deviation == nil && $0?.low != nil })
      let note = "deterministic, run once: leader on visual, leader on text, leader on concatenation"
      #expect(table.footnotes.contains(note), "\(table.footnotes)")
      let text = table.text(as: .markdown)
      #expect(text.contains("±") && !text.contains("1 to 8 seeds"))
    }
  }

  @Test func twoOfThemAreComparedByTheItems() throws {
    try run("leader: { radius: 4 }") { run in
      let statistics = try #require(try run.statistics)
      let pair = try #require(
        statistics.pair(
          .init(clusterer: "leader", space: "visual"), over: .init(clusterer: "leader", space: "text"), score: "kappa"))
      #expect(pair.seedError == nil && pair.itemError ?? 0 > 0)
      let findings = try Findings(of: run).all.map(\.text)
      #expect(!findings.contains { $0.contains("one seed") }, "\(findings)")
      let sweep = try #require(try run.sweep(.init(rawValue: "leader-radius")))
      #expect(sweep.lines.map(\.isDeterministic) == [true, nil])
      #expect(sweep.lines.map { $0.points.map(\.trials.count) } == [[1, 1], [8, 8]])
      let stored = try #require(try run.labels(of: sweep.lines[0], in: sweep))
      #expect(stored.map(\.count) == [1, 1] && stored[0][0] != stored[1][0])
    }
  }

  /// Five methods are changed by seeds, and three are not: 20 / 4ˢ is below .05 from five seeds on, 5 / 2ˢ⁻¹ from eight.
  @Test func eachPairNeedsTheSeedsOfItsOwnTest() throws {
    try run("leader: { radius: 4 }, kmeans", seeds: 6) { run in
      let statistics = try #require(try run.statistics)
      #expect(statistics.fewestSeeds == 5 && statistics.fewestSeedsBesideDeterministic == 8)
      for pair in statistics.pairs where pair.holm < 0.05 {
        let deterministic = [pair.first, pair.second].count { run.plan.isDeterministic($0) }
        #expect(statistics.fewestSeeds(deterministic: deterministic) ?? 0 <= 6, "\(pair)")
      }
      let text = try StatisticsReport(statistics, of: run.run).text(as: .terminal).replacing("\n", with: " ")
      #expect(text.contains("between a method that seeds change and a deterministic one, 8 are enough."), "\(text)")
      #expect(!text.contains("any of these methods"))
    }
  }

  @Test func aRunOfThemAloneSaysNothingOfSeeds() throws {
    try run("leader: { radius: 4, on: [visual, text] }") { run in
      #expect(run.trials.count == 2 && !run.record.plan.hasSeeds)
      let statistics = try #require(try run.statistics)
      #expect(statistics.fewestSeeds == nil && statistics.stability.allSatisfy { $0.seeds == nil })
      let texts = try Findings(of: run).all.map(\.text) + SummaryTable(of: run).footnotes
      #expect(
        !texts.contains { $0.contains("seed") && !$0.contains("no seed") }, "\(texts)"
      )
      let page = try ReportPage(of: run, showing: RunFigures(of: run).groups(FigureKind.allCases)).write()
      #expect(try String(contentsOfFile: page, encoding: .utf8).contains("All methods are deterministic."))
      #expect(
        try RunFigures(of: run).redraw(FigureKind.allCases).paths.allSatisfy { !$0.contains("agreement") })
    }
  }

  @Test func theGateJudgesThemByTheItems() throws {
    try run("leader: { radius: 4, on: [visual, text] }") { run in
      let baseline = try Baseline(of: run)
      #expect(baseline.cells.allSatisfy { $0.isDeterministic == true } && baseline.fewSeedsNotice == nil)
      let report = try Gate(scores: ["kappa"]).report(of: run, against: baseline)
      #expect(report.cells.allSatisfy { $0.verdict == .unchanged })
    }
  }
}
