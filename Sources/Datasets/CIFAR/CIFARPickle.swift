import Core

/// A batch of CIFAR as a pickle: a dictionary of an array `data` of a row an image, and of lists of labels.
struct CIFARPickle {
  let format: CIFARFormat
  private let data: PickledArray
  /// The label bytes of a record, then those of the next.
  private let labels: [UInt8]

  var count: Int { data.shape[0] }

  /// The batch in a file; nil when it is no pickle, or named as a binary.
  ///
  /// - Throws: ``PickleError`` and ``DatasetError`` when it is a pickle of other things.
  static func reading(_ path: String) throws -> CIFARPickle? {
    guard !path.hasSuffix(".bin") else { return nil }
    let file = try FileBytes(mapping: path)
    return Pickle.matches(file) ? try CIFARPickle(Pickle(file, path: path)) : nil
  }

  private init(_ pickle: Pickle) throws {
    let batch = pickle.root
    guard let data = pickle.value(of: "data", in: batch) else { throw pickle.error(.missing("an array data")) }
    guard let format = CIFARFormat.allCases.last(where: { pickle.value(of: $0.labelKeys[0], in: batch) != nil }) else {
      throw pickle.error(.missing("a list labels, or coarse_labels and fine_labels"))
    }
    self.format = format
    self.data = try pickle.array(data)
    let shape = self.data.shape
    guard self.data.isOfBytes, shape.count == 2, shape[1] == CIFARFormat.imageSize.bytes, shape[0] > 0 else {
      throw DatasetError(.pickledShape(path: pickle.path, shape: shape))
    }
    let columns = try format.labelKeys.map { try Self.labels($0, of: batch, in: pickle, count: shape[0]) }
    labels = (0..<shape[0]).flatMap { record in columns.map { $0[record] } }
  }

  private static func labels(
    _ key: String, of batch: Pickle.Reference, in pickle: Pickle, count: Int
  ) throws -> [UInt8] {
    guard let value = pickle.value(of: key, in: batch) else { throw pickle.error(.missing("a list \(key)")) }
    let numbers = try pickle.elements(value)?.map(pickle.integer) ?? pickle.array(value).integers?.map(Optional.some)
    guard let numbers, numbers.count == count else {
      throw DatasetError(
        .setLabels(path: pickle.path, labels: numbers?.count ?? 0, imagesPath: pickle.path, images: count))
    }
    return try numbers.enumerated().map { record, number in
      guard let label = number.flatMap(UInt8.init(exactly:)) else {
        throw DatasetError(
          .labelOutsideNumbers(path: pickle.path, item: record, byte: number ?? -1, numbers: 0...255))
      }
      return label
    }
  }

  /// Writes the images and their label bytes to their places.
  func read(images: UnsafeMutablePointer<UInt8>, labels target: UnsafeMutablePointer<UInt8>) {
    for (index, label) in labels.enumerated() { target[index] = label }
    let (area, imageBytes) = (CIFARFormat.imageSize.area, CIFARFormat.imageSize.bytes)
    data.withBytes { bytes in
      guard let planes = bytes.baseAddress?.assumingMemoryBound(to: UInt8.self) else { return }
      for record in 0..<count {
        Images.interleave(planes: planes + record * imageBytes, area: area, into: images + record * imageBytes)
      }
    }
  }

  /// The class names in the official file beside the batches.
  static func classNames(at path: String, key: String) throws -> [String] {
    let pickle = try Pickle(mapping: path)
    guard let names = pickle.value(of: key, in: pickle.root).flatMap(pickle.texts), !names.isEmpty else {
      throw pickle.error(.missing("a list \(key)"))
    }
    return names
  }
}
