import Core

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file opened for reading; it closes with the value.
struct InputFile: ~Copyable {
  let path: String
  /// The size in bytes when it was opened.
  let size: Int
  private let descriptor: Int32

  /// - Throws: ``DatasetError`` when it cannot be opened or is not a regular file.
  init(opening path: String) throws {
    do {
      (descriptor, size) = try openRegularFile(at: path)
    } catch {
      let message = error.reason == .notARegularFile && isFolder(path) ? "it is a folder" : error.cause
      throw DatasetError(.unreadable(path: path, message: message))
    }
    self.path = path
  }

  deinit { close(descriptor) }

  /// Fills `buffer` from the file's bytes at `offset`; several threads may read at once.
  ///
  /// - Throws: ``DatasetError`` when the file holds fewer bytes or the system reports an error.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int = 0) throws {
    var filled = 0
    while filled < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
      let count = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + filled))
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        let message = count < 0 ? systemMessage() : "it ended after \((offset + filled).grouped) bytes while being read"
        throw DatasetError(.unreadable(path: path, message: message))
      }
      filled += count
    }
  }

  /// The whole file.
  func readAll() throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      try read(into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<size]))
      count = size
    }
  }
}

/// Opens a regular file for reading; the caller closes it.
func openRegularFile(at path: String) throws(FileError) -> (descriptor: Int32, size: Int) {
  // Without O_NONBLOCK a named pipe would wait for its writer.
  let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard descriptor >= 0 else { throw FileError(path: path, reason: .cannotOpen(systemMessage())) }
  var status = stat()
  guard fstat(descriptor, &status) == 0 else {
    let message = systemMessage()
    close(descriptor)
    throw FileError(path: path, reason: .cannotOpen(message))
  }
  guard status.isRegularFile else {
    close(descriptor)
    throw FileError(path: path, reason: .notARegularFile)
  }
  return (descriptor, Int(status.st_size))
}

extension stat {
  var isRegularFile: Bool { st_mode & S_IFMT == S_IFREG }
  var isFolder: Bool { st_mode & S_IFMT == S_IFDIR }
}

/// Returns the C library's text for the error of its last call on this thread.
func systemMessage() -> String { String(cString: strerror(errno)) }

/// Returns true where there is a folder at `path`, following links.
func isFolder(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.isFolder
}

/// Returns true where there is something at `path`, following links.
func exists(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0
}
