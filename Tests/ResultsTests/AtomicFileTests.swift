import Core
import Foundation
import Results
import TestSupport
import Testing

@Suite struct AtomicFileTests {
  @Test func writesAndReplacesWithoutLeavingATemporaryFile() throws {
    try withFolder { folder in
      let path = folder + "/table.md"
      try AtomicFile.write("first", to: path)
      try AtomicFile.write("second", to: path)
      #expect(bytes(of: path) == Data("second".utf8))
      #expect(try names(in: folder) == ["table.md"])
    }
  }

  @Test func anEmptyFileIsAFileToo() throws {
    try withFolder { folder in
      try AtomicFile.write(Data(), to: folder + "/empty")
      #expect(bytes(of: folder + "/empty") == Data())
    }
  }

  @Test func aRelativePathIsMeantFromTheCurrentFolder() throws {
    let name = "results-tests-\(UUID().uuidString)"
    defer { unlink(name) }
    try AtomicFile.write("here", to: name)
    #expect(bytes(of: FileManager.default.currentDirectoryPath + "/" + name) == Data("here".utf8))
  }

  @Test func aSymbolicLinkIsFollowedAndStays() throws {
    try withFolder { folder in
      try AtomicFile.write("old", to: folder + "/real")
      try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: "real")
      try AtomicFile.write("new", to: folder + "/link")
      #expect(bytes(of: folder + "/real") == Data("new".utf8))
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/link") == "real")
    }
  }

  @Test func aMissingFolderIsNamedWithTheWayToMakeIt() throws {
    try withFolder { folder in
      let error = #expect(throws: ResultsError.self) { try AtomicFile.write("", to: folder + "/none/a.md") }
      #expect(error?.reason == .missingParent(path: folder + "/none/a.md", parent: folder + "/none"))
      #expect(error?.hint.contains("mkdir -p \(folder)/none") == true)
    }
  }

  @Test func aPathBelowAFileIsRefusedAndTheFileStays() throws {
    try withFolder { folder in
      try AtomicFile.write("file", to: folder + "/file")
      let path = folder + "/file/a.md"
      #expect(
        reason { try AtomicFile.write("", to: path) } == .system(action: .write, path: path, number: ENOTDIR))
      #expect(bytes(of: folder + "/file") == Data("file".utf8))
    }
  }

  @Test func aFolderInTheWayIsRefusedAndStays() throws {
    try withFolder { folder in
      #expect(reason { try AtomicFile.write("", to: folder) } == .isFolder(path: folder))
      let left = try names(in: folder)
      #expect(left == [])
    }
  }

  @Test func aTooLongNameIsExplained() throws {
    try withFolder { folder in
      let path = folder + "/" + String(repeating: "n", count: 300)
      let error = #expect(throws: ResultsError.self) { try AtomicFile.write("", to: path) }
      #expect(error?.reason == .system(action: .write, path: path, number: ENAMETOOLONG))
      let left = try names(in: folder)
      #expect(left == [])
    }
  }

  /// procfs takes no new files, whoever asks.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self")))
  func aFolderThatTakesNoFilesIsExplainedInThreeLines() throws {
    let error = #expect(throws: ResultsError.self) { try AtomicFile.write("text", to: "/proc/fusebench.md") }
    let lines = error?.description.split(separator: "\n") ?? []
    #expect(lines.count == 3)
    #expect(lines.first == "error: cannot write /proc/fusebench.md")
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func aFullDiskIsExplainedAndTheDeviceIsNotReplaced() throws {
    let error = #expect(throws: ResultsError.self) { try AtomicFile.write("text", to: "/dev/full") }
    guard case .noDiskSpace(path: "/dev/full", needed: 4, left: _, number: ENOSPC)? = error?.reason else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(error?.hint.contains("free some space") == true)
    var status = stat()
    #expect(stat("/dev/full", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
  }

  @Test func readOnlyAndForbiddenFoldersHaveAWayOut() {
    for number in [EACCES, EROFS, EDQUOT, ENOSPC] {
      let error = ResultsError(.system(action: .write, path: "out/a.md", number: number))
      #expect(error.failure == "cannot write out/a.md")
      #expect(error.hint.contains("folder") && error.cause.contains("errno \(number)"))
    }
  }
}

/// Interrupted writes, each in a process of its own, because limits, signals and the registry belong to the whole
/// process.
@Suite struct InterruptedWriteTests {
  @Test func whenTheDiskTakesNoMoreTheFormerFileStaysAndNothingElse() async {
    await #expect(processExitsWith: .success) {
      try withFolder { folder in
        let path = folder + "/scores.csv"
        try AtomicFile.write("former", to: path)
        signal(SIGXFSZ, SIG_IGN)
        var limit = rlimit(rlim_cur: 4096, rlim_max: 4096)
        #if os(Linux)
          let resource = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
        #else
          let resource = RLIMIT_FSIZE
        #endif
        precondition(setrlimit(resource, &limit) == 0)
        let found = reason { try AtomicFile.write(Data(repeating: 7, count: 100_000), to: path) }
        precondition(
          found == .noDiskSpace(path: path, needed: 100_000, left: 4096, number: EFBIG), "\(String(describing: found))")
        precondition(bytes(of: path) == Data("former".utf8))
        let left = try names(in: folder)
        precondition(left == ["scores.csv"])
        precondition(TemporaryFiles.count == 0)
      }
    }
  }

  @Test func aProcessKilledWhileWritingLeavesOneWholeFile() async throws {
    let folder = NSTemporaryDirectory() + "results-tests-killed"
    try? FileManager.default.removeItem(atPath: folder)
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    await #expect(processExitsWith: .signal(SIGKILL)) {
      let path = NSTemporaryDirectory() + "results-tests-killed/labels"
      try AtomicFile.write(Data(repeating: 0, count: 4 << 20), to: path)
      Thread.detachNewThread {
        usleep(30_000)
        kill(getpid(), SIGKILL)
      }
      for round in 1... { try AtomicFile.write(Data(repeating: UInt8(round % 256), count: 4 << 20), to: path) }
    }
    let data = try #require(bytes(of: folder + "/labels"))
    #expect(data.count == 4 << 20)
    #expect(Set(data).count == 1)
    #expect(
      try names(in: folder).allSatisfy { $0 == "labels" || ($0.hasPrefix(".fusebench-") && $0.hasSuffix(".tmp")) })
  }

  @Test func stoppingARunRemovesWhatIsInFlightAndRefusesMore() async {
    await #expect(processExitsWith: .success) {
      try withFolder { folder in
        let path = folder + "/big"
        let isStopped = DispatchSemaphore(value: 0)
        Thread.detachNewThread {
          while TemporaryFiles.count == 0 { usleep(50) }
          TemporaryFiles.removeAll(closing: true)
          isStopped.signal()
        }
        // Written over and over until one of them is caught in flight.
        var last: ResultsError.Reason?
        while last == nil { last = reason { try AtomicFile.write(Data(repeating: 1, count: 8 << 20), to: path) } }
        isStopped.wait()
        let isCaught = last == .system(action: .write, path: path, number: ENOENT) || last == .ending(path: path)
        precondition(isCaught, "\(String(describing: last))")
        precondition(reason { try AtomicFile.write("", to: path) } == .ending(path: path))
        let left = try names(in: folder)
        precondition(left.allSatisfy { $0 == "big" })
      }
    }
  }
}
