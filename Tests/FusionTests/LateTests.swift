import Clustering
import Core
import Fusion
import Matrices
import Stages
import Testing

/// Late fusion: the partitions of each part, and their consensus.
@Suite struct LateTests {
  /// Two groups that the first part tells apart, and two others in the second one.
  private func parts(_ count: Int) -> [Matrix] {
    var stream = Seed(8).stream("parts")
    return [2, 1].map { step in
      Matrix(
        (0..<count).map { row in [Float(20 * (row / step % 2)) + Float(stream.gaussian()), Float(stream.gaussian())] })
    }
  }

  private func labels(_ weights: [Double]?, clusters: Int = 2) throws -> [Int32] {
    let space = try Late(clusters: 2, partitions: 4, weights: weights).make(parts(200), seed: 3)
    return try Consensus(clusters: clusters).cluster(space.rows, seed: 0).partition.labels
  }

  @Test func theHeavierPartDecidesAndAllGroupsAreFoundTogether() throws {
    let first = (0..<200).map { Int32($0 / 2 % 2) }
    let second = (0..<200).map { Int32($0 % 2) }
    #expect(try labels([0.6, 0.4]) == first)
    #expect(try labels([0.4, 0.6]) == second)
    // Numbered by their first rows.
    #expect(try labels(nil, clusters: 4) == (0..<200).map { Int32([0, 1, 2, 3][$0 % 4]) })
  }

  @Test func squaredDistancesAreOneLessTheEvidence() throws {
    let space = try Late(clusters: 5, partitions: 3, weights: [0.25, 0.75]).make(parts(60), seed: 1)
    let given = try #require(space.rows.structure as? WeightedPartitions)
    #expect(given.partitions.count == 6 && space.rows.columns == 30)
    for (one, other) in [(0, 1), (3, 40), (7, 59), (20, 20)] {
      let square = zip(space.rows.row(one), space.rows.row(other)).reduce(0.0) {
        $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1)
      }
      let apart = given.partitions.enumerated().reduce(0.0) { sum, each in
        let weight = (each.offset < 3 ? 0.25 : 0.75) / 3
        return sum + (each.element.labels[one] == each.element.labels[other] ? 0 : weight)
      }
      #expect(abs(square - apart) < 1e-6)
    }
  }

  /// Equal weights give the consensus of the partitions without weights.
  @Test func equalWeightsAreNoWeights() throws {
    let space = try Late(clusters: 3, partitions: 4).make(parts(150), seed: 5)
    let given = try #require(space.rows.structure as? WeightedPartitions)
    let context = StageContext(seed: 0)
    let plain = try Consensus(clusters: 3).combine(given.partitions, context)
    let fit = try Consensus(clusters: 3).cluster(space.rows, context)
    #expect(fit.partition == plain.partition && fit.strengths == plain.strengths)
  }

  @Test func strengthsAreTheWeightedEvidence() throws {
    let partitions = [Partition([0, 0, 1, 1]), Partition([0, 1, 0, 1])]
    let rows = Matrix(rows: 4, columns: 1).with(WeightedPartitions(partitions, weights: [0.75, 0.25]))
    let fit = try Consensus(clusters: 2).cluster(rows, seed: 0)
    #expect(fit.partition.labels == [0, 0, 1, 1])
    #expect(try #require(fit.strengths).allSatisfy { abs($0 - 0.75) < 1e-4 })
  }

  @Test func newRowsFallIntoThePartitions() throws {
    let method = Late(clusters: 4, partitions: 2)
    let space = try method.make(parts(80), seed: 2)
    let stored = try #require(space.transform).stored
    let again = try #require(try method.transform(of: stored))
    #expect(try again.transform(parts(80)) == space.rows)
  }

  @Test func threadsAndSharedWorkChangeNothingAndSeedsDo() throws {
    let parts = parts(900)
    func make(_ seed: UInt64, _ shared: SharedWork = SharedWork()) throws -> Matrix {
      try Late(clusters: 9).make(parts, StageContext(seed: Seed(seed), shared: shared)).rows
    }
    let one = try Threads.$count.withValue(1) { try make(1) }
    for threads in [2, 4] { #expect(try Threads.$count.withValue(threads) { try make(1) } == one) }
    let shared = SharedWork()
    #expect(try make(1, shared) == one && make(2, shared) != one && make(1, shared) == one)
  }

  @Test func badSettingsExplainThemselves() throws {
    let parts = parts(30)
    #expect(throws: ClusteringError.self) { try Late(clusters: 31).make(parts) }
    #expect(throws: StageError.self) { try Late(clusters: 3, weights: [1]).make(parts) }
    #expect(throws: StageError.self) { try Late(clusters: 3, partitions: 0).make(parts) }
    let note = try #require(try Late().make(parts).notices.first)
    #expect(note.message.contains("5 clusters") && note.message.contains("30 rows"))
  }
}
