import Foundation
import Testing

/// A run that is stopped leaves its finished trials, whole, and nothing else.
@Suite struct InterruptionTests {
  @Test(arguments: [(SIGINT, Int32(130), "interrupted"), (SIGTERM, 143, "terminated")])
  func aStoppedRunKeepsItsFinishedTrials(signal: Int32, status: Int32, word: String) async throws {
    let folder = try TemporaryFolder()
    try folder.writeFeatures("visual.npy", rows: 300, columns: 32, classes: 9, spread: 2)
    try folder.writeLabels("labels.npy", rows: 300, classes: 9)
    let command = try Command.start(
      [
        "run", "--visual", "visual.npy", "--labels", "labels.npy", "--seeds", "10000", "--figures", "none", "--out",
        "out",
      ], in: folder)
    // Until the third trial is told to be finished.
    while !command.errorsSoFar.contains("[3/20000]") { try await Task.sleep(for: .milliseconds(20)) }
    command.send(signal)
    let outcome = await command.outcome()
    outcome.expectFailure(status, naming: [word])
    try folder.expectNoTemporaryFiles()

    let files = try folder.contents(of: "out")
    let trials = files.keys.filter { $0.hasPrefix("trials/") && $0.hasSuffix(".json") }
    #expect(trials.count >= 3)
    for trial in trials {
      let record = try folder.json("out/" + trial)
      #expect(record["space"] as? String == "visual")
      #expect(try folder.labels("out/" + trial.dropLast(5) + ".labels.npy").count == 300)
    }
    #expect(files["scores.csv"] == nil)
  }
}
