import Foundation
import Matrices

/// The bytes of a file, mapped for reading; or a block of memory that is read in the same way.
///
/// The mapping lives as long as the value. A file must not be shortened while it is mapped.
package final class FileBytes: @unchecked Sendable {
  /// The first byte; `count` bytes may be read from it.
  package let base: UnsafeRawPointer
  package let count: Int
  private let isMapped: Bool

  /// Maps a regular file.
  ///
  /// - Throws: ``FileError`` when there is no such file, it may not be read, or it is not a regular file.
  package init(mapping path: String) throws {
    // Without O_NONBLOCK a named pipe would wait for its writer.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw FileError(path: path, reason: .cannotOpen(Self.systemMessage())) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw FileError(path: path, reason: .cannotOpen(Self.systemMessage()))
    }
    guard status.st_mode & S_IFMT == S_IFREG else { throw FileError(path: path, reason: .notARegularFile) }
    count = Int(status.st_size)
    guard count > 0 else {
      // A mapping cannot be empty.
      base = UnsafeRawPointer(UnsafeMutableRawPointer.allocate(byteCount: 1, alignment: 1))
      isMapped = false
      return
    }
    guard let mapping = mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0), mapping != MAP_FAILED else {
      throw FileError(path: path, reason: .cannotOpen(Self.systemMessage()))
    }
    base = UnsafeRawPointer(mapping)
    isMapped = true
  }

  /// Takes `count` bytes of memory and lets `fill` write them all.
  package init(count: Int, filling fill: (UnsafeMutableRawPointer) throws -> Void) rethrows {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1), alignment: 64)
    do {
      try fill(memory)
    } catch {
      memory.deallocate()
      throw error
    }
    base = UnsafeRawPointer(memory)
    self.count = count
    isMapped = false
  }

  package convenience init(_ bytes: [UInt8]) {
    self.init(count: bytes.count) { memory in
      bytes.withUnsafeBytes { memory.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(memory), byteCount: $0.count) }
    }
  }

  deinit {
    if isMapped {
      munmap(UnsafeMutableRawPointer(mutating: base), count)
    } else {
      base.deallocate()
    }
  }

  /// The byte at a position, which must lie inside.
  package subscript(position: Int) -> UInt8 {
    precondition(position >= 0 && position < count)
    return base.load(fromByteOffset: position, as: UInt8.self)
  }

  /// All bytes, lent as long as the value lives.
  package var buffer: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: base, count: count) }

  /// Whether the file begins with these bytes.
  package func starts(with prefix: [UInt8]) -> Bool {
    count >= prefix.count && buffer.prefix(prefix.count).elementsEqual(prefix)
  }

  private static func systemMessage() -> String { String(cString: strerror(errno)) }
}

/// Why a file could not be opened, or what is in it not held in memory.
public struct FileError: ExplainedError {
  package enum Reason: Equatable {
    case cannotOpen(String)
    case notARegularFile
    case tooLarge(needed: Int, memory: Int)
  }

  public let path: String
  package let reason: Reason

  package init(path: String, reason: Reason) {
    self.path = path
    self.reason = reason
  }

  public var failure: String { "cannot read \(path)" }

  public var cause: String {
    switch reason {
    case .cannotOpen(let message): "the system says: \(message)"
    case .notARegularFile: "a file was expected, found a folder, a pipe or a device"
    case .tooLarge(let needed, let memory):
      "its numbers need \(needed.grouped) bytes as float32, this machine has \(memory.grouped)"
    }
  }

  public var hint: String {
    switch reason {
    case .cannotOpen: "check the path, which is relative to the experiment file or the current folder, and its rights"
    case .notARegularFile: "name the file itself"
    case .tooLarge: "take fewer rows, or reduce the columns before saving"
    }
  }

  /// - Throws: ``FileError`` when a matrix of this shape is larger than the machine's memory.
  package static func requireMemory(rows: Int, columns: Int, path: String) throws {
    let memory = Int(clamping: ProcessInfo.processInfo.physicalMemory)
    let (entries, overflow) = rows.multipliedReportingOverflow(by: columns)
    let (bytes, more) = entries.multipliedReportingOverflow(by: MemoryLayout<Float>.size)
    guard !overflow, !more, bytes <= memory else {
      throw FileError(path: path, reason: .tooLarge(needed: overflow || more ? Int.max : bytes, memory: memory))
    }
  }
}
