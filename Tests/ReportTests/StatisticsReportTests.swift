import Core
import Foundation
import Report
import Results
import Testing

@Suite struct StatisticsReportTests {
  private typealias Method = StatisticsRecord.Method

  private var run: Run {
    let plan = RunPlan(spaces: ["visual", "a|b"], clusterers: ["kmeans"], seeds: [0, 1], scores: ["kappa", "ari"])
    let record = RunRecord(
      name: "my_run", experiment: .null, plan: plan, version: "1",
      platform: Platform(processor: "", cores: 1, system: "", swift: "", blas: ""),
      dataset: DatasetSummary(items: 40),
      spaces: [
        "a|b": [
          "signSensitivity": [
            "clusterer": "kmeans", "seed": 0, "score": "kappa", "published": .number(0.25),
            "values": .array([.number(0.125), .number(0.5)]),
          ]
        ]
      ])
    return Run(record: record, trials: [])
  }

  private var record: StatisticsRecord {
    let (first, second) = (Method(clusterer: "kmeans", space: "visual"), Method(clusterer: "kmeans", space: "a|b"))
    func cell(_ method: Method, _ score: String, p: Double?) -> StatisticsRecord.Cell {
      var cell = StatisticsRecord.Cell(
        method: method, score: score, mean: 0.5, deviation: 0.0625, minimum: 0.4375, maximum: 0.5625, seeds: 2,
        low: 0.375, high: 0.625, itemError: 0.03125, seedError: 0.03125)
      cell.pToBest = p
      cell.equalsBest = p.map { $0 >= 0.05 }
      return cell
    }
    func kappa(_ seed: UInt64, _ value: Double) -> StatisticsRecord.Kappa {
      .init(
        trial: TrialIdentity(space: "visual", clusterer: "kmeans", seed: seed), kappa: value, permutedMean: 0.0625,
        permutedHigh: 0.125, matched: value, accuracy: 0.75, clusters: 3, classes: 3)
    }
    return StatisticsRecord(
      level: 0.95, items: 40, replicates: 1_000,
      cells: [
        cell(first, "kappa", p: nil), cell(second, "kappa", p: 0.0002), cell(first, "ari", p: 0.125),
        cell(second, "ari", p: nil),
      ],
      pairs: [
        .init(
          score: "kappa", first: first, second: second, difference: 0.25, low: 0.125, high: 0.375, itemError: 0.03125,
          seedError: nil, p: 0.0002, holm: 0.0004, test: "normal limit")
      ], kappas: [kappa(0, 0.5), kappa(1, 0.25)],
      stability: [
        .init(
          method: first,
          seeds: .init(
            meanAgreement: 0.75, leastAgreement: 0.5, changingItems: 10, items: 40, meanChange: 0.125, reference: 0),
          resamples: .init(
            seed: 0, refits: 20, rows: 40,
            clusters: [.init(id: 0, size: 20, jaccard: 0.75), .init(id: 1, size: 20, jaccard: 0.5)]))
      ])
  }

  private func text(
    _ format: StatisticsReport.Format, scores: [String]? = nil, pairs: Bool = false
  ) throws -> String {
    try StatisticsReport(record, of: run, scores: scores, showsPairs: pairs).text(as: format)
  }

  @Test func aTerminalGetsATableAQuestion() throws {
    let text = try text(.terminal, scores: ["kappa"])
    #expect(
      text.hasPrefix(
        """
        Scores

        score  clusterer  space          mean  95 % interval  p to best
        ─────  ─────────  ──────  ───────────  ─────────────  ─────────
        kappa  kmeans     visual  .500 ± .062   .375 to .625       best
        kappa  kmeans     a|b     .500 ± .062   .375 to .625     < .001

        """))
    #expect(text.replacing("\n", with: " ").contains("1,000 resamples of 40 items"))
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
    #expect(
      text.contains(
        """
        clusterer  space   kappa  permuted  95th percentile  one-to-one kappa  majority accuracy
        ─────────  ──────  ─────  ────────  ───────────────  ────────────────  ─────────────────
        kmeans     visual   .375      .062             .125              .375               .750

        """))
    #expect(text.contains("kmeans     visual          .750   .500      10 (25.0 %)       12.5 %     .625    1 of 2"))
    #expect(text.contains("a|b     .250  .125 to .500      2"))
    #expect(!text.contains("Differences"))
  }

  @Test func clustersAreCountedByTheThresholdsOfHennig() throws {
    var record = record
    let jaccards = [0.85, 0.849, 0.75, 0.749, 0.6, 0.599, .nan]
    record.stability[0].resamples?.clusters = jaccards.enumerated().map { .init(id: $0, size: 5, jaccard: $1) }
    record.stability[0].seeds?.cores = [.init(id: 0, size: 30, stable: 10), .init(id: 1, size: 10, stable: 6)]
    record.stability[0].seeds?.low = 0.5
    record.stability[0].seeds?.high = 0.875
    let markdown = try StatisticsReport(record, of: run).text(as: .markdown)
    #expect(markdown.contains("| clusterer | space | highly stable | stable | doubtful | not to be trusted |"))
    #expect(markdown.contains("| kmeans | visual | 1 | 2 | 2 | 1 |"))
    #expect(markdown.contains("| kmeans | visual | .750 | .500 to .875 | 16 (40.0 %) |"))
  }

  @Test func onlyWhatIsShownIsExplained() throws {
    var record = record
    for index in record.cells.indices {
      (record.cells[index].deviation, record.cells[index].pToBest) = (nil, nil)
      (record.cells[index].low, record.cells[index].high) = (nil, nil)
    }
    let text = try StatisticsReport(record, of: run).text(as: .terminal)
    #expect(!text.contains("±") && !text.contains("95 % intervals") && !text.contains("permutation test"))
  }

  /// A score without labels has no interval where one value is all there is, also in records that hold its whole range.
  @Test(arguments: [nil, 1] as [Double?])
  func aScoreWithoutSpreadHasNoIntervalAndSaysWhy(end: Double?) throws {
    var record = record
    var alone = record.cells[0]
    (alone.score, alone.deviation, alone.itemError, alone.seedError) = ("silhouette", nil, nil, nil)
    (alone.low, alone.high) = (end.map { -$0 }, end)
    record.cells.append(alone)
    let text = try StatisticsReport(record, of: run).text(as: .terminal)
    #expect(text.contains("silhouette  kmeans     visual         .500           none"), "\(text)")
    #expect(text.replacing("\n", with: " ").contains("none: the interval of a score without labels comes from"))
    #expect(!text.contains("to 1.000"))
    let csv = try StatisticsReport(record, of: run).text(as: .csv)
    #expect(csv.contains("kmeans,visual,silhouette,0.5,,2,,,,,\n"), "\(csv)")
    #expect(try !self.text(.terminal).contains("none: "))
  }

  @Test func pairsHaveALineEach() throws {
    let text = try text(.terminal, pairs: true)
    #expect(text.contains("kappa  kmeans on visual  kmeans on a|b        .250   .125 to .375  < .001  < .001"))
  }

  @Test func markdownIsEscaped() throws {
    let text = try text(.markdown)
    #expect(text.hasPrefix("# Uncertainty of the scores: my\\_run\n\n## Scores\n\n| score | clusterer |"))
    #expect(text.contains("| kappa | kmeans | a\\|b | .500 ± .062 | .375 to .625 | \\< .001 |\n"))
  }

  @Test func csvHoldsCellsOrPairs() throws {
    let cells = try text(.csv, scores: ["ari"]).split(separator: "\n")
    #expect(cells[0] == "clusterer,space,score,mean,deviation,seeds,low,high,item_error,seed_error,p")
    #expect(cells[1] == "kmeans,visual,ari,0.5,0.0625,2,0.375,0.625,0.03125,0.03125,0.125" && cells.count == 3)
    let pairs = try text(.csv, pairs: true).split(separator: "\n")
    #expect(pairs[1] == "kappa,kmeans,visual,kmeans,a|b,0.25,0.125,0.375,0.0002,0.0004" && pairs.count == 2)
  }

  @Test func jsonIsTheRecord() throws {
    #expect(try text(.json) == record.json())
    #expect(try !text(.json, scores: ["kappa"]).contains("\"ari\""))
  }

  @Test func aRunWithoutLabelsSaysOnlyWhatItKnows() throws {
    var record = record
    (record.items, record.replicates, record.kappas, record.pairs) = (nil, nil, [], [])
    let text = try StatisticsReport(record, of: run).text(as: .terminal)
    #expect(!text.contains("95 % intervals") && text.contains("±: ") && !text.contains("one-to-one"))
  }
}
