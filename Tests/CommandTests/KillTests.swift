import Foundation
import Testing

/// A run that is killed at any moment and started again ends with the bytes of one that was not.
///
/// `make kill-test` kills 50 times; the environment variable `FUSEBENCH_KILLS` says how often, and `FUSEBENCH_KILL_SEED`
/// at which moments.
@Suite(.serialized) struct KillTests {
  private static let kills = ProcessInfo.processInfo.environment["FUSEBENCH_KILLS"].flatMap { Int($0) } ?? 6
  private static let seed = ProcessInfo.processInfo.environment["FUSEBENCH_KILL_SEED"].flatMap { UInt64($0) } ?? 1

  private static let isLong = kills > 20

  /// The emoji, or every eighth of them for a few kills, with two seeds and quicker maps; everything that a run can store
  /// is among it.
  private func experiment(in folder: TemporaryFolder) throws -> [String] {
    try folder.writeEmoji(every: Self.isLong ? 1 : 8)
    try folder.write(
      """
      name: killed
      dataset:
        images: { cifar: images.bin, classes: groups.txt }
        labels: { table: emoji.csv, column: group }
        captions: captions.txt
      features: { visual: { file: visual.npy }, text: { file: text.npy } }
      spaces:
        - text
        - concatenation: { of: [visual, text] }
        - pca-average: { of: [visual, text], dimensions: 32 }
      clusterers: [ kmeans: { k: 9, restarts: 3 }, gmm: { k: 9, covariance: diag } ]
      seeds: 2
      scores: [kappa, ari, silhouette]
      tsne: { iterations: 100 }
      \(Self.isLong ? "" : "figures: [scores, maps, silhouette, cards, signs]")
      """, to: "experiment.yaml")
    return ["run", "experiment.yaml", "--quiet"]
  }

  @Test func aKilledRunEndsWithTheBytesOfOneThatWasNot() async throws {
    let folder = try TemporaryFolder()
    let run = KilledRun(folder: folder, arguments: try experiment(in: folder))
    let (expected, wholeTime) = try await run.uninterrupted(into: "whole")
    #expect(expected.keys.contains("report.html") && expected.keys.contains("outputs.json"))
    #expect(!expected.keys.contains { $0.contains(".fusebench") })
    print(
      "kill test: seed \(Self.seed), \(Self.kills) kills over \(wholeTime) of processor time, \(expected.count) files to compare"
    )

    var numbers = RandomNumbers(seed: Self.seed)
    var (lives, moments) = (0, [KilledRun.Moment]())
    while moments.count < Self.kills {
      // A life ends after one, two or three kills. The kills divide the time that a whole run takes into equal parts, and
      // each falls anywhere in its own.
      let count = min(1 + Int(numbers.uniform() * 3), Self.kills - moments.count)
      let times = (0..<count).map { wholeTime * (Double(moments.count + $0) + numbers.uniform()) / Double(Self.kills) }
      let life = try await run.live(into: "killed-\(lives)", killedAfter: times, expecting: expected)
      lives += 1
      moments += life.moments
      let result = life.differences.isEmpty ? "identical" : "DIFFERENT: \(life.differences)"
      print("kill test: life \(lives), killed after \(life.moments): \(result)")
      #expect(life.differences == [], "life \(lives), killed after \(life.moments)")
      try FileManager.default.removeItem(atPath: folder.path("killed-\(lives - 1)"))
    }
    // A later run of a life takes up what the former left, and may be at its end before its time.
    let hits = moments.count { $0.wasRunning }
    #expect(hits * 2 > moments.count, "most kills came too late: \(moments)")
  }

  /// The folder holds another experiment's run, whose artifacts are partly those of this one.
  @Test func aKilledRunOverAFormerOneEndsWithTheSameBytesToo() async throws {
    let folder = try TemporaryFolder()
    let arguments = try experiment(in: folder)
    let former = KilledRun(
      folder: folder, arguments: arguments + ["--seeds", "3", "--scores", "nmi", "--figures", "scores"])
    let run = KilledRun(folder: folder, arguments: arguments)
    let (expected, wholeTime) = try await run.uninterrupted(into: "whole")
    var numbers = RandomNumbers(seed: Self.seed &+ 1000)
    for life in 0..<max(Self.kills / 6, 1) {
      let out = "over-\(life)"
      _ = try await former.uninterrupted(into: out)
      let times = (0..<2).map { _ in wholeTime * numbers.uniform() }
      let life = try await run.live(into: out, killedAfter: times, expecting: expected)
      let result = life.differences.isEmpty ? "identical" : "DIFFERENT"
      print("kill test: over a former run, killed after \(life.moments): \(result)")
      #expect(life.differences == [], "killed after \(life.moments)")
    }
  }
}

extension TemporaryFolder {
  /// Writes every so-manieth of the emoji that ship: pictures, groups, captions and both kinds of features.
  fileprivate func writeEmoji(every step: Int) throws {
    let emoji = Command.package.appendingPathComponent("datasets/emoji")
    func data(_ name: String) throws -> Data { try Data(contentsOf: emoji.appendingPathComponent(name)) }
    func pick(_ data: Data, record: Int) -> Data {
      stride(from: 0, to: data.count / record, by: step).reduce(into: Data()) { picked, index in
        picked += data.dropFirst(index * record).prefix(record)
      }
    }
    func lines(_ name: String, header: Int = 0) throws -> String {
      let all = String(decoding: try data(name), as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
      let body = all.dropFirst(header).prefix { !$0.isEmpty }.enumerated().filter { $0.offset % step == 0 }.map(
        \.element)
      return (all.prefix(header) + body).joined(separator: "\n") + "\n"
    }
    try write(pick(data("images.bin"), record: 3073), to: "images.bin")
    try write(data("groups.txt"), to: "groups.txt")
    try write(lines("emoji.csv", header: 1), to: "emoji.csv")
    try write(lines("captions.txt"), to: "captions.txt")
    for (name, source, columns) in [
      ("visual.npy", "visual-mobilenetv2.npy", 1280), ("text.npy", "text-minilm.npy", 384),
    ] {
      let rows = pick(try data(source).dropFirst(128), record: columns * 2)
      try write(Self.npy("<f2", "(\(rows.count / columns / 2), \(columns))", rows), to: name)
    }
  }
}
