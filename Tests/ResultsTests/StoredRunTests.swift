import Core
import Foundation
import Matrices
import Results
import TestSupport
import Testing

@Suite struct StoredRunTests {
  private static let trial = TrialIdentity(space: "visual", clusterer: "kmeans", seed: 0)

  /// Stores a run of four items with a file of every kind.
  private static func store(in folder: RunFolder, scores: [ScoreFacts]? = nil) throws {
    var record = Sample.run
    record.plan = RunPlan(spaces: ["visual"], clusterers: ["kmeans"], seeds: [0], scores: ["kappa", "davies-bouldin"])
    record.scores = scores
    try folder.write(record)
    try folder.write(Sample.trial(), labels: [0, 1, -1, 0])
    try folder.write([0, 1, -1, 1], ofLabelSet: "group")
    try folder.write(
      EmbeddingRecord(space: "visual", method: "tsne", seed: 0, items: [3, 1]), coordinates: Matrix([[1, 2], [3, 4]]))
    try folder.write(StatisticsRecord(level: 0.95))
    try folder.write(SweepRecord(kind: .k, clusterer: "kmeans", seeds: [0], scores: ["kappa"], lines: []))
    try folder.write(captions: ["a", "b", "c", "d"])
    try folder.write(ids: ["1", "2", "3", "4"])
    let layout = ThumbnailRecord(height: 1, width: 1, cellHeight: 8, cellWidth: 8, perSide: 2, sheets: 1)
    try folder.write(layout, sheets: [Data([7])])
    try folder.write(SampleSheet(height: 1, width: 1, rows: [.init(name: "a", items: [0])]), bytes: [1, 2, 3])
    try folder.write(SilhouetteRecord(trial: trial, mean: 0, clustered: 3), items: [1], values: [0.5])
    let cluster = ClusterCardRecord.Cluster(id: 0, size: 2, nearest: [0], farthest: [3])
    try folder.write(ClusterCardRecord(trial: trial, clusters: [cluster], total: 1), bytes: [])
    try folder.write(TimingRecord(sessions: [.init(started: Date(timeIntervalSince1970: 60), seconds: 1, threads: 1)]))
  }

  /// All that a run gives, as one text.
  private func everything(of run: StoredRun) throws -> String {
    let trial = try #require(run.trial(Self.trial))
    let map = try #require(try run.map(of: "visual"))
    let parts: [Any] = [
      run.record, run.trials, try run.partition(of: trial), try run.partition(of: trial, at: [1, 0]),
      try run.truth as Any, try run.statistics as Any, map.record, map.items, map.points[1, 0],
      try run.sweep(.k) as Any,
      try run.captions as Any, try run.ids as Any, try run.thumbnails as Any, try run.samples as Any,
      try run.silhouettes as Any, try run.cards as Any, try run.timings as Any,
    ]
    #expect(parts.allSatisfy { !"\($0)".hasPrefix("nil") })
    return parts.map { "\($0)" }.joined(separator: "\n")
  }

  @Test func noFileIsReadTwice() throws {
    try withFolder { path in
      let folder = RunFolder(path: path)
      try Self.store(in: folder)
      let run = try StoredRun(in: folder)
      let first = try everything(of: run)
      try FileManager.default.removeItem(atPath: path)
      #expect(try everything(of: run) == first)
    }
  }

  @Test func whatARunLacksIsNotLookedForTwice() throws {
    try withFolder { path in
      let folder = RunFolder(path: path)
      try folder.write(Sample.run)
      let run = try StoredRun(in: folder)
      #expect(run.trials.isEmpty && run.missing.count == 24 && run.wasStopped)
      #expect(try run.statistics == nil && run.map(of: "visual") == nil && run.captions == nil && run.truth == nil)
      try Self.store(in: folder)
      #expect(try run.statistics == nil && run.map(of: "visual") == nil && run.captions == nil && run.truth == nil)
    }
  }

  @Test func aDamagedFileIsAnErrorOfThoseWhoAskForIt() throws {
    try withFolder { path in
      let folder = RunFolder(path: path)
      try Self.store(in: folder)
      for name in ["statistics.json", "items/captions.json", "embeddings/visual.json", "sweeps/k.json"] {
        try folder.write("{}", to: name)
      }
      try folder.write("", to: "labels/group.npy")
      let run = try StoredRun(in: folder)
      for _ in 0..<2 {
        #expect(throws: ResultsError.self) { try run.statistics }
        #expect(throws: ResultsError.self) { try run.captions }
        #expect(throws: ResultsError.self) { try run.map(of: "visual") }
        #expect(throws: ResultsError.self) { try run.sweep(.k) }
        #expect(throws: ResultsError.self) { try run.truth }
      }
      #expect(try run.partition(of: run.trials[0]).labels == [0, 1, -1, 0])
    }
  }

  @Test(arguments: [[4], [-1], [0, 1]]) func aMapOfOtherItemsIsAnError(items: [Int]) throws {
    try withFolder { path in
      let folder = RunFolder(path: path)
      try Self.store(in: folder)
      try folder.write(
        EmbeddingRecord(space: "visual", method: "tsne", seed: 0, items: items), coordinates: Matrix([[1, 2]]))
      guard case .malformed(_, let detail)? = reason(of: { _ = try StoredRun(in: folder).map(of: "visual") }) else {
        Issue.record("no error")
        return
      }
      #expect(detail == "the map of visual has 1 point for \(items.count) of 4 items")
    }
  }

  @Test func theOrientationOfAScoreIsThatOfTheRun() throws {
    try withFolder { path in
      let folder = RunFolder(path: path)
      let facts = [
        ScoreFacts("kappa", shortName: "κ", lowerIsBetter: true, low: -1, high: 1, risesWithClusters: true),
        ScoreFacts("davies-bouldin", low: 0, isInternal: true),
      ]
      try Self.store(in: folder, scores: facts)
      let record = try StoredRun(in: folder).record
      #expect(record.plan.scores.map(record.score) == facts && record.firstScore == facts[0])
      #expect(facts[0].range == -1...1 && facts[1].range == 0...Double.infinity)
    }
  }

  @Test func inAnOlderRunItIsThatOfItsName() throws {
    try withFolder { path in
      let folder = RunFolder(path: path)
      try Self.store(in: folder)
      let record = try StoredRun(in: folder).record
      #expect(record.plan.scores.map(record.score).map(\.lowerIsBetter) == [false, true])
      #expect(record.score("strange") == ScoreFacts("strange"))
    }
  }
}
