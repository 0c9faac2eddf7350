import Foundation

/// The keys of a JSON object in the order of the file, which decoders do not keep.
enum JSONKeys {
  /// The keys of the outermost object, repeated ones included; nil for other texts.
  ///
  /// - Precondition: the text is JSON.
  static func keys(of text: UnsafeRawBufferPointer) -> [String]? {
    var keys: [String] = []
    var depth = 0
    var position = text.startIndex
    while position < text.endIndex {
      switch text[position] {
      case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: "\""):
        let end = endOfString(at: position, in: text)
        if depth == 1, isKey(before: end, in: text) {
          guard let key = try? JSONDecoder().decode(String.self, from: Data(text[position..<end])) else { return nil }
          keys.append(key)
        }
        position = end
        continue
      default: break
      }
      position += 1
    }
    return keys
  }

  /// The position after the closing quote of the string that begins at a position.
  private static func endOfString(at opening: Int, in text: UnsafeRawBufferPointer) -> Int {
    var position = opening + 1
    while position < text.endIndex, text[position] != UInt8(ascii: "\"") {
      position += text[position] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(position + 1, text.endIndex)
  }

  /// True where a colon follows.
  private static func isKey(before end: Int, in text: UnsafeRawBufferPointer) -> Bool {
    text[end...].first { ![0x20, 0x09, 0x0a, 0x0d].contains($0) } == UInt8(ascii: ":")
  }
}
