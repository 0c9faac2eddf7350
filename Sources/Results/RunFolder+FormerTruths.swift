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
  /// set are replaced, but not by those of a run that was stopped. All files are kept or none.
  ///
  /// - Parameter truth: the label set that the run was scored against.
  /// - Throws: ``ResultsError`` when the system refuses.
  package func keepFormer(_ truth: String) throws {
    let (kept, begun) = (path(of: Self.formerName(of: truth)), path(of: Self.formerTruths + "/.fusebench-kept"))
    guard try !holdsMore(RunFolder(path: kept)) else { return }
    try Self.removeAll(begun)
    for name in try ownFiles() {
      let target = begun + "/" + name
      do {
        try FileManager.default.createDirectory(
          atPath: (target as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try Self.link(path(of: name), to: target)
      } catch let error as CocoaError {
        throw ResultsError(.system(action: .write, path: target, number: ResultsError.systemNumber(of: error)))
      }
    }
    try Self.removeAll(kept)
    guard rename(begun, kept) == 0 else { throw ResultsError(.system(action: .write, path: kept, number: errno)) }
    try AtomicFile.synchronize(folder: path(of: Self.formerTruths))
  }

  /// Returns whether a kept run has what this folder has no longer, or not yet.
  private func holdsMore(_ kept: RunFolder) throws -> Bool {
    guard let former = try kept.contents(of: Self.runFile) else { return false }
    if (try? record())?.isUnfinished == true { return true }
    // A process that was killed after it had kept the run may have removed tables and figures since.
    return try contents(of: Self.outputsFile) == nil && contents(of: Self.runFile) == former
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
