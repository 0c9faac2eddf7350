import Clustering
import Core
import Datasets
import Experiments
import Features
import Foundation
import Fusion
import Gate
import Matrices
import Results
import Runs
import Scores
import Stages
import Statistics
import TestSupport
import Testing

/// The share of clusters that hold one class alone: a score against labels that is no function of the package's sums.
private struct PureClusters: ExternalScore {
  let name = "pure-clusters"
  let title = "Share of pure clusters"

  func score(_ table: ContingencyTable) -> Double {
    let classes = Dictionary(grouping: table.cells, by: \.column).mapValues(\.count)
    return Double(classes.values.count { $0 == 1 }) / Double(table.occupiedClusters)
  }
}

/// The number of rows in the largest cluster over that in the smallest: a score of the partition, of which less is better.
private struct Imbalance: InternalScore {
  let name = "imbalance"
  let title = "Largest over smallest cluster"
  let range = 1...Double.infinity
  let higherIsBetter = false

  func score(_ rows: Matrix, _ partition: Partition) throws -> InternalScoreResult {
    let sizes = Dictionary(grouping: partition.labels.filter { $0 >= 0 }) { $0 }.values.map(\.count)
    return InternalScoreResult(Double(sizes.max() ?? 1) / Double(sizes.min() ?? 1), of: partition)
  }
}

/// Rows of numbers with an id before them: `id|1 2 3`.
private struct BarImporter: FeatureImporter {
  let format = "bars"

  func accepts(_ file: FileBytes, extension suffix: String) -> Bool { suffix == "bars" }

  func read(_ file: FileBytes, at path: String, _ options: FeatureOptions) throws -> ImportedFeatures {
    let lines = (file.text ?? "").split(separator: "\n").map { $0.split(separator: "|") }
    return ImportedFeatures(
      exactly: lines.map { $0[1].split(separator: " ").compactMap { Double($0) } }, ids: lines.map { String($0[0]) })
  }
}

/// Scores and a format from outside the package, on their way through a run and all that reads it.
@Suite struct OutsideScoreTests {
  private static var vocabulary: Experiment.Vocabulary {
    var catalog = Catalog.standard
    catalog.scores += [PureClusters(), Imbalance()]
    catalog.importers.append(BarImporter())
    return Experiment.Vocabulary(catalog: catalog)
  }

  private func experiment(in folder: String, seeds: Int = 3) throws -> Experiment {
    let rows = Samples.groups(rows: 30, columns: 3, classes: 3, spread: 2, seed: 4)
    // The rows of the one file are in another order, so that its ids matter.
    let order = (0..<30).map { ($0 * 7) % 30 }
    let bars = order.map { "i\($0)|" + rows[$0].map { "\($0)" }.joined(separator: " ") }.joined(separator: "\n")
    try Samples.write(bars, to: folder + "/bars.bars")
    try Samples.write(
      "id,kind\n" + (0..<30).map { "i\($0),k\($0 % 3)" }.joined(separator: "\n") + "\n", to: folder + "/labels.csv")
    return try ExperimentFile.parse(
      """
      name: outside
      dataset: { labels: [{ table: labels.csv, column: kind }] }
      features: { bars: { file: bars.bars } }
      clusterers: [{ kmeans: { restarts: 1, name: once } }, gmm]
      scores: [pure-clusters, ari, imbalance]
      seeds: \(seeds)
      sweeps: { k: { values: [2, 3], clusterer: once } }
      """, file: folder + "/outside.yaml", vocabulary: Self.vocabulary)
  }

  @Test func valuesAreThoseOfTheDefinition() throws {
    try withFolder { folder in
      let run = try Runner(experiment(in: folder), into: RunFolder(path: folder + "/out")).run()
      let truth = try #require(try run.truth)
      for trial in run.trials {
        let partition = try run.partition(of: trial)
        #expect(try trial.scores["pure-clusters"] == PureClusters().score(partition, truth: truth))
        let sizes = Dictionary(grouping: partition.labels) { $0 }.values.map(\.count)
        #expect(trial.scores["imbalance"] == Double(sizes.max()!) / Double(sizes.min()!))
      }
      #expect(run.record.score("imbalance").lowerIsBetter && run.record.score("imbalance").isInternal)
      let sweep = try #require(try run.sweep(.k))
      #expect(sweep.scores.contains("pure-clusters"))
    }
  }

  @Test func statisticsAreTakenOfResampledTables() throws {
    try withFolder { folder in
      let run = try Runner(experiment(in: folder), into: RunFolder(path: folder + "/out")).run()
      let cells = try #require(try run.statistics).cells
      let pure = cells.filter { $0.score == "pure-clusters" }
      #expect(pure.count == 2 && pure.allSatisfy { ($0.low ?? 1) <= $0.mean && $0.mean <= ($0.high ?? 0) })
      #expect(cells.contains { $0.score == "imbalance" })
      // A score that is a function of the sums has the same interval when it is taken of resampled tables.
      let partitions = [5, 7, 9].map { (apart: Int) -> Partition in
        let labels = (0..<30).map { (item: Int) -> Int32 in Int32((item % apart == 0 ? item + 1 : item) % 3) }
        return Partition(labels: labels, clusters: 3)
      }
      let truth = try #require(try run.truth)
      let resampling = try Resampling(
        [SeededPartitions(partitions, seeds: [0, 1, 2])], truth: truth, scores: [AdjustedRandIndex(), SameAsARI()])
      let (own, other) = (resampling.estimate(score: 0, of: 0), resampling.estimate(score: 1, of: 0))
      #expect(abs(own.low - other.low) < 1e-12 && abs(own.high - other.high) < 1e-12 && own.low < own.high)
    }
  }

  @Test func theGateComparesTheirValues() throws {
    try withFolder { folder in
      let run = try Runner(experiment(in: folder), into: RunFolder(path: folder + "/out")).run()
      let baseline = try Baseline(of: run)
      let report = try Gate(scores: ["all"]).report(of: run, against: baseline)
      #expect(Set(report.cells.map(\.score)) == ["pure-clusters", "ari", "imbalance"])
      #expect(report.cells.filter { $0.score == "imbalance" }.allSatisfy { $0.lowerIsBetter && $0.difference == 0 })
    }
  }

  @Test func anUnknownScoreNamesTheNearestOfAll() throws {
    let text = "features: { a: a.npy }\nscores: [imbalanse]"
    let error = try #require(throws: ExperimentError.self) {
      try ExperimentFile.parse(text, file: "e.yaml", vocabulary: Self.vocabulary)
    }
    #expect(error.description.contains("imbalance"))
  }
}

/// The adjusted Rand index without a function of the sums.
private struct SameAsARI: ExternalScore {
  let name = "same"
  let title = "The same"
  let range = -0.5...1.0
  func score(_ table: ContingencyTable) -> Double { AdjustedRandIndex().score(table) }
}
