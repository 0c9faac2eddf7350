/// The lines of a text, without their ends (LF or CRLF, or CR alone where there is no LF) and without a byte order mark.
///
/// Text after the last line end is a line only where it is not empty.
/// - Throws: ``NotUTF8`` for the first line that is not UTF-8.
func lines(of text: some BidirectionalCollection<UInt8>) throws(NotUTF8) -> [String] {
  let bytes = text.starts(with: [0xef, 0xbb, 0xbf]) ? text.dropFirst(3) : text[...]
  let lineEnd = bytes.contains(UInt8(ascii: "\n")) ? UInt8(ascii: "\n") : UInt8(ascii: "\r")
  var lines: [String] = []
  for line in bytes.split(separator: lineEnd, omittingEmptySubsequences: false) {
    let content = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    guard let text = String(validating: content, as: UTF8.self) else { throw NotUTF8(line: lines.count + 1) }
    lines.append(text)
  }
  // The last line end closes the last line.
  if bytes.isEmpty || bytes.last == lineEnd { lines.removeLast() }
  return lines
}

/// A line, counted from 1, that is not UTF-8.
struct NotUTF8: Error {
  let line: Int
}

/// The lines of a UTF-8 text file, as ``lines(of:)`` finds them.
///
/// - Throws: ``DatasetError`` when the file cannot be read, or for the first line that is not UTF-8.
func readLines(at path: String) throws -> [String] {
  let bytes = try InputFile(opening: path).readAll()
  do throws(NotUTF8) {
    return try lines(of: bytes)
  } catch {
    throw DatasetError(.invalidUTF8(path: path, line: error.line))
  }
}
