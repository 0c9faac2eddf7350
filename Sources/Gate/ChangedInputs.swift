import Core
import Results

/// Input files of one run that have other content, or are absent, in another; files that were only renamed are none.
package struct ChangedInputs {
  /// Files of both sides, by their paths, with the SHA-256 of each.
  private var changed: [(path: String, was: String, now: String)] = []
  private var removed: [String] = []
  private var added: [String] = []

  /// - Parameters:
  ///   - recorded: the files of the earlier run.
  ///   - files: those of the later one.
  package init(from recorded: [InputFile], to files: [InputFile]) {
    let contents = (was: Set(recorded.map(\.sha256)), now: Set(files.map(\.sha256)))
    let known = Dictionary(recorded.map { ($0.path, $0.sha256) }) { first, _ in first }
    for file in files where known[file.path] != file.sha256 {
      if let was = known[file.path] {
        changed.append((file.path, was, file.sha256))
      } else if !contents.was.contains(file.sha256) {
        added.append(file.path)
      }
    }
    let paths = Set(files.map(\.path))
    removed = recorded.filter { !paths.contains($0.path) && !contents.now.contains($0.sha256) }.map(\.path)
  }

  /// Such as `text.npy has other content (SHA-256 3e854a17… before, 0b1c77aa… now)`; nil where nothing changed.
  package var text: String? {
    func digits(_ sha256: String) -> String { sha256.prefix(8) + "…" }
    let others = changed.map {
      "\($0.path) has other content (SHA-256 \(digits($0.was)) before, \(digits($0.now)) now)"
    }
    let parts = [
      others.isEmpty ? nil : list(others, limit: 4),
      removed.isEmpty ? nil : "no longer read: \(list(removed, limit: 4))",
      added.isEmpty ? nil : "newly read: \(list(added, limit: 4))",
    ].compactMap(\.self)
    return parts.isEmpty ? nil : parts.joined(separator: "; ")
  }
}
