import Clustering
import Core
import Experiments
import Foundation
import Fusion
import Report
import Results
import Runs
import Stages
import TestSupport
import Testing

/// What each part of a fused space brings: coalitions, shares, classes, storage and reuse.
@Suite struct AttributionTests {
  private static let rows = 120
  private static let pair = "[visual, text, concatenation: { of: [visual, text] }]"

  /// Four classes; the pictures tell the first two from each other and from the rest, the texts the last two.
  private func experiment(
    in folder: String, _ spaces: String = AttributionTests.pair, _ more: String = "attribution: yes"
  ) throws -> Experiment {
    func side(_ known: Set<Int>, _ seed: UInt64) -> [[Float]] {
      var stream = Seed(seed).stream("attribution test")
      return (0..<Self.rows).map { row in
        let kind = known.contains(row % 4) ? row % 4 : 9
        return (0..<4).map { column in
          (column == kind % 4 ? Float(kind == 9 ? 0 : 4) : 0) + 0.4 * Float(stream.gaussian()) + 1
        }
      }
    }
    try Samples.table(side([0, 2], 1), to: folder + "/visual.csv")
    try Samples.table(side([1, 3], 2), to: folder + "/text.csv")
    try Samples.table(Samples.groups(rows: Self.rows, columns: 3, classes: 2, spread: 9), to: folder + "/noise.csv")
    try Samples.write("kind\n" + (0..<Self.rows).map { "k\($0 % 4)\n" }.joined(), to: folder + "/labels.csv")
    return try ExperimentFile.parse(
      """
      name: parts
      dataset: { labels: [{ table: labels.csv, column: kind }] }
      features: { visual: visual.csv, text: text.csv, noise: noise.csv }
      seeds: 5
      scores: [kappa, accuracy, silhouette]
      spaces: \(spaces)
      clusterers: [kmeans: { k: 4, restarts: 1 }]
      figures: [attribution]
      \(more)
      """, file: folder + "/e.yaml", vocabulary: Experiment.Vocabulary(figures: FigureKind.allCases.map(\.rawValue)))
  }

  private func run(_ experiment: Experiment, in folder: String, out: String = "/out") throws -> StoredRun {
    try Runner(experiment, into: RunFolder(path: folder + out)).run()
  }

  @Test func sharesAddUpAndClassesAreDecidedByTheirPart() throws {
    try withFolder { folder in
      let run = try run(experiment(in: folder), in: folder)
      let record = try #require(try run.attribution)
      let line = try #require(record.lines.first)
      #expect(record.lines.count == 1 && line.parts == ["visual", "text"] && line.seeds.count == 5)
      #expect(line.scores.map(\.score) == ["kappa", "accuracy"] && line.scores.map(\.empty) == [0, 0.25])
      for score in line.scores {
        let shapley = score.shares.compactMap { $0.shapley?.mean }
        #expect(abs(shapley.reduce(0, +) - (score.whole - score.empty)) < 1e-12 && shapley.count == 2)
        let trials = run.trials.filter { $0.space == "concatenation" }.compactMap { $0.scores[score.score] }
        #expect(abs(trials.reduce(0, +) / 5 - score.whole) < 1e-12)
        // Of two parts, the Shapley value is the mean of both ways to join.
        for share in score.shares {
          let (first, last) = (try #require(share.alone?.mean), try #require(share.leaveOneOut?.mean))
          #expect(abs(try #require(share.shapley?.mean) - (first + last) / 2) < 1e-12)
          #expect(try #require(share.shapley?.low) <= (first + last) / 2)
        }
      }
      #expect(line.coalitions.map(\.parts) == [["visual"], ["text"], ["visual", "text"]])
      #expect(line.coalitions.map(\.form) == [.fusion, .fusion, .whole])
      #expect(line.classes.map(\.name) == ["k0", "k1", "k2", "k3"] && line.classes.allSatisfy { $0.items == 30 })
      for item in line.classes where item.isDecided(at: record.level) {
        #expect(item.leader == (["k0", "k2"].contains(item.name) ? "visual" : "text"))
      }
      let summary = try #require(record.summaries(of: "kappa").first)
      #expect(summary.shares.count == 2 && summary.shares[0].shapley.mean >= summary.shares[1].shapley.mean)
    }
  }

  @Test func theRunReusesItAndDropsItWhenItIsNotAskedFor() throws {
    try withFolder { folder in
      let first = try run(experiment(in: folder), in: folder)
      let bytes = try Data(contentsOf: URL(fileURLWithPath: folder + "/out/attribution.json"))
      let plan = try Runner(experiment(in: folder), into: first.folder).plan()
      #expect(plan.lines.contains { $0.contains("concatenation to 2 parts: 10 reused (2 coalitions, by kmeans)") })
      _ = try run(experiment(in: folder), in: folder)
      #expect(try Data(contentsOf: URL(fileURLWithPath: folder + "/out/attribution.json")) == bytes)
      let cost = try Runner(experiment(in: folder), into: RunFolder(path: folder + "/new")).plan()
      #expect(cost.lines.contains { $0.contains("concatenation to 2 parts: 10 to cluster") })
      let without = try run(experiment(in: folder, Self.pair, ""), in: folder)
      #expect(
        try without.attribution == nil && !FileManager.default.fileExists(atPath: folder + "/out/attribution.json"))
      let other = try Runner(
        experiment(in: folder, Self.pair, ""), into: RunFolder(path: folder + "/new")
      ).plan()
      #expect(other.operations < cost.operations && !other.lines.contains { $0.hasPrefix("attribution") })
    }
  }

  @Test func threadsDoNotChangeIt() throws {
    try withFolder { folder in
      let records = try [1, 4].map { threads in
        try Threads.$count.withValue(threads) {
          _ = try run(experiment(in: folder), in: folder, out: "/out\(threads)")
          return try Data(contentsOf: URL(fileURLWithPath: folder + "/out\(threads)/attribution.json"))
        }
      }
      #expect(records[0] == records[1])
    }
  }

  @Test func everyFusionHasAFormForEachCoalition() throws {
    try withFolder { folder in
      let spaces = """
        [concatenation: { of: [visual, text, noise], weights: [0.5, 0.3, 0.2] },
         pca-average: { of: [visual, text], dimensions: 2 }, cca: { of: [visual, text], dimensions: 2 },
         late: { of: [visual, text, noise] }]
        """
      let experiment = try experiment(in: folder, spaces)
      #expect(experiment.attributedSpaces.map(\.name) == ["concatenation", "pca-average", "cca", "late"])
      let forms = experiment.attributedSpaces.map { Set(($0.coalitions ?? []).map(\.form)) }
      #expect(forms == [[.fusion], [.weight], [.part], [.fusion]])
      #expect(experiment.attributedSpaces.map { $0.coalitions?.count } == [6, 2, 2, 6])
      let pair = try #require(experiment.attributedSpaces[0].coalitions?.first { $0.mask == 0b101 }?.space)
      #expect(pair.inputs == ["visual", "noise"])
      let weights = try #require(pair.weightedFusion?.weights)
      #expect(abs(weights[0] - 5.0 / 7) < 1e-12 && abs(weights[1] - 2.0 / 7) < 1e-12)
      let run = try run(experiment, in: folder)
      let record = try #require(try run.attribution)
      #expect(record.lines.map(\.method.space) == ["concatenation", "pca-average", "cca", "late"])
      for line in record.lines {
        let kappa = line.scores[0]
        #expect(abs(kappa.shares.compactMap { $0.shapley?.mean }.reduce(0, +) - kappa.whole) < 1e-9)
      }
      let names = try RunFigures(of: run).figures(.attribution).map(\.name)
      #expect(names.first == "attribution" && names.contains("attribution-classes-kmeans@cca") && names.count == 5)
      let text = try StatisticsReport(
        #require(try run.statistics), of: run.run, attribution: record
      ).text(as: .terminal)
      #expect(text.contains("Shares of the parts") && text.contains("Classes by part"))
      #expect(
        text.replacing("\n", with: " ").contains("A part alone of cca is the part as it is: the fusion needs several."))
    }
  }

  @Test func moreThanFourPartsAreLeftOutOneByOne() {
    let space = Experiment.Space(Concatenation(), of: ["a", "b", "c", "d", "e"])
    #expect(space.coalitions?.map(\.space.inputs.count) == [4, 4, 4, 4, 4])
    #expect(Experiment.Space(name: "a").coalitions == nil)
  }

  @Test(arguments: [
    ("attribution: [text]", "fused space"), ("attribution: maybe", "attribution"), ("attribution: [late]", "late"),
  ]) func theKeyNamesFusedSpaces(line: String, word: String) throws {
    try withFolder { folder in
      do {
        _ = try experiment(in: folder, Self.pair, line)
        Issue.record("it was read")
      } catch {
        #expect("\(error)".contains(word))
      }
    }
  }

  @Test func theStoredFormIsReadBack() throws {
    try withFolder { folder in
      for line in ["attribution: yes", "attribution: [concatenation]", "attribution: no"] {
        let experiment = try experiment(in: folder, Self.pair, line)
        let stored = try JSONEncoder().encode(experiment.json)
        let again = try ExperimentFile.parse(
          String(decoding: stored, as: UTF8.self), file: folder + "/e.yaml",
          vocabulary: Experiment.Vocabulary(figures: FigureKind.allCases.map(\.rawValue)))
        #expect(again.attribution == experiment.attribution)
      }
    }
  }

  @Test func withoutLabelsOrPartsItIsAnError() throws {
    try withFolder { folder in
      var unlabelled = try experiment(in: folder)
      unlabelled.dataset.labels = []
      #expect(throws: RunError(.attributionWithoutLabels)) { try run(unlabelled, in: folder) }
      let single = try experiment(in: folder, "[visual]")
      #expect(throws: RunError(.nothingToAttribute(space: nil, known: []))) { try run(single, in: folder) }
    }
  }
}
