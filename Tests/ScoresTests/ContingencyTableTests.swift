import Core
import Scores
import Testing

@Suite struct ContingencyTableTests {
  @Test func countsEachPairAndLeavesUnlabelledItemsOut() throws {
    let table = try ContingencyTable(
      Partition([7, 7, 3, -1, 3, 7]), truth: labelSet([0, 0, 2, 2, -1, 2]))
    #expect(table.clusterIDs == [3, 7, -1])
    #expect(
      table.cells.map { [$0.classID, $0.column, $0.count] } == [
        [0, 1, 2], [2, 0, 1], [2, 1, 1], [2, 2, 1],
      ])
    #expect(table.classTotals == [2, 0, 3])
    #expect(table.clusterTotals == [1, 3, 1])
    #expect((table.total, table.unlabelled, table.noise) == (5, 1, 1))
    #expect((table.occupiedClasses, table.occupiedClusters) == (2, 3))
  }

  @Test func takesCountsAsTheyAre() throws {
    let table = try ContingencyTable(counts: [[2, 0, 1], [0, 0, 3]])
    #expect(table.clusterIDs == [0, 2])
    #expect(table.classTotals == [3, 3])
    #expect(table.clusterTotals == [2, 4])
  }

  @Test func everyItemItsOwnClassAndClusterStaysSmall() throws {
    let ids = (0..<60_000).map(Int32.init)
    let table = try ContingencyTable(Partition(Array(ids.reversed())), truth: labelSet(ids))
    #expect(table.cells.count == 60_000)
    #expect(table.isPerfect)
    for score in ExternalScores.all {
      // Fowlkes and Mallows count pairs that are together, and there is none.
      #expect(score.score(table) == (score.name == "fowlkes-mallows" ? 0 : 1), "\(score.name)")
    }
  }

  @Test func clusterIdsMayBeFarApart() throws {
    let table = try ContingencyTable(
      Partition(labels: [2_000_000_000, 5], clusters: 2_000_000_001), truth: labelSet([0, 1]))
    #expect(table.clusterIDs == [5, 2_000_000_000])
  }

  @Test func namesBothCountsWhenTheyDiffer() {
    #expect(throws: ScoreError(.countsDiffer(partition: 3, truth: 2))) {
      try Purity().score(Partition([0, 1, 1]), truth: labelSet([0, 1]))
    }
    let error = ScoreError(.countsDiffer(partition: 3, truth: 2))
    #expect(error.cause.contains("3") && error.cause.contains("2"))
  }

  @Test(arguments: [[Int32](), [-1], [-1, -1, -1]])
  func refusesTruthWithoutALabel(values: [Int32]) {
    #expect(throws: ScoreError(.nothingLabelled(items: values.count))) {
      try ContingencyTable(Partition(values.map { _ in 0 }), truth: labelSet(values))
    }
  }
}
