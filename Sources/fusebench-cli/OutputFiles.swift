import Core
import Foundation
import Results

/// The files that a command writes, checked before its work.
enum OutputFiles {
  /// Throws where a file to write is one that is read, where two to write are one, or where one cannot be written.
  ///
  /// - Parameters:
  ///   - outputs: the options that name files to write, and their paths.
  ///   - inputs: the paths of files that are read.
  static func check(_ outputs: [(option: String, path: String?)], inputs: [String]) throws {
    var seen: [(what: String, path: String)] = inputs.map { ("a file that is read", $0) }
    for (option, path) in outputs {
      guard let path else { continue }
      if let other = seen.first(where: { isSame($0.path, path) }) {
        throw OptionError(.sameFile(option: option, path: path, other: other.what))
      }
      try AtomicFile.check(path)
      seen.append(("the file of \(option)", path))
    }
  }

  /// Returns whether two paths lead to one file, by links too; what is no regular file may be written twice.
  private static func isSame(_ one: String, _ other: String) -> Bool {
    var (first, second) = (stat(), stat())
    if stat(one, &first) == 0, stat(other, &second) == 0 {
      return first.st_mode & S_IFMT == S_IFREG && first.st_dev == second.st_dev && first.st_ino == second.st_ino
    }
    return place(of: one) == place(of: other)
  }

  private static func place(of path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
  }
}
