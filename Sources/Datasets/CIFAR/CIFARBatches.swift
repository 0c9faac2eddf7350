import Core
import Matrices

/// CIFAR files of one format, binaries and pickles, found and measured but not yet read.
struct CIFARBatches {
  let format: CIFARFormat
  /// Each file with its number of records, and what is in it where it is a pickle.
  let files: [(path: String, records: Int, pickle: CIFARPickle?)]
  /// True where names or sizes are those of the official files.
  let isOfficial: Bool
  let notices: [Notice]

  var count: Int { files.reduce(0) { $0 + $1.records } }

  /// - Throws: ``DatasetError`` when a file cannot be read, is empty or of another size than whole records, or when the
  ///   format cannot be told; ``PickleError`` when a pickle is damaged.
  init(paths: [String], format option: CIFARFormat?) throws {
    let files = try paths.map { path in
      let bytes = try InputFile(opening: path).size
      guard bytes > 0 else { throw DatasetError(.emptyFile(path: path)) }
      return (path: path, bytes: bytes, pickle: try CIFARPickle.reading(path))
    }
    guard let first = files.first else { throw DatasetError(.nothing) }
    let known = try Self.knownFormat(of: first, option: option)
    for file in files.dropFirst() {
      let other = try Self.knownFormat(of: file, option: option)
      guard other.format == known.format else {
        throw DatasetError(
          .mixedFormats(path: first.path, known.format, otherPath: file.path, other.format))
      }
    }
    format = known.format
    isOfficial = known.isOfficial
    self.files = try files.map { file in
      let records = try file.pickle?.count ?? Self.records(in: file.path, bytes: file.bytes, format: known.format)
      return (file.path, records, file.pickle)
    }
    notices = self.files.compactMap { Self.notice(path: $0.path, records: $0.records, format: known.format) }
  }

  private static func knownFormat(
    of file: (path: String, bytes: Int, pickle: CIFARPickle?), option: CIFARFormat?
  ) throws -> (format: CIFARFormat, isOfficial: Bool) {
    guard let pickle = file.pickle else { return try knownFormat(of: file.path, bytes: file.bytes, option: option) }
    return (pickle.format, pickle.format.officialPickles.contains(lastComponent(file.path)))
  }

  /// The format of a binary: that of the caller, else that of its official name or size, else what its size can be divided by.
  private static func knownFormat(
    of path: String, bytes: Int, option: CIFARFormat?
  ) throws -> (format: CIFARFormat, isOfficial: Bool) {
    let name = lastComponent(path)
    let official = CIFARFormat.allCases.first { format in
      format.officialRecords(in: name) != nil
        || format.officialNames.contains { format.officialRecords(in: $0).map { $0 * format.recordLength } == bytes }
    }
    if let option { return (option, official == option) }
    if let official { return (official, true) }
    let fitting = CIFARFormat.allCases.filter { bytes % $0.recordLength == 0 }
    guard let only = fitting.first else { throw DatasetError(.unknownRecordLength(path: path, bytes: bytes)) }
    guard fitting.count == 1 else { throw DatasetError(.ambiguousRecordLength(path: path, bytes: bytes)) }
    return (only, false)
  }

  private static func records(in path: String, bytes: Int, format: CIFARFormat) throws -> Int {
    let length = format.recordLength
    guard bytes % length == 0 else {
      let expected = format.officialRecords(in: lastComponent(path)) ?? max(1, (bytes + length / 2) / length)
      throw DatasetError(.batchSize(path: path, bytes: bytes, format: format, expectedRecords: expected))
    }
    return bytes / length
  }

  private static func notice(path: String, records: Int, format: CIFARFormat) -> Notice? {
    guard let official = format.officialRecords(in: lastComponent(path)), official != records else { return nil }
    return Notice(
      kind: "unofficial-batch-size",
      message: "\(path) holds \(counted(records, "record")), the official file of that name \(official.grouped)")
  }
}

extension CIFARBatches {
  /// The images of all files, and their label bytes: `format.labelBytes` a record.
  ///
  /// - Complexity: O(bytes), read and written by several threads.
  func read() throws -> (images: Images, labels: [UInt8]) {
    let labelBytes = format.labelBytes
    var labels = [UInt8](repeating: 0, count: count * labelBytes)
    let images = try labels.withUnsafeMutableBufferPointer { labels in
      try Images(count: count, size: CIFARFormat.imageSize) { images in
        guard var label = labels.baseAddress else { return }
        var image = images
        for file in files {
          if let pickle = file.pickle {
            pickle.read(images: image, labels: label)
          } else {
            try read(file.path, records: file.records, images: image, labels: label)
          }
          image += file.records * CIFARFormat.imageSize.bytes
          label += file.records * labelBytes
        }
      }
    }
    return (images, labels)
  }

  private func read(
    _ path: String, records: Int, images: UnsafeMutablePointer<UInt8>, labels: UnsafeMutablePointer<UInt8>
  ) throws {
    let file = try InputFile(opening: path)
    let (length, labelBytes) = (format.recordLength, format.labelBytes)
    let (area, imageBytes) = (CIFARFormat.imageSize.area, CIFARFormat.imageSize.bytes)
    _ = try Parallel.tryMapChunks(of: records, size: 128) { _, range in
      // Small enough to be still in the cache when the planes are taken apart.
      let buffer = Buffer<UInt8>(count: range.count * length)
      try file.read(into: buffer.bytes, at: range.lowerBound * length)
      for record in range {
        let from = buffer + (record - range.lowerBound) * length
        (labels + record * labelBytes).update(from: from, count: labelBytes)
        Images.interleave(planes: from + labelBytes, area: area, into: images + record * imageBytes)
      }
    }
  }
}

extension Images {
  /// Three planes of `area` bytes → pixels of three bytes.
  static func interleave(planes: UnsafePointer<UInt8>, area: Int, into target: UnsafeMutablePointer<UInt8>) {
    let (red, green, blue) = (planes, planes + area, planes + 2 * area)
    for pixel in 0..<area {
      target[3 * pixel] = red[pixel]
      target[3 * pixel + 1] = green[pixel]
      target[3 * pixel + 2] = blue[pixel]
    }
  }
}
