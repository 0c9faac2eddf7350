/// The lines of a UTF-8 text file, without their ends (LF or CRLF) and without a byte order mark.
///
/// What follows the last line end is a line only when it is not empty.
/// - Throws: ``DatasetError`` when the file cannot be read, or for the first line that is not UTF-8.
func readLines(at path: String) throws -> [String] {
  var bytes = try InputFile(opening: path).readAll()[...]
  if bytes.starts(with: [0xef, 0xbb, 0xbf]) { bytes = bytes.dropFirst(3) }
  if bytes.last == UInt8(ascii: "\n") { bytes = bytes.dropLast() } else if bytes.isEmpty { return [] }

  return try bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated().map {
    index, line in
    let content = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    guard let text = String(validating: content, as: UTF8.self) else {
      throw DatasetError(.invalidUTF8(path: path, line: index + 1))
    }
    return text
  }
}

/// The class names in a file of one name a line; blank lines at its end are not names.
///
/// - Throws: ``DatasetError`` when there is no name, a name is blank, or a name comes twice.
package func readClassNames(at path: String) throws -> [String] {
  var names = try readLines(at: path).map(trimmed)
  while names.last?.isEmpty == true { names.removeLast() }
  guard !names.isEmpty else { throw DatasetError(.noClassNames(path: path)) }

  var lines: [String: Int] = [:]
  for (index, name) in names.enumerated() {
    guard !name.isEmpty else { throw DatasetError(.blankClassName(path: path, line: index + 1)) }
    if let first = lines.updateValue(index + 1, forKey: name) {
      throw DatasetError(.repeatedClassName(path: path, name: name, first: first, second: index + 1))
    }
  }
  return names
}

/// The text without white space at its ends.
private func trimmed(_ text: String) -> String {
  guard let first = text.firstIndex(where: { !$0.isWhitespace }),
    let last = text.lastIndex(where: { !$0.isWhitespace })
  else { return "" }
  return String(text[first...last])
}
