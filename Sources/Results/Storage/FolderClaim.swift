import Core
import Foundation

/// The right to write into a run's folder, which one process at a time has.
///
/// It is a lock (`flock`) on a file in the folder, which the system takes back whenever the process ends, however it
/// does; the file tells others who holds it, and is removed with the claim.
package final class FolderClaim {
  /// The name of the lock's file.
  static let fileName = ".fusebench.lock"

  private let path: String
  private var descriptor: Int32
  /// Said where the file system has no locks.
  package private(set) var notice: Notice?
  /// The folders that were made for the claim; they go with it when nothing was written into them.
  private let made: [String]

  /// Claims the folder of a run that is to be written, makes it where there is none, and removes the temporary files
  /// that a killed process left there.
  ///
  /// - Parameter onWait: called once when another process holds the folder, with what is known of it; without it the
  ///   claim is given up at once.
  /// - Throws: ``ResultsError`` when another process holds it, it holds something else, or it cannot be written.
  package static func make(_ folder: RunFolder, onWait: ((String) -> Void)? = nil) throws -> FolderClaim {
    try folder.requireOwn()
    let made = try folder.make()
    return try FolderClaim(folder, made: made, onWait: onWait)
  }

  /// Claims the folder of a stored run.
  ///
  /// - Throws: ``ResultsError`` when it is none, another process holds it, or it cannot be written.
  package static func existing(_ folder: RunFolder, onWait: ((String) -> Void)? = nil) throws -> FolderClaim {
    guard folder.holds(RunFolder.runFile) else { throw ResultsError(.notARun(path: folder.path)) }
    return try FolderClaim(folder, made: [], onWait: onWait)
  }

  private init(_ folder: RunFolder, made: [String], onWait: ((String) -> Void)?) throws {
    self.made = made
    path = folder.path(of: Self.fileName)
    descriptor = -1
    var isTold = false
    while descriptor < 0 {
      let opened = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
      guard opened >= 0 else {
        throw ResultsError(.system(action: .write, path: folder.path, number: errno))
      }
      if try lock(opened, of: folder, isWaiting: onWait != nil), Self.isStill(opened, at: path) {
        descriptor = opened
        break
      }
      if let onWait, !isTold {
        onWait(Self.holder(opened))
        isTold = true
      }
      close(opened)
      usleep(50_000)
    }
    TemporaryFiles.adopt(path)
    // On a full disk the name is missing; the lock holds all the same.
    let name = Array("process \(getpid()) on \(ProcessInfo.processInfo.hostName)".utf8)
    if ftruncate(descriptor, 0) == 0 { _ = pwrite(descriptor, name, name.count, 0) }
    TemporaryFiles.removeLeftBehind(in: folder.path)
  }

  /// Gives the folder back.
  package func release() {
    if descriptor >= 0 {
      // Removed while it is still locked, so that no other process can have locked it.
      TemporaryFiles.discard(path)
      close(descriptor)
      descriptor = -1
    }
    // The innermost first, as far as they are empty.
    for folder in made.reversed() { rmdir(folder) }
  }

  deinit { release() }

  /// Returns whether the lock was got; false when another process has it and the caller waits.
  private func lock(_ descriptor: Int32, of folder: RunFolder, isWaiting: Bool) throws -> Bool {
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      switch errno {
      case EINTR: continue
      case EWOULDBLOCK:
        if isWaiting { return false }
        let holder = Self.holder(descriptor)
        close(descriptor)
        throw ResultsError(.held(path: folder.path, holder: holder))
      case let number:
        notice = Notice(
          kind: "no-lock",
          message: "\(folder.path) cannot be locked (\(String(cString: strerror(number)))): make sure that no other "
            + "process writes into it")
        return true
      }
    }
    return true
  }

  /// Returns whether the file that was locked still has its name: its former holder may have removed it meanwhile.
  private static func isStill(_ descriptor: Int32, at path: String) -> Bool {
    var (own, named) = (stat(), stat())
    return fstat(descriptor, &own) == 0 && stat(path, &named) == 0 && own.st_ino == named.st_ino
      && own.st_dev == named.st_dev
  }

  /// Returns the holder that the file names.
  private static func holder(_ descriptor: Int32) -> String {
    var bytes = [UInt8](repeating: 0, count: 200)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    return count > 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : "another process"
  }
}
