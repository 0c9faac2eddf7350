import Core

extension DatasetError {
  package var failure: String {
    switch reason {
    case .unreadable(let path, _), .emptyFile(let path), .invalidUTF8(let path, _), .noClassNames(let path),
      .blankClassName(let path, _), .repeatedClassName(let path, _, _, _), .classNameCount(let path, _, _),
      .unknownRecordLength(let path, _), .ambiguousRecordLength(let path, _), .batchSize(let path, _, _, _),
      .labelOutsideClasses(let path, _, _, _, _), .missingBatch(let path, _), .noBatches(let path),
      .noClassFolders(let path), .emptyClassFolder(let path), .folderLoop(let path), .nameNotUTF8(let path, _),
      .notAnImage(let path), .corruptImage(let path, _), .unsupportedImage(let path, _), .imageTooLarge(let path, _, _),
      .notIdx(let path), .idxWithoutImages(let path), .idxShape(let path, _), .idxPairs(let path, _, _),
      .pickledShape(let path, _), .severalSets(let path, _), .setSize(let path, _, _), .setLabels(let path, _, _, _),
      .labelOutsideNumbers(let path, _, _, _), .notAFolder(let path), .oneNameTwice(let path, _, _),
      .noReadableImages(let path, _, _), .noTextColumn(_, let path, _):
      "cannot read \(path)"
    case .mixedFormats(let path, _, let otherPath, _), .sizesDiffer(let path, _, let otherPath, _):
      "cannot read \(path) and \(otherPath) as one dataset"
    case .memory: "cannot hold the images in memory"
    case .nothing, .counts, .repeatedID, .repeatedLabelSet: "cannot put the dataset together"
    case .noSuchLabelSet("", _): "cannot find a label set"
    case .noSuchLabelSet(let name, _): "cannot find the label set \(name)"
    case .severalLabelSets: "cannot choose a label set"
    case .unusedOption(let option, _): "cannot use the option \(option)"
    case .invalidSize(let size): "cannot resize images to \(size)"
    }
  }

  package var cause: String {
    switch reason {
    case .unreadable(_, let message): message
    case .emptyFile: "the file is empty: 0 bytes"
    case .invalidUTF8(_, let line): "line \(line.grouped) is not valid UTF-8"
    case .memory(let images, let size, let bytesPerSample, let available):
      "\(counted(images, "image")) of \(size) need \(images) × \(size) × 3 × \(bytesPerSample) bytes, "
        + "the machine has \(available.grouped)"
    case .nothing: "expected images, label sets, captions or ids for at least 1 item, found 0"
    case .counts(let first, let firstCount, let second, let secondCount):
      "\(first) give \(counted(firstCount, "item")), \(second) give \(counted(secondCount, "item"))"
    case .repeatedID(let id, let first, let second):
      "items \((first + 1).grouped) and \((second + 1).grouped) both have the id \(id)"
    case .repeatedLabelSet(let name): "two label sets have the name \(name)"
    case .noTextColumn(let kind, _, let columns):
      "\(counted(columns.count, "column")) may hold the \(kind): \(list(columns))"
    case .noSuchLabelSet(_, let available) where available.isEmpty: "the dataset has no label sets"
    case .noSuchLabelSet(_, let available): "the dataset's label sets are: \(available.joined(separator: ", "))"
    case .severalLabelSets(let available):
      "the dataset has \(counted(available.count, "label set")): \(available.joined(separator: ", "))"
    default: classNameCause ?? cifarCause ?? setCause ?? folderCause ?? imageCause ?? ""
    }
  }

  private var classNameCause: String? {
    switch reason {
    case .noClassNames: "expected at least 1 class name, found 0"
    case .blankClassName(_, let line): "line \(line), before the last name, is blank"
    case .repeatedClassName(_, let name, let first, let second):
      "lines \(first) and \(second) both name the class \(name)"
    case .classNameCount(_, let found, let expected):
      "expected \(counted(expected, "class name")), found \(found.grouped)"
    default: nil
    }
  }

  private var cifarCause: String? {
    switch reason {
    case .unknownRecordLength(_, let bytes):
      "expected records of 3,073 bytes (CIFAR-10) or 3,074 bytes (CIFAR-100), found \(counted(bytes, "byte")), "
        + "which leave \((bytes % 3073).grouped) or \((bytes % 3074).grouped) over"
    case .ambiguousRecordLength(_, let bytes):
      "\(counted(bytes, "byte")) are whole records of 3,073 bytes (CIFAR-10) and of 3,074 bytes (CIFAR-100)"
    case .mixedFormats(_, let format, _, let otherFormat):
      "the first holds \(format) records of \(format.recordLength.grouped) bytes, "
        + "the second \(otherFormat) records of \(otherFormat.recordLength.grouped) bytes"
    case .batchSize(_, let bytes, let format, let records):
      "expected \((records * format.recordLength).grouped) bytes "
        + "(\(counted(records, "record")) of \(format.recordLength.grouped)), found \(bytes.grouped)"
    case .labelOutsideClasses(_, let record, let labelSet, let byte, let classes):
      "record \((record + 1).grouped) has the \(labelSet) byte \(byte), "
        + "but the \(counted(classes, "class", plural: "classes")) have the numbers 0 to \(classes - 1)"
    case .missingBatch(_, let name): "the folder holds some of the set's files, but no \(name)"
    case .noBatches:
      "expected data_batch_1.bin … (CIFAR-10) or train.bin and test.bin (CIFAR-100), or the pickles of these names "
        + "without .bin, found none of them"
    case .unusedOption(_, let format): "the files hold \(format) records, which have \(format.labelSetNames)"
    default: nil
    }
  }

  private var folderCause: String? {
    switch reason {
    case .noClassFolders: "expected images, or a folder of them for each class, found 0"
    case .emptyClassFolder: "expected at least 1 image (\(Self.imageKinds)) in this class's folder, found 0"
    case .folderLoop: "the link leads back to a folder that it is in"
    case .nameNotUTF8(_, let name): "the name \(name) in it is not valid UTF-8"
    case .notAFolder: "expected a folder of images or a file of a labelled set, found another file"
    case .oneNameTwice(_, let first, let second):
      "the names \(first) and \(second) are the same but for the way in which their accents are stored"
    case .noReadableImages(_, let count, let first):
      "expected at least 1 image that can be read, found 0 of \(count.grouped) (\(first))"
    case .sizesDiffer(_, let size, _, let otherSize):
      "the first is \(size) pixels (height × width), the second \(otherSize)"
    case .invalidSize: "expected a height and a width of 1 to \(ImageSize.longestSide.grouped) pixels"
    default: nil
    }
  }

  private var imageCause: String? {
    switch reason {
    case .notAnImage: "expected the first bytes of an image (\(Self.imageKinds)), found others"
    case .corruptImage(_, let message): message
    case .unsupportedImage(_, let kind): "its pixels are stored in a way that is not read: \(kind)"
    case .imageTooLarge(_, let size, let limit):
      "expected at most \(limit.grouped) pixels, found \(size.height) × \(size.width) = "
        + (size.height * size.width).grouped
    default: nil
    }
  }

  /// The formats of image files, for messages.
  static let imageKinds = "PNG, JPEG, WebP, GIF, TIFF or BMP"
}
