import Core
import Scores
import Testing

@Suite struct FrozenScoreTests {
  private static let everything: TableSums.Kinds = [.voted, .matched, .squares, .logarithms]

  private func counts(_ random: inout RandomStream) -> [[Int]] {
    let (rows, columns) = (random.integer(below: 6) + 1, random.integer(below: 7) + 1)
    let most = [2, 10, 500][random.integer(below: 3)]
    var counts = (0..<rows).map { _ in
      (0..<columns).map { _ in random.uniform() < 0.4 ? 0 : random.integer(below: most) }
    }
    counts[0][0] += 2
    return counts
  }

  @Test(arguments: ExternalScores.all.map(\.name))
  func aFrozenScoreIsTheScoreOfItsTable(name: String) throws {
    let score = try ExternalScores.named(name)
    var random = Seed(1).stream("frozen")
    for _ in 0..<300 {
      let table = try ContingencyTable(counts: counts(&random))
      let frozen = score.frozen(on: table)
      let value = frozen(TableShape(table, kinds: frozen.kinds).sums())
      #expect(isSame(value, score.score(table), 1e-10), "\(table.cells)")
    }
  }

  @Test func oneItemFewerIsTheTableWithoutIt() throws {
    var random = Seed(2).stream("fewer")
    for _ in 0..<200 {
      let table = try ContingencyTable(counts: counts(&random))
      let shape = TableShape(table, kinds: Self.everything)
      for cell in table.cells.indices {
        var counts = table.cells.map { UInt32($0.count) }
        counts[cell] -= 1
        let (found, expected) = (
          shape.sums(shape.sums(), withoutOneOf: cell), shape.sums(of: counts)
        )
        #expect(found.total == expected.total && found.voted == expected.voted)
        #expect(found.matched == expected.matched && found.squares == expected.squares)
        #expect(abs(found.logarithms.cells - expected.logarithms.cells) < 1e-9)
        #expect(abs(found.logarithms.classes - expected.logarithms.classes) < 1e-9)
        #expect(abs(found.logarithms.clusters - expected.logarithms.clusters) < 1e-9)
      }
    }
  }

  @Test(arguments: [
    "ari", "nmi", "homogeneity", "completeness", "v-measure", "fowlkes-mallows", "rand",
  ])
  func whatNeitherVotesNorMatchesIsTheScoreOfTheNewCounts(name: String) throws {
    let score = try ExternalScores.named(name)
    var random = Seed(3).stream("weights")
    for _ in 0..<100 {
      // Where no cell is empty, neither before nor after, the tables have the same groups.
      let (rows, columns) = (random.integer(below: 4) + 2, random.integer(below: 4) + 2)
      let tables = (0..<2).map { _ in
        (0..<rows).map { _ in (0..<columns).map { _ in random.integer(below: 50) + 1 } }
      }
      let table = try ContingencyTable(counts: tables[0])
      let frozen = score.frozen(on: table)
      let value = frozen(
        TableShape(table, kinds: frozen.kinds).sums(of: tables[1].flatMap { $0 }.map { UInt32($0) })
      )
      #expect(abs(value - score.score(try ContingencyTable(counts: tables[1]))) < 1e-10)
    }
  }

  @Test func votesAndMatchingsStayThoseOfTheOriginal() throws {
    // The second cluster changes its majority, the vote does not follow.
    let table = try ContingencyTable(counts: [[8, 1], [2, 4]])
    let resampled: [UInt32] = [8, 5, 2, 1]
    func value(_ score: some ExternalScore) -> Double {
      let frozen = score.frozen(on: table)
      return frozen(TableShape(table, kinds: frozen.kinds).sums(of: resampled))
    }
    #expect(value(Purity()) == 9.0 / 16)
    #expect(value(ClusteringAccuracy()) == 9.0 / 16)
    let chance = (13.0 * 10 + 3 * 6) / 256
    #expect(abs(value(CohenKappa()) - (9.0 / 16 - chance) / (1 - chance)) < 1e-12)
  }

  @Test func aResampleOfOneClassHasTheKappaOfTheOriginal() throws {
    let table = try ContingencyTable(counts: [[8, 1], [2, 4]])
    for kappa in [CohenKappa(), CohenKappa(matching: .oneToOne)] {
      let frozen = kappa.frozen(on: table)
      let value = frozen(TableShape(table, kinds: frozen.kinds).sums(of: [15, 0, 0, 0]))
      #expect(value == kappa.score(table), "\(kappa.name)")
    }
  }

  @Test(arguments: 0..<50)
  func theCellOfAnItemHoldsItsClassAndCluster(seed: UInt64) throws {
    var random = Seed(seed).stream("cells")
    let truth = (0..<100).map { _ in Int32(random.integer(below: 5)) - 1 }
    let clusters = (0..<100).map { _ in Int32(random.integer(below: 6)) * 3 - 1 }
    let labels = LabelSet(name: "truth", classes: ["a", "b", "c", "d"], values: truth)
    let table = try ContingencyTable(Partition(clusters), truth: labels)
    for (item, cell) in table.cellOfItems(Partition(clusters), truth: labels).enumerated() {
      guard cell >= 0 else {
        #expect(truth[item] == -1)
        continue
      }
      #expect(table.cells[Int(cell)].classID == Int(truth[item]))
      #expect(table.clusterIDs[table.cells[Int(cell)].column] == max(clusters[item], -1))
    }
  }
}
