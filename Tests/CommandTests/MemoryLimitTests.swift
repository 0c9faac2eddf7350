import Foundation
import Testing

/// Limits of memory and of threads that the shell sets lead to a run that works or to an error in three lines, and never
/// to an abort or a wait.
@Suite(.serialized) struct MemoryLimitTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeFeatures("visual.npy", rows: 400, columns: 100)
    try folder.writeFeatures("text.npy", rows: 400, columns: 100, seed: 3)
    try folder.writeLabels("labels.npy", rows: 400)
  }

  /// Runs the command under a limit; a command that waits is killed, which no test takes for an error in three lines.
  private func limited(_ limit: String, _ arguments: String) async throws -> Outcome {
    try await Command.shell("ulimit \(limit) || exit 90; exec timeout -s KILL 60 \"$0\" \(arguments)", in: folder)
  }

  /// The kilobytes with which the program starts at all, found by trial.
  private func leastMemory(_ option: String) async throws -> Int {
    var kilobytes = 4_000
    while kilobytes < 2_000_000,
      try await limited("-\(option) \(kilobytes)", "score labels.npy labels.npy -q").status != 0
    {
      kilobytes += kilobytes < 100_000 && option == "v" ? 32_000 : 8_000
    }
    return kilobytes
  }

  private func expectRunOrError(_ outcome: Outcome, _ limit: String) throws {
    #expect(!outcome.crashed && [0, 1].contains(outcome.status), "\(limit): \(outcome.status) \(outcome.errors)")
    if outcome.status == 1 { outcome.expectFailure(naming: []) }
    try folder.expectNoTemporaryFiles()
  }

  /// Limits from the least one up, and then in small steps around the first under which the run works.
  @Test(arguments: ["v", "d"]) func everyLimitLeadsToARunOrAnError(option: String) async throws {
    let run =
      "run --visual visual.npy --text text.npy --labels labels.npy --seeds 1 --figures none -q --fresh --out out"
    let least = try await leastMemory(option)
    var (fails, works) = (least, least + 300_000)
    #expect(try await limited("-\(option) \(works)", run).status == 0)
    while works - fails > 8_000 {
      let limit = "-\(option) \((fails + works) / 2)"
      let outcome = try await limited(limit, run)
      try expectRunOrError(outcome, limit)
      if outcome.status == 0 { works = (fails + works) / 2 } else { fails = (fails + works) / 2 }
    }
    for kilobytes in stride(from: fails - 12_000, through: works + 2_000, by: 3_000) where kilobytes >= least {
      try expectRunOrError(try await limited("-\(option) \(kilobytes)", run), "-\(option) \(kilobytes)")
    }
  }

  @Test func aFileThatDoesNotFitIsRefusedForThat() async throws {
    try folder.writeFeatures("large.npy", rows: 20_000, columns: 600)
    let least = try await leastMemory("v")
    // With the first limit the file cannot be mapped, with the second one its numbers have no room beside it.
    for (more, word) in [(30_000, "do not fit in memory"), (70_000, "48,000,000 bytes as float32")] {
      let outcome = try await limited("-v \(least + more)", "inspect large.npy")
      outcome.expectFailure(naming: ["large.npy", word, "raise the limit of memory"])
    }
  }

  @Test func aDryRunNamesTheLimit() async throws {
    let outcome = try await limited(
      "-v 900000", "run --visual visual.npy --labels labels.npy --clusterer kmeans --figures none --dry-run")
    outcome.expectSuccess()
    #expect(outcome.output.contains(" of 922 MB"), "\(outcome.output)")
  }

  /// Without a second thread the first one does all, with the same results.
  @Test func aLimitOfThreadsIsNoLimitOfWork() async throws {
    // A user other than root, whom the limit does not hold.
    let other = getuid() == 0 ? "setpriv --reuid=65534 --clear-groups" : ""
    let script = "ulimit -u 1; exec \(other) \"$0\""
    guard try await Command.shell("\(script) --version", in: folder).status == 0 else { return }
    let outcome = try await Command.shell("\(script) inspect visual.npy text.npy", in: folder)
    outcome.expectSuccess()
    let free = try await Command.run(["inspect", "visual.npy", "text.npy"], in: folder)
    #expect(outcome.output == free.output)
  }
}
