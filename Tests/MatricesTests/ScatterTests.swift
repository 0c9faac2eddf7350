import Core
import Matrices
import Testing

@Suite struct ScatterTests {
  private func rows(_ count: Int, _ columns: Int, seed: UInt64) -> Matrix {
    var stream = Seed(seed).stream("scatter")
    return Matrix((0..<count).map { _ in (0..<columns).map { _ in Float(stream.gaussian() + 2) } })
  }

  /// Σ w (x − c)(x − c)ᵀ by the definition.
  private func scatter(_ rows: Matrix, _ center: [Double], _ weights: [Float]) -> [Double] {
    var sum = [Double](repeating: 0, count: rows.columns * rows.columns)
    for index in 0..<rows.rows where weights[index] > 0 {
      let difference = zip(rows.row(index), center).map { Double($0) - $1 }
      for i in 0..<rows.columns {
        for j in 0..<rows.columns {
          sum[i * rows.columns + j] += Double(weights[index]) * difference[i] * difference[j]
        }
      }
    }
    return sum
  }

  @Test(arguments: [1, 2, 3, 20], [1, 7, 16, 45])
  func severalScattersAreThoseOfTheDefinition(count: Int, columns: Int) {
    let rows = rows(300, columns, seed: 1)
    var stream = Seed(2).stream("weights")
    let weights = Matrix((0..<count).map { _ in (0..<300).map { $0 % 3 == 0 ? 0 : Float(stream.uniform()) } })
    let centers = (0..<count).map { number in (0..<columns).map { Double($0 + number) * 0.1 } }
    let found = rows.scatters(around: centers[...], weights: weights, from: 0)
    for number in 0..<count {
      for (entry, expected) in zip(found[number], scatter(rows, centers[number], weights.row(number))) {
        #expect(abs(entry - expected) < 1e-9 * 300 * 20)
      }
    }
    let plain = rows.scatter(around: centers[0])
    for (entry, expected) in zip(plain, scatter(rows, centers[0], [Float](repeating: 1, count: 300))) {
      #expect(abs(entry - expected) < 1e-9 * 300 * 20)
    }
  }

  @Test func rowsWithoutWeightLeaveZeros() {
    let found = rows(50, 5, seed: 3).scatters(
      around: [[Double](repeating: 0, count: 5)][...], weights: Matrix(rows: 1, columns: 50), from: 0)
    #expect(found == [[Double](repeating: 0, count: 25)])
  }

  @Test func ofManyRowsTheFastProductsAreCloseAndTheirBitsDoNotDependOnTheThreads() {
    // More multiply-adds than are made in `Double`.
    let (count, columns) = (30_000, 400)
    let rows = Matrix(rows: count, columns: columns) { block in
      var stream = Seed(7).stream("many")
      for index in 0..<count * columns { block.base[index] = Float(stream.uniform()) }
    }
    let weights = Matrix(rows: 2, columns: count) { block in
      for row in 0..<count { block[row % 3 == 0 ? 0 : 1, row] = row % 5 == 0 ? 0.5 : 1 }
    }
    let centers = [[Double](repeating: 0.5, count: columns), [Double](repeating: 0.25, count: columns)]
    let found = [1, 2, 4].map { threads in
      Threads.$count.withValue(threads) { rows.scatters(around: centers[...], weights: weights, from: 0) }
    }
    #expect(found[0] == found[1] && found[0] == found[2])
    for number in 0..<2 {
      for (i, j) in [(0, 0), (3, 399), (399, 399), (200, 17), (16, 15)] {
        let expected = (0..<count).reduce(0.0) { sum, row in
          sum + Double(weights[number, row]) * (Double(rows[row, i]) - centers[number][i])
            * (Double(rows[row, j]) - centers[number][j])
        }
        #expect(abs(found[0][number][i * columns + j] - expected) < 1e-5 * Double(count))
      }
    }
  }

  @Test(arguments: [1, 15, 16, 17, 70], [1, 256, 600])
  func sumsOfFastProductsAreThoseOfTheDefinition(columns: Int, count: Int) {
    let rows = rows(count, columns, seed: 4)
    let center = [Float](repeating: 1.5, count: columns)
    let sums = GramSums(columns: columns)
    rows.withRows { block in
      for row in 0..<count {
        sums.append(block.pointer(toRow: row), less: center, times: 0.5)
        if row % GramSums.capacity == GramSums.capacity - 1 { sums.flush() }
      }
    }
    sums.flush()
    let found = sums.upperTriangle()
    let expected = scatter(rows, center.map { Double($0) }, [Float](repeating: 0.25, count: count))
    for row in 0..<columns {
      for index in row * columns + row..<(row + 1) * columns {
        #expect(abs(found[index] - expected[index]) < 1e-5 * Double(count))
      }
    }
  }
}
