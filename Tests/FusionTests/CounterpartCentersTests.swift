import Clustering
import Core
import Fusion
import Matrices
import Stages
import TestSupport
import Testing

/// The centers of many rows, whose starts see a sample.
@Suite struct CounterpartCentersTests {
  private func fusion(centers: Int? = nil, restarts: Int = 3) -> Counterpart {
    var fusion = Counterpart()
    fusion.vocabulary = "nouns"
    (fusion.centers, fusion.restarts) = (centers, restarts)
    return fusion
  }

  private func context(_ nouns: Matrix) -> StageContext {
    StageContext(
      seed: 1, references: ["nouns": Reference(rows: nouns, names: (0..<nouns.rows).map { "noun \($0)" })])
  }

  @Test func theStartsSeeSixtyRowsACenterOfManyRows() {
    for (rows, centers, expected) in [
      (20_000, 12, 20_000), (20_001, 12, 10_000), (24_000, 200, 24_000), (24_001, 200, 12_000),
      (50_000, nil, 10_020), (1_281_167, nil, 256_260),
    ] { #expect(fusion(centers: centers).startRows(rows: rows) == expected, "\(rows)") }
  }

  /// Twelve groups overlap; k-means on all rows is the measure.
  @Test func aSampleLeadsToCentersAsGoodOnAnyNumberOfThreads() throws {
    let groups = randomRows(12, 6, seed: 1)
    let noise = randomRows(20_400, 6, seed: 2)
    let rows = Matrix((0..<noise.rows).map { row in zip(noise.row(row), groups.row(row % 12)).map { 0.5 * $0 + $1 } })
    let context = context(randomRows(40, 6, seed: 3))
    func space(_ threads: Int) throws -> Space {
      try Threads.$count.withValue(threads) { try fusion(centers: 12).make([rows], context) }
    }
    let one = try space(1)
    for threads in [2, 4] {
      let other = try space(threads)
      #expect(other.rows == one.rows && other.facts == one.facts && other.namedWeights == one.namedWeights)
    }
    let inertia = try #require(one.facts["centerInertia"]?.first)
    let all = try KMeans(clusters: 12, restarts: 10, metric: .spherical).cluster(rows, context)
    #expect(inertia < 1.01 * (try #require(all.startObjectives.min())))
    #expect(one.facts["startRows"] == [10_000] && one.facts["centerObjectives"]?.count == 3)
    let note = try #require(one.notices.first { $0.kind == "nouns-kept" })
    #expect(
      note.message.contains("; starts saw 10,000 rows drawn at random, and the best one was continued on all rows, to ")
    )
  }

  /// Rows that occur once are missing in a sample of half of the rows.
  @Test func allRowsAreSeenWhereASampleHasTooFewDifferentOnes() throws {
    let points = randomRows(16, 5, seed: 4)
    let rows = points.selecting(rows: (0..<20_010).map { $0 < 15 ? $0 : 15 })
    let space = try fusion(centers: 16).make([rows], context(randomRows(20, 5, seed: 5)))
    #expect(space.facts["centers"] == [16] && space.facts["startRows"] == nil)
  }
}
