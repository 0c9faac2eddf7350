import Foundation

/// The bytes of a text without their byte order mark, and the byte that ends its lines.
///
/// The pointer is lent by the file, which must outlive the value.
struct TableText {
  let bytes: UnsafePointer<UInt8>
  let first: Int
  let end: Int
  /// A line feed, or a carriage return in files of old systems, which have no other.
  let lineEnd: UInt8
  let hasQuotes: Bool
  /// The delimiter that a first line `sep=;` names, as Excel writes and reads it; the line itself is left out.
  let namedDelimiter: UInt8?

  init(_ file: FileBytes) throws(TableError.Reason) {
    if file.starts(with: [0xff, 0xfe]) || file.starts(with: [0xfe, 0xff]) { throw .utf16 }
    let start = file.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    guard file.count > start else { throw .empty }
    bytes = file.base.assumingMemoryBound(to: UInt8.self)
    end = file.count
    lineEnd = memchr(bytes + start, 0x0a, end - start) != nil ? 0x0a : 0x0d
    hasQuotes = memchr(bytes + start, 0x22, end - start) != nil
    let named = Self.namedDelimiter(file.buffer[start...], lineEnd: lineEnd)
    namedDelimiter = named?.delimiter
    first = named?.end ?? start
    guard first < end else { throw .empty }
  }

  /// The delimiter that a first line `sep=;` (also in quotes) names, and the position after its line.
  private static func namedDelimiter(
    _ bytes: Slice<UnsafeRawBufferPointer>, lineEnd: UInt8
  ) -> (delimiter: UInt8, end: Int)? {
    let line = bytes.prefix(10).prefix { $0 != lineEnd && $0 != 0x0d }
    var text = Array(line)
    if text.count == 7, text.first == UInt8(ascii: "\""), text.last == text.first { text = Array(text[1..<6]) }
    guard text.count == 5, text.starts(with: "sep=".utf8) else { return nil }
    var end = line.endIndex
    while end < bytes.endIndex, end < line.endIndex + 2, bytes[end] == lineEnd || bytes[end] == 0x0d {
      end += 1
      if bytes[end - 1] == lineEnd { break }
    }
    return (text[4], end)
  }

  /// The position of a byte from `start` on, or nil.
  func position(of byte: UInt8, from start: Int, to end: Int) -> Int? {
    guard start < end, let found = memchr(bytes + start, Int32(byte), end - start) else { return nil }
    return bytes.distance(to: found.assumingMemoryBound(to: UInt8.self))
  }

  /// The line that begins at a position, without its end and without blanks around it.
  func trimmedLine(at start: Int) -> Range<Int> {
    trimmed(start..<(position(of: lineEnd, from: start, to: end) ?? end))
  }

  /// A range without blanks and a carriage return at its ends.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (first, last) = (range.lowerBound, range.upperBound)
    while first < last, TableSyntax.isBlank(bytes[first]) { first += 1 }
    while last > first, TableSyntax.isBlank(bytes[last - 1]) || bytes[last - 1] == 0x0d { last -= 1 }
    return first..<last
  }

  /// The first line that is neither blank nor begins with `#`.
  private var firstRecord: Range<Int> { record(from: first) }

  private func nextRecord(after record: Range<Int>) -> Range<Int> {
    self.record(from: (position(of: lineEnd, from: record.upperBound, to: end) ?? end) + 1)
  }

  private func record(from place: Int) -> Range<Int> {
    var start = place
    while start < end {
      let line = trimmedLine(at: start)
      if !line.isEmpty, bytes[line.lowerBound] != UInt8(ascii: "#") { return line }
      start = (position(of: lineEnd, from: start, to: end) ?? end) + 1
    }
    return first..<first
  }

  /// True where no line of blank-separated text begins with a word; lines that begin with `#` do not count. Looks no
  /// further than the first word.
  var linesStartWithNumbers: Bool {
    var line = firstRecord
    while !line.isEmpty {
      if firstField(of: line).number == nil { return false }
      line = nextRecord(after: line)
    }
    return true
  }

  /// The first field of a line of blank-separated text.
  private func firstField(of line: Range<Int>) -> FieldCursor.Field {
    let count = line.firstIndex { TableSyntax.isBlank(bytes[$0]) }.map { $0 - line.lowerBound } ?? line.count
    return FieldCursor.Field(start: bytes + line.lowerBound, count: count, hasDoubledQuotes: false)
  }

  /// True for a line without any character but blanks that separate nothing.
  func isBlank(_ range: Range<Int>, by delimiter: UInt8) -> Bool {
    range.allSatisfy { (TableSyntax.isBlank(bytes[$0]) && bytes[$0] != delimiter) || bytes[$0] == 0x0d }
  }

  /// True for a line of delimiters and blanks alone.
  func isWithoutText(_ range: Range<Int>, by delimiter: UInt8) -> Bool {
    range.allSatisfy { TableSyntax.isBlank(bytes[$0]) || bytes[$0] == 0x0d || bytes[$0] == delimiter }
  }

  /// True where blanks, and none of the other delimiters, part a record: the second, since the first may hold names with
  /// blanks in them or fewer names than there are columns.
  func recordsHaveBlanks(besides delimiters: [UInt8]) -> Bool {
    let first = firstRecord
    let next = nextRecord(after: first)
    let line = next.isEmpty ? first : next
    return line.contains { TableSyntax.isBlank(bytes[$0]) }
      && !line.contains { delimiters.contains(bytes[$0]) && !TableSyntax.isBlank(bytes[$0]) }
  }

  /// True where the blank-separated field at a position is a word for a missing value, such as `#N/A`.
  func isMissingWord(at start: Int, to end: Int) -> Bool {
    let stop = (start..<end).first { TableSyntax.isBlank(bytes[$0]) } ?? end
    return FieldCursor.Field(start: bytes + start, count: stop - start, hasDoubledQuotes: false).isMissing
  }

  func firstRecordHolds(anyOf delimiters: [UInt8]) -> Bool { firstRecord.contains { delimiters.contains(bytes[$0]) } }

  /// The delimiter that occurs most often outside quotes in the first line; the preferred one wherever it occurs.
  func mostFrequent(of delimiters: [UInt8], preferring preferred: UInt8?) -> UInt8 {
    var counts = [Int](repeating: 0, count: 256)
    var isQuoted = false
    for position in firstRecord {
      if bytes[position] == UInt8(ascii: "\"") { isQuoted.toggle() }
      if !isQuoted { counts[Int(bytes[position])] += 1 }
    }
    if let preferred, counts[Int(preferred)] > 0 { return preferred }
    return delimiters.reversed().max { counts[Int($0)] < counts[Int($1)] } ?? TableSyntax.comma
  }

  /// True where every quote that begins a field is closed at the end of a field on the same line, nil where none or only
  /// some are and the delimiter alone must decide; false where the lines are a table in which quotes are words.
  func quotesClose(by delimiter: UInt8) -> Bool? {
    func parts(_ position: Int) -> Bool {
      position < first || position >= end || bytes[position] == lineEnd || bytes[position] == 0x0d
        || bytes[position] == delimiter || (delimiter == TableSyntax.blank && TableSyntax.isBlank(bytes[position]))
    }
    guard hasQuotes else { return true }
    var position = first
    while let opening = self.position(of: UInt8(ascii: "\""), from: position, to: end) {
      position = opening + 1
      guard parts(opening - 1) else { continue }
      let lineStop = self.position(of: lineEnd, from: position, to: end) ?? end
      while let closing = self.position(of: UInt8(ascii: "\""), from: position, to: lineStop) {
        position = closing + 1
        if position < lineStop, bytes[position] == UInt8(ascii: "\"") {
          position += 1
        } else {
          break
        }
      }
      let isClosed = position > opening + 1 && bytes[position - 1] == UInt8(ascii: "\"") && parts(position)
      if !isClosed { return linesAreEqual(delimiter) ? false : nil }
    }
    return true
  }

  /// True where all lines have the same number of fields, several, when quotes are no marks.
  private func linesAreEqual(_ delimiter: UInt8) -> Bool {
    let syntax = TableSyntax(delimiter: delimiter, hasQuotes: false)
    guard let counts = (try? DelimitedRecords(self, syntax: syntax))?.withoutBlankLines.fieldCounts,
      let count = counts.last
    else { return false }
    return count > 1 && counts.dropFirst().allSatisfy { $0 == count }
  }

  /// The line of a position, from 1: counted only when a message needs it.
  func line(of position: Int) -> Int {
    let before = UnsafeBufferPointer(start: bytes, count: position)
    let lines = before.count { $0 == 0x0a }
    return 1 + (lines > 0 ? lines : before.count { $0 == 0x0d })
  }
}
