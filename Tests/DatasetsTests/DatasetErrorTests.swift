import Core
import Datasets
import Testing

@Suite struct DatasetErrorTests {
  /// One of each kind.
  static let reasons: [DatasetError.Reason] = [
    .unreadable(path: "p", message: "m"), .emptyFile(path: "p"), .invalidUTF8(path: "p", line: 1),
    .memory(images: 1, size: 2, bytesPerSample: 4, available: 3), .nothing,
    .counts(Dataset.Source(part: .ids), 1, Dataset.Source(part: .labels("x")), 2),
    .repeatedID("i", first: 0, second: 1), .repeatedLabelSet("l"), .noSuchLabelSet("l", available: []),
    .noSuchLabelSet("l", available: ["a"]), .severalLabelSets(["a", "b"]), .noClassNames(path: "p"),
    .blankClassName(path: "p", line: 1), .repeatedClassName(path: "p", name: "n", first: 1, second: 2),
    .classNameCount(path: "p", found: 1, expected: 2), .unknownRecordLength(path: "p", bytes: 1),
    .ambiguousRecordLength(path: "p", bytes: 1), .mixedFormats(path: "p", .cifar10, otherPath: "q", .cifar100),
    .batchSize(path: "p", bytes: 1, format: .cifar10, expectedRecords: 1),
    .labelOutsideClasses(path: "p", record: 0, labelSet: "l", byte: 1, classes: 1),
    .missingBatch(folder: "p", name: "n"), .noBatches(folder: "p"), .unusedOption("o", format: .cifar10),
    .noClassFolders(path: "p"), .notAFolder(path: "p"), .oneNameTwice(folder: "p", first: "a", second: "b"),
    .noReadableImages(folder: "p", count: 2, first: "q"), .unsupportedImage(path: "p", kind: "k"),
    .notIdx(path: "p"), .idxWithoutImages(path: "p"), .idxShape(path: "p", shape: [1, 2]),
    .idxShape(path: "p", shape: []),
    .idxPairs(path: "p", images: 1, labels: 2), .pickledShape(path: "p", shape: [1, 2]),
    .severalSets(folder: "p", names: ["a", "b"]), .setSize(path: "p", expected: 1, found: 2),
    .setSize(path: "p", expected: .max, found: 2), .setLabels(path: "p", labels: 1, imagesPath: "q", images: 2),
    .labelOutsideNumbers(path: "p", item: 1, byte: 0, numbers: 1...10),
    .emptyClassFolder(path: "p"), .folderLoop(path: "p"), .nameNotUTF8(folder: "p", name: "n"),
    .notAnImage(path: "p"), .corruptImage(path: "p", message: "m"), .imageTooLarge(path: "p", size: 2, limit: 3),
    .sizesDiffer(path: "p", 1, otherPath: "q", 2), .invalidSize(0),
  ]

  @Test(arguments: reasons)
  func everyErrorHasAFailureACauseAndAHint(reason: DatasetError.Reason) {
    let error = DatasetError(reason)
    for line in [error.failure, error.cause, error.hint] {
      #expect(!line.isEmpty && !line.contains("\n") && line.last != ".")
    }
  }

  @Test func numbersAreGroupedByThousands() {
    #expect(
      DatasetError(.imageTooLarge(path: "big.png", size: 20_000, limit: 100_000_000)).description == """
        error: cannot read big.png
        cause: expected at most 100,000,000 pixels, found 20000 × 20000 = 400,000,000
        hint:  make the image smaller, remove it, or leave it out with unreadable: skip (--unreadable skip)
        """)
  }
}
