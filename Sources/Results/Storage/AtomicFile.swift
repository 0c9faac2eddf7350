import Foundation

/// Files that are written whole or not at all.
package enum AtomicFile {
  /// Writes `data` to `path`: into a temporary file of the same folder, forced to the disk, renamed.
  ///
  /// Whoever reads `path` at any moment, also after a crash, finds the former file or the new one. When writing fails,
  /// the temporary file is removed and the former file stays. A symbolic link is followed; a device or a pipe, which
  /// cannot be replaced, is written to directly.
  ///
  /// - Throws: ``ResultsError`` with the system's reason, or for a folder in the way or a missing one.
  package static func write(_ data: Data, to path: String) throws {
    let path = try target(of: path)
    guard try kind(of: path) != .special else { return try writeDirectly(data, to: path) }
    let temporary = try openBeside(path)
    do {
      do {
        try writeAll(data, to: temporary.descriptor, path: path)
        guard fsync(temporary.descriptor) == 0 else { throw refusal(errno, of: path, bytes: data.count) }
      } catch {
        close(temporary.descriptor)
        throw error
      }
      guard close(temporary.descriptor) == 0 else { throw refusal(errno, of: path, bytes: data.count) }
      try TemporaryFiles.rename(temporary.path, to: path)
    } catch {
      TemporaryFiles.discard(temporary.path)
      throw error
    }
    try synchronize(folder: URL(fileURLWithPath: path).deletingLastPathComponent().path)
  }

  /// Throws where `path` could not be written now; nothing stays.
  ///
  /// - Throws: ``ResultsError`` as ``write(_:to:)-(Data,_)``, but for what a full disk refuses.
  package static func check(_ path: String) throws {
    let path = try target(of: path)
    guard try kind(of: path) != .special else { return }
    let temporary = try openBeside(path)
    close(temporary.descriptor)
    TemporaryFiles.discard(temporary.path)
  }

  /// Opens a temporary file in the folder of `path`.
  ///
  /// - Throws: ``ResultsError`` that names the folder where it is missing.
  private static func openBeside(_ path: String) throws -> (path: String, descriptor: Int32) {
    do {
      return try TemporaryFiles.open(beside: path)
    } catch let error as ResultsError {
      throw missingParent(of: path).map { ResultsError(.missingParent(path: path, parent: $0)) } ?? error
    }
  }

  /// The same for a text, in UTF-8.
  package static func write(_ text: String, to path: String) throws {
    try write(Data(text.utf8), to: path)
  }

  private enum Kind { case absent, regular, special }

  /// Returns the target of a symbolic link; any other path itself.
  private static func target(of path: String) throws -> String {
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK else { return path }
    // A dangling link is replaced like an absent file.
    guard let resolved = realpath(path, nil) else {
      if errno == ENOENT { return path }
      throw ResultsError(.system(action: .write, path: path, number: errno))
    }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private static func kind(of path: String) throws -> Kind {
    var status = stat()
    guard stat(path, &status) == 0 else { return .absent }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: throw ResultsError(.isFolder(path: path))
    case S_IFREG: return .regular
    default: return .special
    }
  }

  private static func missingParent(of path: String) -> String? {
    let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
    var status = stat()
    return stat(parent, &status) != 0 && errno == ENOENT ? parent : nil
  }

  private static func writeDirectly(_ data: Data, to path: String) throws {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw ResultsError(.system(action: .write, path: path, number: errno)) }
    defer { close(descriptor) }
    try writeAll(data, to: descriptor, path: path)
  }

  private static func writeAll(_ data: Data, to descriptor: Int32, path: String) throws {
    try data.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let written = Foundation.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if written < 0 {
          if errno == EINTR { continue }
          throw refusal(errno, of: path, bytes: bytes.count)
        }
        rest = rest.dropFirst(written)
      }
    }
  }

  /// The reason why the system did not take a file of so many bytes.
  private static func refusal(_ number: Int32, of path: String, bytes: Int) -> ResultsError {
    switch number {
    case ENOSPC:
      let parent = URL(fileURLWithPath: path).deletingLastPathComponent().path
      return ResultsError(.noDiskSpace(path: path, needed: bytes, left: DiskSpace.free(in: parent), number: number))
    case EFBIG:
      return ResultsError(.noDiskSpace(path: path, needed: bytes, left: DiskSpace.fileSizeLimit, number: number))
    case EDQUOT: return ResultsError(.noDiskSpace(path: path, needed: bytes, left: nil, number: number))
    default: return ResultsError(.system(action: .write, path: path, number: number))
    }
  }

  /// Forces the names in a folder to the disk; a file system that cannot do so for folders is left alone.
  static func synchronize(folder: String) throws {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    // A folder that may be written but not read cannot be opened; its files are in place.
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    if fsync(descriptor) != 0, ![EINVAL, ENOTSUP, EBADF].contains(errno) {
      throw ResultsError(.system(action: .write, path: folder, number: errno))
    }
  }
}
