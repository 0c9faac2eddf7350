import Core

/// The reason why a delimited table could not be read.
package struct TableError: ExplainedError {
  package enum Reason: Error, Equatable {
    case empty
    case onlyHeader
    case utf16
    case notUTF8(line: Int)
    case unclosedQuote(line: Int)
    case textAfterQuote(line: Int)
    case ragged(line: Int, expected: Int, found: Int)
    /// Lines above the names of the columns, of which the first is given.
    case title(String, lines: Int, columns: Int)
    /// A number with a decimal comma that was taken for two fields.
    case partedDecimal(String, line: Int, columns: Int)
    /// A file of another kind, such as `an Excel workbook`.
    case foreign(String)
    /// A word among numbers; in a column of different words these may name the rows.
    case notANumber(String, line: Int, column: String, namesRows: Bool = false)
    /// A number with a comma, which may be a decimal sign or part thousands.
    case commaInNumber(String, line: Int, column: String, canPartThousands: Bool)
    /// A number with marks between thousands.
    case thousands(String, line: Int, column: String, mark: String, decimal: String)
    case vectorCount(expected: Int, found: Int)
    case notAList(String, line: Int, column: String)
    case listLength(line: Int, expected: Int, found: Int, column: String)
    /// A name that no column has; the first line of a table without names may hold it.
    case unknownColumn(String, columns: [String]?, count: Int, isInFirstLine: Bool = false)
    /// The same for the column of the ids.
    case unknownIDColumn(String, columns: [String]?, count: Int, isInFirstLine: Bool = false)
    case ambiguousColumn(String, positions: [Int])
  }

  package let path: String
  package let reason: Reason

  package init(path: String, reason: Reason) {
    self.path = path
    self.reason = reason
  }

  package var failure: String { "cannot read \(path)" }

  package var cause: String {
    switch reason {
    case .empty: "the file holds no record"
    case .onlyHeader: "the first record names the columns, and none follows it"
    case .utf16: "the text is UTF-16, UTF-8 was expected"
    case .notUTF8(let line): "line \(line) is not UTF-8"
    case .unclosedQuote(let line): "the quote that opens on line \(line) is never closed"
    case .textAfterQuote(let line): "on line \(line) a closing quote is followed by text"
    case .ragged(let line, let expected, let found):
      "the first record has \(counted(expected, "field")), line \(line.grouped) has \(found.grouped)"
    case .title(let text, let lines, let columns):
      "\(lines == 1 ? "line 1" : "lines 1 to \(lines)") (\"\(text.prefix(40))\") "
        + "\(lines == 1 ? "has" : "have") fewer fields than the \(columns.grouped) of each line below, and "
        + "\(lines == 1 ? "seems to be a title" : "seem to be titles")"
    case .partedDecimal(let text, let line, let columns):
      "decimal commas are suspected: all fields are whole numbers, and of the \(columns.grouped) in each line zeros lead "
        + "only every second one, as in \(text) on line \(line.grouped)"
    case .foreign(let kind): "it is \(kind), which is not read"
    case .notANumber(let text, let line, let column, _):
      "line \(line), column \(column): a number was expected, found \"\(text.prefix(40))\""
    case .commaInNumber(let text, let line, let column, let canPartThousands):
      "line \(line), column \(column): the comma of \"\(text.prefix(40))\" "
        + (canPartThousands
          ? "can be a decimal sign (\(text.replacing(",", with: "."))) or separate thousands (\(text.replacing(",", with: "")))"
          : "is no decimal sign here: other numbers have a point, or the comma separates the fields")
    case .thousands(let text, let line, let column, let mark, _):
      "line \(line), column \(column): a number was expected, and \"\(text.prefix(40))\" has marks (\(mark)) between thousands"
    case .vectorCount(let expected, let found):
      "its first line states \(counted(expected, "vector")), there \(found == 1 ? "is" : "are") \(found.grouped)"
    case .notAList(let text, let line, let column):
      "line \(line), column \(column): a list of numbers was expected, found \"\(text.prefix(40))\""
    case .listLength(let line, let expected, let found, let column):
      "line \(line), column \(column): a list of \(counted(expected, "number")) was expected, as in the first row, "
        + "found \(found.grouped)"
    case .unknownColumn(let name, let columns, let count, let isInFirstLine),
      .unknownIDColumn(let name, let columns, let count, let isInFirstLine):
      if let columns {
        "there is no column \"\(name)\"; the columns are "
          + list(columns.enumerated().map { $1.isEmpty ? "#\($0) (without a name)" : $1 })
      } else {
        "there is no column \"\(name)\"; the table has no header and \(counted(count, "column")), #0 to #\(count - 1)"
          + (isInFirstLine ? "; its first line, which holds the word, is read as a row" : "")
      }
    case .ambiguousColumn(let name, let positions):
      "\(positions.count) columns are called \"\(name)\", at positions \(list(positions.map(String.init)))"
    }
  }

  package var hint: String {
    switch reason {
    case .empty, .onlyHeader: "check the step that wrote it"
    case .utf16, .notUTF8: "save the table as UTF-8"
    case .unclosedQuote, .textAfterQuote: "a quote within a quoted field is written twice: \"\""
    case .ragged: "a field that holds the delimiter needs quotes around it"
    case .title(_, let lines, _):
      "remove the \(lines == 1 ? "line" : "lines"), or begin \(lines == 1 ? "it" : "each") with #; pandas leaves "
        + "\(lines == 1 ? "it" : "them") out with read_csv(…, skiprows=\(lines))"
    case .partedDecimal:
      "write numbers with points, as to_csv(…, decimal=\".\") does, or semicolons between the fields; whole numbers are "
        + "written without leading zeros"
    case .foreign(let kind) where kind.contains("JSON"):
      "export it as .csv, or as one list of records: to_json(…, orient=\"records\") without lines=True"
    case .foreign(let kind) where kind.contains("Excel"):
      "export it as .npy (numpy.save) or .csv (in Excel save it as CSV UTF-8)"
    case .foreign: "export it as .npy (numpy.save) or .csv"
    case .notANumber(let text, _, let column, _) where ["true", "false"].contains(text.lowercased()):
      "write True and False as 1 and 0, in pandas: df[\"\(column)\"] = df[\"\(column)\"].astype(int)"
    case .notANumber(let text, _, _, _) where text.count > 1 && [",", ";"].contains(text.last):
      "the fields are separated by both \(text.last ?? ",") and white space: write only one of them"
    case .notANumber(let text, _, let column, _) where Self.areSeparatedByBlanks(column, text):
      "blanks seem to separate the fields: write commas between them, or call the file .txt, in which words may stand "
        + "between blanks"
    case .notANumber(_, _, let column, namesRows: true):
      "if the column names the rows, say so: \(shellOption("--id-column", column)), or id-column: \(yamlWord(column)) "
        + "in an experiment; if it holds other text, leave it out: \(shellOption("--drop-columns", column)) (drop-columns)"
    case .notANumber:
      "leave columns of text out (--drop-columns, drop-columns), or name the one that holds the ids (--id-column, "
        + "id-column); numbers are written with a point: 0.5"
    case .commaInNumber(_, _, _, let canPartThousands):
      "write the table with points: pandas reads decimal commas with read_csv(…, sep=\";\", decimal=\",\")"
        + (canPartThousands ? ", marks of thousands with thousands=\",\"" : "") + ", and to_csv writes points"
    case .thousands(_, _, _, let mark, let decimal):
      "write the table without them: pandas reads them with read_csv(…, thousands=\"\(mark)\""
        + (decimal == "." ? "" : ", decimal=\"\(decimal)\"") + "), and to_csv writes numbers with points alone"
    case .vectorCount: "the copy or download may be cut short; without its first line the rest can be read"
    case .notAList: "write each vector as [0.1, 0.2], or each number into a column of its own"
    case .listLength: "check the step that wrote it; every row needs as many numbers"
    case .unknownColumn(let name, let columns, let count, let isInFirstLine):
      (isInFirstLine
        ? "if the first line names the columns, say so: --header yes (header: yes in an experiment file); else " : "")
        + (Nearest.of(name, in: columns ?? []).map { "did you mean \($0)? " } ?? "")
        + "name one of these, or a position from 0: \(path):#\(Self.position(name, count)) on the command line, "
        + "{ position: \(Self.position(name, count)) } in an experiment file"
    case .unknownIDColumn(let name, let columns, let count, _):
      Self.idHint(name, columns ?? (0..<count).map { "#\($0)" })
    case .ambiguousColumn(_, let positions):
      "name the column by its position from 0: \(path):#\(positions[0]) on the command line, "
        + "{ position: \(positions[0]) } in an experiment file"
    }
  }

  /// True for a name and a text of equally many words.
  private static func areSeparatedByBlanks(_ name: String, _ text: String) -> Bool {
    let (names, words) = (name.split(whereSeparator: \.isWhitespace), text.split(whereSeparator: \.isWhitespace))
    return names.count > 1 && names.count == words.count
  }

  /// The way to name the column of the ids, in the words of an option and of an experiment.
  private static func idHint(_ name: String, _ columns: [String]) -> String {
    let likely = Nearest.of(name, in: columns)
    let column = likely ?? columns.first { !$0.isEmpty } ?? "#0"
    return (likely.map { "did you mean \($0)? " } ?? "")
      + "name the column of the ids: \(shellOption("--id-column", column)), or id-column: \(yamlWord(column)) in an "
      + "experiment; if there is none: --id-column none"
  }

  /// The position that a number without its mark may have meant, else the first.
  private static func position(_ name: String, _ count: Int) -> Int {
    Int(name).flatMap { (0..<count).contains($0) ? $0 : nil } ?? 0
  }
}
