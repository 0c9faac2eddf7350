import Core

/// Lines of a name and a label with a blank, a tab, a comma, a semicolon or a bar between them, such as `images/cat.png 0`.
struct NamedLines {
  private(set) var labels: [String] = []
  /// The names; nil where they only count the lines.
  private(set) var ids: [String]?
  /// The name of the labels in the first line.
  private(set) var header: String?

  /// True where the first line names a column of ids, so that it can be nothing but a header.
  private(set) var namesIDs = false

  private var names: [String] = []
  /// A first line that was taken for data and could be a header.
  private(set) var firstLine: String?

  /// Parts each line at its last separator; nil unless all names differ and the labels are numbers or occur again, since
  /// any other lines are whole labels.
  init?(_ lines: [String], header asked: TableHeader = .automatic) {
    guard lines.count > 1 else { return nil }
    for separator: Character in ["\t", ";", "|", ",", " "] {
      let parts = lines.dropFirst().map { NamedLine($0, at: separator) }
      guard !parts.contains(where: { $0?.name.isEmpty ?? true }) else { continue }
      let rows = parts.compactMap(\.self)
      let first = NamedLine(lines[0], at: separator)
      if let first, !first.name.isEmpty {
        if take(first, rows, asked) { return }
      } else if asked != .absent,
        take(rows, below: first?.label ?? lines[0].trimmed().withoutQuotes, lines[0], separator)
      {
        return
      }
    }
    return nil
  }

  /// Takes rows below a line of as many fields, which may be a header.
  private mutating func take(_ first: NamedLine, _ rows: [NamedLine], _ asked: TableHeader) -> Bool {
    let all = [first] + rows
    let heading = TableHeading(ofLines: [all.map(\.name), all.map(\.label)])
    let isHeader = asked == .present || (asked == .automatic && heading.isHeader && !heading.isWordsAlone)
    (names, labels) = ((isHeader ? rows : all).map(\.name), (isHeader ? rows : all).map(\.label))
    header = isHeader ? first.label : nil
    namesIDs = isHeader && RowNames.isIDName(first.name)
    firstLine = asked == .automatic && !isHeader && heading.isHeader ? "\(first.name) \(first.label)" : nil
    guard areDifferent, labels.contains(where: { !$0.isEmpty }), labelsAreNumbers || Set(labels).count < labels.count
    else { return false }
    let isIndex = isHeader && RowNames.isIndexName(first.name)
    let namesAreNumbers = names.allSatisfy { Int($0) != nil }
    let isTable = isHeader ? RowNames.isIDName(first.name) : labels.allSatisfy { Int($0) == nil }
    guard !namesAreNumbers || isTable else { return false }
    ids = isIndex && namesCount ? nil : names
    return true
  }

  /// Takes rows below a line of one field fewer, as R writes tables with row names and pandas with an index.
  private mutating func take(
    _ rows: [NamedLine], below name: String, _ line: String, _ separator: Character
  ) -> Bool {
    (names, labels, header, firstLine) = (rows.map(\.name), rows.map(\.label), name, nil)
    let isIndexed =
      line.first == separator || line.hasPrefix("\"\"\(separator)") || (line.first?.isWhitespace ?? false)
      || rows.allSatisfy(\.hasQuotedName)
    let isWord = Double(name) == nil
    let looksLikeNames = names.allSatisfy { $0.contains { $0.isNumber } && Double($0) == nil }
    guard !name.isEmpty, areDifferent, isIndexed || (isWord && (labelsAreNumbers || looksLikeNames)) else {
      return false
    }
    ids = namesCount ? nil : names
    return true
  }

  private var areDifferent: Bool { Set(names).count == names.count }

  private var labelsAreNumbers: Bool { labels.allSatisfy { Int($0) != nil } }

  /// True where the names are 0, 1, 2, … or 1, 2, 3, ….
  private var namesCount: Bool { IDValues.countRows(names) }

  /// The notes on how the lines are read.
  var notes: [LabelLines.Note] {
    guard let name = names.first, let label = labels.first else { return [] }
    let note: LabelLines.Note =
      ids == nil
      ? ("row-numbers-left-out", "the first field of each line only counts the rows: neither ids nor data")
      : ("names-before-labels", "each line is read as a name and a label, such as \(name) and \(label)")
    return [note] + (firstLine.map { [LabelLines.noteOnFirst($0)] } ?? [])
  }
}

/// A line that a separator parts into a name and a label, which may stand in quotes.
private struct NamedLine {
  let name: String
  let label: String
  let hasQuotedName: Bool

  /// - Returns: nil for a line without the separator, or with nothing after a blank.
  init?(_ line: String, at separator: Character) {
    let text = line.trimmed(keeping: separator == "\t" ? "\t" : nil)
    guard let place = Self.place(of: separator, in: text) else { return nil }
    let name = text[..<place].trimmed()
    label = text[text.index(after: place)...].trimmed().withoutQuotes
    hasQuotedName = name.isQuoted
    self.name = name.withoutQuotes
    if label.isEmpty, separator == " ", text.last != "\"" { return nil }
  }

  /// The last separator outside the quotes around the label.
  private static func place(of separator: Character, in text: String) -> String.Index? {
    guard text.last == "\"", let opening = text.dropLast().lastIndex(of: "\"") else {
      return text.lastIndex(of: separator)
    }
    guard opening > text.startIndex else { return nil }
    let before = text.index(before: opening)
    return text[before] == separator ? before : text.lastIndex(of: separator)
  }
}
