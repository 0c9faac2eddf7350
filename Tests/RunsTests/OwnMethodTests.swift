import Core
import Experiments
import Foundation
import Matrices
import Results
import Runs
import Stages
import Synchronization
import TestSupport
import Testing

/// A clusterer that fails as it is told to, and counts the work that it shares.
private struct Moody: Clusterer {
  static let name = "moody"
  static let summary = "rows by the sign of their first column"
  static let parameters: [Parameter<Moody>] = [
    .choice("mood", \.mood, "the way to fail"),
    .integer("number", \.number, in: 0..., "the name of the shared work"),
  ]

  enum Mood: String, CaseIterable, Sendable { case calm, rows, own, settings, late }

  var mood = Mood.calm
  var number = 0

  /// An error of its own, of which no shared list of errors knows.
  private struct TooNarrow: ExplainedError {
    let failure = "cannot cluster by signs"
    let cause = "4 columns, more than 4 are needed"
    let hint = "give more columns"
    let isOfRows = true
  }

  /// The times that the shared work was done.
  static let counter = Atomic(0)

  func check(_ shape: Shape) throws {
    switch mood {
    case .rows: throw StageError(Self.name, .unfitRows(cause: "33 rows, found 34", hint: "give one row less"))
    case .own: throw TooNarrow()
    case .settings:
      throw StageError(Self.name, .unfit(parameter: "mood", cause: "the mood is bad", hint: "set mood: calm"))
    case .calm, .late: break
    }
  }

  func cluster(_ rows: Matrix, _ context: StageContext) throws -> Clustering {
    if mood == .late { throw TooNarrow() }
    let signs = context.shared.value("signs \(number)") {
      Self.counter.add(1, ordering: .relaxed)
      return (0..<rows.rows).map { rows[$0, 0] < 0 }
    }
    return Clustering(Partition(labels: signs.map { $0 ? 1 : 0 }, clusters: 2))
  }
}

/// Methods from outside the package: their errors, the work that their seeds share, the end of a run that is cancelled.
@Suite(.serialized) struct OwnMethodTests {
  private static let vocabulary = Experiment.Vocabulary(
    figures: [],
    catalog: Catalog(
      clusterers: Catalog.standard.clusterers + [Moody.self], spaceMakers: Catalog.standard.spaceMakers))

  private func experiment(in folder: String, _ clusterers: String, spaces: String = "[visual]") throws -> Experiment {
    try Samples.table(
      Samples.groups(rows: 33, columns: 4, classes: 3, spread: 0.05, seed: 1), to: folder + "/visual.csv")
    return try ExperimentFile.parse(
      """
      name: own
      features: { visual: { file: visual.csv } }
      spaces: \(spaces)
      clusterers: \(clusterers)
      seeds: 3
      figures: none
      """, file: folder + "/own.yaml", vocabulary: Self.vocabulary)
  }

  @Test(arguments: ["rows", "own", "late"]) func rowsThatDoNotAllowAMethodAreAGap(mood: String) throws {
    try withFolder { folder in
      let experiment = try experiment(in: folder, "[kmeans: 3, moody: { mood: \(mood) }]")
      let run = try Runner(experiment, into: RunFolder(path: folder + "/out")).run()
      #expect(run.record.gaps?.map(\.trial.clusterer) == ["moody", "moody", "moody"])
      #expect(run.trials.map(\.clusterer) == ["kmeans", "kmeans", "kmeans"])
    }
  }

  @Test func settingsThatContradictEachOtherStopTheRun() throws {
    try withFolder { folder in
      let experiment = try experiment(in: folder, "[kmeans: 3, moody: { mood: settings }]")
      #expect(throws: StageError.self) { try Runner(experiment, into: RunFolder(path: folder + "/out")).run() }
    }
  }

  /// Two clusterers of a kind and three seeds share on each of two spaces; where the rows change with the seed, nobody does.
  @Test(arguments: [
    ("[visual, { l2: { of: visual } }]", "", 2), ("[random-projection: { of: visual, dimensions: 2 }]", "", 6),
    ("[visual]", "[{ clusterer: moody, parameter: number, values: [0, 1, 2] }]", 3),
  ]) func seedsShareTheWorkOnTheSameRows(spaces: String, sweeps: String, count: Int) throws {
    try withFolder { folder in
      var experiment = try experiment(in: folder, "[moody, { moody: { name: again } }]", spaces: spaces)
      if !sweeps.isEmpty {
        experiment = try ExperimentFile.parse(
          """
          name: own
          features: { visual: { file: visual.csv } }
          clusterers: [moody]
          sweeps: \(sweeps)
          seeds: 3
          figures: none
          """, file: folder + "/own.yaml", vocabulary: Self.vocabulary)
      }
      Moody.counter.store(0, ordering: .relaxed)
      _ = try Runner(experiment, into: RunFolder(path: folder + "/out")).run()
      // The 20 refits of stability have rows of their own.
      let refits = Moody.counter.load(ordering: .relaxed) - count
      #expect(refits >= 0 && refits % 20 == 0)
    }
  }

  @Test func aCancelledRunEndsAndKeepsItsTrials() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("cancelled-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let experiment = try experiment(in: folder, "[kmeans: 3, gmm: 3]")
    let out = RunFolder(path: folder + "/out")
    let run = Task.detached {
      _ = try Runner(experiment, into: out) { event in
        if case .finished = event { withUnsafeCurrentTask { $0?.cancel() } }
      }.run()
    }
    await #expect(throws: CancellationError.self) { try await run.value }
    var counts: RunEvent.Work?
    _ = try Runner(experiment, into: out) { event in
      if case .began(_, _, let work) = event { counts = work }
    }.run()
    #expect(counts?.reused == 1 && counts?.clustered == 5)
  }
}
