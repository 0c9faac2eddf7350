import Core
import Datasets
import Foundation
import Matrices
import Testing

@Suite struct DelimitedTableTests {
  private func table(
    _ text: String, _ name: String = "made.csv", header: TableHeader = .automatic
  ) throws -> DelimitedTable {
    try DelimitedTable(FileBytes(Array(text.utf8)), named: name, header: header)
  }

  private func cells(_ table: DelimitedTable) throws -> [[String]] {
    let columns = try (0..<table.columns).map(table.strings(column:))
    return (0..<table.rows).map { row in columns.map { $0[row] } }
  }

  private func reason(_ text: String, _ name: String = "made.csv") -> TableError.Reason? {
    #expect(throws: TableError.self) {
      let table = try table(text, name)
      _ = try table.numbers(columns: Array(0..<table.columns))
    }?.reason
  }

  @Test func readsQuotesAsTheStandardSays() throws {
    let text = "name,note\r\n\"a, b\",\"says \"\"hi\"\"\"\r\n\"two\r\nlines\",5\" wide\r\n,\"\"\r\n"
    let table = try table(text)
    #expect(table.columnNames == ["name", "note"])
    #expect(try cells(table) == [["a, b", "says \"hi\""], ["two\r\nlines", "5\" wide"], ["", ""]])
  }

  @Test(arguments: ["\n", "\r\n", "\r"], [true, false]) func acceptsEveryLineEnd(end: String, last: Bool) throws {
    let table = try table(["a,b", "1,2", "3,4"].joined(separator: end) + (last ? end : ""))
    #expect(table.columnNames == ["a", "b"] && table.rows == 2)
    #expect(try table.numbers(columns: [0, 1]) == Matrix([[1, 2], [3, 4]]))
  }

  @Test func skipsAByteOrderMark() throws {
    #expect(try table("\u{feff}a,b\n1,2\n").columnNames == ["a", "b"])
    #expect(reason("\u{feff}") == .empty)
  }

  @Test(arguments: [
    ("x.csv", "1;2\n3;4\n", 2), ("x.csv", "1,2;5\n3,4;5\n", 2), ("x.txt", "1,2;5;6;7\n", 4), ("x.tsv", "1\t2,5\n", 2),
    ("x.txt", "1 2 3\n4 5 6\n", 3), ("x.csv", "a b\nc d\n", 1), ("x.csv", "\"a;b;c\",d\n1,2\n", 2), ("x", "1\t2\n", 2),
  ]) func findsTheDelimiter(name: String, text: String, columns: Int) throws {
    #expect(try table(text, name).columns == columns)
  }

  @Test(arguments: [
    ("a,b\n1,2\n", true), ("1,2\n3,4\n", false), ("a,2\nb,4\n", false), ("a,b\nc,d\n", true), ("1,x\n2,y\n", false),
    (",0,1,2\n0,5,6,7\n", true), ("0,1,2\n5,6,7\n", true), ("0,1\n5,6\n", true), ("x,\n,5\n,6\n", true),
    ("5\n6\n", false), ("v\n\n6\n", true), ("nan,1\n2,3\n", false), ("nan\n1\n2\n", false),
    // Numbers above fractions, and numbers that pandas counts columns with
    ("0\n2\n1\n2\n", true), ("2019,2020\n0.5,1.5\n2.5,-0.5\n", true), ("1999,2004,2010\n1.0,2.0,3e1\n", true),
    ("2019\n0.5\n", false), ("1,2\n0.5,7\n", false), ("0.0,1.0\n2.5,3.5\n", false), ("id,0,1\nx,0.5,2\n", true),
    ("index,0\n0,3\n1,4\n", true), ("a,0\nb,1\nc,2\n", false), ("x0,0\nx1,1\n", false), ("0,0\n0.5,1.5\n", false),
    // Words above words
    ("cat\ndog\ncat\n", false), ("label\ncat\ndog\ncat\n", true), ("img0.png,cat\nimg1.png,dog\n", false),
    ("filename,class\nimg0.png,cat\nimg1.png,class\n", true), ("cat,0\ndog,1\ncat,2\n", false),
    ("name,note\nNA,x\nb,NA\n", true),
  ]) func findsTheHeader(text: String, hasHeader: Bool) throws {
    #expect((try table(text).columnNames != nil) == hasHeader)
  }

  @Test func takesTheHeaderAsTold() throws {
    #expect(try table("1,2\n3,4\n", header: .present).columnNames == ["1", "2"])
    #expect(try table("a,b\nc,d\n", header: .absent).rows == 2)
    #expect(reason("a,b\n") == .onlyHeader)
  }

  @Test func namesTheLineOfWhatIsWrong() throws {
    #expect(reason("a,b\n1,2\n3\n") == .ragged(line: 3, expected: 2, found: 1))
    #expect(reason("a,b\n1,2\n3,4,5\n") == .ragged(line: 3, expected: 2, found: 3))
    #expect(reason("a,b\n1,2\n\n3\n") == .ragged(line: 4, expected: 2, found: 1))
    #expect(reason("a,b\n\"1\n\",2\n3\n") == .ragged(line: 4, expected: 2, found: 1))
    #expect(reason("a,b\n1,2\n3,\"4\n5,6\n") == .unclosedQuote(line: 3))
    #expect(reason("a,b\n1,\"2\"x\n") == .textAfterQuote(line: 2))
    #expect(reason("a,b\n1,2\n3,four\n") == .notANumber("four", line: 3, column: "b"))
    #expect(
      reason("1;2;2,5\n3;4;4.5\n", "made.txt")
        == .commaInNumber("2,5", line: 1, column: "#2", canPartThousands: false))
    #expect(
      reason("1;2;2,500\n3;4;4,500\n", "made.txt")
        == .commaInNumber("2,500", line: 1, column: "#2", canPartThousands: true))
    #expect(reason("") == .empty)
  }

  @Test func countsNoBlankLineAtTheEndAsARow() throws {
    #expect(try table("a,b\n1,2\n\n\r\n").rows == 1)
    #expect(try table("a,b\n1,2\n  \n").rows == 1)
    #expect(try cells(table("a\n1\n\n2\n\n \t\n")) == [["1"], [""], ["2"]])
    #expect(try cells(table("a\n1\n\"\"\n")) == [["1"], [""]])
  }

  @Test func notesAHeaderThatCouldBeARow() throws {
    #expect(try table("0\n1\n0\n").notices.map(\.kind) == ["numbers-as-header"])
    #expect(try table("1999,2004\n0.5,1.5\n").notices.map(\.kind) == ["numbers-as-header"])
    for text in ["0,1\n0.5,1.5\n", "2019,2020\n0.5,1.5\n", ",0\n0,4\n1,5\n", "0\n0.5\n", "a,0,1\nx,.5,2\n"] {
      #expect(try table(text).columnNames != nil && table(text).notices.map(\.kind) == ["numbers-as-header"], "\(text)")
    }
    for text in ["a,b\n1,2\n", "id,0\nx,4\ny,5\n", "a,b\nc,d\n"] {
      #expect(try table(text).columnNames != nil && table(text).notices.isEmpty, "\(text)")
    }
    #expect(try table("0\n1\n0\n", header: .absent).rows == 3)
    #expect(try table("0\n1\n0\n", header: .present).notices.isEmpty)
  }

  @Test func refusesOtherEncodings() throws {
    let wide = #expect(throws: TableError.self) {
      try DelimitedTable(FileBytes([0xff, 0xfe, 0x31, 0]), named: "x.csv")
    }
    #expect(wide?.reason == .utf16)
    let table = try DelimitedTable(FileBytes(Array("a,b\n1,".utf8) + [0xe9, 0x0a]), named: "x.csv")
    #expect(#expect(throws: TableError.self) { try table.strings(column: 1) }?.reason == .notUTF8(line: 2))
  }

  @Test func readsNumbersWithSpacesQuotesAndGaps() throws {
    let matrix = try table("a,b,c\n 1.5 ,\"2e1\",-0\n,nan,-inf\n").numbers(columns: [0, 1, 2])
    #expect(matrix.row(0) == [1.5, 20, 0] && matrix[0, 2].sign == .minus)
    #expect(matrix[1, 0].isNaN && matrix[1, 1].isNaN && matrix[1, 2] == -.infinity)
    #expect(try table("a,b,c\n1,x,3\n").numbers(columns: [0, 2]) == Matrix([[1, 3]]))
  }

  @Test func findsColumnsByNameOrByMarkedPosition() throws {
    let table = try table("id,1,x,x,#9\nr,2,3,4,5\n", header: .present)
    #expect(try table.position(of: "1") == 1 && table.position(of: "#0") == 0 && table.position(of: "#3") == 3)
    #expect(try table.position(of: "#9") == 4)
    let unknown = #expect(throws: TableError.self) { try table.position(of: "group") }
    #expect(unknown?.reason == .unknownColumn("group", columns: ["id", "1", "x", "x", "#9"], count: 5))
    #expect(unknown?.cause.contains("id, 1, x, x, #9") == true)
    let twice = #expect(throws: TableError.self) { try table.position(of: "x") }
    #expect(twice?.reason == .ambiguousColumn("x", positions: [2, 3]))
  }

  @Test(arguments: ["0", "2", "-1", "#5", "#-1", "#", "#x", "# 1", ""])
  func takesNoNumberForAPosition(column: String) throws {
    let table = try table("id,1,x,y,z\nr,2,3,4,5\n", header: .present)
    let error = #expect(throws: TableError.self) { try table.position(of: column) }
    #expect(error?.hint.contains("{ position: \(column == "2" ? 2 : 0) }") == true)
  }

  @Test func saysHowManyColumnsATableWithoutNamesHas() throws {
    let error = #expect(throws: TableError.self) { try table("1,2\n3,4\n").position(of: "1") }
    #expect(error?.cause.contains("2 columns, #0 to #1") == true && error?.hint.contains("made.csv:#1") == true)
  }

  @Test(arguments: 0..<20) func readsBackWhatWasWritten(seed: UInt64) throws {
    var stream = Seed(seed).stream("table")
    let alphabet: [Character] = ["a", "ö", "\"", ",", "\n", ";", " ", "7", "😀"]
    let rows = (0..<50).map { _ in
      (0..<4).map { _ in String((0..<stream.integer(below: 6)).map { _ in alphabet[stream.integer(below: 9)] }) }
    }
    let lines = rows.map { row in
      row.map { "\"\($0.replacingOccurrences(of: "\"", with: "\"\""))\"" }.joined(separator: ",")
    }
    #expect(try cells(table(lines.joined(separator: "\n") + "\n", header: .absent)) == rows)
  }

  @Test func readsTheSameWithAnyNumberOfThreads() throws {
    var stream = Seed(1).stream("threads")
    let lines = (0..<2000).map { _ in (0..<7).map { _ in "\(stream.gaussian())" }.joined(separator: ",") }
    let table = try table(lines.joined(separator: "\n"))
    let alone = try Threads.$count.withValue(1) { try table.numbers(columns: [0, 3, 6]) }
    for threads in [2, 4] {
      #expect(try Threads.$count.withValue(threads) { try table.numbers(columns: [0, 3, 6]) } == alone)
    }
  }

  @Test func survivesChangedBytes() throws {
    let bytes = Array("id,\"a\"\"b\",c\r\nx,\"1\",2\r\n\"y\nz\",3.5e-1,nan\n".utf8)
    var read = 0
    for position in bytes.indices {
      for byte in UInt8.min...UInt8.max {
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
    #expect(read > 1000)
  }
}
