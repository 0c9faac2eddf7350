import Foundation
import Testing

/// Where a run cannot be written: the former state stays.
@Suite(.timeLimit(.minutes(1))) struct OutputFolderTests {
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
    try await run(["--out", "out"]).expectFailure(naming: ["out", "1 entries", "no run.json"])
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
  @Test func aFullDiskLeavesWholeFilesOnly() async throws {
    try folder.writeFeatures("big.npy", rows: 3000, columns: 2)
    let outcome = try await Command.shell(
      """
      trap '' XFSZ
      ulimit -f 8
      "$0" run --visual big.npy -k 3 --clusterer kmeans --seeds 2 --figures none --out out >/dev/null
      """, in: folder)
    outcome.expectFailure(naming: ["out/", "seed-0.labels.npy"])
    try folder.expectNoTemporaryFiles()
    #expect(!folder.exists("out/trials/visual/kmeans/seed-0.json"))
    #expect(!folder.exists("out/trials/visual/kmeans/seed-0.labels.npy"))
    #expect(try folder.json("out/run.json")["name"] as? String == "out")
  }

  @Test func aFullDiskLeavesAFormerTableAsItWas() async throws {
    try await run(["--out", "out"]).expectSuccess()
    let before = try folder.data("out/scores.csv")
    let outcome = try await Command.shell(
      """
      trap '' XFSZ
      ulimit -f 1
      "$0" run --visual visual.npy -k 3 --figures none --out out >/dev/null
      """, in: folder)
    outcome.expectFailure(naming: ["out/"])
    try folder.expectNoTemporaryFiles()
    #expect(try folder.data("out/scores.csv") == before)
    #expect(try folder.json("out/run.json")["name"] as? String == "out")
  }
}
