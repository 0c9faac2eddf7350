import Core
import Foundation

/// A table that a run stores as CSV (RFC 4180, UTF-8, line feeds): the names of its columns and rows of as many texts.
package struct StoredTable: Sendable, Equatable {
  package var header: [String]
  package var rows: [[String]]

  /// - Precondition: every row has a text for each column.
  package init(header: [String], rows: [[String]]) {
    precondition(rows.allSatisfy { $0.count == header.count }, "every row needs \(header.count) texts")
    self.header = header
    self.rows = rows
  }

  /// Reads a table.
  ///
  /// - Throws: ``ResultsError`` when the bytes are not those of such a table.
  /// - Complexity: O(bytes).
  package init(csv data: Data, path: String) throws {
    var reader = CSVReader(Array(data))
    var lines: [[String]] = []
    while let line = reader.nextLine() { lines.append(line) }
    guard let header = lines.first, lines.allSatisfy({ $0.count == header.count }), reader.isWhole else {
      throw ResultsError(.malformed(path: path, detail: "it is no table whose lines have as many fields as the first"))
    }
    self.header = header
    rows = Array(lines.dropFirst())
  }

  /// The position of a column; nil where there is none of the name.
  package func column(_ name: String) -> Int? { header.firstIndex(of: name) }

  /// The table with some of its columns, in their order.
  package func selecting(_ columns: [Int]) -> StoredTable {
    StoredTable(header: columns.map { header[$0] }, rows: rows.map { row in columns.map { row[$0] } })
  }

  /// The text as CSV.
  ///
  /// - Complexity: O(characters), on all threads.
  package var csv: Data {
    let chunks = Parallel.mapChunks(of: rows.count, size: 4096) { _, range in
      Data(range.map { Self.line(rows[$0]) }.joined().utf8)
    }
    return chunks.reduce(into: Data(Self.line(header).utf8)) { $0.append($1) }
  }

  private static func line(_ fields: [String]) -> String { fields.map(csvField).joined(separator: ",") + "\n" }
}

/// Reads the lines of a CSV file one after the other.
private struct CSVReader {
  private let bytes: [UInt8]
  private var position = 0
  /// False where the bytes end within quotes.
  private(set) var isWhole = true

  private static let (comma, quote, feed) = (UInt8(0x2C), UInt8(0x22), UInt8(0x0A))

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The fields of the next line; nil at the end.
  mutating func nextLine() -> [String]? {
    guard position < bytes.count else { return nil }
    var fields: [String] = []
    while true {
      fields.append(nextField())
      guard position < bytes.count else { return fields }
      position += 1
      if bytes[position - 1] == Self.feed { return fields }
    }
  }

  /// The next field; stops at what closes it.
  private mutating func nextField() -> String {
    guard position < bytes.count, bytes[position] == Self.quote else {
      let start = position
      while position < bytes.count, bytes[position] != Self.comma, bytes[position] != Self.feed { position += 1 }
      return String(decoding: bytes[start..<position], as: UTF8.self)
    }
    position += 1
    var field: [UInt8] = []
    while position < bytes.count {
      if bytes[position] != Self.quote {
        field.append(bytes[position])
        position += 1
      } else if position + 1 < bytes.count, bytes[position + 1] == Self.quote {
        field.append(Self.quote)
        position += 2
      } else {
        position += 1
        // Nothing may stand between the quotes and what closes the field.
        if position < bytes.count, bytes[position] != Self.comma, bytes[position] != Self.feed { isWhole = false }
        return String(decoding: field, as: UTF8.self)
      }
    }
    isWhole = false
    return String(decoding: field, as: UTF8.self)
  }
}
