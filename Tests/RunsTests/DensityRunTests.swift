import Core
import Experiments
import Foundation
import Report
import Results
import Runs
import TestSupport
import Testing

/// Density methods, from the experiment to their figures.
@Suite struct DensityRunTests {
  private func run(_ clusterers: String, in folder: String) throws -> StoredRun {
    let groups = Samples.groups(rows: 90, columns: 4, classes: 3, spread: 0.1, seed: 1)
    let far: [[Float]] = (1...5).map { row in (0..<4).map { Float(row * row * 40 + $0 * 7) } }
    try Samples.table(groups + far, to: folder + "/f.csv")
    let kinds = (0..<95).map { $0 < 90 ? "k\($0 % 3)" : "NA" }.joined(separator: "\n")
    try Samples.write("kind\n\(kinds)\n", to: folder + "/labels.csv")
    let experiment = try ExperimentFile.parse(
      """
      name: density
      dataset: { labels: [{ table: labels.csv, column: kind }] }
      features: { f: { file: f.csv } }
      spaces: [f]
      clusterers: [\(clusterers)]
      """, file: folder + "/density.yaml",
      vocabulary: Experiment.Vocabulary(figures: FigureKind.allCases.map(\.rawValue)))
    return try Runner(experiment, into: RunFolder(path: folder + "/out")).run()
  }

  @Test func theHierarchyIsStoredAndDrawn() throws {
    try withFolder { folder in
      let run = try run("hdbscan: { min-cluster-size: 10 }", in: folder)
      let trial = try #require(run.trials.first)
      #expect(run.trials.count == 1 && trial.clusters == 3 && trial.noise == 5)
      let labels = try run.partition(of: trial).labels
      let tree = try #require(try run.condensedTree(of: trial, rows: 95))
      // A cluster holds its rows, and no others, however deep they leave.
      let chosen = tree.clusters(of: labels, count: 3)
      #expect(Set(chosen.compactMap(\.self)).count == 3)
      for (row, parent) in tree.parents.enumerated() {
        var above: [Int] = [parent]
        while let next = tree.clusters[above[above.count - 1]].parent { above.append(next) }
        let label = chosen.firstIndex { $0.map(above.contains) ?? false }
        #expect(label.map { Int32($0) } ?? Partition.noise == labels[row])
        #expect(tree.lambdas[row] >= tree.clusters[parent].birth)
      }
      let figures = try RunFigures(of: run)
      #expect(try figures.figures(.condensed).map(\.name) == ["condensed-hdbscan"])
      #expect(try figures.figures(.distances).isEmpty && figures.figures(.dendrogram).isEmpty)
      #expect(try figures.redraw([.condensed]).paths.isEmpty == false)
    }
  }

  @Test func theDistancesAreStoredAndDrawn() throws {
    try withFolder { folder in
      let run = try run("dbscan: { min-samples: 4 }", in: folder)
      let trial = try #require(run.trials.first)
      let facts = try #require(trial.neighborDistances)
      let distances = try #require(try run.neighborDistances(of: trial))
      #expect(facts.neighbor == 3 && distances.count == 95 && distances == distances.sorted())
      // The elbow lies at one of them.
      #expect(distances.contains { abs($0 - facts.threshold) <= 1e-6 * facts.threshold })
      #expect(trial.noise == 5 && trial.clusters == 3)
      #expect(try RunFigures(of: run).figures(.distances).map(\.name) == ["k-distances-dbscan"])
      #expect(try RunFigures(of: run).redraw([.distances]).paths.isEmpty == false)
    }
  }

  @Test func aHierarchyThatIsNoneIsAnError() throws {
    try withFolder { folder in
      let run = try run("hdbscan: { min-cluster-size: 10 }", in: folder)
      #expect(throws: ResultsError.self) { try run.condensedTree(of: run.trials[0], rows: 94) }
    }
  }
}
