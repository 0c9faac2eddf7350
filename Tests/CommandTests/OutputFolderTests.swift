import Foundation
import Testing

/// Folders into which a run cannot be written: the former state stays.
@Suite struct OutputFolderTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeFeatures("visual.npy")
    try folder.writeLabels("labels.npy")
  }

  private func run(_ more: [String]) async throws -> Outcome {
    try await Command.run(
      ["run", "--visual", "visual.npy", "--labels", "labels.npy", "--figures", "none", "--seeds", "2"] + more,
      in: folder)
  }

  @Test func aFileInPlaceOfTheParentIsRefused() async throws {
    try folder.write("a file", to: "file")
    try await run(["--out", "file/out"]).expectFailure(naming: ["file/out"])
    #expect(try folder.text("file") == "a file")
    try folder.expectNoTemporaryFiles()
  }

  @Test func aMissingParentIsRefusedWithTheWayToMakeIt() async throws {
    try await run(["--out", "no/out"]).expectFailure(naming: ["no/out", "mkdir -p"])
    #expect(!folder.exists("no"))
  }

  @Test func aFileInPlaceOfTheFolderIsRefused() async throws {
    try folder.write("a file", to: "out")
    try await run(["--out", "out"]).expectFailure(naming: ["out"])
    #expect(try folder.text("out") == "a file")
  }

  @Test func aFolderThatHoldsSomethingElseIsNotTouched() async throws {
    try folder.write("mine", to: "out/trials/notes.txt")
    try await run(["--out", "out"]).expectFailure(naming: ["out", "1 entry", "no run.json"])
    #expect(try folder.contents(of: "out") == ["trials/notes.txt": Data("mine".utf8)])
  }

  /// /proc takes no new folders, whoever asks.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self")))
  func aPlaceThatTakesNoFoldersIsRefused() async throws {
    try await run(["--out", "/proc/fusebench"]).expectFailure(naming: ["/proc/fusebench"])
  }

  @Test func anEmptyNameIsAUsageError() async throws {
    try await run(["--out", ""]).expectUsageError(naming: ["--out"])
  }

  @Test func badInputLeavesAFormerRunAsItWas() async throws {
    try await run(["--out", "out"]).expectSuccess()
    let before = try folder.contents(of: "out")
    try await run(["--out", "out", "-k", "100"]).expectFailure(naming: ["100", "60"])
    #expect(try folder.contents(of: "out") == before)
  }

  /// A limit on the size of files stands for a full disk: writing beyond it fails for root, too.
  @Test func aFileThatWouldBeTooLargeIsKnownBeforeTheFolderIsTouched() async throws {
    try folder.writeFeatures("big.npy", rows: 40_000, columns: 2)
    try folder.writeLabels("many.npy", rows: 40_000)
    let arguments = "run --visual big.npy --labels many.npy -k 3 --clusterer kmeans --figures none --out out"
    let small = "ulimit -f 200; \"$0\" \(arguments) --seeds 2 >/dev/null"
    // 200 blocks of 512 bytes; the table of 40,000 items takes 440,000 at least.
    try await Command.shell(small, in: folder)
      .expectFailure(naming: [
        "out/clusters/visual/kmeans/members.csv", "440,000 bytes", "102,400 bytes", "ulimit -f",
      ])
    #expect(!folder.exists("out"))

    try await Command.run(arguments.split(separator: " ").map(String.init), in: folder).expectSuccess()
    let before = try folder.contents(of: "out")
    try await Command.shell(small + " --seed 5", in: folder).expectFailure(naming: ["out/", "440,000 bytes"])
    #expect(try folder.contents(of: "out") == before)
  }

  /// The figures' sizes are not known before they are drawn: the trials stay, and the next run draws.
  @Test func aFileThatTurnsOutTooLargeLeavesTheTrials() async throws {
    let arguments = ["--out", "out", "--figures", "scores"]
    let limited = """
      ulimit -f 200
      "$0" run --visual visual.npy --labels labels.npy --seeds 2 --figures scores --out out >/dev/null
      """
    // SIGXFSZ, which the system sends at the limit, does not end the command.
    try await Command.shell(limited, in: folder).expectFailure(naming: ["out/", "102,400 bytes", "ulimit -f"])
    try folder.expectNoTemporaryFiles()
    #expect(!folder.exists("out/outputs.json") && !folder.exists("out/report.html"))
    let outcome = try await Command.run(
      ["run", "--visual", "visual.npy", "--labels", "labels.npy", "--seeds", "2"] + arguments, in: folder)
    outcome.expectSuccess()
    #expect(outcome.errors.contains("reused 4 of 4 trials"))
    #expect(folder.exists("out/report.html"))
  }
}
