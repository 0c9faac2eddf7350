import Core
import Experiments
import Foundation
import Matrices
import Report
import Results
import Runs
import TestSupport
import Testing

/// The nouns to which the clusters of a run point, and the weights of the parts of its fusions: stored, reused and shown.
@Suite struct RetrievedNamesTests {
  private static let rows = 90
  private static let names = ["cat", "dog", "fish"]

  /// Items of three groups; a noun and a caption for each, and others that are near to none.
  private func experiment(in folder: String, _ spaces: String, named: Bool = true) throws -> Experiment {
    func groups(_ rows: Int, _ seed: UInt64) -> [[Float]] {
      Samples.groups(rows: rows, columns: 4, classes: 3, spread: 0.5, seed: seed)
    }
    try Samples.table(groups(Self.rows, 1), to: folder + "/visual.csv")
    try Samples.write(
      "kind\n" + (0..<Self.rows).map { "\(Self.names[$0 % 3])\n" }.joined(), to: folder + "/labels.csv")
    try Samples.table(groups(3, 1), ids: named ? Self.names : nil, to: folder + "/nouns.csv")
    try Samples.table(groups(6, 1), ids: (0..<6).map { "a \(Self.names[$0 % 3]) \($0)" }, to: folder + "/captions.csv")
    return try ExperimentFile.parse(
      """
      name: nouns
      dataset: { labels: [{ table: labels.csv, column: kind }] }
      features: { visual: visual.csv }
      references: { nouns: nouns.csv, captions: captions.csv }
      seeds: 2
      spaces: \(spaces)
      clusterers: [kmeans: { k: 3 }]
      figures: [cards, maps, part-weights]
      tsne: { perplexity: 5, iterations: 20 }
      """, file: folder + "/e.yaml", vocabulary: Experiment.Vocabulary(figures: FigureKind.allCases.map(\.rawValue)))
  }

  private func run(_ experiment: Experiment, in folder: String) throws -> (run: StoredRun, clustered: Int) {
    var clustered = -1
    let run = try Runner(experiment, into: RunFolder(path: folder + "/out")) { event in
      if case .began(_, _, let counts) = event { clustered = counts.clustered }
    }.run()
    return (run, clustered)
  }

  private static let one =
    "[counterpart: { of: visual, vocabulary: nouns, centers: 3, per-center: 1, select: nearest, name: nouned }]"
  private static let three = """
    [visual,
     counterpart: { of: visual, vocabulary: nouns, centers: 3, per-center: 1, select: nearest, combine: replace, name: nouned, cluster: no },
     counterpart: { of: visual, vocabulary: captions, centers: 3, per-center: 2, select: nearest, combine: replace, name: told, cluster: no },
     adaptive: { of: [visual, nouned, told], name: fused }]
    """

  private func column(_ name: String, of table: StoredTable) throws -> [String] {
    let position = try #require(table.column(name), "\(table.header)")
    return table.rows.map { $0[position] }
  }

  @Test func everyClusterHasTheNounsOfItsItemsAndOfItsCenter() throws {
    try withFolder { folder in
      let (run, _) = try run(try experiment(in: folder, Self.one), in: folder)
      let stored = try #require(try run.members(of: run.methods[0]))
      let found = try #require(stored.record.retrieved)
      #expect(
        found.map(\.title) == ["nouns"] && found[0].space == "nouned" && found[0].clusters.map(\.id) == [0, 1, 2])
      let trial = try #require(run.trial(stored.record.trial))
      let labels = try run.partition(of: trial).labels
      for cluster in found[0].clusters {
        let item = try #require(labels.firstIndex(of: Int32(cluster.id)))
        #expect(cluster.items[0].text == Self.names[item % 3] && cluster.items[0].weight > 0.9)
        #expect(cluster.center[0].text == Self.names[item % 3] && cluster.center[0].weight > 0.9)
        #expect(cluster.items.reduce(0) { $0 + $1.weight } <= 1 + 1e-5)
      }
      let (items, centers) = (try column("nouns", of: stored.clusters), try column("center nouns", of: stored.clusters))
      for (row, cluster) in found[0].clusters.enumerated() {
        #expect(items[row] == cluster.items.map(\.shown).joined(separator: "; "))
        #expect(centers[row] == cluster.center.map(\.shown).joined(separator: "; "))
      }
      let text = try ClustersReport(of: run, method: "kmeans:nouned").text(as: .csv)
      #expect(text.contains("center nouns") && text.contains("fish ("))
    }
  }

  @Test func aRunThatUsesAllAgainKeepsThem() throws {
    try withFolder { folder in
      let experiment = try experiment(in: folder, Self.three)
      let first = try run(experiment, in: folder)
      let again = try run(experiment, in: folder)
      #expect(first.clustered == 4 && again.clustered == 0 && again.run.record == first.run.record)
      for method in first.run.methods {
        #expect(try again.run.members(of: method) == first.run.members(of: method))
      }
      #expect(try again.run.partWeights.map(\.record) == first.run.partWeights.map(\.record))
    }
  }

  @Test func clustersThatAUserNamesKeepTheirNouns() throws {
    try withFolder { folder in
      let experiment = try experiment(in: folder, Self.one)
      let (run, _) = try run(experiment, in: folder)
      let before = try #require(try run.members(of: run.methods[0]))
      try run.nameClusters([1: "mine"], in: before)
      let named = try StoredRun(in: run.folder)
      let after = try #require(try named.members(of: run.methods[0]))
      #expect(after.record.retrieved != nil && after.record.retrieved == before.record.retrieved)
      #expect(try column("nouns", of: after.clusters) == column("nouns", of: before.clusters))
      #expect(try ReportPage(of: named).html().contains("\"title\":\"nouns\""))
      // The tables of a run that keeps the names are the same.
      #expect(try self.run(experiment, in: folder).run.members(of: run.methods[0]) == after)
    }
  }

  @Test func severalVocabulariesAreNamed() throws {
    try withFolder { folder in
      let (run, _) = try run(try experiment(in: folder, Self.three), in: folder)
      let method = try #require(run.methods.first { $0.space == "fused" })
      let stored = try #require(try run.members(of: method))
      #expect(stored.record.retrieved?.map(\.title) == ["nouns", "captions"])
      #expect(stored.record.retrieved?.map(\.space) == ["nouned", "told"])
      let texts = try column("nouns", of: stored.clusters)
      #expect(texts.allSatisfy { $0.hasPrefix("nouns: ") && $0.contains(" | captions: a ") }, "\(texts)")
      // A space that reads no reference has none.
      let other = try #require(run.methods.first { $0.space == "visual" })
      let plain = try #require(try run.members(of: other))
      #expect(plain.record.retrieved == nil && plain.clusters.column("nouns") == nil)
      // The spaces between have their record and notes, though they are not clustered.
      #expect(run.record.numbers(of: "nouned")["centers"] == [3] && run.record.vocabulary(of: "told") != nil)
      #expect(run.record.notices.contains { $0.kind == "nouns-kept" && $0.message.hasPrefix("told: ") })
    }
  }

  @Test func aReferenceUsedTwiceIsNamedWithItsSpace() throws {
    try withFolder { folder in
      let spaces = """
        [counterpart: { of: visual, vocabulary: nouns, centers: 3, per-center: 1, combine: replace, name: a, cluster: no },
         counterpart: { of: visual, vocabulary: nouns, centers: 3, per-center: 1, name: b, cluster: no },
         concatenation: { of: [a, b], name: both }]
        """
      let (run, _) = try run(try experiment(in: folder, spaces), in: folder)
      let stored = try #require(try run.members(of: run.methods[0]))
      #expect(stored.record.retrieved?.map(\.title) == ["nouns of a", "nouns of b"])
    }
  }

  @Test func rowsWithoutNamesAreLeftOutWithANote() throws {
    try withFolder { folder in
      let (run, _) = try run(try experiment(in: folder, Self.one, named: false), in: folder)
      let stored = try #require(try run.members(of: run.methods[0]))
      #expect(stored.record.retrieved == nil && stored.clusters.column("nouns") == nil)
      let note = try #require(run.record.notices.first { $0.kind == "no-nouns" })
      #expect(note.message.contains("nouned have no nouns of nouns") && note.message.contains("names: sets them"))
    }
  }

  @Test func cardsAndPageShowTheNouns() throws {
    try withFolder { folder in
      let (run, _) = try run(try experiment(in: folder, Self.one), in: folder)
      let written = try RunFigures(of: run).redraw(
        [.cards], as: FigureStyle(formats: ["svg"]), into: folder + "/cards")
      let svg = try String(contentsOfFile: try #require(written.paths.first), encoding: .utf8)
      for text in ["nouns of the items", "nouns of the centre", "fish"] {
        #expect(svg.contains(">\(text)</text>"), "\(text)")
      }
      let page = try ReportPage(of: run).html()
      #expect(
        page.contains("\"nouns\":[{") && page.contains("\"title\":\"nouns\"") && page.contains("\"name\":\"fish\""))
    }
  }

  @Test func theWeightsOfThePartsAreStoredSummarizedAndDrawn() throws {
    try withFolder { folder in
      let (run, _) = try run(try experiment(in: folder, Self.three), in: folder)
      let weights = try run.partWeights
      #expect(weights.map(\.record.space) == ["fused"] && weights[0].record.parts == ["visual", "nouned", "told"])
      // Counterparts are made once a seed.
      #expect(weights[0].record.seed == 0 && weights[0].values.rows == Self.rows)
      for item in 0..<Self.rows {
        #expect(abs((0..<3).reduce(Float(0)) { $0 + weights[0].values[item, $1] } - 1) < 1e-5)
      }
      _ = try RunReport(of: run).write()
      let file = folder + "/out/part-weights.csv"
      let table = try StoredTable(csv: Data(contentsOf: URL(fileURLWithPath: file)), path: file)
      #expect(table.header == ["space", "labels", "class", "items", "part", "mean", "deviation"])
      #expect(table.rows.count == 3 + 9 && table.rows[0].prefix(5) == ["fused", "", "", "90", "visual"])
      for part in 0..<3 {
        let of = table.rows.filter { $0[4] == weights[0].record.parts[part] }
        let means = of.compactMap { Double($0[5]) }
        #expect(abs(means[0] - weights[0].record.means[part]) < 1e-5)
        // Classes of equal size.
        #expect(abs(means.dropFirst().reduce(0, +) / 3 - means[0]) < 1e-5)
        let values = (0..<Self.rows).filter { $0 % 3 == 0 }.map { Double(weights[0].values[$0, part]) }
        let mean = values.reduce(0, +) / 30
        let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 29).squareRoot()
        let first = try #require(of.first { $0[2] == "cat" })
        #expect(abs((Double(first[5]) ?? 0) - mean) < 1e-5 && abs((Double(first[6]) ?? 0) - deviation) < 1e-5)
      }
      let written = try RunFigures(of: run).redraw(
        [.partWeights], as: FigureStyle(formats: ["svg", "png", "pdf"]), into: folder + "/weights")
      #expect(
        written.paths.map { ($0 as NSString).lastPathComponent }.sorted() == [
          "part-weights.pdf", "part-weights.png", "part-weights.svg",
        ])
      let path = try #require(written.paths.first { $0.hasSuffix("svg") })
      let svg = try String(contentsOfFile: path, encoding: .utf8)
      for text in ["visual", "nouned", "told", "all items", "dog"] {
        #expect(svg.contains(">\(text)</text>"), "\(text)")
      }
    }
  }

  /// Two parts always weigh the same, so that there is nothing to draw.
  @Test func twoPartsHaveNoFigure() throws {
    try withFolder { folder in
      let spaces = """
        [visual,
         counterpart: { of: visual, vocabulary: nouns, centers: 3, per-center: 1, combine: replace, name: nouned, cluster: no },
         adaptive: { of: [visual, nouned] }]
        """
      let (run, _) = try run(try experiment(in: folder, spaces), in: folder)
      #expect(try run.partWeights.map(\.record.means) == [[0.5, 0.5]])
      #expect(try RunFigures(of: run).figures(.partWeights).isEmpty)
    }
  }
}
