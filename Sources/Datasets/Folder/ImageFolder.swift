import Core
import Foundation

/// The image files of a folder, found but not yet read: those in a folder for each class, or all in one without classes.
///
/// Classes come in the byte-wise order of their names, the files of a class in that of their paths. The folders of the
/// classes may lie in one for each part of the set, such as `train` and `test`.
struct ImageFolder {
  let root: String
  /// Empty where the images lie in the folder itself.
  private(set) var classes: [String] = []
  /// Each file's path within the root, and the class it is in.
  private(set) var files: [(path: String, label: Int32)] = []
  private(set) var notices: [Notice] = []

  /// - Throws: ``DatasetError`` when there is no image, a class folder holds no image file, a folder cannot be read, or
  ///   links run in a circle.
  init(at root: String) throws {
    self.root = root
    guard !exists(root) || isFolder(root) else { throw DatasetError(.notAFolder(path: root)) }
    var search = ImageSearch(root: root)
    let top = try search.folder("", ancestors: [])
    let parts = try Self.parts(of: top, &search)
    let folders = try (parts.isEmpty ? [top] : parts).flatMap { part in
      try part.folders.map { (path: $0, images: try search.imagePaths(below: $0, ancestors: part.ancestors)) }
    }
    let loose = top.images + parts.flatMap(\.images)
    if folders.allSatisfy(\.images.isEmpty) && !top.images.isEmpty {
      files = top.images.map { ($0, LabelSet.unlabelled) }
    } else {
      if let empty = folders.first(where: \.images.isEmpty), parts.isEmpty {
        throw DatasetError(.emptyClassFolder(path: joined(root, empty.path)))
      }
      addClasses(folders.filter { !$0.images.isEmpty })
      search.skipped.looseImages = loose.count
    }
    guard !files.isEmpty else { throw DatasetError(.noClassFolders(path: root)) }
    try requireDifferentNames()
    notices += search.skipped.notices(root: root)
    if !parts.isEmpty { notices.append(partsNotice(parts)) }
    if parts.isEmpty, !classes.isEmpty, Self.areNamedLikeParts(top) { notices.append(partsAsClassesNotice) }
  }

  /// The names of folders that hold a part of a set, each with class folders of its own.
  private static let partNames: Set<String> = [
    "train", "training", "test", "testing", "val", "valid", "validation", "dev",
  ]

  private static func areNamedLikeParts(_ top: ImageSearch.Folder) -> Bool {
    !top.folders.isEmpty && top.folders.allSatisfy { partNames.contains($0.lowercased()) }
  }

  /// The folders of the set's parts; none where they are those of classes.
  private static func parts(of top: ImageSearch.Folder, _ search: inout ImageSearch) throws -> [ImageSearch.Folder] {
    guard areNamedLikeParts(top) else { return [] }
    var trial = search
    let parts = try top.folders.map { try trial.folder($0, ancestors: top.ancestors) }
    guard parts.contains(where: { !$0.folders.isEmpty }) else { return [] }
    search = trial
    return parts
  }

  /// Makes a class of all folders of one name, whether its accents are stored composed or apart.
  private mutating func addClasses(_ folders: [(path: String, images: [String])]) {
    var groups: [String: [(path: String, images: [String])]] = [:]
    for folder in folders { groups[Self.className(of: folder.path), default: []].append(folder) }
    for (name, group) in groups.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      let paths = group.flatMap(\.images).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
      files += paths.map { ($0, Int32(classes.count)) }
      classes.append(name)
      let spellings = Set(group.map { Array(lastComponent($0.path).utf8) }).count
      guard spellings > 1 else { continue }
      let message =
        "the folders \(name) in \(root), whose accents are stored in \(spellings) ways, are read as one class"
      notices.append(Notice(kind: "class-spellings", message: message))
    }
  }

  private static func className(of path: String) -> String {
    lastComponent(path).precomposedStringWithCanonicalMapping
  }

  /// Ids that differ only in the way in which their accents are stored are one id.
  private func requireDifferentNames() throws {
    var seen: [String: String] = [:]
    for file in files {
      guard let other = seen.updateValue(file.path, forKey: file.path) else { continue }
      throw DatasetError(.oneNameTwice(folder: root, first: other, second: file.path))
    }
  }

  private func partsNotice(_ parts: [ImageSearch.Folder]) -> Notice {
    let counts = parts.map { part in
      "\(part.path) (\(counted(files.count { $0.path.hasPrefix(part.path + "/") }, "image")))"
    }
    let classes = counted(self.classes.count, "class", plural: "classes")
    return Notice(
      kind: "parts-of-a-set", message: "\(list(counts)) in \(root) are read as parts of one set of \(classes)")
  }

  private var partsAsClassesNotice: Notice {
    Notice(
      kind: "parts-as-classes",
      message: "\(list(classes)) in \(root) hold images themselves and are read as the classes; if they are parts of a "
        + "set, move their images into one folder, which has no classes, or into a folder for each class: "
        + "\(joined(joined(root, classes[0]), "cat"))")
  }

  /// The same folder with some of its files, in their order, and the classes that they are in.
  func selecting(_ indices: [Int]) -> ImageFolder {
    var result = self
    let kept = Set(indices.map { files[$0].label })
    let old = classes.indices.filter { kept.contains(Int32($0)) }
    let new = Dictionary(uniqueKeysWithValues: zip(old.map(Int32.init), Int32(0)...))
    result.classes = old.map { classes[$0] }
    result.files = indices.map { (files[$0].path, new[files[$0].label] ?? LabelSet.unlabelled) }
    return result
  }
}
