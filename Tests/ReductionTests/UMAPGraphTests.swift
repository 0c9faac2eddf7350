import Core
import Matrices
import Reduction
import TestSupport
import Testing

@Suite struct UMAPGraphTests {
  @Test func theFixtureIsThere() throws {
    let fixture = try #require(UMAPFixture.shared)
    #expect(fixture.graphs.count == 5 && fixture.curves.count == 8 && fixture.layouts.count == 4)
    #expect(fixture.transforms.count == 2)
  }

  @Test(arguments: UMAPFixture.shared?.curves ?? []) func theCurveIsThatOfUmapLearn(curve: [Double]) {
    let fitted = LayoutCurve(minDist: curve[0], spread: curve[1])
    #expect(abs(fitted.a - curve[2]) < 1e-5 * curve[2], "\(fitted.a)")
    #expect(abs(fitted.b - curve[3]) < 1e-5 * curve[3], "\(fitted.b)")
  }

  private func memberships(_ graph: UMAPFixture.Graph) -> NeighborMemberships {
    NeighborMemberships(
      indices: graph.indices, distances: graph.distances, count: graph.neighbors - 1,
      localConnectivity: graph.localConnectivity)
  }

  @Test(arguments: UMAPFixture.shared?.graphs ?? []) func widthsAreThoseOfUmapLearn(graph: UMAPFixture.Graph) {
    let memberships = memberships(graph)
    for row in graph.rho.indices {
      #expect(abs(memberships.rho[row] - graph.rho[row]) <= 1e-4 * max(graph.rho[row], 1e-3))
      #expect(abs(memberships.sigma[row] - graph.sigma[row]) <= 1e-3 * graph.sigma[row], "\(row)")
    }
  }

  @Test(arguments: UMAPFixture.shared?.graphs ?? []) func weightsAreThoseOfUmapLearn(graph: UMAPFixture.Graph) {
    let found = MembershipGraph(memberships(graph), mix: graph.mix)
    var weights: [[Int]: Double] = [:]
    for row in 0..<found.rows {
      for entry in found.offsets[row]..<found.offsets[row + 1] where Int(found.columns[entry]) > row {
        weights[[row, Int(found.columns[entry])]] = Double(found.weights[entry])
      }
    }
    for edge in graph.edges {
      let weight = weights.removeValue(forKey: [Int(edge[0]), Int(edge[1])]) ?? -1
      #expect(abs(weight - edge[2]) <= 1e-4, "\(edge) \(weight)")
    }
    // What umap-learn leaves out weighs nothing.
    #expect(weights.values.allSatisfy { $0 < 1e-4 })
  }

  @Test func theGraphIsSymmetricAndPrunedBySumsOfEpochs() {
    let rows = randomRows(200, 4, seed: 3)
    let nearest = NearestNeighbors(of: rows, count: 9)
    let memberships = NeighborMemberships(
      indices: nearest.indices, distances: nearest.squaredDistances.map { Double($0).squareRoot() }, count: 9,
      localConnectivity: 1)
    let graph = MembershipGraph(memberships, mix: 1)
    func entries(_ graph: MembershipGraph) -> [[Int]: Float] {
      var found: [[Int]: Float] = [:]
      for row in 0..<graph.rows {
        let range = graph.offsets[row]..<graph.offsets[row + 1]
        #expect(graph.columns[range].elementsEqual(graph.columns[range].sorted()))
        for entry in range { found[[row, Int(graph.columns[entry])]] = graph.weights[entry] }
      }
      return found
    }
    let all = entries(graph)
    #expect(all.allSatisfy { all[[$0.key[1], $0.key[0]]] == $0.value && $0.key[0] != $0.key[1] })
    let kept = entries(graph.pruned(epochs: 20))
    let least = (all.values.max() ?? 0) / 20
    #expect(kept == all.filter { $0.value >= least } && kept.count < all.count)
  }

  /// The components of a graph, by following edges from each row.
  @Test func componentsAreWhatEdgesJoin() {
    let graph = MembershipGraph(
      offsets: [0, 1, 2, 2, 3, 5, 6], columns: [1, 0, 4, 3, 5, 4], weights: [1, 1, 1, 1, 0.5, 0.5])
    let (labels, count) = graph.components()
    #expect(labels == [0, 0, 1, 2, 2, 2] && count == 3)
    let part = graph.part([3, 4, 5], places: [0, 1, 0, 0, 1, 2])
    #expect(part.offsets == [0, 1, 3, 4] && part.columns == [1, 0, 2, 1] && part.weights == [1, 1, 0.5, 0.5])
  }

  /// 0 and 1 in turn, along the ring that a row and its next neighbour make, are known in closed form.
  @Test(arguments: [40, 500]) func theSmoothestFunctionsOnARingAreItsWaves(rows: Int) throws {
    let graph = MembershipGraph(
      offsets: (0...rows).map { 2 * $0 },
      columns: (0..<rows).flatMap { row in [(row + rows - 1) % rows, (row + 1) % rows].sorted().map { Int32($0) } },
      weights: [Float](repeating: 1, count: 2 * rows))
    let found = try #require(SmoothFunctions.of(graph, count: 2))
    // A wave of one period and its shift: on a circle of radius √(2 / rows), at equal steps.
    for row in 0..<rows {
      let (x, y) = (Double(found[row, 0]), Double(found[row, 1]))
      let (nextX, nextY) = (Double(found[(row + 1) % rows, 0]), Double(found[(row + 1) % rows, 1]))
      let radius = 2 / Double(rows)
      #expect(abs(x * x + y * y - radius) < 0.02 * radius)
      let step = (nextX - x) * (nextX - x) + (nextY - y) * (nextY - y)
      let angle = 2 * Double.pi / Double(rows)
      #expect(abs(step - radius * angle * angle) < 0.1 * radius * angle * angle)
    }
  }

  @Test func fewRowsHaveNoFunctionsForManyDimensions() {
    let graph = MembershipGraph(offsets: [0, 1, 2], columns: [1, 0], weights: [1, 1])
    #expect(SmoothFunctions.of(graph, count: 2) == nil)
  }
}
