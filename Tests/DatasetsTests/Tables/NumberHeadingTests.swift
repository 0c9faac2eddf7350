import Core
import Datasets
import Foundation
import Matrices
import Testing

/// First lines of numbers, which pandas writes as names and other programs as rows.
@Suite struct NumberHeadingTests {
  private func table(_ text: String, _ name: String = "made.csv", header: TableHeader = .automatic) throws
    -> DelimitedTable
  {
    try DelimitedTable(FileBytes(Array(text.utf8)), named: name, header: header)
  }

  /// Rows of whole numbers below a limit, as pandas writes them.
  private func wholes(rows: Int = 20, columns: Int = 4, below limit: Int = 10, seed: UInt64 = 1, index: Bool = false)
    -> String
  {
    var stream = Seed(seed).stream("wholes")
    return (0..<rows).map { row in
      ((index ? [row] : []) + (0..<columns).map { _ in stream.integer(below: limit) }).map(String.init)
        .joined(separator: ",") + "\n"
    }.joined()
  }

  private func fractions(rows: Int = 20, columns: Int = 3) -> String {
    var stream = Seed(2).stream("fractions")
    return (0..<rows).map { _ in
      (0..<columns).map { _ in "\(stream.gaussian())" }.joined(separator: ",") + "\n"
    }.joined()
  }

  private func expectNames(_ names: String, above text: String, columns: Int) throws {
    let table = try table(names + "\n" + text)
    #expect(table.columnNames?.joined(separator: ",") == names && table.rows == 20 && table.columns == columns)
    #expect(table.notices.map(\.kind) == ["numbers-as-header"], "\(names)")
    #expect(table.notices.first?.message.contains("--header no") == true && table.hasAssumedHeader)
    #expect(try self.table(names + "\n" + text, header: .absent).rows == 21)
  }

  // MARK: - Names

  @Test(arguments: [2, 10, 256, 900]) func yearsAboveWholeNumbersAreNames(limit: Int) throws {
    for names in ["2001,2002,2003,2004", "1990,1995,2001,2022", "2004,2003,2002,2001"] {
      try expectNames(names, above: wholes(below: limit), columns: 4)
    }
  }

  @Test(arguments: ["2024", "7"]) func aNumberFarFromCodesOfClassesIsAName(name: String) throws {
    let codes = (0..<20).map { "\($0 * 7 % 4)\n" }.joined()
    try expectNames(name, above: codes, columns: 1)
    #expect(try LabelSet.reading(table("\(name)\n" + codes), LabelOptions()).labels.classes.count == 4)
    // Between blanks numpy.savetxt writes no names.
    #expect(try table("\(name)\n" + codes, "made.txt").rows == 21)
  }

  /// Near the others, above numbers that differ, one alone or fractions, and in a few rows it may be one of them.
  @Test func otherNumbersAboveNumbersStayRows() throws {
    let codes = (0..<20).map { "\($0 * 7 % 4)\n" }.joined()
    for name in ["6", "4", "2"] { #expect(try table("\(name)\n" + codes).rows == 21) }
    for text in ["-7\n" + codes, "2024\n" + wholes(columns: 1, below: 5000).replacing("2024", with: "1")] {
      #expect(try table(text).columnNames == nil)
    }
    for value in [{ _ in "3" }, { "\($0 * 7 % 400)" }, { "0.\($0 % 3)" }, { "\($0 % 2).0" }] as [(Int) -> String] {
      #expect(try table("2024.5\n" + (0..<20).map { value($0) + "\n" }.joined()).rows == 21)
      #expect(try table("2024\n" + (0..<7).map { value($0) + "\n" }.joined()).rows == 8)
    }
    for value in [{ _ in "3" }, { "\($0 * 7 % 400)" }] as [(Int) -> String] {
      let text = "2024\n" + (0..<20).map { value($0) + "\n" }.joined()
      #expect(try table(text).rows == 21 && table(text).notices.map(\.kind) == ["numbers-as-row"])
    }
  }

  @Test func numbersOfEqualStepsAreNamesWhereNoRowHasSome() throws {
    try expectNames("1,2,3,4,5,6", above: wholes(columns: 6, below: 5000), columns: 6)
    try expectNames("0.25,0.5,0.75,1.0", above: fractions(columns: 4), columns: 4)
  }

  @Test func numbersBesideAnIndexWithoutANameAreNames() throws {
    for names in [",2001,2002,2003,2004", ",7,3,900,12", ",0.5,0.25,3.5,4.0"] {
      try expectNames(names, above: wholes(index: true), columns: 5)
    }
    let shuffled = wholes(index: true).split(separator: "\n").reversed().joined(separator: "\n") + "\n"
    try expectNames(",7,3,900,12", above: shuffled, columns: 5)
  }

  @Test func fractionsWithoutDecimalsAreNamesAboveOthers() throws {
    for names in ["0.0,1.0,2.0", "2001.0,2005.0,1999.0"] {
      try expectNames(names, above: fractions(), columns: 3)
    }
  }

  @Test func namesOfColumnsBesideAnIDNeedNoNote() throws {
    for id in ["id", "index", "image_id"] {
      let table = try table("\(id),2001,2002,2003,2004\n" + wholes(index: true))
      #expect(table.columnNames?.first == id && table.rows == 20 && table.notices.isEmpty)
    }
    #expect(try table("year,2001,2002,2003,2004\n" + wholes(index: true)).columnNames?.first == "year")
  }

  @Test func fractionsBesideAnIDOrAboveWholeNumbersAreNames() throws {
    let named = (0..<9).map { "img\($0).png,0.\($0)13,\($0).25\n" }.joined()
    #expect(try table("filename,0.125,0.5\n" + named).columnNames?.count == 3)
    #expect(try table("filename 0.125 0.5\n" + named.replacing(",", with: " "), "made.txt").columnNames?.count == 3)
    try expectNames("0.025,0.925", above: wholes(columns: 2), columns: 2)
  }

  /// The first of vectors of words may be the name of ids.
  @Test func vectorsOfWordsHaveNoNames() throws {
    let text = "index .1 .2\nthe .3 .4\nof .5 .6\nand .7 .8\n"
    #expect(try table(text, "made.txt").unnamedIDs() == ["index", "the", "of", "and"])
    #expect(try table(text.replacing(" ", with: ","), "made.csv").notices.map(\.kind) == ["numbers-as-header"])
  }

  /// R quotes the names and not the numbers.
  @Test func numbersInQuotesAboveNumbersWithoutAreNames() throws {
    #expect(try table("\"7\",\"3\",\"9\",\"1\"\n" + wholes()).columnNames == ["7", "3", "9", "1"])
  }

  @Test func pandasWritesNamesWithPointsAboveDecimalCommas() throws {
    let table = try table("0.0;1.0\n" + (0..<20).map { "0,\($0)5;-1,2\($0)\n" }.joined())
    #expect(table.columnNames == ["0.0", "1.0"] && !table.decimalNotices.isEmpty)
    #expect(try table.numbers(columns: [0]).row(1) == [0.15])
  }

  // MARK: - Words beside numbers

  @Test(arguments: [
    ",0,note\n0,cat,wide\n1,dog,low\n2,cat,low\n", "0,note\ncat,wide\ndog,low\ncat,low\n",
    ",note,0\n5,wide,cat\n3,low,dog\n4,low,cat\n", ",0\nx,cat\ny,dog\nz,cat\n",
  ]) func aNumberAboveWordsIsAName(text: String) throws {
    let table = try table(text)
    #expect(table.rows == 3 && table.notices.map(\.kind) == ["numbers-as-header"])
    let column = try LabelSet.reading(table, LabelOptions(column: "0"))
    #expect(column.labels.classes == ["cat", "dog"] && column.labels.values == [0, 1, 0])
  }

  @Test func aNameInALineThatIsReadAsARowHasAWayOut() throws {
    let error = #expect(throws: TableError.self) { try table("a1,b\na2,c\na3,b\n").position(of: "b") }
    #expect(error?.cause.contains("first line") == true && error?.hint.contains("--header yes") == true)
    let other = #expect(throws: TableError.self) { try table("a1,b\na2,c\na3,b\n").position(of: "c") }
    #expect(other?.hint.contains("--header yes") == false)
  }

  // MARK: - Rows

  /// Whole numbers that no one has named are rows, whatever they are; the first line of few looks like names.
  @Test(arguments: [10, 256, 5000]) func rowsOfWholeNumbersStayRows(limit: Int) throws {
    var noted = 0
    for seed in 0..<200 {
      let table = try table(wholes(below: limit, seed: UInt64(seed)))
      #expect(table.rows == 20 && table.columnNames == nil, "\(seed)")
      noted += table.notices.count
    }
    #expect(noted <= 20)
  }

  /// Numbers that could be both are a row with a note that names the other reading.
  @Test(arguments: [
    "3,7,12,40", "2001,1999,2007,2003", "1,2,3,9",
  ]) func aLineThatCouldBeNamesIsARowWithANote(names: String) throws {
    let table = try table(names + "\n" + wholes())
    #expect(table.rows == 21 && table.notices.map(\.kind) == ["numbers-as-row"] && table.couldHaveHeader)
    #expect(table.notices.first?.message.contains("--header yes") == true)
    #expect(try self.table(names + "\n" + wholes(), header: .present).rows == 20)
  }

  @Test func yearsAmongNumbersAsLargeAreARowWithANote() throws {
    let text = wholes(columns: 2, below: 5000)
    #expect(try table("1995,1997\n" + text).notices.map(\.kind) == ["numbers-as-row"])
    #expect(try table("1995,1997\n" + "1980,1985\n1991,2003\n").notices.isEmpty)
  }

  @Test func ascendingRowsAreRows() throws {
    let text = (0..<20).map { "\($0 + 1),\(2 * $0 + 5),\(3 * $0 + 9)\n" }.joined()
    #expect(try table(text).rows == 20 && table(text).notices.isEmpty)
    let even = (0..<20).map { "\($0),\($0 + 1),\($0 + 2),\($0 + 3)\n" }.dropFirst().joined()
    #expect(try table(even).rows == 19)
  }

  @Test func aRowWithoutItsFirstNumberStaysARow() throws {
    #expect(try table(",0.5,0.25\n" + fractions()).rows == 21)
    #expect(try table(",5,3,4,1\n" + wholes(columns: 5)).rows == 21)
  }
}
