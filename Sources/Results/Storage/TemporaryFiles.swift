import Foundation
import Synchronization

/// The temporary files that are being written right now, so that a run that is stopped can take them along.
package enum TemporaryFiles {
  private struct State {
    var paths: Set<String> = []
    var made = 0
    var isClosed = false
  }

  private static let state = Mutex(State())

  /// Removes every temporary file in flight; a writer of one gets an error from its rename.
  ///
  /// To be called from a thread that waits for SIGINT and SIGTERM, not from a raw signal handler: it takes a lock.
  ///
  /// - Parameter closing: true where the process is about to exit, so that no new temporary file may be made.
  package static func removeAll(closing: Bool = false) { state.withLock { remove(&$0, closing: closing) } }

  /// Removes the temporary files of a process that is out of memory, which may have ended inside the lock.
  package static func removeAllWithoutWaiting() { _ = state.withLockIfAvailable { remove(&$0, closing: true) } }

  private static func remove(_ state: inout sending State, closing: Bool) {
    for path in state.paths { unlink(path) }
    state.paths = []
    state.isClosed = state.isClosed || closing
  }

  /// Removes the temporary files that killed processes left below a folder, which no other process may be writing.
  static func removeLeftBehind(in folder: String) {
    let found = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    for file in found where isTemporary(file) { unlink(folder + "/" + file) }
  }

  private static func isTemporary(_ path: String) -> Bool {
    let name = (path as NSString).lastPathComponent
    return name.hasPrefix(".fusebench-") && name.hasSuffix(".tmp")
  }

  /// Counts a file among the temporary ones: it goes with them when the process is stopped.
  static func adopt(_ path: String) {
    state.withLock { state in _ = state.paths.insert(path) }
  }

  /// The number of temporary files in flight.
  package static var count: Int { state.withLock { $0.paths.count } }

  /// Makes and opens a new file beside `path`, under a hidden name that no other process and no result has.
  ///
  /// - Throws: ``ResultsError`` with the system's reason.
  static func open(beside path: String) throws -> (path: String, descriptor: Int32) {
    try state.withLock { state in
      guard !state.isClosed else { throw ResultsError(.ending(path: path)) }
      let url = URL(fileURLWithPath: path)
      while true {
        state.made += 1
        let name = ".fusebench-\(getpid())-\(state.made).tmp"
        let temporary = url.deletingLastPathComponent().appendingPathComponent(name).path
        let descriptor = Foundation.open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        if descriptor >= 0 {
          state.paths.insert(temporary)
          return (temporary, descriptor)
        }
        // Left behind by a killed process that had our id: take the next name.
        guard errno == EEXIST || errno == EINTR else {
          throw ResultsError(.system(action: .write, path: path, number: errno))
        }
      }
    }
  }

  /// Moves a finished temporary file to its final name.
  static func rename(_ temporary: String, to path: String) throws {
    try state.withLock { state in
      guard Foundation.rename(temporary, path) == 0 else {
        throw ResultsError(.system(action: .write, path: path, number: errno))
      }
      state.paths.remove(temporary)
    }
  }

  /// Removes a temporary file that will not be finished.
  static func discard(_ temporary: String) {
    state.withLock { state in
      unlink(temporary)
      state.paths.remove(temporary)
    }
  }
}
