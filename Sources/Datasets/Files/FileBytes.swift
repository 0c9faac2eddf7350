import Core
import Foundation

/// The bytes of a file, mapped for reading, or a block of memory that is read in the same way.
///
/// The mapping lives as long as the value. A file must not be shortened while it is mapped.
public final class FileBytes: @unchecked Sendable {
  /// The first byte; `count` bytes may be read from it.
  package let base: UnsafeRawPointer
  /// The number of bytes.
  public let count: Int
  /// The block of memory; nil where a file is mapped.
  private let memory: Buffer<UInt8>?
  private let isMapped: Bool

  /// Maps a regular file.
  ///
  /// - Throws: ``FileError`` when there is no such file, it may not be read, or it is not a regular file.
  public init(mapping path: String) throws {
    let (descriptor, size) = try openRegularFile(at: path)
    defer { close(descriptor) }
    count = size
    guard count > 0 else {
      // A mapping cannot be empty.
      let memory = Buffer<UInt8>(count: 0)
      base = UnsafeRawPointer(memory.base)
      self.memory = consume memory
      isMapped = false
      return
    }
    guard let mapping = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), mapping != MAP_FAILED else {
      throw FileError(
        path: path,
        reason: errno == ENOMEM ? .notMapped(bytes: size, memory: Memory.left) : .cannotOpen(systemMessage()))
    }
    base = UnsafeRawPointer(mapping)
    memory = nil
    isMapped = true
  }

  /// Takes `count` bytes of memory and lets `fill` write them all.
  package init(count: Int, filling fill: (UnsafeMutableRawPointer) throws -> Void) rethrows {
    let memory = Buffer<UInt8>(count: count)
    try fill(UnsafeMutableRawPointer(memory.base))
    base = UnsafeRawPointer(memory.base)
    self.count = count
    self.memory = consume memory
    isMapped = false
  }

  package convenience init(_ bytes: [UInt8]) {
    self.init(count: bytes.count) { memory in
      bytes.withUnsafeBytes { memory.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(memory), byteCount: $0.count) }
    }
  }

  deinit {
    if isMapped { munmap(UnsafeMutableRawPointer(mutating: base), count) }
  }

  /// The byte at a position.
  ///
  /// - Precondition: the position lies inside.
  public subscript(position: Int) -> UInt8 {
    precondition(position >= 0 && position < count)
    return base.load(fromByteOffset: position, as: UInt8.self)
  }

  /// All bytes, lent as long as the value lives.
  package var buffer: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

  /// Lends all bytes to `body`, and returns its result.
  public func withBytes<Result>(_ body: (RawSpan) throws -> Result) rethrows -> Result {
    try withExtendedLifetime(self) { try body(RawSpan(_unsafeBytes: buffer)) }
  }

  /// The bytes as text; nil where they are no UTF-8.
  public var text: String? { String(validating: buffer, as: UTF8.self) }

  /// Lets the system take back the memory of bytes that have been read; they can still be read again.
  ///
  /// A file that is being converted into a matrix would otherwise stay in memory beside it.
  package func release(from start: Int, count: Int) {
    guard isMapped else { return }
    let page = Int(getpagesize())
    let first = (start + page - 1) / page * page
    let last = (start + count) / page * page
    guard first < last else { return }
    madvise(UnsafeMutableRawPointer(mutating: base + first), last - first, MADV_DONTNEED)
  }

  /// Returns whether the file begins with these bytes.
  public func starts(with prefix: [UInt8]) -> Bool {
    count >= prefix.count && buffer.prefix(prefix.count).elementsEqual(prefix)
  }
}

extension FileBytes {
  /// True where two paths lead to the same bytes; false where one cannot be read.
  static func areEqual(_ path: String, _ other: String) -> Bool {
    var (first, second) = (stat(), stat())
    guard stat(path, &first) == 0, stat(other, &second) == 0, first.st_size == second.st_size else { return false }
    if first.st_dev == second.st_dev, first.st_ino == second.st_ino { return true }
    guard let bytes = try? FileBytes(mapping: path), let others = try? FileBytes(mapping: other),
      bytes.count == others.count
    else { return false }
    return memcmp(bytes.base, others.base, bytes.count) == 0
  }
}
