import Foundation

/// The space on a disk, checked for as much as is going to be written, so that a run that cannot end well does not
/// begin.
package enum DiskSpace {
  /// Something that is going to be written, and how many bytes it takes.
  package struct Need: Sendable {
    /// All files together.
    package var bytes: Int
    /// The largest of them.
    package var largest: (name: String, bytes: Int)

    package init(bytes: Int = 0, largest: (name: String, bytes: Int) = ("", 0)) {
      self.bytes = bytes
      self.largest = largest
    }

    /// Counts one more file; a disk gives it whole blocks of 4,096 bytes.
    package mutating func add(_ name: String, _ bytes: Int) {
      self.bytes += (bytes + 4095) / 4096 * 4096
      if bytes > largest.bytes { largest = (name, bytes) }
    }
  }

  /// Asks the disk, the user's quota and the limit of a file's size, and writes nothing.
  ///
  /// - Parameters:
  ///   - folder: where the files are going to be; it must exist.
  ///   - freed: the bytes of files there that will have been removed before.
  /// - Throws: ``ResultsError`` that names the folder, what is needed and what there is.
  package static func require(_ need: Need, in folder: String, freed: Int = 0) throws {
    if let limit = fileSizeLimit, need.largest.bytes > limit {
      throw ResultsError(
        .noDiskSpace(path: folder + "/" + need.largest.name, needed: need.largest.bytes, left: limit, number: EFBIG))
    }
    let missing = need.bytes - freed
    guard missing > 0 else { return }
    if let free = free(in: folder), free < missing {
      throw ResultsError(.noDiskSpace(path: folder, needed: need.bytes, left: free + freed, number: ENOSPC))
    }
    try reserve(min(missing, fileSizeLimit ?? .max), in: folder)
  }

  /// The bytes that the disk of a folder still takes; nil when it does not say.
  package static func free(in folder: String) -> Int? {
    var status = statvfs()
    guard statvfs(folder, &status) == 0, status.f_blocks > 0 else { return nil }
    let (bytes, overflows) = Int(clamping: status.f_bavail).multipliedReportingOverflow(by: Int(status.f_frsize))
    return overflows ? nil : bytes
  }

  /// The limit of a file's size by `ulimit -f`; nil for any size.
  static var fileSizeLimit: Int? {
    var limit = rlimit()
    #if os(Linux)
      let resource = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
    #else
      let resource = RLIMIT_FSIZE
    #endif
    guard getrlimit(resource, &limit) == 0, limit.rlim_cur < UInt64(Int.max) else { return nil }
    return Int(limit.rlim_cur)
  }

  /// Takes the bytes for a moment and gives them back, since only this shows a quota.
  private static func reserve(_ bytes: Int, in folder: String) throws {
    #if os(Linux)
      let temporary = try TemporaryFiles.open(beside: folder + "/room")
      defer {
        close(temporary.descriptor)
        TemporaryFiles.discard(temporary.path)
      }
      // A file system that cannot reserve bytes is taken to have the space.
      let number = posix_fallocate(temporary.descriptor, 0, off_t(bytes))
      guard [ENOSPC, EDQUOT].contains(number) else { return }
      throw ResultsError(.noDiskSpace(path: folder, needed: bytes, left: nil, number: number))
    #endif
  }
}
