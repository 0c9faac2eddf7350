import Clustering
import Core
import Foundation
import Matrices
import Stages
import TestSupport
import Testing

/// Spectral clustering against scikit-learn's (Fixtures/make_spectral.py) and against graphs whose eigenvectors are known.
@Suite struct SpectralTests {
  struct Fixture: Decodable {
    struct Case: Decodable {
      let name: String
      let clusters, neighbors: Int
      let rows: [[Double]]
      let labels: [Int32]
    }

    let cases: [Case]

    static func load() throws -> [Case] {
      let url = try #require(
        Bundle.module.url(forResource: "spectral", withExtension: "json", subdirectory: "Fixtures"))
      return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url)).cases
    }
  }

  @Test func setsWithAGapFallIntoTheClustersOfScikitLearn() throws {
    let cases = try Fixture.load()
    #expect(cases.count > 4)
    for each in cases {
      let rows = Matrix(each.rows.map { $0.map(Float.init) })
      let fit = try Spectral(clusters: each.clusters, neighbors: each.neighbors).cluster(rows, seed: 1)
      let index = adjustedRandIndex(fit.partition.labels, each.labels)
      #expect(index >= 0.98, "\(each.name) \(index)")
      #expect(!fit.notices.contains { $0.kind == "not-converged" }, "\(each.name)")
    }
  }

  /// A ring of rows, each with its next two: the eigenvalues are those of waves, each but the first twice. Rows of their
  /// embedding depend on the angle between them alone.
  @Test(arguments: [(60, 1, 3), (2000, 1, 3), (2000, 1, 5), (700, 3, 9), (900, 2, 2)])
  func ringsHaveTheEigenvectorsOfWaves(size: Int, rings: Int, clusters: Int) throws {
    let rows = size * rings
    let next = (0..<rows).flatMap { row -> [Int32] in
      let (ring, place) = (row / size * size, row % size)
      return [1, 2].map { Int32(ring + (place + $0) % size) }
    }
    let graph = NeighborGraph(next, rows: rows, neighbors: 2)
    #expect(graph.componentSizes == Array(repeating: size, count: rings))
    let embedding = try SpectralEmbedding(of: graph, clusters: clusters)
    #expect(embedding.converged)
    // The waves that each ring has beside the constant one, in pairs.
    let waves = (clusters / rings - 1) / 2
    for one in stride(from: 0, to: rows, by: rows / 11) {
      for other in stride(from: 0, to: rows, by: rows / 13) {
        let product = zip(embedding.rows.trueRow(one), embedding.rows.trueRow(other)).reduce(0) { $0 + $1.0 * $1.1 }
        let angle = 2 * Double.pi * Double(one - other) / Double(size)
        let sum = (0..<waves).reduce(1) { $0 + 2 * cos(Double($1 + 1) * angle) }
        let expected = one / size == other / size ? sum / Double(1 + 2 * waves) : 0
        #expect(abs(product - expected) < 1e-3, "\(one) \(other): \(product) for \(expected)")
      }
    }
  }

  /// All at once and by subspace iteration: 512 rows and one more in a place of its own.
  @Test func bothWaysToTheEigenvectorsGiveTheSameClusters() throws {
    let rows = randomRows(513, 4, groups: 3, seed: 6)
    let whole = try Spectral(clusters: 3).cluster(rows.selecting(rows: Array(0..<512)), seed: 0)
    let sought = try Spectral(clusters: 3).cluster(rows, seed: 0)
    #expect(adjustedRandIndex(whole.partition.labels, Array(sought.partition.labels.prefix(512))) > 0.99)
  }

  @Test func theObjectiveIsTheNormalizedCut() throws {
    // A path of four rows: 0 – 1 – 2 – 3, whose ends chose their neighbours alone.
    let graph = NeighborGraph([1, 2, 1, 2], rows: 4, neighbors: 1)
    // Weights ½, 1, ½; degrees ½, 1½, 1½, ½.
    #expect(graph.normalizedCut([0, 0, 1, 1], clusters: 2) == 1)
    #expect(graph.normalizedCut([0, 1, 1, 1], clusters: 2) == 1 + 1.0 / 7)
    #expect(graph.normalizedCut([0, 0, 0, 0], clusters: 1) == 0)
    let rows = randomRows(300, 3, groups: 2, seed: 1)
    let fit = try Spectral(clusters: 2).cluster(rows, seed: 0)
    #expect(fit.objective?.name == "normalized cut" && fit.objective?.value ?? -1 >= 0)
  }

  @Test func componentsThatAreTheClustersAreFoundWithANote() throws {
    let points = (0..<800).map { row -> [Float] in
      let (group, place) = (row % 4, row / 4)
      return [Float(100 * group + place % 20), Float(place / 20)]
    }
    let rows = Matrix(points)
    let fit = try Spectral(clusters: 4, neighbors: 6).cluster(rows, seed: 0)
    #expect(adjustedRandIndex(fit.partition.labels, (0..<800).map { Int32($0 % 4) }) == 1)
    #expect(fit.notices.contains { $0.kind == "graph-components" && $0.message.contains("4 components") })
  }

  @Test func moreComponentsThanClustersJoinTheNearest() throws {
    // Lines of 40, 40 and 12 rows, the last one near the second.
    let lines = [0..<40, 1000..<1040, 1200..<1212]
    let points = lines.joined().map { place -> [Float] in [Float(place), 0] }
    let fit = try Spectral(clusters: 2, neighbors: 4).cluster(Matrix(points), seed: 0)
    let expected = [Int32](repeating: 0, count: 40) + [Int32](repeating: 1, count: 52)
    #expect(fit.partition.labels == expected)
    let note = try #require(fit.notices.first { $0.kind == "graph-components" })
    #expect(note.message.contains("3 components, more than the 2 clusters"))
  }

  @Test func threadsAndSharedWorkChangeNothing() throws {
    let rows = randomRows(1500, 12, groups: 6, seed: 4)
    let fits = try [1, 2, 4].map { threads in
      try Threads.$count.withValue(threads) { try Spectral(clusters: 7).cluster(rows, seed: 1) }
    }
    #expect(fits.allSatisfy { $0.partition == fits[0].partition && $0.objective == fits[0].objective })
    let shared = SharedWork()
    for _ in 0..<2 {
      let again = try Spectral(clusters: 7).cluster(rows, StageContext(seed: 1, shared: shared))
      #expect(again.partition == fits[0].partition)
    }
  }

  /// With five of six rows each leaves one of the others out, the farthest; two leave each other out.
  @Test(
    arguments: [
      (6, "is complete"), (20, "is complete"), (5, "is nearly complete"), (4, nil), (3, nil),
    ] as [(Int, String?)])
  func aGraphOfAllEdgesHasANote(neighbors: Int, text: String?) throws {
    let rows = Matrix([[0, 1], [0, 2], [0, 3], [9, 9], [9, 8], [9, 7]])
    let found = try Spectral(clusters: 2, neighbors: neighbors).cluster(rows, seed: 0)
    let note = found.notices.first { $0.kind == "few-rows" }?.message
    #expect((note != nil) == (text != nil))
    #expect(
      note.map { $0.contains(text ?? "") && $0.hasSuffix("; use fewer neighbors, such as 3") } ?? true, "\(note ?? "")")
  }

  @Test func fewRowsAndStrangeSettings() throws {
    let few = try Spectral(clusters: 2).cluster(Matrix([[0, 1], [0, 2], [9, 9], [9, 8]]), seed: 0)
    #expect(few.partition.labels.count == 4 && few.notices.contains { $0.kind == "few-rows" })
    #expect(try Spectral(clusters: 1).cluster(Matrix([[1, 2]]), seed: 0).partition.labels == [0])
    #expect(throws: StageError.self) { try Spectral().cluster(Matrix([[1], [2]]), seed: 0) }
    #expect(throws: StageError.self) { try Spectral(clusters: 2, neighbors: 1).cluster(Matrix([[1], [2]]), seed: 0) }
    #expect(throws: ClusteringError(.tooFewRows(clusters: 4, rows: 2))) {
      try Spectral(clusters: 4).cluster(Matrix([[1], [2]]), seed: 0)
    }
    #expect(throws: ClusteringError(.tooFewDistinctRows(clusters: 2, distinct: 1))) {
      try Spectral(clusters: 2).cluster(Matrix(Array(repeating: [1, 2], count: 30)), seed: 0)
    }
    #expect(throws: ClusteringError.self) {
      try Spectral(clusters: 100_000).check(Shape(rows: 2_000_000_000, columns: 20))
    }
  }
}
