import Core
import Datasets
import Foundation
import Matrices
import Testing

/// Single quotes around fields, and apostrophes that are none.
@Suite struct SingleQuotesTests {
  private func table(_ text: String, _ name: String = "made.csv") throws -> DelimitedTable {
    try DelimitedTable(FileBytes(Array(text.utf8)), named: name)
  }

  private func cells(_ text: String, _ name: String = "made.csv") throws -> [[String]] {
    let table = try table(text, name)
    let columns = try (0..<table.columns).map(table.strings(column:))
    return [table.columnNames ?? []] + (0..<table.rows).map { row in columns.map { $0[row] } }
  }

  /// Read by `pandas.read_csv(…, quotechar="'")` of pandas 3.1.1 as these cells.
  @Test(arguments: [
    ("name,x\n'a, b',1\n'it''s',2\nc,3\n", "made.csv"), ("'name','x'\n'a, b','1'\n'it''s','2'\n'c','3'\n", "made.csv"),
    ("'name';'x'\n'a, b';1\n'it''s';2\n'c';3\n", "made.csv"), ("'name' 'x'\n'a, b' 1\n'it''s' 2\n'c' 3\n", "made.txt"),
    ("'name'\t'x'\r\n'a, b'\t1\r\n'it''s'\t2\r\n'c'\t3\r\n", "made.tsv"),
  ]) func quotesAreTakenOff(text: String, name: String) throws {
    #expect(try cells(text, name) == [["name", "x"], ["a, b", "1"], ["it's", "2"], ["c", "3"]])
    #expect(try table(text, name).notices.map(\.kind) == ["single-quotes"])
  }

  @Test func aFieldMayHoldALineEndAndADoubleQuote() throws {
    #expect(
      try cells("name,x\n'two\nlines',1\n'5\" wide',2\n")
        == [["name", "x"], ["two\nlines", "1"], ["5\" wide", "2"]])
    #expect(try table("'a','b'\n'1.5','-2'\n'NA',''\n").numbers(columns: [0]).row(0) == [1.5])
  }

  @Test func allWordsInQuotesAreQuotedThoughNoneNeedsIt() throws {
    #expect(try cells("'name','x'\n'cat',1\n'dog',NA\n") == [["name", "x"], ["cat", "1"], ["dog", "NA"]])
  }

  @Test(arguments: [
    "name,x\nit's,1\n'cat',2\n", "name,x\n'tis,1\n'cat',2\n", "name,x\n'n',1\ncat,2\n", "name,x\n'0012,1\n'0013,2\n",
    "name,x\n\"a, b\",1\n'cat',2\n", "name,x\n'cat' s,1\n'dog',2\n",
  ]) func apostrophesAreNoQuotes(text: String) throws {
    let table = try table(text)
    #expect(table.notices.isEmpty && table.rows == 2 && table.columns == 2)
    #expect(try table.strings(column: 0).contains { $0.contains("'") })
  }

  @Test func vectorsOfWordsKeepTheirApostrophes() throws {
    let text = "the .1 .2\n' .3 .4\n's .5 .6\n'n' .7 .8\nof .9 .9\n"
    #expect(try table(text, "made.txt").unnamedIDs() == ["the", "'", "'s", "'n'", "of"])
    #expect(try table("'n' .1 .2\n' .3 .4\nof .9 .9\n", "made.txt").rows == 3)
  }

  @Test func survivesChangedBytes() throws {
    let bytes = Array("'id','a''b',c\r\n'x,y','1',2\r\n'y\nz',3.5e-1,nan\n".utf8)
    var read = 0
    for position in bytes.indices {
      for byte: UInt8 in [0x00, 0x09, 0x0a, 0x0d, 0x20, 0x22, 0x27, 0x2c, 0x31, 0x61, 0xff] {
        var broken = bytes
        broken[position] = byte
        for part in [broken, Array(broken[..<position])] {
          guard let table = try? DelimitedTable(FileBytes(part), named: "x.csv") else { continue }
          read += 1
          for column in 0..<table.columns { _ = try? table.strings(column: column) }
          _ = try? table.numbers(columns: Array(0..<table.columns))
        }
      }
    }
    #expect(read > 300)
  }
}
