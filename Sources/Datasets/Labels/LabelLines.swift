import Core

/// The labels of a text file: one a line, or a name and a label a line, below a header or not.
struct LabelLines {
  private(set) var labels: [String]
  private(set) var ids: [String]?
  /// The name of the labels in the first line.
  private(set) var header: String?
  /// True where the first line was taken for a header and could be a label.
  private(set) var hasAssumedHeader = false
  /// True where the first line was taken for a label and could be a header.
  private(set) var couldHaveHeader = false
  private var notes: [Note] = []

  typealias Note = (kind: String, message: String)

  /// - Parameter header: tells whether the first line names the labels; automatic takes words above numbers, and numbers
  ///   above words, but no words above words.
  init(_ lines: [String], header asked: TableHeader) {
    let named = NamedLines(lines, header: asked)
    let namesIDs = named?.namesIDs ?? false
    if let named {
      (labels, ids, header, couldHaveHeader) = (named.labels, named.ids, named.header, named.firstLine != nil)
      notes = named.notes
    } else {
      labels = Self.withoutQuotes(lines)
    }
    if notes.isEmpty { takeHeader(asked) }
    hasAssumedHeader = header != nil && asked == .automatic && !namesIDs
    if let header, asked == .automatic {
      notes.append(
        (
          "first-line-as-header",
          "the first line (\(header)) is read as the name of the labels; if it is a label, set header: no (--header no)"
        ))
    }
  }

  /// Takes a header off lines that are whole labels.
  private mutating func takeHeader(_ asked: TableHeader) {
    guard let first = labels.first else { return }
    let heading = TableHeading(ofLines: [labels])
    if asked == .present || (asked == .automatic && heading.isHeader && !heading.isWordsAlone) {
      header = first.trimmed()
      labels.removeFirst()
    } else if asked == .automatic, heading.isHeader || heading.isAmbiguous {
      couldHaveHeader = true
      notes.append(Self.noteOnFirst(first.trimmed()))
    }
  }

  /// The note on a first line that is data, though it could be a header.
  static func noteOnFirst(_ line: String) -> Note {
    (
      "first-line-as-label",
      "the first line (\(line)) is read as a label; if it is a header, set header: yes (--header yes)"
    )
  }

  func notices(_ path: String) -> [Notice] { notes.map { Notice(kind: $0.kind, message: "\(path): \($0.message)") } }

  /// The lines without quotes around them, where none has others.
  private static func withoutQuotes(_ lines: [String]) -> [String] {
    let quoted = lines.filter { $0.utf8.contains(UInt8(ascii: "\"")) }
    guard !quoted.isEmpty, quoted.allSatisfy({ $0.trimmed().isQuoted }) else { return lines }
    return lines.map { $0.trimmed().withoutQuotes }
  }
}

extension StringProtocol {
  /// The text without white space at its ends, but for a character that is to stay.
  func trimmed(keeping kept: Character? = nil) -> String {
    var text = self[...]
    while let last = text.last, last.isWhitespace, last != kept { text.removeLast() }
    while let first = text.first, first.isWhitespace, first != kept { text.removeFirst() }
    return String(text)
  }

  /// True for whole numbers with blanks, commas or semicolons between them.
  var isSeveralWholeNumbers: Bool {
    let parts = split { $0.isWhitespace || $0 == "," || $0 == ";" }
    return parts.count > 1 && parts.allSatisfy { Int($0) != nil }
  }

  /// True for a text between double quotes that has no others but doubled ones.
  var isQuoted: Bool {
    guard utf8.count >= 2, hasPrefix("\""), hasSuffix("\"") else { return false }
    return !String(dropFirst().dropLast()).replacing("\"\"", with: "").contains("\"")
  }

  /// The text between double quotes, or the text itself.
  var withoutQuotes: String {
    isQuoted ? String(dropFirst().dropLast()).replacing("\"\"", with: "\"") : String(self)
  }
}
