import Matrices

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

  private static func isNumber(_ field: FieldCursor.Field) -> Bool {
    DecimalNumber.parse(field.start, field.count) != nil
  }
}

extension DelimitedRecords {
  /// True where the commas of the numbers are decimal signs; looks no further than the first number with a point.
  func usesDecimalCommas() -> Bool {
    guard syntax.delimiter != TableSyntax.comma, hasCommas else { return false }
    var isCertain = false
    for record in 0..<count {
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

  /// True where all fields after the first record are numbers once commas are decimal signs, and one of them has a comma.
  var holdsNumbersWithCommas: Bool {
    var hasComma = false
    for record in min(1, count - 1)..<count {
      var fields = fields(of: record)
      while let field = fields.next() {
        let role = DecimalComma.role(of: field)
        if role == .decimal || role == .either {
          hasComma = true
        } else if role == .point || field.number == nil {
          return false
        }
      }
    }
    return hasComma
  }
}
