import Foundation
import Results
import TestSupport
import Testing

@Suite struct SweepRecordTests {
  private func sweep(_ kind: SweepRecord.Kind = .weights) -> SweepRecord {
    let trials = [0.5, .nan].map { value in
      SweepRecord.Trial(objective: .init(name: "inertia", value: 3), scores: ["kappa": value])
    }
    let line = SweepRecord.Line(
      space: "both", part: "text", parts: ["visual", "text"], points: [.init(setting: 0.25, trials: trials)])
    return SweepRecord(kind: kind, clusterer: "kmeans", seeds: [0, 1], scores: ["kappa"], lines: [line])
  }

  @Test func aSweepIsReadBackWithItsGaps() throws {
    try withFolder { path in
      let folder = RunFolder(path: path)
      #expect(try folder.sweep(.weights) == nil)
      try folder.write(sweep())
      let stored = try #require(try folder.sweep(.weights))
      #expect(stored == sweep() && stored.lines[0].points[0].values(of: "kappa")[1].isNaN)
      #expect(
        stored.lines[0].points[0].values(of: nil) == [3, 3] && stored.lines[0].points[0].values(of: "ari")[0].isNaN)
      try folder.remove(folder.artifactFiles(except: []).map(\.name))
      #expect(try folder.sweep(.weights) == nil)
    }
  }

  @Test func aSweepThatWasChangedIsAnError() throws {
    var short = sweep()
    short.seeds = [0]
    var strange = sweep()
    strange.lines[0].part = "sound"
    for bad in [short, strange] {
      try withFolder { path in
        let folder = RunFolder(path: path)
        try folder.write(bad)
        guard case .malformed? = reason(of: { _ = try folder.sweep(.weights) }) else {
          Issue.record("no error")
          return
        }
      }
    }
    try withFolder { path in
      let folder = RunFolder(path: path)
      try folder.write(Data(#"{"schema": 99}"#.utf8), to: "sweeps/k.json")
      guard case .newerSchema(_, 99, _)? = reason(of: { _ = try folder.sweep(.k) }) else {
        Issue.record("no error")
        return
      }
    }
  }
}
