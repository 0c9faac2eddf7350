import Foundation

/// Walks over the fields of one record of a delimited table, whose quotes have been checked.
struct FieldCursor {
  /// The range of a field's text, without its quotes.
  struct Field {
    let start: UnsafePointer<UInt8>
    let count: Int
    /// True where it has doubled quotes.
    let hasDoubledQuotes: Bool
    /// The quote that may be doubled.
    var quote = TableSyntax.doubleQuote
    /// True where the comma is the decimal sign of numbers.
    var hasDecimalComma = false
    /// True for a field between quotes.
    var isQuoted = false

    /// The field without spaces around it, as numbers are read.
    var trimmed: Field {
      var (first, last) = (0, count)
      while first < last, start[first] == 0x20 || start[first] == 0x09 { first += 1 }
      while last > first, start[last - 1] == 0x20 || start[last - 1] == 0x09 { last -= 1 }
      return Field(
        start: start + first, count: last - first, hasDoubledQuotes: hasDoubledQuotes, quote: quote,
        hasDecimalComma: hasDecimalComma, isQuoted: isQuoted)
    }

    /// The text, or nil when it is not UTF-8.
    var text: String? {
      guard let text = String(validating: UnsafeBufferPointer(start: start, count: count), as: UTF8.self) else {
        return nil
      }
      guard hasDoubledQuotes else { return text }
      let mark = String(UnicodeScalar(quote))
      return text.replacingOccurrences(of: mark + mark, with: mark)
    }

    /// The number, NaN for an empty field or a word for a missing value, nil for anything else.
    @inline(__always) var number: Float? {
      let trimmed = trimmed
      if trimmed.count == 0 { return .nan }
      let number =
        hasDecimalComma
        ? DecimalComma.number(trimmed, DecimalNumber.parse) : DecimalNumber.parse(trimmed.start, trimmed.count)
      return number ?? (trimmed.isMissing ? .nan : nil)
    }

    /// True for an empty field and for the words that stand for a missing value.
    var isMissing: Bool {
      count == 0 || count <= MissingValue.longestWord && text.map(MissingValue.words.contains) == true
    }

    /// The same in `Double`.
    var exactNumber: Double? {
      let trimmed = trimmed
      if trimmed.count == 0 { return .nan }
      return hasDecimalComma
        ? DecimalComma.number(trimmed, DecimalNumber.parseExactly)
        : DecimalNumber.parseExactly(trimmed.start, trimmed.count)
    }

    /// A number that tells the digits apart which `Double` may not hold; 0 for a number of 15 significant digits or fewer.
    var digitsBeyondDouble: Double {
      guard count > 15 else { return 0 }
      // FNV-1a of the significant digits, as many of its bits as a Double holds; zeros count when a digit follows them.
      var hash: UInt64 = 0xcbf2_9ce4_8422_2325
      var (digits, zeros) = (0, 0)
      for position in 0..<count {
        let byte = start[position]
        if byte == UInt8(ascii: "e") || byte == UInt8(ascii: "E") { break }
        guard (0x30...0x39).contains(byte) else { continue }
        guard byte != 0x30 else {
          if digits > 0 { zeros += 1 }
          continue
        }
        for _ in 0..<zeros { hash = (hash ^ 0x30) &* 0x100_0000_01b3 }
        hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        (digits, zeros) = (digits + zeros + 1, 0)
      }
      return digits > 15 ? Double(hash >> 11) : 0
    }
  }

  private let bytes: UnsafePointer<UInt8>
  private let end: Int
  private let syntax: TableSyntax
  private var position: Int
  private var isDone = false

  init(bytes: UnsafePointer<UInt8>, range: Range<Int>, syntax: TableSyntax) {
    self.bytes = bytes
    end = range.upperBound
    position = range.lowerBound
    self.syntax = syntax
  }

  /// The next field, or nil after the last; an empty record has one empty field.
  mutating func next() -> Field? {
    guard !isDone else { return nil }
    if position < end, bytes[position] == syntax.quote, syntax.hasQuotes { return quoted() }
    let start = position
    if syntax.isBlankSeparated {
      while position < end, !TableSyntax.isBlank(bytes[position]) { position += 1 }
    } else {
      let delimiter = syntax.delimiter
      while position < end, bytes[position] != delimiter { position += 1 }
    }
    let count = position - start
    finishField()
    return Field(
      start: bytes + start, count: count, hasDoubledQuotes: false, hasDecimalComma: syntax.hasDecimalCommas)
  }

  private mutating func quoted() -> Field {
    let start = position + 1
    var doubled = false
    position = start
    while position < end {
      if bytes[position] == syntax.quote {
        guard position + 1 < end, bytes[position + 1] == syntax.quote else { break }
        doubled = true
        position += 1
      }
      position += 1
    }
    let field = Field(
      start: bytes + start, count: min(position, end) - start, hasDoubledQuotes: doubled, quote: syntax.quote,
      hasDecimalComma: syntax.hasDecimalCommas, isQuoted: true)
    // Past the closing quote, which the table has seen to be followed by a delimiter or the record's end.
    position = min(position + 1, end)
    finishField()
    return field
  }

  /// Goes past the delimiter; in blank-separated records, which end with a field, past all blanks.
  private mutating func finishField() {
    guard position < end else {
      isDone = true
      return
    }
    position += 1
    guard syntax.isBlankSeparated else { return }
    while position < end, TableSyntax.isBlank(bytes[position]) { position += 1 }
  }
}
