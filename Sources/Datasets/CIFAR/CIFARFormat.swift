/// The two CIFAR sets (Krizhevsky, "Learning Multiple Layers of Features from Tiny Images", 2009). A record is its label
/// bytes, then a 32 × 32 image as 1,024 bytes each of red, green and blue; pickles hold the same in two arrays.
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

  /// The files of the official folder of pickles.
  var officialPickles: [String] {
    self == .cifar10 ? officialNames.map { String($0.dropLast(".bin".count)) } : ["train", "test"]
  }

  /// The file of class names among the official pickles, and the names of its lists in the order of the label bytes.
  var officialMeta: (file: String, keys: [String]) {
    self == .cifar10 ? ("batches.meta", ["label_names"]) : ("meta", ["coarse_label_names", "fine_label_names"])
  }

  /// The names of a pickle's lists of labels, in the order of the label bytes.
  var labelKeys: [String] { self == .cifar10 ? ["labels"] : ["coarse_labels", "fine_labels"] }

  /// The official files in a folder, binaries before pickles; nil when there is none.
  ///
  /// - Throws: ``DatasetError`` when some of them are missing.
  static func officialFiles(in folder: String) throws -> [String]? {
    for names in allCases.flatMap({ [$0.officialNames, $0.officialPickles] }) {
      let present = names.filter { exists(joined(folder, $0)) && !Datasets.isFolder(joined(folder, $0)) }
      guard !present.isEmpty else { continue }
      if let missing = names.first(where: { !present.contains($0) }) {
        throw DatasetError(.missingBatch(folder: folder, name: missing))
      }
      return names.map { joined(folder, $0) }
    }
    return nil
  }

  /// Returns true for a folder that holds one of the official files.
  static func isFolder(_ path: String) -> Bool {
    do { return try officialFiles(in: path) != nil } catch { return true }
  }

  /// Returns the number of records in the official file of this name; nil for other names.
  func officialRecords(in name: String) -> Int? {
    guard officialNames.contains(name) || officialPickles.contains(name) else { return nil }
    return name == "train.bin" || name == "train" ? 50_000 : 10_000
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
