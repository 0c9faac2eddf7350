import Foundation

/// The separator of the fields of a text, and its marks that are special.
struct TableSyntax: Equatable {
  /// The byte between two fields; in white-space-separated text any run of spaces and tabs.
  var delimiter: UInt8
  /// Fields between quotes (RFC 4180); false where a quote is a character like any other.
  var hasQuotes: Bool
  /// The quote: double, or single where a program was told to write such.
  var quote = doubleQuote
  /// Text after `#` that is no data, as `numpy.loadtxt` reads it.
  var hasComments: Bool
  /// The comma as the decimal sign of numbers.
  var hasDecimalCommas = false

  var isBlankSeparated: Bool { delimiter == Self.blank }

  init(delimiter: UInt8, hasQuotes: Bool = true, quote: UInt8 = doubleQuote, hasComments: Bool = false) {
    self.delimiter = delimiter
    self.hasQuotes = hasQuotes
    self.quote = quote
    self.hasComments = hasComments
  }

  static let blank = UInt8(ascii: " ")
  static let comma = UInt8(ascii: ",")
  static let tab = UInt8(ascii: "\t")
  static let doubleQuote = UInt8(ascii: "\"")
  static let singleQuote = UInt8(ascii: "'")
  static let candidates = [comma, tab, UInt8(ascii: ";"), UInt8(ascii: "|")]

  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}

/// Finds the syntax of a text from its extension and its first records.
///
/// A first line `sep=;` names the delimiter. A tab separates in `.tsv`. Else the delimiter is the one that gives every record of a sample the same number of
/// fields, more than one; the comma is preferred in `.csv`, the one with most fields elsewhere, but not where the fields of
/// another delimiter are numbers with decimal commas. Text without such a delimiter is separated by blanks, in `.csv` only
/// where numbers stand between them or words in quotes. Records of equal length below a title come last.
struct TableSyntaxFinder {
  let text: TableText
  let suffix: String

  /// Records that decide.
  private static let sampleSize = 64

  func syntax(delimiter asked: UInt8?) -> TableSyntax {
    let delimiter = asked ?? self.delimiter()
    var syntax = plain(delimiter)
    guard delimiter == TableSyntax.blank || delimiter == TableSyntax.tab else { return syntax }
    let isBlank = delimiter == TableSyntax.blank
    syntax.hasComments = isBlank && text.linesStartWithNumbers
    if syntax.quote == TableSyntax.doubleQuote { syntax.hasQuotes = text.quotesClose(by: delimiter) ?? !isBlank }
    return syntax
  }

  /// A delimiter with the quotes that the text has beside it.
  private func plain(_ delimiter: UInt8) -> TableSyntax {
    let areSingle = SingleQuotes.mark(fieldsOf: text, by: delimiter)
    return TableSyntax(delimiter: delimiter, quote: areSingle ? TableSyntax.singleQuote : TableSyntax.doubleQuote)
  }

  private func delimiter() -> UInt8 {
    if let named = text.namedDelimiter { return named }
    if suffix == "tsv" || suffix == "tab" { return TableSyntax.tab }
    let counts = TableSyntax.candidates.map { (delimiter: $0, fields: commonFieldCount($0)) }
    if counts[0].fields > 1, let delimiter = counts.dropFirst().first(where: { $0.fields > 1 && partsNumbers($0.0) }) {
      return delimiter.delimiter
    }
    if suffix == "csv", counts[0].fields > 1 { return TableSyntax.comma }
    if let best = counts.reversed().max(by: { $0.fields < $1.fields }), best.fields > 1 {
      return best.delimiter == TableSyntax.tab && tabsAreBlanks ? TableSyntax.blank : best.delimiter
    }
    if suffix == "csv" ? blanksSeparateColumns : text.recordsHaveBlanks(besides: TableSyntax.candidates) {
      return TableSyntax.blank
    }
    let below = TableSyntax.candidates.map { (delimiter: $0, fields: commonFieldCount($0, belowTitle: true)) }
    if let best = below.reversed().max(by: { $0.fields < $1.fields }), best.fields > 1 { return best.delimiter }
    if suffix != "csv", !text.firstRecordHolds(anyOf: TableSyntax.candidates) { return TableSyntax.blank }
    return text.mostFrequent(of: TableSyntax.candidates, preferring: suffix == "csv" ? TableSyntax.comma : nil)
  }

  /// The number of fields that all records of the sample have, or all below those that look like a title; 0 where they
  /// differ or quotes do not close.
  private func commonFieldCount(_ delimiter: UInt8, belowTitle: Bool = false) -> Int {
    guard let records = try? DelimitedRecords(text, syntax: plain(delimiter), limit: Self.sampleSize) else { return 0 }
    let counts = records.withoutBlankLines.fieldCounts
    if belowTitle { return TableTitle(above: counts) == nil ? 0 : counts.last ?? 0 }
    guard let most = counts.last, counts.dropFirst().allSatisfy({ $0 == most }) else { return 0 }
    // The names of R's tables leave out the one above the row names.
    return counts[0] == most || (counts.count > 2 && counts[0] + 1 == most && most > 2) ? most : 0
  }

  /// True where a delimiter parts numbers with decimal commas.
  private func partsNumbers(_ delimiter: UInt8) -> Bool {
    let records = try? DelimitedRecords(text, syntax: plain(delimiter), limit: Self.sampleSize)
    return records?.withoutBlankLines.holdsNumbersWithCommas ?? false
  }

  /// True where blanks and tabs together part every record into equally many numbers, and tabs alone do not: tabs mixed
  /// with blanks, as `numpy.loadtxt` reads them.
  private var tabsAreBlanks: Bool {
    partsAllNumbers(TableSyntax(delimiter: TableSyntax.blank, hasQuotes: false, hasComments: true))
      && !partsAllNumbers(TableSyntax(delimiter: TableSyntax.tab))
  }

  /// True where all records of the sample have the same number of fields, and all fields are numbers.
  private func partsAllNumbers(_ syntax: TableSyntax) -> Bool {
    guard let records = try? DelimitedRecords(text, syntax: syntax, limit: Self.sampleSize).withoutBlankLines,
      let count = records.fieldCounts.first
    else { return false }
    return (0..<records.count).allSatisfy { record in
      var fields = records.fields(of: record)
      var found = 0
      while let field = fields.next() {
        if field.number == nil || field.trimmed.count == 0 { return false }
        found += 1
      }
      return found == count
    }
  }

  /// True where blanks part all records into equally many fields, as no text in a single column does: numbers, with
  /// words before them or in quotes, or with words anywhere and fractions. The names may be one fewer, as R writes them.
  private var blanksSeparateColumns: Bool {
    let syntax = syntax(delimiter: TableSyntax.blank)
    guard let records = try? DelimitedRecords(text, syntax: syntax, limit: Self.sampleSize).withoutBlankLines,
      let first = records.fieldCounts.first, let most = records.fieldCounts.last, most > 1,
      records.fieldCounts.dropFirst().allSatisfy({ $0 == most })
    else { return false }
    let columns = FieldKinds(of: records, from: min(1, records.count - 1), count: most)
    guard first == most || (first + 1 == most && (most > 2 || records.isIndented(0) || columns.hasQuotes)) else {
      return false
    }
    return columns.onlyFirstHasBareWords || columns.holdFractions
      || (columns.hasQuotes && !columns.hasBareWords)
  }
}

/// The kinds of fields in the columns of blank-separated records.
private struct FieldKinds {
  /// True for each column in which a word stands that is not in quotes.
  private var bareWords: [Bool]
  private(set) var hasQuotes = false
  /// True where a column holds numbers alone, and fractions among them.
  private(set) var holdFractions = false

  init(of records: DelimitedRecords, from start: Int, count: Int) {
    bareWords = [Bool](repeating: false, count: count)
    var (words, fractions) = (bareWords, bareWords)
    for record in start..<records.count {
      var fields = records.fields(of: record)
      var column = 0
      while let field = fields.next(), column < count {
        if field.isQuoted { hasQuotes = true }
        if field.number == nil {
          words[column] = true
          if !field.isQuoted { bareWords[column] = true }
        } else if (0..<field.count).contains(where: { field.start[$0] == UInt8(ascii: ".") }) {
          fractions[column] = true
        }
        column += 1
      }
    }
    holdFractions = zip(words, fractions).contains { !$0 && $1 }
  }

  var hasBareWords: Bool { bareWords.contains(true) }

  var onlyFirstHasBareWords: Bool { !bareWords.dropFirst().contains(true) }
}
