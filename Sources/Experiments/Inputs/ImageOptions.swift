import Core
import Datasets
import Foundation

/// Images as the command line names them: a path, and how it is read.
package struct ImageOptions: Sendable {
  /// The forms that a path of images may be said to have, where they cannot be told from it.
  package static let formats = CIFARFormat.allCases.map(\.rawValue) + ["mnist", "stl10", "folder"]

  package let path: String
  private let format: String?
  private let size: Int?
  private let classes: String?
  private let unreadable: UnreadableImages

  /// - Parameters:
  ///   - format: one of ``formats``; without it the names and the first bytes of the files tell.
  ///   - size: the size that images of a folder are scaled to.
  ///   - classes: the file that names the classes of a labelled set.
  ///   - unreadable: the treatment of images of a folder that cannot be read: `error` or `skip`.
  /// - Throws: ``RunError`` for another format or policy, and for a size or a policy where the path holds a labelled set.
  package init(
    _ path: String, format: String? = nil, size: Int? = nil, classes: String? = nil, unreadable: String? = nil
  ) throws {
    let policies = UnreadableImages.allCases.map(\.rawValue)
    if let format, !Self.formats.contains(format) {
      throw OptionError(.unknownChoice(option: "--image-format", word: format, known: Self.formats))
    }
    guard let policy = UnreadableImages(rawValue: unreadable ?? UnreadableImages.error.rawValue) else {
      throw OptionError(.unknownChoice(option: "--unreadable", word: unreadable ?? "", known: policies))
    }
    self.path = path
    self.format = format
    self.size = size
    self.classes = classes
    self.unreadable = policy
    guard let set, holdsImages else { return }
    for (name, isGiven) in [("--image-size", size != nil), ("--unreadable", unreadable != nil)] where isGiven {
      throw OptionError(.optionOfFolders(name, path: path, set: set.rawValue))
    }
  }

  /// The images as an experiment names them.
  package var source: Experiment.Images {
    guard let set else { return .folder(path: path, size: size, unreadable: unreadable) }
    return .set(set, paths: [path], format: format.flatMap(CIFARFormat.init), classes: classes)
  }

  /// True for a path of images rather than of features: a folder, or a file of a labelled set.
  package var holdsImages: Bool {
    var isFolder: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    let isSaidToBe = format != nil && !Catalog.standard.readsFeatures(of: fileExtension(path))
    // A single image is read by the folder's reader, whose error names the folder.
    let isImage = ImageDecoder.fileExtensions.contains(fileExtension(path))
    return isFolder.boolValue || isSaidToBe || isImage || LabelledSet(at: path) != nil
  }

  /// Reads the images.
  func dataset() throws -> Dataset {
    switch source {
    case .set(let set, let paths, let format, let classes):
      try Dataset.labelledSet(set, at: paths, format: format, classes: classes)
    case .folder(let path, let size, let unreadable):
      try Dataset.folder(at: path, size: size.map { ImageSize(height: $0, width: $0) }, unreadable: unreadable)
    }
  }

  /// The labelled set that the path holds; nil for image files in a folder.
  private var set: LabelledSet? {
    guard let format else { return LabelledSet(at: path) }
    return CIFARFormat(rawValue: format) == nil ? LabelledSet(rawValue: format) : .cifar
  }
}
