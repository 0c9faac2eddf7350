import Foundation

/// A file of labels in the folder of a run: the clusters of a trial, or a label set.
package struct RunLabelsFile {
  private let folder: RunFolder
  /// The name of the trial's record beside the file; nil for a label set.
  private let record: String?

  /// Nil where the path is not that of such a file.
  package init?(path: String) {
    let parts = URL(fileURLWithPath: path).standardized.path.split(separator: "/", omittingEmptySubsequences: false)
    func folder(_ depth: Int) -> RunFolder? {
      let folder = RunFolder(path: parts.dropLast(depth).joined(separator: "/"))
      return FileManager.default.fileExists(atPath: folder.path(of: RunFolder.runFile))
        ? folder : nil
    }
    let ending = ".labels.npy"
    if parts.count >= 4, parts[parts.count - 4] == "trials", path.hasSuffix(ending),
      let found = folder(4)
    {
      self.folder = found
      record = parts.suffix(4).joined(separator: "/").dropLast(ending.count) + ".json"
    } else if parts.count >= 2, parts[parts.count - 2] == "labels", path.hasSuffix(".npy"),
      let found = folder(2)
    {
      self.folder = found
      record = nil
    } else {
      return nil
    }
  }

  /// The ids of the run's items; nil when it has none, or not so many.
  package func ids(count: Int) -> [String]? { try? folder.ids(itemCount: count) }

  /// True where -1 stands for rows that were left out.
  package var marksLeftOutAsNoise: Bool {
    guard let record, let data = try? folder.contents(of: record),
      let schema = try? JSONFile.schema(of: data, path: record)
    else { return false }
    return schema < TrialRecord.firstSchemaOfLeftOut
  }
}
