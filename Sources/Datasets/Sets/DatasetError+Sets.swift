import Core

extension DatasetError {
  /// The causes of errors in labelled sets other than CIFAR's binaries.
  var setCause: String? {
    switch reason {
    case .notIdx:
      "expected the first bytes of an idx file of bytes (0, 0, 8 and the number of dimensions), found others"
    case .idxWithoutImages: "expected a file of images with 3 dimensions, found only labels, with 1"
    case .idxShape(_, let shape):
      "expected images in 3 dimensions (count, height, width), found \(Self.words(for: shape))"
    case .idxPairs(_, let images, let labels):
      "expected as many files of labels as of images or none, found \(labels) and \(images)"
    case .pickledShape(_, let shape):
      "expected an array of bytes with a row of 3,072 an image, found \(Self.words(for: shape))"
    case .severalSets(_, let names): "expected the files of one set, found \(list(names))"
    case .setSize(_, .max, let found):
      "its dimensions need more bytes than any memory has, found \(found.grouped)"
    case .setSize(_, let expected, let found): "expected \(counted(expected, "byte")), found \(found.grouped)"
    case .setLabels(_, let labels, let imagesPath, let images):
      "it has \(counted(labels, "label")), and \(imagesPath) \(counted(images, "image"))"
    case .labelOutsideNumbers(_, let item, let byte, let numbers):
      "item \((item + 1).grouped) has the label \(byte), but the classes have the numbers \(numbers.lowerBound) to "
        + "\(numbers.upperBound)"
    default: nil
    }
  }

  /// The ways out of errors in labelled sets other than CIFAR's binaries.
  var setHint: String? {
    switch reason {
    case .notIdx: "name files of images and labels such as train-images-idx3-ubyte, packed or not"
    case .idxWithoutImages: "name the file of images; the labels beside it are found"
    case .idxShape, .pickledShape: "save the pixels as .npy of one row an image, and give them as features"
    case .idxPairs: "name the files of images alone, or each with its labels"
    case .severalSets: "name the files to read one by one"
    case .setSize: "the download may be cut short; fetch the file again"
    case .setLabels: "take images and labels of the same set"
    case .labelOutsideNumbers: "check that it is the set's own file, or give a classes file with a name for every class"
    default: nil
    }
  }

  private static func words(for shape: [Int]) -> String {
    shape.isEmpty ? "a single number" : shape.map(\.grouped).joined(separator: " × ")
  }
}
