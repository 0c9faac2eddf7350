import CZlib

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that is compressed by gzip or not, read from its start.
final class GzipFile {
  private let path: String
  private let file: gzFile

  /// - Throws: ``DatasetError`` when it cannot be opened or is not a regular file.
  init(opening path: String) throws {
    let descriptor: Int32
    do {
      descriptor = try openRegularFile(at: path).descriptor
    } catch {
      throw DatasetError(.unreadable(path: path, message: error.cause))
    }
    guard let file = gzdopen(descriptor, "rb") else {
      _ = close(descriptor)
      throw DatasetError(.unreadable(path: path, message: "no memory to decompress it"))
    }
    self.path = path
    self.file = file
  }

  deinit { gzclose(file) }

  /// Fills `buffer` with what comes next; returns how many bytes there were.
  ///
  /// - Throws: ``DatasetError`` when the compressed data is damaged or cut short.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    var filled = 0
    while filled < buffer.count {
      let wanted = UInt32(min(buffer.count - filled, 1 << 30))
      let count = gzread(file, buffer.baseAddress?.advanced(by: filled), wanted)
      guard count >= 0 else { throw damaged() }
      if count == 0 { break }
      filled += Int(count)
    }
    // A stream that is cut short ends like a whole one, but for this.
    var code: Int32 = 0
    if filled < buffer.count {
      gzerror(file, &code)
      if code != Z_OK { throw damaged() }
    }
    return filled
  }

  private func damaged() -> DatasetError {
    var code: Int32 = 0
    let message = gzerror(file, &code).map { String(cString: $0) } ?? ""
    return DatasetError(
      .unreadable(path: path, message: "its compressed data is damaged or cut short (\(message))"))
  }
}
