/// The captions in a UTF-8 text file, one a line, in the order of the images; lines may end in LF or CRLF.
///
/// An empty line is an empty caption, except after the last line end.
/// - Throws: ``DatasetError`` when the file cannot be read, is empty, or holds a line that is not UTF-8.
public func readCaptions(at path: String) throws -> [String] {
  let captions = try readLines(at: path)
  guard !captions.isEmpty else { throw DatasetError(.emptyFile(path: path)) }
  return captions
}
