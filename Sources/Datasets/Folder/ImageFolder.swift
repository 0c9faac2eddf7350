import Matrices

/// The image files below `<root>/<class>/`, found but not yet read: classes in the byte-wise order of their names, the
/// files of a class in that of their paths.
struct ImageFolder {
  let root: String
  private(set) var classes: [String] = []
  /// Each file's path within the root, and the class it is in.
  private(set) var files: [(path: String, label: Int32)] = []
  private var skipped = SkippedFiles()

  var notices: [Notice] { skipped.notices(root: root) }

  /// - Throws: ``DatasetError`` when there is no class folder, a class folder holds no image file, a folder cannot be
  ///   read, or links run in a circle.
  init(at root: String) throws {
    self.root = root
    let (identity, entries) = try entries(ofFolder: root)
    var looseImages = 0
    for entry in entries {
      if !entry.isHidden && entry.kind == .folder {
        try addClass(entry.name, ancestors: [identity])
      } else if !entry.isHidden && Self.isImage(entry) {
        looseImages += 1
      } else {
        skipped.add(entry)
      }
    }
    skipped.looseImages = looseImages
    guard !classes.isEmpty else { throw DatasetError(.noClassFolders(path: root, looseImages: looseImages)) }
  }

  private mutating func addClass(_ name: String, ancestors: Set<FolderIdentity>) throws {
    var paths = try imagePaths(in: name, ancestors: ancestors)
    guard !paths.isEmpty else { throw DatasetError(.emptyClassFolder(path: joined(root, name))) }
    paths.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    files += paths.map { ($0, Int32(classes.count)) }
    classes.append(name)
  }

  /// The image files at any depth below a folder, which is named by its path within the root.
  private mutating func imagePaths(in folder: String, ancestors: Set<FolderIdentity>) throws -> [String] {
    let path = joined(root, folder)
    let (identity, entries) = try entries(ofFolder: path)
    guard !ancestors.contains(identity) else { throw DatasetError(.folderLoop(path: path)) }
    var paths: [String] = []
    for entry in entries {
      if !entry.isHidden && entry.kind == .folder {
        paths += try imagePaths(in: joined(folder, entry.name), ancestors: ancestors.union([identity]))
      } else if Self.isImage(entry) {
        paths.append(joined(folder, entry.name))
      } else {
        skipped.add(entry)
      }
    }
    return paths
  }

  /// Whether the name says so; what the file really is, its first bytes tell when it is read.
  private static func isImage(_ entry: FolderEntry) -> Bool {
    !entry.isHidden && entry.kind == .file && ["png", "jpg", "jpeg"].contains(fileExtension(entry.name))
  }
}

/// What an image folder holds besides images, counted for the notices.
private struct SkippedFiles {
  var looseImages = 0
  private var hidden = 0
  private var others: [String: Int] = [:]

  mutating func add(_ entry: FolderEntry) {
    if entry.isHidden { hidden += 1 } else { others[fileExtension(entry.name), default: 0] += 1 }
  }

  func notices(root: String) -> [Notice] {
    var notices: [Notice] = []
    if looseImages > 0 {
      let images = counted(looseImages, "image")
      notices.append(
        Notice(kind: "loose-images", message: "\(images) in \(root) outside of a class folder left out"))
    }
    if hidden > 0 {
      notices.append(
        Notice(kind: "hidden-files", message: "\(counted(hidden, "hidden file")) below \(root) left out"))
    }
    if !others.isEmpty {
      let total = counted(others.values.reduce(0, +), "file")
      let kinds = others.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        .map { "\($0.value.grouped) \($0.key.isEmpty ? "without an ending" : ".\($0.key)")" }
      let list = kinds.joined(separator: ", ")
      notices.append(
        Notice(kind: "other-files", message: "\(total) below \(root) left out, not named PNG or JPEG: \(list)"))
    }
    return notices
  }
}
