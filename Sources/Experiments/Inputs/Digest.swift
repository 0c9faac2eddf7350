import CCrypto
import Matrices

/// SHA-256 over bytes that come piece by piece.
package final class Digest {
  private let context: OpaquePointer
  /// The owner of the bytes, for errors.
  private let subject: String

  /// - Throws: ``RunError`` when the cryptography library refuses.
  package init(of subject: String) throws {
    guard let context = EVP_MD_CTX_new() else { throw RunError(.hashFailed(path: subject)) }
    self.context = context
    self.subject = subject
    guard EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1 else { throw RunError(.hashFailed(path: subject)) }
  }

  deinit { EVP_MD_CTX_free(context) }

  package func update(_ bytes: UnsafeRawBufferPointer) throws {
    guard EVP_DigestUpdate(context, bytes.baseAddress, bytes.count) == 1 else {
      throw RunError(.hashFailed(path: subject))
    }
  }

  /// The digest in 64 hexadecimal digits; nothing may be added afterwards.
  package func digits() throws -> String {
    var digest = [UInt8](repeating: 0, count: 32)
    guard EVP_DigestFinal_ex(context, &digest, nil) == 1 else { throw RunError(.hashFailed(path: subject)) }
    return digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }

  /// The digest of integers, such as labels or the items that are clustered.
  package static func digits(of values: some Sequence<Int32>) throws -> String {
    let digest = try Digest(of: "labels")
    try Array(values).withUnsafeBytes { try digest.update($0) }
    return try digest.digits()
  }

  /// The digest of named rows.
  package static func digits(of matrix: Matrix, names: [String]) throws -> String {
    let digest = try Digest(of: "named rows")
    for text in [try digits(of: matrix)] + names {
      // The length before each text, so that two lists of names never look alike.
      let bytes = Array(text.utf8)
      try [bytes.count].withUnsafeBytes { try digest.update($0) }
      try bytes.withUnsafeBytes { try digest.update($0) }
    }
    return try digest.digits()
  }

  /// The digest of a matrix: its shape, the bits of its entries and, where it is not plain, its frame, remainder and directions.
  package static func digits(of matrix: Matrix) throws -> String {
    let digest = try Digest(of: "a matrix")
    try [matrix.rows, matrix.columns].withUnsafeBytes { try digest.update($0) }
    try matrix.withRows { rows in
      try digest.update(
        UnsafeRawBufferPointer(start: rows.base, count: rows.rows * rows.columns * MemoryLayout<Float>.stride))
    }
    if matrix.frame != .plain {
      try [matrix.frame.exponent].withUnsafeBytes { try digest.update($0) }
      try (matrix.frame.origin ?? []).withUnsafeBytes { try digest.update($0) }
    }
    if let remainder = matrix.remainder {
      try Array(try digits(of: remainder).utf8).withUnsafeBytes { try digest.update($0) }
    }
    if let directions = matrix.keptDirections {
      try Array(try digits(of: directions.units).utf8).withUnsafeBytes { try digest.update($0) }
    }
    return try digest.digits()
  }
}
