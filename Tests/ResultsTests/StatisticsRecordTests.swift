import Core
import Foundation
import Results
import TestSupport
import Testing

@Suite struct StatisticsRecordTests {
  private typealias Method = StatisticsRecord.Method

  private let best = StatisticsRecord.Method(clusterer: "kmeans", space: "text")
  private let near = StatisticsRecord.Method(clusterer: "kmeans", space: "visual")
  private let far = StatisticsRecord.Method(clusterer: "gmm", space: "visual")

  private func cell(_ method: StatisticsRecord.Method, _ mean: Double, p: Double?) -> StatisticsRecord.Cell {
    var cell = StatisticsRecord.Cell(
      method: method, score: "kappa", mean: mean, deviation: nil, minimum: mean, maximum: mean, seeds: 1,
      low: mean - 0.125, high: mean + 0.125, itemError: 0.0625, seedError: nil)
    cell.pToBest = p
    cell.equalsBest = p.map { $0 >= 0.05 }
    return cell
  }

  private var record: StatisticsRecord {
    StatisticsRecord(
      level: 0.95, items: 40, replicates: 1_000,
      cells: [cell(best, 0.5, p: nil), cell(near, 0.375, p: 0.25), cell(far, 0, p: 0.01)],
      pairs: [
        .init(
          score: "kappa", first: best, second: near, difference: 0.125, low: -0.125, high: 0.375, itemError: 0.125,
          seedError: nil, p: 0.125, holm: 0.25, test: "normal limit")
      ],
      kappas: [
        .init(
          trial: TrialIdentity(space: "text", clusterer: "kmeans", seed: 0), kappa: 0.5, permutedMean: 0.0625,
          permutedHigh: 0.125, matched: 0.375, accuracy: nil, clusters: 3, classes: 3)
      ],
      stability: [
        .init(
          method: best,
          resamples: .init(seed: 0, refits: 20, rows: 40, clusters: [.init(id: 2, size: 7, jaccard: .nan)]))
      ])
  }

  private func withFolder(_ body: (RunFolder) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("statistics-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    let folder = RunFolder(path: path)
    try folder.make()
    try body(folder)
  }

  @Test func itIsReadBackAsItWasWritten() throws {
    try withFolder { folder in
      #expect(try folder.statistics() == nil)
      try folder.write(record)
      #expect(try folder.statistics() == record)
      let text = try String(contentsOfFile: folder.path(of: "statistics.json"), encoding: .utf8)
      #expect(text == (try record.json()) && text.contains("\"schema\" : 3") && text.contains("\"jaccard\" : null"))
      try folder.remove(folder.artifactFiles(except: []).map(\.name))
      #expect(try folder.statistics() == nil)
    }
  }

  @Test func aFileThatWasChangedIsRefused() throws {
    try withFolder { folder in
      try folder.write("{\"schema\":1,\"level\":\"high\"}", to: "statistics.json")
      #expect(throws: ResultsError.self) { try folder.statistics() }
      try folder.write("{\"schema\":99}", to: "statistics.json")
      #expect(throws: ResultsError(.newerSchema(path: folder.path(of: "statistics.json"), found: 99, known: 3))) {
        try folder.statistics()
      }
    }
  }

  @Test func aPairCanBeReadFromBothSides() {
    let reversed = record.pair(near, over: best, score: "kappa")
    #expect(reversed?.difference == -0.125 && reversed?.low == -0.375 && reversed?.high == 0.125)
    #expect(reversed?.first == near && reversed?.holm == 0.25)
    #expect(record.pair(best, over: near, score: "kappa") == record.pairs[0])
    #expect(record.pair(best, over: near, score: "ari") == nil && record.pair(best, over: far, score: "kappa") == nil)
  }

  @Test(arguments: [1, 2]) func theTableMarksWhatIsNotDistinguishableFromTheBest(seeds: Int) {
    let trials = [(best, 0.5), (near, 0.375), (far, 0)].flatMap { method, value in
      (0..<seeds).map { seed in
        TrialRecord(
          TrialIdentity(space: method.space, clusterer: method.clusterer, seed: UInt64(seed)), clusters: 3,
          objective: Objective(name: "inertia", value: 1), converged: true, scores: ["kappa": value])
      }
    }
    let plan = RunPlan(
      spaces: ["text", "visual"], clusterers: ["kmeans", "gmm"], seeds: (0..<seeds).map { UInt64($0) },
      scores: ["kappa"])
    let run = Run(
      record: RunRecord(
        name: "sample", experiment: .null, plan: plan, version: "1",
        platform: Platform(processor: "", cores: 1, system: "", swift: "", blas: ""),
        dataset: DatasetSummary(items: 40)),
      trials: trials)
    let table = SummaryTable(of: run, statistics: record)
    let cells = table.rows.map { $0.cells[0] }
    #expect(cells.map { $0?.equalsBest } == [false, true, nil, false])
    #expect(cells[1]?.low == 0.25 && cells[1]?.high == 0.5 && cells[1]?.p == 0.25)
    #expect(table.footnotes.last?.hasPrefix("≈ not significantly different from the best") == true)
    #expect(table.footnotes.last?.contains("one seed") == (seeds == 1))
    #expect(SummaryTable(of: run).footnotes.isEmpty)
    // A mark that no score has is not explained.
    var settled = record
    for cell in settled.cells.indices where settled.cells[cell].equalsBest != nil {
      settled.cells[cell].equalsBest = false
    }
    #expect(
      SummaryTable(of: run, statistics: settled).footnotes
        == (seeds == 1 ? ["differences are tested over items alone; one seed gives no spread over seeds"] : []))
  }

  /// The number of seeds that a marked difference needs is that of its own test.
  @Test(
    arguments: [
      ([], "at least 3 seeds are needed for a significant difference"),
      (
        ["text"],
        "at least 8 seeds are needed for a significant difference between a method that seeds change and a deterministic one"
      ),
      (["text", "visual"], "at least .05)"),
    ] as [([String], String)])
  func theNeededSeedsAreThoseOfThePair(deterministic: [String], ending: String) {
    let seeds: [UInt64] = [0, 1]
    let plan = RunPlan(spaces: ["text", "visual"], clusterers: ["kmeans"], seeds: seeds, scores: ["kappa"])
      .marking { deterministic.contains($0.space) }
    let trials = plan.trials.map {
      TrialRecord($0, clusters: 3, objective: nil, converged: true, scores: ["kappa": $0.space == "text" ? 0.5 : 0.375])
    }
    let run = Run(
      record: RunRecord(
        name: "sample", experiment: .null, plan: plan, version: "1",
        platform: Platform(processor: "", cores: 1, system: "", swift: "", blas: ""),
        dataset: DatasetSummary(items: 40)),
      trials: trials)
    var known = record
    (known.fewestSeeds, known.fewestSeedsBesideDeterministic) = (3, 8)
    let notes = SummaryTable(of: run, statistics: known).footnotes.filter { $0.hasPrefix("≈") }
    #expect(notes.count == 1 && notes[0].hasSuffix(ending), "\(notes)")
    known.fewestSeedsBesideDeterministic = nil
    #expect(known.fewestSeeds(deterministic: 1) == 3 && known.fewestSeeds(deterministic: 2) == nil)
  }

  @Test func aRunWithoutItSaysHowToComputeIt() throws {
    try withFolder { folder in
      let run = Run(
        record: RunRecord(
          name: "sample", experiment: .null, plan: RunPlan(spaces: [], clusterers: [], seeds: [], scores: []),
          version: "1", platform: Platform(processor: "", cores: 1, system: "", swift: "", blas: ""),
          dataset: DatasetSummary(items: 0)),
        trials: [])
      func footnotes() throws -> [String] { try SummaryTable(of: StoredRun(run, in: folder)).footnotes }
      #expect(try footnotes().last?.contains("fusebench statistics") == true)
      try folder.write(StatisticsRecord(level: 0.95))
      #expect(try footnotes().isEmpty)
    }
  }
}
