import Core
import Experiments
import Foundation
import Matrices
import Results
import Runs
import TestSupport
import Testing

/// The details that a run keeps of the clusters of its best method.
@Suite struct ClusterDetailsTests {
  private let trial = TrialIdentity(space: "visual", clusterer: "kmeans", seed: 3)

  /// Rows of three groups of random sizes; row 1 is not a number and so left out.
  private func inputs(in folder: String, rows: [[Float]]) throws -> Inputs {
    try Samples.table(rows, to: folder + "/visual.csv")
    return try Inputs(
      Experiment(
        name: "details", features: [.init(name: "visual", file: "visual.csv", undefined: .drop)],
        spaces: [.init(name: "visual")], clusterers: Experiment.defaultClusterers(k: 3), folder: folder))
  }

  private func withDetails(
    rows count: Int = 60, _ body: (ClusterDetails, [[Float]], [Int32]) throws -> Void
  ) throws {
    try withFolder { folder in
      var rows = Samples.groups(rows: count, columns: 5, classes: 3, spread: 3)
      rows[1][0] = .nan
      let inputs = try inputs(in: folder, rows: rows)
      // The clusters of all rows, uneven; cluster 3 is empty.
      let labels = (0..<count).map { Int32($0 % 7 == 0 ? 0 : $0 % 3 == 0 ? 1 : 2) }
      let partition = Partition(labels: inputs.items.map { labels[$0] }, clusters: 4)
      let matrix = Matrix(inputs.items.map { rows[$0] })
      try body(ClusterDetails(trial: trial, rows: matrix, partition: partition, inputs: inputs), rows, labels)
    }
  }

  @Test func nearestAndFarthestAreThoseByDistanceFromTheMean() throws {
    try withDetails { details, rows, labels in
      let record = details.cards().record
      #expect(record.trial == trial && record.total == 3 && record.height == 0)
      #expect(record.clusters.map(\.size) == record.clusters.map(\.size).sorted(by: >))
      for cluster in record.clusters {
        let members = labels.indices.filter { labels[$0] == cluster.id && $0 != 1 }
        #expect(cluster.size == members.count)
        let center = (0..<5).map { column in
          members.reduce(0.0) { $0 + Double(rows[$1][column]) } / Double(members.count)
        }
        func distance(_ item: Int) -> Double {
          zip(rows[item], center).reduce(0) { $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1) }
        }
        let ranked = members.sorted { distance($0) < distance($1) }
        #expect(cluster.nearest == Array(ranked.prefix(8)))
        #expect(cluster.farthest == Array(ranked.dropFirst(8).suffix(4).reversed()))
      }
    }
  }

  @Test func ofManyClustersOnlyTheLargestHaveACard() throws {
    try withDetails { details, _, _ in
      let (all, some) = (details.cards().record, details.cards(most: 2).record)
      #expect(some.clusters == Array(all.clusters.prefix(2)) && some.total == 3)
    }
  }

  @Test func silhouettesAreThoseOfTheItemsOrOfASample() throws {
    try withDetails { details, _, labels in
      let all = try details.silhouettes()
      #expect(all.items.sorted() == (0..<60).filter { $0 != 1 })
      #expect(all.record.sampleSeed == nil && all.record.clustered == 59)
      #expect(abs(all.record.mean - all.values.reduce(0, +) / 59) < 1e-12)
      let some = try details.silhouettes(limit: 20)
      #expect(some.items.count == 20 && some.record.sampleSeed == 3 && some.record.clustered == 59)
      let value = Dictionary(uniqueKeysWithValues: zip(all.items, all.values))
      for (item, sampled) in zip(some.items, some.values) { #expect(abs(sampled - (value[item] ?? 9)) < 1e-12) }
      #expect(Set(some.items.map { labels[$0] }) == [0, 1, 2])
    }
  }

  @Test func nothingDependsOnTheThreads() throws {
    try withDetails(rows: 400) { details, _, _ in
      let one = try Threads.$count.withValue(1) { (details.cards(), try details.silhouettes(limit: 100)) }
      let four = try Threads.$count.withValue(4) { (details.cards(), try details.silhouettes(limit: 100)) }
      #expect(one.0.record == four.0.record)
      #expect(one.1.items == four.1.items && one.1.values == four.1.values && one.1.record == four.1.record)
    }
  }
}
