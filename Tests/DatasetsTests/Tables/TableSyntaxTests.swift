import Core
import Datasets
import Foundation
import Matrices
import Testing

/// Text that people have and the standard of CSV does not know: blanks, comments, quotes that are words, vectors.
@Suite struct TableSyntaxTests {
  private func table(_ text: String, _ name: String = "made.txt") throws -> DelimitedTable {
    try DelimitedTable(FileBytes(Array(text.utf8)), named: name)
  }

  private func numbers(_ text: String, _ name: String = "made.txt") throws -> Matrix {
    let table = try table(text, name)
    return try table.numbers(columns: Array(0..<table.columns))
  }

  private func cells(_ text: String, _ name: String = "made.txt") throws -> [[String]] {
    let table = try table(text, name)
    let columns = try (0..<table.columns).map(table.strings(column:))
    return (0..<table.rows).map { row in columns.map { $0[row] } }
  }

  @Test(arguments: [
    "1 2\n3 4\n", "   1    2\n   3    4\n", "1 2 \n3 4 \n", "1\t 2\n 3  4\n", "# x y\n1 2\n3 4\n",
    "# made by me\n1 2\n3 4\n",
    "  1.0\t\t 2.0  \n  3.0\t 4.0\n", "1\t\t2\n3\t\t4\n", "1 \t 2\n3  4\n", "1 2\t\n3 4\t\n",
    "1 2\n# between\n3 4\n", "1 2 # first\n3 4\n", "\n1 2\n\n3 4\n\n", "#\n# a\n1 2\r\n3 4\r\n", "1 2\n3 4\n   ",
  ]) func readsWhatNumpyLoadtxtReads(text: String) throws {
    #expect(try numbers(text) == Matrix([[1, 2], [3, 4]]))
    #expect(try numbers(text, "made.csv") == Matrix([[1, 2], [3, 4]]), "as .csv")
  }

  /// Read by `numpy.loadtxt` of NumPy 2.4.6 as 2 × 3; split by tabs alone they have two fields or an empty one.
  @Test(arguments: [
    "  1.0\t 2.0   3.0  \n  4.0\t 5.0   6.0  \n", "1 2\t3\n4 5\t6\n", "1\t\t2\t3\n4\t\t5\t6\n",
    "# a b c\n1\t2 3\n4\t5 6\n", "1e0\t2 3 # one\n4\t5 6\n",
  ]) func readsTabsMixedWithBlanks(text: String) throws {
    for name in ["made.txt", "made.csv"] { #expect(try numbers(text, name) == Matrix([[1, 2, 3], [4, 5, 6]])) }
  }

  @Test func tabsAloneSeparateWordsAndEmptyFields() throws {
    #expect(try cells("New York\t1\nLos Angeles\t2\n") == [["New York", "1"], ["Los Angeles", "2"]])
    #expect(try cells("1\t\t3\n4\t5\t6\n") == [["1", "", "3"], ["4", "5", "6"]])
    #expect(try cells("img 1\t2\nimg 2\t3\n") == [["img 1", "2"], ["img 2", "3"]])
  }

  @Test func takesTheNamesOfACommentThatHasAsMany() throws {
    #expect(try table("# x y\n1 2\n3 4\n").columnNames == ["x", "y"])
    #expect(try table("# x,y\n1,2\n3,4\n", "made.csv").columnNames == ["x", "y"])
    #expect(try table("# made by me\n1 2\n3 4\n").columnNames == nil)
    #expect(try table("# 7 rows\n1,2\n3,4\n", "made.csv").rows == 2)
    #expect(try cells("#1,cat\n#2,dog\n", "made.csv") == [["#1", "cat"], ["#2", "dog"]])
  }

  /// As `numpy.savetxt` writes them with a delimiter, a header and a footer, and `numpy.loadtxt` reads them.
  @Test(arguments: [
    "# a,b\n1,2\n3,4\n# end\n", "1,2\n3,4\n# end\n", "1,2\n# between\n3,4\n", "1,2\n3,4\n#\n#end\n",
    "# made by me\n# a,b\n1,2\n# c,d\n3,4\n#5,6\n", "#a,b\n# x\n1,2\r\n3,4\r\n# one, two, three\r\n",
    "# a;b\n1;2\n3;4\n# end\n", "\"1\",2\n3,4\n# an \"end\n",
  ]) func skipsCommentsBetweenAndBelowTheRows(text: String) throws {
    for name in ["made.csv", "made.txt"] { #expect(try numbers(text, name) == Matrix([[1, 2], [3, 4]]), "\(name)") }
    let isCommented = text.hasPrefix("#")
    #expect(try table(text, "made.csv").notices.contains { $0.kind == "comments-left-out" } == !isCommented)
  }

  @Test func skipsCommentsBelowASingleColumnUnderAComment() throws {
    #expect(try numbers("# label\n1\n2\n# end\n", "made.csv") == Matrix([[1], [2]]))
  }

  @Test func keepsMarksThatBeginAField() throws {
    #expect(try cells("tag,n\n#cat,1\n#dog,2\n", "made.csv") == [["#cat", "1"], ["#dog", "2"]])
    #expect(try cells("# tags\ntag,n\n#cat,1\nnone,2\n", "made.csv") == [["#cat", "1"], ["none", "2"]])
    #expect(try cells("# x,y\n1,2\n#N/A,4\n", "made.csv") == [["1", "2"], ["#N/A", "4"]])
    #expect(try cells("p,q\na,\"x\n# y, z\"\nb,\"#\"\n", "made.csv") == [["a", "x\n# y, z"], ["b", "#"]])
    #expect(throws: TableError.self) { try table("tag,n\n#cat,1\n#a,dog,2\n", "made.csv") }
  }

  @Test func readsVectorsOfWords() throws {
    let glove = "the .1 .2\n\" .3 .4\n# .5 .6\n\"\" .7 .8\n\" .9 1\n"
    let words = try table(glove).strings(column: 0)
    #expect(words.count == 5 && words[1] == "\"" && words[2] == "#" && words[4] == "\"")
    #expect(try table(glove).numbers(columns: [1, 2])[4, 0] == 0.9)
    #expect(try table(glove).columnNames == nil)
    let word2vec = "3 2\nthe .1 .2\n</s> .3 .4\nof .5 .6\n"
    #expect(try table(word2vec).rows == 3 && table(word2vec).unnamedIDs() == ["the", "</s>", "of"])
    #expect(try table("2 1\nthe .1\nof .5\n").rows == 2)
  }

  @Test func countsTheVectorsThatTheFirstLineAnnounces() throws {
    let error = #expect(throws: TableError.self) { try table("4 2\nthe .1 .2\nof .3 .4\n") }
    #expect(error?.reason == .vectorCount(expected: 4, found: 2))
    #expect(try numbers("2 1\n3 4\n") == Matrix([[2, 1], [3, 4]]))
  }

  @Test func readsQuotesOfTabsAsWordsWhereTheLinesSaySo() throws {
    #expect(try cells("\"\t1\na\t2\n\"\t3\n", "made.tsv") == [["\"", "1"], ["a", "2"], ["\"", "3"]])
    #expect(try cells("\"a\tb\"\t1\n\"c\nd\"\t2\n", "made.tsv") == [["a\tb", "1"], ["c\nd", "2"]])
    #expect(try cells("\"polar bear\" 1\n\"cat\" 2\n") == [["polar bear", "1"], ["cat", "2"]])
    #expect(try cells("x \"y\n1 2\n", "made.txt").count == 1)
  }

  @Test(arguments: [
    ("a|b\n1|2\n", "x.csv", 2), ("a,b;1\nc;2\nd;3\n", "x.csv", 2), ("id;note\n1;a, b\n2;c\n", "x.csv", 2),
    ("x|1,5\ny|2,5\n", "x.txt", 2), ("1.5 2.5\n3 4\n", "x.csv", 2), ("polar bear\nsea lion\n", "x.csv", 1),
    ("a\tb c\nd\te f\n", "x.txt", 2),
  ]) func findsTheDelimiterThatAllRecordsShare(text: String, name: String, columns: Int) throws {
    #expect(try table(text, name).columns == columns)
  }

  @Test func readsTheRowNamesOfRTables() throws {
    let table = try table("\"a\" \"b\"\n\"x\" 1 2\n\"y\" 3 4\n")
    #expect(table.columnNames == ["", "a", "b"])
    #expect(try table.rowNames().ids == 0 && table.strings(column: 0) == ["x", "y"])
    #expect(throws: TableError.self) { try self.table("a,b\n1,2,3\n4,5\n", "x.csv") }
    #expect(throws: TableError.self) { try self.table("1,2\n1,2,3\n4,5,6\n", "x.csv") }
  }

  @Test func readsWordsForMissingValuesAsNaN() throws {
    for word in ["NA", "N/A", "nan", "NaN", "null", "NULL", "None", "<NA>", "#N/A", "", " NA "] {
      let matrix = try numbers("a,b\n1,2\n\(word),3\n", "x.csv")
      #expect(matrix[1, 0].isNaN && matrix[1, 1] == 3, "\(word)")
    }
    for word in ["na", "missing", "-", "?", "none", "NAN/A"] {
      #expect(throws: TableError.self) { try numbers("a,b\n1,2\n\(word),3\n", "x.csv") }
    }
  }

  @Test func findsTheColumnOfIDsByItsName() throws {
    func names(_ text: String) throws -> RowNames { try table(text, "x.csv").rowNames() }
    for name in ["id", "ID", "image_id", "Filename", "index", "Unnamed: 0", ""] {
      #expect(try names("\(name),a\nx,1\ny,2\n").ids == 0, "\(name)")
    }
    #expect(try names("a,id,filename\n1,x,p\n2,y,q\n").ids == 1)
    #expect(try names("a,name\n1,x\n2,y\n").ids == nil && names("a,\n1,x\n2,y\n").ids == nil)
    for name in ["index", "Unnamed: 0", ""] {
      let counted = try names("\(name),a\n0,5\n1,6\n2,7\n")
      #expect(counted.ids == nil && counted.counters == [0], "\(name)")
    }
    #expect(try names(",id,a\n0,x,1\n1,y,2\n").counters == [0] && names(",id,a\n0,x,1\n1,y,2\n").ids == 1)
    #expect(try names("id,a\n0,5\n1,6\n").ids == 0)
    #expect(try names(",a\n0,5\n2,6\n1,7\n").ids == 0)
  }

  @Test func readsAListInACell() throws {
    let text = "id,v\n0,\"[1, 2.5]\"\n1,\"[ 3,-4e0 ]\"\n2,[5\u{20}6]\n3,\"[7\n8]\"\n"
    let table = try table(text, "x.csv")
    #expect(table.holdsLists(1) && !table.holdsLists(0))
    #expect(try table.lists(column: 1) == Matrix([[1, 2.5], [3, -4], [5, 6], [7, 8]]))
    func reason(_ text: String) -> TableError.Reason? {
      #expect(throws: TableError.self) { try self.table(text, "x.csv").lists(column: 0) }?.reason
    }
    #expect(reason("v;w\n[1,2];a\n[3];b\n") == .listLength(line: 3, expected: 2, found: 1, column: "v"))
    #expect(reason("v;w\n[1,2];a\nx;b\n") == .notAList("x", line: 3, column: "v"))
    #expect(reason("v;w\n[1,x];a\n") == .notAList("[1,x]", line: 2, column: "v"))
    #expect(reason("v;w\n[];a\n") == .notAList("[]", line: 2, column: "v"))
  }

  @Test func survivesChangedBytesOfBlankSeparatedText() throws {
    var read = 0
    for text in ["# a b\n 1.5  2 \n\n3 4 # x\n", "2 2\n\" .1 .2\nof .3 .4\n", "a b\n\"x y\" 1 2\n'z' 3 4\n"] {
      let bytes = Array(text.utf8)
      for position in bytes.indices {
        for byte in UInt8.min...UInt8.max {
          var broken = bytes
          broken[position] = byte
          guard let table = try? DelimitedTable(FileBytes(broken), named: "x.txt") else { continue }
          read += 1
          for column in 0..<table.columns { _ = try? table.strings(column: column) }
          _ = try? table.rowNames()
          _ = try? table.unnamedIDs()
          _ = try? table.numbers(columns: Array(0..<table.columns))
        }
      }
    }
    #expect(read > 1000)
  }
}
