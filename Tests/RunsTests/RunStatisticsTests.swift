import Clustering
import Core
import Experiments
import Foundation
import Matrices
import Results
import Runs
import Scores
import Stages
import Statistics
import TestSupport
import Testing

/// The uncertainty of its scores that a run stores.
@Suite struct RunStatisticsTests {
  /// Two feature sets of overlapping groups, and two seeds of k-means with one start.
  private func experiment(in folder: String, seeds: Int = 3, labels: Bool = true, rows: Int = 120) throws -> Experiment
  {
    var visual = Samples.groups(rows: rows, columns: 5, classes: 4, spread: 6)
    visual[7][0] = .nan
    try Samples.table(visual, to: folder + "/visual.csv")
    try Samples.table(Samples.groups(rows: rows, columns: 4, classes: 4, spread: 4, seed: 2), to: folder + "/text.csv")
    try Samples.write("kind\n" + (0..<rows).map { "k\($0 % 4)\n" }.joined(), to: folder + "/labels.csv")
    let truth = Experiment.Labels(name: "kind", source: .table(.init(table: "labels.csv", column: "kind")))
    return Experiment(
      name: "sample", dataset: .init(labels: labels ? [truth] : []),
      features: ["visual", "text"].map { .init(name: $0, file: "\($0).csv", undefined: .drop) },
      spaces: [.init(name: "visual"), .init(name: "text")],
      clusterers: Experiment.defaultClusterers(k: labels ? nil : 4), seeds: Experiment.seeds(seeds),
      scores: ["kappa", "ari", "silhouette"], figures: [], folder: folder)
  }

  /// Kappa is then 0/0: it has neither intervals nor tests nor a chance level, and the other scores have theirs.
  @Test func labelsOfOneClassHaveNoKappa() throws {
    try withFolder { folder in
      var experiment = try experiment(in: folder)
      experiment.clusterers = Experiment.defaultClusterers(k: 4)
      try Samples.write("kind\n" + String(repeating: "k0\n", count: 120), to: folder + "/labels.csv")
      let run = try Runner(experiment, into: RunFolder(path: folder + "/out")).run()
      #expect(run.trials.count == 12 && run.trials.allSatisfy { $0.scores["kappa"]?.isNaN == true })
      let record = try #require(try run.statistics)
      #expect(record.cells.map(\.score) == ["ari", "silhouette"].flatMap { [String](repeating: $0, count: 4) })
      #expect(record.pairs.count == 6 && record.pairs.allSatisfy { $0.score == "ari" } && record.kappas.isEmpty)
      let table = try SummaryTable(of: run)
      #expect(table.rows.allSatisfy { $0.cells[0] == nil && $0.cells[1]?.mean == 0 })
      let notes = table.footnotes.filter { $0.contains("kappa") && $0.contains("undefined") }
      #expect(notes.count == 1 && notes[0].hasSuffix("kappa is undefined: all 119 scored items are of one class"))
    }
  }

  @Test func everyMethodPairTrialAndClusterIsLookedAt() throws {
    try withFolder { folder in
      let out = RunFolder(path: folder + "/out")
      let run = try Runner(experiment(in: folder), into: out).run()
      let record = try #require(try out.statistics())
      #expect(record.items == 119 && record.replicates == 1_000)
      #expect(
        record.cells.map(\.score) == ["kappa", "ari", "silhouette"].flatMap { [String](repeating: $0, count: 4) })
      #expect(record.pairs.count == 2 * 6 && record.kappas.count == 12 && record.stability.count == 4)
      for cell in record.cells {
        let values = run.trials(of: cell.method).compactMap { $0.scores[cell.score] }
        #expect(abs(cell.mean - values.reduce(0, +) / 3) < 1e-12 && cell.seeds == 3)
        let (low, high) = (try #require(cell.low), try #require(cell.high))
        #expect(low <= cell.mean && cell.mean <= high)
        #expect((cell.itemError == nil) == (cell.score == "silhouette"))
        #expect((cell.equalsBest == nil) == (cell.pToBest == nil))
      }
      for score in ["kappa", "ari"] {
        let cells = record.cells.filter { $0.score == score }
        let best = try #require(cells.max { $0.mean < $1.mean })
        #expect(cells.first { $0.pToBest == nil }?.mean == best.mean)
        for cell in cells where cell.method != best.method {
          #expect(cell.pToBest == record.pair(best.method, over: cell.method, score: score)?.holm)
        }
      }
      for kappa in record.kappas {
        let trial = try #require(run.trials.first { $0.identity == kappa.trial })
        #expect(abs(kappa.kappa - (trial.scores["kappa"] ?? 0)) < 1e-12)
        // Thirty items a class, but for the one that was dropped: more than one percent.
        #expect(kappa.accuracy == nil && kappa.classes == 4 && kappa.permutedMean > 0)
      }
      // Every two of four methods, each with three seeds.
      let agreements = try #require(record.agreements)
      #expect(agreements.count == 6 && agreements.allSatisfy { $0.low <= $0.difference && $0.difference <= $0.high })
      for stability in record.stability {
        #expect(stability.seeds?.items == 119)
        let seeds = try #require(stability.seeds)
        let (low, high) = (try #require(seeds.low), try #require(seeds.high))
        #expect(low <= seeds.meanAgreement && seeds.meanAgreement <= high)
        let cores = try #require(seeds.cores)
        #expect(cores.reduce(0) { $0 + $1.size } == 119)
        #expect(cores.reduce(0) { $0 + $1.stable } == 119 - seeds.changingItems)
        #expect(try #require(seeds.movers).allSatisfy { $0.item != 7 && $0.share < 1 })
        let resamples = try #require(stability.resamples)
        #expect(resamples.refits == 20 && resamples.rows == 119)
        #expect(resamples.clusters.reduce(0) { $0 + $1.size } == 119)
        #expect(resamples.clusters.allSatisfy { $0.jaccard > 0 && $0.jaccard <= 1 })
      }
    }
  }

  @Test func theStoredLabelsAreEnoughForAllButTheResampledClusters() throws {
    try withFolder { folder in
      let out = RunFolder(path: folder + "/out")
      let run = try Runner(experiment(in: folder), into: out).run()
      var stored = try #require(try out.statistics())
      let again = try RunStatistics(of: run).record()
      for position in stored.stability.indices { stored.stability[position].resamples = nil }
      stored.fingerprint = nil
      #expect(again == stored)
    }
  }

  @Test func theSameRunHasTheSameBytesForAnyNumberOfThreads() throws {
    try withFolder { folder in
      let texts = try [1, 2, 4].map { threads in
        try Threads.$count.withValue(threads) {
          let out = RunFolder(path: folder + "/out\(threads)")
          _ = try Runner(experiment(in: folder), into: out).run()
          return try String(contentsOfFile: out.path(of: "statistics.json"), encoding: .utf8)
        }
      }
      #expect(texts[0] == texts[1] && texts[0] == texts[2])
    }
  }

  @Test func oneSeedKnowsTheItemsAlone() throws {
    try withFolder { folder in
      let out = RunFolder(path: folder + "/out")
      _ = try Runner(experiment(in: folder, seeds: 1), into: out).run()
      let record = try #require(try out.statistics())
      for cell in record.cells {
        #expect(cell.seedError == nil && cell.deviation == nil)
        // The items have no part in the silhouette, so that one seed gives it no interval.
        #expect((cell.interval == nil) == (cell.score == "silhouette"), "\(cell)")
        #expect((cell.low == nil) == (cell.score == "silhouette") && (cell.high == nil) == (cell.low == nil))
      }
      #expect(record.pairs.allSatisfy { $0.seedError == nil } && record.stability.allSatisfy { $0.seeds == nil })
    }
  }

  @Test func withoutLabelsThereAreSeedsAndStability() throws {
    try withFolder { folder in
      let out = RunFolder(path: folder + "/out")
      _ = try Runner(experiment(in: folder, labels: false), into: out).run()
      let record = try #require(try out.statistics())
      #expect(record.items == nil && record.pairs.isEmpty && record.kappas.isEmpty)
      #expect(!record.cells.isEmpty && record.cells.allSatisfy { $0.itemError == nil && $0.seedError != nil })
      #expect(record.stability.count == 4)
    }
  }

  @Test func clustersThatAreThereAreFoundAgainAndOthersAreNot() throws {
    func trial(_ clusters: Int) -> TrialRecord {
      TrialRecord(
        TrialIdentity(space: "visual", clusterer: "kmeans", seed: 1), clusters: clusters,
        objective: Objective(name: "inertia", value: 1), converged: true, scores: [:])
    }
    func resamples(_ rows: [[Float]], clusters: Int) throws -> StatisticsRecord.Resamples {
      let kmeans = KMeans(clusters: clusters)
      let matrix = Matrix(rows)
      let fit = try kmeans.cluster(matrix, seed: 1)
      return try #require(
        ClusterStability(trial: trial(clusters), rows: matrix, partition: fit.partition).resamples(kmeans))
    }
    let apart = try resamples(Samples.groups(rows: 300, columns: 5, classes: 3, spread: 0.3), clusters: 3)
    #expect(apart.clusters.allSatisfy { $0.jaccard > 0.95 })
    let none = try resamples(Samples.groups(rows: 300, columns: 5, classes: 1, spread: 1), clusters: 5)
    #expect(none.clusters.allSatisfy { $0.jaccard < 0.75 })
  }

  @Test func whatTakesTooLongIsNotRefitted() throws {
    let rows = Matrix(Samples.groups(rows: 2_000, columns: 80, classes: 10))
    let trial = TrialRecord(
      TrialIdentity(space: "visual", clusterer: "gmm", seed: 1), clusters: 10,
      objective: Objective(name: "likelihood", value: 1), converged: true, scores: [:])
    let partition = Partition(labels: (0..<2_000).map { Int32($0 % 10) }, clusters: 10)
    let stability = ClusterStability(trial: trial, rows: rows, partition: partition)
    #expect(stability.resamples(GaussianMixture(clusters: 10, covariance: .full)) == nil)
  }
}
