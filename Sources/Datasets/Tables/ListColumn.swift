import Core
import Matrices

/// Columns whose cells hold a whole vector, such as `"[0.1, 0.2]"`.
extension DelimitedTable {
  /// True where the first row has a list between brackets in a column.
  package func holdsLists(_ column: Int) -> Bool {
    guard let field = field(row: 0, column: column)?.trimmed, field.count >= 2 else { return false }
    return field.start[0] == UInt8(ascii: "[") && field.start[field.count - 1] == UInt8(ascii: "]")
  }

  /// True where the first row has a number, or nothing, in a column.
  package func startsWithNumber(_ column: Int) -> Bool {
    field(row: 0, column: column).map { $0.trimmed.count == 0 || $0.number != nil } ?? true
  }

  /// The lists of a column as a matrix, one a row; commas, blanks or line ends part their numbers.
  ///
  /// - Throws: ``TableError`` for the first cell that is no list of numbers, or of another length than the first.
  package func lists(column: Int) throws -> Matrix {
    let length = try list(row: 0, column: column).count
    try FileError.requireMemory(rows: rows, columns: length, path: path)
    return try Matrix(rows: rows, columns: length) { target in
      _ = try Parallel.tryMapChunks(of: rows, size: 64) { _, range in
        for row in range {
          let numbers = try list(row: row, column: column)
          guard numbers.count == length else {
            throw TableError(
              path: path,
              reason: .listLength(line: line(of: row), expected: length, found: numbers.count, column: name(of: column))
            )
          }
          let start = target.pointer(toRow: row)
          for (position, number) in numbers.enumerated() { start[position] = number }
        }
      }
    }
  }

  /// The numbers of the same lists in `Double`, parsed when they are asked for.
  ///
  /// - Parameter length: the length of each list, which ``lists(column:)`` has checked.
  package func exactLists(column: Int, length: Int) -> ExactValues {
    ExactValues(rows: rows, columns: length) { rows, target in
      for row in rows {
        let field = field(row: row, column: column)?.trimmed
        let numbers = field.flatMap { Self.numbers(in: $0, DecimalNumber.parseExactly) } ?? []
        let to = target + (row - rows.lowerBound) * length
        for position in 0..<length { to[position] = position < numbers.count ? numbers[position] : .nan }
      }
    }
  }

  private func list(row: Int, column: Int) throws(TableError) -> [Float] {
    let field = field(row: row, column: column)?.trimmed
    guard let field, let numbers = Self.numbers(in: field, DecimalNumber.parse), !numbers.isEmpty else {
      throw TableError(
        path: path, reason: .notAList(field?.text ?? "", line: line(of: row), column: name(of: column)))
    }
    return numbers
  }

  private static func numbers<Number>(
    in field: FieldCursor.Field, _ parse: (UnsafePointer<UInt8>, Int) -> Number?
  ) -> [Number]? {
    guard field.count >= 2, field.start[0] == UInt8(ascii: "["),
      field.start[field.count - 1] == UInt8(ascii: "]")
    else { return nil }
    var numbers: [Number] = []
    var position = 1
    while position < field.count - 1 {
      let start = position
      while position < field.count - 1, !partsNumbers(field.start[position]) { position += 1 }
      if position > start {
        guard let number = parse(field.start + start, position - start) else { return nil }
        numbers.append(number)
      }
      position += 1
    }
    return numbers
  }

  private static func partsNumbers(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || TableSyntax.isBlank(byte) || byte == 0x0a || byte == 0x0d
  }
}
