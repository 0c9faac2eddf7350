import Matrices

extension Dataset {
  /// Reads the PNG and JPEG files below `<path>/<class>/`, at any depth; a file's first bytes tell which of the two it
  /// is.
  ///
  /// The order is that of the class names and then the paths, byte by byte; the ids are the paths within the folder.
  /// Hidden files, files with other endings and images outside of a class are left out and counted in the notices.
  /// - Parameters:
  ///   - size: what images of another size are resized to, height and width independently; without it they must all
  ///     have the size of the first.
  ///   - labels: the name of the label set.
  /// - Throws: ``DatasetError`` when there are no class folders or an empty one, links run in a circle, a file cannot be
  ///   read or is not a whole image, or sizes differ.
  /// - Complexity: O(bytes + pixels), by several threads.
  public static func folder(at path: String, size: ImageSize? = nil, labels: String = "label") throws -> Dataset {
    if let size, !(1...ImageSize.longestSide).contains(size.height) || !(1...ImageSize.longestSide).contains(size.width)
    {
      throw DatasetError(.invalidSize(size))
    }
    let folder = try ImageFolder(at: path)
    let (images, resized) = try folder.readImages(size: size)
    let labelSet = LabelSet(name: labels, classes: folder.classes, values: folder.files.map(\.label))
    var notices = folder.notices
    if resized > 0 {
      let message = "\(resized.grouped) of \(counted(images.count, "image")) resized to \(images.size)"
      notices.append(Notice(kind: "images-resized", message: message))
    }
    return try Dataset(
      ids: folder.files.map(\.path), images: images, labelSets: [labelSet], notices: notices,
      origins: [.images: path, .ids: path, .labels(labels): path])
  }
}

extension ImageFolder {
  /// The number of files that a thread takes at once.
  private static let chunk = 16

  /// All images, in order, and how many of them were resized.
  fileprivate func readImages(size wanted: ImageSize?) throws -> (images: Images, resized: Int) {
    let size = try wanted ?? sizeOfFirst()
    var resized = 0
    let images = try Images(count: files.count, size: size) { target in
      let counts = try Parallel.tryMapChunks(of: files.count, size: Self.chunk) { _, range in
        try read(range, into: target, size: size, resizing: wanted != nil)
      }
      resized = counts.reduce(0, +)
    }
    return (images, resized)
  }

  private func sizeOfFirst() throws -> ImageSize {
    var decoder = ImageDecoder()
    return try decoder.decode(fileAt: joined(root, files[0].path)) { size, _ in size }
  }

  /// Reads the images of some files to their places in `target`; returns how many were resized.
  private func read(
    _ range: Range<Int>, into target: UnsafeMutablePointer<UInt8>, size: ImageSize, resizing: Bool
  ) throws -> Int {
    var decoder = ImageDecoder()
    var resizer = ImageResizer(to: size)
    var resized = 0
    for index in range {
      let path = joined(root, files[index].path)
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
    }
    return resized
  }
}
