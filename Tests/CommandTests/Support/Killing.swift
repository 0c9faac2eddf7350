import Foundation
import Testing

/// A run that is killed again and again at random moments of its life.
struct KilledRun {
  let folder: TemporaryFolder
  /// The arguments of the command without the run's folder.
  let arguments: [String]

  /// The moments at which one life was killed, and its files that are other than expected.
  struct Life {
    let moments: [Moment]
    let differences: [String]
  }

  /// The processor time that a killed process had spent, and the trials that it left.
  struct Moment: CustomStringConvertible {
    let processorTime: Duration
    let trialsFound: Int
    let wasRunning: Bool

    var description: String { "\(processorTime) (\(wasRunning ? "\(trialsFound) trials" : "at its end"))" }
  }

  /// The files of a run into `out` that nobody interrupts, and the processor time that it takes.
  func uninterrupted(into out: String) async throws -> (files: [String: Data], processorTime: Duration) {
    let command = try Command.start(arguments + ["--out", out], in: folder)
    let spent = try await command.processorTime(upTo: .seconds(100_000))
    await command.outcome().expectSuccess()
    return (try files(of: out), spent)
  }

  /// Starts the run into `out`, kills it when it has spent a processor time, starts it again for the next one, and at last
  /// lets it come to its end.
  ///
  /// Processor time, as other tests may leave a process a tenth of what it would have by itself.
  func live(
    into out: String, killedAfter times: [Duration], expecting expected: [String: Data]
  ) async throws -> Life {
    var moments: [Moment] = []
    for time in times {
      let command = try Command.start(arguments + ["--out", out], in: folder)
      let spent = try await command.processorTime(upTo: time)
      command.send(SIGKILL)
      let wasRunning = await command.outcome().crashed
      let trials = try folder.contents(of: out).keys.count { $0.hasPrefix("trials/") && $0.hasSuffix(".json") }
      moments.append(Moment(processorTime: spent, trialsFound: trials, wasRunning: wasRunning))
    }
    try await Command.run(arguments + ["--out", out], in: folder).expectSuccess()
    let found = try files(of: out)
    let names = Set(found.keys).union(expected.keys)
    return Life(moments: moments, differences: names.filter { found[$0] != expected[$0] }.sorted())
  }

  /// All files but the times, which differ by nature.
  private func files(of out: String) throws -> [String: Data] {
    try folder.contents(of: out).filter { $0.key != "timings.json" }
  }
}

extension RunningCommand {
  /// Waits until the process has spent a processor time or is at its end, and returns what it has spent.
  fileprivate func processorTime(upTo limit: Duration) async throws -> Duration {
    #if !os(Linux)
      let start = ContinuousClock.now
    #endif
    var spent = Duration.zero
    while isRunning, spent < limit {
      #if os(Linux)
        var clock = clockid_t()
        var time = timespec()
        guard clock_getcpuclockid(id, &clock) == 0, clock_gettime(clock, &time) == 0 else { break }
        spent = .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
      #else
        spent = ContinuousClock.now - start
      #endif
      try await Task.sleep(for: .milliseconds(2))
    }
    return spent
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
