import Core
import Foundation
import Matrices
import Testing

@Suite struct MatrixTests {
  private func random(_ rows: Int, _ columns: Int, offset: Double = 0, seed: Seed = 1) -> Matrix {
    var stream = seed.stream("rows")
    return Matrix((0..<rows).map { _ in (0..<columns).map { _ in Float(stream.gaussian() + offset) } })
  }

  @Test func entriesRowsAndSelections() {
    let matrix = Matrix([[1, 2], [3, 4], [5, 6]])
    #expect(matrix[1, 0] == 3)
    #expect(matrix.row(2) == [5, 6])
    #expect(matrix.selecting(rows: [2, 0]) == Matrix([[5, 6], [1, 2]]))
  }

  @Test func normalizedRowsHaveLengthOneAndZeroRowsStay() {
    let normalized = Matrix([[3, 4], [0, 0], [-2, 0]]).l2Normalized()
    #expect(normalized.row(1) == [0, 0])
    #expect(abs(normalized[0, 0] - 0.6) < 1e-7 && abs(normalized[0, 1] - 0.8) < 1e-7)
    #expect(normalized.row(2) == [-1, 0])
  }

  @Test(arguments: [(7, 3), (600, 5), (3000, 9)])
  func meansVariancesAndScatterAreThoseOfTheDefinition(rows: Int, columns: Int) {
    let matrix = random(rows, columns, offset: 10)
    let means = matrix.columnMeans()
    let variances = matrix.columnVariances(around: means)
    let scatter = matrix.scatter(around: means)
    for i in 0..<columns {
      let a = (0..<rows).map { Double(matrix[$0, i]) }
      #expect(abs(means[i] - a.reduce(0, +) / Double(rows)) < 1e-10)
      for j in 0..<columns {
        let b = (0..<rows).map { Double(matrix[$0, j]) }
        let sum = zip(a, b).reduce(0) { $0 + ($1.0 - means[i]) * ($1.1 - means[j]) }
        #expect(abs(scatter[i * columns + j] - sum) < 1e-6 * Double(rows))
        if i == j { #expect(abs(variances[i] - sum / Double(rows)) < 1e-10) }
      }
    }
  }

  @Test func theScatterOfManyColumnsInFloatAgreesWithThatInDouble() {
    // 70,000 × 260² is beyond the work that is done in Double; a tenth of the rows is not.
    let rows = random(7_000, 260)
    let many = Matrix(rows: 70_000, columns: 260) { block in
      for row in 0..<70_000 {
        for column in 0..<260 { block[row, column] = rows[row % 7_000, column] }
      }
    }
    let center = rows.columnMeans()
    let (few, all) = (rows.scatter(around: center), many.scatter(around: center))
    let scale = (0..<260).map { all[$0 * 260 + $0] }.max()!
    for index in few.indices { #expect(abs(all[index] - 10 * few[index]) < 2e-6 * scale) }
  }

  @Test func weightedScatterCountsRowsByTheirWeight() {
    let matrix = random(50, 4)
    let weights = (0..<50).map { Float($0 % 3) }
    let repeated = matrix.selecting(rows: (0..<50).flatMap { [Int](repeating: $0, count: $0 % 3) })
    let center = [0.1, 0.2, 0.3, 0.4]
    let weighted = matrix.scatters(around: [center], weights: Matrix([weights]), from: 0)[0]
    let expected = repeated.scatter(around: center)
    for (entry, other) in zip(weighted, expected) { #expect(abs(entry - other) < 1e-9) }
  }

  @Test(arguments: [1, 2, 4])
  func sumsDoNotDependOnTheThreads(threads: Int) {
    let matrix = random(5000, 12)
    func sums() -> [[Double]] {
      let means = matrix.columnMeans()
      return [
        means, matrix.columnVariances(around: means), matrix.scatter(around: means), matrix.squaredRowNorms(),
        matrix.crossProduct(with: matrix),
      ]
    }
    let one = Threads.$count.withValue(1) { sums() }
    #expect(Threads.$count.withValue(threads) { sums() } == one)
  }

  @Test func theFirstEntryThatIsNotFiniteIsFound() {
    var values = [[Float]](repeating: [1, 2, 3], count: 10_000)
    #expect(Matrix(values).firstNonFinite() == nil)
    values[8000][2] = -.infinity
    values[9000][0] = .nan
    let found = Matrix(values).firstNonFinite()
    #expect(found?.row == 8000 && found?.column == 2)
  }

  @Test func distancesAreThoseOfTheDefinition() {
    let (a, b) = (random(1, 21, seed: 1).row(0), random(1, 21, seed: 2).row(0))
    let expected = zip(a, b).reduce(0.0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }
    #expect(abs(squaredDistance(a, b, 21) - expected) < 1e-12)
    #expect(abs(squaredDistance(a, to: b.map { Double($0) }, 21) - expected) < 1e-5)
    #expect(abs(squaredNorm(a, 21) - a.reduce(0.0) { $0 + Double($1) * Double($1) }) < 1e-12)
  }
}
