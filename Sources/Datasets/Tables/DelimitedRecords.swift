import Foundation

/// The places of the records of a text: RFC 4180 with any delimiter, or lines of blank-separated fields.
struct DelimitedRecords {
  /// The bytes of each record, without its line end.
  private(set) var ranges: [Range<Int>]
  /// A line before the records that begins with `#` and names as many columns as they have.
  private(set) var commentedNames: Range<Int>?
  private(set) var syntax: TableSyntax
  /// The blank lines between the records that were left out.
  private(set) var blankLines = 0
  /// The lines of delimiters alone at the end that were left out.
  private(set) var emptyEnd = 0
  /// The lines after the first record that were left out as comments, where no comment stands before it.
  private(set) var lateComments = 0
  private let text: TableText

  /// Finds the records in one pass.
  ///
  /// - Parameter delimiter: the byte between fields, or nil to find the syntax from the first records.
  init(_ file: FileBytes, extension suffix: String, delimiter: UInt8?) throws(TableError.Reason) {
    let text = try TableText(file)
    try self.init(text, syntax: TableSyntaxFinder(text: text, suffix: suffix).syntax(delimiter: delimiter))
    syntax.hasDecimalCommas = usesDecimalCommas()
  }

  /// Finds at most `limit` records of a text.
  init(_ text: TableText, syntax: TableSyntax, limit: Int = .max) throws(TableError.Reason) {
    self.text = text
    self.syntax = syntax
    ranges = []
    let scan = RecordScan(text: text, delimiter: syntax.delimiter, quote: syntax.quote, limit: limit)
    if syntax.isBlankSeparated {
      ranges = scan.lines().compactMap { Self.blankSeparated($0, text, syntax) }
    } else {
      ranges = syntax.hasQuotes && hasQuoteMarks ? try scan.quotedRecords() : scan.lines()
    }
    takeLeadingComments()
  }

  var count: Int { ranges.count }

  /// True where the text has a comma anywhere.
  var hasCommas: Bool { text.position(of: TableSyntax.comma, from: text.first, to: text.end) != nil }

  /// True where the text has a quote of its syntax anywhere.
  var hasQuoteMarks: Bool { text.hasQuotes || syntax.quote == TableSyntax.singleQuote }

  func range(of record: Int) -> Range<Int> { ranges[record] }

  func fields(of record: Int) -> FieldCursor { fields(in: ranges[record]) }

  func fields(in range: Range<Int>) -> FieldCursor {
    FieldCursor(bytes: text.bytes, range: range, syntax: syntax)
  }

  func fieldCount(_ range: Range<Int>) -> Int {
    var fields = fields(in: range)
    var count = 0
    while fields.next() != nil { count += 1 }
    return count
  }

  var fieldCounts: [Int] { ranges.map(fieldCount) }

  /// The text of a record as it stands, for messages.
  func text(of record: Int) -> String {
    let range = text.trimmed(ranges[record])
    return String(
      decoding: UnsafeBufferPointer(start: text.bytes + range.lowerBound, count: range.count), as: UTF8.self)
  }

  /// The line on which a record begins, from 1.
  func line(of record: Int) -> Int { text.line(of: ranges[record].lowerBound) }

  /// True where blanks stand before the first field of a record that has none by itself.
  func isIndented(_ record: Int) -> Bool {
    let start = ranges[record].lowerBound
    return syntax.isBlankSeparated && start > text.first && TableSyntax.isBlank(text.bytes[start - 1])
  }

  func line(ofByte position: Int) -> Int { text.line(of: position) }

  /// These records without the blank ones, which are no rows: those at the end, with lines of delimiters alone, and where
  /// there are several columns all others.
  var withoutBlankLines: DelimitedRecords {
    var copy = self
    while let last = copy.ranges.last, text.isWithoutText(last, by: syntax.delimiter) {
      if !text.isBlank(last, by: syntax.delimiter) { copy.emptyEnd += 1 }
      copy.ranges.removeLast()
    }
    let ends = [copy.ranges.first { !text.isBlank($0, by: syntax.delimiter) }, copy.ranges.last].compactMap(\.self)
    guard ends.contains(where: { fieldCount($0) > 1 }) else { return copy }
    let kept = copy.ranges.filter { !text.isBlank($0, by: syntax.delimiter) }
    guard kept.count < copy.ranges.count else { return copy }
    copy.blankLines = copy.ranges.count - kept.count
    copy.ranges = kept
    return copy
  }

  /// These records without the first.
  var withoutFirst: DelimitedRecords {
    var copy = self
    copy.ranges.removeFirst()
    return copy
  }

  /// A line without blanks around it and without a comment; nil when nothing is left.
  private static func blankSeparated(_ line: Range<Int>, _ text: TableText, _ syntax: TableSyntax) -> Range<Int>? {
    var range = text.trimmed(line)
    guard syntax.hasComments else { return range.isEmpty ? nil : range }
    var position = range.lowerBound
    // A comment before the records may name the columns; it is taken apart later.
    if !range.isEmpty, text.bytes[position] == UInt8(ascii: "#") { return range }
    while let mark = text.position(of: UInt8(ascii: "#"), from: position, to: range.upperBound) {
      if TableSyntax.isBlank(text.bytes[mark - 1]), !text.isMissingWord(at: mark, to: range.upperBound) {
        range = text.trimmed(range.lowerBound..<mark)
      }
      position = mark + 1
    }
    return range.isEmpty ? nil : range
  }

  /// Takes lines that begin with `#` off the records: all of them where the syntax has comments, else those before the
  /// first record that have another number of fields, or a blank after the mark, as `numpy.savetxt` writes.
  private mutating func takeLeadingComments() {
    func isMarked(_ range: Range<Int>) -> Bool {
      !range.isEmpty && text.bytes[range.lowerBound] == UInt8(ascii: "#")
        && !(syntax.hasComments && text.isMissingWord(at: range.lowerBound, to: range.upperBound))
    }
    guard let firstRecord = ranges.firstIndex(where: { !isMarked($0) && !text.trimmed($0).isEmpty }) else { return }
    let columns = fieldCount(ranges[firstRecord])
    let leading = ranges[..<firstRecord]
    func isComment(_ range: Range<Int>) -> Bool {
      if fieldCount(range) != columns { return true }
      let next = range.lowerBound + 1
      return syntax.hasComments
        || (!syntax.isBlankSeparated && next < range.upperBound && TableSyntax.isBlank(text.bytes[next]))
    }
    if let last = leading.last(where: isMarked), isComment(last) {
      let names = text.trimmed(last.lowerBound + 1..<last.upperBound)
      if fieldCount(names) == columns { commentedNames = names }
    }
    let isCommented = leading.contains { isMarked($0) && isComment($0) }
    let rest =
      syntax.hasComments
      ? ranges[firstRecord...].filter { !isMarked($0) }
      : withoutComments(ranges[firstRecord...], columns: columns, isCommented: isCommented)
    if !isCommented, !syntax.hasComments { lateComments = ranges.count - firstRecord - rest.count }
    if !leading.isEmpty || rest.count < ranges.count {
      ranges = leading.filter { !isMarked($0) || !isComment($0) } + rest
    }
  }

  /// The records of text with a delimiter without lines that begin with `#`: where all of those have another number of
  /// fields, and where a comment stands before the records and these begin with numbers.
  private func withoutComments(
    _ records: ArraySlice<Range<Int>>, columns: Int, isCommented: Bool
  ) -> [Range<Int>] {
    func isMarked(_ range: Range<Int>) -> Bool {
      guard !range.isEmpty, text.bytes[range.lowerBound] == UInt8(ascii: "#") else { return false }
      var fields = fields(in: range)
      return fields.next()?.trimmed.isMissing == false
    }
    func beginsWithNumber(_ range: Range<Int>) -> Bool {
      var fields = fields(in: range)
      return fields.next()?.number != nil
    }
    let marked = records.filter(isMarked)
    guard !syntax.isBlankSeparated, !marked.isEmpty else { return Array(records) }
    let rest = records.filter { !isMarked($0) }
    let haveOtherFields = columns > 1 && marked.allSatisfy { fieldCount($0) != columns }
    return haveOtherFields || isCommented && rest.allSatisfy(beginsWithNumber) ? rest : Array(records)
  }
}

/// One pass over a text for the places where its records begin and end.
private struct RecordScan {
  let text: TableText
  let delimiter: UInt8
  let quote: UInt8
  let limit: Int

  private var bytes: UnsafePointer<UInt8> { text.bytes }

  /// The records of a text without quotes: its lines.
  func lines() -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = text.first
    while start < text.end, ranges.count < limit {
      let end = text.position(of: text.lineEnd, from: start, to: text.end) ?? text.end
      ranges.append(withoutReturn(start..<end))
      start = end + 1
    }
    return ranges
  }

  /// The records of a text with quotes, in which a line end may be part of a field.
  func quotedRecords() throws(TableError.Reason) -> [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start = text.first
    var position = start
    var isFieldStart = true
    while position < text.end, ranges.count < limit {
      let byte = bytes[position]
      if isFieldStart, byte == quote {
        position = try afterQuotedField(at: position)
        isFieldStart = false
        continue
      }
      isFieldStart = byte == delimiter || byte == text.lineEnd
      position += 1
      if byte == text.lineEnd {
        ranges.append(withoutReturn(start..<position - 1))
        start = position
      }
    }
    // A last line without its end counts as if it had one.
    if start < text.end, ranges.count < limit { ranges.append(withoutReturn(start..<text.end)) }
    return ranges
  }

  private func withoutReturn(_ range: Range<Int>) -> Range<Int> {
    !range.isEmpty && bytes[range.upperBound - 1] == 0x0d ? range.lowerBound..<range.upperBound - 1 : range
  }

  private func afterQuotedField(at opening: Int) throws(TableError.Reason) -> Int {
    var position = opening + 1
    while true {
      guard let found = text.position(of: quote, from: position, to: text.end) else {
        throw .unclosedQuote(line: text.line(of: opening))
      }
      position = found + 1
      guard position < text.end, bytes[position] == quote else { break }
      position += 1
    }
    guard position < text.end else { return position }
    let next = bytes[position]
    let isLineEnd =
      next == text.lineEnd
      || (next == 0x0d && (position + 1 == text.end || bytes[position + 1] == text.lineEnd))
    guard next == delimiter || isLineEnd else { throw .textAfterQuote(line: text.line(of: position)) }
    return position
  }
}
