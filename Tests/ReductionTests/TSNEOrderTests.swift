import Core
import Foundation
import Matrices
import Reduction
import TestSupport
import Testing

@Suite struct TSNEOrderTests {
  @Test func theCurveMeetsEveryPointOnceAndNearOnesSoonAfterEachOther() {
    let points = randomRows(3000, 2, groups: 5, seed: 31)
    let order = orderAlongCurve(points)
    #expect(order.sorted() == Array(0..<3000))
    func length(_ order: [Int]) -> Double {
      zip(order, order.dropFirst()).reduce(0) { sum, pair in
        sum + Double(hypot(points[pair.0, 0] - points[pair.1, 0], points[pair.0, 1] - points[pair.1, 1]))
      }
    }
    #expect(length(order) < length(Array(0..<3000)) / 10)
  }

  @Test(arguments: [0, 1e-38, 5e37] as [Float])
  func pointsWithoutAUsableSpreadAreMetAllTheSame(size: Float) {
    let points = Matrix((0..<50).map { [Float($0 % 7) * size, Float($0 % 3) * size] })
    #expect(orderAlongCurve(points).sorted() == Array(0..<50))
  }

  @Test func sortingThePointsDoesNotMoveThem() {
    let rows = randomRows(400, 6, seed: 32)
    let affinities = Affinities(NearestNeighbors(of: rows, count: 30), perplexity: 10)
    func descend(sortingBefore sorted: Set<Int>) -> (points: Matrix, divergence: Double) {
      let optimizer = TSNEOptimizer(affinities, start: randomRows(400, 2, seed: 33))
      for iteration in 0..<20 {
        if sorted.contains(iteration) { optimizer.sort() }
        _ = optimizer.move(.init(exaggeration: 1, learningRate: 20, momentum: 0.5), similarities: optimizer.repel())
      }
      return (optimizer.embedding, optimizer.divergence(similarities: optimizer.repel()))
    }
    let (plain, sorted) = (descend(sortingBefore: []), descend(sortingBefore: [0, 5, 12]))
    #expect(abs(plain.divergence - sorted.divergence) < 1e-4)
    for row in 0..<400 {
      for column in 0..<2 { #expect(abs(plain.points[row, column] - sorted.points[row, column]) < 1e-3) }
    }
  }

  /// A block's columns share all but 16 bits, so more points need more than one block for a few neighbours.
  @Test func morePointsThanSixteenBitsCountAttractEachOtherAlike() {
    let count = 70_000
    let affinities = Affinities(NearestNeighbors(of: randomRows(count, 2, seed: 34), count: 3), perplexity: 1.5)
    let start = randomRows(count, 2, seed: 35)
    var expected = affinities.negativeEntropy
    for row in 0..<count {
      for entry in affinities.offsets[row]..<affinities.offsets[row + 1] {
        let column = Int(affinities.columns[entry])
        let (dx, dy) = (Double(start[row, 0] - start[column, 0]), Double(start[row, 1] - start[column, 1]))
        expected += Double(affinities.values[entry]) * log(1 + dx * dx + dy * dy)
      }
    }
    let optimizer = TSNEOptimizer(affinities, start: start)
    #expect(abs(optimizer.divergence(similarities: 1) - expected) < 1e-3)
    optimizer.sort()
    #expect(abs(optimizer.divergence(similarities: 1) - expected) < 1e-3)
  }
}
