import Core

extension Dataset {
  /// Reads the binaries of STL-10 (Coates, Ng and Lee, 2011): the folder that the archive unpacks to, the images to train
  /// with first, or files of images in the order given.
  ///
  /// A file `…_X.bin` takes its labels from `…_y.bin` beside it, and the names from `class_names.txt`. A folder's
  /// `unlabeled_X.bin` is left out with a note.
  /// - Parameter classes: a file of one class name a line in place of `class_names.txt`.
  /// - Throws: ``DatasetError`` when a file is missing or not a whole number of images, the counts of images and labels
  ///   differ, or a label is outside the classes.
  /// - Complexity: O(bytes), read and written by several threads.
  package static func stl10(at paths: [String], classes: String? = nil) throws -> Dataset {
    let folder = paths.count == 1 && isFolder(paths[0]) ? paths[0] : nil
    let files = try STL10Files(folder.map(STL10Files.official) ?? paths, classes: classes)
    let images = try files.readImages()
    let labels = try files.readLabels()
    let origin = paths.count == 1 ? paths[0] : "\(paths.count) files from \(paths[0])"
    var notices = files.notices
    if let folder, exists(joined(folder, STL10Files.unlabelled)) {
      let message = "\(joined(folder, STL10Files.unlabelled)) left out; to read it, name it"
      notices.append(Notice(kind: "unlabelled-images", message: message))
    }
    return try Dataset(
      images: images, labelSets: [labels].compactMap(\.self), notices: notices,
      origins: [.images: origin, .labels("label"): origin])
  }
}

/// Binaries of 96 × 96 images: red, green, blue, of each the columns one after the other.
struct STL10Files {
  static let unlabelled = "unlabeled_X.bin"
  private static let names = ["train_X.bin", "test_X.bin"]
  private static let size: ImageSize = 96
  private static let officialClasses = "class_names.txt"

  private let files: [(path: String, count: Int, labels: String?)]
  private let classes: [String]?

  /// Returns true for a folder that holds a file of images of the set.
  static func isFolder(_ path: String) -> Bool { (names + [unlabelled]).contains { exists(joined(path, $0)) } }

  /// Returns true for the name of a file of images of the set.
  static func isFile(_ path: String) -> Bool { (names + [unlabelled]).contains(lastComponent(path)) }

  static func official(_ folder: String) throws -> [String] {
    let paths = names.map { joined(folder, $0) }
    if let missing = names.first(where: { !exists(joined(folder, $0)) }) {
      throw DatasetError(.missingBatch(folder: folder, name: missing))
    }
    return paths
  }

  init(_ paths: [String], classes: String?) throws {
    guard let first = paths.first else { throw DatasetError(.nothing) }
    files = try paths.map { path in
      let bytes = try InputFile(opening: path).size
      guard bytes > 0 else { throw DatasetError(.emptyFile(path: path)) }
      let count = bytes / Self.size.bytes
      guard count * Self.size.bytes == bytes else {
        throw DatasetError(.setSize(path: path, expected: max(count, 1) * Self.size.bytes, found: bytes))
      }
      return (path, count, Self.labels(beside: path))
    }
    let beside = joined(parentFolder(first), Self.officialClasses)
    self.classes = try (classes ?? (exists(beside) ? beside : nil)).map(readClassNames)
  }

  private static func labels(beside path: String) -> String? {
    let name = lastComponent(path)
    let other = joined(parentFolder(path), name.replacing("_X", with: "_y"))
    return other != path && exists(other) ? other : nil
  }

  var notices: [Notice] {
    let missing = files.filter { $0.labels == nil }.map(\.path)
    guard let first = missing.first else { return [] }
    let others = missing.count > 1 ? " and \(counted(missing.count - 1, "other file"))" : ""
    return [
      Notice(kind: "images-without-labels", message: "no labels were found beside the images of \(first)\(others)")
    ]
  }

  func readImages() throws -> Images {
    try Images(count: files.reduce(0) { $0 + $1.count }, size: Self.size) { target in
      var place = target
      for file in files {
        try Self.read(file.path, count: file.count, into: place)
        place += file.count * Self.size.bytes
      }
    }
  }

  private static func read(_ path: String, count: Int, into target: UnsafeMutablePointer<UInt8>) throws {
    let file = try InputFile(opening: path)
    _ = try Parallel.tryMapChunks(of: count, size: 32) { _, range in
      let buffer = Buffer<UInt8>(count: size.bytes)
      for index in range {
        try file.read(into: buffer.bytes, at: index * size.bytes)
        let image = target + index * size.bytes
        for channel in 0..<Images.channels {
          for row in 0..<size.height {
            for column in 0..<size.width {
              image[(row * size.width + column) * Images.channels + channel] =
                buffer[(channel * size.width + column) * size.height + row]
            }
          }
        }
      }
    }
  }

  /// The labels of all files, which count the classes from 1; those of images without any are unlabelled.
  func readLabels() throws -> LabelSet? {
    guard files.contains(where: { $0.labels != nil }) else { return nil }
    var values: [Int32] = []
    for file in files {
      guard let path = file.labels else {
        values += [Int32](repeating: LabelSet.unlabelled, count: file.count)
        continue
      }
      let bytes = try InputFile(opening: path).readAll()
      guard bytes.count == file.count else {
        throw DatasetError(
          .setLabels(path: path, labels: bytes.count, imagesPath: file.path, images: file.count))
      }
      let classes = self.classes?.count ?? 255
      if let item = bytes.firstIndex(where: { $0 == 0 || $0 > classes }) {
        throw DatasetError(.labelOutsideNumbers(path: path, item: item, byte: Int(bytes[item]), numbers: 1...classes))
      }
      values += bytes.map { Int32($0) - 1 }
    }
    let numbers = (1...Int(max(values.max() ?? 0, 0)) + 1).map(String.init)
    return LabelSet(name: "label", classes: classes ?? numbers, values: values)
  }
}
