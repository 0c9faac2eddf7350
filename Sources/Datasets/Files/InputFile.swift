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
    // Without O_NONBLOCK a named pipe would wait for a writer.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw DatasetError(.unreadable(path: path, message: systemMessage())) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.isRegularFile else {
      close(descriptor)
      let kind = status.isFolder ? "it is a folder" : "it is not a regular file"
      throw DatasetError(.unreadable(path: path, message: kind))
    }
    self.path = path
    self.descriptor = descriptor
    size = Int(status.st_size)
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

extension stat {
  var isRegularFile: Bool { st_mode & S_IFMT == S_IFREG }
  var isFolder: Bool { st_mode & S_IFMT == S_IFDIR }
}

/// What the C library calls the error of its last call on this thread.
func systemMessage() -> String { String(cString: strerror(errno)) }

/// Whether there is a folder at `path`, following links.
func isFolder(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.isFolder
}

/// Whether there is something at `path`, following links.
func exists(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0
}

/// The machine's memory in bytes.
func physicalMemory() -> Int {
  max(sysconf(Int32(_SC_PHYS_PAGES)), 1) * max(sysconf(Int32(_SC_PAGESIZE)), 1)
}
