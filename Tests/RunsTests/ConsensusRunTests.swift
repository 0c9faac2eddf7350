import Clustering
import Core
import Experiments
import Foundation
import Results
import Runs
import Stages
import TestSupport
import Testing

/// A consensus over the seeds of a run, as a method among the others.
@Suite struct ConsensusRunTests {
  private func experiment(
    _ clusterers: String, in folder: String, seeds: Int = 4, spaces: String = "[visual, text]"
  ) throws -> Experiment {
    for (name, seed) in [("visual", 1), ("text", 2)] {
      let rows = Samples.groups(rows: 120, columns: 4, classes: 4, spread: 5, seed: UInt64(seed))
      try Samples.table(rows, to: folder + "/\(name).csv")
    }
    try Samples.write("kind\n" + (0..<120).map { "k\($0 % 4)" }.joined(separator: "\n"), to: folder + "/labels.csv")
    return try ExperimentFile.parse(
      """
      dataset: { labels: [{ table: labels.csv, column: kind }] }
      features: { visual: visual.csv, text: text.csv }
      spaces: \(spaces)
      clusterers: [\(clusterers)]
      seeds: \(seeds)
      """, file: folder + "/consensus.yaml")
  }

  private func run(_ experiment: Experiment, in folder: String) throws -> (run: StoredRun, clustered: Int) {
    var clustered = -1
    let run = try Runner(experiment, into: RunFolder(path: folder + "/out")) { event in
      if case .began(_, _, let counts) = event { clustered = counts.clustered }
    }.run()
    return (run, clustered)
  }

  private func error(_ clusterers: String, seeds: Int = 4, spaces: String = "[visual, text]") throws -> StageError? {
    try withFolder { folder in
      let experiment = try experiment(clusterers, in: folder, seeds: seeds, spaces: spaces)
      return #expect(throws: StageError.self) { try run(experiment, in: folder) }
    }
  }

  @Test func itCombinesTheTrialsOfTheOtherMethodOnEachSpace() throws {
    try withFolder { folder in
      // It is named before the clusterer that it combines.
      let (run, clustered) = try run(experiment("consensus: kmeans, kmeans: { restarts: 1 }", in: folder), in: folder)
      #expect(clustered == 2 * (4 + 1) && run.trials.count == 10)
      for space in ["visual", "text"] {
        let method = RunPlan.Method(clusterer: "kmeans", space: space)
        let partitions = try run.trials(of: method).map { try run.partition(of: $0) }
        let own = run.trials(of: RunPlan.Method(clusterer: "consensus", space: space))
        #expect(partitions.count == 4 && own.count == 1 && own[0].seed == 0)
        let expected = try Consensus(clusters: 4).combine(partitions, StageContext(seed: 0))
        #expect(try run.partition(of: own[0]) == expected.partition)
        #expect(run.plan.isDeterministic(own[0].identity.method) && own[0].files?[TrialFile.strengths.rawValue] != nil)
      }
      let statistics = try #require(try run.statistics)
      let stability = try #require(statistics.stability.first { $0.method.clusterer == "consensus" })
      #expect(stability.seeds == nil && stability.resamples?.refits == 20)
    }
  }

  @Test func aSpaceOfEachSeedHasOneConsensus() throws {
    try withFolder { folder in
      let spaces = "[visual, umap: { of: text, dimensions: 2, neighbors: 10 }]"
      let (run, _) = try run(
        experiment("kmeans, consensus: kmeans", in: folder, seeds: 3, spaces: spaces), in: folder)
      let space = try #require(run.plan.spaces.last)
      let partitions = try run.trials(of: .init(clusterer: "kmeans", space: space)).map { try run.partition(of: $0) }
      let own = run.trials(of: .init(clusterer: "consensus", space: space))
      #expect(own.count == 1 && partitions.count == 3)
      let expected = try Consensus(clusters: 4).combine(partitions, StageContext(seed: 0))
      #expect(try run.partition(of: own[0]) == expected.partition)
    }
  }

  @Test func itFollowsTheOtherMethodAndTheSeeds() throws {
    try withFolder { folder in
      func clustered(_ clusterers: String, seeds: Int = 4) throws -> Int {
        try run(experiment(clusterers, in: folder, seeds: seeds), in: folder).clustered
      }
      let counts = [
        try clustered("kmeans, consensus: kmeans"), try clustered("kmeans, consensus: kmeans"),
        try clustered("kmeans, consensus: kmeans", seeds: 5),
        try clustered("kmeans: { restarts: 3 }, consensus: kmeans", seeds: 5),
        try clustered("kmeans: { restarts: 3 }, consensus: { of: kmeans, k: 3 }", seeds: 5),
      ]
      // More seeds add one trial and another consensus for each space.
      #expect(counts == [10, 0, 4, 12, 2])
    }
  }

  @Test func itTakesTheNumberOfClustersAndTheSpacesOfTheOtherMethod() throws {
    try withFolder { folder in
      let (run, _) = try run(
        experiment("kmeans: { k: 6, \"on\": visual }, consensus: kmeans", in: folder), in: folder)
      let own = run.trials.filter { $0.clusterer == "consensus" }
      #expect(own.map(\.space) == ["visual"] && own.map(\.clusters) == [6])
    }
  }

  @Test func methodsThatCannotBeCombinedAreNamed() throws {
    let unknown = try error("kmeans, consensus: k-means")
    #expect(unknown?.cause == "the experiment has no clusterer k-means" && unknown?.hint == "name one of kmeans")
    let fixed = try error("agglomerative, consensus: agglomerative")
    #expect(fixed?.cause.contains("finds the same clusters of visual under all 4 seeds") == true)
    #expect(try error("kmeans, consensus: kmeans", seeds: 1)?.cause.contains("1 seed") == true)
    let itself = try error("kmeans, consensus: consensus")
    #expect(itself?.cause == "consensus combines partitions itself")
    let given = try error("labels: { table: labels.csv, column: kind }, kmeans, consensus: labels")
    #expect(given?.cause == "labels is one partition from a file, the same under all seeds")
    #expect(given?.hint == "name one of kmeans")
    let elsewhere = try error("kmeans: { \"on\": visual }, consensus: { of: kmeans, \"on\": text }")
    #expect(elsewhere?.cause == "kmeans does not cluster text")
    #expect(elsewhere?.parameter == "of" && elsewhere?.isOfRows == false)
  }

  /// k-means cannot form so many clusters of few different rows: both are gaps, and the rest runs.
  @Test func aGapOfTheOtherMethodIsOneOfTheConsensus() throws {
    try withFolder { folder in
      let experiment = try experiment("kmeans: { k: 50 }, consensus: kmeans", in: folder)
      let same = [[Float]](repeating: [1, 2], count: 60) + [[Float]](repeating: [2, 1], count: 60)
      try Samples.table(same, to: folder + "/text.csv")
      let (run, _) = try run(experiment, in: folder)
      let gaps = try #require(run.record.gaps)
      #expect(Set(gaps.map(\.trial.space)) == ["text"])
      #expect(Set(gaps.map(\.trial.clusterer)) == ["kmeans", "consensus"] && run.trials.count == 5)
    }
  }

  @Test func anyNumberOfThreadsGivesTheSameBytes() throws {
    try withFolder { folder in
      let experiment = try experiment("kmeans: { restarts: 1 }, consensus: kmeans", in: folder)
      let labels = try [1, 2, 4].map { threads in
        try Threads.$count.withValue(threads) {
          let run = try Runner(experiment, into: RunFolder(path: folder + "/out\(threads)")).run()
          return try run.trials.map { try run.partition(of: $0) }
        }
      }
      #expect(labels[0] == labels[1] && labels[0] == labels[2])
    }
  }
}
