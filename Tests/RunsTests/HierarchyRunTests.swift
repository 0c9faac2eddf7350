import Core
import Experiments
import Figures
import Foundation
import Report
import Results
import Runs
import TestSupport
import Testing

/// Hierarchical methods and spaces with components, from the experiment to their figures.
@Suite struct HierarchyRunTests {
  private static let vocabulary = Experiment.Vocabulary(figures: FigureKind.allCases.map(\.rawValue))

  private func run(_ settings: String, labelled: Bool = true, in folder: String) throws -> StoredRun {
    try Samples.table(Samples.groups(rows: 60, columns: 5, classes: 3, spread: 0.1, seed: 1), to: folder + "/f.csv")
    let kinds = (0..<60).map { "k\($0 % 3)" }.joined(separator: "\n")
    try Samples.write("kind\n\(kinds)\n", to: folder + "/labels.csv")
    let experiment = try ExperimentFile.parse(
      """
      name: trees
      dataset: { \(labelled ? "labels: [{ table: labels.csv, column: kind }]" : "") }
      features: { f: { file: f.csv } }
      seeds: 2
      \(settings)
      """, file: folder + "/trees.yaml", vocabulary: Self.vocabulary)
    return try Runner(experiment, into: RunFolder(path: folder + "/out")).run()
  }

  @Test func theTreeIsStoredCutAndDrawn() throws {
    try withFolder { folder in
      let run = try run("clusterers: [kmeans, agglomerative]\nspaces: [f]", in: folder)
      let trials = run.trials.filter { $0.clusterer == "agglomerative" }
      // No seed changes it.
      #expect(trials.count == 1 && trials[0].clusters == 3 && trials[0].scores["kappa"] == 1)
      let tree = try #require(try run.tree(of: trials[0]))
      #expect(tree.merges.count == 59)
      let cut = try #require(tree.cut(into: 3))
      #expect(tree.merges.count { $0.distance <= cut } == 57)
      let figures = try RunFigures(of: run).figures(.dendrogram)
      #expect(figures.map(\.name) == ["dendrogram-agglomerative"])
      #expect(try RunFigures(of: run).redraw([.dendrogram]).paths.isEmpty == false)
    }
  }

  /// Each method has its figure: all clusterers of a kind, on all of their spaces.
  @Test func everyMethodIsDrawn() throws {
    try withFolder { folder in
      let run = try run(
        """
        clusterers: [agglomerative, agglomerative: { linkage: average, name: upgma }, hdbscan, dbscan]
        spaces: [f, pca: { of: f, dimensions: 1, name: p }]
        """, in: folder)
      let figures = try RunFigures(of: run)
      for (kind, clusterers) in [
        (FigureKind.dendrogram, ["agglomerative", "upgma", "hdbscan"]), (.condensed, ["hdbscan"]),
        (.distances, ["dbscan"]),
      ] {
        let names = try figures.figures(kind).map(\.name)
        let expected = try clusterers.flatMap { clusterer in
          let best = try #require(run.run.representativeTrial(of: clusterer))
          let name = "\(kind.rawValue)-\(clusterer)"
          return [name, "\(name)@\(best.space == "f" ? "p" : "f")"]
        }
        #expect(names == expected)
      }
    }
  }

  @Test func aDistanceFindsItsClustersWithoutLabels() throws {
    try withFolder { folder in
      let given = try run(
        "clusterers: [agglomerative: { k: 3, linkage: average }]\nspaces: [f]", labelled: false, in: folder)
      let cut = try #require(try given.tree(of: given.trials[0])?.cut(into: 3))
      let run = try run(
        "clusterers: [agglomerative: { distance: \(cut), linkage: average }]\nspaces: [f]", labelled: false, in: folder)
      #expect(run.trials[0].clusters == 3)
      let table = try SummaryTable(of: run)
      #expect(table.showsClusters && table.rows[0].clusters?.mean == 3 && table.rows[0].noise?.mean == 0)
    }
  }

  /// Of more clusters than rows of the figure, the last merges: none is missing silently.
  @Test(arguments: [40, 100, 120])
  func aTreeOfManyClustersIsDrawnTruncated(clusters: Int) throws {
    try withFolder { folder in
      try Samples.table(Samples.groups(rows: 240, columns: 5, classes: 3, spread: 0.1, seed: 1), to: folder + "/f.csv")
      let captions = (0..<240).map { "a picture of thing\($0 % 3)" }.joined(separator: "\n")
      try Samples.write(captions + "\n", to: folder + "/captions.txt")
      func run(_ settings: String, to out: String) throws -> StoredRun {
        let experiment = try ExperimentFile.parse(
          """
          name: trees
          dataset: { captions: captions.txt }
          features: { f: { file: f.csv } }
          spaces: [f]
          clusterers: [agglomerative: { \(settings) }]
          figures: [dendrogram]
          """, file: folder + "/trees.yaml", vocabulary: Self.vocabulary)
        return try Runner(experiment, into: RunFolder(path: folder + "/" + out)).run()
      }
      let given = try run("k: \(clusters)", to: "k")
      let cut = try #require(try given.tree(of: given.trials[0])?.cut(into: clusters))
      let found = try run("distance: \(cut)", to: "distance")
      #expect(found.trials[0].clusters == clusters)
      for stored in [given, found] {
        let groups = try RunFigures(of: stored).groups([.dendrogram])
        let figure = try #require(groups.first?.figures.first).figure
        let svg = String(decoding: try figure.data(format: .svg), as: UTF8.self)
        let isTruncated = clusters > 80
        #expect(figure.subtitle.contains("the last \(isTruncated ? 79 : 39) merges of 240 items"))
        #expect(figure.subtitle.contains("the cut into \(clusters) clusters"))
        #expect(figure.note.contains("more clusters than the figure has room for") == isTruncated)
        #expect((svg.firstRange(of: #/>[0-9]+ clusters(:|<)/#) != nil) == isTruncated)
      }
    }
  }

  @Test func theExplainedVarianceIsStoredAndDrawn() throws {
    try withFolder { folder in
      let run = try run(
        "clusterers: [kmeans]\nspaces: [f, pca: { of: f, dimensions: 4 }, chain: { of: f, steps: [l2, pca: 2], name: c }]",
        in: folder)
      let shares = try #require(run.record.explainedVariance(of: "f-pca"))
      #expect(shares.count == 4 && shares.reduce(0, +) <= 1 + 1e-9 && shares == shares.sorted(by: >))
      #expect(run.record.explainedVariance(of: "c")?.count == 2 && run.record.explainedVariance(of: "f") == nil)
      #expect(try RunFigures(of: run).figures(.variance).map(\.name) == ["variance"])
      #expect(try RunFigures(of: run).redraw([.variance]).paths.isEmpty == false)
    }
  }

  /// They name all figures but those that came later.
  @Test func runsOfFormerVersionsThatAskedForAllFiguresStillDo() {
    let former = FigureKind.allCases.filter {
      ![.variance, .partWeights, .dendrogram, .condensed, .distances, .parameters, .attribution].contains($0)
    }
    let record = RunRecord(
      name: "old", experiment: ["figures": .array(former.map { .string($0.rawValue) })],
      plan: RunPlan(spaces: ["f"], clusterers: ["kmeans"], seeds: [0], scores: ["kappa"]), version: "0.1",
      platform: Platform(processor: "", cores: 1, system: "", swift: "", blas: ""), dataset: DatasetSummary(items: 1))
    #expect(FigureKind.asked(of: record).contains(.dendrogram))
  }
}
