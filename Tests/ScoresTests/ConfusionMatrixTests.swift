import Core
import Scores
import Testing

@Suite struct ConfusionMatrixTests {
  @Test func countsAfterAVote() throws {
    let table = try ContingencyTable(counts: [[5, 1, 2], [1, 4, 2]])
    let matrix = try ConfusionMatrix(table, matching: .majority)
    #expect(matrix.mapping.classOfColumn == [0, 1, 0])  // the tie takes the lower class
    #expect(matrix.counts == [7, 1, 3, 4])
    #expect(matrix[1, 0] == 3)
    #expect(matrix.unassigned == [0, 0])
    let shares: [Double] = [7.0 / 8, 1.0 / 8, 3.0 / 7, 4.0 / 7]
    #expect(matrix.rowNormalized == shares)
  }

  @Test func countsAfterAMatchingLeaveClustersOver() throws {
    let table = try ContingencyTable(counts: [[5, 1, 2], [1, 4, 2], [0, 0, 0]])
    let matrix = try ConfusionMatrix(table, matching: .oneToOne)
    #expect(matrix.mapping.classOfColumn == [0, 1, nil])
    #expect(matrix.counts == [5, 1, 0, 1, 4, 0, 0, 0, 0])
    #expect(matrix.unassigned == [2, 2, 0])
    #expect(Array(matrix.rowNormalized.suffix(3)) == [0, 0, 0])
  }

  @Test(arguments: 0..<50 as Range<UInt64>)
  func diagonalIsWhatPurityAndAccuracyCount(seed: UInt64) throws {
    let (truth, clusters) = randomLabelings(seed)
    let table = try ContingencyTable(Partition(clusters), truth: labelSet(truth))
    for (matching, score) in [(.majority, Purity()), (.oneToOne, ClusteringAccuracy())]
      as [(ClusterMatching, any ExternalScore)]
    {
      let matrix = try ConfusionMatrix(table, matching: matching)
      let diagonal = matrix.classes.indices.reduce(0) { $0 + matrix[$1, $1] }
      #expect(Double(diagonal) / Double(table.total) == score.score(table))
      #expect(matrix.counts.reduce(0, +) + matrix.unassigned.reduce(0, +) == table.total)
    }
  }

  @Test func namesTheClusterOfAClass() throws {
    let table = try ContingencyTable(Partition([4, 4, -1]), truth: labelSet([1, 1, 0]))
    let mapping = table.mapping(.majority)
    #expect(mapping[cluster: 4] == 1)
    #expect(mapping[cluster: Partition.noise] == 0)
    #expect(mapping[cluster: 3] == nil)
  }

  @Test func refusesMoreClassesThanFit() throws {
    let ids = (0..<5000).map(Int32.init)
    let table = try ContingencyTable(Partition(ids), truth: labelSet(ids))
    #expect(throws: ScoreError(.tooManyClasses(found: 5000, limit: 4096))) {
      try ConfusionMatrix(table, matching: .majority)
    }
  }
}
