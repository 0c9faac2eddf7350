import Core
import Experiments
import Foundation
import Report
import Results
import Runs
import TestSupport
import Testing

/// Runs on made data, of which it is known whether one method is better than another: what findings and verdict say of them.
///
/// A few in the suite; `FUSEBENCH_SIMULATIONS=200` makes 200 of each kind and prints what they find.
@Suite struct FindingSimulationTests {
  private static let asked = ProcessInfo.processInfo.environment["FUSEBENCH_SIMULATIONS"].flatMap { Int($0) }
  private static let repeats = min(asked ?? 5, 200)
  private static let items = 240
  private static let classes = 4

  /// Rows of two sets with the class of each item.
  private typealias Made = (visual: [[Float]], text: [[Float]], classes: [Int])

  /// Each set holds a point of each class, and noise of its own.
  private static func made(
    _ random: inout RandomStream, noise: Double, visual: [[Double]], text: [[Double]]
  ) -> Made {
    let classes = (0..<items).map { _ in random.integer(below: Self.classes) }
    func rows(_ centers: [[Double]]) -> [[Float]] {
      classes.map { label in centers[label].map { Float($0 + noise * random.gaussian()) } }
    }
    return (rows(visual), rows(text), classes)
  }

  /// The findings of k-means on two sets, and on their concatenation where it is asked for.
  private static func findings(_ made: Made, fused: Bool) throws -> Findings {
    try withFolder { folder in
      try Samples.table(made.visual, to: folder + "/visual.csv")
      try Samples.table(made.text, to: folder + "/text.csv")
      try Samples.write("kind\n" + made.classes.map { "k\($0)\n" }.joined(), to: folder + "/labels.csv")
      let experiment = """
        name: made
        dataset: { labels: [{ table: labels.csv, column: kind }] }
        features: { visual: visual.csv, text: text.csv }
        spaces: [visual, text\(fused ? ", { concatenation: { of: [visual, text], normalize: none } }" : "")]
        clusterers: [kmeans: { k: 4 }]
        seeds: 6
        scores: [kappa, ari, nmi]
        figures: none

        """
      let out = RunFolder(path: folder + "/out")
      _ = try Runner(ExperimentFile.parse(experiment, file: folder + "/e.yaml"), into: out).run()
      return try Findings(of: StoredRun(in: out))
    }
  }

  private static func simulate(
    _ purpose: StaticString, noise: Double, visual: [[Double]], text: [[Double]], fused: Bool
  ) throws -> [Findings] {
    try (0..<repeats).map { repetition in
      var random = Seed(2_026).stream(purpose, repetition)
      return try findings(made(&random, noise: noise, visual: visual, text: text), fused: fused)
    }
  }

  /// The sentences that call one method better than another.
  private static func claims(_ findings: Findings) -> [String] {
    let words = [
      "beats", "loses to", "improve", ", significantly better", "is significantly better", "significantly worse than",
    ]
    return ([findings.verdict?.sentence].compactMap(\.self) + findings.all.map(\.text)).filter { text in
      words.contains { text.contains($0) }
    }
  }

  private static func say(_ text: String) {
    if asked != nil { print("simulation: \(text)") }
  }

  /// Each set tells two pairs of classes apart, and both together all four.
  @Test func aFusionThatWinsIsFound() throws {
    let visual = [[0.0, 0], [0, 0], [3, 0], [3, 0]]
    let text = [[0.0, 0], [3, 0], [0, 0], [3, 0]]
    let runs = try Self.simulate("gain", noise: 0.8, visual: visual, text: text, fused: true)
    let found = runs.count { run in
      run.verdict?.sentence.contains("fusion (concatenation) is significantly better than its best part") == true
        && run.all.contains { $0.text.hasPrefix("Fusion (concatenation) beats its best part") }
    }
    Self.say("a fusion that wins is found in \(found) of \(runs.count) runs")
    #expect(found * 10 >= runs.count * 9 || (Self.asked == nil && found + 1 >= runs.count), "\(found)")
  }

  /// Features that have nothing to do with the classes, and two sets that tell them equally well.
  @Test(arguments: [true, false]) func whereNothingDiffersNothingIsBetter(isNoise: Bool) throws {
    let none = [[Double]](repeating: [0, 0, 0], count: Self.classes)
    let centers = [[0.0, 0, 0], [2, 0, 0], [0, 2, 0], [0, 0, 2]]
    let runs = try Self.simulate(
      "nothing", noise: 1, visual: isNoise ? none : centers, text: isNoise ? none : centers, fused: isNoise)
    let claims = runs.map(Self.claims).filter { !$0.isEmpty }
    Self.say("\(isNoise ? "of noise" : "of equal sets"), \(claims.count) of \(runs.count) runs call a method better")
    #expect(claims.count * 200 <= max(16 * runs.count, Self.asked == nil ? 200 : 0), "\(claims)")
  }
}
