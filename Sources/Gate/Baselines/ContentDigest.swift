import Foundation
import Results

/// The checksum of a JSON file's content: layout, the order of keys and line ends do not matter.
///
/// FNV-1a over the values from the outside in. An object is `{`, its number of keys, and its keys with their values in the
/// order of the keys' UTF-8 bytes; an array `[`, its number of elements, and these; a text `s`, its number of bytes, and its
/// UTF-8 bytes; a number `n` and its `Double`; `t`, `f` and `z` are true, false and null. Numbers have 8 bytes, the lowest
/// first.
enum ContentDigest {
  /// The key, at the top of the file, that holds the digest and is left out of it.
  static let key = "digest"

  /// The digest of a file, and the one that it states; nil where it states none.
  ///
  /// - Throws: `DecodingError` for what is no JSON object.
  static func of(_ data: Data) throws -> (found: String, stated: String?) {
    var members = try JSONDecoder().decode([String: JSONValue].self, from: data)
    let stated = members.removeValue(forKey: key)
    var bytes: [UInt8] = []
    append(.object(members), to: &bytes)
    let digits = FNV1a.digits(of: bytes)
    return switch stated {
    case nil: (digits, nil)
    case .string(let text): (digits, text)
    default: (digits, "")
    }
  }

  private static func append(_ value: JSONValue, to bytes: inout [UInt8]) {
    switch value {
    case .null: bytes.append(UInt8(ascii: "z"))
    case .boolean(let flag): bytes.append(UInt8(ascii: flag ? "t" : "f"))
    case .integer(let number): append(Double(number), to: &bytes)
    case .number(let number): append(number, to: &bytes)
    case .string(let text): append(text, to: &bytes)
    case .array(let elements):
      bytes.append(UInt8(ascii: "["))
      append(UInt64(elements.count), to: &bytes)
      for element in elements { append(element, to: &bytes) }
    case .object(let members):
      bytes.append(UInt8(ascii: "{"))
      append(UInt64(members.count), to: &bytes)
      for (key, value) in members.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
        append(key, to: &bytes)
        append(value, to: &bytes)
      }
    }
  }

  private static func append(_ number: Double, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "n"))
    append(number.bitPattern, to: &bytes)
  }

  private static func append(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "s"))
    append(UInt64(text.utf8.count), to: &bytes)
    bytes.append(contentsOf: text.utf8)
  }

  private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
  }
}
