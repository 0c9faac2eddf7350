import Core
import Foundation

/// The standard output: the only way by which the command prints an answer, so that none is lost unseen.
enum Output {
  /// Writes a text as it is, at once and without a buffer.
  ///
  /// A reader that has gone away (`| head`) ends the command quietly, as the shell's tools do.
  /// - Throws: ``OutputError`` when the standard output does not take it all.
  static func write(_ text: String) throws {
    try Array(text.utf8).withUnsafeBytes { bytes in
      var start = 0
      while start < bytes.count {
        let written = Foundation.write(STDOUT_FILENO, bytes.baseAddress?.advanced(by: start), bytes.count - start)
        if written >= 0 {
          start += written
        } else if errno == EAGAIN {
          try waitUntilWritable()
        } else if errno != EINTR {
          throw failure(errno)
        }
      }
    }
  }

  /// Writes a line.
  ///
  /// - Throws: ``OutputError`` as ``write(_:)`` does.
  static func line(_ text: String) throws { try write(text + "\n") }

  /// Fills the places of closed standard streams, so that no file that the command opens takes what is printed.
  static func reserveStreams() {
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) < 0 {
      // The wrong direction: reading or writing still fails.
      _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }

  private static func waitUntilWritable() throws {
    var request = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
    guard poll(&request, 1, -1) >= 0 || errno == EINTR else { throw failure(errno) }
  }

  private static func failure(_ number: Int32) -> any Error {
    number == EPIPE ? OutputClosed() : OutputError(number: number)
  }
}

/// The end of a command whose reader has gone away; nothing is said of it.
struct OutputClosed: Error {
  /// The exit code of a process that SIGPIPE ends, as the shell shows it.
  static let exitCode: Int32 = 128 + SIGPIPE
}

/// An answer that the standard output did not take.
struct OutputError: ExplainedError {
  /// The errno of the system.
  let number: Int32

  var failure: String { "cannot write the answer to the standard output" }
  var cause: String { "\(String(cString: strerror(number))) (errno \(number))" }
  var hint: String {
    number == ENOSPC
      ? "free some space, or send the output to another place; files written before are complete and kept"
      : "send the output to a file or a pipe that can be written; files written before are complete and kept"
  }
}
