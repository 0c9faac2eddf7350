import Core
import Report
import Results
import Testing

/// Tables from the best method to the worst.
@Suite struct RankTests {
  private let names = ["a", "b", "c", "d"]

  private func table(_ means: [Double?]) -> SummaryTable {
    SummaryTable(
      scores: ["ari"],
      rows: zip(names, means).map { name, mean in
        .init(clusterer: name, space: "f", cells: [mean.flatMap { .init([$0 - 0.01, $0 + 0.01]) }])
      })
  }

  /// The tests of these pairs; all others find no difference.
  private func statistics(_ means: [Double?], significant: Set<[Int]>) -> StatisticsRecord {
    var pairs: [StatisticsRecord.Pair] = []
    for first in names.indices {
      for second in names.indices where first < second {
        guard let one = means[first], let other = means[second] else { continue }
        let p = significant.contains([first, second]) ? 0.01 : 0.4
        pairs.append(
          .init(
            score: "ari", first: .init(clusterer: names[first], space: "f"),
            second: .init(clusterer: names[second], space: "f"), difference: one - other, low: -1, high: 1,
            itemError: nil,
            seedError: nil, p: p, holm: p, test: "signs"))
      }
    }
    return StatisticsRecord(level: 0.95, pairs: pairs)
  }

  @Test func methodsThatCannotBeToldApartShareARank() {
    let means: [Double?] = [0.5, 0.9, 0.4, 0.85]
    let tests = statistics(means, significant: [[0, 1], [1, 2], [0, 3], [2, 3]])
    let ranked = table(means).ranked(by: tests, lowerIsBetter: false)
    #expect(ranked.rows.map(\.clusterer) == ["b", "d", "a", "c"])
    #expect(ranked.rows.map(\.rank) == [1, 1, 3, 3])
    // The chain: c is worse than b alone.
    let chain = table(means).ranked(by: statistics(means, significant: [[1, 2]]), lowerIsBetter: false)
    #expect(chain.rows.map(\.rank) == [1, 1, 1, 2])
  }

  /// The test of the lowest method may show less than that of the one above it.
  @Test func ranksNeverFallDownTheTable() {
    let means: [Double?] = [0.5, 0.9, 0.4, 0.85]
    let ranked = table(means).ranked(by: statistics(means, significant: [[0, 1], [0, 3]]), lowerIsBetter: false)
    #expect(ranked.rows.map(\.clusterer) == ["b", "d", "a", "c"] && ranked.rows.map(\.rank) == [1, 1, 3, 3])
    #expect(ranked.footnotes[0].hasSuffix("and never less than the rank above"))
    let plain = table(means).ranked(by: statistics(means, significant: [[1, 2]]), lowerIsBetter: false)
    #expect(!plain.footnotes[0].contains("never less"))
  }

  @Test func lowerMayBeBetterAndAGapHasNoRank() {
    let means: [Double?] = [0.5, 0.9, nil, 0.4]
    let ranked = table(means).ranked(by: statistics(means, significant: [[0, 1], [1, 3]]), lowerIsBetter: true)
    #expect(ranked.rows.map(\.clusterer) == ["d", "a", "b", "c"] && ranked.rows.map(\.rank) == [1, 1, 3, nil])
  }

  @Test func aScoreWithoutTestsHasNoRanks() {
    let means: [Double?] = [nil, nil, nil, nil]
    let tests = statistics([0.5, 0.9, 0.4, 0.85], significant: [[0, 1]])
    let unscored = table(means).ranked(by: tests, lowerIsBetter: false)
    #expect(!unscored.isRanked && unscored.footnotes.first?.hasPrefix("no ranks: ") == true)
    let untested = table([0.5, 0.9, 0.4, 0.85]).ranked(by: statistics(means, significant: []), lowerIsBetter: false)
    #expect(!untested.isRanked && untested.footnotes.first?.hasPrefix("no ranks: ") == true)
  }

  @Test func everyFormShowsTheRank() {
    let means: [Double?] = [0.5, 0.9, 0.4, 0.85]
    let ranked = table(means).ranked(by: statistics(means, significant: [[0, 1]]), lowerIsBetter: false)
    #expect(ranked.text(as: .terminal, TableOptions()).hasPrefix("rank  clusterer  space "))
    #expect(ranked.text(as: .markdown, TableOptions()).hasPrefix("| rank | clusterer | space | ari |"))
    #expect(ranked.text(as: .latex, TableOptions()).contains("\\begin{tabular}{lllr}"))
    #expect(ranked.text(as: .csv, TableOptions()).hasPrefix("rank,clusterer,space,score,mean"))
    #expect(ranked.text(as: .csv, TableOptions()).contains("\n1,b,f,ari,0.9,"))
    #expect(!table(means).text(as: .terminal, TableOptions()).contains("rank"))
  }
}
