import Foundation
import Testing

/// Disks that are full or read-only, as small file systems in memory. They need root and `unshare`, which lets them
/// vanish with the process that mounted them; elsewhere these tests are skipped.
@Suite(.enabled(if: SmallDisk.canBeMounted, "needs root, unshare and tmpfs"))
struct DiskTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.writeFeatures("visual.npy", rows: 3000, columns: 2)
    try folder.writeLabels("labels.npy", rows: 3000)
    try folder.makeFolder("disk")
  }

  /// Runs a script that finds the command as `$F` and a small disk as `disk`.
  private func onDisk(of size: String, _ script: String) async throws -> Outcome {
    let inner = """
      mount -t tmpfs -o size=\(size) tmpfs disk || exit 90
      run() { "$F" run --visual visual.npy --labels labels.npy -k 3 --clusterer kmeans --out disk/out "$@"; }
      \(script)
      """
    try folder.write(inner, to: "script.sh")
    return try await Command.shell("F=\"$0\" unshare -m sh script.sh", in: folder)
  }

  @Test func aFullDiskIsKnownBeforeAFormerRunIsTouched() async throws {
    let outcome = try await onDisk(
      of: "1m",
      """
      run --seeds 2 --figures none >/dev/null 2>&1 || exit 91
      cp -r disk/out before
      run --seeds 500 --figures none >/dev/null; status=$?
      cp -r disk/out after
      exit $status
      """)
    outcome.expectFailure(naming: ["disk/out", "bytes are needed", "left", "free some space", "--out"])
    #expect(try folder.contents(of: "before").count > 8)
    #expect(try folder.contents(of: "after") == folder.contents(of: "before"))
  }

  /// Something else fills the disk meanwhile: whole files stay, and the run goes on when there is room again.
  @Test func aDiskThatFillsUpLeavesWholeTrialsThatAreUsedAgain() async throws {
    let outcome = try await onDisk(
      of: "3m",
      """
      run --seeds 100 --figures none >/dev/null 2>log &
      while ! grep -q "\\[3/100\\]" log 2>/dev/null; do sleep 0.01; done
      head -c 3m /dev/zero >disk/filler 2>/dev/null
      wait $!; status=$?
      cp -r disk/out after
      rm disk/filler
      run --seeds 100 --figures none >/dev/null 2>again || exit 92
      cp -r disk/out resumed
      cat log >&2
      exit $status
      """)
    outcome.expectFailure(naming: ["disk/out", "needed", "free some space"])
    let after = try folder.contents(of: "after")
    #expect(after["table.md"] == nil && after["run.json"] != nil)
    let trials = after.keys.filter { $0.hasPrefix("trials/") && $0.hasSuffix(".json") }
    #expect(trials.count >= 3 && trials.count < 100)
    for trial in trials { #expect(after[trial.dropLast(5) + ".labels.npy"]?.count == 12_128) }
    #expect(!after.keys.contains { $0.contains(".fusebench-") })
    #expect(try folder.text("again").contains("reused \(trials.count) of 100 trials"))
    try await Command.run(
      [
        "run", "--visual", "visual.npy", "--labels", "labels.npy", "-k", "3", "--clusterer", "kmeans", "--out", "out",
        "--seeds", "100", "--figures", "none",
      ], in: folder
    ).expectSuccess()
    let (resumed, whole) = (try folder.contents(of: "resumed"), try folder.contents(of: "out"))
    #expect(resumed.filter { $0.key != "timings.json" } == whole.filter { $0.key != "timings.json" })
  }

  @Test func aReadOnlyDiskLeavesTheRunReadable() async throws {
    let outcome = try await onDisk(
      of: "4m",
      """
      run --seeds 2 --figures none >/dev/null 2>&1 || exit 91
      cp -r disk/out before
      mount -o remount,ro disk || exit 92
      "$F" table disk/out >table.txt || exit 93
      "$F" report disk/out >/dev/null 2>report.txt && exit 94
      run --seeds 3 --figures none >/dev/null; status=$?
      cp -r disk/out after
      exit $status
      """)
    outcome.expectFailure(naming: ["disk/out", "Read-only", "--out"])
    #expect(try folder.text("report.txt").contains("Read-only"))
    #expect(try folder.text("table.txt").contains("kmeans"))
    #expect(try folder.contents(of: "after") == folder.contents(of: "before"))
  }
}

/// The permission of this process to mount a file system in memory.
private enum SmallDisk {
  static let canBeMounted: Bool = {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "unshare -m sh -c 'mount -t tmpfs -o size=64k tmpfs /mnt' 2>/dev/null"]
    try? process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0
  }()
}
