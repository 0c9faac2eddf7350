import Clustering
import Core
import Matrices
import Stages
import Testing

/// Clusterers by the cosine of rows that are multiples of few directions: their distances are 0, not the rounding of lengths.
@Suite struct SharedDirectionTests {
  private static let line = Matrix((1...60).map { number in [1, 2, 3].map { Float(number) * $0 } })
  private static let two = Matrix(
    (1...30).map { number in [1, 2, 3].map { Float(number) * $0 } }
      + (1...30).map { number in [3, 1, 2].map { Float(number) * $0 } })

  @Test func hdbscanFindsTheDirections() throws {
    let found = try HDBSCAN(minClusterSize: 5, metric: .cosine).cluster(Self.two, seed: 0)
    #expect(found.partition.labels == (0..<60).map { $0 < 30 ? 0 : 1 })
    let single = try HDBSCAN(minClusterSize: 5, allowSingleCluster: true, metric: .cosine).cluster(Self.line, seed: 0)
    #expect(single.partition.labels == [Int32](repeating: 0, count: 60))
    let tree = try #require(single.tree)
    #expect((0..<tree.rows).allSatisfy { tree[$0, 2] == 0 })
  }

  @Test func dbscanFindsTheDirectionsWithoutADistance() throws {
    let one = try DBSCAN(metric: .cosine).cluster(Self.line, seed: 0)
    #expect(one.partition.labels == [Int32](repeating: 0, count: 60))
    let two = try DBSCAN(metric: .cosine).cluster(Self.two, seed: 0)
    #expect(two.partition.labels == (0..<60).map { $0 < 30 ? 0 : 1 })
  }

  @Test(arguments: [Agglomerative.Linkage.single, .average, .complete]) func mergesAreAtDistanceZero(
    linkage: Agglomerative.Linkage
  ) throws {
    let found = try Agglomerative(clusters: 2, linkage: linkage, metric: .cosine).cluster(Self.two, seed: 0)
    #expect(found.partition.labels == (0..<60).map { $0 < 30 ? 0 : 1 })
    let tree = try #require(found.tree)
    #expect((0..<tree.rows).count { tree[$0, 2] > 0 } == 1)
  }

  /// Multiples of (1, 2, 3), which single precision rounds, and of one column, whose cosine is 1 exactly.
  @Test(arguments: [[0.1, 0.2, 0.3], [0.1]]) func moreClustersThanDirectionsAreRefused(direction: [Double]) throws {
    let rows = Matrix((1...60).map { factor in direction.map { Float($0 * Double(factor)) } })
    let refusal = ClusteringError(.tooFewDirections(clusters: 3, found: 1))
    #expect(throws: refusal) {
      try Agglomerative(clusters: 3, linkage: .average, metric: .cosine).cluster(rows, seed: 0)
    }
    #expect(throws: refusal) { try KMeans(clusters: 3, metric: .spherical).check(rows, StageContext(seed: Seed(0))) }
    let found = try HDBSCAN(metric: .cosine).cluster(rows, seed: 0)
    #expect(found.notices.contains { $0.kind == "one-direction" })
    let cut = try Agglomerative(linkage: .average, distance: 0.1, metric: .cosine).cluster(rows, seed: 0)
    #expect(cut.notices.map(\.kind) == ["one-cluster"] && !cut.notices[0].message.contains("gives"))
  }
}
