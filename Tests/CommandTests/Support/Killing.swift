import Foundation
import Testing

/// A run that is killed again and again at random moments of its life.
struct KilledRun {
  let folder: TemporaryFolder
  /// The arguments of the command without the run's folder.
  let arguments: [String]

  /// How often each life was killed before it came to its end, and how many of its files are other than expected.
  struct Life {
    let delays: [Duration]
    let trialsFound: [Int]
    let differences: [String]
  }

  /// The files of a run into `out` that nobody interrupts, and how long it takes.
  func uninterrupted(into out: String) async throws -> (files: [String: Data], duration: Duration) {
    let clock = ContinuousClock()
    let start = clock.now
    try await Command.run(arguments + ["--out", out], in: folder).expectSuccess()
    let duration = clock.now - start
    return (try files(of: out), duration)
  }

  /// Starts the run into `out`, kills it after each delay, starts it again, and at last lets it come to its end.
  func live(into out: String, killedAfter delays: [Duration], expecting expected: [String: Data]) async throws -> Life {
    var trials: [Int] = []
    for delay in delays {
      let command = try Command.start(arguments + ["--out", out], in: folder)
      try await Task.sleep(for: delay)
      command.send(SIGKILL)
      _ = await command.outcome()
      trials.append(try folder.contents(of: out).keys.count { $0.hasPrefix("trials/") && $0.hasSuffix(".json") })
    }
    try await Command.run(arguments + ["--out", out], in: folder).expectSuccess()
    let found = try files(of: out)
    let names = Set(found.keys).union(expected.keys)
    return Life(delays: delays, trialsFound: trials, differences: names.filter { found[$0] != expected[$0] }.sorted())
  }

  /// All files but the times, which differ by nature.
  private func files(of out: String) throws -> [String: Data] {
    try folder.contents(of: out).filter { $0.key != "timings.json" }
  }
}

/// Numbers that a seed decides (splitmix64).
struct RandomNumbers {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  /// From 0 up to 1.
  mutating func uniform() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return Double((z ^ z >> 31) >> 11) / Double(1 << 53)
  }
}
