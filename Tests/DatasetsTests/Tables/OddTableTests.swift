import Core
import Datasets
import Foundation
import Matrices
import Testing

/// Tables with lines that are no rows, with numbers that commas part, with vectors of any words, and other files.
@Suite struct OddTableTests {
  private func table(_ text: String, _ name: String = "made.csv", header: TableHeader = .automatic) throws
    -> DelimitedTable
  {
    try DelimitedTable(FileBytes(Array(text.utf8)), named: name, header: header)
  }

  private func numbers(_ text: String, _ name: String = "made.csv") throws -> Matrix {
    let table = try table(text, name)
    return try table.numbers(columns: Array(0..<table.columns))
  }

  private func reason(_ text: String, _ name: String = "made.csv") -> TableError.Reason? {
    #expect(throws: TableError.self) { try table(text, name) }?.reason
  }

  // MARK: - First lines of numbers

  @Test(arguments: [
    "1 2\n0.5 0.25\n", "0 1\n.5 .25\n", "2019 2020\n0.5 1.5\n", "0\n0.1\n0.2\n", "0 1 2\n5 6 7\n", "0\n3\n",
  ])
  func betweenBlanksNumbersAreNoNames(text: String) throws {
    let table = try table(text, "made.txt")
    #expect(table.columnNames == nil && table.rows == text.split(separator: "\n").count)
    #expect(table.notices.map(\.kind) == ["numbers-as-row"] && table.notices[0].message.contains("--header yes"))
    #expect(try self.table(text, "made.txt", header: .present).notices.isEmpty)
  }

  @Test(arguments: ["1.5 2\n3 4\n", "3 4\n5 6\n", "5\n0.5\n", "0\n1.5\n2\n-1 # x\n"]) func otherRowsHaveNoNote(
    text: String
  ) throws {
    let table = try table(text, "made.txt")
    #expect(table.columnNames == nil && (table.notices.isEmpty || text.hasPrefix("0")))
  }

  @Test(arguments: [
    " 0 1\nx .5 .25\ny 1.5 2\n", "\"\" 0 1\nx .5 .25\ny 1.5 2\n", "id 0 1\nx .5 .25\ny 1.5 2\n",
    "a b\n.5 .25\n1.5 2\n", "0\ncat\ndog\n",
  ]) func betweenBlanksNamesAreNamesBesideAnIndexOrAboveWords(text: String) throws {
    #expect(try table(text, "made.txt").columnNames != nil)
  }

  // MARK: - Vectors of words

  @Test(arguments: [
    "2000 0.1 0.2\nthe 0.3 0.1\n# 0.5 0.9\nof .2 .2\n", "the .1 .2\n2000 .3 .4\nnan .5 .6\nof .1 .1\nto .1 .2\n",
    "4 2\nthe .1 .2\n# .3 .4\nnull .5 .6\nof .1 .1\n", "# .1 .2\nthe .3 .4\nof .5 .6\n",
    "#N/A .1 .2\nthe .3 .4\n#1 .5 .6\nof 1 1\n",
    "nan .1 .2\nthe .3 .4\nof .5 .6\n",
  ]) func noWordIsACommentOrANumber(text: String) throws {
    let table = try table(text, "made.txt")
    let lines = text.split(separator: "\n").map { $0.split(separator: " ") }.filter { $0.count == 3 }
    #expect(try table.unnamedIDs() == lines.map { String($0[0]) })
    #expect(
      try table.numbers(columns: [1, 2])
        == Matrix(lines.map { $0.dropFirst().compactMap { Float("0" + $0) ?? Float($0) } }))
  }

  @Test(arguments: ["1 2\n# 5 6\n3 4\n", "nan 2\n3 4 # x\n", "1 2\n3 4\n#\n"]) func numbersAloneHaveComments(
    text: String
  ) throws {
    #expect(try numbers(text, "made.txt").rows == 2)
  }

  @Test func aWordAmongNumbersIsNoName() throws {
    #expect(try table("1 2\nx 3\n4 5\n", "made.txt").unnamedIDs() == nil)
    #expect(throws: TableError.self) { try numbers("1,2\n-,3\n4,5\n") }
    #expect(try table("a .1\na .2\nb .3\n", "made.txt").unnamedIDs() == nil)
  }

  // MARK: - Decimal commas

  @Test(arguments: [
    ("1,8876,1,1357\n0,0580,2,5000\n", "0,0580", 2), ("0,5,0,06\n1,25,3,75\n", "0,06", 1),
    ("-1,05\n2,5\n0,25\n", "-1,05", 1),
    ("a,b\n1,05,2,5\n3,5,4,5\n", "1,05", 2), ("v\n1,05\n2,5\n", "1,05", 2),
  ]) func commasThatPartNumbersAreSuspected(text: String, number: String, line: Int) throws {
    guard case .partedDecimal(let found, let place, _) = reason(text) else { throw TestFailure() }
    #expect(found == number && place == line)
  }

  @Test(arguments: [
    "1,20,3,40\n5,0,7,80\n", "01,5\n2,05\n", "1,05,2\n3,06,4\n", "1.5,05\n2,06\n", "x,05\ny,06\n", "a,b\n1,05\n2,06\n",
  ])
  func otherWholeNumbersAreRead(text: String) throws { #expect(try table(text).rows == 2) }

  @Test(arguments: ["0,5;0,6\n0,7;0,25\n", "0,5\t0,6\n0,7\t0,25\n", "x;0,5\ny;0,7\n", "0,5;\n0,7;0,25\n"])
  func aDelimiterThatPartsNumbersWithCommasWins(text: String) throws {
    let table = try table(text)
    #expect(table.columns == 2 && table.rows == 2 && !table.decimalNotices.isEmpty)
  }

  /// Between commas such numbers stand in quotes; pandas reads them with `decimal=","`.
  @Test func decimalCommasInQuotesAreRead() throws {
    let matrix = try numbers("a,b\n\"0,5\",\"0,25\"\n\"1,75\",2\n")
    #expect(matrix == Matrix([[0.5, 0.25], [1.75, 2]]))
    #expect(throws: TableError.self) { try numbers("a,b\n\"0,5\",0.25\n\"1,75\",2\n") }
  }

  @Test(arguments: [
    ("1,000.5", ",", "."), ("1,000,000", ",", "."), ("1.000,5", ".", ","), ("-1.000.000", ".", ","),
    ("1 000,5", " ", ","), ("1'000", "'", "."),
  ]) func marksOfThousandsAreNamed(number: String, mark: String, decimal: String) throws {
    let error = #expect(throws: TableError.self) { try numbers("a|b\n\(number)|1\n2|3\n") }
    #expect(error?.reason == .thousands(number, line: 2, column: "a", mark: mark, decimal: decimal))
    #expect(error?.hint.contains("thousands=\"\(mark)\"") == true)
  }

  @Test(arguments: ["1,00.5", "1000,000.5", "a,000.5", ",000.5", "1.2.3"]) func otherTextsHaveNone(text: String) throws
  {
    let error = #expect(throws: TableError.self) { try numbers("a|b\n\(text)|1\n2|3\n") }
    if case .thousands? = error?.reason { Issue.record("\(text)") }
  }

  // MARK: - Lines that are no rows

  @Test func blankLinesAreSkippedWithANote() throws {
    for text in ["a,b\n1,2\n\n3,4\n", "\na,b\n1,2\n3,4\n", "a;b\r\n1;2\r\n  \r\n3;4\r\n", "a\tb\n\n1\t2\n3\t4\n"] {
      let table = try table(text)
      #expect(try table.numbers(columns: [0, 1]) == Matrix([[1, 2], [3, 4]]), "\(text)")
      #expect(table.notices.map(\.message) == ["made.csv: 1 blank line between the rows is left out"], "\(text)")
    }
    #expect(
      try table("1,2\n\n\n \n3,4\n\n").notices.map(\.message) == [
        "made.csv: 3 blank lines between the rows are left out"
      ])
    #expect(try table("a,b\n1,2\n3,4\n\n\n").notices.isEmpty)
    #expect(try table("a\tb\n1\t2\n\t\n3\t4\n", "made.tsv").rows == 3)
    #expect(reason("a,b\n1,2\n\n3\n") == .ragged(line: 4, expected: 2, found: 1))
  }

  @Test(arguments: [";;;;\n", ";;;;\n;;;;\n", "; ; ;;\r\n\n;;;;"]) func rowsWithoutTextAtTheEndAreLeftOut(end: String)
    throws
  {
    let table = try table("a;b;c;d;e\n1;2;3;4;5\n;;;;\n6;7;8;9;0\n" + end)
    #expect(table.rows == 3 && table.notices.map(\.kind) == ["empty-rows-left-out"])
  }

  @Test(arguments: ["sep=;\n", "sep=;\r\n", "\"sep=;\"\n", "\u{FEFF}sep=;\n"]) func theLineOfExcelNamesTheDelimiter(
    first: String
  ) throws {
    let table = try table(first + "a,x;b\n1;2\n")
    #expect(table.columnNames == ["a,x", "b"] && table.rows == 1)
    #expect(reason(first + "a;b\n1;2\n3\n") == .ragged(line: 4, expected: 2, found: 1))
    #expect(reason(first) == .empty)
  }

  @Test(arguments: [
    ("My data\na;b;c\n1;2;3\n4;5;6\n", 1, 3), ("Data\na,b\n1,2\n3,4\n", 1, 2),
    ("T, 2024\nby me\n\na,b,c\n1,2,3\n4,5,6\n", 3, 3),
    ("Results of 2024\n1,2,3\n3,4,5\n5,6,7\n", 1, 3),
  ]) func aTitleIsCalledOne(text: String, lines: Int, columns: Int) throws {
    guard case .title(let title, lines, columns) = reason(text) else { throw TestFailure() }
    #expect(text.hasPrefix(title))
  }

  @Test func otherShortFirstLinesAreNone() throws {
    #expect(reason("1,2\n1,2,3\n4,5,6\n") == .ragged(line: 2, expected: 2, found: 3))
    #expect(reason("a,b\n1,2\n3\n") == .ragged(line: 3, expected: 2, found: 1))
    #expect(try table("\"a\" \"b\"\n\"x\" 1 2\n\"y\" 3 4\n", "made.txt").columnNames == ["", "a", "b"])
  }

  // MARK: - Other files

  @Test(arguments: ["mat", "xlsx", "parquet", "pkl", "h5", "pt"]) func otherFilesAreNamed(suffix: String) throws {
    let error = #expect(throws: TableError.self) { try DelimitedTable(FileBytes([1, 0xff, 0]), named: "y.\(suffix)") }
    let wayOut = suffix == "xlsx" ? "save it as CSV" : ".npy (numpy.save) or .csv"
    #expect(error?.cause.contains("which is not read") == true && error?.hint.contains(wayOut) == true)
  }

  @Test func otherFilesAreFoundByTheirFirstBytes() throws {
    for bytes in [
      Array("MATLAB 5.0 MAT-file, x".utf8), Array("PAR1xx".utf8), [0x50, 0x4b, 3, 4, 0], [0x80, 4, 0x95, 1],
    ] {
      guard
        case .foreign? = #expect(
          throws: TableError.self, performing: { try DelimitedTable(FileBytes(bytes), named: "y.csv") })?.reason
      else { throw TestFailure() }
    }
  }

  private struct TestFailure: Error {}
}
