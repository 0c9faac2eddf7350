import Core
import Matrices
import Reduction
import Stages
import TestSupport
import Testing

@Suite struct RandomProjectionTests {
  private static func squaredDistance(_ rows: Matrix, _ one: Int, _ other: Int) -> Double {
    zip(rows.trueRow(one), rows.trueRow(other)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }

  /// The squared distance of a projected pair is a chi-squared variable of so many degrees of freedom, over their number,
  /// times the squared distance: its mean over 400 seeds is within four standard errors of 1.
  @Test func squaredDistancesAreKeptOnTheAverage() throws {
    let rows = randomRows(2, 40, seed: 1)
    let (dimensions, seeds) = (10, 400)
    let ratios = try (0..<seeds).map { seed in
      let made = try RandomProjection(dimensions: dimensions).make([rows], seed: Seed(UInt64(seed))).rows
      return Self.squaredDistance(made, 0, 1) / Self.squaredDistance(rows, 0, 1)
    }
    let mean = ratios.reduce(0, +) / Double(seeds)
    let variance = ratios.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(seeds - 1)
    #expect(abs(mean - 1) < 4 * (2 / Double(dimensions * seeds)).squareRoot())
    // The variance of the ratio is 2 / dimensions; its own standard error is about a tenth of it here.
    #expect(abs(variance * Double(dimensions) / 2 - 1) < 0.4)
  }

  /// The projection is linear: the rows of the identity give the directions, and these all other rows.
  @Test func theProjectionIsLinear() throws {
    let columns = 12
    let identity = Matrix((0..<columns).map { row in (0..<columns).map { $0 == row ? 1 : 0 } })
    let method = RandomProjection(dimensions: 4)
    let space = try method.make([identity], seed: 3)
    let rows = randomRows(30, columns, seed: 2)
    let projected = try #require(space.transform).transform([rows])
    #expect(try method.make([rows], seed: 3).rows == projected)
    for row in 0..<30 {
      for dimension in 0..<4 {
        let sum = (0..<columns).reduce(0.0) { $0 + Double(rows[row, $1]) * Double(space.rows[$1, dimension]) }
        #expect(abs(Double(projected[row, dimension]) - sum) < 1e-4)
      }
    }
  }

  /// Distances of 1 around an offset of 1e9 have no digit left in `Float`.
  @Test func farFromTheOriginTheDigitsAreKept() throws {
    let near = (0..<20).map { row in (0..<6).map { column in Double((row * 7 + column * 3) % 11) } }
    let far = Matrix(exactly: near.map { row in row.map { $0 + 1e9 } })
    let method = RandomProjection(dimensions: 3)
    let one = try method.make([Matrix(exactly: near)], seed: 1).rows
    let other = try method.make([far], seed: 1).rows
    for row in 1..<20 {
      let (expected, found) = (Self.squaredDistance(one, 0, row), Self.squaredDistance(other, 0, row))
      #expect(abs(found - expected) <= 1e-4 * max(expected, 1))
    }
  }

  @Test func withoutANumberThereAreFiftyOrAsManyAsColumns() throws {
    let method = RandomProjection()
    #expect(try method.make([randomRows(5, 80, seed: 1)]).rows.columns == 50)
    #expect(try method.make([randomRows(5, 8, seed: 1)]).rows.columns == 8)
  }

  @Test func badOptionsAndRowsAreErrors() throws {
    let rows = randomRows(5, 8, seed: 1)
    let tooMany = ReductionError(.moreDimensionsThanColumns(asked: 9, columns: 8))
    #expect(tooMany.isOfRows)
    #expect(throws: tooMany) { try RandomProjection(dimensions: 9).make([rows]) }
    #expect(throws: StageError.self) { try RandomProjection(dimensions: 0).make([rows]) }
    #expect(throws: StageError.self) { try RandomProjection().make([rows, rows]) }
    #expect(throws: ReductionError(.notFinite(row: 0, column: 1))) {
      try RandomProjection().make([Matrix([[0, .infinity]])])
    }
    let transform = try #require(try RandomProjection(dimensions: 2).make([rows]).transform)
    #expect(throws: ReductionError(.columnsDiffer(expected: 8, found: 1))) { try transform.transform([Matrix([[1]])]) }
  }
}
