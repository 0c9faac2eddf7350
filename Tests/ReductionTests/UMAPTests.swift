import Core
import Foundation
import Matrices
import Reduction
import Stages
import Synchronization
import TestSupport
import Testing

@Suite struct UMAPTests {
  private func reason(_ body: () throws -> Void) -> ReductionError.Reason? {
    do { try body() } catch let error as ReductionError { return error.reason } catch {}
    return nil
  }

  /// The mean of five seeds, which differ by about as much as the tolerance.
  @Test(arguments: UMAPFixture.shared?.layouts ?? []) func neighborsAreKeptAsUmapLearnKeepsThem(
    layout: UMAPFixture.Layout
  ) throws {
    let rows = Matrix(layout.rows)
    let kept = try (0..<5).map { seed in
      keptNeighbors(of: rows, in: try UMAP(dimensions: layout.dimensions).make([rows], seed: Seed(seed)).rows)
    }
    let (mean, expected) = (kept.reduce(0, +) / 5, layout.recalls.reduce(0, +) / 5)
    #expect(mean > expected - 0.01, "\(mean), umap-learn \(expected)")
  }

  @Test(arguments: [(300, 2), (300, 5), (5_000, 2), (5_000, 3), (5_000, 12)])
  func theResultDoesNotDependOnTheNumberOfThreads(rows: Int, dimensions: Int) throws {
    let matrix = randomRows(rows, 10, seed: 14)
    var umap = UMAP(dimensions: dimensions)
    umap.epochs = 20
    let results = try [1, 2, 4].map { threads in
      try Threads.$count.withValue(threads) { try umap.make([matrix], seed: 5).rows }
    }
    #expect(results[0] == results[1] && results[0] == results[2])
    #expect(results[0].columns == dimensions && results[0].firstNonFinite() == nil)
    #expect(try umap.make([matrix], seed: 6).rows != results[0])
  }

  @Test(arguments: UMAP.Start.allCases) func groupsFarApartStayApart(start: UMAP.Start) throws {
    let rows = Matrix(rows: 300, columns: 3) { block in
      var random = Seed(4).stream("groups")
      for row in 0..<300 {
        for column in 0..<3 { block[row, column] = Float(random.gaussian()) + (row % 3 == column ? 1000 : 0) }
      }
    }
    var umap = UMAP()
    umap.start = start
    let places = try umap.make([rows], seed: 1).rows
    let nearest = NearestNeighbors(of: places, count: 5)
    let strangers = nearest.indices.enumerated().count { $1 % 3 != ($0 / 5) % 3 }
    #expect(strangers <= (start == .random ? 30 : 0), "\(strangers)")
  }

  /// More parts than the axes have ends.
  @Test func manyPartsAreLaidOut() throws {
    let rows = Matrix(rows: 400, columns: 2) { block in
      var random = Seed(5).stream("parts")
      for row in 0..<400 {
        block[row, 0] = Float(random.gaussian()) + Float(row % 20 % 5) * 100
        block[row, 1] = Float(random.gaussian()) + Float(row % 20 / 5) * 100
      }
    }
    let places = try UMAP(neighbors: 8).make([rows], seed: 1)
    #expect(places.rows.firstNonFinite() == nil && places.notices.isEmpty)
    let nearest = NearestNeighbors(of: places.rows, count: 3)
    #expect(nearest.indices.enumerated().count { Int($1) % 20 != ($0 / 3) % 20 } < 12)
  }

  /// Wherever the rows lie, a layout of equal ones is made up; one other row is enough for it to show something.
  @Test(arguments: [UMAP.Metric.euclidean, .cosine], [Float(0.1), 3e30])
  func equalRowsAreNoted(metric: UMAP.Metric, value: Float) throws {
    var method = UMAP(neighbors: 5, metric: metric)
    method.epochs = 3
    let equal = Matrix([[Float]](repeating: [value, -value, value / 3], count: 20))
    let other = Matrix([[Float]](repeating: [value, -value, value / 3], count: 19) + [[value, value, value]])
    let space = try method.make([equal], seed: 1)
    #expect(space.notices.map(\.kind).contains("equal-rows"))
    #expect(space.notices.contains { $0.message.contains("all 20 rows are equal") && $0.message.contains("leave") })
    let map = try method.map(equal, StageContext(seed: 1))
    #expect(map.notices.map(\.kind).contains("equal-rows"))
    let others = try method.make([other], seed: 1).notices.map(\.kind)
    #expect(!others.contains("equal-rows"))
  }

  @Test func anglesIgnoreLengths() throws {
    let rows = randomRows(120, 6, seed: 8, offset: 3)
    let scaled = Matrix(rows: 120, columns: 6) { block in
      for row in 0..<120 { for column in 0..<6 { block[row, column] = rows[row, column] * Float(1 << (row % 5)) } }
    }
    let umap = UMAP(metric: .cosine)
    #expect(try umap.make([rows], seed: 2).rows == umap.make([scaled], seed: 2).rows)
    let kept = keptNeighbors(of: rows.l2Normalized(), in: try umap.make([rows], seed: 2).rows)
    #expect(kept > 0.5)
  }

  @Test func equalRowsAreLaidOut() throws {
    for rows in [
      randomRows(1, 4, seed: 1).selecting(rows: [Int](repeating: 0, count: 40)), Matrix(rows: 40, columns: 2),
    ] {
      #expect(try UMAP().make([rows], seed: 1).rows.firstNonFinite() == nil)
    }
  }

  @Test(arguments: [1, 2, 15]) func fewerRowsThanNeighborsAreRefused(rows: Int) throws {
    let matrix = randomRows(rows, 4, seed: 1)
    #expect(reason { _ = try UMAP().make([matrix]) } == .tooManyNeighbors(asked: 15, rows: rows))
    #expect(reason { try UMAP().check(Shape(rows: rows, columns: 4)) } == .tooManyNeighbors(asked: 15, rows: rows))
    let error = ReductionError(.tooManyNeighbors(asked: 15, rows: rows))
    #expect(error.cause.contains("15") && error.cause.contains("\(rows)") && error.isOfRows)
  }

  @Test func oneRowMoreThanNeighborsIsEnough() throws {
    #expect(try UMAP().make([randomRows(16, 4, seed: 1)]).rows.firstNonFinite() == nil)
    #expect(try UMAP(neighbors: 2).make([randomRows(3, 1, seed: 1)]).rows.firstNonFinite() == nil)
  }

  @Test func badInputIsRefused() throws {
    let rows = randomRows(30, 3, seed: 2)
    let broken = Matrix(rows: 30, columns: 3) { block in
      for row in 0..<30 { for column in 0..<3 { block[row, column] = row == 7 && column == 1 ? .nan : 1 } }
    }
    #expect(reason { _ = try UMAP().make([broken]) } == .notFinite(row: 7, column: 1))
    #expect(reason { _ = try UMAP(metric: .cosine).make([Matrix(rows: 30, columns: 3)]) } == .zeroRows(count: 30))
    #expect(reason { _ = try UMAP(dimensions: 30, neighbors: 5).make([rows]) } == .tooFewRows(found: 30, needed: 31))
    #expect(throws: StageError.self) { try UMAP(minDist: 2).check(Shape(rows: 30, columns: 3)) }
    #expect(throws: StageError.self) { try UMAP(neighbors: 1).check(Shape(rows: 30, columns: 3)) }
  }

  /// Infinite places, and finite ones that no distance can be taken of.
  @Test(arguments: [1e38, 1e30]) func stepsThatAreTooLongAreAnError(rate: Double) throws {
    var umap = UMAP()
    umap.learningRate = rate
    #expect(reason { _ = try umap.make([randomRows(60, 3, seed: 2)]) } == .diverged(iteration: 500, learningRate: rate))
    #expect(ReductionError(.diverged(iteration: 500, learningRate: rate)).hint.contains("learning-rate"))
  }

  @Test func aCancelledLayoutEnds() throws {
    let epochs = Mutex(0)
    let context = StageContext(
      seed: 1, progress: { _ in epochs.withLock { $0 += 1 } }, isCancelled: { epochs.withLock { $0 } >= 3 })
    #expect(throws: CancellationError.self) { try UMAP().make([randomRows(60, 3, seed: 2)], context) }
    #expect(epochs.withLock { $0 } == 3)
  }
}
