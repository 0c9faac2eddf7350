import Core
import Foundation
import Scores
import Testing

@Suite struct ExpectedMutualInformationTests {
  /// The mean over all orders of the clusters, counted out.
  @Test(
    arguments: [
      [0, 0, 1, 1, 2, 2], [0, 0, 0, 1, 1, 1], [0, 0, 0, 0, 1, 2], [0, 0, 0, 0, 0, 1],
    ] as [[Int32]])
  func isTheMeanOverAllPermutations(clusters: [Int32]) throws {
    let truth: [Int32] = [0, 0, 0, 1, 1, 2]
    var sum = 0.0
    let orders = permutations(Array(0..<6))
    for order in orders {
      let table = try ContingencyTable(
        Partition(order.map { clusters[$0] }), truth: labelSet(truth))
      sum += mutualInformation(table)
    }
    let sizes = runLengths(clusters)
    let expected = expectedMutualInformation(classSizes: [3, 2, 1], clusterSizes: sizes)
    #expect(isClose(expected, sum / Double(orders.count), 1e-14))
  }

  @Test(arguments: 0..<3)
  func isExactAtSixtyThousandItems(index: Int) throws {
    let exact = try #require(Fixture.shared.informations.dropFirst(index).first)
    let found = expectedMutualInformation(classSizes: exact.classes, clusterSizes: exact.clusters)
    #expect(isClose(found, exact.value, 1e-14), "\(found - exact.value)")
  }

  @Test func aHundredDifferentSizesOnBothSidesTakeNoTime() {
    let sizes = (0..<100).map { 501 + 2 * $0 }
    let time = ContinuousClock().measure {
      _ = expectedMutualInformation(classSizes: sizes, clusterSizes: sizes)
    }
    #expect(time < .seconds(1))
  }

  private func runLengths(_ labels: [Int32]) -> [Int] {
    Dictionary(grouping: labels, by: { $0 }).values.map(\.count)
  }

  private func mutualInformation(_ table: ContingencyTable) -> Double {
    table.cells.reduce(0) { sum, cell in
      let share = Double(cell.count) / Double(table.total)
      let margins = Double(table.classTotals[cell.classID] * table.clusterTotals[cell.column])
      return sum + share * log(Double(cell.count * table.total) / margins)
    }
  }
}
