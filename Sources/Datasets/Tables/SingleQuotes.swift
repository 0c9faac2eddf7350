import Core

/// Single quotes around the fields of a table, as `to_csv(…, quotechar="'")` writes them.
///
/// A single quote is an apostrophe far more often. It marks fields where every field that has one begins and ends with it,
/// no field begins with a double quote, and either a field needs its quotes, for a delimiter, a line end or a doubled quote
/// inside, or no word stands without quotes.
enum SingleQuotes {
  /// The note on a table whose quotes are read so.
  static func notice(_ path: String) -> Notice {
    Notice(kind: "single-quotes", message: "\(path): the single quotes around its fields are read as quotes")
  }

  /// - Complexity: O(bytes) up to the first apostrophe that is no quote.
  static func mark(fieldsOf text: TableText, by delimiter: UInt8) -> Bool {
    guard text.position(of: TableSyntax.singleQuote, from: text.first, to: text.end) != nil else { return false }
    var scan = Scan(text: text, delimiter: delimiter)
    return scan.findsMarks()
  }

  private struct Scan {
    let text: TableText
    let delimiter: UInt8
    private var position: Int
    private var hasQuoted = false
    private var isNeeded = false
    private var hasBareWord = false

    init(text: TableText, delimiter: UInt8) {
      self.text = text
      self.delimiter = delimiter
      position = text.first
    }

    mutating func findsMarks() -> Bool {
      while position < text.end {
        guard text.bytes[position] == TableSyntax.singleQuote ? passQuoted() : passBare() else { return false }
        position += 1
      }
      return hasQuoted && (isNeeded || !hasBareWord)
    }

    /// Goes to the end of a field in quotes; false where it has none.
    private mutating func passQuoted() -> Bool {
      hasQuoted = true
      var start = position + 1
      while let closing = text.position(of: TableSyntax.singleQuote, from: start, to: text.end) {
        for place in start..<closing where ends(place) {
          // Records between blanks are lines.
          if delimiter == TableSyntax.blank, text.bytes[place] == text.lineEnd { return false }
          isNeeded = true
        }
        position = closing + 1
        guard position < text.end, text.bytes[position] == TableSyntax.singleQuote else { return ends(position) }
        isNeeded = true
        start = position + 1
      }
      return false
    }

    /// Goes to the end of a field without quotes; false where it has one.
    private mutating func passBare() -> Bool {
      let start = position
      while !ends(position) {
        if text.bytes[position] == TableSyntax.singleQuote { return false }
        position += 1
      }
      let field = FieldCursor.Field(start: text.bytes + start, count: position - start, hasDoubledQuotes: false)
      if position > start, text.bytes[start] == TableSyntax.doubleQuote { return false }
      if field.number == nil { hasBareWord = true }
      return true
    }

    /// True where a field ends before a position.
    private func ends(_ position: Int) -> Bool {
      guard position < text.end else { return true }
      let byte = text.bytes[position]
      return byte == delimiter || byte == text.lineEnd || byte == 0x0d
        || (delimiter == TableSyntax.blank && TableSyntax.isBlank(byte))
    }
  }
}
