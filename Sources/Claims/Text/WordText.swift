import Datasets

/// Takes the running text out of a Word file.
enum WordText {
  private static let member = "word/document.xml"

  /// The paragraphs, one a line with a blank line between, so that the number of a paragraph follows from its line.
  ///
  /// Tables, headings and deleted passages are empty lines.
  /// - Throws: ``ClaimTextError`` for a file that is no archive, or one without a document.
  static func text(of path: String) throws -> String {
    let bytes: [UInt8]?
    do {
      bytes = try ArchivedFile.bytes(of: member, in: path)
    } catch let error as ArchiveError {
      throw ClaimTextError(path: path, reason: .archive(error.cause))
    }
    guard let bytes, let text = paragraphs(of: String(decoding: bytes, as: UTF8.self)) else {
      throw ClaimTextError(path: path, reason: .noDocument)
    }
    return text
  }

  /// The paragraphs of the XML; nil for one that ends within a tag.
  static func paragraphs(of xml: String) -> String? {
    var paragraphs: [String] = []
    var current = ""
    var tables = 0
    var (isHeading, takesText) = (false, false)
    var rest = xml[...]
    while let open = rest.firstIndex(of: "<") {
      if takesText { current += unescaped(rest[..<open]) }
      guard let close = rest[open...].firstIndex(of: ">") else { return nil }
      let tag = rest[rest.index(after: open)..<close]
      rest = rest[rest.index(after: close)...]
      let name = tag.prefix { !$0.isWhitespace && $0 != "/" || $0 == "/" && tag.first == "/" }
      switch name {
      case "w:tbl": tables += 1
      case "/w:tbl": tables -= 1
      case "w:t": takesText = !tag.hasSuffix("/")
      case "/w:t": takesText = false
      case "w:tab", "w:br": current += " "
      case "w:noBreakHyphen": current += "-"
      case "w:pStyle": isHeading = isHeading || tag.contains("Heading") || tag.contains("Title")
      case "/w:p":
        paragraphs.append(tables > 0 || isHeading ? "" : current)
        (current, isHeading) = ("", false)
      default: break
      }
    }
    return paragraphs.joined(separator: String(Sentences.paragraph) + "\n")
  }

  private static func unescaped(_ text: Substring) -> String {
    let named = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")]
    let numbered = text.replacing(/&#(x?)([0-9a-fA-F]+);/) { match in
      UInt32(match.2, radix: match.1.isEmpty ? 10 : 16).flatMap(Unicode.Scalar.init).map { String(Character($0)) } ?? ""
    }
    return named.reduce(String(numbered)) { $0.replacing($1.0, with: $1.1) }
  }
}
