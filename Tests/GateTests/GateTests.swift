import Clustering
import Core
import Experiments
import Foundation
import Gate
import Results
import Runs
import Scores
import TestSupport
import Testing

@Suite struct GateTests {
  /// A run of two spaces by k-means on groups that overlap by so much.
  private func run(
    in folder: String, named name: String = "run", spread: Float = 3, rows: Int = 240,
    seeds: [UInt64] = [0, 1, 2, 3, 4],
    scores: [String] = ["kappa", "ari"], clusterers: [String] = ["kmeans"], restarts: Int = 1,
    label: (Int) -> Int = { $0 % 3 }
  ) throws -> StoredRun {
    let inputs = folder + "/" + name + "-inputs"
    try FileManager.default.createDirectory(atPath: inputs, withIntermediateDirectories: true)
    try Samples.table(Samples.groups(rows: rows, columns: 6, classes: 3, spread: spread), to: inputs + "/visual.csv")
    try Samples.table(Samples.groups(rows: rows, columns: 6, classes: 3, spread: 3, seed: 2), to: inputs + "/text.csv")
    try Samples.write(
      "kind\n" + (0..<rows).map { "k\(label($0))" }.joined(separator: "\n") + "\n", to: inputs + "/labels.csv")
    let labels = Experiment.Labels(name: "kind", source: .table(.init(table: "labels.csv", column: "kind")))
    let experiment = Experiment(
      name: name, dataset: .init(labels: [labels]),
      features: ["visual", "text"].map { Experiment.Feature(name: $0, file: "\($0).csv") },
      spaces: [.init(name: "visual"), .init(name: "text")],
      clusterers: clusterers.map { .init(KMeans(clusters: 3, restarts: restarts), name: $0) }, seeds: seeds,
      scores: scores, figures: [], folder: inputs)
    return try Runner(experiment, into: RunFolder(path: folder + "/" + name)).run()
  }

  private func reason(_ body: () throws -> Void) -> BaselineError.Reason? {
    do { try body() } catch { return (error as? BaselineError)?.reason }
    return nil
  }

  @Test func aRunIsUnchangedAgainstItself() throws {
    try withFolder { folder in
      let run = try run(in: folder)
      let baseline = try Baseline(of: run)
      _ = try baseline.write(to: folder + "/b.json", replacing: false)
      let report = try Gate(scores: ["all"]).report(of: run, against: Baseline.read(folder + "/b.json"))
      #expect(report.scores == ["kappa", "ari"] && report.cells.count == 4)
      #expect(report.cells.allSatisfy { $0.verdict == .unchanged && $0.evidence == .identical && $0.difference == 0 })
      #expect(report.missing.isEmpty && report.new.isEmpty && report.items == 240)
      #expect(!report.fails(onUndecided: true))
      #expect(try Gate().report(of: run, against: baseline).scores == ["kappa"])
    }
  }

  /// Kappa is undefined there, and the other scores are compared.
  @Test func labelsOfOneClassHaveNoKappaToCompare() throws {
    try withFolder { folder in
      let first = try run(in: folder, label: { _ in 0 })
      let second = try run(in: folder, named: "other", seeds: [7, 8, 9], label: { _ in 0 })
      let baseline = try Baseline(of: first)
      for run in [first, second] {
        let report = try Gate(scores: ["all"]).report(of: run, against: baseline)
        #expect(report.cells.count == 2 && report.cells.allSatisfy { $0.score == "ari" && $0.difference == 0 })
        // In place of the first score, with a note.
        let usual = try Gate().report(of: run, against: baseline)
        #expect(usual.scores == ["ari"] && usual.notes.contains { $0.contains("kappa, the first score of the run") })
        let named = try Gate(scores: ["kappa", "ari"]).report(of: run, against: baseline)
        #expect(named.undefined.map(\.score) == ["kappa", "kappa"] && named.lost.isEmpty)
        #expect(try named.text(as: .terminal).contains("ari: no regression"))
        #expect(
          try named.text(as: .terminal).contains("undefined on both sides (the 240 items are of one class)"))
        guard
          case .nothingComparable(_, ["kappa"], let undefined, ["ari"])? = reason({
            _ = try Gate(scores: ["kappa"]).report(of: run, against: baseline)
          })
        else {
          Issue.record("it was compared")
          return
        }
        #expect(undefined.count == 1 && undefined[0].contains("kmeans on visual, kmeans on text"))
      }
    }
  }

  @Test func aBaselineHoldsTheScoresAndLabelsOfTheRun() throws {
    try withFolder { folder in
      let run = try run(in: folder)
      let baseline = try Baseline(of: run, name: "other", seedsKept: 2)
      #expect(baseline.name == "other" && baseline.cells.map(\.space) == ["visual", "text"])
      #expect(baseline.dataset?.items == 240 && baseline.dataset?.classes == 3 && baseline.dataset?.truth == "kind")
      let trials = run.trials.filter { $0.space == "text" }
      let cell = baseline.cells[1]
      #expect(cell.scores["kappa"]?.values?.map(\.value) == trials.map { $0.scores["kappa"] ?? .nan })
      #expect(cell.labels?.map(\.seed) == [0, 1])
      #expect(try cell.labels?[1].labels(items: 240) == renumbered(run.folder.labels(of: trials[1])))
      #expect(try baseline.data(path: "") == Baseline(of: run, name: "other", seedsKept: 2).data(path: ""))
      // The seeds that were kept are those that are compared.
      #expect(try Gate().report(of: run, against: baseline).cells.map(\.run.seeds) == [2, 2])
    }
  }

  @Test func worseFeaturesRegressWhereTheyAreUsed() throws {
    try withFolder { folder in
      let first = try run(in: folder)
      let baseline = try Baseline(of: first)
      let second = try run(in: folder, named: "noisy", spread: 12)
      let report = try Gate().report(of: second, against: baseline)
      #expect(report.cells.map(\.verdict) == [.regressed, .unchanged])
      #expect(report.cells.map(\.evidence) == [.items, .identical])
      #expect(report.fails(onUndecided: false))
      let cell = report.cells[0]
      let (low, high) = (try #require(cell.low), try #require(cell.high))
      #expect(low < cell.difference && cell.difference < high && high < -0.01)
      #expect((cell.adjusted ?? 1) < 0.05 && (cell.detectable ?? 0) > 0.01)
      // The other way round it is an improvement.
      let back = try Gate().report(of: first, against: Baseline(of: second))
      #expect(back.cells.map(\.verdict) == [.improved, .unchanged] && !back.fails(onUndecided: true))
      #expect(abs(back.cells[0].difference + cell.difference) < 1e-12)
    }
  }

  @Test func scoresThatWereNotRecordedFollowFromTheLabels() throws {
    try withFolder { folder in
      let first = try run(in: folder, scores: ["kappa"])
      let baseline = try Baseline(of: first)
      let second = try run(in: folder, named: "noisy", spread: 12, scores: ["kappa"])
      let report = try Gate(scores: ["purity", "nmi"]).report(of: second, against: baseline)
      #expect(report.cells.map(\.score) == ["purity", "purity", "nmi", "nmi"])
      #expect(report.cells.map(\.verdict) == [.regressed, .unchanged, .regressed, .unchanged])
      #expect(
        reason { _ = try Gate(scores: ["silhouette"]).report(of: second, against: baseline) }
          == .noScore(baseline: "run", score: "silhouette", run: ["kappa"], recorded: ["kappa"]))
      #expect(throws: ScoreError.self) { try Gate(scores: ["kapa"]).report(of: second, against: baseline) }
    }
  }

  @Test func scoresOfWhichTheSmallestIsBestAreHandled() throws {
    try withFolder { folder in
      let scores = ["davies-bouldin", "silhouette"]
      let first = try run(in: folder, spread: 1, scores: scores)
      let second = try run(in: folder, named: "noisy", spread: 6, seeds: [10, 11, 12, 13, 14], scores: scores)
      let report = try Gate(scores: ["all"]).report(of: second, against: Baseline(of: first))
      let cells = report.cells.filter { $0.place.space == "visual" }
      #expect(cells.map(\.lowerIsBetter) == [true, false])
      #expect(cells[0].difference > 0 && cells[1].difference < 0)
      #expect(cells.map(\.verdict) == [.regressed, .regressed] && cells.map(\.evidence) == [.seeds, .seeds])
    }
  }

  @Test func aSingleSeedLeavesItOpen() throws {
    try withFolder { folder in
      let first = try run(in: folder)
      let one = try run(in: folder, named: "one", spread: 12, seeds: [77])
      let report = try Gate().report(of: one, against: Baseline(of: first))
      let cell = report.cells[0]
      #expect(cell.verdict == .undecided && cell.run.seeds == 1 && cell.outlook?.kind == .seeds)
      #expect(cell.detectable == nil && cell.low == nil && (cell.p ?? 0) >= 0.25)
      #expect(report.notes.contains { $0.contains("single seed") })
      #expect(
        report.notes.contains {
          $0.contains("no change of any size can be detected") && $0.contains("4 seeds on both sides can detect one")
        })
      let single = try Baseline(of: first, seedsKept: 1)
      let alone = try Gate().report(of: one, against: single)
      #expect(alone.cells.map(\.verdict) == [.undecided, .undecided])
      #expect(alone.cells.allSatisfy { $0.outlook == .init(.spread) && $0.low == nil && $0.evidence == .none })
      #expect(!alone.fails(onUndecided: false) && alone.fails(onUndecided: true))
    }
  }

  @Test func otherItemsAreRefused() throws {
    try withFolder { folder in
      let first = try run(in: folder)
      let baseline = try Baseline(of: first)
      let fewer = try run(in: folder, named: "fewer", rows: 120)
      #expect(
        reason { _ = try Gate().report(of: fewer, against: baseline) }
          == .otherItems(baseline: "run", run: 120, recorded: 240))
      let moved = try run(in: folder, named: "moved", label: { ($0 / 2) % 3 })
      guard
        case .otherLabels(_, let own, let recorded)? = reason({
          _ = try Gate().report(of: moved, against: baseline)
        })
      else {
        Issue.record("it was compared")
        return
      }
      let error = #expect(throws: BaselineError.self) { try Gate().report(of: moved, against: baseline) }
      #expect(error?.hint.contains("dataset: { ids: … }") == true)
      #expect(own.checksum != recorded.checksum && own.labelled == 240 && recorded.classes == 3)
      // Classes that are called otherwise are the same.
      let renamed = try run(in: folder, named: "renamed", label: { [7, 5, 6][$0 % 3] })
      #expect(try Gate().report(of: renamed, against: baseline).cells.count == 2)
    }
  }

  @Test func cellsThatOneSideLacksAreNamed() throws {
    try withFolder { folder in
      let first = try run(in: folder, clusterers: ["kmeans", "other"])
      let second = try run(in: folder, named: "second", clusterers: ["kmeans", "third"])
      let report = try Gate().report(of: second, against: Baseline(of: first))
      #expect(report.cells.count == 2)
      #expect(report.missing.map(\.text) == ["other on visual", "other on text"])
      #expect(report.new.map(\.text) == ["third on visual", "third on text"])
      let third = try run(in: folder, named: "third", clusterers: ["third"])
      guard
        case .nothingInCommon? = reason({
          _ = try Gate().report(of: third, against: Baseline(of: first))
        })
      else {
        Issue.record("it was compared")
        return
      }
    }
  }

  @Test func recordedValuesMustBeThoseOfTheLabels() throws {
    try withFolder { folder in
      let run = try run(in: folder)
      var baseline = try Baseline(of: run)
      baseline.cells[1].scores["kappa"]?.values?[0].value += 0.1
      guard case .malformed(_, let detail)? = reason({ _ = try Gate().report(of: run, against: baseline) })
      else {
        Issue.record("it was compared")
        return
      }
      #expect(detail.contains("kappa of kmeans on text, seed 0"))
    }
  }

  @Test func anUnfinishedRunMakesNoBaseline() throws {
    try withFolder { folder in
      let out = try run(in: folder)
      try FileManager.default.removeItem(atPath: out.folder.path + "/trials/text/kmeans/seed-3.json")
      #expect(
        reason { _ = try Baseline(of: StoredRun(in: out.folder)) }
          == .unfinishedRun(path: out.folder.path, missing: 1, trials: 10))
    }
  }

  @Test(arguments: [-0.1, .nan, .infinity]) func aToleranceMustBeAChange(tolerance: Double) {
    #expect(throws: OptionError.self) { try Gate(tolerance: tolerance) }
  }

  @Test(arguments: [0, 0.5, 1, -1, .nan]) func alphaMustBeAProbability(alpha: Double) {
    #expect(throws: OptionError.self) { try Gate(alpha: alpha) }
  }

  // MARK: - Published numbers

  @Test func publishedNumbersAreShownAndNotJudged() throws {
    try withFolder { folder in
      let run = try run(in: folder)
      let table = folder + "/paper.csv"
      try Samples.write(
        "clusterer,space,score,value,sd,n\nkmeans,visual,kappa,.999,0.01,5\nkmeans,text,kappa,.999,,\ngmm,text,ari,.5,,\n",
        to: table)
      let baseline = try Baseline(table: table, name: "paper", source: "Table 1")
      #expect(baseline.cells.count == 3 && baseline.dataset == nil && !baseline.holdsLabels)
      let report = try Gate().report(of: run, against: baseline)
      #expect(report.cells.map(\.verdict) == [.reference, .reference])
      #expect(report.cells[0].low != nil && report.cells[1].low == nil)
      #expect(report.cells.map(\.baseline.seeds) == [5, nil] && report.missing.isEmpty)
      #expect(!report.fails(onUndecided: true))
    }
  }

  @Test func aTableOfSeedsIsSummedUp() throws {
    try withFolder { folder in
      let table = folder + "/scores.csv"
      try Samples.write(
        "space,clusterer,seed,score,value\ntext,kmeans,0,kappa,.5\ntext,kmeans,1,kappa,.7\ntext,gmm,0,ari,.1\n",
        to: table)
      let baseline = try Baseline(table: table, name: "scores")
      let score = try #require(baseline.cells[0].scores["kappa"])
      #expect(abs(score.mean - 0.6) < 1e-12 && score.seeds == 2)
      #expect(abs((score.deviation ?? 0) - 0.02.squareRoot()) < 1e-12)
    }
  }

  @Test(arguments: [
    "clusterer;space;score;value;sd\nkmeans;text;kappa;0,52;0,01\n",
    "clusterer,space,score,value,sd\nkmeans,text,kappa,\"0,52\",\"0,01\"\n",
  ])
  func decimalCommasArePublishedToo(text: String) throws {
    try withFolder { folder in
      try Samples.write(text, to: folder + "/t.csv")
      let score = try #require(Baseline(table: folder + "/t.csv", name: "t").cells[0].scores["kappa"])
      #expect(score.mean == 0.52 && score.deviation == 0.01)
    }
  }

  @Test(arguments: [
    "clusterer,space,score,value\nk,s,kappa,x\n", "clusterer,space,score,value\nk,s,kappa,inf\n",
    "clusterer,space,score,value\nk,s,kappa,\n", "clusterer,space,score,value\n,s,kappa,1\n",
    "clusterer,space,score,value,sd\nk,s,kappa,1,-1\n", "clusterer,space,score,value,n\nk,s,kappa,1,0\n",
    "clusterer,space,score,value\nk,s,kappa,1\nk,s,kappa,2\n",
    "clusterer,space,score,value,seed\nk,s,kappa,1,3\nk,s,kappa,2,3\n",
    "clusterer,space,score,value,seed\nk,s,kappa,1,3\nk,s,kappa,2,\n",
    "clusterer,space,score,value,seed\nk,s,kappa,1,-3\n",
  ])
  func aTableThatIsNoneIsRefused(text: String) throws {
    try withFolder { folder in
      try Samples.write(text, to: folder + "/t.csv")
      guard case .badTable? = reason({ _ = try Baseline(table: folder + "/t.csv", name: "t") }) else {
        Issue.record("it was read")
        return
      }
    }
  }

  @Test func aTableNeedsItsColumnsAndKnownScores() throws {
    try withFolder { folder in
      try Samples.write("clusterer,space,score\nk,s,kappa\n", to: folder + "/t.csv")
      #expect(throws: (any Error).self) { try Baseline(table: folder + "/t.csv", name: "t") }
      try Samples.write("clusterer,space,score,value\nk,s,kapa,1\n", to: folder + "/t.csv")
      #expect(throws: ScoreError.self) { try Baseline(table: folder + "/t.csv", name: "t") }
      #expect(throws: (any Error).self) { try Baseline(table: folder + "/nowhere.csv", name: "t") }
    }
  }
}
