import Foundation
import Testing

/// Printed text arrives, or the command fails.
@Suite(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "needs /dev/full"))
struct StandardOutputTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeFeatures("visual.npy")
    try folder.writeLabels("labels.npy")
  }

  private func makeRun() async throws {
    try await Command.run(Self.run, in: folder).expectSuccess()
    try await Command.run(["baseline", "out"], in: folder).expectSuccess()
  }

  private static let run = [
    "run", "--visual", "visual.npy", "--labels", "labels.npy", "--seeds", "2", "--figures", "none", "--out", "out",
  ]

  @Test(
    arguments: [
      "score labels.npy labels.npy --format json", "score labels.npy labels.npy", "inspect visual.npy",
      "inspect visual.npy --format json", "table out", "table out --format latex", "table out --out t.md",
      "statistics out", "history .", "report out --figures none", "figures out --only scores --out f",
      "baseline out --name again", "compare out out", "compare out out --out gate.md", "plot visual.npy --out m.svg",
      run.joined(separator: " "), run.joined(separator: " ") + " --dry-run", "--help", "run --help", "--version",
    ])
  func anAnswerThatCannotBeWrittenIsAnError(arguments: String) async throws {
    try await makeRun()
    let outcome = try await Command.shell("exec \"$0\" \(arguments) > /dev/full", in: folder)
    outcome.expectFailure(naming: ["cannot write the answer to the standard output", "No space left on device"])
    let whole = try await Command.shell("exec \"$0\" \(arguments) > answer", in: folder)
    whole.expectSuccess()
    #expect(try !folder.data("answer").isEmpty)
  }

  @Test func whatWasStoredStays() async throws {
    let outcome = try await Command.shell(
      "exec \"$0\" \(Self.run.joined(separator: " ")) > /dev/full", in: folder)
    outcome.expectFailure(naming: ["files written before are complete and kept"])
    #expect(folder.exists("out/report.html") && folder.exists("out/outputs.json"))
  }

  @Test(arguments: ["score labels.npy labels.npy", "--help", "table out"])
  func aClosedOutputIsAnErrorAndNoFileTakesItsPlace(arguments: String) async throws {
    try await makeRun()
    let before = try folder.contents()
    let outcome = try await Command.shell("exec \"$0\" \(arguments) >&-", in: folder)
    outcome.expectFailure(naming: ["cannot write the answer to the standard output", "Bad file descriptor"])
    #expect(try folder.contents() == before)
  }

  @Test(arguments: ["table out -q", "statistics out --pairs -q", "--help", "inspect visual.npy"])
  func aReaderThatGoesAwayIsNoError(arguments: String) async throws {
    try await makeRun()
    // The reader is gone before the command writes its first byte.
    let outcome = try await Command.shell("{ sleep 0.3; \"$0\" \(arguments); } 2> errors | true", in: folder)
    outcome.expectSuccess()
    #expect(try folder.text("errors").isEmpty)
  }

  @Test(arguments: [true, false]) func aReaderThatGoesAwayEndsItWhetherOrNotSignalsAreIgnored(ignored: Bool)
    async throws
  {
    let trap = ignored ? "trap '' PIPE; " : ""
    let outcome = try await Command.shell(
      "{ \(trap)sleep 0.3; \"$0\" score labels.npy labels.npy -q; echo $? > code; } 2> errors | true; cat errors >&2",
      in: folder)
    outcome.expectSuccess()
    #expect(outcome.errors.isEmpty)
    #expect(try folder.text("code") == "141\n")
  }

  @Test func anAnswerOfManyPiecesArrivesWhole() async throws {
    try await makeRun()
    let outcome = try await Command.shell(
      "\"$0\" statistics out --pairs | cat > piped; \"$0\" statistics out --pairs > file", in: folder)
    outcome.expectSuccess()
    #expect(try folder.data("piped") == folder.data("file"))
  }
}
