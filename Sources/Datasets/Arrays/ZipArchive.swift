import CZip
import Core
import Matrices

/// The members of a zip file, through libzip; used by one thread.
final class ZipArchive {
  struct Member: Equatable {
    let name: String
    let index: UInt64
    /// Bytes, as the archive declares them.
    let size: Int
    let compressedSize: Int
    let isEncrypted: Bool
  }

  private let archive: OpaquePointer
  private let path: String
  let members: [Member]
  /// Bytes of the archive itself.
  let fileSize: Int

  /// - Throws: ``ArchiveError`` with libzip's reason when the archive or one of its entries cannot be read.
  init(path: String, fileSize: Int) throws(ArchiveError) {
    var code: Int32 = 0
    guard let archive = zip_open(path, ZIP_RDONLY, &code) else {
      var error = zip_error_t()
      zip_error_init_with_code(&error, code)
      defer { zip_error_fini(&error) }
      throw ArchiveError(path: path, reason: .archive(String(cString: zip_error_strerror(&error))))
    }
    self.archive = archive
    self.path = path
    self.fileSize = fileSize
    var members: [Member] = []
    for index in 0..<UInt64(max(0, zip_get_num_entries(archive, 0))) {
      var status = zip_stat_t()
      zip_stat_init(&status)
      guard zip_stat_index(archive, index, 0, &status) == 0, let name = status.name else {
        zip_discard(archive)
        throw ArchiveError(path: path, reason: .archive("its entry \((Int(index) + 1).grouped) cannot be read"))
      }
      members.append(
        Member(
          name: String(cString: name), index: index, size: Int(clamping: status.size),
          compressedSize: Int(clamping: status.comp_size), isEncrypted: status.encryption_method != ZIP_EM_NONE))
    }
    self.members = members
  }

  deinit { zip_discard(archive) }

  /// Reads the first `count` bytes of a member, or all when there are fewer.
  func read(_ member: Member, first count: Int) throws(ArchiveError) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: min(count, member.size))
    try withOpened(member) { (file) throws(ArchiveError) in
      let length = bytes.count
      let found = bytes.withUnsafeMutableBytes { fill($0.baseAddress, length, from: file) }
      guard found == length else { throw truncated(member, found) }
    }
    return bytes
  }

  /// Reads a whole member; libzip compares its checksum at the end.
  func read(_ member: Member) throws -> FileBytes {
    try FileBytes(count: member.size) { memory in
      try withOpened(member) { (file) throws(ArchiveError) in
        let found = fill(memory, member.size, from: file)
        guard found == member.size else { throw truncated(member, found) }
        // The checksum is compared when the end is read; a member longer than declared goes on.
        var next: UInt8 = 0
        switch zip_fread(file, &next, 1) {
        case 0: return
        case 1: throw ArchiveError(path: path, reason: .archive("\(member.name) is longer than the archive declares"))
        default: throw archiveError(zip_file_get_error(file))
        }
      }
    }
  }

  private func fill(_ memory: UnsafeMutableRawPointer?, _ count: Int, from file: OpaquePointer) -> Int {
    guard let memory else { return 0 }
    var done = 0
    while done < count {
      let read = zip_fread(file, memory + done, UInt64(min(count - done, 1 << 24)))
      guard read > 0 else { break }
      done += Int(read)
    }
    return done
  }

  private func withOpened(
    _ member: Member, _ body: (OpaquePointer) throws(ArchiveError) -> Void
  ) throws(ArchiveError) {
    guard let file = zip_fopen_index(archive, member.index, 0) else { throw archiveError(zip_get_error(archive)) }
    defer { zip_fclose(file) }
    try body(file)
  }

  private func archiveError(_ error: UnsafeMutablePointer<zip_error_t>?) -> ArchiveError {
    let message = error.map { String(cString: zip_error_strerror($0)) } ?? "unknown error"
    return ArchiveError(path: path, reason: .archive(message))
  }

  private func truncated(_ member: Member, _ found: Int) -> ArchiveError {
    ArchiveError(path: path, reason: .memberTruncated(member.name, declared: member.size, found: found))
  }
}
