import Core
import Foundation
import Matrices
import Reduction
import Synchronization
import TestSupport
import Testing

@Suite struct TSNETests {
  private func finite(_ matrix: Matrix) -> Bool { matrix.firstNonFinite() == nil }

  @Test(arguments: [1, 2, 3] as [Seed])
  func divergenceIsNoHigherThanThatOfOpenTSNE(seed: Seed) throws {
    let fixture = try TSNEFixture.load()
    let result = try TSNE(perplexity: fixture.perplexity)
      .reduce(fixture.rowMatrix, start: fixture.startMatrix, seed: seed)
    #expect(result.klDivergence <= 1.02 * fixture.klDivergence)
    #expect(result.klDivergence > 0.8 * fixture.klDivergence)
  }

  /// The divergence of an embedding from affinities, summed over all pairs by its definition.
  private func divergence(_ affinities: Affinities, _ points: Matrix) -> Double {
    func similarity(_ i: Int, _ j: Int) -> Double {
      let dx = Double(points[i, 0]) - Double(points[j, 0])
      let dy = Double(points[i, 1]) - Double(points[j, 1])
      return 1 / (1 + dx * dx + dy * dy)
    }
    var total = 0.0
    for i in 0..<points.rows { for j in 0..<points.rows where j != i { total += similarity(i, j) } }
    var sum = 0.0
    for i in 0..<points.rows {
      for entry in affinities.offsets[i]..<affinities.offsets[i + 1] where affinities.values[entry] > 0 {
        let p = Double(affinities.values[entry])
        sum += p * log(p * total / similarity(i, Int(affinities.columns[entry])))
      }
    }
    return sum
  }

  @Test func theDivergenceReportedIsThatOfThePointsReturned() throws {
    let rows = randomRows(150, 5, seed: 11)
    let result = try TSNE(perplexity: 10, iterations: 100).reduce(rows, seed: 1)
    let affinities = Affinities(NearestNeighbors(of: rows, count: 30), perplexity: 10)
    #expect(abs(divergence(affinities, result.points) - result.klDivergence) < 1e-4)
    #expect(result.klDivergence >= 0)
  }

  @Test func theStepFollowsTheSlopeOfTheDivergence() {
    let affinities = Affinities(NearestNeighbors(of: randomRows(60, 5, seed: 12), count: 30), perplexity: 10)
    let start = randomRows(60, 2, seed: 13)
    let optimizer = TSNEOptimizer(affinities, start: start)
    let rate: Float = 10
    let sum = optimizer.repel()
    _ = optimizer.move(.init(exaggeration: 1, learningRate: rate, momentum: 0), similarities: sum)
    let moved = optimizer.embedding
    for row in stride(from: 0, to: 60, by: 7) {
      for column in 0..<2 {
        func changed(by step: Float) -> Double {
          let points = Matrix(rows: 60, columns: 2) { block in
            for row in 0..<60 { for column in 0..<2 { block[row, column] = start[row, column] } }
            block[row, column] += step
          }
          return divergence(affinities, points)
        }
        let slope = (changed(by: 0.01) - changed(by: -0.01)) / 0.02
        // A quarter of the slope, the rate, a first gain of 1.2; and the points are centred.
        let mean = (0..<60).reduce(0.0) { $0 + Double(start[$1, column]) } / 60
        let step = Double(moved[row, column]) - (Double(start[row, column]) - mean)
        #expect(abs(step + slope / 4 * Double(rate) * 1.2) < 1e-4)
      }
    }
  }

  @Test(arguments: [300, 2500])
  func theResultDoesNotDependOnTheNumberOfThreads(rows: Int) throws {
    let matrix = randomRows(rows, 12, seed: 14)
    let tsne = TSNE(perplexity: 20, earlyIterations: 40, iterations: 40)
    let results = try [1, 2, 4].map { threads in
      try Threads.$count.withValue(threads) { try tsne.reduce(matrix, seed: 5) }
    }
    for result in results[1...] {
      #expect(result.points == results[0].points)
      #expect(result.klDivergence == results[0].klDivergence)
      #expect(result.iterations == results[0].iterations)
    }
    let other = try tsne.reduce(matrix, seed: 6)
    #expect(other.points != results[0].points)
  }

  @Test func shuffledRowsAreShuffledPoints() {
    let rows = randomRows(200, 6, seed: 15)
    let start = randomRows(200, 2, groups: 1, seed: 16)
    let order = Seed(17).sampleOrder(200)
    func descend(_ rows: Matrix, _ start: Matrix) -> Matrix {
      let affinities = Affinities(NearestNeighbors(of: rows, count: 30), perplexity: 10)
      let optimizer = TSNEOptimizer(affinities, start: start)
      for _ in 0..<20 {
        _ = optimizer.move(.init(exaggeration: 1, learningRate: 20, momentum: 0.5), similarities: optimizer.repel())
      }
      return optimizer.embedding
    }
    let straight = descend(rows, start).selecting(rows: order)
    let shuffled = descend(rows.selecting(rows: order), start.selecting(rows: order))
    for row in 0..<200 {
      for column in 0..<2 { #expect(abs(straight[row, column] - shuffled[row, column]) < 1e-3) }
    }
  }

  @Test func separateGroupsStaySeparate() throws {
    let rows = randomRows(2400, 10, groups: 4, seed: 18)
    let points = try TSNE(iterations: 250).reduce(rows, seed: 1).points
    let neighbors = NearestNeighbors(of: points, count: 5)
    let same = neighbors.indices.enumerated().count { $0.offset / 5 % 4 == Int($0.element) % 4 }
    #expect(Double(same) > 0.99 * Double(neighbors.indices.count))
  }

  @Test(arguments: [4, 5, 10, 40])
  func fewRowsLowerThePerplexityAndSaySo(rows: Int) throws {
    let result = try TSNE(iterations: 50).reduce(randomRows(rows, 3, seed: 19), seed: 1)
    #expect(result.points.rows == rows && result.points.columns == 2 && finite(result.points))
    #expect(result.klDivergence.isFinite)
    #expect(result.notices.map(\.kind) == (rows <= 30 ? ["perplexity-lowered"] : []))
  }

  @Test(arguments: [20, 2300])
  func rowsThatAreAllEqualGiveFinitePoints(rows: Int) throws {
    let result = try TSNE(earlyIterations: 50, iterations: 50)
      .reduce(Matrix(rows: rows, columns: 3, repeating: 7), seed: 1)
    #expect(finite(result.points) && result.klDivergence.isFinite)
    #expect(result.notices.map(\.kind).contains("equal-rows"))
  }

  @Test func manyEqualRowsGiveFinitePointsNearTheirTwins() throws {
    let kinds = randomRows(12, 6, groups: 12, seed: 20)
    let rows = kinds.selecting(rows: (0..<2400).map { $0 % 12 })
    let result = try TSNE(earlyIterations: 100, iterations: 150).reduce(rows, seed: 1)
    #expect(finite(result.points) && result.klDivergence.isFinite)
    let neighbors = NearestNeighbors(of: result.points, count: 3)
    let twins = neighbors.indices.enumerated().count { $0.offset / 3 % 12 == Int($0.element) % 12 }
    #expect(Double(twins) > 0.95 * Double(neighbors.indices.count))
  }

  @Test func oneColumnIsEnough() throws {
    let result = try TSNE(perplexity: 5, iterations: 50).reduce(randomRows(50, 1, seed: 21), seed: 1)
    #expect(finite(result.points))
  }

  @Test func progressAndHistoryCoverAllIterations() throws {
    let seen = Mutex([Int]())
    let result = try TSNE(perplexity: 5, earlyIterations: 60, iterations: 100)
      .reduce(randomRows(40, 3, seed: 22), seed: 1) { iteration, total in
        #expect(total == 160)
        seen.withLock { $0.append(iteration) }
      }
    #expect(seen.withLock { $0 } == Array(1...160))
    #expect(result.iterations.map(\.iteration) == [50, 100, 150])
    #expect(result.iterations.allSatisfy { $0.klDivergence > 0 && $0.gradientNorm > 0 })
    #expect(result.klDivergence < result.iterations[0].klDivergence)
  }
}

@Suite struct TSNEErrorTests {
  private func reason(_ tsne: TSNE, _ rows: Matrix, start: Matrix? = nil) -> ReductionError.Reason? {
    do {
      _ = try tsne.reduce(rows, start: start, seed: 1)
      return nil
    } catch { return (error as? ReductionError)?.reason }
  }

  private let rows = randomRows(20, 3, seed: 30)

  @Test(arguments: 0..<4)
  func tooFewRowsAreAnError(count: Int) {
    #expect(reason(TSNE(), Matrix(rows: count, columns: 3)) == .tooFewRows(found: count, needed: 4))
  }

  @Test(arguments: [Float.nan, .infinity, -.infinity])
  func entriesThatAreNotFiniteAreNamed(value: Float) {
    let broken = Matrix(rows: 20, columns: 3) { $0[7, 2] = value }
    #expect(reason(TSNE(), broken) == .notFinite(row: 7, column: 2))
  }

  @Test func aStartOfAnotherShapeIsAnError() {
    let start = Matrix(rows: 19, columns: 2)
    #expect(reason(TSNE(), rows, start: start) == .startDiffers(rows: 19, columns: 2, expectedRows: 20))
    #expect(
      reason(TSNE(), rows, start: Matrix(rows: 20, columns: 3))
        == .startDiffers(rows: 20, columns: 3, expectedRows: 20))
  }

  @Test func optionsOutOfRangeAreNamed() {
    let options: [(TSNE, String)] = [
      (TSNE(perplexity: 0.5), "perplexity"), (TSNE(perplexity: .nan), "perplexity"),
      (TSNE(earlyExaggeration: 0), "earlyExaggeration"), (TSNE(earlyIterations: -1), "earlyIterations"),
      (TSNE(iterations: -3), "iterations"), (TSNE(learningRate: 0), "learningRate"), (TSNE(momentum: 1), "momentum"),
    ]
    for (tsne, expected) in options {
      guard case .outOfRange(let name, _, _) = reason(tsne, rows) else {
        Issue.record("\(expected) was accepted")
        continue
      }
      #expect(name == expected)
    }
  }

  @Test func aWildLearningRateIsAnErrorOrFinite() throws {
    do {
      let result = try TSNE(perplexity: 5, learningRate: 1e30).reduce(rows, seed: 1)
      #expect(result.points.firstNonFinite() == nil)
    } catch let error as ReductionError {
      guard case .diverged = error.reason else { throw error }
      #expect(error.hint.contains("learning rate"))
    }
  }
}

extension Seed {
  fileprivate func sampleOrder(_ count: Int) -> [Int] {
    var random = stream("order")
    return random.sample(count, of: count)
  }
}
