import Foundation
import Results
import TestSupport
import Testing

/// One process at a time writes into a run's folder.
@Suite struct FolderClaimTests {
  @Test func aSecondClaimIsRefusedWithTheHolder() throws {
    try withFolder { parent in
      let folder = RunFolder(path: parent + "/run")
      let claim = try FolderClaim.make(folder)
      let error = #expect(throws: ResultsError.self) { try FolderClaim.make(folder) }
      guard case .held(path: folder.path, holder: let holder)? = error?.reason else {
        Issue.record("\(String(describing: error))")
        return
      }
      #expect(holder.hasPrefix("process \(getpid()) on "))
      #expect(error?.failure == "cannot write the run to \(folder.path)")
      #expect(error?.hint.contains("--wait") == true)
      claim.release()
      try FolderClaim.make(folder).release()
    }
  }

  @Test func whoWaitsGetsTheFolderAfterTheOther() throws {
    try withFolder { parent in
      let folder = RunFolder(path: parent)
      let claim = try FolderClaim.make(folder)
      nonisolated(unsafe) let first = claim
      nonisolated(unsafe) var told: [String] = []
      Thread.detachNewThread {
        usleep(200_000)
        first.release()
      }
      let second = try FolderClaim.make(folder) { told.append($0) }
      #expect(told.count == 1 && told[0].contains("process \(getpid())"))
      #expect(throws: ResultsError.self) { try FolderClaim.make(folder) }
      second.release()
      #expect(try names(in: parent) == [])
    }
  }

  @Test func aFolderThatWasMadeForNothingGoesAgain() throws {
    try withFolder { parent in
      let folder = RunFolder(path: parent + "/run")
      let claim = try FolderClaim.make(folder)
      #expect(try names(in: parent) == ["run"])
      claim.release()
      #expect(try names(in: parent) == [])
      let second = try FolderClaim.make(folder)
      try folder.write("text", to: "run.json")
      second.release()
      #expect(try names(in: folder.path) == ["run.json"])
    }
  }

  @Test func whatAKilledProcessLeftIsRemoved() throws {
    try withFolder { parent in
      let folder = RunFolder(path: parent)
      for name in [".fusebench-77-1.tmp", "trials/a/.fusebench-1-22.tmp", "trials/a/mine.tmp", ".fusebench.lock"] {
        try folder.write("left", to: name)
      }
      try folder.write("{}", to: "run.json")
      let claim = try FolderClaim.make(folder)
      #expect(try names(in: parent) == [".fusebench.lock", "run.json", "trials"])
      #expect(try names(in: parent + "/trials/a") == ["mine.tmp"])
      claim.release()
      #expect(try names(in: parent) == ["run.json", "trials"])
    }
  }

  @Test func onlyAStoredRunCanBeClaimedToBeDrawn() throws {
    try withFolder { parent in
      let folder = RunFolder(path: parent)
      #expect(reason { _ = try FolderClaim.existing(folder) } == .notARun(path: parent))
      try folder.write("text", to: "notes.txt")
      #expect(reason { _ = try FolderClaim.make(folder) } == .folderInTheWay(path: parent, entries: 1))
      #expect(try names(in: parent) == ["notes.txt"])
    }
  }

  /// The lock goes with the process, its file stays: the next one takes it.
  @Test func aClaimDiesWithItsProcess() async throws {
    let path = NSTemporaryDirectory() + "results-tests-claim"
    try? FileManager.default.removeItem(atPath: path)
    defer { try? FileManager.default.removeItem(atPath: path) }
    await #expect(processExitsWith: .signal(SIGKILL)) {
      let claim = try FolderClaim.make(RunFolder(path: NSTemporaryDirectory() + "results-tests-claim"))
      withExtendedLifetime(claim) { _ = kill(getpid(), SIGKILL) }
    }
    #expect(try names(in: path) == [".fusebench.lock"])
    let claim = try FolderClaim.make(RunFolder(path: path))
    claim.release()
    #expect(try names(in: path) == [])
  }
}
