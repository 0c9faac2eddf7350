import Core
import Experiments
import Foundation
import Matrices
import Results

#if canImport(Glibc)
  import Glibc
#endif

/// A short name for all that a result depends on: two results of the same fingerprint have the same bits.
enum Fingerprint {
  /// To be raised with every change after which the same inputs give other bits: in an importer, a fusion, a clusterer,
  /// a score, a reduction, or in what is stored of them.
  static let revision = 11

  /// The fingerprint of some values: the first 32 digits of the SHA-256 of their JSON.
  static func of(_ parts: JSONValue) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let digest = try Digest(of: "a fingerprint")
    try encoder.encode(["numerics": numerics, "parts": parts]).withUnsafeBytes { try digest.update($0) }
    return String(try digest.digits().prefix(32))
  }

  /// The parts of the program and the machine that can change the last bits of a number: the kernels that the BLAS
  /// chose, and the library that logarithms and exponentials come from.
  private static let numerics: JSONValue = [
    "version": .string(fusebenchVersion), "revision": .integer(revision),
    "blas": .string(LinearAlgebra.coreName), "architecture": .string(architecture), "mathematics": .string(mathematics),
  ]

  private static var architecture: String {
    #if arch(x86_64)
      "x86_64"
    #elseif arch(arm64)
      "arm64"
    #else
      "other"
    #endif
  }

  private static var mathematics: String {
    #if canImport(Glibc)
      var name = [UInt8](repeating: 0, count: 64)
      let count = name.withUnsafeMutableBytes { bytes in
        confstr(Int32(_CS_GNU_LIBC_VERSION), bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
      }
      return String(decoding: name.prefix(min(max(count - 1, 0), name.count)), as: UTF8.self)
    #else
      return ProcessInfo.processInfo.operatingSystemVersionString
    #endif
  }
}
