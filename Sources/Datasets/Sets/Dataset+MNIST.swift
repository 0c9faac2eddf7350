import Core

extension Dataset {
  /// Reads images, and the labels that belong to them, in the idx form of MNIST, Fashion-MNIST and their like:
  /// one folder, or files in the order given. Files may be compressed by gzip.
  ///
  /// Labels may be among the files; otherwise each file of images takes the one beside it, which is called the same but
  /// for `labels-idx1` in place of `images-idx3`. The images to train with come first in a folder.
  /// - Parameter classes: a file of one class name a line; otherwise the classes are called by their numbers.
  /// - Throws: ``DatasetError`` when a file is damaged, the counts of images and labels differ, or a label is outside the
  ///   classes.
  package static func mnist(at paths: [String], classes: String? = nil) throws -> Dataset {
    let files = try paths.count == 1 && isFolder(paths[0]) ? MNISTFiles(in: paths[0]) : MNISTFiles(paths)
    let images = try files.readImages()
    let origin = paths.count == 1 ? paths[0] : "\(paths.count) files from \(paths[0])"
    let labels = try files.readLabels(classes: classes)
    return try Dataset(
      images: images, labelSets: [labels].compactMap(\.self), notices: files.notices(hasLabels: labels != nil),
      origins: [.images: origin, .labels("label"): origin])
  }
}

/// The images of an MNIST-like set and, where there are any, the labels of each file.
private struct MNISTFiles {
  private let images: [IdxFile]
  private let labels: [IdxFile?]

  /// The files of a folder: those to train with, then the others.
  init(in folder: String) throws {
    let names = try entries(ofFolder: folder).entries.map(\.name).filter { $0.lowercased().contains("idx3") }
    // A file that was unpacked stands for the packed one beside it.
    let unpacked = names.filter { !$0.hasSuffix(".gz") || !names.contains(String($0.dropLast(3))) }
    let train = unpacked.filter { $0.lowercased().contains("train") }
    let others = unpacked.filter { !$0.lowercased().contains("train") }
    guard train.count <= 1, others.count <= 1 else {
      throw DatasetError(.severalSets(folder: folder, names: unpacked))
    }
    try self.init((train + others).map { joined(folder, $0) })
  }

  init(_ paths: [String]) throws {
    let files = try paths.map { try IdxFile(at: $0) }
    images = files.filter { $0.shape.count > 1 }
    let given = files.filter { $0.shape.count == 1 }
    guard let first = images.first else {
      throw DatasetError(files.first.map { .idxWithoutImages(path: $0.path) } ?? .nothing)
    }
    for file in images {
      guard file.shape.count == 3, file.shape[1] > 0, file.shape[2] > 0 else {
        throw DatasetError(.idxShape(path: file.path, shape: file.shape))
      }
      guard file.size == first.size else {
        throw DatasetError(.sizesDiffer(path: first.path, first.size, otherPath: file.path, file.size))
      }
    }
    guard given.isEmpty || given.count == images.count else {
      throw DatasetError(.idxPairs(path: first.path, images: images.count, labels: given.count))
    }
    labels = given.isEmpty ? try images.map { try Self.labels(beside: $0.path) } : given
    for (images, labels) in zip(images, labels) {
      guard let labels, labels.shape != [images.shape[0]] else { continue }
      throw DatasetError(
        .setLabels(path: labels.path, labels: labels.shape[0], imagesPath: images.path, images: images.shape[0]))
    }
  }

  private static func labels(beside path: String) throws -> IdxFile? {
    let name = lastComponent(path)
    let other = name.replacing("images", with: "labels").replacing("idx3", with: "idx1")
    guard other != name else { return nil }
    let plain = other.hasSuffix(".gz") ? String(other.dropLast(3)) : other
    let found = [plain, plain + ".gz"].map { joined(parentFolder(path), $0) }.first(where: exists)
    return try found.map { try IdxFile(at: $0) }
  }

  func notices(hasLabels: Bool) -> [Notice] {
    let missing = zip(images, labels).filter { $1 == nil }.map { $0.0.path }
    guard let first = missing.first else { return [] }
    let others = missing.count > 1 ? " and \(counted(missing.count - 1, "other file"))" : ""
    return [
      Notice(kind: "images-without-labels", message: "no labels were found beside the images of \(first)\(others)")
    ]
  }

  func readImages() throws -> Images {
    let size = images[0].size
    let count = images.reduce(0) { $0 + $1.shape[0] }
    guard count > 0 else { throw DatasetError(.emptyFile(path: images[0].path)) }
    return try Images(count: count, size: size) { target in
      var place = target
      for file in images {
        let bytes = file.bytes.buffer.prefix(file.shape[0] * size.area)
        for byte in bytes {
          place.update(repeating: byte, count: Images.channels)
          place += Images.channels
        }
      }
    }
  }

  /// The labels of all files; those of images without any are unlabelled.
  func readLabels(classes: String?) throws -> LabelSet? {
    guard labels.contains(where: { $0 != nil }) else { return nil }
    let names = try classes.map(readClassNames)
    var values: [Int32] = []
    for (images, labels) in zip(images, labels) {
      let bytes = labels.map { Array($0.bytes.buffer.prefix(images.shape[0])) }
      if let bytes, let names, let item = bytes.firstIndex(where: { $0 >= names.count }) {
        throw DatasetError(
          .labelOutsideClasses(
            path: labels?.path ?? "", record: item, labelSet: "label", byte: Int(bytes[item]), classes: names.count))
      }
      values += bytes?.map(Int32.init) ?? [Int32](repeating: LabelSet.unlabelled, count: images.shape[0])
    }
    let numbers = (0...Int(max(values.max() ?? 0, 0))).map(String.init)
    return LabelSet(name: "label", classes: names ?? numbers, values: values)
  }
}

extension IdxFile {
  fileprivate var size: ImageSize { ImageSize(height: shape[1], width: shape[2]) }
}
