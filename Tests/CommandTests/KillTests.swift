import Foundation
import Testing

/// A run that is killed at any moment and started again ends with the bytes of one that was not.
///
/// `make kill-test` kills 50 times; the environment variable `FUSEBENCH_KILLS` says how often, and `FUSEBENCH_KILL_SEED`
/// at which moments.
@Suite(.timeLimit(.minutes(60)), .serialized) struct KillTests {
  private static let kills = ProcessInfo.processInfo.environment["FUSEBENCH_KILLS"].flatMap { Int($0) } ?? 6
  private static let seed = ProcessInfo.processInfo.environment["FUSEBENCH_KILL_SEED"].flatMap { UInt64($0) } ?? 1

  /// The emoji with fewer seeds and quicker maps; all that a run stores is among it.
  private func experiment(in folder: TemporaryFolder) throws -> [String] {
    let emoji = Command.package.appendingPathComponent("datasets/emoji").path
    try folder.write(
      """
      name: killed
      dataset:
        images: { cifar: \(emoji)/images.bin, classes: \(emoji)/groups.txt }
        labels: { table: \(emoji)/emoji.csv, column: group }
        captions: \(emoji)/captions.txt
      features: { text: { file: \(emoji)/text-minilm.npy } }
      spaces:
        - text
        - pca-average: { of: [text, pixels], dimensions: 16 }
      clusterers: [ kmeans: { k: 9, restarts: 2 }, gmm: { k: 9, covariance: diag, iterations: 20 } ]
      seeds: 2
      tsne: { iterations: 40, rows: 400 }
      """, to: "experiment.yaml")
    return ["run", "experiment.yaml", "--quiet"]
  }

  @Test func aKilledRunEndsWithTheBytesOfOneThatWasNot() async throws {
    let folder = try TemporaryFolder()
    let run = KilledRun(folder: folder, arguments: try experiment(in: folder))
    let (expected, duration) = try await run.uninterrupted(into: "whole")
    #expect(expected.keys.contains("report.html") && expected.keys.contains("outputs.json"))
    #expect(!expected.keys.contains { $0.contains(".fusebench") })
    print("kill test: seed \(Self.seed), \(Self.kills) kills over \(duration), \(expected.count) files to compare")

    var numbers = RandomNumbers(seed: Self.seed)
    var (kills, lives) = (0, 0)
    while kills < Self.kills {
      // A life ends after one, two or three kills, each anywhere in the time that a whole run takes.
      let count = min(1 + Int(numbers.uniform() * 3), Self.kills - kills)
      let delays = (0..<count).map { _ in duration * numbers.uniform() }
      let life = try await run.live(into: "killed-\(lives)", killedAfter: delays, expecting: expected)
      (kills, lives) = (kills + count, lives + 1)
      let moments = zip(delays, life.trialsFound).map { "\($0) (\($1) of 8 trials)" }.joined(separator: ", ")
      let result = life.differences.isEmpty ? "identical" : "DIFFERENT: \(life.differences)"
      print("kill test: life \(lives), killed after \(moments): \(result)")
      #expect(life.differences == [], "life \(lives), killed after \(moments)")
      try FileManager.default.removeItem(atPath: folder.path("killed-\(lives - 1)"))
    }
  }

  /// The folder holds another experiment's run, whose pieces are partly those of this one.
  @Test func aKilledRunOverAFormerOneEndsWithTheSameBytesToo() async throws {
    let folder = try TemporaryFolder()
    let arguments = try experiment(in: folder)
    let former = KilledRun(
      folder: folder, arguments: arguments + ["--seeds", "3", "--scores", "nmi", "--figures", "scores"])
    let run = KilledRun(folder: folder, arguments: arguments)
    let (expected, duration) = try await run.uninterrupted(into: "whole")
    var numbers = RandomNumbers(seed: Self.seed &+ 1000)
    for life in 0..<max(Self.kills / 6, 1) {
      let out = "over-\(life)"
      _ = try await former.uninterrupted(into: out)
      let delays = (0..<2).map { _ in duration * numbers.uniform() }
      let found = try await run.live(into: out, killedAfter: delays, expecting: expected)
      print(
        "kill test: over a former run, killed after \(delays): \(found.differences.isEmpty ? "identical" : "DIFFERENT")"
      )
      #expect(found.differences == [], "killed after \(delays)")
    }
  }
}
