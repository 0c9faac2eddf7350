import Core
import Datasets
import Testing

@Suite struct CaptionsTests {
  @Test(arguments: [
    ("a dog\na cat\n", ["a dog", "a cat"]),
    ("a dog\r\na cat", ["a dog", "a cat"]),
    ("a dog\n\n a cat \n\n", ["a dog", "", " a cat "]),
    ("\u{feff}first\nsecond", ["first", "second"]),
    ("a dog\n \t\r\n\n", ["a dog"]),
    ("ünïcödé 🐶\n", ["ünïcödé 🐶"]),
  ])
  func linesAreCaptions(text: String, expected: [String]) throws {
    let scratch = try ScratchFolder()
    #expect(try readCaptions(at: scratch.write(text, to: "captions.txt")) == expected)
  }

  @Test func invalidUTF8NamesItsLine() throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write(Array("good\ngood\nb".utf8) + [0xe4, 0x64, 0x0a], to: "captions.txt")
    #expect(reason { _ = try readCaptions(at: path) } == .invalidUTF8(path: path, line: 3))
  }

  @Test func missingAndEmptyFilesAreErrors() throws {
    let scratch = try ScratchFolder()
    let missing = "\(scratch.path)/none.txt"
    #expect(
      reason { _ = try readCaptions(at: missing) }
        == .unreadable(path: missing, message: "No such file or directory"))
    let empty = try scratch.write("", to: "captions.txt")
    #expect(reason { _ = try readCaptions(at: empty) } == .emptyFile(path: empty))
    let blank = try scratch.write("\n \n", to: "captions.txt")
    #expect(reason { _ = try readCaptions(at: blank) } == .emptyFile(path: blank))
  }

  @Test(
    arguments: [
      ("c.csv", "id,text\nx,a dog\ny,\"a cat, too\"\n", ["x", "y"]),
      ("c.csv", ",caption\n0,a dog\n1,\"a cat, too\"\n", nil),
      ("c.tsv", "caption\na dog\na cat, too\n", nil), ("c.csv", "a dog\na cat, too\n", nil),
      ("c.json", "[\"a dog\", \"a cat, too\"]", nil),
      ("c.json", "{\"n\": [1], \"captions\": [\"a dog\", \"a cat, too\"]}", nil),
    ] as [(String, String, [String]?)])
  func captionsAreReadFromTablesAndLists(name: String, text: String, ids: [String]?) throws {
    let scratch = try ScratchFolder()
    let column = try TextColumn(reading: scratch.write(text, to: name))
    #expect(column.texts == ["a dog", "a cat, too"] && column.ids == ids)
  }

  /// A column that was chosen by itself is named where others could be meant, and so is the way to another one.
  @Test(arguments: [
    ("id,digit,caption\nx,1,a dog\ny,2,a cat\n", "a dog", "the column caption, beside digit", "c.csv:digit"),
    ("id,text,caption\nx,T,a dog\ny,U,a cat\n", "a dog", "the column caption, beside text", "c.csv:text"),
    ("id,digit\nx,1\ny,2\n", "1", "the column digit, its only column beside the ids", "c.csv:digit"),
  ])
  func aChosenColumnIsNoted(text: String, first: String, words: String, way: String) throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write(text, to: "c.csv")
    let column = try TextColumn(reading: path)
    #expect(column.texts.first == first)
    let notes = column.notices.filter { $0.kind == "column-chosen" }.map(\.message)
    #expect(notes.count == 1 && notes[0].contains(words) && notes[0].hasSuffix(way), "\(notes)")
    let name = way.split(separator: ":").last.map(String.init)
    #expect(try !TextColumn(reading: path, column: name).notices.contains { $0.kind == "column-chosen" })
  }

  @Test(arguments: ["id,caption\nx,a dog\ny,a cat\n", ",text\n0,a dog\n1,a cat\n"])
  func aUsualNameBesideIdsAloneNeedsNoNote(text: String) throws {
    let scratch = try ScratchFolder()
    #expect(try !TextColumn(reading: scratch.write(text, to: "c.csv")).notices.contains { $0.kind == "column-chosen" })
  }

  @Test func severalColumnsNameTheWayToOne() throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write("id,alt,title\nx,a dog,D\ny,a cat,C\n", to: "c.csv")
    let error = #expect(throws: DatasetError.self) { try TextColumn(reading: path) }
    #expect(error?.hint.contains("--captions \(path):title") == true)
  }

  @Test func aColumnOfCaptionsIsReadAsAsked() throws {
    let scratch = try ScratchFolder()
    let path = try scratch.write("name,short,long\nx,dog,a dog\ny,cat,a cat\n", to: "c.csv")
    #expect(try TextColumn(reading: path, column: "long").texts == ["a dog", "a cat"])
    #expect(try TextColumn(reading: path, column: "#1", idColumn: "name").ids == ["x", "y"])
    #expect(try TextColumn(reading: path, column: "#0", header: .absent).texts == ["name", "x", "y"])
    #expect(throws: TableError.self) { try TextColumn(reading: path, column: "none") }
    #expect(throws: DatasetError.self) { try TextColumn(reading: path, idColumn: "name") }
    let list = try scratch.write("{\"a\": [\"x\"], \"b\": [\"y\"]}", to: "c.json")
    #expect(throws: ArchiveError.self) { try TextColumn(reading: list) }
    #expect(try TextColumn(reading: list, column: "b").texts == ["y"])
  }
}
