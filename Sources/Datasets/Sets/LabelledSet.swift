/// The sets of labelled images that are read from files of their own form.
public enum LabelledSet: String, Sendable, CaseIterable {
  /// CIFAR-10 and CIFAR-100, as binaries or as pickles of Python.
  case cifar
  /// Images and labels in the idx form of MNIST.
  case mnist
  /// The binaries of STL-10.
  case stl10

  /// Recognizes the set by the names in a folder, or by the name and the first bytes of a file; nil for a folder of
  /// image files, and for files of another kind.
  public init?(at path: String) {
    guard let set = isFolder(path) ? Self.set(inFolder: path) : Self.set(ofFile: path) else { return nil }
    self = set
  }

  private static func set(inFolder path: String) -> LabelledSet? {
    if CIFARFormat.isFolder(path) { return .cifar }
    if STL10Files.isFolder(path) { return .stl10 }
    let names = (try? entries(ofFolder: path).entries)?.map(\.name) ?? []
    return names.contains { name in
      name.lowercased().contains("idx3") && IdxFile.dimensions(of: joined(path, name)) == 3
    } ? .mnist : nil
  }

  private static func set(ofFile path: String) -> LabelledSet? {
    if STL10Files.isFile(path) { return .stl10 }
    if path.hasSuffix(".bin") { return .cifar }
    if IdxFile.dimensions(of: path) != nil { return .mnist }
    return (try? FileBytes(mapping: path)).map(Pickle.matches) == true ? .cifar : nil
  }
}

extension Dataset {
  /// Reads a labelled set from its folder or its files.
  ///
  /// - Parameters:
  ///   - format: the one of the two that it is, for CIFAR files where neither their names nor their lengths tell.
  ///   - classes: a file of one class name a line.
  /// - Throws: ``DatasetError`` and ``PickleError`` as the readers of the sets do.
  package static func labelledSet(
    _ set: LabelledSet, at paths: [String], format: CIFARFormat? = nil, classes: String? = nil
  ) throws -> Dataset {
    switch set {
    case .cifar:
      paths.count == 1
        ? try cifar(at: paths[0], format: format, classes: classes)
        : try cifar(at: paths, format: format, classes: classes)
    case .mnist: try mnist(at: paths, classes: classes)
    case .stl10: try stl10(at: paths, classes: classes)
    }
  }
}
