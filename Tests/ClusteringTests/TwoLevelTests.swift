import Clustering
import Core
import Foundation
import Matrices
import Stages
import TestSupport
import Testing

/// Two levels of clusters.
@Suite struct TwoLevelTests {
  private func groups(_ rows: Int, seed: Seed = 1) -> (rows: Matrix, truth: [Int32]) {
    var stream = seed.stream("groups")
    let truth = (0..<rows).map { Int32($0 % 4) }
    return (
      Matrix(
        truth.map { group in
          (0..<6).map { Float(stream.gaussian() + ($0 == Int(group) ? 30 : 0)) }
        }), truth
    )
  }

  @Test(arguments: [true, false]) func farGroupsAreTheCoarseClusters(balanced: Bool) throws {
    let (rows, truth) = groups(800)
    let fit = try TwoLevel(clusters: 4, fine: 40, balanced: balanced).cluster(rows, seed: 0)
    #expect(adjustedRandIndex(fit.partition.labels, truth) == 1)
    #expect(fit.notices.contains { $0.kind == "two-level-sizes" && $0.message.contains("200 to 200") })
    #expect(fit.notices.count { $0.kind == "balance" } == (balanced ? 2 : 0))
  }

  @Test func aRowFollowsItsNearestFineCenterAlsoWhenItIsNew() throws {
    let rows = randomRows(600, 5, groups: 3, seed: 2)
    let method = TwoLevel(clusters: 3, fine: 30)
    let fit = try method.cluster(rows, seed: 1)
    let model = try #require(fit.model)
    let stored = try #require(model.stored)
    let (centers, coarse) = (try stored.table("centers"), try stored.list("coarse"))
    let fresh = randomRows(100, 5, groups: 3, seed: 9)
    for matrix in [rows, fresh] {
      let found = try model.predict(matrix).labels
      for row in 0..<matrix.rows {
        let squares = centers.map { center in
          zip(center, matrix.trueRow(row)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        }
        let nearest = try #require(squares.indices.min { squares[$0] < squares[$1] })
        #expect(found[row] == Int32(coarse[nearest]))
      }
    }
    #expect(try model.predict(rows) == fit.partition)
    let again = try #require(try method.model(of: stored))
    #expect(try again.predict(fresh) == model.predict(fresh))
    // The objective is the inertia of the fine clusters.
    let inertia = (0..<rows.rows).reduce(0.0) { sum, row in
      sum
        + (centers.map { center in zip(center, rows.trueRow(row)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } }
          .min() ?? 0)
    }
    #expect(abs(try #require(fit.objective).value - inertia) < 1e-6 * inertia)
  }

  /// A group of 12 rows at one place takes two clusters of equal size, of which one is the nearer, or both are as near.
  @Test func fineClustersWithoutRowsAreNamed() throws {
    let rows = Matrix((0..<24).map { [$0 < 12 ? 0 : Float($0) * 100, 1] })
    let fit = try TwoLevel(clusters: 2, fine: 6).cluster(rows, seed: 0)
    let note = try #require(fit.notices.first { $0.kind == "two-level-sizes" })
    #expect(note.message.contains("have 0 to 12 rows"), "\(note.message)")
    #expect(note.message.contains("left without rows: clusters have equal sizes only while they are fitted"))
  }

  @Test func threadsChangeNothing() throws {
    let rows = randomRows(2000, 12, groups: 6, seed: 4)
    let fits = try [1, 2, 4].map { threads in
      try Threads.$count.withValue(threads) { try TwoLevel(clusters: 5, fine: 60).cluster(rows, seed: 1) }
    }
    for fit in fits.dropFirst() { #expect(fit.partition == fits[0].partition && fit.objective == fits[0].objective) }
  }

  @Test func theOrderOfRowsDoesNotMatterForFarGroups() throws {
    let (rows, truth) = groups(400)
    var stream = Seed(5).stream("order")
    let order = stream.sample(400, of: 400)
    let fit = try TwoLevel(clusters: 4, fine: 20).cluster(rows.selecting(rows: order), seed: 0)
    #expect(adjustedRandIndex(fit.partition.labels, order.map { truth[$0] }) == 1)
  }

  @Test(arguments: [61, 1_000_000, 700_000_000, 2_147_483_647]) func moreClustersThanRowsAreRefusedForThat(
    clusters: Int
  ) throws {
    let rows = Matrix(rows: 60, columns: 2) { block in for row in 0..<60 { block[row, 0] = Float(row) } }
    let shape = Shape(rows: 60, columns: 2)
    for balanced in [true, false] {
      let method = TwoLevel(clusters: clusters, balanced: balanced)
      #expect(throws: ClusteringError(.tooFewRows(clusters: clusters, rows: 60))) {
        try method.check(rows, StageContext(seed: 0))
      }
      try method.check(shape)
      #expect((method.cost(shape)?.bytes ?? .max) < 1 << 40)
    }
  }

  @Test func badSettingsNameBothNumbers() throws {
    let rows = groups(50).rows
    #expect {
      try TwoLevel(clusters: 5, fine: 3).cluster(rows, seed: 0)
    } throws: { error in
      let error = error as? StageError
      return error?.parameter == "fine" && error?.cause.contains("3") == true && error?.cause.contains("5") == true
    }
    #expect(throws: StageError.self) { try TwoLevel(fine: 10).cluster(rows, seed: 0) }
    #expect(throws: ClusteringError(.tooFewRows(clusters: 51, rows: 50))) {
      try TwoLevel(clusters: 2, fine: 51).cluster(rows, seed: 0)
    }
    let note = try TwoLevel(clusters: 2).cluster(rows, seed: 0).notices.first { $0.kind == "fine-lowered" }
    #expect(note?.message.contains("5 fine clusters") == true)
  }
}
