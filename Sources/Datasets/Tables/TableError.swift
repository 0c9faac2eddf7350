import Matrices

/// Why a delimited table could not be read.
public struct TableError: ExplainedError {
  package enum Reason: Error, Equatable {
    case empty
    case onlyHeader
    case utf16
    case notUTF8(line: Int)
    case unclosedQuote(line: Int)
    case textAfterQuote(line: Int)
    case ragged(line: Int, expected: Int, found: Int)
    case notANumber(String, line: Int, column: String)
    case unknownColumn(String, columns: [String]?, count: Int)
    case ambiguousColumn(String, positions: [Int])
  }

  public let path: String
  package let reason: Reason

  package init(path: String, reason: Reason) {
    self.path = path
    self.reason = reason
  }

  public var failure: String { "cannot read \(path)" }

  public var cause: String {
    switch reason {
    case .empty: "the file holds no record"
    case .onlyHeader: "the first record names the columns, and none follows it"
    case .utf16: "the text is UTF-16, UTF-8 was expected"
    case .notUTF8(let line): "line \(line) is not UTF-8"
    case .unclosedQuote(let line): "the quote that opens on line \(line) is never closed"
    case .textAfterQuote(let line): "on line \(line) a closing quote is followed by text"
    case .ragged(let line, let expected, let found):
      "the first record has \(counted(expected, "field")), line \(line.grouped) has \(found.grouped)"
    case .notANumber(let text, let line, let column):
      "line \(line), column \(column): a number was expected, found \"\(text.prefix(40))\""
    case .unknownColumn(let name, let columns, let count):
      if let columns {
        "there is no column \"\(name)\"; the columns are \(list(columns))"
      } else {
        "there is no column \"\(name)\"; the table has no header and \(counted(count, "column")), from 0"
      }
    case .ambiguousColumn(let name, let positions):
      "\(positions.count) columns are called \"\(name)\", at positions \(list(positions.map(String.init)))"
    }
  }

  public var hint: String {
    switch reason {
    case .empty, .onlyHeader: "check the step that wrote it"
    case .utf16, .notUTF8: "save the table as UTF-8"
    case .unclosedQuote, .textAfterQuote: "a quote within a quoted field is written twice: \"\""
    case .ragged: "a field that holds the delimiter needs quotes around it"
    case .notANumber:
      "leave columns of text out, or name the one that holds the ids; numbers are written with a point: 0.5"
    case .unknownColumn: "name one of these, or its position from 0"
    case .ambiguousColumn: "name the column by its position from 0"
    }
  }
}
