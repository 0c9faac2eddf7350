import Foundation

/// Where the records of a delimited text begin and end: RFC 4180, with any delimiter.
struct DelimitedRecords {
  /// The first byte of each record, and one past the last record's line end.
  let starts: [Int]
  let delimiter: UInt8
  private let bytes: UnsafePointer<UInt8>

  /// Finds the records in one pass.
  ///
  /// - Parameters:
  ///   - file: the text; it must outlive the value.
  ///   - delimiter: the byte between fields, or nil to find it from the first record.
  init(_ file: FileBytes, extension suffix: String, delimiter: UInt8?) throws(TableError.Reason) {
    if file.starts(with: [0xff, 0xfe]) || file.starts(with: [0xfe, 0xff]) { throw .utf16 }
    let first = file.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
    guard file.count > first else { throw .empty }
    let bytes = file.base.assumingMemoryBound(to: UInt8.self)
    self.bytes = bytes
    let rest = file.count - first
    // Files from old systems end their lines with a carriage return alone.
    let hasLineFeed = memchr(bytes + first, 0x0a, rest) != nil
    let lineEnd: UInt8 = hasLineFeed ? 0x0a : 0x0d
    self.delimiter =
      delimiter ?? Self.sniffDelimiter(bytes, first..<file.count, lineEnd: lineEnd, extension: suffix)
    let scan = RecordScan(bytes: bytes, first: first, end: file.count, lineEnd: lineEnd, delimiter: self.delimiter)
    starts = memchr(bytes + first, 0x22, rest) == nil ? scan.lines() : try scan.quotedRecords()
  }

  var count: Int { starts.count - 1 }

  /// The bytes of a record without its line end.
  func range(of record: Int) -> Range<Int> {
    let start = starts[record]
    var end = starts[record + 1] - 1
    if end > start, bytes[end - 1] == 0x0d { end -= 1 }
    return start..<max(start, end)
  }

  func fields(of record: Int) -> FieldCursor {
    FieldCursor(bytes: bytes, range: range(of: record), delimiter: delimiter)
  }

  /// The line on which a record begins, from 1.
  func line(of record: Int) -> Int {
    RecordScan.line(of: starts[record], in: bytes)
  }

  /// These records without some at the end.
  func dropping(last count: Int) -> DelimitedRecords {
    DelimitedRecords(starts: Array(starts.dropLast(count)), delimiter: delimiter, bytes: bytes)
  }

  private init(starts: [Int], delimiter: UInt8, bytes: UnsafePointer<UInt8>) {
    self.starts = starts
    self.delimiter = delimiter
    self.bytes = bytes
  }

  /// The delimiter of the first record: a tab in `.tsv`; a comma in `.csv` when there is one; else the most frequent of
  /// comma, tab and semicolon outside quotes; else a space, as `numpy.savetxt` writes, but not in `.csv`.
  private static func sniffDelimiter(
    _ bytes: UnsafePointer<UInt8>, _ range: Range<Int>, lineEnd: UInt8, extension suffix: String
  ) -> UInt8 {
    if suffix == "tsv" || suffix == "tab" { return UInt8(ascii: "\t") }
    var counts = [Int](repeating: 0, count: 256)
    var isQuoted = false
    for position in range {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if isQuoted { continue }
      if byte == lineEnd { break }
      counts[Int(byte)] += 1
    }
    let comma = UInt8(ascii: ",")
    if suffix == "csv", counts[Int(comma)] > 0 { return comma }
    var best = comma
    for candidate in [UInt8(ascii: "\t"), UInt8(ascii: ";")] where counts[Int(candidate)] > counts[Int(best)] {
      best = candidate
    }
    if counts[Int(best)] == 0, suffix != "csv", counts[0x20] > 0 { return 0x20 }
    return best
  }
}

/// One pass over a text for the places where its records begin.
private struct RecordScan {
  let bytes: UnsafePointer<UInt8>
  let first: Int
  let end: Int
  let lineEnd: UInt8
  let delimiter: UInt8

  /// The records of a text without quotes: its lines.
  func lines() -> [Int] {
    var starts = [first]
    var position = first
    while position < end, let found = memchr(bytes + position, Int32(lineEnd), end - position) {
      position = bytes.distance(to: found.assumingMemoryBound(to: UInt8.self)) + 1
      starts.append(position)
    }
    return finish(starts)
  }

  /// The records of a text with quotes, in which a line end may be part of a field.
  func quotedRecords() throws(TableError.Reason) -> [Int] {
    var starts = [first]
    var position = first
    var isFieldStart = true
    while position < end {
      let byte = bytes[position]
      if isFieldStart, byte == UInt8(ascii: "\"") {
        position = try afterQuotedField(at: position)
        isFieldStart = false
        continue
      }
      isFieldStart = byte == delimiter || byte == lineEnd
      position += 1
      if byte == lineEnd { starts.append(position) }
    }
    return finish(starts)
  }

  /// A last line without its line end is treated as if it had one.
  private func finish(_ starts: [Int]) -> [Int] {
    starts.last == end ? starts : starts + [end + 1]
  }

  private func afterQuotedField(at opening: Int) throws(TableError.Reason) -> Int {
    var position = opening + 1
    while true {
      guard position < end, let found = memchr(bytes + position, 0x22, end - position) else {
        throw .unclosedQuote(line: Self.line(of: opening, in: bytes))
      }
      position = bytes.distance(to: found.assumingMemoryBound(to: UInt8.self)) + 1
      guard position < end, bytes[position] == UInt8(ascii: "\"") else { break }
      position += 1
    }
    guard position < end else { return position }
    let next = bytes[position]
    let isLineEnd =
      next == lineEnd || (next == 0x0d && (position + 1 == end || bytes[position + 1] == lineEnd))
    guard next == delimiter || isLineEnd else { throw .textAfterQuote(line: Self.line(of: position, in: bytes)) }
    return position
  }

  /// The line of a position, from 1: counted only when a message needs it.
  static func line(of position: Int, in bytes: UnsafePointer<UInt8>) -> Int {
    let before = UnsafeBufferPointer(start: bytes, count: position)
    let lines = before.count { $0 == 0x0a }
    return 1 + (lines > 0 ? lines : before.count { $0 == 0x0d })
  }
}
