import Core

/// The treatment of files in an image folder that are named as images and cannot be read.
public enum UnreadableImages: String, Sendable, CaseIterable {
  /// An error that names the first of them.
  case error
  /// They are left out, and a note counts them.
  case skip
}

extension Dataset {
  /// Reads the PNG, JPEG, WebP, GIF, TIFF and BMP files below `<path>/<class>/`, at any depth, or those in `<path>`
  /// itself, which then have no labels; a file's first bytes tell which of the formats it is.
  ///
  /// The folders of classes may lie in folders of the set's parts, `train` and `test` or `val`. The order is that of
  /// the class names and then the paths, byte by byte; the ids are the paths within the folder. Hidden files, files
  /// with other endings and images outside of a class are left out and counted in the notices; the files that operating
  /// systems add to folders are left out without one.
  ///
  /// - Parameters:
  ///   - path: the path of the folder.
  ///   - size: the size that images of another size are resized to, height and width independently, 1 to 4,096 pixels
  ///     each; without it they must all have the size of the first.
  ///   - labels: the name of the label set.
  ///   - unreadable: the treatment of images that cannot be read: an error, or left out.
  /// - Throws: an ``ExplainedError`` when there are no images or an empty class folder, links run in a circle, a file
  ///   cannot be read or is not a whole image, sizes differ, or the images do not fit into the memory.
  /// - Complexity: O(bytes + pixels), by several threads.
  public static func folder(
    at path: String, size: ImageSize? = nil, labels: String = "label", unreadable: UnreadableImages = .error
  ) throws -> Dataset {
    if let size, !(1...ImageSize.longestSide).contains(size.height) || !(1...ImageSize.longestSide).contains(size.width)
    {
      throw DatasetError(.invalidSize(size))
    }
    let found = try ImageFolder(at: path)
    let content = try found.readImages(size: size, unreadable)
    let folder = content.failures.isEmpty ? found : found.selecting(content.kept(of: found.files.count))
    let labelSets =
      folder.classes.isEmpty
      ? [] : [LabelSet(name: labels, classes: folder.classes, values: folder.files.map(\.label))]
    return try Dataset(
      ids: folder.files.map(\.path), images: content.images, labelSets: labelSets,
      notices: folder.notices + content.notices(for: found),
      origins: [.images: path, .ids: path, .labels(labels): path])
  }
}

/// The images that were read from the files of a folder.
private struct FolderContent {
  let images: Images
  let resized: Int
  /// The files that could not be read, in order.
  let failures: [(index: Int, error: DatasetError)]

  func kept(of count: Int) -> [Int] {
    let failed = Set(failures.map(\.index))
    return (0..<count).filter { !failed.contains($0) }
  }

  func notices(for folder: ImageFolder) -> [Notice] {
    var notices: [Notice] = []
    if resized > 0 {
      let message = "\(resized.grouped) of \(counted(images.count, "image")) resized to \(images.size)"
      notices.append(Notice(kind: "images-resized", message: message))
    }
    if !failures.isEmpty {
      let named = failures.prefix(3).map { "\(folder.files[$0.index].path) (\($0.error.cause))" }
      let rest = failures.count > named.count ? " and \((failures.count - named.count).grouped) more" : ""
      let message =
        "\(failures.count.grouped) of \(counted(folder.files.count, "image")) in \(folder.root) cannot be read and "
        + "\(failures.count == 1 ? "is" : "are") left out: \(named.joined(separator: ", "))\(rest)"
      notices.append(Notice(kind: "unreadable-images", message: message))
    }
    return notices
  }
}

extension DatasetError {
  /// True for an error of one image alone, without which the others could be read.
  fileprivate var isOfOneImage: Bool {
    switch reason {
    case .unreadable, .emptyFile, .notAnImage, .corruptImage, .unsupportedImage, .imageTooLarge: true
    default: false
    }
  }
}

extension Dataset {
  /// The items of an image folder in their order, each with its class.
  ///
  /// Images are read only to find those to skip.
  /// - Throws: ``DatasetError`` as ``folder(at:size:labels:unreadable:)`` does.
  package static func items(
    ofFolder path: String, unreadable: UnreadableImages = .error
  ) throws -> [(id: String, label: String?)] {
    if unreadable == .skip {
      let dataset = try Dataset.folder(at: path, size: ImageSize(height: 1, width: 1), unreadable: .skip)
      let labels = dataset.labelSets.first
      return (dataset.ids ?? []).enumerated().map { item, id in
        (id, labels.flatMap { $0.values[item] < 0 ? nil : $0.classes[Int($0.values[item])] })
      }
    }
    let folder = try ImageFolder(at: path)
    return folder.files.map { ($0.path, $0.label < 0 ? nil : folder.classes[Int($0.label)]) }
  }
}

extension ImageFolder {
  /// The number of files that a thread takes at once.
  private static let chunk = 16

  /// All images, in order, and how many of them were resized; those that cannot be read are left out if they are skipped.
  fileprivate func readImages(size wanted: ImageSize?, _ unreadable: UnreadableImages) throws -> FolderContent {
    let size = try wanted ?? sizeOfFirst(unreadable)
    var resized = 0
    var failures: [(index: Int, error: DatasetError)] = []
    let images = try Images(count: files.count, size: size) { target in
      let parts = try Parallel.tryMapChunks(of: files.count, size: Self.chunk) { _, range in
        try read(range, into: target, size: size, resizing: wanted != nil, unreadable)
      }
      resized = parts.reduce(0) { $0 + $1.resized }
      failures = parts.flatMap(\.failures)
    }
    guard let first = failures.first else { return FolderContent(images: images, resized: resized, failures: []) }
    guard failures.count < files.count else {
      let words = "\(files[first.index].path): \(first.error.cause)"
      throw DatasetError(.noReadableImages(folder: root, count: files.count, first: words))
    }
    let content = FolderContent(images: images, resized: resized, failures: failures)
    return FolderContent(
      images: images.selecting(content.kept(of: files.count)), resized: resized, failures: failures)
  }

  private func sizeOfFirst(_ unreadable: UnreadableImages) throws -> ImageSize {
    var decoder = ImageDecoder()
    var first: DatasetError?
    for file in files {
      do {
        return try decoder.decode(fileAt: joined(root, file.path)) { size, _ in size }
      } catch let error as DatasetError where unreadable == .skip && error.isOfOneImage {
        first = first ?? error
      }
    }
    let words = "\(files[0].path): \(first?.cause ?? "")"
    throw DatasetError(.noReadableImages(folder: root, count: files.count, first: words))
  }

  /// Reads the images of some files to their places in `target`.
  private func read(
    _ range: Range<Int>, into target: UnsafeMutablePointer<UInt8>, size: ImageSize, resizing: Bool,
    _ unreadable: UnreadableImages
  ) throws -> (resized: Int, failures: [(index: Int, error: DatasetError)]) {
    var decoder = ImageDecoder()
    var resizer = ImageResizer(to: size)
    var resized = 0
    var failures: [(index: Int, error: DatasetError)] = []
    for index in range {
      let path = joined(root, files[index].path)
      do {
        try decoder.decode(fileAt: path) { found, pixels in
          let place = target + index * size.bytes
          if found == size {
            place.update(from: pixels, count: size.bytes)
          } else if resizing {
            resizer.resize(pixels, found, into: place)
            resized += 1
          } else {
            throw DatasetError(.sizesDiffer(path: joined(root, files[0].path), size, otherPath: path, found))
          }
        }
      } catch let error as DatasetError where unreadable == .skip && error.isOfOneImage {
        failures.append((index, error))
      }
    }
    return (resized, failures)
  }
}
