/// The captions in a UTF-8 text file, one a line, in the order of the images; lines may end in LF or CRLF.
///
/// A blank line is an empty caption, except at the end of the file.
/// - Throws: ``DatasetError`` when the file cannot be read, is empty, or holds a line that is not UTF-8.
package func readCaptions(at path: String) throws -> [String] {
  var captions = try readLines(at: path)
  while captions.last?.allSatisfy(\.isWhitespace) == true { captions.removeLast() }
  guard !captions.isEmpty else { throw DatasetError(.emptyFile(path: path)) }
  return captions
}
