import CCrypto
import Datasets
import Foundation
import Results

/// What a run remembers of its input files: their size and SHA-256.
package enum Checksum {
  /// - Throws: `FileError` when a file cannot be read, ``HarnessError`` when the digest cannot be computed.
  package static func inputs(_ paths: [String], resolvedBy resolve: (String) -> String) throws -> [InputFile] {
    try paths.map { path in
      let files = try contents(of: resolve(path))
      guard let context = EVP_MD_CTX_new() else { throw HarnessError(.hashFailed(path: path)) }
      defer { EVP_MD_CTX_free(context) }
      guard EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else { throw HarnessError(.hashFailed(path: path)) }
      var bytes = 0
      for file in files {
        let data = try FileBytes(mapping: file)
        bytes += data.count
        guard EVP_DigestUpdate(context, data.base, data.count) == 1 else { throw HarnessError(.hashFailed(path: path)) }
      }
      var digest = [UInt8](repeating: 0, count: 32)
      guard EVP_DigestFinal_ex(context, &digest, nil) == 1 else { throw HarnessError(.hashFailed(path: path)) }
      let digits = digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
      return InputFile(path: path, bytes: bytes, sha256: digits)
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
