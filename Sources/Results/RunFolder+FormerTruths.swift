import Foundation

extension RunRecord {
  /// The word for the label sets that the scores are taken against: a name, or `all` where there are several; nil without
  /// labels.
  package var truthName: String? { truths == nil ? dataset.labelSets.first?.name : Self.allTruths }

  /// The word for all label sets, as in experiment files.
  package static let allTruths = "all"
}

/// The results of a run against other label sets than the present ones, which a change of the truth keeps.
extension RunFolder {
  /// The folder of the former results, each in a folder of its own with the name of its label set.
  static let formerTruths = "truths"

  /// Returns the path of the results against a label set in the run's folder, such as `truths/category`.
  package static func formerName(of truth: String) -> String { formerTruths + "/" + FileName.of(truth) }

  /// Keeps everything that the folder holds of a run as a run of its own, before any of it changes.
  ///
  /// Every file gets a second name (a hard link), which takes no room: files are only ever replaced whole, so that the kept
  /// one stays as it is. Where the file system has no such links, files are copied. Former results against the same label
  /// set are replaced. The kept run is whole or not there at all.
  ///
  /// - Parameter truth: the label set that the run was scored against.
  /// - Throws: ``ResultsError`` when the system refuses.
  package func keepFormer(_ truth: String) throws {
    let (kept, unfinished) = (path(of: Self.formerName(of: truth)), path(of: Self.formerTruths + "/.fusebench-kept"))
    // A process that was killed after it had kept the run may have removed tables and figures since.
    if let own = try contents(of: Self.runFile), try contents(of: Self.outputsFile) == nil,
      try RunFolder(path: kept).contents(of: Self.runFile) == own
    {
      return
    }
    try Self.removeAll(unfinished)
    for name in try ownFiles() {
      let target = unfinished + "/" + name
      do {
        try FileManager.default.createDirectory(
          atPath: (target as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Self.link(path(of: name), to: target)
      } catch let error as CocoaError {
        throw ResultsError(.system(action: .write, path: target, number: ResultsError.systemNumber(of: error)))
      }
    }
    try Self.removeAll(kept)
    guard rename(unfinished, kept) == 0 else { throw ResultsError(.system(action: .write, path: kept, number: errno)) }
    try AtomicFile.synchronize(folder: path(of: Self.formerTruths))
  }

  /// The files of the run but for former results and what is no result, such as the lock.
  private func ownFiles() throws -> [String] {
    var names: [String] = []
    let files = FileManager.default.enumerator(atPath: path)
    while let name = files?.nextObject() as? String {
      if name == Self.formerTruths { files?.skipDescendants() }
      var status = stat()
      guard !(name as NSString).lastPathComponent.hasPrefix(".fusebench"), stat(path(of: name), &status) == 0,
        status.st_mode & S_IFMT == S_IFREG
      else { continue }
      names.append(name)
    }
    return names.sorted()
  }

  /// Gives a file a second name, or copies it where that cannot be.
  private static func link(_ path: String, to target: String) throws {
    // A symbolic link is followed, so that the name is that of the file itself.
    if linkat(AT_FDCWD, path, AT_FDCWD, target, AT_SYMLINK_FOLLOW) == 0 { return }
    try FileManager.default.copyItem(
      atPath: URL(fileURLWithPath: path).resolvingSymlinksInPath().path, toPath: target)
  }

  private static func removeAll(_ path: String) throws {
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch let error as CocoaError where error.code == .fileNoSuchFile || error.code == .fileReadNoSuchFile {
      return
    } catch {
      throw ResultsError(.system(action: .remove, path: path, number: ResultsError.systemNumber(of: error)))
    }
  }
}
