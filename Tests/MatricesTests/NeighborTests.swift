import Core
import Matrices
import TestSupport
import Testing

@Suite struct NeighborTests {
  /// All pairs measured in `Double`, sorted by distance and then by row.
  private func sorted(_ rows: Matrix, _ row: Int) -> [(distance: Double, row: Int)] {
    let others = (0..<rows.rows).filter { $0 != row }.map { other in
      (
        distance: (0..<rows.columns).reduce(0.0) { sum, column in
          let difference = Double(rows[row, column]) - Double(rows[other, column])
          return sum + difference * difference
        }, row: other
      )
    }
    return others.sorted { ($0.distance, $0.row) < ($1.distance, $1.row) }
  }

  @Test(arguments: [(5, 1, 3), (60, 3, 59), (700, 17, 20), (1000, 40, 90), (3000, 8, 40)])
  func neighborsAreThoseOfAllPairs(rows: Int, columns: Int, count: Int) {
    let matrix = randomRows(rows, columns, seed: 3)
    let neighbors = NearestNeighbors(of: matrix, count: count)
    for row in stride(from: 0, to: rows, by: max(1, rows / 50)) {
      let expected = sorted(matrix, row)
      let found = (0..<count).map { Int(neighbors.indices[row * count + $0]) }
      #expect(Set(found).count == count && !found.contains(row))
      for position in 0..<count {
        let distance = Double(neighbors.squaredDistances[row * count + position])
        #expect(abs(distance - expected[position].distance) <= 1e-5 * expected[position].distance + 1e-10)
      }
    }
  }

  /// Rows of many columns are compared along directions where these hold most of the variance, as of 12 hidden numbers, and
  /// in all columns where they do not, as of noise.
  @Test(arguments: [12, 0]) func neighborsInManyColumnsAreThoseOfAllPairs(hidden: Int) {
    let noise = randomRows(1100, 300, groups: 1, seed: 8)
    let (factors, loadings) = (randomRows(1100, 12, seed: 9), randomRows(300, 12, groups: 1, seed: 10))
    let matrix = Matrix(rows: 1100, columns: 300) { block in
      for row in 0..<1100 {
        for column in 0..<300 {
          block[row, column] =
            hidden == 0
            ? noise[row, column]
            : (0..<hidden).reduce(noise[row, column] / 20) { $0 + factors[row, $1] * loadings[column, $1] }
        }
      }
    }
    let neighbors = NearestNeighbors(of: matrix, count: 20)
    for row in stride(from: 0, to: 1100, by: 50) {
      let expected = sorted(matrix, row)
      #expect((0..<20).map { Int(neighbors.indices[row * 20 + $0]) } == expected.prefix(20).map(\.row))
    }
  }

  @Test func farFromTheOriginNothingIsLost() {
    let matrix = randomRows(300, 10, groups: 1, seed: 4, offset: 3000)
    let neighbors = NearestNeighbors(of: matrix, count: 10)
    for row in 0..<300 {
      let expected = sorted(matrix, row)[9].distance
      #expect(abs(Double(neighbors.squaredDistances[row * 10 + 9]) - expected) < 1e-4 * expected)
    }
  }

  @Test(arguments: [(800, 5), (2400, 5), (2400, 300)])
  func amongEqualRowsTheLowestComeFirst(count: Int, columns: Int) {
    // Rows of 7 different kinds: each has more than a hundred twins.
    let kinds = randomRows(7, columns, seed: 5)
    let matrix = kinds.selecting(rows: (0..<count).map { $0 % 7 })
    let neighbors = NearestNeighbors(of: matrix, count: 30)
    for row in 0..<count {
      let expected = (0..<count).lazy.filter { $0 % 7 == row % 7 && $0 != row }.prefix(30).map { Int32($0) }
      #expect(Array(neighbors.indices[row * 30..<row * 30 + 30]) == Array(expected))
      #expect(neighbors.squaredDistances[row * 30..<row * 30 + 30].allSatisfy { $0 == 0 })
    }
  }
}
