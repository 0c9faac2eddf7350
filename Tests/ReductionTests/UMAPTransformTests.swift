import Core
import Foundation
import Matrices
import Reduction
import Stages
import TestSupport
import Testing

@Suite struct UMAPTransformTests {
  private func transform(_ umap: UMAP, _ rows: Matrix, seed: Seed = 1) throws -> (Space, any SpaceTransform) {
    let space = try umap.make([rows], seed: seed)
    return (space, try #require(space.transform))
  }

  /// The share of the 15 nearest fitted rows of new rows that are nearest in the space too.
  private func recall(_ new: Matrix, _ rows: Matrix, _ newPlaces: Matrix, _ places: Matrix) -> Double {
    let wanted = NearestNeighbors(of: new, among: rows, count: 15)
    let found = NearestNeighbors(of: newPlaces, among: places, count: 15)
    let kept = (0..<new.rows).map { row in
      Set(wanted.indices[row * 15..<row * 15 + 15]).intersection(found.indices[row * 15..<row * 15 + 15]).count
    }
    return Double(kept.reduce(0, +)) / Double(new.rows * 15)
  }

  @Test(arguments: UMAPFixture.shared?.transforms ?? []) func newRowsComeNearTheirNeighborsAsWithUmapLearn(
    example: UMAPFixture.Transform
  ) throws {
    let (rows, new) = (Matrix(example.rows), Matrix(example.newRows))
    let recalls = try (0..<5).map { seed in
      let (space, transform) = try transform(UMAP(), rows, seed: Seed(UInt64(seed)))
      return recall(new, rows, try transform.transform([new]), space.rows)
    }
    let (mean, expected) = (recalls.reduce(0, +) / 5, example.recalls.reduce(0, +) / 5)
    #expect(mean > expected - 0.01, "\(mean), umap-learn \(expected)")
  }

  @Test(arguments: UMAP.Metric.allCases) func fittedRowsComeOutToTheBitAndAlone(metric: UMAP.Metric) throws {
    let rows = randomRows(100, 6, seed: 3, offset: 2)
    let (space, transform) = try transform(UMAP(metric: metric), rows)
    #expect(try transform.transform([rows]) == space.rows)
    let new = randomRows(20, 6, seed: 4, offset: 2)
    let all = try transform.transform([new])
    #expect(all.rows == 20 && all.firstNonFinite() == nil)
    for row in [0, 7, 19] {
      #expect(try transform.transform([new.selecting(rows: [row])]) == all.selecting(rows: [row]))
    }
    for threads in [1, 3] {
      #expect(try Threads.$count.withValue(threads) { try transform.transform([new]) } == all)
    }
    #expect(try transform.transform([Matrix(rows: 0, columns: 6)]).rows == 0)
  }

  @Test func aStoredTransformIsTheSame() throws {
    // Rows far from zero and close together are stored around an origin, with a remainder.
    let values = (0..<60).map { row in
      (0..<4).map { column -> Double in 1e9 * Double(column + 1) + sin(Double(row * 4 + column)) }
    }
    let far = Matrix(exactly: values)
    for rows in [randomRows(60, 4, seed: 5), far] {
      let (space, transform) = try transform(UMAP(neighbors: 10), rows, seed: Seed(.max - 3))
      let again = try #require(try UMAP(neighbors: 10).transform(of: transform.stored))
      let new = rows.selecting(rows: [3, 50, 20])
      #expect(again.stored == transform.stored)
      #expect(try again.transform([new]) == transform.transform([new]))
      #expect(try again.transform([rows]) == space.rows)
    }
  }

  @Test func otherColumnsAreRefused() throws {
    let (_, transform) = try transform(UMAP(), randomRows(40, 4, seed: 6))
    #expect(throws: ReductionError(.columnsDiffer(expected: 4, found: 5))) {
      try transform.transform([randomRows(3, 5, seed: 6)])
    }
    #expect(throws: ReductionError.self) { try transform.transform([Matrix([[1, 2, .nan, 4]])]) }
  }

  @Test func rowsThatAreTooManyAreNotKept() throws {
    var umap = UMAP(neighbors: 5)
    umap.epochs = 1
    let space = try umap.make([randomRows(2_200, 1_000, groups: 3, seed: 7)])
    #expect(space.transform == nil && space.notices.map(\.kind).contains("transform-omitted"))
  }
}
