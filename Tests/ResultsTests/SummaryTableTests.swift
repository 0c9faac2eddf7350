import Core
import Foundation
import Results
import Testing

@Suite struct SummaryTableTests {
  private static func table(_ trials: [TrialRecord], lowerIsBetter: Bool = false) -> SummaryTable {
    var record = Sample.run
    record.plan.scores = ["kappa"]
    record.plan.spaces = ["visual", "text"]
    record.scores = [ScoreFacts("kappa", lowerIsBetter: lowerIsBetter)]
    record.notices = []
    return SummaryTable(of: Run(record: record, trials: trials))
  }

  /// 2, 4, 4, 4, 5, 5, 7, 9: mean 5, sum of squares 32, so the sample deviation is √(32/7).
  @Test func aCellHoldsTheSampleStatistics() throws {
    let cell = try #require(SummaryTable.Cell([2, 4, 4, 4, 5, 5, 7, 9]))
    #expect(cell.mean == 5)
    #expect(cell.deviation == (32.0 / 7).squareRoot())
    #expect((cell.count, cell.minimum, cell.maximum) == (8, 2, 9))
    #expect(SummaryTable.Cell([]) == nil)
  }

  @Test func oneSeedHasNoDeviation() {
    #expect(SummaryTable.Cell([0.3])?.deviation == nil)
  }

  @Test(arguments: [0.1, 1.0 / 3, 0.7, 1e-300, -0.2])
  func equalValuesHaveThatMeanExactly(value: Double) {
    for count in 2...9 {
      let cell = SummaryTable.Cell([Double](repeating: value, count: count))
      #expect(cell?.mean == value && cell?.deviation == 0)
    }
  }

  @Test func rowsFollowThePlanByClustererThenSpace() {
    let table = SummaryTable(of: Run(record: Sample.run, trials: []))
    #expect(table.rows.map(\.clusterer) == Array(repeating: "kmeans", count: 4) + Array(repeating: "gmm", count: 4))
    #expect(table.rows.prefix(4).map(\.space) == ["visual", "text", "concatenation", "pca-average"])
    #expect(table.rows.allSatisfy { $0.cells == [nil, nil] })
  }

  @Test func theBestOfAColumnIsMarkedAndTiesShareIt() {
    let trials = [
      Sample.trial("visual", "kmeans", kappa: 0.4), Sample.trial("text", "kmeans", kappa: 0.7),
      Sample.trial("visual", "gmm", kappa: 0.7), Sample.trial("text", "gmm", kappa: 0.69),
    ]
    #expect(Self.table(trials).rows.map { $0.cells[0]?.isBest } == [false, true, true, false])
    #expect(
      Self.table(trials, lowerIsBetter: true).rows.map { $0.cells[0]?.isBest } == [true, false, false, false])
  }

  /// Mini-batch k-means of 300 rows in 300 clusters fills 237 of them.
  @Test func clustersWithoutItemsAreNotCounted() throws {
    let counts: [(Int, Int?)] = [(300, 237), (300, 300), (5, nil)]
    let trials = counts.enumerated().map { seed, counts in
      TrialRecord(
        TrialIdentity(space: "visual", clusterer: "kmeans", seed: UInt64(seed)), clusters: counts.0, held: counts.1,
        objective: nil, converged: nil, scores: [:])
    }
    #expect(trials.map(\.heldClusters) == [237, 300, 5])
    let stored = try trials.map { try JSONDecoder().decode(TrialRecord.self, from: JSONEncoder().encode($0)) }
    #expect(stored == trials)
    let cell = try #require(Self.table(stored).rows[0].clusters)
    #expect((cell.minimum, cell.maximum) == (5, 300) && abs(cell.mean - 542.0 / 3) < 1e-9)
  }

  @Test func anUndefinedScoreIsLeftOutOfTheMeanAndSaid() {
    let table = Self.table([
      Sample.trial(seed: 0, kappa: 0.5), Sample.trial(seed: 1, kappa: .nan),
    ])
    #expect(table.rows[0].cells[0]?.count == 1)
    #expect(table.footnotes == ["kappa is undefined in 1 of 2 trials of kmeans on visual"])
  }

  /// A note with the reason takes the place of the one without.
  @Test func anUndefinedScoreWithItsReasonIsSaidOnce() {
    let notice = Notice(kind: "score-undefined", message: "kappa is undefined: the partition has 1 cluster")
    let other = Notice(kind: "score-undefined", message: "ari is undefined: the partition has 1 cluster")
    let trials = [
      Sample.trial(seed: 0, kappa: .nan, notices: [notice]), Sample.trial(seed: 1, kappa: .nan, notices: [other]),
    ]
    #expect(
      Self.table(trials).footnotes == [
        "1 of 2 trials (kmeans on visual): kappa is undefined: the partition has 1 cluster",
        "1 of 2 trials (kmeans on visual): ari is undefined: the partition has 1 cluster",
        "kappa is undefined in 1 of 2 trials of kmeans on visual",
      ])
  }

  @Test func noticesAreCountedByKindWithTheirPlaces() {
    let notice = Notice(kind: "not-converged", message: "300 iterations were not enough")
    let table = Self.table([
      Sample.trial("visual", seed: 0, notices: [notice, notice]), Sample.trial("visual", seed: 1, notices: [notice]),
      Sample.trial("text", seed: 0), Sample.trial("text", "gmm", seed: 0, notices: [notice]),
    ])
    #expect(
      table.footnotes == ["3 of 4 trials (kmeans on visual, gmm on text): 300 iterations were not enough"])
  }

  /// A note that spaces share, a reason that methods share, and a score that several lack: each is one note.
  @Test func notesOfOneTextNameAllWhomTheyConcern() {
    var record = Sample.run
    record.notices = [
      Notice(kind: "equal-rows", message: "visual: 3 rows equal others"),
      Notice(kind: "equal-rows", message: "text: 3 rows equal others"),
      Notice(kind: "equal-rows", message: "pca-average: 4 rows equal others"),
      Notice(kind: "no-map", message: "no map of text: too few rows"),
      Notice(kind: "no-map", message: "no map of pca-average: too few rows"),
      Notice(kind: "sweep-gap", message: "the sweep of k has no values of text, which could not be made: why"),
      Notice(kind: "dropped", message: "1 of 5 rows dropped"),
    ]
    func gaps(_ clusterer: String, _ space: String, seeds: [UInt64], isOfSpace: Bool = false) -> [TrialGap] {
      seeds.map {
        TrialGap(
          TrialIdentity(space: space, clusterer: clusterer, seed: $0), cause: "no room", hint: "make some",
          isOfSpace: isOfSpace)
      }
    }
    let all = Sample.plan.seeds
    record.gaps =
      gaps("kmeans", "visual", seeds: all) + gaps("gmm", "visual", seeds: Array(all.prefix(1)))
      + gaps("kmeans", "text", seeds: all, isOfSpace: true) + gaps("gmm", "concatenation", seeds: all, isOfSpace: true)
    let trials = ["visual", "pca-average"].map { Sample.trial($0, kappa: .nan) }
    #expect(
      SummaryTable(of: Run(record: record, trials: trials, missing: [])).footnotes.prefix(8) == [
        "visual, text: 3 rows equal others", "pca-average: 4 rows equal others",
        "no map of text, pca-average: too few rows",
        "the sweep of k has no values of text, which could not be made: why", "1 of 5 rows dropped",
        "kmeans on visual, gmm on visual under 1 of 3 seeds could not be clustered: no room; make some",
        "the spaces text, concatenation could not be made: no room; make some",
        "kappa is undefined in 1 of 1 trial of kmeans on visual, kmeans on pca-average",
      ])
  }

  @Test func missingTrialsAreSaid() {
    let run = Run(record: Sample.run, trials: [], missing: Array(Sample.plan.trials.prefix(5)))
    #expect(
      SummaryTable(of: run).footnotes == [
        "1 of 5 rows dropped", "5 of 24 trials are missing: the run was stopped",
      ])
  }
}

@Suite struct ScoreListTests {
  @Test(arguments: 0..<200)
  func everyValueReadsBackBitForBit(seed: UInt64) throws {
    var stream = Seed(seed).stream("scores")
    let value = Double(bitPattern: stream.next())
    guard value.isFinite else { return }
    let text = ScoreList.csv([Sample.trial(kappa: value)], order: ["kappa"])
    let field = try #require(text.split(separator: "\n").last?.split(separator: ",").last)
    #expect(Double(field)?.bitPattern == value.bitPattern)
  }

  @Test func theListIsLongAndOrdered() {
    let text = ScoreList.csv([Sample.trial("a,\"b\"", seed: 2, kappa: 0.3)], order: ["ari", "kappa", "absent"])
    #expect(
      text == #"""
        space,clusterer,seed,score,value
        "a,""b""",kmeans,2,ari,5e-324
        "a,""b""",kmeans,2,kappa,0.3

        """#)
    #expect(ScoreList.csv([Sample.trial(kappa: .nan)], order: ["kappa"]).hasSuffix("\nvisual,kmeans,0,kappa,\n"))
  }
}
