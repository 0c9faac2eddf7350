extension DatasetError {
  package var hint: String {
    switch reason {
    case .unreadable: FileError.pathHint
    case .emptyFile: "the download or the export may have failed; fetch or write it again"
    case .invalidUTF8: "save the file as UTF-8"
    case .memory: "resize the images, such as size: 32, or use fewer"
    case .nothing: "give at least one of them"
    case .counts: "every part needs one entry for each item, in the same order"
    case .repeatedID: "give every item an id of its own"
    case .repeatedLabelSet: "give each label set a name of its own"
    case .noSuchLabelSet(_, let available):
      available.isEmpty ? "give the dataset labels" : "use one of these names"
    case .severalLabelSets: "name one of them"
    case .noTextColumn(.captions, let path, let columns):
      "name the column: --captions \(path):\(columns.last ?? "caption"), or captions: { table: …, column: … } in an "
        + "experiment; a column called caption needs no name"
    case .noTextColumn(.names, let path, let columns):
      "call the column name, or name it: names=\(path):\(columns.first ?? "name") on the command line, names: "
        + "{ table: …, column: … } in an experiment"
    default: setHint ?? formatHint
    }
  }

  private var formatHint: String {
    switch reason {
    case .noClassNames, .blankClassName: "write one class name a line, in the order of the label numbers"
    case .repeatedClassName: "give every class a name of its own"
    case .classNameCount: "the file should have one class name a line, for every class"
    case .unknownRecordLength:
      "the download may be cut short, or the archive is not unpacked"
    case .ambiguousRecordLength: "set the format: cifar10 or cifar100"
    case .mixedFormats: "read them as two datasets"
    case .batchSize:
      "the download may be cut short; if the file holds records of another length, set the format cifar10 "
        + "or cifar100"
    case .labelOutsideClasses:
      "give a classes file with a name for every class, or the format (cifar10, cifar100) if it is the wrong one"
    case .missingBatch: "fetch the missing file, or name those to read one by one"
    case .noBatches: "name the folder that the archive unpacks to, or the files themselves"
    case .unusedOption: "leave the option out"
    case .noClassFolders: "put the images of each class into a folder named after it, or all into this one"
    case .notAFolder:
      "name a folder of images; if it is a labelled set, set its format with --image-format: cifar10, cifar100, mnist or stl10"
    case .oneNameTwice: "rename one of the two"
    case .noReadableImages: "replace the images, which unreadable: skip leaves out"
    case .unsupportedImage:
      "convert it to PNG with 8 bits a channel, or leave it out with unreadable: skip (--unreadable skip)"
    case .emptyClassFolder: "put the class's images into it, or remove it"
    case .folderLoop: "remove the link"
    case .nameNotUTF8: "rename it"
    case .notAnImage: "convert it to PNG or JPEG, remove it, or leave it out with unreadable: skip (--unreadable skip)"
    case .corruptImage: "replace or remove the file, or leave it out with unreadable: skip (--unreadable skip)"
    case .imageTooLarge: "make the image smaller, remove it, or leave it out with unreadable: skip (--unreadable skip)"
    case .sizesDiffer: "give a size that all are brought to, such as size: 32 (--image-size 32)"
    case .invalidSize: "give a size such as 32"
    default: ""
    }
  }
}
