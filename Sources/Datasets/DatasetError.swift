import Matrices

/// Why a dataset could not be read or put together.
public struct DatasetError: ExplainedError, Equatable {
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

    // Image folders
    case noClassFolders(path: String, looseImages: Int)
    case emptyClassFolder(path: String)
    case folderLoop(path: String)
    case nameNotUTF8(folder: String, name: String)
    case notAnImage(path: String)
    case corruptImage(path: String, message: String)
    case imageTooLarge(path: String, size: ImageSize, limit: Int)
    case sizesDiffer(path: String, ImageSize, otherPath: String, ImageSize)
    case invalidSize(ImageSize)
  }
}
