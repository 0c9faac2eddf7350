import Clustering
import Core
import Foundation
import Matrices
import Results
import Runs
import Stages
import TestSupport
import Testing

/// The Jaccard indices of clusters on resampled rows against their definition, on sets of the kind that Hennig (2007) looks
/// at: clusters that stand apart beside a homogeneous region (Fixtures/make_stability.py).
@Suite struct ClusterStabilityTests {
  struct Fixture: Decodable {
    struct Case: Decodable {
      let name: String
      let clusters: Int
      let rows: [[Double]]
      let labels: [Int32]
      let jaccard: [Double]
    }

    let cases: [Case]

    static func load() throws -> [Case] {
      let url = try #require(
        Bundle.module.url(forResource: "stability", withExtension: "json", subdirectory: "Fixtures"))
      return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url)).cases
    }
  }

  /// Returns the mean over 200 draws: 20 of each of ten seeds.
  private func jaccards(_ each: Fixture.Case) throws -> [Double] {
    let rows = Matrix(each.rows.map { $0.map(Float.init) })
    let partition = Partition(labels: each.labels, clusters: each.clusters)
    var sums = [Double](repeating: 0, count: each.clusters)
    for seed in 0..<10 {
      let trial = TrialRecord(
        TrialIdentity(space: "set", clusterer: "kmeans", seed: UInt64(seed)), clusters: each.clusters,
        objective: Objective(name: "inertia", value: 1), converged: true, scores: [:])
      let stability = ClusterStability(trial: trial, rows: rows, partition: partition)
      let found = try #require(stability.resamples(KMeans(clusters: each.clusters)))
      for cluster in found.clusters { sums[cluster.id] += cluster.jaccard / 10 }
    }
    return sums
  }

  @Test func indicesAndVerdictsAreThoseOfTheDefinition() throws {
    let cases = try Fixture.load()
    var verdicts: Set<ClusterStabilityVerdict> = []
    for each in cases {
      for (found, expected) in zip(try jaccards(each), each.jaccard) {
        // The standard errors of 200 and 150 draws are about .01 each.
        #expect(abs(found - expected) < 0.05, "\(each.name): \(found) for \(expected)")
        #expect(ClusterStabilityVerdict(jaccard: found) == ClusterStabilityVerdict(jaccard: expected), "\(each.name)")
        if let verdict = ClusterStabilityVerdict(jaccard: expected) { verdicts.insert(verdict) }
      }
    }
    #expect(verdicts.isSuperset(of: [.highlyStable, .doubtful, .untrusted]))
  }

  /// Hennig's reading: clusters that stand apart are highly stable, and parts of a cluster that chance has parted are not to be
  /// trusted.
  @Test func clustersThatStandApartAreStableAndRandomPartsAreNot() throws {
    let each = try #require(try Fixture.load().first { $0.name == "a square in two at random" })
    let found = try jaccards(each)
    #expect(found.count == 5 && found.prefix(3).allSatisfy { $0 >= 0.85 }, "\(found)")
    #expect(found.suffix(2).allSatisfy { $0 < 0.6 }, "\(found)")
  }

  private func stability(_ rows: [[Float]], _ clusterer: any Clusterer, clusters: Int) -> ClusterStability {
    let trial = TrialRecord(
      TrialIdentity(space: "set", clusterer: "density", seed: 1), clusters: clusters,
      objective: Objective(name: "none", value: 0), converged: true, scores: [:])
    let labels = rows.indices.map { Int32($0 % clusters) }
    return ClusterStability(trial: trial, rows: Matrix(rows), partition: Partition(labels: labels, clusters: clusters))
  }

  /// Forty clumps of fifty rows that stand apart: in draws of 1,000 rows most would be smaller than the smallest size.
  @Test(
    arguments: [HDBSCAN(minClusterSize: 30, minSamples: 5), DBSCAN(epsilon: 0.4, minSamples: 20)] as [any Clusterer])
  func methodsThatCountRowsAreDrawnAllRows(clusterer: any Clusterer) throws {
    let rows = Samples.groups(rows: 2_000, columns: 8, classes: 40, spread: 0.2)
    let stability = stability(rows, clusterer, clusters: 40)
    let found = try #require(stability.resamples(clusterer))
    #expect(found.rows == 2_000 && found.clusters.count == 40 && stability.leftOut(clusterer) == nil)
    #expect(found.clusters.allSatisfy { $0.jaccard > 0.85 }, "\(found.clusters.map(\.jaccard))")
  }

  @Test func whereAllRowsTakeTooLongThereIsAReasonAndNoIndex() throws {
    let rows = Samples.groups(rows: 7_000, columns: 40, classes: 4)
    let hdbscan = HDBSCAN(minClusterSize: 30)
    let stability = stability(rows, hdbscan, clusters: 4)
    #expect(stability.resamples(hdbscan) == nil)
    #expect(
      stability.leftOut(hdbscan)
        == "20 draws of all 7,000 rows would take too long, and its parameters count rows, so that they mean something else on "
        + "fewer")
    #expect(stability.leftOut(KMeans(clusters: 4)) == nil)
  }

  @Test(
    arguments: [
      (1, .highlyStable), (0.85, .highlyStable), (0.8499, .stable), (0.75, .stable), (0.7499, .doubtful),
      (0.6, .doubtful),
      (0.5999, .untrusted), (0, .untrusted), (.nan, nil),
    ] as [(Double, ClusterStabilityVerdict?)])
  func theThresholdsAreThoseOfHennig(jaccard: Double, verdict: ClusterStabilityVerdict?) {
    #expect(ClusterStabilityVerdict(jaccard: jaccard) == verdict)
  }
}
