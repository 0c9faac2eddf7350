import Core
import Scores
import Testing

@Suite struct AssignmentTests {
  @Test(arguments: 0..<150 as Range<UInt64>)
  func noPermutationIsCheaper(seed: UInt64) {
    var stream = Seed(seed).stream("assignment")
    let rows = 1 + stream.integer(below: 6)
    let columns = 1 + stream.integer(below: 7)
    // Few different costs, so that there are ties; negative ones too.
    let costs = (0..<rows * columns).map { _ in stream.integer(below: 8) - 3 }
    let assignment = Assignment(costs: costs, rows: rows, columns: columns)
    #expect(assignment.total == cheapest(costs, rows: rows, columns: columns))
    let given = assignment.columnOfRow.compactMap { $0 }
    #expect(given.count == min(rows, columns))
    #expect(Set(given).count == given.count)
    let sum = assignment.columnOfRow.enumerated().reduce(0) { sum, pair in
      sum + (pair.element.map { costs[pair.offset * columns + $0] } ?? 0)
    }
    #expect(sum == assignment.total)
  }

  @Test(arguments: 0..<50 as Range<UInt64>)
  func noPermutationIsCheaperForRealCosts(seed: UInt64) {
    var stream = Seed(seed).stream("assignment")
    let costs = (0..<42).map { _ in stream.gaussian() }
    let wide = Assignment(costs: costs, rows: 6, columns: 7)
    #expect(isClose(wide.total, cheapest(costs, rows: 6, columns: 7), 1e-12))
  }

  @Test(arguments: 0..<150 as Range<UInt64>)
  func aTableIsMatchedToMostAgreementAndThenLeastChance(seed: UInt64) throws {
    var stream = Seed(seed).stream("matching")
    let rows = 1 + stream.integer(below: 6)
    let columns = 1 + stream.integer(below: 6)
    var counts = (0..<rows).map { _ in
      (0..<columns).map { _ in max(stream.integer(below: 6) - 2, 0) }
    }
    counts[0][0] += 1
    let table = try ContingencyTable(counts: counts)
    let width = table.clusterIDs.count
    // One number that orders as (agreement, chance) does; pairs without an item are worth as much as no pair.
    var costs = [Int](repeating: 0, count: rows * width)
    for cell in table.cells {
      let chance = table.classTotals[cell.classID] * table.clusterTotals[cell.column]
      costs[cell.classID * width + cell.column] =
        chance - cell.count * (table.total * table.total + 1)
    }
    let mapping = table.mapping(.oneToOne).classOfColumn
    let found = mapping.enumerated().reduce(0) { sum, pair in
      sum + (pair.element.map { costs[$0 * width + pair.offset] } ?? 0)
    }
    #expect(found == cheapest(costs, rows: rows, columns: width))
    let given = mapping.compactMap { $0 }
    #expect(Set(given).count == given.count)
    #expect(found == Assignment(costs: costs, rows: rows, columns: width).total)
  }

  @Test func emptyTablesHaveNothingToAssign() {
    #expect(Assignment(costs: [Int](), rows: 0, columns: 3).columnOfRow == [])
    #expect(Assignment(costs: [Int](), rows: 2, columns: 0).columnOfRow == [nil, nil])
  }

  @Test func equalCostsFallInOrder() {
    #expect(
      Assignment(costs: [Int](repeating: 1, count: 9), rows: 3, columns: 3).columnOfRow == [
        0, 1, 2,
      ])
  }

  @Test func threeHundredClustersAreMatchedQuickly() {
    var stream = Seed(1).stream("assignment")
    let costs = (0..<300 * 300).map { _ in stream.integer(below: 1000) }
    let time = ContinuousClock().measure { _ = Assignment(costs: costs, rows: 300, columns: 300) }
    #expect(time < .seconds(2))
  }

  private func cheapest<Cost: SignedNumeric & Comparable>(_ costs: [Cost], rows: Int, columns: Int)
    -> Cost
  {
    let (short, long) = (min(rows, columns), max(rows, columns))
    let cost = { (a: Int, b: Int) in
      rows <= columns ? costs[a * columns + b] : costs[b * columns + a]
    }
    return permutations(Array(0..<long)).map { order in
      (0..<short).reduce(Cost.zero) { $0 + cost($1, order[$1]) }
    }.min() ?? .zero
  }
}

/// Every order of some items.
func permutations(_ items: [Int]) -> [[Int]] {
  guard let first = items.first else { return [[]] }
  return permutations(Array(items.dropFirst())).flatMap { rest in
    (0...rest.count).map { place in Array(rest[..<place]) + [first] + Array(rest[place...]) }
  }
}
