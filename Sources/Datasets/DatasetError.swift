import Core

/// The reason why a dataset could not be read or put together.
package struct DatasetError: ExplainedError, Equatable {
  package let reason: Reason

  package init(_ reason: Reason) { self.reason = reason }

  package enum Reason: Sendable, Equatable {
    // Any file
    case unreadable(path: String, message: String)
    case emptyFile(path: String)
    case invalidUTF8(path: String, line: Int)
    case memory(images: Int, size: ImageSize, bytesPerSample: Int, available: Int)

    // Putting a dataset together
    case nothing
    case counts(Dataset.Source, Int, Dataset.Source, Int)
    case repeatedID(String, first: Int, second: Int)
    case repeatedLabelSet(String)
    case noSuchLabelSet(String, available: [String])
    case severalLabelSets([String])

    // Texts
    case noTextColumn(TextColumn.Kind, path: String, columns: [String])

    // Class names
    case noClassNames(path: String)
    case blankClassName(path: String, line: Int)
    case repeatedClassName(path: String, name: String, first: Int, second: Int)
    case classNameCount(path: String, found: Int, expected: Int)

    // CIFAR binaries
    case unknownRecordLength(path: String, bytes: Int)
    case ambiguousRecordLength(path: String, bytes: Int)
    case mixedFormats(path: String, CIFARFormat, otherPath: String, CIFARFormat)
    case batchSize(path: String, bytes: Int, format: CIFARFormat, expectedRecords: Int)
    case labelOutsideClasses(path: String, record: Int, labelSet: String, byte: Int, classes: Int)
    case missingBatch(folder: String, name: String)
    case noBatches(folder: String)
    case unusedOption(String, format: CIFARFormat)

    // Other labelled sets
    case notIdx(path: String)
    case idxWithoutImages(path: String)
    case idxShape(path: String, shape: [Int])
    case idxPairs(path: String, images: Int, labels: Int)
    case pickledShape(path: String, shape: [Int])
    case severalSets(folder: String, names: [String])
    case setSize(path: String, expected: Int, found: Int)
    case setLabels(path: String, labels: Int, imagesPath: String, images: Int)
    case labelOutsideNumbers(path: String, item: Int, byte: Int, numbers: ClosedRange<Int>)

    // Image folders
    case notAFolder(path: String)
    case oneNameTwice(folder: String, first: String, second: String)
    case noReadableImages(folder: String, count: Int, first: String)
    case noClassFolders(path: String)
    case emptyClassFolder(path: String)
    case folderLoop(path: String)
    case nameNotUTF8(folder: String, name: String)
    case notAnImage(path: String)
    case corruptImage(path: String, message: String)
    case unsupportedImage(path: String, kind: String)
    case imageTooLarge(path: String, size: ImageSize, limit: Int)
    case sizesDiffer(path: String, ImageSize, otherPath: String, ImageSize)
    case invalidSize(ImageSize)
  }
}
