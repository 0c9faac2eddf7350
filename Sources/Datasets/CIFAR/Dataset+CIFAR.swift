import Core

extension Dataset {
  /// Reads CIFAR-10 or CIFAR-100, as binaries or as pickles of Python: one file, or the folder that the official archive
  /// unpacks to, the files to train with first, then those to test with.
  ///
  /// CIFAR-10 gives one label set, named `label` unless `labels` names it; CIFAR-100 gives `fine` and `coarse`.
  /// - Parameters:
  ///   - format: the one of the two that it is, where neither the official names and sizes nor the length tell.
  ///   - classes: a file of one class name a line (of CIFAR-100's fine ones); otherwise the official file beside the
  ///     binaries, and without that the classes are called by their numbers.
  ///   - coarseClasses: the same for CIFAR-100's coarse label.
  ///   - labels: the name of CIFAR-10's label set.
  /// - Throws: ``DatasetError`` when a file is missing, empty, or not a whole number of records, when the format cannot
  ///   be told, or when a label byte lies outside the classes; ``PickleError`` when a pickle is damaged.
  /// - Complexity: O(bytes).
  package static func cifar(
    at path: String, format: CIFARFormat? = nil, classes: String? = nil, coarseClasses: String? = nil,
    labels: String? = nil
  ) throws -> Dataset {
    try cifar(
      at: isFolder(path) ? officialFiles(in: path) : [path], format: format, classes: classes,
      coarseClasses: coarseClasses, labels: labels)
  }

  /// Reads several CIFAR files of one format, in the order given.
  package static func cifar(
    at paths: [String], format: CIFARFormat? = nil, classes: String? = nil, coarseClasses: String? = nil,
    labels: String? = nil
  ) throws -> Dataset {
    let batches = try CIFARBatches(paths: paths, format: format)
    switch batches.format {
    case .cifar10 where coarseClasses != nil: throw DatasetError(.unusedOption("coarseClasses", format: .cifar10))
    case .cifar100 where labels != nil: throw DatasetError(.unusedOption("labels", format: .cifar100))
    default: break
    }
    let columns: [(name: String, classFile: String?)] =
      batches.format == .cifar10 ? [(labels ?? "label", classes)] : [("coarse", coarseClasses), ("fine", classes)]
    let (images, bytes) = try batches.read()
    var notices = batches.notices
    let labelSets = try columns.enumerated().map { position, column in
      let classes = try batches.classNames(at: position, from: column.classFile)
      if classes == nil { notices.append(batches.namelessNotice(for: column.name, at: position)) }
      return try batches.labelSet(column.name, at: position, of: bytes, classes: classes)
    }
    let origin = paths.count == 1 ? paths[0] : "\(paths.count) files from \(paths[0])"
    return try Dataset(
      images: images, labelSets: labelSets.reversed(), notices: notices,
      origins: labelSets.reduce(into: [.images: origin]) { $0[.labels($1.name)] = origin })
  }

  private static func officialFiles(in folder: String) throws -> [String] {
    guard let files = try CIFARFormat.officialFiles(in: folder) else { throw DatasetError(.noBatches(folder: folder)) }
    return files
  }
}

extension CIFARBatches {
  /// The label set in one of the label bytes; without class names, the classes are called by their numbers.
  fileprivate func labelSet(
    _ name: String, at position: Int, of bytes: [UInt8], classes names: [String]?
  ) throws -> LabelSet {
    let column = (0..<count).map { Int32(bytes[$0 * format.labelBytes + position]) }
    let classes = names ?? numbered(column, at: position)
    if let item = column.firstIndex(where: { $0 >= classes.count }) {
      let (path, record) = location(of: item)
      throw DatasetError(
        .labelOutsideClasses(
          path: path, record: record, labelSet: name, byte: Int(column[item]), classes: classes.count))
    }
    return LabelSet(name: name, classes: classes, values: column)
  }

  /// The names in the file given, else in the official file beside the binaries; nil when there is none.
  fileprivate func classNames(at position: Int, from file: String?) throws -> [String]? {
    if let file {
      let names = try readClassNames(at: file)
      // A byte tells 256 classes apart.
      guard names.count <= 256 else {
        throw DatasetError(.classNameCount(path: file, found: names.count, expected: 256))
      }
      return names
    }
    let expected = format.officialClasses[position].count
    let path = namesFile(at: position)
    guard exists(path) else { return nil }
    let names =
      files[0].pickle == nil
      ? try readClassNames(at: path) : try CIFARPickle.classNames(at: path, key: format.officialMeta.keys[position])
    guard !isOfficial || names.count == expected else {
      throw DatasetError(.classNameCount(path: path, found: names.count, expected: expected))
    }
    return names
  }

  /// The official file of class names beside the first file.
  private func namesFile(at position: Int) -> String {
    let name = files[0].pickle == nil ? format.officialClasses[position].file : format.officialMeta.file
    return joined(parentFolder(files[0].path), name)
  }

  fileprivate func namelessNotice(for labelSet: String, at position: Int) -> Notice {
    let message =
      "the classes of \(labelSet) get their numbers as names: no classes file was given, and there is no "
      + namesFile(at: position)
    return Notice(kind: "classes-without-names", message: message)
  }

  /// The classes' numbers in place of names: as many as the official files have, otherwise as the labels ask for.
  private func numbered(_ column: [Int32], at position: Int) -> [String] {
    let count = isOfficial ? format.officialClasses[position].count : Int(column.max() ?? 0) + 1
    return (0..<count).map(String.init)
  }

  /// The file that an item is in, and the number of its record there.
  private func location(of item: Int) -> (path: String, record: Int) {
    var record = item
    for file in files {
      if record < file.records { return (file.path, record) }
      record -= file.records
    }
    preconditionFailure("item \(item) is in none of the files")
  }
}
