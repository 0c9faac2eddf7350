import Core
import Datasets
import Foundation
import Matrices
import Testing

/// Tables between blanks in files called `.csv`, as R's `write.table` and pandas with `sep=" "` write them.
@Suite struct BlankSeparatedTests {
  private func table(_ text: String, _ name: String = "made.csv") throws -> DelimitedTable {
    try DelimitedTable(FileBytes(Array(text.utf8)), named: name)
  }

  @Test(arguments: [
    "\"a\" \"b\" \"c\"\n\"1\" .5 .25 1\n\"2\" 1.5 2 3\n", " a b c\n1 .5 .25 1\n2 1.5 2 3\n",
    "\"\" \"a\" \"b\" \"c\"\n\"1\" .5 .25 1\n\"2\" 1.5 2 3\n",
  ]) func rowNamesStandBeforeTheNumbers(text: String) throws {
    let table = try table(text)
    #expect(table.columnNames == ["", "a", "b", "c"] && table.rows == 2)
    #expect(try table.rowNames().counters == [0])
    #expect(try table.numbers(columns: [1, 2, 3]) == Matrix([[0.5, 0.25, 1], [1.5, 2, 3]]))
  }

  @Test func wordsStandInQuotesOrBesideFractions() throws {
    let quoted = try table("\"a\" \"kind\"\n\"r1\" 5 \"Iris x\"\n\"r2\" 7 \"setosa\"\n")
    #expect(quoted.columnNames == ["", "a", "kind"])
    #expect(try quoted.strings(column: 2) == ["Iris x", "setosa"])
    let bare = try table("id a kind\nx1 .5 cat\nx2 .25 dog\n")
    #expect(try bare.columnNames == ["id", "a", "kind"] && bare.strings(column: 2) == ["cat", "dog"])
    #expect(try table("\"v\"\n\"1\" 0.5\n\"2\" 0.25\n").columnNames == ["", "v"])
  }

  @Test func namesInQuotesMayBeNumbers() throws {
    let table = try table("\"2001\" \"2002\"\n\"r1\" 5 7\n\"r2\" 3 4\n\"r3\" 5 1\n")
    #expect(table.columnNames == ["", "2001", "2002"] && table.rows == 3)
  }

  @Test(arguments: [
    "polar bear\nsea lion\n", "diagnosis\nType 1 diabetes\nType 2 diabetes\n", "Type 1 diabetes\nType 2 diabetes\n",
    "id class\nx1 cat\nx2 dog\n", "text\n\"a dog\"\n\"a cat\"\n",
  ]) func textOfSeveralWordsIsOneColumn(text: String) throws { #expect(try table(text).columns == 1) }

  @Test func wordsBetweenBlanksHaveAWayOut() throws {
    let text = "id class\nx1 cat\nx2 dog\n"
    let error = #expect(throws: TableError.self) { try table(text).numbers(columns: [0]) }
    #expect(error?.hint.contains(".txt") == true)
    #expect(try table(text, "made.txt").columns == 2)
  }
}
