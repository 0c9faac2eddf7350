import Clustering
import Core
import Experiments
import Foundation
import Fusion
import Matrices
import Results
import Runs
import Stages
import TestSupport
import Testing

/// Graphs of several spaces and late fusion on their way through a run.
@Suite struct FusionRunTests {
  private func run(_ spaces: String, _ rest: String, labels: Bool = true, in folder: String) throws -> StoredRun {
    for (name, seed) in [("visual", 1), ("text", 2)] {
      let rows = Samples.groups(rows: 120, columns: 4, classes: 4, spread: 5, seed: UInt64(seed))
      try Samples.table(rows, to: folder + "/\(name).csv")
    }
    try Samples.write("kind\n" + (0..<120).map { "k\($0 % 4)" }.joined(separator: "\n"), to: folder + "/labels.csv")
    let experiment = try ExperimentFile.parse(
      """
      dataset: { \(labels ? "labels: [{ table: labels.csv, column: kind }]" : "") }
      features: { visual: visual.csv, text: text.csv }
      spaces: \(spaces)
      seeds: 2
      \(rest)
      """, file: folder + "/fusion.yaml")
    return try Runner(experiment, into: RunFolder(path: folder + "/out")).run()
  }

  @Test func spectralClustersAGraphAndOtherMethodsAreGapsWithTheReason() throws {
    try withFolder { folder in
      let run = try run(
        "[text, affinity: { of: [visual, text], weights: [.3, .7] }, l2: { of: affinity }]",
        "clusterers: [kmeans, spectral]\nsweeps: { weights: { values: [0, .3, 1], clusterer: spectral } }", in: folder)
      #expect(run.trials.contains { $0.space == "affinity" && $0.clusterer == "spectral" })
      let gaps = try #require(run.record.gaps)
      #expect(Set(gaps.map(\.trial.space)) == ["affinity", "affinity-l2"])
      let own = try #require(gaps.first { $0.trial.space == "affinity" })
      #expect(own.trial.clusterer == "kmeans" && own.cause.contains("graph") && own.hint.contains("spectral"))
      #expect(gaps.first { $0.trial.space == "affinity-l2" }?.cause.contains("needs coordinates") == true)
    }
  }

  @Test func theConsensusOfLateFusionCombinesThePartitionsOfItsSpace() throws {
    try withFolder { folder in
      let run = try run(
        "[late: { of: [visual, text], partitions: 3, weights: [.6, .4] }]",
        "clusterers: [consensus, kmeans]\nsweeps: { weights: { values: [0, .5, .6, 1] } }", in: folder)
      #expect(run.trials.count == 4 && (run.record.gaps ?? []).isEmpty)
      // The number of classes is the number of clusters of each partition.
      let parts = ["visual", "text"].map { name in
        Samples.groups(rows: 120, columns: 4, classes: 4, spread: 5, seed: name == "visual" ? 1 : 2)
      }
      let space = try Late(clusters: 4, partitions: 3, weights: [0.6, 0.4]).make(parts.map { .init($0) }, seed: 0)
      let expected = try Consensus(clusters: 4).cluster(space.rows, seed: 0)
      let trial = try #require(run.trials.first { $0.clusterer == "consensus" && $0.seed == 0 })
      #expect(try run.partition(of: trial) == expected.partition)
    }
  }

  @Test func withoutLabelsLateFusionSaysHowManyClustersItTook() throws {
    try withFolder { folder in
      let run = try run(
        "[late: { of: [visual, text] }]", "clusterers: [consensus: { k: 4 }]\nscores: [silhouette]", labels: false,
        in: folder)
      #expect(run.record.notices.contains { $0.kind == "late-clusters" && $0.message.contains("10 clusters") })
    }
  }
}
