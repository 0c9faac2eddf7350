import Core
import Foundation
import Report
import Results
import Testing

/// The findings on the parameters that a result depends on.
@Suite struct SweepDependenceTests {
  /// One setting: its value, and for each seed the labels of ten items with a silhouette.
  private typealias Setting = (value: Double, labels: [[Int32]], silhouettes: [Double])

  private static let two: [Int32] = [0, 0, 0, 0, 0, 1, 1, 1, 1, 1]
  private static let three: [Int32] = [0, 0, 0, 1, 1, 1, 2, 2, 2, 2]
  private static let noisy: [Int32] = [0, 0, 0, 1, 1, 1, -1, -1, -1, -1]

  /// The findings of a run of HDBSCAN on a space with these sweeps of its min-samples and of the neighbors of the space.
  private func findings(samples: [Setting], neighbors: [Setting] = [], seeds: Int = 2) throws -> [Finding] {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("dependence-\(UUID().uuidString)").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let folder = RunFolder(path: path)
    let all = (0..<seeds).map(UInt64.init)
    var record = RunRecord(
      name: "r", experiment: ["spaces": ["text"]],
      plan: RunPlan(spaces: ["text"], clusterers: ["hdbscan"], seeds: all, scores: ["silhouette"]), version: "1",
      platform: Platform(processor: "", cores: 1, system: "", swift: "", blas: ""), dataset: DatasetSummary(items: 10))
    let sweeps: [(String, [Setting], String?)] = [("min-samples", samples, nil), ("neighbors", neighbors, "text")]
      .filter { !$0.1.isEmpty }
    record.sweeps = sweeps.map { SweepRecord.Kind(rawValue: $0.0) }
    try folder.write(record)
    for seed in all {
      try folder.write(
        TrialRecord(
          TrialIdentity(space: "text", clusterer: "hdbscan", seed: seed), clusters: 2, objective: nil, converged: nil,
          scores: ["silhouette": 0.5]), labels: Self.two)
    }
    for (name, settings, space) in sweeps {
      let points = settings.map { setting in
        SweepRecord.Point(
          setting: setting.value,
          trials: zip(setting.labels, setting.silhouettes).map { labels, value in
            .init(
              objective: nil, scores: ["silhouette": value], clusters: Partition(labels).clusters)
          })
      }
      var sweep = SweepRecord(
        kind: .init(rawValue: name), clusterer: "hdbscan", seeds: all, scores: ["silhouette"],
        lines: [.init(space: "text", parts: [], points: points)])
      (sweep.parameter, sweep.sweptSpace) = (name, space)
      try folder.write(sweep, labels: [settings.flatMap(\.labels)])
    }
    return try Findings(of: StoredRun(in: folder)).withinLimits().all
  }

  @Test func eachSweepHasAFindingAndTheStrongestIsNamed() throws {
    let found = try findings(
      samples: [(1, [Self.three, Self.three], [0.5, 0.52]), (5, [Self.noisy, Self.noisy], [0.5, 0.53])],
      neighbors: [(5, [Self.three, Self.two], [0.5, 0.52]), (15, [Self.two, Self.three], [0.5, 0.53])])
    let silhouette = "silhouette by up to .005, sd over seeds .018"
    #expect(
      found.contains(
        Finding(
          "Among 2 swept parameters, each in its best space, min-samples of hdbscan moves the number of clusters and the share "
            + "of noise most.",
          numbers: [
            "clusters by up to 1", "noise by up to 40.0 percentage points",
            "movements within the spread over seeds do not count",
          ])), "\(found)")
    #expect(
      found.contains(
        Finding(
          "hdbscan on text depends on min-samples of hdbscan: it moves the number of clusters and the share of noise, beyond the "
            + "spread over seeds.",
          numbers: [
            "tried 1, 5", "clusters 3 at 1 and 2 at 5, by up to 1",
            "noise 0.0 % at 1 and 40.0 % at 5, by up to 40.0 percentage points",
            silhouette + " (within the spread over seeds)",
          ])), "\(found)")
    #expect(
      found.contains(
        Finding(
          "hdbscan on text does not depend on neighbors of text beyond the spread over seeds.",
          numbers: ["tried 5, 15", silhouette])), "\(found)")
  }

  /// The values between the ends may lie beyond both, and where nothing moves no parameter moves it most.
  @Test func extremesBetweenTheEndsAreStated() throws {
    let found = try findings(samples: [
      (1, [Self.two, Self.two], [0.5, 0.5]), (3, [Self.three, Self.three], [0.5, 0.5]),
      (5, [Self.two, Self.two], [0.5, 0.5]),
    ])
    #expect(
      found.contains { $0.numbers.contains("clusters 2 at 1 and 2 at 5 (between 2 and 3), by up to 1") }, "\(found)")
    #expect(!found.contains { $0.text.contains("most") })
  }

  /// Silhouettes of .5 and .51 that differ by .02 between the seeds have no best value.
  @Test func onlyAParameterThatMovesTheScoreHasABestValue() throws {
    let labels = [Self.two, Self.two]
    let found = try findings(
      samples: [(1, labels, [0.5, 0.52]), (5, labels, [0.51, 0.53])],
      neighbors: [(5, labels, [0.5, 0.52]), (15, labels, [0.8, 0.82]), (30, labels, [0.6, 0.62])])
    #expect(!found.contains { $0.text.contains("values of min-samples") }, "\(found)")
    #expect(
      found.contains {
        $0.text
          == "Among 3 values of neighbors of text from 5 to 30, 15 is best for hdbscan on text on these seeds; silhouette "
          + "compares different spaces only roughly."
      }, "\(found)")
  }

  @Test func theNoiseOfTheBestStandsBesideIt() throws {
    let found = try findings(
      samples: [(1, [Self.two, Self.two], [0.5, 0.52]), (5, [Self.noisy, Self.noisy], [0.8, 0.82])])
    #expect(
      found.contains(
        Finding(
          "Among 2 values of min-samples from 1 to 5, 5 is best for hdbscan on text on these seeds, at the edge of the values tried.",
          numbers: ["silhouette .810 ± .014", "noise 40.0 %"])), "\(found)")
  }

  /// A share of noise that stays the same does not say that the clusters do.
  @Test func withoutAScoreNothingIsSaidToBeIndependent() throws {
    let found = try findings(samples: [
      (1, [Self.two, Self.two], [.nan, .nan]), (5, [Self.two, Self.two], [.nan, .nan]),
    ])
    #expect(!found.contains { $0.text.contains("does not depend") }, "\(found)")
    let moved = try findings(samples: [
      (1, [Self.two, Self.two], [.nan, .nan]), (5, [Self.three, Self.three], [.nan, .nan]),
    ])
    #expect(
      moved.contains {
        $0.text.hasPrefix("hdbscan on text depends on min-samples of hdbscan: it moves the number of clusters, beyond")
      }, "\(moved)")
  }

  @Test func oneSeedLeavesItOpen() throws {
    let found = try findings(
      samples: [(1, [Self.three], [0.5]), (5, [Self.noisy], [0.5])], seeds: 1)
    #expect(
      found.contains(
        Finding(
          "The dependence of hdbscan on text on min-samples of hdbscan is open: one seed, so the spread is unknown.",
          numbers: [
            "tried 1, 5", "clusters 3 at 1 and 2 at 5, by up to 1",
            "noise 0.0 % at 1 and 40.0 % at 5, by up to 40.0 percentage points",
          ])), "\(found)")
    #expect(!found.contains { $0.text.contains("depends on") })
  }
}
