import Foundation
import Testing

/// Input that looks odd and is fine, or is refused with a reason: none makes the command crash.
@Suite struct OddInputTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func run(_ arguments: [String]) async throws -> Outcome {
    let outcome = try await Command.run(["run"] + arguments + ["--seeds", "1", "--figures", "none"], in: folder)
    outcome.expectSuccess()
    return outcome
  }

  @Test(arguments: ["o", "ö", "a b", "runs/x", "out/"]) func aFolderMayHaveAnyName(name: String) async throws {
    try folder.writeFeatures("v.npy")
    _ = try await run(["--visual", "v.npy", "-k", "3", "--out", name])
    #expect(folder.exists("\(name)/scores.csv"))
  }

  @Test func anExperimentFileMayHaveANameOfOneLetter() async throws {
    try folder.writeFeatures("visual.npy")
    try folder.write("features: { visual: visual.npy }\nclusterers: [ kmeans: { k: 3 } ]\n", to: "e")
    _ = try await run(["e"])
    #expect(folder.exists("runs/e/scores.csv"))
  }

  @Test func namesWithSlashesAndOtherScriptsStayInTheFolder() async throws {
    try folder.writeFeatures("ñandú 日本.npy")
    _ = try await run(
      ["--features", "../a/b=ñandú 日本.npy", "--features", "日本=ñandú 日本.npy", "-k", "3", "--out", "out"])
    #expect(try folder.text("out/scores.csv").contains("../a/b,kmeans,0,"))
    #expect(try folder.text("out/scores.csv").contains("日本,gmm,0,"))
    #expect(try Set(folder.contents().keys.map { $0.split(separator: "/")[0] }) == ["ñandú 日本.npy", "out"])
  }

  @Test func aColumnMayHaveAColonInItsName() async throws {
    try folder.writeFeatures("visual.npy")
    try folder.write("a:b\n" + (0..<60).map { "\($0 % 3)\n" }.joined(), to: "labels.csv")
    _ = try await run(["--visual", "visual.npy", "--labels", "labels.csv:a:b", "--out", "out"])
  }

  @Test func oneClassAndOneClassPerItemAreScored() async throws {
    try folder.writeFeatures("visual.npy")
    try folder.writeLabels("one.npy", [Int32](repeating: 4, count: 60))
    try folder.writeLabels("each.npy", Array(0..<60))
    _ = try await run(["--visual", "visual.npy", "--labels", "one.npy", "--out", "one"])
    _ = try await run(["--visual", "visual.npy", "--labels", "each.npy", "--out", "each"])
    #expect(try folder.text("one/scores.csv").contains("visual,kmeans,0,accuracy,1"))
    #expect(try folder.text("each/scores.csv").contains("visual,kmeans,0,accuracy,1"))
  }

  @Test func constantFeaturesFormOneCluster() async throws {
    try folder.writeFeatures("visual.npy") { $0 = $0.map { _ in 1 } }
    _ = try await run(["--visual", "visual.npy", "-k", "1", "--out", "out"])
    #expect(try Set(folder.labels("out/trials/visual/gmm/seed-0.labels.npy")) == [0])
  }

  @Test func threeRowsHaveScoresButNoMap() async throws {
    try folder.writeFeatures("visual.npy", rows: 3)
    let outcome = try await Command.run(
      ["run", "--visual", "visual.npy", "-k", "2", "--seeds", "1", "--out", "out"], in: folder)
    outcome.expectSuccess()
    #expect(outcome.errors.contains("no map of visual: at least 4 rows are needed, found 3"))
  }

  @Test func veryLargeNumbersOfClustersAndThreadsAreNumbersLikeOthers() async throws {
    try folder.writeFeatures("visual.npy")
    try folder.writeLabels("labels.npy")
    for (k, number, words) in [
      (Int(Int32.max), "2,147,483,647", "found 60"), (Int.max, "\(Int.max)", "at most \(Int32.max)"),
    ] {
      try await folder.expectRunFails(["--visual", "visual.npy", "-k", "\(k)"], naming: [words, number])
      let dry = try await Command.run(
        ["run", "--visual", "visual.npy", "--labels", "labels.npy", "-k", "\(k)", "--dry-run"], in: folder)
      dry.expectFailure(naming: [words, number])
    }
    _ = try await run(["--visual", "visual.npy", "-k", "3", "--threads", "9999", "--out", "out"])
  }

  /// `/dev/full` is a disk without room.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func aStandardErrorThatTakesNothingChangesNothing() async throws {
    try folder.writeFeatures("visual.npy")
    let arguments = "run --visual visual.npy -k 3 --figures none --out out"
    try await Command.shell("\"$0\" \(arguments) 2>/dev/full", in: folder).expectSuccess()
    #expect(folder.exists("out/table.md"))
    #expect(try await Command.shell("\"$0\" inspect nowhere.npy 2>/dev/full", in: folder).status == 1)
  }

  @Test(arguments: [
    ["--features", "visual=visual.npy"], ["--features", "concatenation=visual.npy"],
    ["--labels", "labels.npy", "--labels", "labels.npy"],
    ["--scores", "ari,ari"],
  ])
  func twoOfOneNameAreRefused(arguments: [String]) async throws {
    try folder.writeFeatures("visual.npy")
    try folder.writeLabels("labels.npy")
    let name = arguments[1].split { "=,.".contains($0) }[0]
    try await folder.expectRunFails(["--visual", "visual.npy", "-k", "3"] + arguments, naming: ["\(name)", "2 "])
  }

  @Test(arguments: [
    ["--features", "visual.npy"], ["--features", "pixels=visual.npy"], ["--covariance", "full,diag"],
    ["--nan", "drop,error"], ["--scores", ","], ["--figures", "maps,map"], ["--clusterer", "k-means"],
  ])
  func aWordThatMeansNothingIsNamed(arguments: [String]) async throws {
    try folder.writeFeatures("visual.npy")
    let outcome = try await Command.run(
      ["run", "--visual", "visual.npy", "-k", "3", "--out", "out"] + arguments, in: folder)
    let isReserved = arguments[1] == "pixels=visual.npy"
    outcome.expectFailure(isReserved ? 1 : 64, naming: isReserved ? ["pixels"] : [arguments[0]])
    #expect(!folder.exists("out"))
  }

  /// Its value is not taken for the experiment's file.
  @Test(arguments: [
    ["--visual", "visual.npy", "--labls", "labels.npy"], ["--vizual", "visual.npy"],
    ["--visual", "visual.npy", "--figurs", "none"],
  ])
  func aMisspeltOptionIsNamed(arguments: [String]) async throws {
    try folder.writeFeatures("visual.npy")
    let wrong = arguments.first { ["--labls", "--vizual", "--figurs"].contains($0) } ?? ""
    try await Command.run(["run"] + arguments, in: folder).expectUsageError(naming: [wrong])
  }

  @Test func labelsOfAnotherLengthAreNamed() async throws {
    try folder.writeFeatures("visual.npy")
    try folder.writeLabels("long.npy", rows: 61)
    try await folder.expectRunFails(
      ["--visual", "visual.npy", "--labels", "long.npy"], naming: ["visual", "labels long (long.npy) has 61 rows"])
  }
}
