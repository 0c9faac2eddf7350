import Foundation
import Mustache

/// The escape of text for the page.
package enum PageText {
  /// Text with all that HTML could take for markup spelled out, in elements and in quoted attributes.
  package static func escaped(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// JSON that may stand in a script element: sorted keys, and no `<` that could end the element.
  static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let data = try encoder.encode(value)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(data.count)
    // In JSON the character stands in strings only.
    for byte in data {
      if byte == UInt8(ascii: "<") { bytes += Array("\\u003c".utf8) } else { bytes.append(byte) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The template with the values of `content` in it, escaped by ``escaped(_:)``.
  ///
  /// The engine's own way goes by characters, and so lets pass a quotation mark that bears an accent.
  static func rendered(_ template: String, with content: Any) throws -> String {
    MustacheContentTypes.register(ContentType(), named: "PAGE")
    return try MustacheTemplate(string: "{{% CONTENT_TYPE: PAGE}}" + template).render(content)
  }

  private struct ContentType: MustacheContentType {
    func escapeText(_ text: String) -> String { escaped(text) }
  }
}
