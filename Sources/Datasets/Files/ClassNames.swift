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
