import Foundation
import Testing

/// A run into a folder that holds one already, and two at once.
@Suite struct ResumeTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeFeatures("visual.npy", spread: 1.5)
    try folder.writeLabels("labels.npy")
  }

  private let inputs = ["run", "--visual", "visual.npy", "--labels", "labels.npy", "--out", "out"]

  private func run(_ more: [String] = []) async throws -> Outcome {
    let outcome = try await Command.run(inputs + ["--seeds", "2", "--figures", "scores"] + more, in: folder)
    outcome.expectSuccess()
    return outcome
  }

  @Test func aSecondRunSaysThatNothingChangedAndWritesNothing() async throws {
    let first = try await run()
    let before = try folder.contents(of: "out")
    let second = try await run()
    #expect(second.errors.contains("reused 4 of 4 trials\n"))
    #expect(second.errors.contains("nothing changed: the stored run is complete; --fresh computes it again\n"))
    #expect(second.output == first.output)
    #expect(try folder.contents(of: "out") == before)
  }

  @Test func freshComputesEverythingAgain() async throws {
    _ = try await run()
    let before = try folder.contents(of: "out")
    let outcome = try await run(["--fresh"])
    #expect(!outcome.errors.contains("reused") && outcome.errors.contains("[4/4]"))
    let after = try folder.contents(of: "out")
    #expect(after.filter { $0.key != "timings.json" } == before.filter { $0.key != "timings.json" })
    #expect(after["timings.json"] != before["timings.json"])
  }

  @Test func whatIsReusedAndRemovedIsCounted() async throws {
    _ = try await run()
    let more = try await run(["--seeds", "4"])
    #expect(more.errors.contains("reused 4 of 8 trials\n") && more.errors.contains("[4/4]"))
    let fewer = try await run(["--seeds", "1", "--scores", "ari"])
    #expect(fewer.errors.contains("reused 2 of 2 trials, 2 scored again, removed 6 stale trials\n"))
    #expect(try folder.contents(of: "out/trials").count == 6)
  }

  @Test func aChangedFigureIsDrawnWithoutClustering() async throws {
    _ = try await run()
    let outcome = try await run(["--figures", "agreement"])
    #expect(outcome.errors.contains("reused 4 of 4 trials\n") && !outcome.errors.contains("[1/"))
    #expect(try folder.contents(of: "out/figures").keys.sorted() == ["agreement.png"])
  }

  @Test func whatIsNoLongerAskedForIsNamedBeforeItGoes() async throws {
    let figures = "maps,silhouette,cards,signs,weights"
    try folder.writeFeatures("text.npy", spread: 1.5, seed: 2)
    let text = ["--text", "text.npy", "--clusterer", "kmeans"]
    _ = try await run(text + ["--figures", figures, "--sweep", "weights=0,1"])
    #expect(try await !run(text + ["--figures", figures, "--sweep", "weights=0,1"]).errors.contains("removed"))
    let gone = "4 maps, 1 sweep, 1 measure of signs, the silhouettes, the cluster cards"
    let plan = try await run(text + ["--figures", "none", "--dry-run"])
    #expect(plan.output.contains("removes     \(gone), no longer asked for by the experiment\n"))
    #expect(try folder.contents(of: "out/embeddings").count == 8)
    let outcome = try await run(text + ["--figures", "none"])
    #expect(outcome.errors.contains("removed, no longer asked for: \(gone)\n"))
    #expect(!folder.exists("out/embeddings"))
    // Over several seeds ± counts the signs; of one seed nothing does, which is said.
    #expect(!outcome.errors.contains("arbitrary signs"))
    let one = try await run(text + ["--figures", "none", "--seeds", "1"])
    #expect(one.errors.contains("pca-average depends on the arbitrary signs of its components; the spread was not"))
    #expect(try folder.text("out/findings.md").contains("the spread was not measured"))
  }

  /// After the trials come maps, sweeps and statistics, and a run can be stopped there as well.
  @Test func aRunThatWasStoppedAfterItsTrialsSaysSo() async throws {
    _ = try await run()
    let before = try folder.contents(of: "out")
    let record = try folder.text("out/run.json")
    try folder.write("{ \"isUnfinished\": true," + record.dropFirst(), to: "out/run.json")
    for arguments in [["table", "out"], ["statistics", "out"], ["history", "."]] {
      let outcome = try await Command.run(arguments, in: folder)
      outcome.expectSuccess()
      #expect(outcome.errors.contains("the run was stopped after its trials"), "\(arguments[0])")
    }
    let figures = try await Command.run(["figures", "out", "--only", "maps"], in: folder)
    figures.expectFailure(naming: ["no figure of maps: the run was stopped; run the same command again"])
    #expect(try await run().errors.contains("reused 4 of 4 trials\n"))
    #expect(try folder.text("out/run.json") == record)
    #expect(
      try folder.contents(of: "out").filter { $0.key != "timings.json" } == before.filter { $0.key != "timings.json" })
  }

  @Test func whatSomeoneChangedIsMadeAgain() async throws {
    _ = try await run()
    let before = try folder.contents(of: "out")
    try folder.write("mine", to: "out/table.md")
    #expect(try await !run().errors.contains("nothing changed"))
    #expect(try folder.contents(of: "out") == before)
  }

  // MARK: Two processes

  /// Starts a run of many trials and halts it among them, so that it does not end while other tests hold up the commands
  /// that meet it.
  private func longRun() async throws -> RunningCommand {
    let command = try Command.start(inputs + ["--seeds", "10000", "--figures", "none"], in: folder)
    while !command.errorsSoFar.contains("[3/20000]") { try await Task.sleep(for: .milliseconds(20)) }
    command.send(SIGSTOP)
    return command
  }

  @Test func whoeverComesSecondIsToldWhoIsFirst() async throws {
    let first = try await longRun()
    for arguments in [inputs, ["report", "out"], ["figures", "out"]] {
      try await Command.run(arguments, in: folder).expectFailure(naming: ["out", "process \(first.id) on", "--wait"])
    }
    // What only reads, or writes elsewhere, is in nobody's way.
    try await Command.run(["table", "out"], in: folder).expectSuccess()
    first.send(SIGKILL)
    _ = await first.outcome()
    _ = try await run()
    try folder.expectNoTemporaryFiles()
    #expect(!folder.exists("out/.fusebench.lock"))
  }

  @Test func whoWaitsComesNext() async throws {
    let first = try await longRun()
    let second = try Command.start(inputs + ["--seeds", "1", "--figures", "none", "--wait"], in: folder)
    let told = "waiting for process \(first.id) on "
    while !second.errorsSoFar.contains(told) { try await Task.sleep(for: .milliseconds(20)) }
    first.send(SIGTERM)
    first.send(SIGCONT)
    _ = await first.outcome()
    let outcome = await second.outcome()
    outcome.expectSuccess()
    // The other run may have finished the second one, too.
    #expect(["reused 1 of 2 trials", "reused 2 of 2 trials"].contains { outcome.errors.contains($0) })
  }
}
