import Core
import Matrices
import TestSupport
import Testing

/// Groups of equal rows, against a dictionary of them.
@Suite struct RowGroupsTests {
  @Test(arguments: 0..<40) func theyAreThoseOfADictionary(seed: UInt64) {
    var stream = Seed(seed).stream("rows")
    let columns = 1 + stream.integer(below: 40)
    let kinds = (0..<1 + stream.integer(below: 60)).map { _ in
      (0..<columns).map { _ in Float(stream.integer(below: 3)) }
    }
    let rows = (0..<300).map { _ in kinds[stream.integer(below: kinds.count)] }
    var numbers: [[Float]: Int32] = [:]
    let expected = rows.map { row in
      let number = numbers[row] ?? Int32(numbers.count)
      numbers[row] = number
      return number
    }
    let found = RowGroups(of: Matrix(rows))
    #expect(found.groups == expected)
    #expect(found.sizes == (0..<Int32(numbers.count)).map { group in expected.count { $0 == group } })
  }

  @Test func minusZeroEqualsZeroAndTheLastBitDoesNot() {
    let found = RowGroups(of: Matrix([[0, 1], [-0.0, 1], [0, Float(1).nextUp], [0, 1]]))
    #expect(found.groups == [0, 0, 1, 0] && found.sizes == [3, 1])
  }

  @Test(arguments: [1, 15, 16, 17, 33]) func aDifferenceIsSeenInEveryColumn(columns: Int) {
    for column in 0..<columns {
      var rows = [[Float]](repeating: [Float](repeating: 2, count: columns), count: 3)
      rows[1][column] = 3
      #expect(RowGroups(of: Matrix(rows)).groups == [0, 1, 0])
    }
  }

  @Test func theyAreTheSameWithAnyNumberOfThreads() {
    let matrix = randomRows(700, 33, seed: 5).selecting(rows: (0..<5000).map { $0 * $0 % 700 })
    let alone = Threads.$count.withValue(1) { RowGroups(of: matrix) }
    for threads in [2, 4] { #expect(Threads.$count.withValue(threads) { RowGroups(of: matrix) } == alone) }
  }
}
