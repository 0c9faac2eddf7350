import Foundation
import Testing

/// Limits of memory that the shell sets: an error in three lines, and never an abort.
///
/// Threads and libraries start differently under such limits and may take minutes, so the tests run where
/// `FUSEBENCH_MEMORY_TESTS` is set.
@Suite(
  .timeLimit(.minutes(5)), .enabled(if: ProcessInfo.processInfo.environment["FUSEBENCH_MEMORY_TESTS"] != nil))
struct MemoryLimitTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    // 48 MB of numbers.
    try folder.writeFeatures("large.npy", rows: 20_000, columns: 600)
    try folder.writeFeatures("other.npy", rows: 20_000, columns: 600, seed: 3)
    try folder.writeLabels("labels.npy", rows: 20_000)
  }

  private func limited(_ limit: String, _ arguments: String) async throws -> Outcome {
    // What waits for memory forever is killed, which no test takes for an error in three lines.
    try await Command.shell("ulimit \(limit) || exit 90; exec timeout -s KILL 60 \"$0\" \(arguments)", in: folder)
  }

  /// The addresses that the program itself takes, in kilobytes, by trial: from there on features are what does not fit.
  private func leastAddresses() async throws -> Int {
    var kilobytes = 100_000
    while kilobytes < 2_000_000,
      try await limited("-v \(kilobytes)", "score labels.npy labels.npy -q").status != 0
    {
      kilobytes += 10_000
    }
    return kilobytes
  }

  @Test func aFileThatDoesNotFitIsRefused() async throws {
    let least = try await leastAddresses()
    let outcome = try await limited("-v \(least + 20_000)", "inspect large.npy")
    outcome.expectFailure(naming: ["large.npy"])
  }

  @Test(arguments: [0, 30_000, 60_000, 100_000, 140_000, 180_000, 250_000])
  func aRunThatDoesNotFitIsAnErrorOrARun(more: Int) async throws {
    let least = try await leastAddresses()
    let outcome = try await limited(
      "-v \(least + more)",
      "run --visual large.npy --text other.npy --labels labels.npy --clusterer kmeans --seeds 1 --figures none --out out"
    )
    #expect(!outcome.crashed && [0, 1].contains(outcome.status), "\(outcome.status): \(outcome.errors)")
    if outcome.status == 1 { outcome.expectFailure(naming: []) }
    try folder.expectNoTemporaryFiles()
  }

  @Test func dataCountsToo() async throws {
    let outcome = try await limited(
      "-d 90000",
      "run --visual large.npy --text other.npy --labels labels.npy --clusterer kmeans --seeds 1 --figures none --out out"
    )
    #expect(!outcome.crashed && [0, 1].contains(outcome.status), "\(outcome.status): \(outcome.errors)")
    if outcome.status == 1 { outcome.expectFailure(naming: []) }
  }

  @Test func aDryRunNamesTheLimit() async throws {
    let outcome = try await limited(
      "-v 900000", "run --visual large.npy --labels labels.npy --clusterer kmeans --figures none --dry-run")
    outcome.expectSuccess()
    #expect(outcome.output.contains(" of 922 MB"), "\(outcome.output)")
  }
}
