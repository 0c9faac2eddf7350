#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One entry of a folder. Links count as what they lead to.
struct FolderEntry {
  enum Kind { case file, folder, other }

  let name: String
  let kind: Kind

  var isHidden: Bool { name.utf8.first == UInt8(ascii: ".") }
}

/// The identity of a folder, whatever path leads to it.
struct FolderIdentity: Hashable {
  let device: UInt64
  let node: UInt64
}

/// The entries of a folder in the byte-wise order of their names, without `.` and `..`.
///
/// - Throws: ``DatasetError`` when it cannot be read, a link in it leads nowhere or round in a circle, or a name is not
///   valid UTF-8.
func entries(ofFolder path: String) throws -> (identity: FolderIdentity, entries: [FolderEntry]) {
  guard let folder = opendir(path) else { throw DatasetError(.unreadable(path: path, message: systemMessage())) }
  defer { closedir(folder) }
  var status = stat()
  guard fstat(dirfd(folder), &status) == 0 else {
    throw DatasetError(.unreadable(path: path, message: systemMessage()))
  }
  var found: [FolderEntry] = []
  while true {
    errno = 0
    guard let entry = readdir(folder) else { break }
    guard let name = try name(of: entry, in: path), name != ".", name != ".." else { continue }
    // Hidden entries are only counted, so their links need lead nowhere.
    let isHidden = name.utf8.first == UInt8(ascii: ".")
    let kind = isHidden ? .other : try kind(of: entry, at: joined(path, name))
    found.append(FolderEntry(name: name, kind: kind))
  }
  guard errno == 0 else { throw DatasetError(.unreadable(path: path, message: systemMessage())) }
  found.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
  return (
    FolderIdentity(device: UInt64(truncatingIfNeeded: status.st_dev), node: UInt64(truncatingIfNeeded: status.st_ino)),
    found
  )
}

private func name(of entry: UnsafeMutablePointer<dirent>, in folder: String) throws -> String? {
  guard let offset = MemoryLayout<dirent>.offset(of: \.d_name) else { return nil }
  let characters = UnsafeRawPointer(entry).advanced(by: offset).assumingMemoryBound(to: CChar.self)
  guard let name = String(validatingCString: characters) else {
    throw DatasetError(.nameNotUTF8(folder: folder, name: String(cString: characters)))
  }
  return name
}

private func kind(of entry: UnsafeMutablePointer<dirent>, at path: String) throws -> FolderEntry.Kind {
  switch Int(entry.pointee.d_type) {
  case Int(DT_REG): return .file
  case Int(DT_DIR): return .folder
  case Int(DT_LNK), Int(DT_UNKNOWN): break
  default: return .other
  }
  var status = stat()
  guard stat(path, &status) == 0 else {
    if errno == ELOOP { throw DatasetError(.folderLoop(path: path)) }
    throw DatasetError(.unreadable(path: path, message: systemMessage()))
  }
  return status.isRegularFile ? .file : status.isFolder ? .folder : .other
}
