import Core
import Foundation
import Matrices
import TestSupport
import Testing

/// The steps against their formulas in `Double`.
@Suite struct LayoutStepsTests {
  private let a = 1.576_943
  private let b = 0.895_061

  private func attraction(_ square: Double) -> Double {
    2 * a * b * pow(square, b - 1) / (1 + a * pow(square, b))
  }

  private func repulsion(_ square: Double, _ weight: Double) -> Double {
    2 * b * weight / ((0.001 + square) * (1 + a * pow(square, b)))
  }

  private func clipped(_ step: Double) -> Double { min(max(step, -4), 4) }

  private func points(_ start: Matrix, negatives: Int, repulsion: Double = 1) -> LayoutPoints {
    LayoutPoints(
      start, order: Array(0..<start.rows), forces: .init(a: a, b: b, repulsion: repulsion, negatives: negatives))
  }

  @Test(arguments: [1, 2, 3, 5, 8, 9, 20]) func anEdgeDrawsItsEndsTogether(dimensions: Int) {
    for (seed, scale) in [(1, 0.001), (2, 0.1), (3, 1), (4, 30)] as [(Int, Float)] {
      let start = randomRows(4, dimensions, seed: Seed(UInt64(seed)))
      let scaled = Matrix(rows: 4, columns: dimensions) { block in
        for row in 0..<4 { for column in 0..<dimensions { block[row, column] = start[row, column] * scale } }
      }
      let layout = points(scaled, negatives: 0)
      var edges = [LayoutEdge(head: 0, tail: 2, period: 1, next: 1), LayoutEdge(head: 1, tail: 3, period: 2, next: 2)]
      layout.use(&edges, count: 2, epoch: 1, rate: 0.25, state: 1)
      let moved = layout.coordinates(order: [0, 1, 2, 3])
      let differences = (0..<dimensions).map { Double(scaled[0, $0]) - Double(scaled[2, $0]) }
      let force = attraction(differences.reduce(0) { $0 + $1 * $1 })
      for column in 0..<dimensions {
        let step = 0.25 * clipped(-force * differences[column])
        let tolerance = 1e-5 * Double(scale) * 10 + 3e-5 * abs(step)
        #expect(abs(Double(moved[0, column]) - Double(scaled[0, column]) - step) < tolerance)
        #expect(abs(Double(moved[2, column]) - Double(scaled[2, column]) + step) < tolerance)
        // The other edge waits for its turn.
        #expect(moved[1, column] == scaled[1, column] && moved[3, column] == scaled[3, column])
      }
      #expect(edges[0].next == 2 && edges[1].next == 2)
    }
  }

  /// Of two points the one that is not the head is drawn about half of the time, and pushes off as often.
  @Test(arguments: [1, 2, 3, 9], [1, 5, 7, 8, 20]) func drawnPointsPushOff(dimensions: Int, negatives: Int) {
    let start = randomRows(2, dimensions, seed: 6)
    let differences = (0..<dimensions).map { Double(start[0, $0]) - Double(start[1, $0]) }
    let square = differences.reduce(0) { $0 + $1 * $1 }
    var counts: [Int] = []
    for state in 0..<40 {
      let layout = points(start, negatives: negatives, repulsion: 0.5)
      var edges = [LayoutEdge(head: 0, tail: 1, period: 1, next: 0)]
      layout.use(&edges, count: 1, epoch: 0, rate: 0.5, state: UInt64(state) << 32)
      let moved = layout.coordinates(order: [0, 1])
      let pull = clipped(-attraction(square) * differences[0])
      let push = clipped(repulsion(square, 0.5) * differences[0])
      let count = ((Double(moved[0, 0]) - Double(start[0, 0])) / 0.5 - pull) / push
      #expect(abs(count - count.rounded()) < 0.01 && count > -0.5 && count < Double(negatives) + 0.5, "\(count)")
      counts.append(Int(count.rounded()))
      for column in 0..<dimensions {
        let step =
          clipped(-attraction(square) * differences[column])
          + count.rounded() * clipped(repulsion(square, 0.5) * differences[column])
        #expect(abs(Double(moved[0, column]) - Double(start[0, column]) - 0.5 * step) < 1e-4 * (1 + abs(step)))
      }
    }
    let mean = Double(counts.reduce(0, +)) / 40
    // Three deviations of the mean of 40 draws of so many halves.
    #expect(abs(mean - Double(negatives) / 2) < 3 * (Double(negatives) / 4 / 40).squareRoot())
  }

  @Test func drawnPointsAreWhereTheyWereFrozen() {
    let start = Matrix([[0, 0], [1, 0]])
    let layout = points(start, negatives: 1)
    var edge = [LayoutEdge(head: 1, tail: 0, period: 1, next: 0)]
    for epoch in 0..<3 { layout.use(&edge, count: 1, epoch: epoch, rate: 0.1, state: 3) }
    let unfrozen = layout.coordinates(order: [0, 1])
    let again = points(start, negatives: 1)
    edge = [LayoutEdge(head: 1, tail: 0, period: 1, next: 0)]
    for epoch in 0..<3 {
      again.use(&edge, count: 1, epoch: epoch, rate: 0.1, state: 3)
      again.freeze()
    }
    #expect(again.coordinates(order: [0, 1]) != unfrozen)
  }

  @Test func equalPointsStayFiniteAndNoStepIsLong() {
    let layout = points(Matrix(rows: 3, columns: 2), negatives: 5, repulsion: 1e6)
    var edges = [LayoutEdge(head: 0, tail: 1, period: 1, next: 0)]
    layout.use(&edges, count: 1, epoch: 0, rate: 1, state: 3)
    let places = layout.coordinates(order: [0, 1, 2])
    #expect((0..<3).allSatisfy { abs(places[$0, 0]) < 1e-12 && abs(places[$0, 1]) < 1e-12 })
    let near = points(Matrix([[0, 0], [1e-4, 0], [2e-4, 0]]), negatives: 5, repulsion: 1e6)
    near.use(&edges, count: 1, epoch: 5, rate: 1, state: 3)
    #expect(abs(near.coordinates(order: [0, 1, 2])[0, 0]) <= 5 * 4 + 0.01)
  }
}
