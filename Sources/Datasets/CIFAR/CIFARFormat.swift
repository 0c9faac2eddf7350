/// The two kinds of CIFAR binary files (Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009):
/// records of label bytes, then a 32 × 32 image as 1,024 bytes each of red, green and blue.
public enum CIFARFormat: String, Sendable, CaseIterable, CustomStringConvertible {
  /// Records of 3,073 bytes: one label, then the image.
  case cifar10
  /// Records of 3,074 bytes: the coarse label, the fine one, then the image.
  case cifar100

  static let imageSize: ImageSize = 32

  public var description: String { self == .cifar10 ? "CIFAR-10" : "CIFAR-100" }

  /// The label bytes at the start of a record.
  var labelBytes: Int { self == .cifar10 ? 1 : 2 }
  /// In bytes.
  package var recordLength: Int { labelBytes + Self.imageSize.bytes }

  /// The files of the official folder: those to train with, then those to test with.
  var officialNames: [String] {
    switch self {
    case .cifar10: (1...5).map { "data_batch_\($0).bin" } + ["test_batch.bin"]
    case .cifar100: ["train.bin", "test.bin"]
    }
  }

  /// How many records the official file of this name has; nil for other names.
  func officialRecords(in name: String) -> Int? {
    guard officialNames.contains(name) else { return nil }
    return name == "train.bin" ? 50_000 : 10_000
  }

  /// The files of class names in the official folder, each with the number of its classes, in the order of the label
  /// bytes.
  var officialClasses: [(file: String, count: Int)] {
    switch self {
    case .cifar10: [("batches.meta.txt", 10)]
    case .cifar100: [("coarse_label_names.txt", 20), ("fine_label_names.txt", 100)]
    }
  }

  /// The names of the label sets, for messages.
  var labelSetNames: String { self == .cifar10 ? "one label set" : "the label sets fine and coarse" }
}
