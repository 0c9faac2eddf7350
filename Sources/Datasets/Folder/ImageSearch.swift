import Core
import Matrices

/// A walk through the folders below a root, which collects the image files and counts the others.
struct ImageSearch {
  /// A folder's own entries, named by their paths within the root.
  struct Folder {
    let path: String
    let folders: [String]
    let images: [String]
    /// The folder itself and those that it is in.
    let ancestors: Set<FolderIdentity>
  }

  let root: String
  var skipped = SkippedFiles()

  init(root: String) { self.root = root }

  /// - Throws: ``DatasetError`` when the folder cannot be read or is one of its ancestors.
  mutating func folder(_ folder: String, ancestors: Set<FolderIdentity>) throws -> Folder {
    let path = folder.isEmpty ? root : joined(root, folder)
    let (identity, entries) = try entries(ofFolder: path)
    guard !ancestors.contains(identity) else { throw DatasetError(.folderLoop(path: path)) }
    var folders: [String] = []
    var images: [String] = []
    for entry in entries where !entry.isOfTheSystem {
      if entry.isHidden {
        skipped.add(entry)
      } else if entry.kind == .folder {
        folders.append(joined(folder, entry.name))
      } else if entry.kind == .file && ImageDecoder.fileExtensions.contains(fileExtension(entry.name)) {
        // The first bytes tell the format when the file is read.
        images.append(joined(folder, entry.name))
      } else {
        skipped.add(entry)
      }
    }
    return Folder(path: folder, folders: folders, images: images, ancestors: ancestors.union([identity]))
  }

  /// The image files at any depth below a folder.
  mutating func imagePaths(below path: String, ancestors: Set<FolderIdentity>) throws -> [String] {
    let folder = try folder(path, ancestors: ancestors)
    return try folder.folders.reduce(into: folder.images) { paths, inner in
      paths += try imagePaths(below: inner, ancestors: folder.ancestors)
    }
  }
}

extension FolderEntry {
  /// True for an entry that macOS, Windows or an archive program made beside the user's own.
  var isOfTheSystem: Bool {
    let name = name.lowercased()
    return name.hasPrefix("._") || [".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx"].contains(name)
  }
}

/// The entries of an image folder that are not read, counted for the notes.
struct SkippedFiles {
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
        Notice(kind: "other-files", message: "\(total) below \(root) left out, not named as images: \(list)"))
    }
    return notices
  }
}
