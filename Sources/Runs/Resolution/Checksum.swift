import Datasets
import Experiments
import Foundation
import Results

/// The size and the SHA-256 of a run's input files.
package enum Checksum {
  /// - Throws: `FileError` when a file cannot be read, ``RunError`` when the digest cannot be computed.
  package static func inputs(_ paths: [String], resolvedBy resolve: (String) -> String) throws -> [InputFile] {
    try paths.map { path in
      let files = try contents(of: resolve(path))
      let digest = try Digest(of: path)
      var bytes = 0
      for file in files {
        let data = try FileBytes(mapping: file)
        bytes += data.count
        try digest.update(data.buffer)
      }
      return InputFile(path: path, bytes: bytes, sha256: try digest.digits())
    }
  }

  /// The file itself or, of a folder, every regular file below it in byte order of the paths.
  private static func contents(of path: String) throws -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
      return [path]
    }
    let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    return names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
      .map { path + "/" + $0 }
      .filter { FileManager.default.fileExists(atPath: $0, isDirectory: &isFolder) && !isFolder.boolValue }
  }
}
