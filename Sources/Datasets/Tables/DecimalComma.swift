import Core

/// The commas inside the numbers of a table whose fields another separator parts.
///
/// Spreadsheets of much of Europe write `1,5;2,3`. Such commas are decimal signs where at least one number of the table can
/// be read in no other way and no number has a point; `1,234` alone could also be 1234.
enum DecimalComma {
  /// The part that commas play in a field.
  enum Role {
    /// No number, a whole one, or a missing value.
    case none
    /// A number with a point.
    case point
    /// A comma that can only be a decimal sign: `1,5`, `0,125`, `12,3456`.
    case decimal
    /// A comma that could also part thousands: `1,234`.
    case either
  }

  /// The note on a table whose commas are read so.
  static func notice(_ path: String) -> Notice {
    Notice(
      kind: "decimal-commas",
      message: "\(path): the commas in its numbers are read as decimal signs, so that 1,5 is 1.5")
  }

  static func role(of field: FieldCursor.Field) -> Role {
    let field = field.trimmed
    let bytes = UnsafeBufferPointer(start: field.start, count: field.count)
    let commas = bytes.count { $0 == TableSyntax.comma }
    guard commas == 1, let comma = bytes.firstIndex(of: TableSyntax.comma) else {
      return commas == 0 && bytes.contains(UInt8(ascii: ".")) && isNumber(field) ? .point : .none
    }
    guard !bytes.contains(UInt8(ascii: ".")), number(field, DecimalNumber.parse) != nil else { return .none }
    let whole = bytes[..<comma].drop { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }
    let isThousands =
      (1...3).contains(whole.count) && whole.first != UInt8(ascii: "0") && bytes.count - comma == 4
      && bytes[(comma + 1)...].allSatisfy { (0x30...0x39).contains($0) }
    return isThousands ? .either : .decimal
  }

  /// The number of a field, its comma taken for a point; nil for what is none.
  static func number<Number>(
    _ field: FieldCursor.Field, _ parse: (UnsafePointer<UInt8>, Int) -> Number?
  ) -> Number? {
    // Longer fields are no numbers that anybody writes.
    guard field.count > 0, field.count <= 400 else { return nil }
    return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: field.count) { copy in
      guard let base = copy.baseAddress else { return nil }
      base.initialize(from: field.start, count: field.count)
      if let comma = copy.firstIndex(of: TableSyntax.comma) { base[comma] = UInt8(ascii: ".") }
      return parse(base, field.count)
    }
  }

  /// The marks of a number between whose thousands marks stand that cannot be decimal signs (`1,000.5`, `1.000.000`,
  /// `1 000,5`, `1'000`), and its decimal sign; nil for any other text.
  static func thousandsMarks(in text: String) -> (mark: String, decimal: String)? {
    let digits = text.drop { $0 == "-" || $0 == "+" }
    for mark: Character in [",", ".", "'", "’", " ", "\u{a0}", "\u{202f}"] {
      let decimal: Character = [",", "'", "’"].contains(mark) ? "." : ","
      let parts = digits.split(separator: decimal, omittingEmptySubsequences: false)
      let groups = parts[0].split(separator: mark, omittingEmptySubsequences: false)
      let isGrouped =
        groups.count > 1 && (1...3).contains(groups[0].count) && groups.dropFirst().allSatisfy { $0.count == 3 }
      let areDigits = (groups + parts.dropFirst()).allSatisfy { $0.allSatisfy { ("0"..."9").contains($0) } }
      // One comma or point alone may be a decimal sign.
      let isCertain = groups.count > 2 || parts.count == 2 || (mark != "," && mark != ".")
      if isGrouped, areDigits, isCertain, parts.count <= 2 { return (String(mark), String(decimal)) }
    }
    return nil
  }

  private static func isNumber(_ field: FieldCursor.Field) -> Bool {
    DecimalNumber.parse(field.start, field.count) != nil
  }
}

extension DelimitedRecords {
  /// True where the commas of the numbers are decimal signs; looks no further than the first number with a point below
  /// the first record, whose points do not count where it has no number with a comma: pandas writes names so.
  ///
  /// Between commas a number with a comma stands in quotes.
  func usesDecimalCommas() -> Bool {
    guard hasCommas, syntax.delimiter != TableSyntax.comma || syntax.hasQuotes && hasQuoteMarks else { return false }
    var isCertain = false
    for record in (count > 1 && !holdsNumberWithComma(0) ? 1 : 0)..<count {
      var fields = fields(of: record)
      while let field = fields.next() {
        switch DecimalComma.role(of: field) {
        case .point: return false
        case .decimal: isCertain = true
        case .none, .either: continue
        }
      }
    }
    return isCertain
  }

  private func holdsNumberWithComma(_ record: Int) -> Bool {
    var fields = fields(of: record)
    while let field = fields.next() {
      let role = DecimalComma.role(of: field)
      if role == .decimal || role == .either { return true }
    }
    return false
  }

  /// True where all fields after the first record, but for a first column of other texts, are numbers once commas are
  /// decimal signs, and one of them has a comma.
  var holdsNumbersWithCommas: Bool {
    var hasComma = false
    for record in min(1, max(count - 1, 0))..<count {
      var fields = fields(of: record)
      var isFirst = true
      while let field = fields.next() {
        let role = DecimalComma.role(of: field)
        if role == .decimal || role == .either {
          hasComma = true
        } else if role == .point || (field.number == nil && !(isFirst && !field.holdsComma)) {
          return false
        }
        isFirst = false
      }
    }
    return hasComma
  }

  /// The first number that a comma seems to have parted into two fields; nil where none seems so.
  ///
  /// All fields of such a table are whole numbers, their count is even, and zeros lead some at the odd places alone.
  var partedDecimal: (line: Int, text: String)? {
    guard syntax.delimiter == TableSyntax.comma else { return nil }
    var found: (line: Int, text: String)?
    for record in 0..<count {
      var fields = fields(of: record)
      while let whole = fields.next() {
        guard let fraction = fields.next(), whole.isWholePart, fraction.isDigits else { return nil }
        if found == nil, fraction.count > 1, fraction.start[0] == UInt8(ascii: "0"), let one = whole.text,
          let other = fraction.text
        {
          found = (line(of: record), "\(one),\(other)")
        }
      }
    }
    return found
  }
}

extension FieldCursor.Field {
  fileprivate var holdsComma: Bool { (0..<count).contains { start[$0] == TableSyntax.comma } }

  fileprivate var isDigits: Bool { count > 0 && (0..<count).allSatisfy { (0x30...0x39).contains(start[$0]) } }

  /// True for a whole number without a zero before other digits.
  fileprivate var isWholePart: Bool {
    let sign = count > 0 && start[0] == UInt8(ascii: "-") ? 1 : 0
    guard count > sign, count == sign + 1 || start[sign] != UInt8(ascii: "0") else { return false }
    return (sign..<count).allSatisfy { (0x30...0x39).contains(start[$0]) }
  }
}
