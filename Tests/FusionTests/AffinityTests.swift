import Clustering
import Core
import Fusion
import Matrices
import Stages
import Testing

/// The mean of graphs of neighbors, and spectral clustering of it.
@Suite struct AffinityTests {
  /// Rows on a line, whose nearest are the next ones.
  private func line(_ places: [Float]) -> Matrix { Matrix(places.map { [$0] }) }

  private func graph(of space: Space) throws -> NeighborGraph {
    try #require(space.rows.structure as? NeighborGraph)
  }

  private func weight(_ graph: NeighborGraph, _ one: Int, _ other: Int) -> Double {
    let edges = graph.starts[one]..<graph.starts[one + 1]
    return edges.first { graph.columns[$0] == Int32(other) }.map { graph.weights[$0] } ?? 0
  }

  @Test func theWeightsAreTheMeanOfTheNormalizedOnes() throws {
    // Pairs 0–1 and 2–3 in one part, 0–2 and 1–3 in the other: each edge has weight 1 and both ends degree 1.
    let parts = [line([0, 1, 10, 11]), line([0, 10, 1, 11])]
    let method = Affinity(neighbors: 2, weights: [0.25, 0.75], normalize: .none)
    let graph = try graph(of: method.make(parts))
    #expect(weight(graph, 0, 1) == 0.25 && weight(graph, 2, 3) == 0.25)
    #expect(weight(graph, 0, 2) == 0.75 && weight(graph, 3, 1) == 0.75)
    #expect(weight(graph, 0, 3) == 0 && graph.edges == 4)
  }

  @Test func aRowThatChoseAloneHasHalfAnEdge() throws {
    // 0–1 choose each other, 2 chooses 1: degrees 1, 3/2, 1/2.
    let part = line([0, 1, 3])
    let graph = try graph(of: Affinity(neighbors: 2, normalize: .none).make([part, part]))
    #expect(abs(weight(graph, 0, 1) - 1 / 1.5.squareRoot()) < 1e-12)
    #expect(abs(weight(graph, 2, 1) - 0.5 / (1.5 * 0.5).squareRoot()) < 1e-12)
  }

  /// Three groups, of which each part tells one from the two others.
  private func parts(_ count: Int) -> (parts: [Matrix], truth: [Int32]) {
    var stream = Seed(4).stream("parts")
    let truth = (0..<count).map { Int32($0 % 3) }
    func part(_ place: (Int32) -> Double) -> Matrix {
      Matrix(truth.map { group in [Float(10 * place(group) + stream.gaussian()), Float(stream.gaussian())] })
    }
    return ([part { $0 == 2 ? 1 : 0 }, part { $0 == 0 ? 1 : 0 }], truth)
  }

  @Test func spectralClustersTheGraphWithEdgesOfAllParts() throws {
    let (parts, truth) = parts(240)
    let space = try Affinity(neighbors: 40, normalize: .none).make(parts)
    let fit = try Spectral(clusters: 3).cluster(space.rows, seed: 0)
    // Each pair of groups is told apart by one part at least, and rows of one group are near in both.
    let table = zip(fit.partition.labels, truth).reduce(into: [[Int32]: Int]()) { $0[[$1.0, $1.1], default: 0] += 1 }
    #expect(table.values.filter { $0 > 30 }.reduce(0, +) > 225)
    // The graph alone decides: another neighbors of the clusterer changes nothing.
    #expect(try Spectral(clusters: 3, neighbors: 3).cluster(space.rows, seed: 0).partition == fit.partition)
    // Coordinates are those of the parts side by side.
    #expect(space.rows == (try Concatenation(normalize: .none).make(parts).rows))
  }

  @Test func otherMethodsRefuseTheGraphWithTheWayOut() throws {
    let rows = try Affinity().make(parts(60).parts).rows
    let methods: [any Clusterer] = [
      KMeans(clusters: 3), GaussianMixture(clusters: 3), HDBSCAN(), Agglomerative(clusters: 3), DBSCAN(),
      MiniBatchKMeans(clusters: 3), BalancedKMeans(clusters: 3), Consensus(clusters: 3), TwoLevel(clusters: 3),
    ]
    for method in methods {
      #expect {
        try method.check(rows)
      } throws: { error in
        guard let error = error as? ClusteringError else { return false }
        return error.isOfRows && error.cause.contains("60 rows") && error.hint.contains("spectral")
      }
      #expect(throws: ClusteringError.self) { try method.cluster(rows, seed: 0) }
    }
  }

  @Test func selectedRowsKeepTheirEdgesAndCopiesLieTogether() throws {
    let part = line([0, 1, 3, 9])
    let rows = try Affinity(neighbors: 2, normalize: .none).make([part, part]).rows
    let whole = try #require(rows.structure as? NeighborGraph)
    let some = try #require(rows.selecting(rows: [2, 1, 1]).structure as? NeighborGraph)
    #expect(some.rows == 3 && weight(some, 0, 1) == weight(whole, 2, 1) && weight(some, 0, 2) == weight(whole, 2, 1))
    #expect(weight(some, 1, 2) == weight(whole, 1, 0))
    #expect(weight(some, 1, 2) == weight(some, 2, 1))
  }

  @Test func theOrderOfRowsAndThreadsDoNotMatter() throws {
    let parts = parts(1500).parts
    let one = try Threads.$count.withValue(1) { try graph(of: Affinity().make(parts)) }
    for threads in [2, 4] {
      let other = try Threads.$count.withValue(threads) { try graph(of: Affinity().make(parts)) }
      #expect(other.columns == one.columns && other.weights == one.weights)
    }
    let order = Seed(1).shuffled(1500)
    let turned = try graph(of: Affinity().make(parts.map { $0.selecting(rows: order) }))
    for row in stride(from: 0, to: 1500, by: 7) {
      for edge in turned.starts[row]..<turned.starts[row + 1] {
        let found = weight(one, order[row], order[Int(turned.columns[edge])])
        #expect(abs(found - turned.weights[edge]) < 1e-12)
      }
    }
  }
}

extension Seed {
  fileprivate func shuffled(_ count: Int) -> [Int] {
    var stream = stream("order")
    return stream.sample(count, of: count)
  }
}
