import CZip
import Core
import Foundation

extension NumpyArchive {
  /// An array to be written.
  package struct Member {
    let name: String
    let shape: [Int]
    let values: [Double]

    /// - Precondition: as many values as the shape has entries.
    package init(_ name: String, shape: [Int], values: [Double]) {
      precondition(shape.reduce(1, *) == values.count, "\(shape) is not \(values.count)")
      self.name = name
      self.shape = shape
      self.values = values
    }
  }

  /// The bytes of an `.npz` that holds the arrays: as `float32` where that loses nothing, else as `float64`. The same
  /// arrays are the same bytes, whenever they are written.
  ///
  /// - Parameter path: names the archive in errors.
  /// - Throws: ``ArchiveError`` with libzip's reason.
  package static func data(_ members: [Member], path: String) throws(ArchiveError) -> Data {
    var error = zip_error_t()
    zip_error_init(&error)
    defer { zip_error_fini(&error) }
    guard let buffer = zip_source_buffer_create(nil, 0, 0, &error) else { throw failure(&error, path) }
    defer { zip_source_free(buffer) }
    zip_source_keep(buffer)
    guard let archive = zip_open_from_source(buffer, ZIP_TRUNCATE, &error) else {
      zip_source_free(buffer)
      throw failure(&error, path)
    }
    do throws(ArchiveError) {
      for member in members { try add(member, to: archive, path) }
      guard zip_close(archive) == 0 else { throw failure(zip_get_error(archive), path) }
    } catch {
      zip_discard(archive)
      throw error
    }
    return try contents(of: buffer, path)
  }

  private static func failure(_ error: UnsafeMutablePointer<zip_error_t>?, _ path: String) -> ArchiveError {
    ArchiveError(path: path, reason: .archive(error.map { String(cString: zip_error_strerror($0)) } ?? "no memory"))
  }

  /// Adds a member to an archive, which the caller closes or, after an error, discards.
  private static func add(_ member: Member, to archive: OpaquePointer, _ path: String) throws(ArchiveError) {
    let bytes = member.bytes
    // libzip frees the copy when the archive is closed.
    guard let copy = malloc(max(bytes.count, 1)) else { throw failure(nil, path) }
    bytes.copyBytes(to: copy.assumingMemoryBound(to: UInt8.self), count: bytes.count)
    guard let source = zip_source_buffer(archive, copy, UInt64(bytes.count), 1) else {
      free(copy)
      throw failure(nil, path)
    }
    let index = zip_file_add(archive, member.name + ".npy", source, zip_flags_t(ZIP_FL_ENC_UTF_8))
    guard index >= 0 else {
      zip_source_free(source)
      throw failure(zip_get_error(archive), path)
    }
    // Numbers hardly shrink, and a stored member can be mapped.
    zip_set_file_compression(archive, UInt64(index), ZIP_CM_STORE, 0)
    // The first day that a zip can name, so that the bytes do not depend on the clock.
    zip_file_set_dostime(archive, UInt64(index), 0, 0x21, 0)
  }

  private static func contents(of buffer: OpaquePointer, _ path: String) throws(ArchiveError) -> Data {
    var status = zip_stat_t()
    zip_stat_init(&status)
    guard zip_source_stat(buffer, &status) == 0, zip_source_open(buffer) == 0 else {
      throw failure(zip_source_error(buffer), path)
    }
    defer { zip_source_close(buffer) }
    var data = Data(count: Int(status.size))
    let read = data.withUnsafeMutableBytes { zip_source_read(buffer, $0.baseAddress, status.size) }
    guard read == Int64(status.size) else { throw failure(zip_source_error(buffer), path) }
    return data
  }
}

extension NumpyArchive.Member {
  /// The `.npy` of the array, format 1.0, little-endian, row-major.
  fileprivate var bytes: Data {
    let isNarrow = values.allSatisfy { $0.isNaN || Double(Float($0)) == $0 }
    let shape = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    let text = "{'descr': '\(isNarrow ? "<f4" : "<f8")', 'fortran_order': False, 'shape': (\(shape)), }"
    let fixed = NumpyHeader.magic.count + 4
    let total = (fixed + text.utf8.count + 1 + 63) / 64 * 64
    let padded = text + String(repeating: " ", count: total - fixed - text.utf8.count - 1) + "\n"
    var data = Data(NumpyHeader.magic + [1, 0, UInt8(padded.utf8.count & 0xFF), UInt8(padded.utf8.count >> 8)])
    data.append(contentsOf: padded.utf8)
    if isNarrow {
      for value in values { withUnsafeBytes(of: Float(value).bitPattern.littleEndian) { data.append(contentsOf: $0) } }
    } else {
      for value in values { withUnsafeBytes(of: value.bitPattern.littleEndian) { data.append(contentsOf: $0) } }
    }
    return data
  }
}
