import Matrices

/// Lines of a name and a label with a blank, a tab or a comma between them, such as `images/cat.png 0`.
struct NamedLines {
  let names: [String]
  let labels: [String]

  /// Parts each line at its last separator; nil unless all names differ and the labels are numbers or occur again, since
  /// any other lines are whole labels.
  init?(_ lines: [String]) {
    guard lines.count > 1 else { return nil }
    for separator: Character in ["\t", " ", ","] {
      let parts = lines.map { Self.parts($0, at: separator) }
      guard !parts.contains(where: { $0 == nil }) else { continue }
      let names = parts.compactMap { $0?.name }
      let labels = parts.compactMap { $0?.label }
      let isTable =
        Set(names).count == names.count
        && (Set(labels).count < labels.count || labels.allSatisfy { Int($0) != nil })
      guard isTable, !names.allSatisfy({ Int($0) != nil }) || labels.allSatisfy({ Int($0) == nil }) else { return nil }
      self.names = names
      self.labels = labels
      return
    }
    return nil
  }

  func notice(_ path: String) -> Notice {
    Notice(
      kind: "names-before-labels",
      message: "\(path): each line is read as a name and a label, such as \(names[0]) and \(labels[0])")
  }

  private static func parts(_ line: String, at separator: Character) -> (name: String, label: String)? {
    var text = line[...]
    while text.last?.isWhitespace == true { text.removeLast() }
    while text.first?.isWhitespace == true { text.removeFirst() }
    guard let place = text.lastIndex(of: separator) else { return nil }
    var name = text[..<place]
    var label = text[text.index(after: place)...]
    while name.last?.isWhitespace == true { name.removeLast() }
    while label.first?.isWhitespace == true { label.removeFirst() }
    return name.isEmpty || label.isEmpty ? nil : (String(name), String(label))
  }
}
